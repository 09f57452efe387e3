"""The one way through: who is this, may it be kept, and never silence."""

from dataclasses import replace

import pytest

from dialogs.conversation import PERSONAL_TAPS, TAPS, read_the_grammar, respond
from dialogs.language.phrases import rules
from dialogs.messages import NeedsIdentity, Reply
from storage import models as m
from tests.dialogs.chat import INSPECTOR, TENANT, Chat, Shown
from tests.dialogs.language.privacy.test_identifiers import NUMBER, PUPIL
from tests.dialogs.week import LINE, link_the_channel, report_the_week
from tests.storage.conftest import HR_PARTNER, RECRUITMENT_LEAD, WORKFORCE_LEAD

PHONE = "07700 900123"
PRIVATE = "a.person@gmail.com"
EMAIL = "samira.khalid@arden.example"


def test_an_unknown_account_asks_the_edge_for_its_roster_entry(chat: Chat) -> None:
    """Until then nothing is said and nothing is written."""
    message = chat.message("entra-new", "a:new", text="status of workforce")
    with chat.nothing_saved():
        answer = chat.database.do(chat.now, lambda record: respond(message, record))
    assert isinstance(answer, NeedsIdentity)
    assert all(person.entra_id is None for person in chat.rows(m.Person))


def test_the_plans_person_is_bound_to_the_account_once(chat: Chat) -> None:
    """Another account with the same address is a stranger: nobody is rebound silently."""
    first = chat.message("entra-1", "a:1", text="hello", roster=(EMAIL.upper(),))
    second = chat.message("entra-2", "a:2", text="hello", roster=(EMAIL,))
    known = chat.database.do(chat.now, lambda record: respond(first, record))
    other = chat.database.do(chat.now, lambda record: respond(second, record))
    assert isinstance(known, Reply)
    assert isinstance(other, Reply)
    assert known.first_line.startswith("Hello, I am planbot.")
    assert other.first_line.startswith("Hello. I only work with people named in the plan")
    bound = [(p.email, p.tenant_id, p.entra_id) for p in chat.rows(m.Person) if p.entra_id]
    assert bound == [(EMAIL, TENANT, "entra-1")]


def test_where_a_person_is_answered_is_remembered_once(chat: Chat) -> None:
    """In a personal chat; a channel is nobody's address."""
    chat.say(INSPECTOR, "hello")
    chat.say(INSPECTOR, "help")
    chat.in_channel(INSPECTOR, "help")
    (address,) = chat.rows(m.Address)
    assert address.person_id


# ---- what may not be kept ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("secret", "kind"),
    [
        (NUMBER, "an NHS number"),
        (f"{NUMBER[:3]} {NUMBER[3:6]} {NUMBER[6:]}", "an NHS number"),
        (PUPIL, "a unique pupil number"),
        (PHONE, "a phone number"),
        (PRIVATE, "a private email address"),
    ],
)
def test_personal_data_is_held_and_never_repeated(chat: Chat, secret: str, kind: str) -> None:
    """The answer names the kind; the words are in no row of the record."""
    chat.say(RECRUITMENT_LEAD, "hello")
    with chat.nothing_saved():
        shown = chat.say(RECRUITMENT_LEAD, f"WF-01 75%, spoke to {secret} today")
    assert shown.reply.first_line == "I have not kept that message. Please look."
    assert f"Not saved: this seems to hold {kind}" in shown.text
    assert "Please delete it there: I cannot do that for you." in shown.text
    assert secret not in shown.text
    assert secret not in everything(chat)
    entry = chat.rows(m.AuditEntry)[-1]
    assert (entry.operation, entry.subject) == ("held", "message")
    assert "nothing waiting" in chat.say(RECRUITMENT_LEAD, "yes").text


def test_the_grammar_is_read_before_the_first_message(chat: Chat) -> None:
    """At the start, as nobody in particular: nothing is asked back and nothing written."""
    rules.cache_clear()
    with chat.nothing_saved():
        chat.database.do(chat.now, lambda record: read_the_grammar(record, chat.now))
    read = rules.cache_info().misses
    for name in ("acts", "sayings", "questions"):
        rules(name)
    assert rules.cache_info().misses == read > 0


def everything(chat: Chat) -> str:
    """Every value of every row of the record."""
    tables = m.Base.metadata.sorted_tables
    with chat.database.transaction() as session:
        return "\n".join(str(tuple(row)) for t in tables for row in session.execute(t.select()))


def test_what_is_filled_in_on_a_card_is_held_too(chat: Chat) -> None:
    """On the read-back and on the form, in each field that takes words."""
    card = chat.say(RECRUITMENT_LEAD, LINE)
    held = [chat.tap(RECRUITMENT_LEAD, card, "Save", impact_note=f"call {PHONE}")]
    form = chat.say(RECRUITMENT_LEAD, "WF-01")
    for name in ("note", "impact_note", "risk_words", "mitigation"):
        held.append(chat.tap(RECRUITMENT_LEAD, form, "Save WF-01", **{name: f"call {PHONE}"}))
    assert {shown.reply.kind for shown in held} == {"held"}
    assert chat.saved("WF-01") == []
    assert PHONE not in everything(chat)


def test_words_that_a_button_carries_are_held_too(chat: Chat) -> None:
    """Whatever a client puts there."""
    for verb, data in (("say", {"text": PHONE}), ("pass_on", {"ref": "WF-02", "words": PHONE})):
        assert chat.press(RECRUITMENT_LEAD, verb, data).reply.kind == "held"
    assert PHONE not in everything(chat)


def test_our_own_tokens_are_nobodys_numbers(chat: Chat) -> None:
    """The digits of a token may happen to be a valid NHS number: the draft is saved anyway."""
    card = chat.say(RECRUITMENT_LEAD, "WF-01 75%")
    token = f"abcdef{NUMBER}abcdefabcdefabcd"
    with chat.database.transaction() as session:
        session.query(m.Draft).one().token = token
    data = card.button("Save").data | {"draft": token}
    assert chat.press(RECRUITMENT_LEAD, "save", data, card).reply.kind == "saved"


def test_in_a_channel_one_line_says_it(chat: Chat) -> None:
    """Others read along: neither the words nor the kind."""
    shown = chat.in_channel(RECRUITMENT_LEAD, f"status of workforce, call {PHONE}")
    assert shown.reply.first_line == (
        "I have not kept that message, it may contain personal data. Please delete it and write "
        "to me in a personal chat."
    )
    assert shown.reply.blocks == ()
    assert PHONE not in everything(chat)


def test_a_work_address_of_the_plans_organisations_is_kept(chat: Chat) -> None:
    """It says whom to ask."""
    chat.say(RECRUITMENT_LEAD, f"WF-01 75%, ask {EMAIL}")
    chat.say(RECRUITMENT_LEAD, "yes")
    assert chat.saved("WF-01")[0].note == f"ask {EMAIL}"


# ---- taps ----------------------------------------------------------------------------------------


def test_a_button_of_an_older_version_is_answered(chat: Chat) -> None:
    """With what I can do now."""
    shown = chat.press(INSPECTOR, "gone", {})
    assert shown.reply.first_line.startswith("This button belongs to an older version of me.")
    assert shown.labels == ["My actions", "Help"]


def test_every_button_that_is_shown_is_answered(chat: Chat) -> None:
    """No verb on a card without a dialog behind it."""
    for text in ("hello", "help", "my actions", LINE, "WF-01", "status of nothing", "RK-02 50%"):
        shown = chat.say(RECRUITMENT_LEAD, text)
        for label in shown.labels:
            assert "older version of me" not in chat.tap(RECRUITMENT_LEAD, shown, label).text


ODD: list[object] = [None, "", "x", -1, 1.5, True, [], {}, {"a": 1}, "9" * 5000, "WF-01", "\u202e"]


@pytest.mark.parametrize("verb", sorted(TAPS))
def test_no_tap_fails_or_saves_whatever_its_data_holds(chat: Chat, verb: str) -> None:
    """Card data comes from the client. A summary may be posted: that button carries no more."""
    report_the_week(chat)
    before = chat.counts()
    names = ("ref", "draft", "token", "basis", "bases", "nonce", "since", "submission", "undo",
             "theme", "edition", "instant", "text", "words", "percent", "note")  # fmt: skip
    for odd in ODD:
        shown = chat.press(HR_PARTNER, verb, dict.fromkeys(names, odd))
        assert shown.reply.first_line
    after = chat.counts() | {"drafts": 0, "outbox": 0}
    assert after == before | {"drafts": 0, "outbox": 0}


@pytest.mark.parametrize("place", ["channel", "group"])
def test_where_others_read_along_no_tap_saves(chat: Chat, place: str) -> None:
    """Even with the data of a card of one's own."""
    say = chat.in_channel if place == "channel" else chat.in_group
    there = say(INSPECTOR, "help")
    own = chat.say(INSPECTOR, "my actions")
    form = chat.tap(INSPECTOR, own, "PT-01 update")
    read_back = chat.say(INSPECTOR, "PT-01 60%")
    buttons = [own.button("PT-01 no change"), form.button("Save PT-01"), read_back.button("Save")]
    with chat.nothing_saved():
        for button in buttons:
            assert button.verb in PERSONAL_TAPS
            data = button.data | {"note": "said in the open"}
            answer = chat.press(INSPECTOR, button.verb, data, there)
            assert "Please write that to me in a personal chat" in answer.text


def test_the_answer_to_a_tap_takes_the_place_of_its_card(chat: Chat) -> None:
    """A conversation does not fill up with cards that nobody needs any more."""
    card = chat.say(INSPECTOR, "help")
    for label in ("My actions", "PT-01 update", "Back", "PT-01 no change"):
        card_id, card = card.card_id, chat.tap(INSPECTOR, card, label)
        assert card.card_id == card_id


# ---- once ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "text"),
    [(RECRUITMENT_LEAD, LINE), (INSPECTOR, "my actions"), (WORKFORCE_LEAD, "post the summary now")],
)
def test_the_same_activity_twice_has_one_effect_and_the_same_answer(
    chat: Chat, role: str, text: str
) -> None:
    """A read-back, a list and a post: the second delivery is shown the first answer."""
    link_the_channel(chat)
    first = chat.say(role, text, activity_id="the same")
    with chat.nothing_saved():
        second = chat.say(role, text, activity_id="the same")
    assert (first.reply, first.card_id) == (second.reply, second.card_id)


def test_a_tap_delivered_twice_has_one_effect(chat: Chat) -> None:
    """Also where the tap carries what was filled in."""
    card = chat.say(RECRUITMENT_LEAD, LINE)
    first = chat.tap(RECRUITMENT_LEAD, card, "Save", impact_note="calm")
    again = again_as(chat, first)
    assert again.reply == first.reply
    assert len(chat.saved("WF-01")) == 1


def again_as(chat: Chat, shown: Shown) -> Shown:
    """The same activity, delivered again a little later."""
    assert shown.message
    return chat.take(replace(shown.message, at=chat.now), (EMAIL,))
