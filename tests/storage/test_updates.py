"""Progress is appended, never overwritten: saved once, taken back and put back as a whole."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import select

from storage import models as m
from storage.database import Database
from storage.errors import (
    ActionClosed,
    BlueNeedsSignOff,
    NothingToCorrect,
    PercentOutOfRange,
    ReasonMissing,
    RuleBroken,
    StageNeedsDecision,
    StalePosition,
)
from storage.record import Record
from storage.said import Author, Change, Link, Opening, Reading
from storage.submissions import Submission
from storage.updates import Origin
from storage.verification import verify
from storage.vocabulary import ImpactRating, Rating, Stage, ToldBy, UpdateKind
from tests.databases import NOW, Copies
from tests.storage.conftest import (
    CUT_OFF,
    MINUTE,
    OPENS,
    PROGRAMME_MANAGER,
    RECRUITMENT_LEAD,
    WEDNESDAY,
    action,
    author,
    person,
    turn,
)

NEWS = Change(
    rating=Rating.GREEN,
    percent=75,
    forecast=date(2022, 12, 16),
    note="14 interviews done, 6 offers",
    impact_note="2 teams have a permanent manager again",
)


def save(
    record: Record, change: Change = NEWS, token: str = "token", ref: str = "WF-01"
) -> Submission:
    """The owner of an action saves a change of it."""
    about = action(record, ref)
    owner = author(record, about.owner_role)
    submission = record.submissions.begin(owner.person_id, "update", token)
    record.updates.report(submission, owner, about, about.position.update_id, change)
    return submission


def rows(database: Database, ref: str) -> list[m.Update]:
    """An action's whole history, as it is in the table."""
    with database.transaction() as session:
        query = select(m.Update).join(m.Action).where(m.Action.ref == ref).order_by(m.Update.id)
        return list(session.scalars(query))


def test_an_update_is_a_new_row(database: Database) -> None:
    """The opening position stays as it was, word for word."""
    before = rows(database, "WF-01")
    with turn(database, WEDNESDAY) as record:
        submission = save(record)
    after = rows(database, "WF-01")
    assert len(after) == len(before) + 1
    assert vars_of(after[0]) == vars_of(before[0])
    new = after[-1]
    assert (new.kind, new.submission_id, new.at) == (UpdateKind.PROGRESS, submission.id, WEDNESDAY)
    assert (new.rating, new.percent, new.forecast) == (Rating.GREEN, 75, date(2022, 12, 16))
    assert (new.note, new.impact_note) == (NEWS.note, NEWS.impact_note)
    assert (new.stage, new.impact_rating) == (Stage.IN_PROGRESS, ImpactRating.UNKNOWN)
    assert new.supersedes_id is None


def vars_of(row: m.Update) -> dict[str, object]:
    return {column.name: getattr(row, column.name) for column in m.Update.__table__.columns}


def test_the_day_of_an_update_is_londons(database: Database) -> None:
    """Half past midnight in summer is still yesterday in UTC."""
    night = datetime.fromisoformat("2023-06-01T00:30:00+01:00")
    with turn(database, night) as record:
        save(record)
        assert action(record, "WF-01").position.reported_on == date(2023, 6, 1)


def test_nothing_changed_and_nothing_said_is_no_change(database: Database) -> None:
    """It counts as an answer and keeps the rating; it does not say "on track"."""
    with turn(database) as record:
        save(record, Change())
        position = action(record, "WF-01").position
    assert (position.kind, position.rating, position.percent) == (
        UpdateKind.NO_CHANGE,
        Rating.AMBER,
        65,
    )


def test_what_stands_already_said_again_without_a_word_is_no_change(database: Database) -> None:
    """Amber while it is amber is an answer, and no news."""
    with turn(database) as record:
        save(record, Change(rating=Rating.AMBER, percent=65))
    assert rows(database, "WF-01")[-1].kind == UpdateKind.NO_CHANGE


def test_nought_percent_is_a_change(database: Database) -> None:
    """Nought is a number like any other."""
    with turn(database) as record:
        save(record, Change(percent=0))
        position = action(record, "WF-01").position
    assert (position.kind, position.percent) == (UpdateKind.PROGRESS, 0)


def test_the_first_news_starts_an_action(database: Database) -> None:
    """An action that was not started is in progress once somebody reports on it."""
    with turn(database) as record:
        wf01 = action(record, "WF-01")
        opening = Opening(Rating.GREY, None, Stage.NOT_STARTED, "", OPENS.date())
        record.updates.open_position(wf01.id, wf01.owner_role_id, opening, OPENS)
    with turn(database) as record:
        save(record, Change(), token="nothing yet")
        assert action(record, "WF-01").position.stage is Stage.NOT_STARTED
    with turn(database) as record:
        save(record, Change(note="kicked off"))
        assert action(record, "WF-01").position.stage is Stage.IN_PROGRESS


def test_a_stage_that_is_given_is_kept(database: Database) -> None:
    """A completion claim is what it says."""
    with turn(database) as record:
        save(record, Change(stage=Stage.COMPLETION_CLAIMED))
        assert action(record, "WF-01").position.stage is Stage.COMPLETION_CLAIMED


def test_a_position_that_moved_on_is_not_overwritten(database: Database) -> None:
    """A card that shows an older position saves nothing."""
    with turn(database) as record:
        seen = action(record, "WF-01").position.update_id
        save(record)

    def report_late(record: Record) -> None:
        owner = author(record, RECRUITMENT_LEAD)
        late = record.submissions.begin(owner.person_id, "update", "late")
        record.updates.report(late, owner, action(record, "WF-01"), seen, Change(percent=10))

    with pytest.raises(StalePosition, match="WF-01"):
        database.do(NOW, report_late)
    with turn(database) as record:
        assert record.submissions.under("late") is None
        assert action(record, "WF-01").position.percent == 75


def test_who_saves_on_behalf_is_named(database: Database) -> None:
    """The row tells the programme office's entry from the owner's own."""
    with turn(database) as record:
        about = action(record, "WF-01")
        office = person(record, PROGRAMME_MANAGER)
        by = Author(office.id, office.roles[0].id, about.owner_role_id)
        submission = record.submissions.begin(office.id, "update", "token")
        record.updates.report(submission, by, about, about.position.update_id, NEWS)
        (report,) = record.updates.reports([about.id], OPENS, NOW)
    assert (report.role, report.on_behalf_of) == (PROGRAMME_MANAGER, RECRUITMENT_LEAD)
    assert report.person == "Daniel Hargreave"


def test_what_was_saved_can_be_shown_with_what_it_replaced(database: Database) -> None:
    """75%, was 65%: also after something newer was saved."""
    with turn(database) as record:
        submission = save(record)
        save(record, Change(percent=90), token="newer")
        (saved,) = record.updates.saved_by(submission.id)
    assert (saved.ref, saved.kind) == ("WF-01", UpdateKind.PROGRESS)
    assert (saved.percent, saved.was_percent) == (75, 65)
    assert (saved.rating, saved.was_rating) == (Rating.GREEN, Rating.AMBER)
    assert (saved.note, saved.impact_note) == (NEWS.note, NEWS.impact_note)


def test_each_figure_has_an_author(database: Database) -> None:
    """Who, in which role, when: nobody for what came with the plan."""
    with turn(database, WEDNESDAY) as record:
        opening = action(record, "WF-01").position.update_id
        save(record)
        newest = action(record, "WF-01").position.update_id
        authors = record.updates.authors([opening, newest])
        assert record.updates.authors([]) == {}
    assert authors == {
        opening: Origin(None, RECRUITMENT_LEAD, OPENS),
        newest: Origin("Samira Khalid", RECRUITMENT_LEAD, WEDNESDAY),
    }


def test_reports_of_a_period_leave_nothing_out_and_nothing_in(database: Database) -> None:
    """After its start, up to and including its end, oldest first; the opening is no report."""
    moments = {"before": OPENS + MINUTE, "in": WEDNESDAY, "end": CUT_OFF, "late": CUT_OFF + MINUTE}
    for token, moment in moments.items():
        with turn(database, moment) as record:
            save(record, Change(note=token), token)
    with turn(database, CUT_OFF) as record:
        about = action(record, "WF-01")
        reports = record.updates.reports([about.id], OPENS + MINUTE, CUT_OFF)
        assert record.updates.reports([], OPENS, CUT_OFF) == []
        assert len(record.updates.reports([about.id], OPENS - MINUTE, CUT_OFF)) == 3
    assert [report.note for report in reports] == ["in", "end"]
    assert reports[0].at == WEDNESDAY
    assert reports[0].role == RECRUITMENT_LEAD


def test_what_was_taken_back_is_not_reported(database: Database) -> None:
    """Put back again it is reported once."""
    with turn(database, WEDNESDAY) as record:
        submission = save(record)
    with turn(database, WEDNESDAY + MINUTE) as record:
        about = action(record, "WF-01")
        undo = record.submissions.take_back(submission, submission.person_id, "undo")
        assert record.updates.reports([about.id], OPENS, CUT_OFF) == []
    with turn(database, WEDNESDAY + 2 * MINUTE) as record:
        record.submissions.put_back(undo, submission.person_id, "again")
        (report,) = record.updates.reports([about.id], OPENS, CUT_OFF)
    assert report.note == NEWS.note


def test_a_period_that_is_over_stays_as_it_was(database: Database) -> None:
    """What was taken back later was said at the time: a posted summary can be made again."""
    with turn(database, CUT_OFF) as record:
        submission = save(record)
    with turn(database, CUT_OFF + MINUTE) as record:
        record.submissions.take_back(submission, submission.person_id, "undo")
        about = action(record, "WF-01")
        assert len(record.updates.reports([about.id], OPENS, CUT_OFF)) == 1
        assert record.updates.reports([about.id], OPENS, CUT_OFF + MINUTE) == []


def correct(record: Record, update_id: int, change: Change, reason: str = "a slip") -> Submission:
    """The Recruitment and Retention Lead puts an update of WF-01 right."""
    owner = author(record, RECRUITMENT_LEAD)
    token = f"correct {update_id} to {change.percent}"
    submission = record.submissions.begin(owner.person_id, "correct", token)
    about = action(record, "WF-01")
    record.updates.correct(submission, owner, about, update_id, change, reason)
    return submission


def test_a_correction_supersedes_and_the_superseded_stays(database: Database) -> None:
    """70, not 75: the words stay as they were, and yesterday's answer is 75 for ever."""
    with turn(database, WEDNESDAY) as record:
        save(record)
        wrong = action(record, "WF-01").position.update_id
    with turn(database, CUT_OFF) as record:
        correct(record, wrong, Change(percent=70), "sorry meant 70")
        after = action(record, "WF-01")
        (before,) = record.plan.actions_of_roles([after.owner_role_id], WEDNESDAY)
    assert (after.position.percent, after.position.kind) == (70, UpdateKind.CORRECTION)
    assert after.words is not None
    assert (after.words.text, after.words.impact) == (NEWS.note, NEWS.impact_note)
    assert after.position.rating is Rating.GREEN
    assert before.position.percent == 75
    opening, told, corrected = rows(database, "WF-01")
    assert (told.percent, corrected.supersedes_id) == (75, told.id)
    assert corrected.reason == "sorry meant 70"
    assert opening.kind == UpdateKind.OPENING


def test_an_earlier_update_is_corrected_in_its_place(database: Database) -> None:
    """What was reported since still stands."""
    with turn(database, WEDNESDAY) as record:
        save(record)
        wrong = action(record, "WF-01").position.update_id
        save(record, Change(percent=80), "newer")
    with turn(database, CUT_OFF) as record:
        correct(record, wrong, Change(percent=70))
        assert action(record, "WF-01").position.percent == 80


def test_an_update_is_corrected_once(database: Database) -> None:
    """The correction itself can be corrected."""
    with turn(database, WEDNESDAY) as record:
        save(record)
        wrong = action(record, "WF-01").position.update_id
        correct(record, wrong, Change(percent=70))
        with pytest.raises(NothingToCorrect):
            correct(record, wrong, Change(percent=60))
        correct(record, action(record, "WF-01").position.update_id, Change(percent=60))
        assert action(record, "WF-01").position.percent == 60


def test_a_correction_says_why(database: Database) -> None:
    """Without a reason nothing is put right."""
    with turn(database, WEDNESDAY) as record:
        save(record)
        wrong = action(record, "WF-01").position.update_id
        with pytest.raises(ReasonMissing):
            correct(record, wrong, Change(percent=70), "  ")
        with pytest.raises(NothingToCorrect):
            correct(record, 9_999, Change(percent=70))
        assert action(record, "WF-01").position.percent == 75


def test_a_correction_is_taken_back_like_any_update(database: Database) -> None:
    """Then what it superseded stands again."""
    with turn(database, WEDNESDAY) as record:
        save(record)
        wrong = action(record, "WF-01").position.update_id
        submission = correct(record, wrong, Change(percent=70))
        undo = record.submissions.take_back(submission, submission.person_id, "undo")
        assert action(record, "WF-01").position.percent == 75
        record.submissions.put_back(undo, submission.person_id, "again")
        assert action(record, "WF-01").position.percent == 70


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (Change(percent=101), PercentOutOfRange),
        (Change(percent=-1), PercentOutOfRange),
        (Change(rating=Rating.BLUE), BlueNeedsSignOff),
        (Change(stage=Stage.IMPLEMENTED), StageNeedsDecision),
        (Change(stage=Stage.EMBEDDED), StageNeedsDecision),
        (Change(stage=Stage.NOT_STARTED), StageNeedsDecision),
    ],
)
def test_a_report_cannot_decide(
    database: Database, change: Change, error: type[RuleBroken]
) -> None:
    """No colour comes from a percentage, no sign-off from an owner."""
    with pytest.raises(error), turn(database) as record:
        save(record, change)
    assert len(rows(database, "WF-01")) == 1


@pytest.mark.parametrize(
    "change", [Change(rating=Rating.RED), Change(percent=50), Change(stage=Stage.IN_PROGRESS)]
)
def test_an_implemented_action_changes_by_reopening_only(
    database: Database, change: Change
) -> None:
    """A note on how it goes on is welcome."""
    with turn(database) as record:
        with pytest.raises(ActionClosed):
            save(record, change, ref="WF-03")
        save(record, Change(note="average caseload 17.1"), "note", "WF-03")
        assert action(record, "WF-03").position.rating is Rating.BLUE


def test_a_hundred_percent_is_no_colour(database: Database) -> None:
    """Nor a stage."""
    with turn(database) as record:
        save(record, Change(percent=100))
        after = action(record, "WF-01").position
    assert (after.percent, after.rating, after.stage) == (100, Rating.AMBER, Stage.IN_PROGRESS)


def test_two_updates_racing_on_one_action_give_one(database: Database) -> None:
    """The second is told that the action has moved on, and can be made against what stands."""
    if database.embedded:
        with turn(database) as record:
            stale = action(record, "WF-01")
            save(record)
            owner = author(record, RECRUITMENT_LEAD)
            with pytest.raises(StalePosition):
                record.updates.report(None, owner, action(record, "WF-01"),
                                      stale.position.update_id, NEWS)  # fmt: skip
        return
    with turn(database) as slower:
        seen = action(slower, "WF-01")  # read before, saved after the other has committed
        with turn(database) as quicker:
            save(quicker, Change(percent=70), "quicker")
        owner = author(slower, RECRUITMENT_LEAD)
        submission = slower.submissions.begin(owner.person_id, "update", "slower")
        with pytest.raises(StalePosition):
            slower.updates.report(submission, owner, seen, seen.position.update_id, NEWS)
    assert [row.percent for row in rows(database, "WF-01")] == [65, 70]


def test_all_that_was_said_is_kept(database: Database) -> None:
    """Readings and evidence too, and they follow undo and put back."""
    reading = Reading(0, Decimal("17.1"), None, NOW.date())
    with turn(database) as record:
        about = action(record, "WF-01")
        measure = m.Measure(action_id=about.id, name="Vacancies", unit="%", better="lower")
        record.plan._session.add(measure)
        record.plan._session.flush()
        vacancies = measure.id
        said = Change(
            note="note",
            achievement="first team full",
            next_steps="two panels",
            blocked_by="nothing",
            spend="£1,200 of £4,000",
            readings=(replace(reading, measure_id=measure.id),),
            evidence=(Link("https://arden.example/a", "A"),),
        )
        submission = save(record, said)
        undo = record.submissions.take_back(submission, submission.person_id, "undo")
        assert not record.updates.has_evidence(about.id)
        record.submissions.put_back(undo, submission.person_id, "again")
        assert record.updates.has_evidence(about.id)
    *_, withdrawn, again = rows(database, "WF-01")
    assert (again.achievement, again.next_steps) == ("first team full", "two panels")
    assert (again.blocked_by, again.spend) == ("nothing", "£1,200 of £4,000")
    assert {withdrawn.note, withdrawn.achievement, withdrawn.spend} == {""}
    with database.transaction() as session:
        mine = select(m.MeasureReading).where(m.MeasureReading.measure_id == vacancies)
        read = session.scalars(mine.order_by(m.MeasureReading.id)).all()
        assert [(row.update_id, row.value) for row in read] == [
            (withdrawn.supersedes_id, Decimal("17.1")),
            (again.id, Decimal("17.1")),
        ]


def test_what_was_entered_for_somebody_says_how_it_was_told(database: Database) -> None:
    """Labelled so everywhere (programme.md, Entered for them)."""
    with turn(database) as record:
        office, about = author(record, PROGRAMME_MANAGER), action(record, "WF-01")
        told = replace(
            office,
            on_behalf_of_role_id=about.owner_role_id,
            told_by=ToldBy.EMAIL,
            told_on=NOW.date(),
        )
        submission = record.submissions.begin(office.person_id, "update", "token")
        record.updates.report(submission, told, about, about.position.update_id, NEWS)
    row = rows(database, "WF-01")[-1]
    assert (row.told_by, row.told_on) == (ToldBy.EMAIL, NOW.date())
    assert row.on_behalf_of_role_id == about.owner_role_id


def test_two_people_with_the_same_actions_wait_for_each_other(postgresql_copies: Copies) -> None:
    """Whatever order they name them in: neither stands in the other's way for good."""
    database = Database(postgresql_copies("sample"))
    refs = ["WF-01", "WF-02", "PT-01", "RK-04"]

    def report(number: int) -> int:
        """One person's ten submissions on all four, from one end or the other."""
        saved = 0
        for round_ in range(10):
            with turn(database) as record:
                order = refs if number % 2 else refs[::-1]
                found = {one.ref: one for one in record.plan.actions_by_ref(refs)}
                record.updates.hold(found.values())
                found = {one.ref: one for one in record.plan.actions_by_ref(refs)}
                office = author(record, PROGRAMME_MANAGER)
                token = f"{number} {round_}"
                submission = record.submissions.begin(office.person_id, "update", token)
                for ref in order:
                    about = found[ref]
                    change = Change(note=token)
                    basis = about.position.update_id
                    record.updates.report(submission, office, about, basis, change)
                saved += 1
        return saved

    with ThreadPoolExecutor(2) as both:
        assert list(both.map(report, range(2))) == [10, 10]
    with database.read() as session:
        assert verify(session.connection()).faults == ()
    assert len(rows(database, "WF-01")) == 21
    database.dispose()
