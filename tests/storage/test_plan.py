"""The plan as it stands and as it stood: positions, last words, what is overdue, who meets when."""

from datetime import date, timedelta

from storage.database import Database
from storage.record import Record
from storage.said import Change
from storage.vocabulary import ImpactRating, Rating, Stage, UpdateKind
from tests.databases import NOW
from tests.storage.conftest import (
    FRIDAY,
    MINUTE,
    OPENS,
    RECRUITMENT_LEAD,
    WEDNESDAY,
    action,
    author,
    person,
    theme,
    turn,
)


def report(record: Record, ref: str, change: Change, token: str = "token") -> None:
    about = action(record, ref)
    owner = author(record, about.owner_role)
    submission = record.submissions.begin(owner.person_id, "update", token)
    record.updates.report(submission, owner, about, about.position.update_id, change)


def test_themes_stand_in_the_plans_order(record: Record) -> None:
    """With their lead and their hour."""
    themes = record.plan.themes()
    assert [theme.code for theme in themes] == ["LG", "PT", "WF", "QP", "QA", "RK"]
    workforce = themes[2]
    assert (workforce.name, workforce.lead_role) == (
        "Workforce",
        "Head of HR and Organisational Development",
    )
    assert (workforce.summary_weekday, workforce.summary_time.isoformat()) == (4, "11:00:00")


def test_a_themes_actions_stand_by_reference(record: Record) -> None:
    """Workforce has four."""
    refs = [action.ref for action in record.plan.actions_of_theme(theme(record, "WF").id)]
    assert refs == ["WF-01", "WF-02", "WF-03", "WF-04"]


def test_a_person_owns_actions_of_several_themes(record: Record) -> None:
    """The inspector's two, by reference; a person without a role owns none."""
    inspector = person(record, "Detective Chief Inspector – MASH")
    owned = record.plan.actions_of_roles(inspector.own_role_ids)
    assert [(action.ref, action.theme) for action in owned] == [
        ("PT-01", "Partnerships"),
        ("RK-04", "Record Keeping"),
    ]
    assert record.plan.actions_of_roles([]) == ()


def test_actions_are_found_by_reference(record: Record) -> None:
    """Those that exist, in order; the rest is simply not there."""
    found = record.plan.actions_by_ref(["WF-02", "XX-99", "LG-01"])
    assert [action.ref for action in found] == ["LG-01", "WF-02"]
    assert record.plan.actions_by_ref([]) == ()
    assert record.plan.action("XX-99") is None


def test_every_reference_is_known(record: Record) -> None:
    """24, by reference."""
    refs = record.plan.refs()
    assert len(refs) == 24
    assert list(refs) == sorted(refs)


def test_an_action_opens_as_the_plan_says(record: Record) -> None:
    """Mock-up section 2: PT-01 on Monday morning."""
    posts = action(record, "PT-01")
    assert (posts.owner_role, posts.organisation) == (
        "Detective Chief Inspector – MASH",
        "Mercia Police",
    )
    assert (posts.due, posts.short_title) == (date(2022, 12, 9), "Police posts in the MASH")
    position = posts.position
    assert (position.kind, position.rating, position.percent) == (
        UpdateKind.OPENING,
        Rating.AMBER,
        55,
    )
    assert (position.impact_rating, position.forecast) == (ImpactRating.UNKNOWN, None)
    assert posts.words is not None
    assert posts.words.text == "3 of 5 posts filled, vetting under way for the rest"
    assert (posts.words.on, posts.words.role) == (date(2022, 11, 9), posts.owner_role)


def test_an_action_stands_by_its_latest_update(database: Database) -> None:
    """What the update leaves out stays as it was."""
    with turn(database, WEDNESDAY) as record:
        report(record, "WF-01", Change(percent=75, note="14 interviews done"))
        recruit = action(record, "WF-01")
    position = recruit.position
    assert (position.percent, position.rating, position.stage) == (
        75,
        Rating.AMBER,
        Stage.IN_PROGRESS,
    )
    assert (position.at, position.reported_on) == (WEDNESDAY, WEDNESDAY.date())
    assert position.author_role == RECRUITMENT_LEAD
    assert recruit.words is not None
    assert (recruit.words.text, recruit.words.update_id) == (
        "14 interviews done",
        position.update_id,
    )


def test_an_update_without_words_leaves_the_last_ones(database: Database) -> None:
    """Their author, day and row stay with them."""
    with turn(database, WEDNESDAY) as record:
        before = action(record, "WF-01")
        report(record, "WF-01", Change(percent=75))
        after = action(record, "WF-01")
    assert after.position.percent == 75
    assert after.words == before.words


def test_the_plan_answers_as_it_stood(database: Database) -> None:
    """At any moment since the record began; before that there is nothing."""
    with turn(database, WEDNESDAY) as record:
        report(record, "WF-01", Change(percent=75, rating=Rating.GREEN))
    with turn(database, FRIDAY) as record:
        workforce = theme(record, "WF").id

        def stood(moment: object) -> list[tuple[int | None, Rating]]:
            rows = record.plan.actions_of_theme(workforce, moment)  # type: ignore[arg-type]
            return [(row.position.percent, row.position.rating) for row in rows[:1]]

        assert stood(FRIDAY) == stood(WEDNESDAY) == [(75, Rating.GREEN)]
        assert stood(WEDNESDAY - MINUTE) == stood(OPENS) == [(65, Rating.AMBER)]
        assert stood(OPENS - MINUTE) == []


def test_words_are_those_of_that_time(database: Database) -> None:
    """What was said later is not quoted in an earlier summary."""
    with turn(database, WEDNESDAY) as record:
        before = action(record, "WF-01").words
        report(record, "WF-01", Change(note="later words"))
        then = record.plan.actions_of_theme(theme(record, "WF").id, WEDNESDAY - MINUTE)[0]
    assert then.words == before


def test_overdue_is_open_after_the_agreed_day(record: Record) -> None:
    """Not on the day itself, and never once it is signed off."""
    standard, ceiling = action(record, "RK-01"), action(record, "WF-03")
    assert standard.due == date(2022, 11, 11)
    assert standard.overdue(NOW.date())
    assert not standard.overdue(standard.due)
    assert not ceiling.open
    assert not ceiling.overdue(ceiling.due + timedelta(days=1))


def test_a_claimed_completion_is_still_open(record: Record) -> None:
    """Until the lead has signed it off, it can be overdue."""
    concerns = action(record, "QP-04")
    assert concerns.position.stage is Stage.COMPLETION_CLAIMED
    assert concerns.open


def test_a_forecast_does_not_move_the_due_day(database: Database) -> None:
    """It stands beside it."""
    with turn(database, WEDNESDAY) as record:
        report(record, "RK-01", Change(forecast=date(2022, 12, 16)))
        standard = action(record, "RK-01")
    assert standard.position.forecast == date(2022, 12, 16)
    assert standard.due == date(2022, 11, 11)
    assert standard.overdue(WEDNESDAY.date())


def test_the_board_meets_next(record: Record) -> None:
    """Today's meeting counts; after the last one there is none."""
    assert record.plan.next_meeting(NOW.date()) == ("Improvement Board", date(2022, 11, 29))
    assert record.plan.next_meeting(date(2022, 11, 29)) == (
        "Improvement Board",
        date(2022, 11, 29),
    )
    assert record.plan.next_meeting(date(2022, 11, 30)) == (
        "Improvement Board",
        date(2022, 12, 20),
    )
    assert record.plan.next_meeting(date(2023, 3, 1)) is None


def test_the_record_knows_when_it_began(record: Record) -> None:
    """Monday 14 November, 00:00; nothing can be told of the time before."""
    assert record.plan.record_starts() == OPENS


def test_an_empty_record_began_never(empty_database: Database) -> None:
    """And has no themes and no actions."""
    with turn(empty_database) as record:
        assert record.plan.record_starts() is None
        assert record.plan.themes() == ()
        assert record.plan.refs() == ()
