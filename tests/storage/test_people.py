"""Who is who: roles held on a day, deputies, leads, and an account that is bound once."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from storage import models as m
from storage.database import Database
from storage.record import Record
from storage.vocabulary import Standing
from tests.databases import NOW, Copies
from tests.storage.conftest import (
    CHAIR,
    HR_ADVISER,
    HR_PARTNER,
    PROGRAMME_MANAGER,
    RECRUITMENT_LEAD,
    WORKFORCE_LEAD,
    person,
    turn,
)

SAMIRA = "samira.khalid@arden.example"


def test_a_stranger_is_nobody(record: Record) -> None:
    """An account that was never bound has no name and no role."""
    assert record.people.by_account("tenant", "stranger") is None


def test_an_account_is_bound_to_the_person_with_its_address(database: Database) -> None:
    """From then on it is known by tenant and account alone."""
    with turn(database) as record:
        bound = record.people.bind("tenant", "account", ["upn@elsewhere.example", SAMIRA.upper()])
        assert bound == person(record, RECRUITMENT_LEAD)
    with turn(database) as record:
        assert record.people.by_account("tenant", "account") == bound
        assert record.people.by_account("other tenant", "account") is None


def test_when_an_account_was_bound_is_kept(database: Database) -> None:
    """For whoever asks later."""
    with turn(database) as record:
        record.people.bind("tenant", "account", [SAMIRA])
    with database.transaction() as session:
        query = select(m.Person.bound_at).where(m.Person.entra_id == "account")
        assert session.scalar(query) == NOW


@pytest.mark.parametrize("addresses", [[], [""], ["nobody@arden.example"], ["%@arden.example"]])
def test_an_address_that_is_not_in_the_plan_binds_nobody(
    record: Record, addresses: list[str]
) -> None:
    """Nor does an empty one, nor a pattern."""
    assert record.people.bind("tenant", "account", addresses) is None
    assert record.people.by_account("tenant", "account") is None


def test_a_bound_person_is_never_bound_again(database: Database) -> None:
    """Another account with the same address, later given to a newcomer, stays a stranger."""
    with turn(database) as record:
        first = record.people.bind("tenant", "first", [SAMIRA])
    with turn(database) as record:
        assert record.people.bind("tenant", "second", [SAMIRA]) is None
        assert record.people.by_account("tenant", "first") == first
        assert record.people.by_account("tenant", "second") is None


def test_addresses_of_two_people_bind_neither(record: Record) -> None:
    """Which of them it is is for the programme office to say."""
    addresses = [SAMIRA, "claire.donnelly@arden.example"]
    assert record.people.bind("tenant", "account", addresses) is None


def test_a_whole_roster_is_bound_at_once(database: Database) -> None:
    """Whom the plan names, by either address; strangers stay strangers."""
    roster = {
        "samira": ("", SAMIRA.upper()),
        "claire": ("claire.donnelly@arden.example", "claire.donnelly@arden.example"),
        "stranger": ("somebody@arden.example", ""),
    }
    with turn(database) as record:
        assert record.people.bind_all("tenant", roster) == 2
        samira = person(record, RECRUITMENT_LEAD)
        assert record.people.account_of(samira.id) == ("tenant", "samira")
        assert record.people.account_of(person(record, CHAIR).id) is None
    with turn(database) as record:
        assert record.people.by_account("tenant", "samira") == samira
        assert record.people.by_account("tenant", "stranger") is None
        assert record.people.bind_all("tenant", roster) == 0


def test_a_roster_binds_nobody_again_and_nobody_twice(database: Database) -> None:
    """Neither a bound account to another person, nor a bound person to another account."""
    with turn(database) as record:
        record.people.bind("tenant", "samira", [SAMIRA])
        roster = {
            "samira": ("claire.donnelly@arden.example",),
            "heir": (SAMIRA,),
            "both": ("lucy.fenwick@arden.example", "karen.holdsworth@arden-scp.example"),
        }
        assert record.people.bind_all("tenant", roster) == 0
        assert record.people.account_of(person(record, HR_PARTNER).id) is None


def test_a_person_reports_on_the_roles_held_and_stood_in_for(record: Record) -> None:
    """The deputy's actions are those of the role; the other way round nothing changes."""
    partner, adviser = person(record, HR_PARTNER), person(record, HR_ADVISER)
    role = partner.roles[0].id
    assert partner.own_role_ids == {role}
    assert adviser.own_role_ids == {adviser.roles[0].id, role}
    assert adviser.acting_for(role).title == HR_ADVISER
    assert partner.acting_for(role).title == HR_PARTNER


def test_who_acts_for_a_strange_role_acts_under_their_own(record: Record) -> None:
    """A lead or the programme office saves on behalf of a role; theirs is named as the author's."""
    office, partner = person(record, PROGRAMME_MANAGER), person(record, HR_PARTNER)
    assert office.acting_for(partner.roles[0].id).title == PROGRAMME_MANAGER


def test_a_lead_leads_their_theme_only(record: Record) -> None:
    """And owning an action of a theme is not leading it."""
    lead = person(record, WORKFORCE_LEAD)
    assert lead.leads("WF")
    assert not lead.leads("PT")
    assert not person(record, RECRUITMENT_LEAD).leads("WF")


def test_standings_are_the_plans(record: Record) -> None:
    """One programme manager, one chair of the board, everyone else a member."""
    assert person(record, PROGRAMME_MANAGER).in_programme_office
    assert not person(record, CHAIR).in_programme_office
    assert person(record, CHAIR).roles[0].standing is Standing.BOARD
    assert sum(person.in_programme_office for person in record.people.all()) == 1


def test_everyone_is_listed_once_in_the_plans_order(record: Record) -> None:
    """32 people, each with a role."""
    everyone = record.people.all()
    assert len({person.id for person in everyone}) == len(everyone) == 32
    assert [person.id for person in everyone] == sorted(person.id for person in everyone)
    assert all(len(person.roles) == 1 for person in everyone)


def test_a_person_is_found_by_id(record: Record) -> None:
    """The same as by any other way; an unknown id is nobody."""
    samira = person(record, RECRUITMENT_LEAD)
    assert record.people.by_id(samira.id) == samira
    assert record.people.by_id(0) is None


def hand_over(session: Session, role_id: int, email: str) -> None:
    """Today is the holder's last day; another person of the plan follows tomorrow."""
    holding = session.scalars(select(m.RoleHolding).where(m.RoleHolding.role_id == role_id)).one()
    heir = session.scalars(select(m.Person).where(m.Person.email == email)).one()
    holding.held_to = NOW.date()
    tomorrow = NOW.date() + timedelta(days=1)
    session.add(m.RoleHolding(role_id=role_id, person_id=heir.id, held_from=tomorrow))


def test_a_role_changes_hands_at_midnight(database: Database) -> None:
    """Its holder of today holds it to the end of the day, the next from the next day on."""
    with turn(database) as record:
        role = person(record, RECRUITMENT_LEAD).roles[0].id
    with database.transaction() as session:
        hand_over(session, role, "claire.donnelly@arden.example")
    with turn(database) as record:
        assert [holder.email for holder in record.people.holding(role)] == [SAMIRA]
    with turn(database, NOW + timedelta(days=1)) as record:
        (heir,) = record.people.holding(role)
        assert {role.title for role in heir.roles} == {HR_PARTNER, RECRUITMENT_LEAD}
        assert heir.own_role_ids >= {role}


def test_who_holds_no_role_is_still_known(database: Database) -> None:
    """A leaver is greeted by name and may do nothing."""
    with turn(database) as record:
        samira = person(record, RECRUITMENT_LEAD)
    with database.transaction() as session:
        hand_over(session, samira.roles[0].id, "claire.donnelly@arden.example")
    with turn(database, NOW + timedelta(days=1)) as record:
        leaver = record.people.by_id(samira.id)
    assert leaver is not None
    assert (leaver.name, leaver.roles, leaver.own_role_ids) == ("Samira Khalid", (), frozenset())


def test_work_domains_are_those_of_the_plan(record: Record) -> None:
    """A private address can be told from a work one."""
    assert "arden.example" in record.people.work_domains()
    assert "mercia-police.example" in record.people.work_domains()
    assert "gmail.com" not in record.people.work_domains()


def test_one_person_runs_one_turn_at_a_time_on_postgresql(postgresql_copies: Copies) -> None:
    """Whichever replica takes the second turn waits for the first, to its end and no longer."""
    database = Database(postgresql_copies("sample"))
    locks = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")
    with turn(database) as record:
        record.people.bind("tenant", "account", [SAMIRA])
    with database.transaction() as session:
        Record(session, NOW).people.by_account("tenant", "account")
        assert session.scalar(locks) == 1
    with database.transaction() as session:
        Record(session, NOW).people.by_account("tenant", "stranger")
        assert session.scalar(locks) == 0
    database.dispose()


def test_who_has_left_is_not_bound(database: Database) -> None:
    """An address may be a newcomer's by then; until the last day it is the leaver's."""
    with turn(database) as record:
        samira, office = person(record, RECRUITMENT_LEAD), person(record, PROGRAMME_MANAGER)
        record.leavers.leave(samira.id, NOW.date(), office.id)
    with turn(database, NOW + timedelta(days=1)) as record:
        assert record.people.bind("tenant", "newcomer", [SAMIRA]) is None
        assert record.people.bind_all("tenant", {"newcomer": (SAMIRA,)}) == 0
    with turn(database) as record:
        assert record.people.bind_all("tenant", {"samira": (SAMIRA,)}) == 1


def test_the_account_of_a_leaver_binds_nobody_else(database: Database) -> None:
    """It is bound already, whatever address the roster has for it."""
    with turn(database) as record:
        bound = record.people.bind("tenant", "account", [SAMIRA])
        assert bound is not None
        record.leavers.leave(bound.id, NOW.date(), person(record, PROGRAMME_MANAGER).id)
    with turn(database, NOW + timedelta(days=1)) as record:
        roster = {"account": ("claire.donnelly@arden.example",)}
        assert record.people.bind_all("tenant", roster) == 0


def test_a_person_is_found_by_role_or_address(record: Record) -> None:
    """In any case; a title means whoever holds the role today."""
    samira = person(record, RECRUITMENT_LEAD)
    assert record.people.named(f" {SAMIRA.upper()} ") == (samira,)
    assert record.people.named("recruitment and retention lead") == (samira,)
    claire, office = person(record, HR_PARTNER), person(record, PROGRAMME_MANAGER)
    record.handovers.hand_over(samira.roles[0].id, claire.id, NOW.date(), office.id)
    assert [one.id for one in record.people.named(RECRUITMENT_LEAD)] == [claire.id]
    assert [one.id for one in record.people.named(SAMIRA)] == [samira.id]
    assert record.people.named("") == record.people.named("nobody") == ()


def test_the_domain_of_the_anonymous_is_no_work_domain(record: Record) -> None:
    """It is nobody's."""
    before = record.people.work_domains()
    samira, office = person(record, RECRUITMENT_LEAD), person(record, PROGRAMME_MANAGER)
    record.leavers.leave(samira.id, NOW.date() - timedelta(days=1), office.id)
    record.leavers.pseudonymise(samira.id, office.id)
    assert record.people.work_domains() == before
