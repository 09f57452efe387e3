"""Days away: told, changed, over early; overlapping ones are asked about, not merged."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from storage import models as m
from storage.absence import Away
from storage.database import Database
from storage.errors import AlreadyAway, DayOutOfOrder, HasLeft, NotAway
from storage.record import Record
from tests.databases import NOW
from tests.storage.conftest import (
    HR_PARTNER,
    PROGRAMME_MANAGER,
    RECRUITMENT_LEAD,
    person,
    turn,
)

DAY = timedelta(days=1)
FIRST, LAST = date(2022, 12, 5), date(2022, 12, 9)
WEEKS = st.integers(0, 8).map(lambda days: FIRST + days * DAY)


@pytest.fixture
def samira(record: Record) -> int:
    return person(record, RECRUITMENT_LEAD).id


def test_both_days_of_a_period_are_days_away(record: Record, samira: int) -> None:
    """From the first to the last, and not before or after."""
    record.absences.add(samira, FIRST, LAST, samira)
    days = [FIRST - DAY, FIRST, LAST, LAST + DAY]
    assert [samira in record.absences.on(day) for day in days] == [False, True, True, False]


def test_one_day_is_a_period(record: Record, samira: int) -> None:
    """First and last day are the same."""
    record.absences.add(samira, FIRST, FIRST, samira)
    assert record.absences.on(FIRST) == {samira}


def test_until_further_notice_has_no_end(record: Record, samira: int) -> None:
    """Until they are back."""
    record.absences.add(samira, FIRST, None, samira)
    assert samira in record.absences.on(date(2030, 1, 1))


def test_periods_are_told_until_they_are_over(record: Record, samira: int) -> None:
    """The earliest first, of this person only."""
    claire = person(record, HR_PARTNER).id
    later = record.absences.add(samira, LAST + 7 * DAY, None, samira)
    first = record.absences.add(samira, FIRST, LAST, samira)
    record.absences.add(claire, FIRST, LAST, samira)
    assert record.absences.of(samira, NOW.date()) == (first, later)
    assert record.absences.of(samira, LAST) == (first, later)
    assert record.absences.of(samira, LAST + DAY) == (later,)


def test_a_period_does_not_end_before_it_begins(record: Record, samira: int) -> None:
    """Neither a new one nor a changed one."""
    with pytest.raises(DayOutOfOrder):
        record.absences.add(samira, LAST, FIRST, samira)
    away = record.absences.add(samira, FIRST, LAST, samira)
    with pytest.raises(DayOutOfOrder):
        record.absences.change(away.id, FIRST, FIRST - DAY, samira)
    assert record.absences.of(samira, FIRST) == (away,)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (FIRST, LAST),
        (FIRST - DAY, FIRST),
        (LAST, LAST + DAY),
        (FIRST + DAY, LAST - DAY),
        (FIRST - DAY, LAST + DAY),
        (LAST, None),
    ],
)
def test_days_that_are_known_are_not_told_twice(
    record: Record, samira: int, first: date, last: date | None
) -> None:
    """It is shown which they are, and the period is changed once it is clear how."""
    away = record.absences.add(samira, FIRST, LAST, samira)
    with pytest.raises(AlreadyAway):
        record.absences.add(samira, first, last, samira)
    assert record.absences.overlapping(samira, first, last) == (away,)
    changed = record.absences.change(away.id, first, last, samira)
    assert changed == Away(away.id, samira, first, last)
    assert record.absences.of(samira, FIRST - DAY) == (changed,)


def test_the_day_after_begins_another_period(record: Record, samira: int) -> None:
    """Days that touch do not overlap; nor do two people's."""
    record.absences.add(samira, FIRST, LAST, samira)
    record.absences.add(samira, LAST + DAY, LAST + DAY, samira)
    record.absences.add(person(record, HR_PARTNER).id, FIRST, LAST, samira)
    assert len(record.absences.on(LAST)) == 2


def test_a_changed_period_does_not_overlap_another(record: Record, samira: int) -> None:
    """It may overlap what it was itself."""
    away = record.absences.add(samira, FIRST, LAST, samira)
    other = record.absences.add(samira, LAST + 7 * DAY, None, samira)
    with pytest.raises(AlreadyAway):
        record.absences.change(away.id, FIRST, LAST + 7 * DAY, samira)
    with pytest.raises(AlreadyAway):
        record.absences.change(away.id, FIRST, None, samira)
    assert record.absences.of(samira, FIRST) == (away, other)


@pytest.mark.parametrize("last", [LAST, None])
def test_who_is_back_early_is_away_no_more(record: Record, samira: int, last: date | None) -> None:
    """The day before was the last."""
    record.absences.add(samira, FIRST, last, samira)
    left = record.absences.back(samira, FIRST + 2 * DAY, samira)
    assert left is not None
    assert left.last_day == FIRST + DAY
    assert samira not in record.absences.on(FIRST + 2 * DAY)


def test_who_is_back_on_the_first_day_was_not_away(record: Record, samira: int) -> None:
    """Nothing is left of the period."""
    record.absences.add(samira, FIRST, LAST, samira)
    assert record.absences.back(samira, FIRST, samira) is None
    assert record.absences.of(samira, FIRST) == ()


def test_who_is_not_away_cannot_be_back(record: Record, samira: int) -> None:
    """Nor is a period called off twice, or changed after that."""
    away = record.absences.add(samira, FIRST, LAST, samira)
    with pytest.raises(NotAway):
        record.absences.back(samira, LAST + DAY, samira)
    record.absences.call_off(away.id, samira)
    with pytest.raises(NotAway):
        record.absences.call_off(away.id, samira)
    with pytest.raises(NotAway):
        record.absences.change(away.id, FIRST, LAST, samira)


def test_who_has_left_is_not_away(record: Record, samira: int) -> None:
    """Until the last day they can be."""
    record.leavers.leave(samira, LAST, person(record, PROGRAMME_MANAGER).id)
    with pytest.raises(HasLeft):
        record.absences.add(samira, LAST + DAY, None, samira)
    record.absences.add(samira, LAST, LAST, samira)


def test_when_somebody_was_away_is_not_in_the_audit_trail(database: Database) -> None:
    """It says that days were told, by whom and of whom; the days themselves can be deleted."""
    with turn(database) as record:
        samira, office = person(record, RECRUITMENT_LEAD).id, person(record, PROGRAMME_MANAGER).id
        away = record.absences.add(samira, FIRST, LAST, office)
        record.absences.call_off(away.id, office)
    with database.transaction() as session:
        entries = session.scalars(select(m.AuditEntry).order_by(m.AuditEntry.id)).all()[-2:]
        assert session.scalars(select(m.Absence)).all() == []
    assert [entry.operation for entry in entries] == ["away", "away_off"]
    assert {entry.person_id for entry in entries} == {office}
    assert {entry.subject for entry in entries} == {f"person:{samira}"}
    assert all(entry.detail == {"absence_id": away.id} for entry in entries)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(told=st.lists(st.tuples(WEEKS, st.none() | WEEKS), max_size=6))
def test_nobody_is_away_twice_on_one_day(
    record: Record, told: list[tuple[date, date | None]]
) -> None:
    """Whatever is told, in whatever order: what is kept shares no day, and what is refused does."""
    samira = person(record, RECRUITMENT_LEAD).id
    for known in record.absences.of(samira, FIRST):
        record.absences.call_off(known.id, samira)
    for first, last in told:
        clash = record.absences.overlapping(samira, first, last)
        try:
            record.absences.add(samira, first, last, samira)
        except DayOutOfOrder:
            assert last is not None
            assert last < first
        except AlreadyAway:
            assert clash
        else:
            assert not clash
    kept = record.absences.of(samira, FIRST)
    for step in range(12):
        day = FIRST + step * DAY
        assert sum(a.first_day <= day and (a.last_day or day) >= day for a in kept) <= 1
