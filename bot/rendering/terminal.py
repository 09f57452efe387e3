"""A card as a terminal shows it: its text, what can be tapped, and what can be filled in."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from bot.rendering.cards import CONTENT_TYPE
from dialogs.messages import Button, ChoiceField, DateField, NumberField, TextField

NOT_WHOLE = "Please type a whole number from {least} to {most}."
NOT_A_DAY = "Please type a day such as 2022-12-09."
NOT_A_CHOICE = "Please type one of the numbers."
# What people wrote must not move the cursor, colour the screen or ring the bell.
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")

Json: TypeAlias = Mapping[str, Any]
Field: TypeAlias = TextField | NumberField | DateField | ChoiceField


class NotTaken(Exception):
    """A field does not take what was typed; its text says what it takes."""


@dataclass(frozen=True)
class Shown:
    """An activity as a terminal shows it.

    Each field comes with the label of the closed part that it is in, or "".
    """

    text: str
    buttons: tuple[Button, ...] = ()
    fields: tuple[tuple[str, Field], ...] = ()


def shown(activity: Json) -> Shown:
    """Read an activity of planbot's: a card, or a plain message."""
    for attachment in activity.get("attachments", ()):
        if attachment["contentType"] == CONTENT_TYPE:
            return shown_card(attachment["content"])
    return Shown(activity.get("text", ""))


def shown_card(card: Json) -> Shown:
    """Read a card of planbot's; its fallback text says all that it says."""
    buttons: list[Button] = []
    fields: list[tuple[str, Field]] = []
    for fold, element in _parts(card["body"]):
        buttons += [_button(a) for a in element.get("actions", ()) if a["type"] == "Action.Execute"]
        if field := _field(element):
            fields.append((fold, field))
    return Shown(card["fallbackText"], tuple(buttons), tuple(fields))


def question(field: Field) -> str:
    """The prompt for a field, with what it holds already in square brackets."""
    asked, held = field.label, filled(field)
    if isinstance(field, ChoiceField):
        asked = f"{_introduced(asked)}{_choices(field)}"
        held = str([value for value, _ in field.options].index(held) + 1) if held else ""
    return _introduced(f"{asked} [{held}]" if held else asked)


def filled(field: Field) -> str:
    """What a field holds, as a card sends it."""
    return "" if field.value is None else str(field.value)


def read(field: Field, typed: str) -> str:
    """What was typed into a field, as a card sends it.  Raises NotTaken."""
    match field:
        case ChoiceField(options=options):
            return _chosen(options, typed)
        case NumberField(least=least, most=most):
            if not typed.isdecimal() or not least <= int(typed) <= most:
                raise NotTaken(NOT_WHOLE.format(least=least, most=most))
        case DateField():
            _check_day(typed)
    return typed


def inert(text: str) -> str:
    """Text that a terminal shows and does not obey."""
    return CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text)


def _parts(elements: Sequence[Json], fold: str = "") -> Iterator[tuple[str, Json]]:
    """Every element with the label of the closed part that it is in."""
    labels: dict[str, str] = {}
    for element in elements:
        for action in element.get("actions", ()):
            opened = action.get("targetElements", ())
            labels |= dict.fromkeys(opened, action["title"].removesuffix(" ▾"))
        yield fold, element
        yield from _parts(element.get("items", ()), labels.get(element.get("id", ""), fold))


def _button(action: Json) -> Button:
    return Button(
        label=action["title"],
        verb=action["verb"],
        data=action.get("data", {}),
        with_fields=action.get("associatedInputs") == "auto",
    )


def _field(element: Json) -> Field | None:
    name, label, value = (element.get(key, "") for key in ("id", "label", "value"))
    match element["type"]:
        case "Input.Text":
            return TextField(name=name, label=label, value=value)
        case "Input.Number":
            least, most, whole = element["min"], element["max"], value if value != "" else None
            return NumberField(name=name, label=label, value=whole, least=least, most=most)
        case "Input.Date":
            day = date.fromisoformat(value) if value else None
            return DateField(name=name, label=label, value=day)
        case "Input.ChoiceSet":
            options = tuple((choice["value"], choice["title"]) for choice in element["choices"])
            return ChoiceField(name=name, label=label, options=options, value=value)
        case _:
            return None


def _choices(field: ChoiceField) -> str:
    numbered = ((str(number), title) for number, (_, title) in enumerate(field.options, 1))
    return " · ".join(
        title if title == number else f"{number} {title}" for number, title in numbered
    )


def _introduced(words: str) -> str:
    return f"{words} " if words.endswith("?") else f"{words}: "


def _chosen(options: tuple[tuple[str, str], ...], typed: str) -> str:
    for number, (value, title) in enumerate(options, 1):
        if typed.casefold() in {str(number), title.casefold()}:
            return value
    raise NotTaken(NOT_A_CHOICE)


def _check_day(typed: str) -> None:
    try:
        date.fromisoformat(typed)
    except ValueError:
        raise NotTaken(NOT_A_DAY) from None
