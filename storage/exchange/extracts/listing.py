"""A table on its way out: its title, its columns, and its rows as they are asked for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class Paint(StrEnum):
    """The colour of a cell; its words say the same (programme.md, Vocabulary)."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    BLUE = "blue"
    GREY = "grey"


@dataclass(frozen=True, slots=True)
class Painted:
    """A value and the colour that stands beside its words."""

    value: str | int
    paint: Paint


Value = str | int | bool | Decimal | date | datetime | Painted | None


class Kind(StrEnum):
    """What a column holds: decides its width and how dates are shown."""

    WORD = "word"
    NAME = "name"
    TEXT = "text"
    DAY = "day"
    MOMENT = "moment"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Column:
    """A column's header, which is also its key in JSON."""

    title: str
    kind: Kind = Kind.WORD


@dataclass(frozen=True, slots=True)
class Listing:
    """One table: each row has a value for each column. Its rows can be taken once."""

    title: str
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[Value]]
    for_paper: bool = False
    """A register that is printed for a board: laid out on pages, every cell wrapped."""


def plain(value: Value) -> str | int | bool | Decimal | date | datetime | None:
    """The value without its colour."""
    return value.value if isinstance(value, Painted) else value
