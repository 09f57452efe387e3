"""Who is this, and may it be kept: settled before any dialog sees the message."""

from typing import Any

import pytest

from storage import models as m
from tests.dialogs.chat import Chat
from tests.dialogs.week import LINE, link_the_channel
from tests.storage.conftest import RECRUITMENT_LEAD, WORKFORCE_LEAD

STRANGER = (
    "Hello. I only work with people named in the plan that I serve, and I do not find you there."
)
ASKED = (
    "help",
    "my actions",
    "status of workforce",
    LINE,
    "yes",
    "WF-01",
    "link this channel to WF",
)
HELD = [
    ("999 000 0018 is late", "an NHS number"),
    ("call the family on 07700 900123", "a phone number"),
    ("write to someone.private@gmail.com", "a private email address"),
]


def words_of_the_plan(chat: Chat) -> set[str]:
    """Every title, name, role and note that a stranger must not hear."""
    said = {row.note for row in chat.rows(m.Update)} | {
        row.description for row in chat.rows(m.Risk)
    }
    said |= {row.name for row in chat.rows(m.Theme)} | {row.name for row in chat.rows(m.Person)}
    said |= {row.title for row in chat.rows(m.Role)}
    for action in chat.rows(m.Action):
        said |= {action.ref, action.title, action.short_title, action.finding}
    return said - {""}


@pytest.mark.parametrize("text", ASKED)
@pytest.mark.parametrize("tenant", ["tenant", "another tenant"])
def test_a_stranger_hears_one_sentence_and_no_word_of_the_plan(
    chat: Chat, tenant: str, text: str
) -> None:
    """Whoever the plan does not name, whatever they ask, in our tenant or another."""
    with chat.nothing_saved():
        answer = chat.stranger(text, tenant=tenant)
    assert answer.text == f"{STRANGER}\n{STRANGER}"
    assert not [words for words in words_of_the_plan(chat) if words in answer.text]
    assert chat.rows(m.Address) == []


def test_a_linked_channel_shows_its_theme_to_every_member_of_the_tenant(chat: Chat) -> None:
    """programme.md, Rights: posted facts, to whoever asks there; not its lead's buttons."""
    link_the_channel(chat)
    link = chat.rows(m.LinkedChannel)
    message = chat.in_channel(WORKFORCE_LEAD, "status of workforce").message
    assert message is not None
    where: dict[str, Any] = {
        "place": message.place,
        "address": message.address,
        "channel_id": message.channel_id,
    }
    answer = chat.stranger("status of workforce", **where)
    assert "▲ WF-01  Recruitment campaign" in answer.text
    assert answer.labels == []
    assert chat.stranger("status of workforce", tenant="another", **where).reply.blocks == ()
    assert chat.stranger("my actions", **where).reply.first_line == STRANGER
    assert len(link) == 1


def test_a_person_is_bound_once_and_remembered(chat: Chat) -> None:
    """The first message binds the account that the roster vouches for; the next finds it."""
    chat.say(RECRUITMENT_LEAD, "help")
    bound = [row for row in chat.rows(m.Person) if row.entra_id]
    chat.say(RECRUITMENT_LEAD, "help")
    assert [row.email for row in bound] == ["samira.khalid@arden.example"]
    assert len(chat.rows(m.Address)) == 1


def test_a_question_writes_nothing(chat: Chat) -> None:
    """A turn that changes nothing leaves no row."""
    chat.say(RECRUITMENT_LEAD, "hello")
    for text in ("help", "hello", "status of workforce", "how is WF-01", "top risks", "purple"):
        with chat.nothing_saved():
            chat.say(RECRUITMENT_LEAD, text)


@pytest.mark.parametrize(("text", "kind"), HELD)
def test_a_message_with_personal_data_is_not_kept_and_not_repeated(
    chat: Chat, text: str, kind: str
) -> None:
    """The kind is named, the words are not; the audit trail holds the kind and the moment."""
    with chat.nothing_saved():
        answer = chat.say(RECRUITMENT_LEAD, f"WF-01 75%, {text}")
    assert f"Not saved: this seems to hold {kind}." in answer.text
    assert not [word for word in text.split() if any(c.isdigit() or c == "@" for c in word)
                and word in answer.text]  # fmt: skip
    entry = chat.rows(m.AuditEntry)[-1]
    assert entry.operation == "held"
    assert text not in str(entry.detail)
    assert "There is nothing waiting for a yes." in chat.say(RECRUITMENT_LEAD, "yes").text


@pytest.mark.parametrize(("text", "kind"), HELD)
def test_what_is_filled_in_on_a_card_is_judged_like_what_is_typed(
    chat: Chat, text: str, kind: str
) -> None:
    """Every field of a form, and the box of a read-back."""
    form = chat.say(RECRUITMENT_LEAD, "WF-01")
    for name in ("note", "impact_note", "risk_words", "mitigation"):
        with chat.nothing_saved():
            answer = chat.tap(RECRUITMENT_LEAD, form, "Save WF-01", **{name: text})
        assert kind in answer.text
    read_back = chat.say(RECRUITMENT_LEAD, LINE)
    with chat.nothing_saved():
        chat.tap(RECRUITMENT_LEAD, read_back, "Save", impact_note=text)


def test_in_a_channel_held_words_get_one_line(chat: Chat) -> None:
    """Nobody there learns what kind of data it was."""
    link_the_channel(chat)
    answer = chat.in_channel(RECRUITMENT_LEAD, "WF-01 call 07700 900123")
    assert answer.reply.blocks == ()
    assert "it may contain personal data" in answer.text
    assert "phone" not in answer.text


def test_a_button_of_an_older_version_is_answered(chat: Chat) -> None:
    """Cards stay in chats for years."""
    answer = chat.press(RECRUITMENT_LEAD, "a verb of long ago", {})
    assert "older version of me" in answer.text
    assert answer.labels == ["My actions", "Help"]


def test_every_button_that_is_shown_is_answered(chat: Chat) -> None:
    """No verb on a card without a dialog behind it."""
    for text in ("hello", "help", "my actions", LINE, "WF-01", "status of nothing", "RK-02 50%"):
        shown = chat.say(RECRUITMENT_LEAD, text)
        for label in shown.labels:
            assert "older version of me" not in chat.tap(RECRUITMENT_LEAD, shown, label).text
