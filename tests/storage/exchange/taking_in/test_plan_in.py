"""A plan is taken in whole; the same again changes nothing, another by what is different."""

import signal
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage import models as m
from storage.assessments import Mitigation
from storage.calendar import LONDON
from storage.database import Database
from storage.errors import RecordError
from storage.exchange.reading.workbook import PlanRejected, PlanSheets, read_plan
from storage.exchange.taking_in.plan_in import Imported, import_plan, weeks_to_today
from storage.exchange.taking_in.refusals import (
    BACKWARDS,
    CLOSED,
    DECIDED,
    NEEDS_BOARD,
    NEEDS_NAME,
    ORIGINAL_STAYS,
)
from storage.record import Record
from storage.said import Change
from storage.vocabulary import MitigationState, Rating, Stage, Standing, ToldBy, UpdateKind
from tests.databases import NOW, SAMPLE, Copies
from tests.storage.conftest import (
    OPENS,
    action,
    author,
    person,
    theme,
    turn,
)
from tests.storage.workbooks import Sheets, as_bytes, put, small_plan, with_cell

DAY = timedelta(days=1)


def plan_of(sheets: Sheets) -> PlanSheets:
    return read_plan(as_bytes(sheets))


def take_in(
    database: Database, plan: PlanSheets, weeks_moved: int = 0, *, by: str = ""
) -> Imported:
    now = NOW + timedelta(weeks=weeks_moved)
    with database.transaction() as session:
        return import_plan(session, plan, now=now, weeks_moved=weeks_moved, by=by)


def row_counts(database: Database) -> dict[str, int]:
    with database.transaction() as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in m.Base.metadata.sorted_tables
        }


def test_a_plan_is_taken_in_whole(empty_database: Database) -> None:
    """Every row of the workbook is in the record, and the counts say so."""
    imported = take_in(empty_database, plan_of(small_plan()))
    assert (imported.themes, imported.actions, imported.risks) == (2, 2, 2)
    assert (imported.people, imported.meetings) == (3, 1)
    assert imported.first
    assert not imported.unchanged
    counts = row_counts(empty_database)
    assert {name: count for name, count in counts.items() if count} == {
        "action_findings": 2,
        "actions": 2,
        "audit_entries": 1,
        "boards": 1,
        "findings": 2,
        "meetings": 1,
        "mitigations": 1,
        "organisations": 2,
        "people": 3,
        "plan_imports": 1,
        "risk_revisions": 2,
        "risks": 2,
        "role_holdings": 3,
        "roles": 3,
        "supporting_organisations": 1,
        "themes": 2,
        "updates": 2,
    }


def test_an_action_stands_where_the_workbook_puts_it(empty_database: Database) -> None:
    """Its opening position is an update of its owner, with the owner's last words."""
    take_in(empty_database, plan_of(small_plan()))
    with turn(empty_database) as record:
        recruit = action(record, "WF-01")
    assert (recruit.short_title, recruit.title, recruit.success_measure) == (
        "Recruit",
        "Recruit staff",
        "15% vacancies",
    )
    with empty_database.transaction() as session:
        answered = session.execute(
            select(m.Finding.ref, m.Finding.words).join(m.ActionFinding).order_by(m.Finding.id)
        ).all()
    assert [tuple(row) for row in answered] == [("F-01", "Vacancies"), ("F-02", "Too few")]
    assert (recruit.original_due, recruit.due) == (date(2022, 12, 30), date(2023, 1, 31))
    assert (recruit.owner_role, recruit.organisation) == ("Owner – A", "Arden Borough Council")
    assert recruit.priority
    position = recruit.position
    assert (position.kind, position.at) == (UpdateKind.OPENING, OPENS)
    assert (position.rating, position.stage, position.percent) == (
        Rating.AMBER,
        Stage.IN_PROGRESS,
        65,
    )
    assert recruit.words is not None
    assert (recruit.words.text, recruit.words.on) == ("14 interviews", date(2022, 11, 9))
    assert recruit.words.role == "Owner – A"


def test_an_action_without_a_note_has_no_words(empty_database: Database) -> None:
    """Silence is not quoted; the position counts as of the plan's day."""
    take_in(empty_database, plan_of(small_plan()))
    with turn(empty_database) as record:
        posts = action(record, "PT-01")
    assert posts.words is None
    assert (posts.position.percent, posts.position.reported_on) == (None, date(2022, 11, 14))


def test_a_risk_opens_with_its_scores(empty_database: Database) -> None:
    """With or without an action and a mitigating action."""
    take_in(empty_database, plan_of(small_plan()))
    with turn(empty_database) as record:
        leave, vacant = record.risks.by_ref("R-01"), record.risks.by_ref("R-02")
    assert leave is not None
    assert (leave.action_ref, leave.score, leave.mitigations) == (
        "WF-01",
        20,
        (Mitigation("Offers"),),
    )
    assert (leave.owner_role, leave.revised_at) == ("Owner – A", OPENS)
    assert vacant is not None
    assert (vacant.action_ref, vacant.score, vacant.mitigations) == (None, 12, ())


def test_people_hold_their_roles_from_the_plans_day(empty_database: Database) -> None:
    """With organisation, standing, the theme they lead and whom they stand in for."""
    take_in(empty_database, plan_of(small_plan()))
    with turn(empty_database) as record:
        manager, inspector = person(record, "Manager"), person(record, "Inspector")
        (owner,) = person(record, "Owner – A").roles
        assert record.people.holding(owner.id)[0].name == "Ben Beech"
    assert manager.roles[0].standing is Standing.PROGRAMME_OFFICE
    assert manager.leads("WF")
    assert inspector.roles[0].organisation == "Mercia Police"
    assert inspector.roles[0].deputises == {owner.id}
    with turn(empty_database, OPENS - timedelta(days=1)) as record:
        assert record.people.holding(owner.id) == ()


def test_one_person_in_two_roles_is_one_person(empty_database: Database) -> None:
    """They are told apart by email address, in whatever capitals."""
    sheets = small_plan()
    sheets["People"].append(
        ["Ann Alder", "ANN@arden.example", "Second post", "Mercia Police", None, None]
    )
    assert take_in(empty_database, plan_of(sheets)).people == 3
    with turn(empty_database) as record:
        roles = {role.title for role in person(record, "Second post").roles}
    assert roles == {"Manager", "Second post"}


def test_themes_and_meetings_keep_their_times(empty_database: Database) -> None:
    """Friday 11:00 where the workbook says nothing."""
    take_in(empty_database, plan_of(small_plan()))
    with turn(empty_database) as record:
        workforce, partnerships = theme(record, "WF"), theme(record, "PT")
        assert record.plan.next_meeting(NOW.date()) == ("Board", date(2022, 11, 29))
    assert (workforce.summary_weekday, f"{workforce.summary_time:%H:%M}") == (4, "11:00")
    assert (partnerships.summary_weekday, f"{partnerships.summary_time:%H:%M}") == (3, "16:30")


def test_all_dates_move_by_whole_weeks(empty_database: Database) -> None:
    """The weekday of everything stays, and the offset is kept beside the workbook's own day."""
    take_in(empty_database, plan_of(small_plan()), weeks_moved=205)
    by = timedelta(weeks=205)
    with turn(empty_database, NOW + by) as record:
        recruit = action(record, "WF-01")
        assert record.plan.next_meeting((NOW + by).date()) == ("Board", date(2022, 11, 29) + by)
    with empty_database.transaction() as session:
        kept = session.scalars(select(m.PlanImport)).one()
        starts = session.scalars(select(m.RoleHolding.held_from)).all()
    assert (recruit.original_due, recruit.due) == (date(2022, 12, 30) + by, date(2023, 1, 31) + by)
    assert recruit.words is not None
    assert recruit.words.on == date(2022, 11, 9) + by
    assert set(starts) == {date(2022, 11, 14) + by}
    assert (kept.as_at, kept.weeks_moved) == (date(2022, 11, 14), 205)


def test_the_record_opens_at_midnight_in_london(empty_database: Database) -> None:
    """Moved into summer time, midnight is an hour earlier in UTC."""
    take_in(empty_database, plan_of(small_plan()), weeks_moved=25)
    with turn(empty_database) as record:
        assert record.plan.record_starts() == datetime(2023, 5, 7, 23, 0, tzinfo=UTC)


@pytest.mark.parametrize("weeks_moved", [0, 3])
def test_the_same_plan_again_changes_nothing(empty_database: Database, weeks_moved: int) -> None:
    """However its rows and columns are arranged and wherever its dates were moved to."""
    take_in(empty_database, plan_of(small_plan()), weeks_moved)
    before = row_counts(empty_database)
    sheets = {title: [rows[0], *rows[:0:-1]] for title, rows in small_plan().items()}
    again = take_in(empty_database, plan_of(sheets), weeks_moved)
    assert (again.unchanged, again.first, again.differences) == (True, False, ())
    assert row_counts(empty_database) == before


def test_the_same_plan_is_known_after_the_record_has_moved_on(database: Database) -> None:
    """What people report does not make the workbook another one."""
    with turn(database) as record:
        recruit = action(record, "WF-01")
        owner = author(record, recruit.owner_role)
        submission = record.submissions.begin(owner.person_id, "update", "token")
        record.people.bind("tenant", "account", ["samira.khalid@arden.example"])
        record.updates.report(
            submission, owner, recruit, recruit.position.update_id, Change(percent=75)
        )
    assert take_in(database, read_plan(SAMPLE)).unchanged
    with turn(database) as record:
        assert action(record, "WF-01").position.percent == 75


OFFICE = "ann@arden.example"  # the Manager, who is the programme office


def changed(*cells: tuple[str, int, str, object]) -> PlanSheets:
    """The small plan with some cells changed."""
    sheets = small_plan()
    for title, row, header, value in cells:
        put(sheets, title, row, header, value)
    return plan_of(sheets)


def test_a_later_plan_says_in_what_it_differs(empty_database: Database) -> None:
    """By sheet, reference and column: what is new, what is other and was how, what is gone."""
    take_in(empty_database, plan_of(small_plan()))
    other = changed(
        ("Actions", 2, "Percent", 70),
        ("Actions", 2, "Success measure", "12% vacancies"),
        ("Risks", 3, "Reference", "R-03"),
        ("People", 3, "Name", "Bea Birch"),
    )
    imported = take_in(empty_database, other, by=OFFICE)
    assert list(imported.sentences()) == [
        "People: Owner – A, Name is another.",
        "Actions: WF-01, Success measure: 12% vacancies, was 15% vacancies.",
        "Actions: WF-01, Percent: 70, was 65.",
        "Risks: R-03 is new.",
        "Risks: R-02 is no longer there. It stays in the record, and is marked.",
    ]


def test_what_was_agreed_changes_and_can_be_told_as_it_was(empty_database: Database) -> None:
    """A new due date is a slip; yesterday's answer stays yesterday's."""
    take_in(empty_database, plan_of(small_plan()))
    later = changed(
        ("Actions", 3, "Due", date(2022, 12, 16)),
        ("Actions", 3, "Owner role", "Owner – A"),
        ("Actions", 3, "Short title", "Vacancies"),
    )
    with empty_database.transaction() as session:
        import_plan(session, later, now=NOW + DAY)
    with turn(empty_database, NOW + 2 * DAY) as record:
        after = action(record, "PT-01")
        (before,) = record.plan.actions_of_theme(after.theme_id, NOW)
    assert (after.due, after.slips, after.owner_role) == (date(2022, 12, 16), 1, "Owner – A")
    assert (before.due, before.slips, before.owner_role) == (date(2022, 12, 9), 0, "Inspector")
    assert (before.short_title, after.short_title) == ("Posts", "Vacancies")
    assert after.position.kind is UpdateKind.OPENING


def test_what_a_workbook_reports_is_an_update_of_whoever_enters_it(
    empty_database: Database,
) -> None:
    """For the owner, told by workbook; the earlier position stays in the history."""
    take_in(empty_database, plan_of(small_plan()))
    said = changed(
        ("Actions", 2, "Percent", 70),
        ("Actions", 2, "Rating", "Red"),
        ("Actions", 2, "Last note", "4 gave notice"),
        ("Actions", 2, "Last note date", date(2022, 11, 14)),
    )
    take_in(empty_database, said, by=OFFICE.upper())
    with empty_database.transaction() as session:
        *_, row = session.scalars(select(m.Update).order_by(m.Update.id))
        people = {one.id: one.name for one in session.scalars(select(m.Person))}
        roles = {one.id: one.title for one in session.scalars(select(m.Role))}
        assert (row.kind, row.percent, row.rating) == (UpdateKind.PROGRESS, 70, Rating.RED)
        assert (row.note, row.told_by) == ("4 gave notice", ToldBy.WORKBOOK)
        assert people[row.author_id or 0] == "Ann Alder"
        assert roles[row.on_behalf_of_role_id or 0] == "Owner – A"


def test_what_a_workbook_reports_needs_a_name(empty_database: Database) -> None:
    """Nothing of it is taken in without one, or with one that is not in the plan."""
    take_in(empty_database, plan_of(small_plan()))
    before = row_counts(empty_database)
    said = changed(
        ("Actions", 2, "Percent", 70),
        ("Actions", 2, "Short title", "Other"),
        ("Risks", 2, "Likelihood", 5),
    )
    with pytest.raises(PlanRejected) as refusal:
        take_in(empty_database, said)
    assert refusal.value.mistakes == (
        NEEDS_NAME.format("Actions", "WF-01"),
        NEEDS_NAME.format("Risks", "R-01"),
    )
    with pytest.raises(PlanRejected) as refusal:
        take_in(empty_database, said, by="nobody@arden.example")
    assert "nobody@arden.example" in refusal.value.mistakes[0]
    assert row_counts(empty_database) == before


def test_a_record_that_moved_on_is_not_set_back(empty_database: Database) -> None:
    """A cell as it was in the workbook before is no change; one that was typed anew is."""
    take_in(empty_database, plan_of(small_plan()))
    with turn(empty_database, NOW) as record:
        recruit = action(record, "WF-01")
        owner = author(record, "Owner – A")
        submission = record.submissions.begin(owner.person_id, "update", "token")
        said = Change(percent=75, note="6 offers")
        record.updates.report(submission, owner, recruit, recruit.position.update_id, said)
    assert take_in(empty_database, plan_of(small_plan())).unchanged
    take_in(empty_database, changed(("Actions", 2, "Success measure", "12% vacancies")))
    with turn(empty_database) as record:
        assert action(record, "WF-01").position.percent == 75
        assert action(record, "WF-01").success_measure == "12% vacancies"
    take_in(empty_database, changed(("Actions", 2, "Percent", 80)), by=OFFICE)
    with turn(empty_database) as record:
        assert action(record, "WF-01").position.percent == 80


def test_what_is_gone_from_a_workbook_is_marked_and_can_come_back(
    empty_database: Database,
) -> None:
    """Nothing is deleted: not the action, not its history."""
    take_in(empty_database, plan_of(small_plan()))
    without = small_plan()
    del without["Actions"][2]
    gone = take_in(empty_database, plan_of(without))
    assert list(gone.sentences()) == [
        "Actions: PT-01 is no longer there. It stays in the record, and is marked."
    ]
    assert vanished(empty_database) == {"WF-01": None, "PT-01": date(2022, 11, 14)}
    assert take_in(empty_database, plan_of(without)).unchanged
    back = take_in(empty_database, plan_of(small_plan()))
    assert list(back.sentences()) == ["Actions: PT-01 is new."]
    assert vanished(empty_database) == {"WF-01": None, "PT-01": None}
    assert row_counts(empty_database)["updates"] == 2


def vanished(database: Database) -> dict[str, date | None]:
    with database.transaction() as session:
        rows = session.execute(select(m.Action.ref, m.Action.vanished_on))
        return {ref: day for ref, day in rows}  # noqa: C416 -- a row is no pair to a type checker


def test_a_role_goes_to_whoever_the_workbook_names(empty_database: Database) -> None:
    """From the day given; the earlier holder's updates stay under the earlier name."""
    take_in(empty_database, plan_of(small_plan()))
    heir = changed(("People", 3, "Name", "Bea Birch"), ("People", 3, "Email", "bea@arden.example"))
    with empty_database.transaction() as session:
        import_plan(session, heir, now=NOW + 7 * DAY)
    with turn(empty_database, NOW + 7 * DAY) as record:
        (role,) = person(record, "Owner – A").roles
        assert [one.name for one in record.people.holding(role.id)] == ["Bea Birch"]
    assert take_in(empty_database, heir).unchanged


@pytest.mark.parametrize(
    ("cells", "mistake"),
    [
        ([("Actions", 2, "Original due", date(2022, 12, 1))], ORIGINAL_STAYS.format("WF-01")),
        (
            [("Actions", 2, "Due", date(2023, 2, 28))],
            NEEDS_BOARD.format("WF-01", "a priority action"),
        ),
        (
            [("Actions", 2, "Stage", "Implemented"), ("Actions", 2, "Rating", "Blue")],
            DECIDED.format("WF-01", "in progress"),
        ),
        ([("Actions", 2, "Stage", "Not started")], BACKWARDS.format("WF-01")),
        (
            [("Actions", 3, "Stage", "In progress"), ("Actions", 3, "Rating", "Green")],
            DECIDED.format("PT-01", "implemented"),
        ),
        ([("Actions", 3, "Percent", 90)], CLOSED.format("PT-01")),
    ],
)
def test_what_is_decided_elsewhere_is_not_changed_by_a_workbook(
    empty_database: Database, cells: list[tuple[str, int, str, object]], mistake: str
) -> None:
    """Dates that the board decides, sign-off, reopening; nothing of the workbook is taken in."""
    take_in(empty_database, plan_of(small_plan()))
    before = row_counts(empty_database)
    with pytest.raises(PlanRejected) as refusal:
        take_in(empty_database, changed(*cells), by=OFFICE)
    assert refusal.value.mistakes == (mistake,)
    assert row_counts(empty_database) == before


def test_a_workbook_revises_risks_and_their_mitigating_actions(empty_database: Database) -> None:
    """Scores are a revision; a mitigating action that came joins those that stand."""
    take_in(empty_database, plan_of(small_plan()))
    sheets = small_plan()
    put(sheets, "Risks", 2, "Likelihood", 5)
    sheets["Mitigations"] = [
        ["Risk", "Mitigating action", "State", "Owner role", "By"],
        ["R-01", "Paper", "Planned", "Inspector", date(2022, 12, 6)],
    ]
    take_in(empty_database, plan_of(sheets), by=OFFICE)
    with turn(empty_database) as record:
        risk = record.risks.by_ref("R-01")
        assert risk is not None
        inspector = risk.mitigations[1].owner_role_id
    assert risk.score == 25
    assert risk.mitigations == (
        Mitigation("Offers"),
        Mitigation("Paper", MitigationState.PLANNED, inspector, "Inspector", date(2022, 12, 6)),
    )
    assert take_in(empty_database, plan_of(sheets)).unchanged


def test_a_version_is_drafted_and_accepted(empty_database: Database) -> None:
    """Both stay to be seen (seed 2.7)."""
    sheets = small_plan()
    sheets["Programme"] = [
        ["Programme", "As at", "Version", "Status"],
        ["Small plan", date(2022, 11, 14), "1", None],
    ]
    take_in(empty_database, plan_of(sheets))
    put(sheets, "Programme", 2, "Status", "Accepted")
    take_in(empty_database, plan_of(sheets))
    take_in(empty_database, plan_of(sheets))
    with empty_database.transaction() as session:
        rows = session.execute(
            select(m.PlanVersion.name, m.PlanVersion.status).order_by(m.PlanVersion.id)
        ).all()
    assert [tuple(row) for row in rows] == [("1", "draft"), ("1", "accepted")]


def test_the_whole_layout_is_taken_in(empty_database: Database) -> None:
    """Sources, findings, tags, measures, milestones, issues, closed days, working days."""
    take_in(empty_database, plan_of(whole_plan()))
    counts = row_counts(empty_database)
    assert {
        name: counts[name]
        for name in (
            "sources",
            "findings",
            "action_findings",
            "action_sources",
            "former_references",
            "action_focus_areas",
            "action_council_priorities",
            "measures",
            "measure_readings",
            "milestones",
            "issues",
            "issue_revisions",
            "closed_days",
        )
    } == {
        "sources": 2,
        "findings": 3,
        "action_findings": 3,
        "action_sources": 2,
        "former_references": 2,
        "action_focus_areas": 1,
        "action_council_priorities": 1,
        "measures": 1,
        "measure_readings": 1,
        "milestones": 1,
        "issues": 1,
        "issue_revisions": 1,
        "closed_days": 1,
    }
    assert take_in(empty_database, plan_of(whole_plan())).unchanged


def test_what_a_plan_has_no_place_for_it_says_nothing_about(empty_database: Database) -> None:
    """A narrower workbook, without some sheets and columns, takes nothing away."""
    take_in(empty_database, plan_of(whole_plan()))
    before = row_counts(empty_database)
    narrow = whole_plan()
    for title in ("Closed days", "Sources", "Findings", "Measures", "Milestones", "Issues"):
        del narrow[title]
    narrow["Actions"] = [row[:17] for row in narrow["Actions"]]
    for row in narrow["Actions"]:
        del row[4]  # the findings
    assert take_in(empty_database, plan_of(narrow)).unchanged
    assert row_counts(empty_database) == before


def test_a_rehearsal_changes_nothing(empty_database: Database) -> None:
    """What would happen is told, and the record is as it was; afterwards it can happen."""
    with empty_database.rehearsal() as session:
        told = import_plan(session, plan_of(whole_plan()), now=NOW)
    assert len(told.differences) > 20
    assert set(row_counts(empty_database).values()) == {0}
    assert take_in(empty_database, plan_of(whole_plan())).differences == told.differences


def test_a_leaver_who_was_forgotten_does_not_come_back_with_an_old_workbook(
    empty_database: Database,
) -> None:
    """The workbook still names them; the role is its new holder's."""
    take_in(empty_database, plan_of(small_plan()))
    with turn(empty_database, NOW + DAY) as record:
        ben, ann = person(record, "Owner – A"), person(record, "Manager")
        role = ben.roles[0].id
        cat = person(record, "Inspector")
        record.handovers.hand_over(role, cat.id, NOW.date(), ann.id)
        record.leavers.leave(ben.id, NOW.date() - DAY, ann.id)
        record.leavers.pseudonymise(ben.id, ann.id)
    with empty_database.transaction() as session:
        again = import_plan(session, plan_of(small_plan()), now=NOW + 2 * DAY)
        assert again.unchanged
        assert "Ben Beech" not in set(session.scalars(select(m.Person.name)))


def test_an_import_that_is_killed_leaves_nothing(copies: Copies) -> None:
    """A real process, killed with -9 in the middle; the next import takes all of it in."""
    url = copies("empty")
    script = (
        "import os, signal, sys\n"
        "from datetime import datetime\n"
        "from pathlib import Path\n"
        "from storage.database import Database\n"
        "from storage.exchange.taking_in.plan_in import import_plan\n"
        "from storage.exchange.reading.workbook import read_plan\n"
        "def die(sheet, done, total):\n"
        "    if done == 12:\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        "with Database(sys.argv[1]).transaction() as session:\n"
        "    now = datetime.fromisoformat(sys.argv[3])\n"
        "    import_plan(session, read_plan(Path(sys.argv[2])), now=now, progress=die)\n"
    )
    arguments = [sys.executable, "-c", script, url, str(SAMPLE), NOW.isoformat()]
    killed = subprocess.run(arguments, cwd=SAMPLE.parents[2], capture_output=True, check=False)
    assert killed.returncode == -signal.SIGKILL
    database = Database(url)
    assert set(row_counts(database).values()) == {0}
    assert take_in(database, read_plan(SAMPLE)).actions == 24
    database.dispose()


def whole_plan() -> Sheets:
    """The small plan with something on every sheet."""
    sheets = small_plan()
    sheets["Closed days"] = [
        ["Organisation", "From", "To", "Why"],
        ["Mercia Police", date(2022, 12, 27), date(2022, 12, 30), "holidays"],
    ]
    sheets["Sources"] = [
        ["Source", "Kind", "Published"],
        ["JTAI 2022", "Inspection", date(2022, 7, 1)],
        ["Improvement plan", "Improvement plan", None],
    ]
    sheets["Findings"] = [
        ["Reference", "Finding", "Source"],
        ["F-01", "Too many vacancies", "JTAI 2022"],
        ["F-02", "Posts unfilled", None],
        ["F-03", "Nobody answers this one", "JTAI 2022"],
    ]
    sheets["Focus areas"] = [["Focus area"], ["Workforce"]]
    sheets["Council priorities"] = [["Council priority"], ["Children first"]]
    sheets["Actions"][0] += ["Sources", "Former references", "Focus areas", "Council priorities"]
    sheets["Actions"][1] += [
        "JTAI 2022; Improvement plan",
        "JTAI 2022: 3.2; 14",
        "Workforce",
        "Children first",
    ]
    put(sheets, "Actions", 2, "Findings", "F-01; F-02")
    put(sheets, "Actions", 3, "Findings", "F-02")
    sheets["Measures"] = [
        ["Action", "Measure", "Unit", "Baseline", "Target", "Better", "Latest", "Read on"],
        ["WF-01", "Vacancies", "%", 21, 15, "Lower", 17.1, date(2022, 11, 1)],
    ]
    sheets["Milestones"] = [["Action", "Milestone", "Due"], ["WF-01", "Offers", date(2022, 12, 1)]]
    sheets["Issues"] = [
        ["Reference", "Theme", "Description", "Owner role"],
        ["I-01", "WF", "Two have left", "Owner – A"],
    ]
    return sheets


def test_a_plan_of_the_future_is_refused(empty_database: Database) -> None:
    """Its opening positions would come after the first updates."""
    plan = plan_of(with_cell("Programme", 2, "As at", date(2022, 11, 16)))
    with pytest.raises(PlanRejected) as refusal:
        take_in(empty_database, plan)
    assert refusal.value.mistakes == ("Programme, row 2 (As at): 16 Nov 2022 is after today.",)
    assert set(row_counts(empty_database).values()) == {0}


def test_a_plan_of_today_is_taken_in(empty_database: Database) -> None:
    """Today is London's today, from its first minute on."""
    plan = plan_of(with_cell("Programme", 2, "As at", date(2023, 5, 8)))
    with empty_database.transaction() as session:
        first_minute = datetime(2023, 5, 8, 0, 0, tzinfo=LONDON)
        assert not import_plan(session, plan, now=first_minute).unchanged


def test_a_plan_is_taken_in_by_the_callers_transaction(empty_database: Database) -> None:
    """What comes after it and fails takes the whole plan with it."""
    plan = plan_of(small_plan())

    def take_in_and_fail(session: Session) -> None:
        import_plan(session, plan, now=NOW)
        raise RecordError

    with pytest.raises(RecordError), empty_database.transaction() as session:
        take_in_and_fail(session)
    assert set(row_counts(empty_database).values()) == {0}


def test_the_record_of_an_import_names_nobody(empty_database: Database) -> None:
    """Marks and counts are kept, so that a leaver's name is in one place only."""
    take_in(empty_database, plan_of(small_plan()))
    with empty_database.transaction() as session:
        kept = session.scalars(select(m.PlanImport)).one()
        entry = session.scalars(select(m.AuditEntry)).one()
        assert kept.summary["programme"] == "Small plan"
        assert "Alder" not in str(kept.summary)
        assert "arden.example" not in str(kept.summary)
        assert (entry.operation, entry.person_id, entry.detail) == (
            "import",
            None,
            {"weeks_moved": 0, "differences": 15},
        )


@pytest.mark.parametrize(
    ("today", "weeks"),
    [
        (date(2022, 11, 14), 0),
        (date(2022, 11, 20), 0),
        (date(2022, 11, 21), 1),
        (date(2022, 11, 13), -1),
        (date(2026, 11, 24), 210),
    ],
)
def test_the_samples_week_becomes_this_week(today: date, weeks: int) -> None:
    """Monday becomes this week's Monday, so that the sample's Tuesday is a Tuesday."""
    assert weeks_to_today(date(2022, 11, 14), today) == weeks


def test_the_sample_plan_fills_a_record(record: Record) -> None:
    """What every other test of the record starts from."""
    assert len(record.plan.refs()) == 24
    assert len(record.people.all()) == 32
    assert record.plan.record_starts() == OPENS
