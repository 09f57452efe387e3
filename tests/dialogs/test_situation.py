"""What a message is understood against: asked of the record, each part only when it is read."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from dialogs.drafts import Draft, DraftItem, DraftRisk
from dialogs.language.situation import Earlier
from dialogs.messages import Message, Place, Sender
from dialogs.situation import Situated, situated
from dialogs.turn import Turn
from storage import models as m
from storage.calendar import LONDON
from storage.channels import Address
from storage.database import Database
from storage.record import Record
from storage.requests import Asked
from storage.rows import add
from storage.said import Change, Reading
from storage.vocabulary import Better, Rating, RequestKind
from tests.databases import Copies
from tests.statements import statements_to
from tests.storage.conftest import (
    CHANNEL,
    HR_ADVISER,
    HR_PARTNER,
    PROGRAMME_MANAGER,
    RECRUITMENT_LEAD,
    WORKFORCE_LEAD,
    action,
    author,
    person,
    theme,
    turn,
)

NOW = datetime(2022, 11, 16, 10, 12, tzinfo=LONDON)
LATER = NOW + timedelta(minutes=5)
CHAT = "a:chat"


@pytest.fixture
def database(sqlite_copies: Copies) -> Iterator[Database]:
    """The sample plan as it stood on Monday 14 November 2022."""
    database = Database(sqlite_copies("sample"))
    yield database
    database.dispose()


def situation(record: Record, role: str, channel: str | None = None) -> Situated:
    """The situation of a message that somebody sends now."""
    one = person(record, role)
    message = Message(
        sender=Sender("tenant", f"entra-{one.id}"),
        place=Place.CHANNEL if channel else Place.PERSONAL,
        address=Address("tenant", "https://connector.example/", channel or CHAT, "28:bot"),
        activity_id="activity",
        at=record.now,
        channel_id=channel,
    )
    return situated(Turn(message, one, record), ("ToR.pdf",))


def test_nothing_is_asked_before_it_is_read(database: Database) -> None:
    """A situation by itself costs nothing, and each answer is asked for once."""
    with turn(database, NOW) as record:
        here = situation(record, HR_PARTNER)
        with statements_to(database) as sent:
            assert here.today == date(2022, 11, 16)
            assert here.earlier.attachments == ("ToR.pdf",)
            assert sent == []
            assert [one.ref for one in here.own] == ["WF-02"]
            assert len(sent) == 1
            for _ in range(2):
                assert here.earlier.awaiting_confirm is None
                assert here.own
            assert len(sent) == 2
            assert here.directory is here.directory
            assert set(here.actions(["WF-01", "ZZ-01"])) == {"WF-01"}
            asked = len(sent)
            assert set(here.actions(["WF-01"])) == {"WF-01"}
            assert here.actions(["ZZ-01"]) == {}
            assert len(sent) == asked


def test_without_anything_before_everything_is_empty(database: Database) -> None:
    """As an `Earlier` that nobody filled in."""
    with turn(database, NOW) as record:
        earlier = situation(record, HR_PARTNER).earlier
        found = {name: getattr(earlier, name) for name in Earlier.model_fields}
    assert found == dict(Earlier(attachments=("ToR.pdf",)))


def test_a_copy_with_other_files_still_asks(database: Database) -> None:
    """What is replaced is replaced, the rest is asked for as before."""
    with turn(database, NOW) as record:
        earlier = situation(record, HR_PARTNER).earlier.model_copy(update={"attachments": ()})
        assert earlier.attachments == ()
        assert earlier.pending is None
        with pytest.raises(AttributeError):
            getattr(earlier, "unheard_of")  # noqa: B009 -- what nobody may read


def test_a_deputy_has_the_actions_of_whom_they_stand_in_for(database: Database) -> None:
    """As they report on them."""
    with turn(database, NOW) as record:
        assert [one.ref for one in situation(record, HR_ADVISER).own] == ["WF-02"]


def test_a_draft_waits_for_its_yes(database: Database) -> None:
    """Its slots, in JSON's values; a draft of several names none before one is named."""
    item = DraftItem(
        ref="WF-02", basis=1, rating=Rating.RED, percent=50, forecast=date(2023, 2, 28)
    )
    risk = DraftRisk(ref="WF-02", words="agency staff leaving", likelihood=4, impact=3)
    drafts = (
        (
            Draft(items=(item,)),
            {
                "op": "progress",
                "action": "WF-02",
                "percent": 50,
                "delivery_rag": "red",
                "forecast": "2023-02-28",
            },
        ),
        (
            Draft(items=(DraftItem(ref="WF-02", basis=1),), risk=risk),
            {
                "op": "risk_add",
                "action": "WF-02",
                "desc": "agency staff leaving",
                "likelihood": 4,
                "impact": 3,
            },
        ),
        (
            Draft(items=(DraftItem(ref="WF-02", basis=1, no_change=True),)),
            {"op": "no_change", "action": "WF-02"},
        ),
    )
    for draft, slots in drafts:
        with turn(database, NOW) as record:
            _keep(record, draft.model_dump(mode="json"))
            assert situation(record, HR_PARTNER).earlier.awaiting_confirm == slots
    both = Draft(items=(item,), risk=risk)
    with turn(database, NOW) as record:
        _keep(record, both.model_dump(mode="json"))
        waiting = situation(record, HR_PARTNER).earlier.awaiting_confirm
    assert waiting is not None
    assert [one["op"] for one in waiting["among"]] == ["progress", "risk_add"]


def test_a_draft_of_another_version_is_none(database: Database) -> None:
    """It cannot be read, and is no reason to fail."""
    with turn(database, NOW) as record:
        _keep(record, {"items": "of another kind"})
        assert situation(record, HR_PARTNER).earlier.awaiting_confirm is None


def _keep(record: Record, content: dict[str, Any]) -> None:
    record.conversations.keep(CHAT, person(record, HR_PARTNER).id, content)


def test_what_was_saved_last_can_be_put_right(database: Database) -> None:
    """With what it takes to find it again."""
    with turn(database, NOW) as record:
        _report(record, RECRUITMENT_LEAD, "WF-01", Change(percent=75))
    with turn(database, LATER) as record:
        last = situation(record, RECRUITMENT_LEAD).earlier.last_update
        assert last is not None
        stands = action(record, "WF-01")
        assert last == {
            "action": "WF-01",
            "percent": 75,
            "delivery_rag": "amber",
            "update": stands.position.update_id,
            "submission": stands.position.submission_id,
        }


def test_a_lead_has_what_waits_for_them(database: Database) -> None:
    """The lead of the theme and the office; nobody else, and no other theme's lead."""
    with turn(database, NOW) as record:
        stands, owner = action(record, "WF-02"), author(record, HR_PARTNER)
        submission = record.submissions.begin(owner.person_id, "request", "token")
        asked = Asked(RequestKind.DUE_DATE, "Committee on 6 Dec", date(2023, 2, 28))
        request = record.requests.ask(submission, owner, stands, asked)
    slots = {
        "op": "due_change_request",
        "request": request,
        "action": "WF-02",
        "from": "2023-01-31",
        "to": "2023-02-28",
        "reason": "Committee on 6 Dec",
    }
    with turn(database, LATER) as record:
        for role, pending in (
            (WORKFORCE_LEAD, slots),
            (PROGRAMME_MANAGER, slots),
            (HR_PARTNER, None),
            ("Principal Social Worker", None),
        ):
            assert situation(record, role).earlier.pending == pending


def test_an_open_issue_is_the_owners(database: Database) -> None:
    """Until it is resolved."""
    with turn(database, NOW) as record:
        stands, owner = action(record, "WF-02"), author(record, HR_PARTNER)
        submission = record.submissions.begin(owner.person_id, "issue", "token")
        ref = record.issues.raise_issue(submission, owner, stands, "No quorum")
    with turn(database, LATER) as record:
        issue = {"action": "WF-02", "desc": "No quorum", "issue": ref}
        assert situation(record, HR_PARTNER).earlier.open_issue == issue
        assert situation(record, RECRUITMENT_LEAD).earlier.open_issue is None


def test_readings_of_own_measures_are_remembered(database: Database) -> None:
    """With action, day and value."""
    with database.transaction() as session:
        id_ = action(Record(session, NOW), "WF-02").id
        values = {"action_id": id_, "name": "Heard", "unit": "families", "better": Better.HIGHER}
        measure = add(session, m.Measure, **values)
    with turn(database, NOW) as record:
        reading = Reading(measure, Decimal(19), Decimal(30), date(2022, 11, 15))
        _report(record, HR_PARTNER, "WF-02", Change(readings=(reading,)))
    with turn(database, LATER) as record:
        newest = situation(record, HR_PARTNER).earlier.history[0]
        assert newest == {
            "action": "WF-02",
            "date": "2022-11-16",
            "metric": {"value": 19, "what": "Heard", "unit": "families", "of": 30},
        }


def test_a_held_message_is_remembered_for_a_while(database: Database) -> None:
    """That there was one, and nothing of it."""
    with turn(database, NOW) as record:
        record.audit.note(person(record, HR_PARTNER).id, "held", "message", kinds=["PHONE"])
    with turn(database, LATER) as record:
        assert situation(record, HR_PARTNER).earlier.blocked_message is True
    with turn(database, LATER + timedelta(hours=1)) as record:
        assert situation(record, HR_PARTNER).earlier.blocked_message is None


def test_a_channel_has_its_theme(database: Database) -> None:
    """Once it is linked."""
    channel = CHANNEL.conversation_id
    with turn(database, NOW) as record:
        assert situation(record, HR_PARTNER, channel).earlier.channel is None
        lead = person(record, WORKFORCE_LEAD)
        record.channels.link(theme(record, "WF").id, CHANNEL, lead.id)
        assert situation(record, HR_PARTNER, channel).earlier.channel == "WF"


def _report(record: Record, role: str, ref: str, change: Change) -> None:
    stands, owner = action(record, ref), author(record, role)
    submission = record.submissions.begin(owner.person_id, "update", f"{ref} {record.now}")
    record.updates.report(submission, owner, stands, stands.position.update_id, change)
