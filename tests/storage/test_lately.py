"""What somebody saved last, whether they were held just now, and what was measured last."""

from datetime import date, timedelta
from decimal import Decimal

from storage import models as m
from storage.database import Database
from storage.lately import JUST_NOW, LastReading
from storage.record import Record
from storage.rows import add
from storage.said import Change, Reading
from storage.vocabulary import Better, Rating, UpdateKind
from tests.storage.conftest import (
    HR_PARTNER,
    MINUTE,
    RECRUITMENT_LEAD,
    WEDNESDAY,
    WORKFORCE_LEAD,
    action,
    author,
    person,
    turn,
)

LATER = WEDNESDAY + timedelta(hours=1)


def report(record: Record, ref: str, change: Change, role: str = RECRUITMENT_LEAD) -> None:
    """One update, under a token of its own."""
    stands, owner = action(record, ref), author(record, role)
    token = f"{role} {ref} {record.now.isoformat()}"
    submission = record.submissions.begin(owner.person_id, "update", token)
    record.updates.report(submission, owner, stands, stands.position.update_id, change)


def test_the_last_update_is_ones_own(database: Database) -> None:
    """Whatever others have saved since; a lead's for an owner is the lead's."""
    with turn(database, WEDNESDAY) as record:
        report(record, "WF-01", Change(percent=75, note="14 interviews done"))
    with turn(database, LATER) as record:
        report(record, "WF-02", Change(rating=Rating.RED), HR_PARTNER)
    with turn(database, LATER) as record:
        saved = record.lately.saved_by(person(record, RECRUITMENT_LEAD).id)
        assert saved is not None
        assert (saved.ref, saved.percent, saved.note) == ("WF-01", 75, "14 interviews done")
        assert (saved.kind, saved.rating) == (UpdateKind.PROGRESS, Rating.AMBER)
        assert record.lately.saved_by(person(record, WORKFORCE_LEAD).id) is None


def test_the_last_update_of_one_action(database: Database) -> None:
    """Though another was reported on since; of an action never reported on there is none."""
    with turn(database, WEDNESDAY) as record:
        report(record, "WF-01", Change(percent=75))
    with turn(database, LATER) as record:
        report(record, "WF-02", Change(percent=60))
        one = person(record, RECRUITMENT_LEAD)
        saved = record.lately.saved_by(one.id, "WF-01")
        assert saved is not None
        assert (saved.ref, saved.percent) == ("WF-01", 75)
        assert record.lately.saved_by(one.id, "WF-04") is None


def test_the_readings_of_an_update_and_of_a_submission(database: Database) -> None:
    """A measure's value is found by either."""
    with turn(database, WEDNESDAY) as record:
        (measure,) = record.details.measures_of(action(record, "WF-01"))
        read = Reading(measure.id, Decimal("18.5"), None, WEDNESDAY.date())
        report(record, "WF-01", Change(readings=(read,)))
        saved = record.lately.saved_by(person(record, RECRUITMENT_LEAD).id)
        assert saved is not None
        assert record.updates.readings_of(saved.update_id) == (read,)
        (told,) = record.updates.readings_saved_by(saved.submission_id)
        assert (told.ref, told.measure, told.value) == ("WF-01", "Vacancy rate", Decimal("18.5"))
        assert record.updates.readings_saved_by(0) == []


def test_what_was_taken_back_is_not_the_last(database: Database) -> None:
    """The one before it is, and what was corrected stands as it was corrected."""
    with turn(database, WEDNESDAY) as record:
        report(record, "WF-01", Change(percent=75))
    with turn(database, LATER) as record:
        report(record, "WF-01", Change(percent=80))
    with turn(database, LATER + MINUTE) as record:
        one = person(record, RECRUITMENT_LEAD)
        token = f"{RECRUITMENT_LEAD} WF-01 {LATER.isoformat()}"
        last = record.submissions.under(token)
        assert last is not None
        record.submissions.take_back(last, one.id, "undo")
    with turn(database, LATER + 2 * MINUTE) as record:
        saved = record.lately.saved_by(one.id)
        assert saved is not None
        assert saved.percent == 75
        owner = author(record, RECRUITMENT_LEAD)
        submission = record.submissions.begin(owner.person_id, "update", "correction")
        wrong = action(record, "WF-01")
        record.updates.correct(
            submission, owner, wrong, saved.update_id, Change(percent=70), "Typed wrong"
        )
        corrected = record.lately.saved_by(one.id)
        assert corrected is not None
        assert (corrected.percent, corrected.kind) == (70, UpdateKind.CORRECTION)


def test_held_is_held_for_ten_minutes(database: Database) -> None:
    """For whoever wrote it, and for nobody else."""
    with turn(database, WEDNESDAY) as record:
        one, other = person(record, RECRUITMENT_LEAD), person(record, HR_PARTNER)
        assert not record.lately.held(one.id)
        record.audit.note(one.id, "held", "message", kinds=["PHONE"])
        record.audit.note(other.id, "import", "plan")
    for now, held in ((WEDNESDAY + JUST_NOW, True), (WEDNESDAY + JUST_NOW + MINUTE, False)):
        with turn(database, now) as record:
            assert record.lately.held(one.id) is held
            assert not record.lately.held(other.id)


def test_readings_are_told_newest_first(database: Database) -> None:
    """Of the actions asked about; those of updates that were taken back are gone."""
    with database.transaction() as session:
        stands = action(Record(session, WEDNESDAY), "WF-01")
        measure = add(
            session, m.Measure, action_id=stands.id, name="Heard", unit="families",
            better=Better.HIGHER,
        )  # fmt: skip
    for now, value in ((WEDNESDAY, 19), (LATER, 21)):
        with turn(database, now) as record:
            reading = Reading(measure, Decimal(value), Decimal(30), date(2022, 11, 15))
            report(record, "WF-01", Change(readings=(reading,)))
    with turn(database, LATER) as record:
        ids = [stands.id]
        heard = [one for one in record.lately.readings(ids) if one.measure == "Heard"]
        assert [one.value for one in heard] == [21, 19]
        assert heard[0] == LastReading(
            ref="WF-01",
            measure="Heard",
            unit="families",
            value=Decimal(21),
            out_of=Decimal(30),
            read_on=date(2022, 11, 15),
            reported_on=LATER.date(),
        )
        assert record.lately.readings([]) == ()
        assert record.lately.readings([action(record, "LG-02").id]) == ()
