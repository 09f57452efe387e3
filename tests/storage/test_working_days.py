"""When a person is at work: weekdays, bank holidays, days away, closed organisations."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from sqlalchemy import event, select

from storage import models as m
from storage.database import Database
from storage.errors import NoWorkingDays
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
WEDNESDAY, THURSDAY = date(2022, 11, 16), date(2022, 11, 17)
SATURDAY, MONDAY = date(2022, 11, 19), date(2022, 11, 21)
POLICE = "Detective Superintendent – Public Protection"


@pytest.fixture
def samira(record: Record) -> int:
    return person(record, RECRUITMENT_LEAD).id


@pytest.fixture
def office(record: Record) -> int:
    return person(record, PROGRAMME_MANAGER).id


def council(record: Record) -> int:
    """The organisation that almost everyone works for."""
    named = select(m.Organisation.id).where(m.Organisation.name == "Arden Borough Council")
    return record.people._session.scalars(named).one()


def test_people_work_from_monday_to_friday(record: Record, samira: int) -> None:
    """Unless the record says otherwise; on no bank holiday."""
    assert record.working_days.works_on(samira, THURSDAY)
    assert not record.working_days.works_on(samira, SATURDAY)
    assert not record.working_days.works_on(samira, date(2022, 12, 26))
    assert record.working_days.next_day_at_work(samira, THURSDAY) == THURSDAY
    assert record.working_days.next_day_at_work(samira, SATURDAY) == MONDAY


def test_a_part_of_the_week_is_kept(record: Record, samira: int, office: int) -> None:
    """In any order, each day once."""
    record.working_days.keep(samira, [4, 0, 4], office)
    assert not record.working_days.works_on(samira, THURSDAY)
    assert record.working_days.next_day_at_work(samira, WEDNESDAY) == THURSDAY + DAY
    assert record.people._session.get_one(m.Person, samira).working_days == "04"


@pytest.mark.parametrize("weekdays", [(), (7,), (-1, 3), (0, 10)])
def test_what_is_no_weekday_is_refused(
    record: Record, samira: int, office: int, weekdays: Iterable[int]
) -> None:
    """Nor does anybody work on no day at all."""
    with pytest.raises(NoWorkingDays):
        record.working_days.keep(samira, weekdays, office)
    assert record.people._session.get_one(m.Person, samira).working_days == "01234"


def test_who_is_away_is_not_at_work(record: Record, samira: int) -> None:
    """The next day at work is the first after it; until further notice there is none."""
    away = record.absences.add(samira, WEDNESDAY, SATURDAY, samira)
    assert not record.working_days.works_on(samira, THURSDAY)
    assert record.working_days.next_day_at_work(samira, WEDNESDAY) == MONDAY
    record.absences.change(away.id, WEDNESDAY, None, samira)
    assert record.working_days.next_day_at_work(samira, WEDNESDAY) is None


def test_who_has_left_is_not_at_work(record: Record, samira: int, office: int) -> None:
    """The last day is a day at work."""
    record.leavers.leave(samira, WEDNESDAY, office)
    assert record.working_days.works_on(samira, WEDNESDAY)
    assert record.working_days.next_day_at_work(samira, THURSDAY) is None


def test_nobody_works_where_it_is_closed(record: Record, samira: int, office: int) -> None:
    """The police go on while the council is closed."""
    record.closures.close(council(record), WEDNESDAY, SATURDAY, "Election", office)
    police = person(record, POLICE).id
    assert not record.working_days.works_on(samira, WEDNESDAY)
    assert record.working_days.works_on(police, WEDNESDAY)
    assert record.working_days.next_day_at_work(samira, WEDNESDAY) == MONDAY


def test_what_counts_is_the_organisation_of_that_day(
    record: Record, samira: int, office: int
) -> None:
    """From the day on which the council's role is handed over its closed days do not count."""
    record.closures.close(council(record), WEDNESDAY, SATURDAY, "Election", office)
    role = person(record, RECRUITMENT_LEAD).roles[0].id
    record.handovers.hand_over(role, person(record, POLICE).id, THURSDAY, office)
    assert not record.working_days.works_on(samira, WEDNESDAY)
    assert record.working_days.works_on(samira, THURSDAY)


def test_with_roles_at_two_organisations_one_open_will_do(
    record: Record, samira: int, office: int
) -> None:
    """Whoever works for the police too is at work there."""
    record.closures.close(council(record), WEDNESDAY, SATURDAY, "Election", office)
    role = person(record, POLICE).roles[0].id
    record.handovers.appoint(role, samira, WEDNESDAY, office, shared=True)
    assert record.working_days.works_on(samira, WEDNESDAY)


def test_many_are_asked_about_at_once(database: Database) -> None:
    """In as many questions to the record as one."""
    with turn(database) as record:
        away, there = person(record, RECRUITMENT_LEAD).id, person(record, HR_PARTNER).id
        record.absences.add(away, WEDNESDAY, WEDNESDAY, away)
        everyone = [one.id for one in record.people.all()]
        asked: list[str] = []
        event.listen(database.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
        at_work = record.working_days.at_work(everyone, WEDNESDAY)
        questions = len(asked)
    assert at_work == set(everyone) - {away}
    assert there in at_work
    assert questions == 4


def test_whose_days_are_kept_is_in_the_audit_trail_and_which_are_not(database: Database) -> None:
    """Which days somebody works is about them and shall not last."""
    with turn(database, NOW) as record:
        samira, office = person(record, RECRUITMENT_LEAD).id, person(record, PROGRAMME_MANAGER).id
        record.working_days.keep(samira, [0, 1], office)
    with database.transaction() as session:
        entry = session.scalars(select(m.AuditEntry).order_by(m.AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.operation, entry.subject, entry.detail) == (
        "working_days",
        f"person:{samira}",
        {},
    )
