"""What one act saved is taken back and put back together, by its author, for ten minutes."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from storage.database import Database
from storage.errors import RecordConflict, UndoRefused
from storage.record import Record
from storage.said import Change
from storage.submissions import UNDO_FOR, Submission
from storage.vocabulary import Rating, UpdateKind
from tests.databases import NOW
from tests.storage.conftest import (
    HR_PARTNER,
    MINUTE,
    action,
    author,
    person,
    turn,
)
from tests.storage.test_updates import NEWS, rows, save


def test_a_token_saves_once(database: Database) -> None:
    """A card that is tapped twice finds what the first tap saved."""
    with turn(database) as record:
        first = save(record)
    with turn(database) as record:
        assert record.submissions.under("token") == first
        assert record.submissions.under("another") is None
        assert record.submissions.by_id(first.id) == first
        assert record.submissions.by_id(0) is None
    with pytest.raises(RecordConflict), turn(database) as record:
        save(record)
    assert len(rows(database, "WF-01")) == 2


def test_taking_back_restores_the_position(database: Database) -> None:
    """By a new row: what was taken back stays in the history."""
    with turn(database) as record:
        before = action(record, "WF-01")
        submission = save(record)
        undo = record.submissions.take_back(submission, submission.person_id, "undo")
        after = action(record, "WF-01")
        assert record.submissions.taken_back_by(submission.id) == undo
    assert (after.position, after.words) == (before.position, before.words)
    _, taken_back, withdrawal = rows(database, "WF-01")
    assert (taken_back.note, taken_back.kind) == (NEWS.note, UpdateKind.PROGRESS)
    assert (withdrawal.kind, withdrawal.supersedes_id) == (UpdateKind.WITHDRAWAL, taken_back.id)
    assert (withdrawal.note, withdrawal.impact_note) == ("", "")


def test_putting_back_restores_what_was_taken_back(database: Database) -> None:
    """With the author's words, as a row of its own."""
    with turn(database) as record:
        submission = save(record)
        undo = record.submissions.take_back(submission, submission.person_id, "undo")
        again = record.submissions.put_back(undo, submission.person_id, "again")
        about = action(record, "WF-01")
        (saved,) = record.updates.saved_by(again.id)
    assert (about.position.percent, about.position.rating) == (75, Rating.GREEN)
    assert about.words is not None
    assert (about.words.text, about.words.impact) == (NEWS.note, NEWS.impact_note)
    assert (saved.percent, saved.was_percent) == (75, 65)
    assert len(rows(database, "WF-01")) == 4


def test_a_whole_submission_is_taken_back(database: Database) -> None:
    """Two actions reported in one go are one act."""
    with turn(database) as record:
        owner = author(record, "Detective Chief Inspector – MASH")
        submission = record.submissions.begin(owner.person_id, "update", "token")
        for ref in ("PT-01", "RK-04"):
            about = action(record, ref)
            record.updates.report(
                submission, owner, about, about.position.update_id, Change(percent=99)
            )
        assert [saved.ref for saved in record.updates.saved_by(submission.id)] == [
            "PT-01",
            "RK-04",
        ]
        record.submissions.take_back(submission, owner.person_id, "undo")
        assert action(record, "PT-01").position.percent == 55
        assert action(record, "RK-04").position.percent == 40


def test_one_may_change_ones_mind_again(database: Database) -> None:
    """Undo, put back, undo: each works on the last."""
    with turn(database) as record:
        submission = save(record)
        who = submission.person_id
        undo = record.submissions.take_back(submission, who, "1")
        again = record.submissions.put_back(undo, who, "2")
        record.submissions.take_back(again, who, "3")
        assert action(record, "WF-01").position.percent == 65


def by_another(record: Record, submission: Submission) -> None:
    stranger = person(record, HR_PARTNER).id
    record.submissions.take_back(submission, stranger, "undo")


def twice(record: Record, submission: Submission) -> None:
    record.submissions.take_back(submission, submission.person_id, "undo")
    record.submissions.take_back(submission, submission.person_id, "undo again")


def after_something_newer(record: Record, submission: Submission) -> None:
    save(record, Change(percent=90), token="newer")
    record.submissions.take_back(submission, submission.person_id, "undo")


def put_back_twice(record: Record, submission: Submission) -> None:
    undo = record.submissions.take_back(submission, submission.person_id, "undo")
    record.submissions.put_back(undo, submission.person_id, "again")
    record.submissions.put_back(undo, submission.person_id, "and again")


def put_back_by_another(record: Record, submission: Submission) -> None:
    undo = record.submissions.take_back(submission, submission.person_id, "undo")
    record.submissions.put_back(undo, person(record, HR_PARTNER).id, "again")


def put_back_after_something_newer(record: Record, submission: Submission) -> None:
    undo = record.submissions.take_back(submission, submission.person_id, "undo")
    save(record, Change(percent=90), token="newer")
    record.submissions.put_back(undo, submission.person_id, "again")


def of_a_submission_that_saved_nothing(record: Record, submission: Submission) -> None:
    empty = record.submissions.begin(submission.person_id, "update", "empty")
    record.submissions.take_back(empty, submission.person_id, "undo")


@pytest.mark.parametrize(
    "attempt",
    [
        by_another,
        twice,
        after_something_newer,
        put_back_twice,
        put_back_by_another,
        put_back_after_something_newer,
        of_a_submission_that_saved_nothing,
    ],
    ids=lambda attempt: attempt.__name__,
)
def test_an_undo_that_is_not_ones_own_to_make_is_refused(
    database: Database, attempt: Callable[[Record, Submission], None]
) -> None:
    """Nothing of it is kept."""
    with turn(database) as record:
        submission = save(record)
    with pytest.raises(UndoRefused), turn(database) as record:
        attempt(record, submission)
    assert len(rows(database, "WF-01")) == 2


@pytest.mark.parametrize(("late", "possible"), [(timedelta(0), True), (MINUTE / 60, False)])
def test_an_undo_is_possible_for_ten_minutes(
    database: Database, late: timedelta, possible: bool
) -> None:
    """Up to the last second of the tenth minute; later a correction is offered."""
    with turn(database) as record:
        submission = save(record)
    with turn(database, NOW + UNDO_FOR + late) as record:
        try:
            record.submissions.take_back(submission, submission.person_id, "undo")
        except UndoRefused:
            assert not possible
        assert (action(record, "WF-01").position.percent == 65) is possible


def test_a_put_back_is_possible_for_ten_minutes(database: Database) -> None:
    """Counted from the undo."""
    with turn(database) as record:
        submission = save(record)
    with turn(database, NOW + UNDO_FOR) as record:
        undo = record.submissions.take_back(submission, submission.person_id, "undo")
    with turn(database, NOW + 2 * UNDO_FOR) as record:
        record.submissions.put_back(undo, submission.person_id, "again")
    with turn(database, NOW + 2 * UNDO_FOR) as record:
        assert action(record, "WF-01").position.percent == 75
