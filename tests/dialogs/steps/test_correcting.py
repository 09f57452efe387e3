"""What was saved is put right by a word; the history keeps both (mockups.md, 6)."""

from datetime import timedelta

import pytest

from dialogs.messages import Tap
from storage import models as m
from storage.vocabulary import UpdateKind
from tests.dialogs.chat import HEAD_OF_MASH, INSPECTOR, Chat
from tests.dialogs.steps.test_asking import facts
from tests.storage.conftest import HR_ADVISER, HR_PARTNER, MINUTE, RECRUITMENT_LEAD, person

DAY = timedelta(days=1)


@pytest.fixture
def saved(chat: Chat) -> Chat:
    """The Recruitment and Retention Lead has reported; it is five days later."""
    chat.say(RECRUITMENT_LEAD, "WF-01 75% amber, 14 interviews done")
    chat.say(RECRUITMENT_LEAD, "yes")
    chat.at(chat.now + 5 * DAY)
    return chat


def test_sorry_meant_is_read_back_beside_what_was_said(saved: Chat) -> None:
    """With the day on which it was said, and a button that says what it does."""
    card = saved.say(RECRUITMENT_LEAD, "sorry meant 70")
    assert facts(card) == {"Completed": "70%, you said 75% on 16 Nov"}
    assert card.labels == ["Save the correction", "Cancel"]
    assert len(saved.saved("WF-01")) == 1


@pytest.mark.parametrize("answer", ["yes", "Save the correction"])
def test_a_correction_takes_the_place_of_the_update(saved: Chat, answer: str) -> None:
    """A new row; the words and the rating stay as they were, and the reason is what was typed."""
    card = saved.say(RECRUITMENT_LEAD, "sorry meant 70")
    if answer == "yes":
        saved.say(RECRUITMENT_LEAD, answer)
    else:
        saved.tap(RECRUITMENT_LEAD, card, answer)
    first, second = saved.saved("WF-01")
    assert (second.kind, second.supersedes_id) == (UpdateKind.CORRECTION, first.id)
    assert (second.percent, second.rating, second.note) == (70, "amber", "14 interviews done")
    assert second.reason == "sorry meant 70"
    assert "70%" in saved.say(RECRUITMENT_LEAD, "my actions").text


def test_rating_and_forecast_are_put_right_too(saved: Chat) -> None:
    """Each beside what was said."""
    card = saved.say(RECRUITMENT_LEAD, "sorry it should have been red not amber on WF-01")
    assert facts(card) == {"Rating": "■ Red, you said Amber on 16 Nov"}
    saved.say(RECRUITMENT_LEAD, "yes")
    assert saved.saved("WF-01")[-1].rating == "red"


def test_the_correction_itself_is_put_right_before_it_is_saved(saved: Chat) -> None:
    """No, 72."""
    saved.say(RECRUITMENT_LEAD, "sorry meant 70")
    card = saved.say(RECRUITMENT_LEAD, "no, 72")
    assert facts(card) == {"Completed": "72%, you said 75% on 16 Nov"}


def test_a_reading_is_corrected_and_completion_is_not_touched(chat: Chat) -> None:
    """The measure's value only."""
    chat.say(HEAD_OF_MASH, "QP-01 88% of contacts decided in time")
    chat.say(HEAD_OF_MASH, "yes")
    chat.at(chat.now + DAY)
    card = chat.say(HEAD_OF_MASH, "sorry QP-01 should be 91% of contacts not 88%")
    assert "91" in card.text
    chat.say(HEAD_OF_MASH, "yes")
    assert [row.percent for row in chat.saved("QP-01")] == [80, 80]


def test_what_was_said_already_is_no_correction(saved: Chat) -> None:
    """A clear sentence, and nothing saved."""
    with saved.nothing_saved():
        answer = saved.say(RECRUITMENT_LEAD, "sorry meant 75 not 70")
    assert answer.reply.first_line == "That is what you said about WF-01 on 16 Nov already."


@pytest.mark.parametrize("text", ["sorry meant 170", "sorry meant 70.5"])
def test_a_percentage_that_cannot_be(saved: Chat, text: str) -> None:
    """It is said, and nothing is kept."""
    with saved.nothing_saved():
        assert "Completed goes from 0 to 100%" in saved.say(RECRUITMENT_LEAD, text).text


def test_a_newer_entry_in_between_is_not_overwritten(chat: Chat) -> None:
    """The owner's second device saved in the meantime: the older card changes nothing."""
    chat.say(HR_PARTNER, "WF-02 60%")
    chat.say(HR_PARTNER, "yes")
    card = chat.say(HR_PARTNER, "sorry meant 55")
    other = chat.say(HR_PARTNER, "WF-02 65%")
    chat.tap(HR_PARTNER, other, "Save")
    late = chat.tap(HR_PARTNER, card, "Save the correction")
    assert "replaced by a newer one" in late.text
    assert [row.percent for row in chat.saved("WF-02")] == [60, 65]


def test_a_deputys_later_update_stands_beside_a_correction(chat: Chat) -> None:
    """The owner puts the owner's own right, and how it stands is the deputy's word."""
    chat.say(HR_PARTNER, "WF-02 60%")
    chat.say(HR_PARTNER, "yes")
    chat.say(HR_ADVISER, "WF-02 70%")
    chat.say(HR_ADVISER, "yes")
    chat.say(HR_PARTNER, "sorry I meant 55 on WF-02")
    chat.say(HR_PARTNER, "yes")
    assert "70%" in chat.say(HR_PARTNER, "my actions").text


def test_undo_of_a_correction_brings_back_what_was_said(saved: Chat) -> None:
    """For ten minutes."""
    saved.say(RECRUITMENT_LEAD, "sorry meant 70")
    done = saved.say(RECRUITMENT_LEAD, "yes")
    saved.at(saved.now + MINUTE)
    undone = saved.tap(RECRUITMENT_LEAD, done, "Undo WF-01")
    assert "WF-01 is ▲ Amber, 75% again." in undone.text


def test_without_an_update_of_ones_own_there_is_nothing_to_put_right(chat: Chat) -> None:
    """Who has saved nothing is told so."""
    answer = chat.say(INSPECTOR, "sorry meant 70")
    assert chat.saved("PT-01") == []
    assert "nothing waiting" in answer.text or "Which action" in answer.text


@pytest.mark.parametrize("text", ["no, 70.5", "no, 170"])
def test_neither_draft_nor_correction_takes_a_percentage_that_cannot_be(
    saved: Chat, text: str
) -> None:
    """The sentence says so, and what was read back before still waits."""
    saved.say(RECRUITMENT_LEAD, "sorry meant 70")
    assert "Completed goes from 0 to 100%" in saved.say(RECRUITMENT_LEAD, text).text
    saved.say(RECRUITMENT_LEAD, "yes")
    assert saved.saved("WF-01")[-1].percent == 70
    saved.say(RECRUITMENT_LEAD, "WF-01 80%")
    assert "Completed goes from 0 to 100%" in saved.say(RECRUITMENT_LEAD, text).text
    saved.say(RECRUITMENT_LEAD, "yes")
    assert saved.saved("WF-01")[-1].percent == 80


@pytest.mark.parametrize(
    ("colour", "answer"),
    [("blue", "Blue is for an action that is signed off."), ("grey", "Grey is for an action")],
)
def test_no_correction_gives_a_rating_that_no_owner_gives(
    saved: Chat, colour: str, answer: str
) -> None:
    """At once, and in a correction that is put right."""
    direct = saved.say(RECRUITMENT_LEAD, f"sorry WF-01 should be {colour} not amber")
    assert answer in direct.text
    saved.say(RECRUITMENT_LEAD, "sorry meant 70")
    assert answer in saved.say(RECRUITMENT_LEAD, f"not amber, {colour}").text
    assert len(saved.saved("WF-01")) == 1


def hand_over(chat: Chat) -> str:
    """The retention lead's role goes to somebody else; the entra id of who held it."""
    before = chat.database.do(chat.now, lambda record: person(record, RECRUITMENT_LEAD))
    after = chat.database.do(chat.now, lambda record: person(record, HR_ADVISER))
    (role,) = before.roles
    chat.database.do(
        chat.now,
        lambda record: record.handovers.hand_over(role.id, after.id, chat.now.date(), None),
    )
    return f"{before.id}"


@pytest.mark.parametrize(
    "waiting", ["WF-01 80%", "sorry meant 70", "WF-01 to 31 Jan, vetting slow"]
)
@pytest.mark.parametrize("tapped", [False, True])
def test_who_has_handed_the_role_over_saves_nothing_more(
    saved: Chat, waiting: str, tapped: bool
) -> None:
    """Not by a yes to what was read back before, nor by its button, nor by a new correction."""
    card = saved.say(RECRUITMENT_LEAD, waiting)
    draft = saved.rows(m.Draft)[0].token
    saved.at(saved.now + DAY)
    who = hand_over(saved)
    tap = {"tap": Tap("save", {"draft": draft}, card.card_id)}
    for said in (tap if tapped else {"text": "yes"}, {"text": "sorry meant 71"}):
        message = saved.message(f"entra-{who}", f"a:{who}", **said)
        saved.take(message, ())
    assert len(saved.saved("WF-01")) == 1
    assert saved.rows(m.Request) == []
