"""How an action came to stand where it does: every standing word once, the newest first."""

from datetime import datetime

from storage.calendar import LONDON
from storage.database import Database
from storage.said import Author, Change
from storage.vocabulary import Rating, ToldBy, UpdateKind
from tests.statements import statements_to
from tests.storage.conftest import (
    PROGRAMME_MANAGER,
    RECRUITMENT_LEAD,
    WEDNESDAY,
    action,
    person,
    turn,
)
from tests.storage.lived import live

LATER = datetime(2022, 12, 6, 9, 30, tzinfo=LONDON)


def test_a_correction_takes_the_place_of_what_was_wrong(database: Database) -> None:
    """What it corrected is not told beside it; the opening position ends the list."""
    live(database, until=datetime(2022, 11, 17, 9, 30, tzinfo=LONDON))
    with turn(database, LATER) as record:
        newest, opening = record.histories.of(action(record, "WF-01"))
    assert (newest.kind, newest.percent) == (UpdateKind.CORRECTION, 70)
    assert (opening.kind, opening.percent) == (UpdateKind.OPENING, 65)
    assert newest.role == opening.role == RECRUITMENT_LEAD


def test_what_was_taken_back_is_not_told(database: Database) -> None:
    """A mistake that was undone never stood."""
    live(database, until=datetime(2022, 11, 17, 9, 30, tzinfo=LONDON))
    with turn(database, LATER) as record:
        (opening,) = record.histories.of(action(record, "WF-02"))
    assert opening.rating is Rating.AMBER


def test_a_long_history_is_cut(database: Database) -> None:
    """One statement, and no more of it than was asked for."""
    live(database)
    with turn(database, LATER) as record:
        stands = action(record, "WF-01")
        whole = record.histories.of(stands)
        with statements_to(database) as sent:
            assert record.histories.of(stands, 1) == whole[:1]
    assert len(sent) == 1


def test_words_entered_for_another_say_so(database: Database) -> None:
    """Who entered them, and for which role."""
    with turn(database, WEDNESDAY) as record:
        stands, office = action(record, "WF-04"), person(record, PROGRAMME_MANAGER)
        submission = record.submissions.begin(office.id, "update", "token")
        told = Author.of(office, stands.owner_role_id, ToldBy.PHONE, WEDNESDAY.date())
        basis = stands.position.update_id
        record.updates.report(submission, told, stands, basis, Change(note="On the phone"))
        newest, _ = record.histories.of(stands)
    assert (newest.role, newest.on_behalf_of) == (PROGRAMME_MANAGER, stands.owner_role)
