"""What a terminal shows is what the card holds: every tap, every field, and nothing obeyed."""

from datetime import date

import pytest

from bot.rendering.activities import activity
from bot.rendering.terminal import (
    NOT_A_CHOICE,
    NOT_A_DAY,
    NotTaken,
    Shown,
    filled,
    inert,
    question,
    read,
    shown,
)
from dialogs.messages import (
    Button,
    Buttons,
    ChoiceField,
    DateField,
    Fold,
    Heading,
    Line,
    NumberField,
    Reply,
    TextField,
)

RATING = ChoiceField(
    name="rating", label="Rating", options=(("keep", "stay Amber"), ("red", "Red")), value="keep"
)
PERCENT = NumberField(name="percent", label="Completed, in %", value=65, most=100)
NOTE = TextField(name="note", label="What changed since 9 Nov?")
FORECAST = DateField(name="forecast", label="I expect to finish on", value=date(2022, 12, 30))
SCORE = ChoiceField(name="score", label="Likelihood", options=(("1", "1"), ("2", "2")))
SAVE = Button(label="Save WF-01", verb="save_form", data={"ref": "WF-01"}, with_fields=True)
BACK = Button(label="Back", verb="my_actions")


def drawn(*blocks: object) -> Shown:
    """The blocks of a reply, drawn as a card and read as a terminal reads it."""
    reply = Reply.model_validate({"first_line": "Form", "blocks": blocks})
    return shown(activity(reply, "28:bot"))


def test_a_plain_message_is_its_text() -> None:
    """There is nothing to tap and nothing to fill in."""
    assert shown(activity(Reply(first_line="Hello."), "28:bot")) == Shown("Hello.")


def test_a_card_is_its_full_text_and_its_buttons_in_order() -> None:
    """The words are those of the fallback text; markdown is escaped for Teams only."""
    card = drawn(Heading(text="WF-01 *", aside="due"), Line(text="75%"), Buttons(buttons=(BACK,)))
    assert card == Shown("WF-01 * (due)\n75%", (BACK,))


def test_a_card_gives_back_every_field_it_was_drawn_with() -> None:
    """Labels, values, limits and choices survive the way over the wire."""
    card = drawn(RATING, PERCENT, NOTE, FORECAST, SCORE, Buttons(buttons=(SAVE,)))
    assert [field for _, field in card.fields] == [RATING, PERCENT, NOTE, FORECAST, SCORE]
    assert card.buttons == (SAVE,)


def test_what_is_folded_away_is_known_by_the_label_of_its_part() -> None:
    """Fields of a closed part can be left out; its buttons are in reach."""
    fold = Fold(label="A risk", blocks=(NOTE, Buttons(buttons=(BACK,))))
    card = drawn(PERCENT, fold, SCORE)
    assert card.fields == (("", PERCENT), ("A risk", NOTE), ("", SCORE))
    assert card.buttons == (BACK,)


@pytest.mark.parametrize(
    ("field", "prompt"),
    [
        (RATING, "Rating: 1 stay Amber · 2 Red [1]: "),
        (SCORE, "Likelihood: 1 · 2: "),
        (PERCENT, "Completed, in % [65]: "),
        (NOTE, "What changed since 9 Nov? "),
        (FORECAST, "I expect to finish on [2022-12-30]: "),
    ],
)
def test_a_prompt_shows_what_is_there_already(
    field: ChoiceField | NumberField | TextField | DateField, prompt: str
) -> None:
    """In square brackets, a choice by its number."""
    assert question(field) == prompt


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        (RATING, "2", "red"),
        (RATING, "red", "red"),
        (RATING, "Stay amber", "keep"),
        (PERCENT, "0", "0"),
        (PERCENT, "100", "100"),
        (FORECAST, "2023-01-31", "2023-01-31"),
        (NOTE, "14 interviews", "14 interviews"),
    ],
)
def test_what_is_typed_is_read_as_the_card_sends_it(
    field: ChoiceField | NumberField | TextField | DateField, typed: str, value: str
) -> None:
    """A choice by its number or its words, everything else as it is."""
    assert read(field, typed) == value


@pytest.mark.parametrize(
    ("field", "typed", "complaint"),
    [
        (RATING, "3", NOT_A_CHOICE),
        (RATING, "purple", NOT_A_CHOICE),
        (PERCENT, "140", "Please type a whole number from 0 to 100."),
        (PERCENT, "-5", "Please type a whole number from 0 to 100."),
        (PERCENT, "half", "Please type a whole number from 0 to 100."),
        (FORECAST, "tomorrow", NOT_A_DAY),
        (FORECAST, "2022-02-30", NOT_A_DAY),
    ],
)
def test_what_a_field_does_not_take_is_said(
    field: ChoiceField | NumberField | DateField, typed: str, complaint: str
) -> None:
    """As Teams does before it sends a card."""
    with pytest.raises(NotTaken) as refused:
        read(field, typed)
    assert str(refused.value) == complaint


def test_an_empty_field_is_sent_empty() -> None:
    """A number or a date that was never given is no 0 and no today."""
    assert filled(NumberField(name="percent", label="Completed")) == ""
    assert filled(DateField(name="forecast", label="Finish")) == ""
    assert filled(FORECAST) == "2022-12-30"


def test_what_people_wrote_cannot_command_the_terminal() -> None:
    """Escape sequences, bells and returns are shown as what they are; lines and tabs stay."""
    assert inert("a\x1b[31mb\x07c\rd\x9be\x7f\n\tf") == "a�[31mb�c�d�e�\n\tf"
