"""Closed days of organisations: kept, shown, and taken away."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from storage import models as m
from storage.errors import AlreadyClosed, DayOutOfOrder, NotClosed
from storage.record import Record
from tests.storage.conftest import PROGRAMME_MANAGER, person

DAY = timedelta(days=1)
FIRST, LAST = date(2022, 12, 19), date(2023, 1, 3)
WHY = "Christmas holidays"


@pytest.fixture
def schools(record: Record) -> int:
    named = select(m.Organisation.id).where(m.Organisation.name == "Schools")
    return record.people._session.scalars(named).one()


@pytest.fixture
def office(record: Record) -> int:
    return person(record, PROGRAMME_MANAGER).id


def test_a_closure_is_told_until_it_is_over(record: Record, schools: int, office: int) -> None:
    """The earliest first."""
    later = record.closures.close(schools, LAST + 40 * DAY, LAST + 45 * DAY, WHY, office)
    first = record.closures.close(schools, FIRST, LAST, WHY, office)
    assert record.closures.of(schools, LAST) == (first, later)
    assert record.closures.of(schools, LAST + DAY) == (later,)
    assert (first.first_day, first.last_day, first.why) == (FIRST, LAST, WHY)


def test_a_closure_does_not_end_before_it_begins(record: Record, schools: int, office: int) -> None:
    """Nothing is kept of it."""
    with pytest.raises(DayOutOfOrder):
        record.closures.close(schools, LAST, FIRST, WHY, office)
    assert record.closures.of(schools, FIRST) == ()


@pytest.mark.parametrize(
    ("first", "last"), [(FIRST, LAST), (FIRST - DAY, FIRST), (LAST, LAST + DAY)]
)
def test_no_day_is_closed_twice(
    record: Record, schools: int, office: int, first: date, last: date
) -> None:
    """Of one organisation; another may be closed on the same days."""
    kept = record.closures.close(schools, FIRST, LAST, WHY, office)
    with pytest.raises(AlreadyClosed):
        record.closures.close(schools, first, last, WHY, office)
    assert record.closures.of(schools, FIRST - DAY) == (kept,)
    assert record.closures.close(1, first, last, WHY, office).organisation_id == 1


def test_an_organisation_opens_again_once(record: Record, schools: int, office: int) -> None:
    """The second time there is nothing to take away."""
    kept = record.closures.close(schools, FIRST, LAST, WHY, office)
    record.closures.open_again(kept.id, office)
    assert record.closures.of(schools, FIRST) == ()
    with pytest.raises(NotClosed):
        record.closures.open_again(kept.id, office)
