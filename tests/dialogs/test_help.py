"""What the bot says of itself; its commands are those of the app package."""

import pytest

from dialogs.help import COMMANDS, NO_DELETING, NOT_UNDERSTOOD
from dialogs.messages import Place
from storage import models as m
from tests.dialogs.chat import INSPECTOR, Chat
from tests.dialogs.week import link_the_channel
from tests.storage.conftest import CHAIR, RECRUITMENT_LEAD, WORKFORCE_LEAD

WHOLE = {"status of": "status of Workforce", "link this channel to": "link this channel to WF"}


def ask(chat: Chat, place: str, text: str) -> str:
    """Say it as the lead of Workforce, wherever that is."""
    says = {
        Place.PERSONAL: chat.say,
        Place.CHANNEL: chat.in_channel,
        Place.GROUP: chat.in_group,
    }
    return says[Place(place)](WORKFORCE_LEAD, text).text


@pytest.mark.parametrize(
    ("place", "command"),
    [(place, title) for place, commands in COMMANDS.items() for title, _ in commands],
)
def test_every_command_of_the_app_package_is_answered(chat: Chat, place: str, command: str) -> None:
    """What Teams offers in its list is understood where it offers it."""
    link_the_channel(chat)
    answer = ask(chat, place, WHOLE.get(command, command))
    assert NOT_UNDERSTOOD not in answer
    assert "cannot answer" not in answer


@pytest.mark.parametrize("text", ["help", "Help!", "?", "what can you do?", "commands"])
def test_help_is_two_lines_and_buttons(chat: Chat, text: str) -> None:
    """mockups.md 13."""
    answer = chat.say(RECRUITMENT_LEAD, text)
    assert len(answer.text.splitlines()) == 3  # the first line is said twice
    assert answer.labels == ["My actions", "Theme status", "Raise a risk"]


def test_a_newcomer_who_says_hello_hears_who_i_am_and_what_they_own(chat: Chat) -> None:
    """mockups.md 4.2: what happens to one's words, and what to leave out."""
    answer = chat.say(INSPECTOR, "good morning")
    assert "You own 2 actions: PT-01 and RK-04." in answer.text
    assert "I read it back before I save it." in answer.text
    assert "Please leave out anything about a child or a family." in answer.text
    assert "You own" not in chat.say(CHAIR, "hello").text


@pytest.mark.parametrize("text", ["😀😀", "…", "!!!", "blah blah", "interviews went well", "danke"])
def test_what_is_not_understood_gets_an_answer_with_choices(chat: Chat, text: str) -> None:
    """Never silence, and nothing saved."""
    chat.say(INSPECTOR, "hello")
    with chat.nothing_saved():
        answer = chat.say(INSPECTOR, text)
    assert answer.text.startswith(NOT_UNDERSTOOD)
    assert {"My actions", "Help"} <= set(answer.labels)


def test_a_guess_is_one_tap_from_a_read_back(chat: Chat) -> None:
    """The button takes the words that were typed along."""
    guess = chat.say(RECRUITMENT_LEAD, "interviews went well")
    assert "Is it an update on WF-01?" in guess.text
    read_back = chat.tap(RECRUITMENT_LEAD, guess, "Yes, WF-01")
    assert "“interviews went well”" in read_back.text
    assert read_back.reply.kind == "read_back"


@pytest.mark.parametrize("text", ["what is overdue?", "top risks", "who has not updated", "why?"])
def test_a_question_that_is_not_known_is_not_taken_for_an_update(chat: Chat, text: str) -> None:
    """It is said that it cannot be answered, and what can."""
    answer = chat.say(RECRUITMENT_LEAD, text)
    assert "I cannot answer that yet." in answer.text
    assert answer.labels == ["Theme status", "My actions"]


def test_updates_are_not_deleted_on_request(chat: Chat) -> None:
    """mockups.md 13: they are the programme's record."""
    chat.say(RECRUITMENT_LEAD, "WF-01 70%")
    chat.say(RECRUITMENT_LEAD, "yes")
    before = len(chat.rows(m.Update))
    assert NO_DELETING in chat.say(RECRUITMENT_LEAD, "delete my updates").text
    assert len(chat.rows(m.Update)) == before


def test_in_a_group_chat_nothing_of_the_plan_is_said(chat: Chat) -> None:
    """Not everyone there may be named in the plan."""
    for text in ("status of workforce", "help", "blah", "how is WF-01", "my actions", "hello"):
        answer = chat.in_group(WORKFORCE_LEAD, text)
        assert "Recruitment campaign" not in answer.text
        assert "Amber" not in answer.text
