"""A draft waits for the yes of the person it was read back to, in the place where it was shown."""

from storage.database import Database
from storage.outbox import Ending, State
from storage.record import Record
from tests.databases import NOW
from tests.storage.conftest import (
    CHANNEL,
    HR_PARTNER,
    MINUTE,
    RECRUITMENT_LEAD,
    chat,
    person,
    turn,
)

CONTENT = {"kind": "progress", "percent": 75, "note": "14 interviews — “done”", "risks": [None, 4]}


def test_nothing_waits_at_first(record: Record) -> None:
    """A "yes" with nothing to confirm finds nothing."""
    assert record.conversations.draft("a:1", 1) is None


def test_a_draft_comes_back_as_it_was_kept(database: Database) -> None:
    """In the next turn, with the token of its card and the moment of the read-back."""
    with turn(database) as record:
        token = record.conversations.keep("a:1", 1, CONTENT)
    with turn(database, NOW + MINUTE) as record:
        draft = record.conversations.draft("a:1", 1)
    assert draft is not None
    assert (draft.token, draft.content, draft.card_id, draft.at) == (token, CONTENT, None, NOW)


def test_nobody_says_yes_to_anothers_draft(record: Record) -> None:
    """Two people in one channel, one person in two places: four drafts."""
    samira, claire = person(record, RECRUITMENT_LEAD).id, person(record, HR_PARTNER).id
    record.conversations.keep("channel", samira, {"of": "samira"})
    assert record.conversations.draft("channel", claire) is None
    assert record.conversations.draft("chat", samira) is None
    record.conversations.keep("channel", claire, {"of": "claire"})
    draft = record.conversations.draft("channel", samira)
    assert draft is not None
    assert draft.content == {"of": "samira"}


def test_a_newer_draft_takes_the_place_of_the_older(record: Record) -> None:
    """Each has its own token, so that the older card saves nothing."""
    older = record.conversations.keep("a:1", 1, {"percent": 50})
    newer = record.conversations.keep("a:1", 1, {"percent": 45})
    draft = record.conversations.draft("a:1", 1)
    assert draft is not None
    assert (draft.token, draft.content) == (newer, {"percent": 45})
    assert older != newer


def test_whose_yes_a_card_waits_for_can_be_asked(record: Record) -> None:
    """Not one's own, and not that of a card that is gone."""
    token = record.conversations.keep("a:1", 1, CONTENT)
    assert record.conversations.waits_for_another(token, 2)
    assert not record.conversations.waits_for_another(token, 1)
    assert not record.conversations.waits_for_another("gone", 2)


def test_a_forgotten_draft_is_gone(record: Record) -> None:
    """Saved or thrown away; forgetting twice does no harm, and others' drafts stay."""
    record.conversations.keep("a:1", 1, CONTENT)
    record.conversations.keep("a:1", 2, CONTENT)
    record.conversations.forget("a:1", 1)
    record.conversations.forget("a:1", 1)
    assert record.conversations.draft("a:1", 1) is None
    assert record.conversations.draft("a:1", 2) is not None


def test_a_draft_knows_the_card_that_shows_it(database: Database) -> None:
    """As soon as that was delivered: the card can then be changed in place."""
    with turn(database) as record:
        samira = person(record, RECRUITMENT_LEAD)
        here = chat(samira).conversation_id
        record.conversations.keep(here, samira.id, CONTENT)
        outbox_id = record.outbox.put(chat(samira), "read_back", {})
        record.conversations.shown_by(here, samira.id, outbox_id)
        draft = record.conversations.draft(here, samira.id)
        assert draft is not None
        assert draft.card_id is None
        record.outbox.settle(Ending(outbox_id, State.SENT, "card 1"))
    with turn(database) as record:
        draft = record.conversations.draft(here, samira.id)
        assert draft is not None
        assert draft.card_id == "card 1"


def test_a_card_of_a_draft_that_is_gone_is_no_trouble(record: Record) -> None:
    """The yes was quicker than the delivery."""
    outbox_id = record.outbox.put(CHANNEL, "read_back", {})
    record.conversations.shown_by("a:1", 1, outbox_id)
    assert record.conversations.draft("a:1", 1) is None
