"""What the plan calls things: read once, and read again as soon as anything of it has changed."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from storage import models as m
from storage.assessments import Assessment
from storage.database import Database
from storage.directory import Directory, ListedAction, ListedRisk, ListedRole, ListedTheme
from storage.exchange.layout.plan_sheets import PlanSheets
from storage.exchange.reading.workbook import read_plan
from storage.exchange.taking_in.plan_in import import_plan
from storage.record import Record
from storage.rows import add
from storage.said import Change
from tests.databases import NOW, SAMPLE, Copies
from tests.statements import statements_to
from tests.storage.conftest import (
    HR_ADVISER,
    HR_PARTNER,
    PROGRAMME_MANAGER,
    RECRUITMENT_LEAD,
    WORKFORCE_LEAD,
    action,
    author,
    person,
    turn,
)

DAY = timedelta(days=1)


def directory(database: Database) -> Directory:
    """The directory of a turn that changes nothing."""
    with turn(database) as record:
        return record.directory()


def test_everything_has_the_plans_own_words(database: Database) -> None:
    """Themes, actions, risks, roles with their deputies, sources and meetings."""
    found = directory(database)
    assert ListedTheme("WF", "Workforce", WORKFORCE_LEAD) in found.themes
    (recruitment,) = (one for one in found.actions if one.ref == "WF-01")
    assert recruitment == ListedAction(
        ref="WF-01",
        theme="WF",
        short_title="Recruitment campaign",
        title="Run a recruitment campaign for permanent social workers in the MASH and assessment "
        "teams",
        success_measure="Vacancy rate at or below 15%",
        owner_role=RECRUITMENT_LEAD,
        organisation="Arden Borough Council",
    )
    leavers = "Agency social workers leave before permanent staff arrive"
    assert ListedRisk("R-01", "WF", "WF-02", leavers, HR_PARTNER) in found.risks
    (partner,) = (role for role in found.roles if role.title == HR_PARTNER)
    assert partner == ListedRole(partner.id, HR_PARTNER, "Arden Borough Council", HR_ADVISER)
    assert "Claire Donnelly" in found.people
    assert "National review" in found.sources
    assert "Mercia Police" in found.organisations
    assert "mercia-police.example" in found.email_domains
    days = [day for _, day in found.meetings]
    assert days == sorted(days)
    assert len(found.actions) == 24


def test_it_is_read_once(database: Database) -> None:
    """The same object turn after turn, for one statement a turn, reports or not."""
    first = directory(database)
    with turn(database) as record:
        owner, stands = author(record, RECRUITMENT_LEAD), action(record, "WF-01")
        submission = record.submissions.begin(owner.person_id, "update", "token")
        change = Change(note="14 interviews done")
        record.updates.report(submission, owner, stands, stands.position.update_id, change)
    with turn(database) as record, statements_to(database) as sent:
        assert record.directory() is first
    assert [one.split()[0] for one in sent if "BEGIN" not in one] == ["SELECT"]


def rename_a_theme(record: Record, plan: PlanSheets) -> PlanSheets:
    renamed = [row.model_copy(update={"name": f"{row.name} now"}) for row in plan.themes]
    return _with(plan, themes=tuple(renamed))


def retitle_an_action(record: Record, plan: PlanSheets) -> PlanSheets:
    first, *rest = plan.actions
    return _with(plan, actions=(first.model_copy(update={"short_title": "Otherwise"}), *rest))


def call_somebody_otherwise(record: Record, plan: PlanSheets) -> PlanSheets:
    first, *rest = plan.people
    return _with(plan, people=(first.model_copy(update={"name": "Ann Other"}), *rest))


def name_another_deputy(record: Record, plan: PlanSheets) -> PlanSheets:
    rows = [
        row.model_copy(update={"deputy_for": (HR_PARTNER,)}) if row.role == WORKFORCE_LEAD else row
        for row in plan.people
    ]
    free = [row.model_copy(update={"deputy_for": ()}) if row.role == HR_ADVISER else row
            for row in rows]  # fmt: skip
    return _with(plan, people=tuple(free))


def _with(plan: PlanSheets, **tables: object) -> PlanSheets:
    given = {name: getattr(plan, name) for name in PlanSheets.__slots__}
    return PlanSheets(**given | tables)


IMPORTED = (rename_a_theme, retitle_an_action, call_somebody_otherwise, name_another_deputy)


@pytest.mark.parametrize("changed", IMPORTED, ids=lambda changed: changed.__name__)
def test_what_an_import_changes_is_seen(
    database: Database, changed: Callable[[Record, PlanSheets], PlanSheets]
) -> None:
    """Names and deputies change in their rows: the next turn has them."""
    before = directory(database)
    with database.transaction() as session:
        import_plan(session, changed(Record(session, NOW), read_plan(SAMPLE)), now=NOW + DAY)
    after = directory(database)
    assert after is not before
    assert _values(after) != _values(before)


def _values(found: Directory) -> tuple[object, ...]:
    return tuple(getattr(found, name) for name in Directory.__slots__)


def raise_a_risk(record: Record) -> None:
    owner, about = author(record, HR_PARTNER), action(record, "WF-02")
    submission = record.submissions.begin(owner.person_id, "risk", "token")
    record.risks.raise_risk(submission, owner, about, Assessment(2, 2, words="May be late"))


def follow_a_role(record: Record) -> None:
    earlier, later = (
        person(record, role).roles[0].id for role in (RECRUITMENT_LEAD, WORKFORCE_LEAD)
    )
    office = person(record, PROGRAMME_MANAGER)
    record.successions.succeed(earlier, later, record.now.date(), office.id)


def make_a_leaver_anonymous(record: Record) -> None:
    leaver, office = person(record, RECRUITMENT_LEAD), person(record, PROGRAMME_MANAGER)
    record.leavers.leave(leaver.id, record.now.date() - DAY, office.id)
    record.leavers.pseudonymise(leaver.id, office.id)


IN_TURNS = (raise_a_risk, follow_a_role, make_a_leaver_anonymous)


@pytest.mark.parametrize("change", IN_TURNS, ids=lambda change: change.__name__)
def test_what_a_turn_changes_is_seen(database: Database, change: Callable[[Record], None]) -> None:
    """In the same turn, and in the next one, which finds it read."""
    before = directory(database)
    with turn(database) as record:
        change(record)
        within = record.directory()
    assert _values(within) != _values(before)
    assert directory(database) is within


@pytest.mark.parametrize("change", IN_TURNS, ids=lambda change: change.__name__)
def test_what_is_taken_back_was_never_there(
    database: Database, change: Callable[[Record], None]
) -> None:
    """A directory read in a transaction that fails is remembered by nobody, whatever its ids."""
    before = directory(database)
    with database.rehearsal() as session:
        record = Record(session, NOW)
        change(record)
        assert _values(record.directory()) != _values(before)
    assert directory(database) is before


def test_a_row_that_comes_late_is_seen(database: Database) -> None:
    """A lower id may be committed after a higher one: rows are counted, not only the highest."""
    with database.transaction() as session:
        session.add(m.Organisation(id=90, name="Later in number"))
    before = directory(database)
    with database.transaction() as session:
        add(session, m.Organisation, id=80, name="Later in time")
    assert directory(database).organisations != before.organisations


def test_each_database_has_its_own(sqlite_copies: Copies, postgresql_copies: Copies) -> None:
    """Two records in one process, with as many rows, never answer for each other."""
    one, other = Database(sqlite_copies("sample")), Database(postgresql_copies("sample"))
    try:
        with one.transaction() as session:
            add(session, m.Organisation, name="Of the one")
        with other.transaction() as session:
            add(session, m.Organisation, name="Of the other")
        assert "Of the one" in directory(one).organisations
        assert "Of the other" in directory(other).organisations
        assert "Of the other" not in directory(one).organisations
    finally:
        one.dispose()
        other.dispose()


def test_an_empty_record_has_a_directory(empty_database: Database) -> None:
    """Before any plan there is nothing to name."""
    assert all(not value for value in _values(directory(empty_database)))
