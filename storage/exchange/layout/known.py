"""The names that a plan's sheets define, and how other cells are matched with them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from storage.exchange.layout import cells
from storage.exchange.layout.suggestions import suggestion

DASHES = re.compile("[\u2010-\u2015\u2212]")  # what people type for a hyphen
APOSTROPHES = re.compile("[\u2018\u2019\u02bc]")  # and for an apostrophe

# What a name stands for, by its folded form.
Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Known:
    """What the sheets name; None where the sheet itself is at fault and was complained of."""

    roles: Names | None = None
    organisations: Names | None = None
    themes: Names | None = None
    """Codes, by code and by name."""
    theme_names: tuple[str, ...] = ()
    sources: Names | None = None
    findings: Names | None = None
    focus_areas: Names | None = None
    council_priorities: Names | None = None
    actions: Names | None = None
    theme_of_action: Mapping[str, str] = field(default_factory=dict)
    """The theme's code by the action's reference, as far as both can be read."""
    risks: Names | None = None
    as_at: date | None = None


def folded(name: str) -> str:
    """A name for comparison: the kind of dash, apostrophe, space and letter makes no odds."""
    plain = APOSTROPHES.sub("'", DASHES.sub("-", name))
    return " ".join(plain.split()).casefold()


def look_up(name: str, among: Names | None, unknown: str, spelt: Iterable[str] = ()) -> str:
    """What a name stands for; `spelt` are further names to suggest.

    Raises:
        ValueError: `unknown` with the name in it, and the name that was probably meant.
    """
    found = name if among is None else among.get(folded(name))
    if found is None:
        near = suggestion(name, dict.fromkeys([*(among or {}).values(), *spelt]))
        raise ValueError(unknown.format(cells.shown(name)) + near)
    return found


def parts(line: str) -> tuple[str, ...]:
    """The parts of a cell that holds several names, separated by semicolons."""
    return tuple(part for part in map(str.strip, line.split(";")) if part)
