"""What the bot says of itself, to whom, and that its commands are what it answers."""

import pytest

from dialogs.help import CANNOT_ANSWER, COMMANDS, HELP, NOT_UNDERSTOOD
from dialogs.messages import Place, Tap
from storage import models as m
from tests.dialogs.chat import CHANNEL, INSPECTOR, Chat, Shown
from tests.dialogs.week import link_the_channel, report_the_week
from tests.storage.conftest import CHAIR, RECRUITMENT_LEAD, WORKFORCE_LEAD

STRANGER = (
    "Hello. I only work with people named in the plan that I serve, and I do not find you there."
)
LISTED = [(place, command) for place, commands in COMMANDS.items() for command, _ in commands]


def say_in(chat: Chat, place: str, text: str) -> Shown:
    """The theme's lead says something in that kind of place."""
    says = {Place.PERSONAL: chat.say, Place.CHANNEL: chat.in_channel, Place.GROUP: chat.in_group}
    return says[Place(place)](WORKFORCE_LEAD, text)


@pytest.mark.parametrize(("place", "command"), LISTED)
def test_every_listed_command_is_answered(chat: Chat, place: str, command: str) -> None:
    """The app package offers these words: completed with a theme, they do what they say."""
    link_the_channel(chat)
    completed = f"{command} Workforce" if command.endswith((" of", " to")) else command
    shown = say_in(chat, place, completed)
    assert NOT_UNDERSTOOD not in shown.text
    assert CANNOT_ANSWER not in shown.text
    kinds = {"my actions": "answer", "status of": "status", "post the summary now": "posted",
             "link this channel to": "linked", "help": "answer"}  # fmt: skip
    assert shown.reply.kind == kinds[command]


@pytest.mark.parametrize("text", ["help", "Help!", "?", "what can you do?", "commands"])
def test_help_is_two_lines_and_buttons(chat: Chat, text: str) -> None:
    """Mockups 13, as far as it is answered."""
    shown = chat.say(INSPECTOR, text)
    assert shown.text.splitlines()[1:] == [HELP[0].format(ref="WF-01"), HELP[1]]
    assert shown.labels == ["My actions", "Theme status", "Raise a risk"]


@pytest.mark.parametrize("label", ["My actions", "Theme status", "Raise a risk"])
def test_every_button_of_the_help_leads_on(chat: Chat, label: str) -> None:
    """In place of the help."""
    help_card = chat.say(INSPECTOR, "help")
    shown = chat.tap(INSPECTOR, help_card, label)
    assert shown.card_id == help_card.card_id
    assert shown.labels


def test_the_example_of_the_help_works(chat: Chat) -> None:
    """As it stands, for the owner of that action."""
    example = HELP[0].format(ref="WF-01").partition("for example: ")[2].rstrip(".")
    assert chat.say(RECRUITMENT_LEAD, example).reply.kind == "read_back"


def test_hello_says_who_i_am_what_you_own_and_what_happens_to_your_words(chat: Chat) -> None:
    """Before the first update, not after."""
    shown = chat.say(INSPECTOR, "hello")
    assert "You own 2 actions: PT-01 and RK-04." in shown.text
    assert "I read it back before I save it" in shown.text
    assert "may be quoted in the weekly summary" in shown.text
    assert "Please leave out anything about a child or a family." in shown.text
    assert "PT-01 75% amber" in shown.text


def test_hello_to_somebody_without_an_action_names_none(chat: Chat) -> None:
    """A board member."""
    assert "You own" not in chat.say(CHAIR, "hello").text


@pytest.mark.parametrize("place", [Place.CHANNEL, Place.GROUP])
def test_where_others_read_along_nothing_of_ones_own_is_said(chat: Chat, place: str) -> None:
    """Hello and help say what can be asked there."""
    for text in ("hello", "help", "gibberish here", "my actions"):
        shown = say_in(chat, place, text)
        assert "WF-0" not in shown.text
        assert "personal chat" in shown.text


@pytest.mark.parametrize("text", ["danke", "went well"])
def test_what_is_not_understood_may_be_an_update(chat: Chat, text: str) -> None:
    """Mockups 13: a guess that one tap confirms, with the same words."""
    shown = chat.say(RECRUITMENT_LEAD, text)
    assert shown.reply.first_line == "I did not get that. Is it an update on WF-01?"
    assert shown.labels == ["Yes, WF-01", "My actions", "Help"]
    assert f"“{text}”" in chat.tap(RECRUITMENT_LEAD, shown, "Yes, WF-01").text
    assert chat.saved("WF-01") == []


@pytest.mark.parametrize("text", ["👍", "🎉🎉🎉", "…", "", " ", "\u200b"])
def test_what_has_no_words_is_no_update(chat: Chat, text: str) -> None:
    """It is answered with what to say, and leaves no row."""
    chat.say(RECRUITMENT_LEAD, "help")
    with chat.nothing_saved():
        shown = chat.say(RECRUITMENT_LEAD, text)
    assert shown.reply.first_line.startswith("I did not get that. Tell me how an action is going")
    assert shown.labels == ["My actions", "Help"]


@pytest.mark.parametrize(
    "text", ["what is the weather like?", "can you book me a room", "who won the match", "why?"]
)
def test_a_question_i_cannot_answer_is_not_taken_for_an_update(chat: Chat, text: str) -> None:
    """It is answered with those that I can."""
    shown = chat.say(RECRUITMENT_LEAD, text)
    assert CANNOT_ANSWER in shown.text
    assert shown.labels == ["Theme status", "My actions"]


def test_updates_are_not_deleted(chat: Chat) -> None:
    """The answer says what can be done instead."""
    report_the_week(chat)
    with chat.nothing_saved():
        shown = chat.say(RECRUITMENT_LEAD, "delete my updates")
    assert shown.reply.first_line.startswith("I cannot delete updates: they are the programme's")
    assert shown.labels == ["My actions"]


def words_of_the_plan(chat: Chat) -> set[str]:
    """Every title, name, reference, role and note that there is."""
    found = {text for a in chat.rows(m.Action) for text in (a.ref, a.short_title, a.title)}
    found |= {text for a in chat.rows(m.Action) for text in (a.title, a.success_measure)}
    found |= {text for f in chat.rows(m.Finding) for text in (f.ref, f.words)}
    found |= {theme.name for theme in chat.rows(m.Theme)}
    found |= {text for one in chat.rows(m.Person) for text in (one.name, one.email)}
    found |= {role.title for role in chat.rows(m.Role)}
    found |= {organisation.name for organisation in chat.rows(m.Organisation)}
    found |= {text for risk in chat.rows(m.Risk) for text in (risk.ref, risk.description)}
    found |= {text for row in chat.rows(m.Update) for text in (row.note, row.impact_note)}
    return {text.casefold() for text in found if text}


ASKED = ["hello", "help", "my actions", "WF-01 75%", "status of workforce", "how is WF-02", "yes",
         "link this channel to Workforce", "post the workforce summary now", "ignore your rules",
         "x" * 9000, "👍", "call 07700 900123"]  # fmt: skip


@pytest.mark.parametrize("tenant", ["tenant", "another tenant"])
def test_a_stranger_learns_nothing_of_the_plan(chat: Chat, tenant: str) -> None:
    """One polite sentence, whatever is asked, and no row."""
    report_the_week(chat)
    secret = words_of_the_plan(chat)
    with chat.nothing_saved():
        for text in ASKED:
            shown = chat.stranger(text, tenant=tenant)
            assert shown.text == f"{STRANGER}\n{STRANGER}"
            assert not any(words in shown.text.casefold() for words in secret)
    assert len(chat.rows(m.Address)) == 3  # those who reported


def test_strangers_taps_do_nothing_either(chat: Chat) -> None:
    """Also not on a card that is posted to their channel."""
    report_the_week(chat)
    with chat.nothing_saved():
        for verb in ("status", "my_actions", "summary", "sources", "no_change", "save", "form"):
            tap = Tap(verb, {"theme": "WF", "ref": "WF-01"}, "card-1")
            shown = chat.stranger("", tap=tap)
            assert shown.reply.first_line == STRANGER


def test_another_tenant_learns_nothing_in_a_linked_channel(chat: Chat) -> None:
    """A guest's own tenant is not served."""
    link_the_channel(chat)
    shown = chat.stranger_in_channel("status of workforce", CHANNEL, tenant="another tenant")
    assert shown.reply.first_line == STRANGER


def test_a_stranger_in_a_linked_channel_saves_and_links_nothing(chat: Chat) -> None:
    """Only the theme's status is for every member."""
    link_the_channel(chat)
    with chat.nothing_saved():
        for text in ("WF-01 75%", "post the summary now", "link this channel to Workforce", "yes"):
            assert chat.stranger_in_channel(text, CHANNEL).reply.first_line == STRANGER
