"""Roles change hands on a day; what was written stays with whoever wrote it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from storage import models as m
from storage.database import Database
from storage.errors import (
    AlreadyHolds,
    DayOutOfOrder,
    HandoverCircular,
    HandoverGap,
    HandoverOverlaps,
    HasLeft,
    NotHolder,
    RoleHeld,
    RoleShared,
    RoleSucceeded,
    RoleVacant,
    RuleBroken,
)
from storage.holdings import holders
from storage.record import Record
from storage.said import Change
from storage.verification import verify
from tests.databases import NOW
from tests.storage.conftest import (
    FRIDAY,
    HR_ADVISER,
    HR_PARTNER,
    OPENS,
    PROGRAMME_MANAGER,
    RECRUITMENT_LEAD,
    WEDNESDAY,
    WORKFORCE_LEAD,
    action,
    author,
    person,
    turn,
)

TODAY = NOW.date()  # Tuesday 15 November 2022; every role is held since Monday
DAY = timedelta(days=1)
DECEMBER = date(2022, 12, 1)
BEFORE_THE_PLAN = date(2022, 11, 1)


def ids(record: Record) -> tuple[int, int, int, int]:
    """The role of WF-01's owner, its holder, the next holder, and who enters it."""
    samira, claire = person(record, RECRUITMENT_LEAD), person(record, HR_PARTNER)
    office = person(record, PROGRAMME_MANAGER)
    return samira.roles[0].id, samira.id, claire.id, office.id


@pytest.mark.parametrize(
    "on", [TODAY, TODAY + DAY, DECEMBER, date(2023, 4, 1)], ids=["today", "soon", "later", "2023"]
)
def test_the_holding_ends_the_day_before_and_the_next_begins(database: Database, on: date) -> None:
    """There is neither a day with two holders nor one without."""
    with turn(database) as record:
        role, samira, claire, office = ids(record)
        record.handovers.hand_over(role, claire, on, office)
    with database.transaction() as session:
        assert holders(session, role, on - DAY) == (samira,)
        assert holders(session, role, on) == (claire,)
        assert holders(session, role, date(2030, 1, 1)) == (claire,)


def test_a_day_that_is_past_is_as_good(database: Database) -> None:
    """The office hears of it afterwards."""
    with turn(database) as record:
        role, samira, claire, office = ids(record)
    with turn(database, NOW + timedelta(days=40)) as record:
        record.handovers.hand_over(role, claire, DECEMBER, office)
        assert [holder.id for holder in record.people.holding(role)] == [claire]
    with turn(database, NOW + timedelta(days=10)) as record:
        assert [holder.id for holder in record.people.holding(role)] == [samira]


def test_actions_and_deputies_stay_with_the_role(database: Database) -> None:
    """The next holder owns what the earlier one owned, and is stood in for by the same deputy."""
    with turn(database) as record:
        samira, claire = person(record, RECRUITMENT_LEAD), person(record, HR_PARTNER)
        role, office = claire.roles[0].id, person(record, PROGRAMME_MANAGER)
        owned = record.plan.actions_of_roles({role})
        record.handovers.hand_over(role, samira.id, TODAY, office.id)
    with turn(database) as record:
        heir, deputy = record.people.by_id(samira.id), person(record, HR_ADVISER)
        assert heir is not None
        assert owned
        assert role in heir.own_role_ids
        assert role in deputy.own_role_ids
        assert record.plan.actions_of_roles({role}) == owned
        earlier = record.people.by_id(claire.id)
        assert earlier is not None
        assert earlier.own_role_ids == frozenset()


def report(database: Database, note: str, who: str) -> None:
    """An update to WF-01 by whoever holds the role of its owner at that moment."""
    moment = WEDNESDAY if who == "Samira Khalid" else FRIDAY
    with turn(database, moment) as record:
        wf = action(record, "WF-01")
        writer = author(record, RECRUITMENT_LEAD)
        known = record.people.by_id(writer.person_id or 0)
        assert known is not None
        assert known.name == who
        role = next(held.id for held in known.roles if held.title == RECRUITMENT_LEAD)
        record.updates.report(
            record.submissions.begin(known.id, "update", note),
            type(writer)(known.id, role),
            wf,
            wf.position.update_id,
            Change(note=note),
        )


def test_history_stays_under_the_name_of_whoever_wrote_it(database: Database) -> None:
    """What was said before the handover is the earlier holder's, what after it the next one's."""
    report(database, "before", "Samira Khalid")
    with turn(database, WEDNESDAY) as record:
        role, _, claire, office = ids(record)
        record.handovers.hand_over(role, claire, WEDNESDAY.date() + DAY, office)
    report(database, "after", "Claire Donnelly")
    with turn(database, FRIDAY) as record:
        wf = action(record, "WF-01")
        said = record.updates.reports([wf.id], OPENS, FRIDAY)
        named = [(report.note, report.person, report.role) for report in said]
        origins = record.updates.authors([report.update_id for report in said])
    assert named == [
        ("before", "Samira Khalid", RECRUITMENT_LEAD),
        ("after", "Claire Donnelly", RECRUITMENT_LEAD),
    ]
    assert [origin.person for origin in origins.values()] == ["Samira Khalid", "Claire Donnelly"]


def test_a_role_goes_on_to_a_third_holder_and_back(database: Database) -> None:
    """Each holding ends where the next begins, whoever held the role before."""
    with turn(database) as record:
        role, samira, claire, office = ids(record)
        ruth = person(record, WORKFORCE_LEAD).id
        for step, heir in enumerate((claire, ruth, samira)):
            record.handovers.hand_over(role, heir, DECEMBER + step * DAY, office)
    with database.transaction() as session:
        days = [holders(session, role, DECEMBER + step * DAY) for step in range(-1, 4)]
    assert days == [(samira,), (claire,), (ruth,), (samira,), (samira,)]


def refused(record: Record, error: type[RuleBroken], *args: object, **more: object) -> None:
    """A handover that is refused, and leaves every holding as it was."""
    session = record.people._session
    before = [(h.id, h.person_id, h.held_to) for h in session.scalars(select(m.RoleHolding))]
    with pytest.raises(error):
        record.handovers.hand_over(*args, **more)  # type: ignore[arg-type] # what is wrong varies
    session.expire_all()
    after = [(h.id, h.person_id, h.held_to) for h in session.scalars(select(m.RoleHolding))]
    assert after == before


@pytest.mark.parametrize("on", [BEFORE_THE_PLAN, OPENS.date()])
def test_a_role_is_not_handed_over_before_it_was_taken_on(record: Record, on: date) -> None:
    """Nor on that very day: the holding would end before it begins."""
    role, _, claire, office = ids(record)
    refused(record, DayOutOfOrder, role, claire, on, office)


def test_nobody_follows_themselves(record: Record) -> None:
    """A handover is to somebody else."""
    role, samira, _, office = ids(record)
    refused(record, HandoverCircular, role, samira, TODAY, office)


@pytest.mark.parametrize("arranged_on", [TODAY, DECEMBER])
def test_what_is_arranged_is_not_arranged_again(record: Record, arranged_on: date) -> None:
    """Neither to the same person, nor beside them to another."""
    role, samira, claire, office = ids(record)
    ruth = person(record, WORKFORCE_LEAD).id
    record.handovers.hand_over(role, claire, arranged_on, office)
    refused(record, AlreadyHolds, role, claire, arranged_on, office, from_person_id=samira)
    refused(record, HandoverOverlaps, role, ruth, arranged_on, office, from_person_id=samira)


def test_who_has_left_takes_no_role(record: Record) -> None:
    """Not even for the days until then, when the day is known."""
    role, _, claire, office = ids(record)
    record.leavers.leave(claire, DECEMBER, office)
    refused(record, HasLeft, role, claire, TODAY, office)
    with pytest.raises(HasLeft):
        record.handovers.appoint(role, claire, TODAY, office, shared=True)


def test_no_day_is_left_without_a_holder(record: Record) -> None:
    """The role of somebody who leaves is handed over from the day after, not later."""
    role, samira, claire, office = ids(record)
    record.leavers.leave(samira, DECEMBER, office)
    refused(record, HandoverGap, role, claire, DECEMBER + 2 * DAY, office)
    record.handovers.hand_over(role, claire, DECEMBER + DAY, office)


def test_a_role_that_nobody_holds_is_given_by_appointing(record: Record) -> None:
    """There is nobody to hand it over."""
    role, samira, claire, office = ids(record)
    record.leavers.leave(samira, TODAY - DAY, office)
    refused(record, RoleVacant, role, claire, TODAY + DAY, office)
    record.handovers.appoint(role, claire, TODAY, office)
    assert [holder.id for holder in record.people.holding(role)] == [claire]


def test_a_role_that_is_held_is_not_given_again(record: Record) -> None:
    """Unless it is shared, and then only to somebody else."""
    role, samira, claire, office = ids(record)
    with pytest.raises(RoleHeld):
        record.handovers.appoint(role, claire, TODAY, office)
    with pytest.raises(AlreadyHolds):
        record.handovers.appoint(role, samira, TODAY, office, shared=True)
    record.handovers.appoint(role, claire, TODAY, office, shared=True)
    assert [holder.id for holder in record.people.holding(role)] == [samira, claire]


def test_of_a_shared_role_one_holder_hands_over(record: Record) -> None:
    """Who has to be said; the others go on."""
    role, samira, claire, office = ids(record)
    ruth = person(record, WORKFORCE_LEAD).id
    record.handovers.appoint(role, claire, OPENS.date(), office, shared=True)
    refused(record, RoleShared, role, ruth, DECEMBER, office)
    refused(record, NotHolder, role, ruth, DECEMBER, office, from_person_id=office)
    refused(record, AlreadyHolds, role, claire, DECEMBER, office, from_person_id=samira)
    record.handovers.hand_over(role, ruth, DECEMBER, office, from_person_id=claire)
    assert set(holders(record.people._session, role, DECEMBER)) == {samira, ruth}


def test_a_role_that_was_taken_over_changes_hands_no_more(record: Record) -> None:
    """Its successor does."""
    role, _, _, office = ids(record)
    partner, ruth = person(record, HR_PARTNER), person(record, WORKFORCE_LEAD)
    record.successions.succeed(role, partner.roles[0].id, TODAY, office)
    refused(record, RoleSucceeded, role, ruth.id, DECEMBER, office)
    with pytest.raises(RoleSucceeded):
        record.handovers.appoint(role, ruth.id, DECEMBER, office)


def test_the_audit_trail_tells_it_by_ids(database: Database) -> None:
    """From whom to whom, from when, by whom; and the chain is whole."""
    with turn(database) as record:
        role, samira, claire, office = ids(record)
        record.handovers.hand_over(role, claire, DECEMBER, office)
    with database.transaction() as session:
        entry = session.scalars(select(m.AuditEntry).order_by(m.AuditEntry.id.desc())).first()
        assert entry is not None
        assert (entry.person_id, entry.operation) == (office, "hand_over")
        assert entry.subject == f"role:{role}"
        assert entry.detail == {"from_id": samira, "to_id": claire, "on": "2022-12-01"}
        assert verify(session.connection()).faults == ()
