"""A reorganisation: what belonged to one role belongs to another, and how it was is kept."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from storage import models as m
from storage.database import Database
from storage.errors import (
    DayOutOfOrder,
    DayToCome,
    HandoverCircular,
    LastOfOffice,
    RoleSucceeded,
    RuleBroken,
)
from storage.record import Record
from storage.verification import verify
from tests.databases import NOW
from tests.storage.conftest import (
    FRIDAY,
    HR_ADVISER,
    HR_PARTNER,
    OPENS,
    PROGRAMME_MANAGER,
    RECRUITMENT_LEAD,
    WORKFORCE_LEAD,
    person,
    turn,
)

TODAY = NOW.date()
DAY = timedelta(days=1)
POLICE = "Detective Superintendent – Public Protection"


def role_id(record: Record, title: str) -> int:
    """The role with a title, whoever holds it."""
    found = record.people._session.scalars(select(m.Role.id).where(m.Role.title == title))
    return found.one()


def succeed(record: Record, title: str, successor: str) -> dict[str, int]:
    """Let one role take over another today."""
    office = person(record, PROGRAMME_MANAGER).id
    role, heir = role_id(record, title), role_id(record, successor)
    return record.successions.succeed(role, heir, TODAY, office)


def test_everything_that_belonged_to_a_role_moves(database: Database) -> None:
    """Actions, risks, issues, the theme led; each with a row that tells what it was."""
    with turn(database) as record:
        session = record.people._session
        lead, heir = role_id(record, WORKFORCE_LEAD), role_id(record, RECRUITMENT_LEAD)
        session.scalars(select(m.Action).filter_by(ref="WF-02")).one().owner_role_id = lead
        session.scalars(select(m.Risk).filter_by(ref="R-01")).one().owner_role_id = lead
        owned = {"ref": "I-01", "theme_id": 1, "owner_role_id": lead, "raised_on": TODAY}
        session.add(m.Issue(description="Two panels were cancelled.", **owned))
        moved = succeed(record, WORKFORCE_LEAD, RECRUITMENT_LEAD)
    with turn(database) as record:
        session = record.people._session
        assert "WF-02" in {action.ref for action in record.plan.actions_of_roles({heir})}
        assert {t.code for t in record.plan.themes() if t.lead_role_id == heir} == {"WF"}
        for kind in (m.Action, m.Risk, m.Issue):
            assert session.scalar(select(kind.id).where(kind.owner_role_id == lead)) is None
        assert session.get_one(m.Role, lead).successor_role_id == heir
        changes = session.scalar(select(func.count(m.PlanChange.id)))
    assert moved == {"actions": 1, "risks": 1, "issues": 1, "themes": 1, "roles": 0}
    assert changes == sum(moved.values()) + 1  # and that the role has a successor


def test_an_earlier_day_is_told_with_its_owners(database: Database) -> None:
    """The plan as it was agreed before the reorganisation names the earlier role."""
    with turn(database, FRIDAY) as record:
        succeed(record, RECRUITMENT_LEAD, HR_PARTNER)
    with turn(database, FRIDAY) as record:
        workforce = next(theme.id for theme in record.plan.themes() if theme.code == "WF")
        before = record.plan.actions_of_theme(workforce, as_at=NOW)
        after = record.plan.actions_of_theme(workforce)
    assert next(a.owner_role for a in before if a.ref == "WF-01") == RECRUITMENT_LEAD
    assert next(a.owner_role for a in after if a.ref == "WF-01") == HR_PARTNER


def test_the_earlier_role_ends_the_day_before(database: Database) -> None:
    """Its holder holds nothing from then on."""
    with turn(database) as record:
        samira = person(record, RECRUITMENT_LEAD)
        succeed(record, RECRUITMENT_LEAD, HR_PARTNER)
    with turn(database) as record:
        known = record.people.by_id(samira.id)
        assert known is not None
        assert known.roles == ()
    with turn(database, OPENS) as record:
        assert record.people.by_id(samira.id) == samira


def test_an_action_counts_for_the_organisation_that_owns_it(record: Record) -> None:
    """Every action has one accountable organisation, its owner's (seed 2.3)."""
    moved = succeed(record, RECRUITMENT_LEAD, POLICE)
    found = record.plan.actions_by_ref(["WF-01"])
    assert moved["actions"] > 0
    assert [(a.owner_role, a.organisation) for a in found] == [(POLICE, "Mercia Police")]


def deputy(record: Record, title: str) -> str | None:
    """The role that deputises for a role."""
    session = record.people._session
    id_ = session.get_one(m.Role, role_id(record, title)).deputy_role_id
    return session.get_one(m.Role, id_).title if id_ else None


def test_the_successor_has_the_deputy_of_the_earlier_role(record: Record) -> None:
    """Unless it has one of its own."""
    succeed(record, HR_PARTNER, RECRUITMENT_LEAD)
    assert deputy(record, RECRUITMENT_LEAD) == HR_ADVISER
    assert deputy(record, HR_PARTNER) is None
    succeed(record, "Detective Chief Inspector – MASH", RECRUITMENT_LEAD)
    assert deputy(record, RECRUITMENT_LEAD) == HR_ADVISER


def test_the_successor_deputises_for_whom_the_earlier_role_did(record: Record) -> None:
    """The adviser's duty goes to the recruitment lead."""
    succeed(record, HR_ADVISER, RECRUITMENT_LEAD)
    assert deputy(record, HR_PARTNER) == RECRUITMENT_LEAD


@pytest.mark.parametrize(
    ("title", "successor"), [(HR_ADVISER, HR_PARTNER), (HR_PARTNER, HR_ADVISER)]
)
def test_no_role_deputises_for_itself(record: Record, title: str, successor: str) -> None:
    """A role and its deputy become one."""
    succeed(record, title, successor)
    assert deputy(record, successor) is None
    assert deputy(record, title) is None


def snapshot(record: Record) -> list[object]:
    """All that a succession changes."""
    session = record.people._session
    session.expire_all()
    return [
        tuple(row)
        for kind in (m.Action, m.Risk, m.Issue, m.Theme, m.Role, m.RoleHolding, m.PlanChange)
        for row in session.execute(select(*kind.__table__.columns).order_by(kind.id))
    ]


def refused(record: Record, error: type[RuleBroken], title: str, successor: str) -> None:
    """A succession that is refused and changes nothing."""
    before = snapshot(record)
    with pytest.raises(error):
        succeed(record, title, successor)
    assert snapshot(record) == before


def test_no_role_follows_itself(record: Record) -> None:
    """Neither directly, nor by way of one other, nor of two."""
    refused(record, HandoverCircular, HR_PARTNER, HR_PARTNER)
    succeed(record, HR_PARTNER, RECRUITMENT_LEAD)
    refused(record, HandoverCircular, RECRUITMENT_LEAD, HR_PARTNER)
    succeed(record, RECRUITMENT_LEAD, WORKFORCE_LEAD)
    refused(record, HandoverCircular, WORKFORCE_LEAD, HR_PARTNER)


def test_a_role_is_taken_over_once(record: Record) -> None:
    """And one that is gone takes nothing over."""
    succeed(record, HR_PARTNER, RECRUITMENT_LEAD)
    refused(record, RoleSucceeded, HR_PARTNER, WORKFORCE_LEAD)
    refused(record, RoleSucceeded, WORKFORCE_LEAD, HR_PARTNER)


def test_a_reorganisation_is_entered_on_its_day(record: Record) -> None:
    """What belongs to a role moves at once, so not before; nor before the role was taken on."""
    role, heir = role_id(record, HR_PARTNER), role_id(record, RECRUITMENT_LEAD)
    office = person(record, PROGRAMME_MANAGER).id
    for error, on in ((DayToCome, TODAY + DAY), (DayOutOfOrder, OPENS.date())):
        before = snapshot(record)
        with pytest.raises(error):
            record.successions.succeed(role, heir, on, office)
        assert snapshot(record) == before


def test_the_programme_office_is_not_reorganised_away(record: Record) -> None:
    """Somebody must be left who may run the programme."""
    refused(record, LastOfOffice, PROGRAMME_MANAGER, HR_PARTNER)


def test_the_audit_trail_tells_it_by_ids(database: Database) -> None:
    """Which role, by which, how much moved; and the chain covers the changes of the plan."""
    with turn(database) as record:
        heir = role_id(record, HR_PARTNER)
        moved = succeed(record, RECRUITMENT_LEAD, HR_PARTNER)
    with database.transaction() as session:
        entry = session.scalars(select(m.AuditEntry).order_by(m.AuditEntry.id.desc())).first()
        assert entry is not None
        assert entry.operation == "succeed"
        assert entry.detail == {"successor_id": heir, "on": TODAY.isoformat()} | moved
        assert "plan_changes" in (entry.covers or {})
        assert verify(session.connection()).faults == ()
