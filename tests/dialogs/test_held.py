"""What may not be kept: named by kind, never repeated, and what is left saved in one tap."""

import pytest

from storage import models as m
from tests.dialogs.chat import HEAD_OF_MASH, Chat
from tests.dialogs.test_conversation import everything
from tests.storage.conftest import RECRUITMENT_LEAD, WORKFORCE_LEAD

NAMED = "Zofia Okwuosa's assessment is 43 days late, rest of backlog cleared"
NAMES = ("zofia", "okwuosa")
CONCERN = "teacher just rang, a yr 3 girl at Hollow Lane Primary has bruises, what do i do"


def repeats(text: str) -> bool:
    """Whether a name that was held is said again."""
    return any(name in text.lower() for name in NAMES)


def test_conversation_c_a_childs_name(chat: Chat) -> None:
    """Mockups 7.2 and 15 C: held, cleaned, saved in one tap; the name is in no row and no reply."""
    chat.say(HEAD_OF_MASH, "hello")
    with chat.nothing_saved():
        held = chat.say(HEAD_OF_MASH, NAMED)
    assert held.reply.first_line == "I have not kept that message. Please look."
    assert "Where: the first two words" in held.text
    assert "43 days late, rest of backlog cleared" in held.text
    assert "Please delete it there: I cannot do that for you." in held.text
    saved = chat.tap(HEAD_OF_MASH, held, "Save this version")
    assert saved.reply.first_line == "Saved: QP-01."
    (row,) = chat.saved("QP-01")
    assert "43 days late, rest of backlog cleared" in row.note
    assert not any(map(repeats, (held.text, saved.text, everything(chat))))


def test_what_is_offered_is_saved_as_it_is_offered(chat: Chat) -> None:
    """A name alone is held just after a held message; words on our own button are no such name."""
    chat.say(RECRUITMENT_LEAD, "hello")
    held = chat.say(RECRUITMENT_LEAD, "WF-01 75% Amara, 14 interviews done, call 07700 900123")
    again = chat.say(RECRUITMENT_LEAD, "no, Kwame")
    assert again.reply.first_line == "I have not kept that message. Please look."
    saved = chat.tap(RECRUITMENT_LEAD, held, "Save this version")
    assert saved.reply.first_line.startswith("Saved: WF-01")
    (row,) = chat.saved("WF-01")
    assert "Amara, 14 interviews done" in row.note


def test_the_same_in_a_channel_gives_one_line(chat: Chat) -> None:
    """Nothing of it is shown where others read along, not even cleaned."""
    chat.say(HEAD_OF_MASH, "hello")
    with chat.nothing_saved():
        shown = chat.in_channel(HEAD_OF_MASH, NAMED)
    assert shown.reply.first_line == (
        "I have not kept that message, it may contain personal data. Please delete it and write to "
        "me in a personal chat."
    )
    assert shown.labels == []
    assert "43 days" not in shown.text


def test_a_live_concern_is_signposted_and_kept_nowhere(chat: Chat) -> None:
    """Mockups 7.3: the front door of the settings, and 999; no row but that it was held."""
    chat.say(RECRUITMENT_LEAD, "hello")
    with chat.nothing_saved():
        shown = chat.say(RECRUITMENT_LEAD, CONCERN, front_door="Arden front door 01632 960100")
    assert shown.reply.first_line == (
        "I have not kept that. If a child may be at risk, tell people, not me: Arden front door "
        "01632 960100. If there is immediate danger, call 999."
    )
    assert "bruises" not in everything(chat)
    entry = chat.rows(m.AuditEntry)[-1]
    assert (entry.operation, entry.subject) == ("held", "message")


def test_without_a_setting_the_front_door_is_named_in_general(chat: Chat) -> None:
    """Nobody is left without a direction."""
    shown = chat.say(RECRUITMENT_LEAD, CONCERN)
    assert "tell people, not me: your safeguarding front door (MASH)." in shown.text


def test_a_question_about_a_child_is_no_question_of_the_plan(chat: Chat) -> None:
    """It is held, and there is nothing to save from it."""
    chat.say(HEAD_OF_MASH, "hello")
    with chat.nothing_saved():
        shown = chat.say(HEAD_OF_MASH, "whats happening with Tomasz Wrenfield?")
    assert "I keep the improvement plan and know nothing about children or cases." in shown.text
    assert "Wrenfield" not in shown.text
    assert shown.labels == []


@pytest.mark.parametrize("field", ["note", "impact_note", "risk_words"])
def test_card_fields_are_judged_too(chat: Chat, field: str) -> None:
    """A name on a form is held as one in a message is."""
    form = chat.say(RECRUITMENT_LEAD, "WF-01")
    with chat.nothing_saved():
        shown = chat.tap(RECRUITMENT_LEAD, form, "Save WF-01", **{field: NAMED})
    assert shown.reply.first_line == "I have not kept that message. Please look."
    assert not repeats(shown.text)


def test_a_colleague_and_a_service_line_are_no_reason_to_hold(chat: Chat) -> None:
    """A soft note at most, below the read-back."""
    shown = chat.say(
        RECRUITMENT_LEAD, "WF-01 75%, duty line 0121 496 0100 staffed, thanks to Priya from HR"
    )
    assert shown.reply.first_line == "Please check WF-01 before I save it."
    assert shown.labels == ["Save", "Change", "Cancel"]


def test_a_lead_who_names_a_child_is_held_as_anybody(chat: Chat) -> None:
    """Rights do not matter here."""
    chat.say(WORKFORCE_LEAD, "hello")
    with chat.nothing_saved():
        shown = chat.say(WORKFORCE_LEAD, "status of workforce, and how is little Kofi's referral?")
    assert shown.reply.first_line == "I have not kept that message. Please look."
