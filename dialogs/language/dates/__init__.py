"""Dates as people at work in Britain type them: 03/02/23, w/c 5 Dec, Friday week, another month."""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Literal

from dialogs.language.dates import (
    amounts,
    boards,
    days,
    feasts,
    nth,
    offsets,
    ranges,
    spans,
)
from dialogs.language.dates.patterns import Patterns
from dialogs.language.dates.said import Said
from dialogs.language.dates.when import Shift, When
from dialogs.language.dates.worded import pieces
from dialogs.language.dates.words import lexicon, listed
from dialogs.language.phrases import folded

__all__ = ["Shift", "When", "dates_in"]

LETTERS = re.compile(r"w/e|q[1-4]|[a-z]+")
FIGURES = re.compile(
    r"[0-9](?:st|nd|rd|th)(?!\w)|[0-9]\s?[./-]\s?[0-9](?![0-9]*\s?%)|'[0-9]{2}"
    r"|(?<![0-9])(?:[0-9]{4}|[0-9]{6}|[0-9]{8})(?![0-9])"
    r"|(?<!\w)(?:by|on|to|till?|until|before|b4|the|from|since|after|for|w/?[ce]|and|or|not|&|n)"
    r"\s?[0-9]{1,2}(?![0-9]*\s?(?:%|x\s?[0-9]|of\s[0-9]|percent|per\scent))"
)
"""Figures that may be a day by themselves."""


@lru_cache
def _signs() -> frozenset[str]:
    words = {word: kind for word, (kind, _) in lexicon().items()}
    signs = listed("kinds", "signs")
    owned = (f"{word}s" for word, kind in words.items() if kind in {"weekday", "month"})
    return frozenset([*owned, *(word for word, kind in words.items() if kind in signs)])


RULES = (
    *offsets.RULES,
    *ranges.RULES,
    *spans.RULES,
    *boards.RULES,
    *feasts.RULES,
    *nth.RULES,
    *days.RULES,
    *amounts.RULES,
    *spans.LAST_RULES,
    *boards.LAST_RULES,
    *feasts.LAST_RULES,
    *days.LAST_RULES,
)


@lru_cache
def _patterns() -> Patterns:
    return Patterns(RULES)


def dates_in(
    text: str,
    today: date,
    *,
    boards: Sequence[date] = (),
    due: date | None = None,
    prefer: Literal["future", "past"] = "future",
) -> list[When]:
    """All dates of a text, in order and not overlapping.

    The vague ones are among them: a caller that needs a day leaves them out.

    Without a year it is the next such day, looking back (`prefer`, since, was) the latest. `boards`
    are the meetings that "next board" may mean. What counts from the due date counts from `due`,
    or from today until `When.resolved` is told it.
    """
    if not may_hold_a_date(text):
        return []
    said = Said(pieces(text), 0, 0, today, tuple(boards), prefer == "past")
    return [when.resolved(due) for when in _patterns().read(said)]


def may_hold_a_date(text: str) -> bool:
    """A quick look: much of what is said holds neither a figure like a day nor a word of time."""
    plain = folded(text)
    if not _signs().isdisjoint(LETTERS.findall(plain)):
        return True
    return FIGURES.search(plain) is not None
