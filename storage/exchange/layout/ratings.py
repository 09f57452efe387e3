"""Reads a rating from a word, from a longer remark that begins with it, or from a cell's colour."""

import re
from enum import StrEnum
from typing import TypeVar

from storage.exchange.layout import cells
from storage.vocabulary import Rating

READ_AS = "“{}” is read as {}."
FROM_COLOUR = "read from the cell's colour as {}."
OTHER_COLOUR = "the word {} counts; the cell's colour looks {}."

# What may stand before the word: "RAG: Amber".
OPENING = re.compile(r"^(?:b?rag|rating|status)\b[\s:=-]*", re.IGNORECASE)
COLOURS = re.compile(r"\b(red|amber|green|blue|gr[ea]y)\b", re.IGNORECASE)
LETTERS = {"r": Rating.RED, "a": Rating.AMBER, "g": Rating.GREEN, "b": Rating.BLUE}

AnyRating = TypeVar("AnyRating", bound=StrEnum)


def rating(choices: type[AnyRating], value: object) -> AnyRating:
    """A rating by its word, also with more words behind it ("Amber - at risk"), or by its letter.

    A description that names no rating ("On track") or two of them is not interpreted.

    Raises:
        ValueError: with the ratings that are possible.
    """
    typed = cells.line(value)
    named = _among(choices, _named(typed))
    return named or cells.choice(choices, typed)


def guess(choices: type[AnyRating], typed: str, colour: Rating | None) -> tuple[str, str]:
    """The word that a rating's cell is taken to hold, and what to remark about it, if anything.

    Args:
        choices: the ratings that this column knows.
        typed: the cell's text, "" if it has none.
        colour: the rating that the cell's fill looks like.
    """
    looks = _among(choices, colour)
    if not typed:
        return (cells.word(looks), FROM_COLOUR.format(cells.word(looks))) if looks else ("", "")
    try:
        meant = rating(choices, typed)
    except ValueError:
        return typed, ""
    return typed, _remark(typed, meant, looks)


def _among(choices: type[AnyRating], named: str | None) -> AnyRating | None:
    return next((member for member in choices if member.value == named), None)


def _remark(typed: str, meant: StrEnum, looks: StrEnum | None) -> str:
    if looks and looks != meant:
        return OTHER_COLOUR.format(cells.word(meant), cells.word(looks))
    if _named(typed) not in {None, typed.casefold()}:
        return READ_AS.format(cells.shown(typed), cells.word(meant))
    return ""


def _named(typed: str) -> str | None:
    """The one rating that a text begins with, or that its one letter stands for."""
    rest = OPENING.sub("", typed)
    if rest.casefold() in LETTERS:
        return LETTERS[rest.casefold()]
    named = {found.casefold().replace("gray", "grey") for found in COLOURS.findall(rest)}
    return named.pop() if COLOURS.match(rest) and len(named) == 1 else None
