"""A plan is taken in once and whole; the same again changes nothing, another one is refused."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage import models as m
from storage.calendar import LONDON
from storage.database import Database
from storage.errors import RecordError
from storage.exchange.plan_in import Imported, import_plan, weeks_to_today
from storage.exchange.workbook import PlanRejected, PlanSheets, read_plan
from storage.record import Record
from storage.updates import Change
from storage.vocabulary import Rating, Stage, Standing, UpdateKind
from tests.databases import NOW, SAMPLE
from tests.storage.conftest import (
    OPENS,
    action,
    author,
    person,
    theme,
    turn,
)
from tests.storage.workbooks import Sheets, as_bytes, put, small_plan, with_cell


def plan_of(sheets: Sheets) -> PlanSheets:
    return read_plan(as_bytes(sheets))


def take_in(database: Database, plan: PlanSheets, weeks_moved: int = 0) -> Imported:
    now = NOW + timedelta(weeks=weeks_moved)
    with database.transaction() as session:
        return import_plan(session, plan, now=now, weeks_moved=weeks_moved)


def row_counts(database: Database) -> dict[str, int]:
    with database.transaction() as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in m.Base.metadata.sorted_tables
        }


def test_a_plan_is_taken_in_whole(empty_database: Database) -> None:
    """Every row of the workbook is in the record, and the counts say so."""
    imported = take_in(empty_database, plan_of(small_plan()))
    assert imported == Imported(themes=2, actions=2, risks=2, people=3, meetings=1, unchanged=False)
    counts = row_counts(empty_database)
    assert {name: count for name, count in counts.items() if count} == {
        "actions": 2,
        "audit_entries": 1,
        "boards": 1,
        "meetings": 1,
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
    assert (recruit.short_title, recruit.title, recruit.finding, recruit.success_measure) == (
        "Recruit",
        "Recruit staff",
        "Vacancies",
        "15% vacancies",
    )
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
    assert (leave.action_ref, leave.score, leave.mitigation) == ("WF-01", 20, "Offers")
    assert (leave.owner_role, leave.revised_at) == ("Owner – A", OPENS)
    assert vacant is not None
    assert (vacant.action_ref, vacant.score, vacant.mitigation) == (None, 12, "")


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
    again = take_in(empty_database, plan_of(sheets))
    assert again == Imported(themes=2, actions=2, risks=2, people=3, meetings=1, unchanged=True)
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


def test_another_plan_is_refused_with_what_differs(empty_database: Database) -> None:
    """By sheet and reference: what is new, what changed, what is gone."""
    take_in(empty_database, plan_of(small_plan()))
    before = row_counts(empty_database)
    sheets = small_plan()
    put(sheets, "Actions", 2, "Percent", 70)
    put(sheets, "Risks", 3, "Reference", "R-03")
    put(sheets, "People", 3, "Name", "Bea Birch")
    with pytest.raises(PlanRejected) as refusal:
        take_in(empty_database, plan_of(sheets))
    assert refusal.value.mistakes == (
        "People: Owner – A is not as it was taken in.",
        "Actions: WF-01 is not as it was taken in.",
        "Risks: R-03 is new.",
        "Risks: R-02 is no longer there.",
        "The plan that was taken in on 15 Nov 2022 has started; changing it by a workbook is not "
        "possible yet. Nothing was taken in.",
    )
    assert row_counts(empty_database) == before


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
            {"weeks_moved": 0},
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
