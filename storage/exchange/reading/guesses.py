"""Takes the cells of a row for what they mean, and remarks on what had to be guessed.

What is guessed: a word such as TBC is no answer, a colour alone is a rating, a bare number in a
column of dates is the day by which Excel counts it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from pydantic.fields import FieldInfo

from storage.exchange.layout import cells, days, ratings
from storage.exchange.layout.escapes import is_gap
from storage.exchange.layout.mistakes import Remark
from storage.exchange.layout.row import PlanRow, kind_of
from storage.exchange.reading.tables import Cell, Row, Table
from storage.vocabulary import ImpactRating, Rating

COUNTS_AS_EMPTY = "“{}” counts as an empty cell."
DAY_NUMBER = "the number {} is read as the date {:%d/%m/%Y}."
NO_DATE_YET = "“{}” is not a date: give the date that is worked to, such as 30/12/2022."
NO_CHOICE_YET = "“{}” is not possible here; use {}."
NO_NUMBER_YET = "“{}” is not a number: give the one that holds today."
NO_TEXT_YET = "“{}” is not enough here: give what holds today; it can be changed later."

RATINGS = (Rating, ImpactRating)


@dataclass(frozen=True, slots=True)
class Understood:
    """A row's values by header, ready to be checked."""

    values: dict[str, object] = field(default_factory=dict)
    unanswered: dict[str, str] = field(default_factory=dict)
    """What to say about needed cells that hold only a word such as TBC."""
    remarks: list[Remark] = field(default_factory=list)


def understood(table: Table, row: Row, kind: type[PlanRow]) -> Understood:
    """What the cells of a row mean, with a remark on each guess."""
    result = Understood()
    fields = kind.by_header()
    for header, cell in row.cells.items():
        sentence = _take(header, cell, fields[header], result)
        if sentence:
            result.remarks.append(table.remark(row.number, header, sentence))
    return result


def _take(header: str, cell: Cell, about: FieldInfo, result: Understood) -> str:
    """Put one cell where it belongs; gives back the remark on it, if there is one."""
    kind = kind_of(about)
    if is_gap(cell.value) and not cell.literal and not _means_something(kind, cell.value):
        return _gap(header, str(cell.value).strip(), about, result)
    value, sentence = _guessed(kind, cell)
    if value is not None:
        result.values[header] = value
    return sentence


def _gap(header: str, typed: str, about: FieldInfo, result: Understood) -> str:
    if not about.is_required():
        return COUNTS_AS_EMPTY.format(typed)
    result.unanswered[header] = _unanswered(kind_of(about), typed)
    return ""


def _unanswered(kind: type, typed: str) -> str:
    if issubclass(kind, StrEnum):
        return NO_CHOICE_YET.format(typed, cells.listed([cells.word(one) for one in kind], "or"))
    sentences: Mapping[type, str] = {date: NO_DATE_YET, int: NO_NUMBER_YET}
    return sentences.get(kind, NO_TEXT_YET).format(typed)


def _means_something(kind: type, value: object) -> bool:
    """Whether a gap's word is one of the answers: an impact rating may be Unknown."""
    try:
        return issubclass(kind, StrEnum) and cells.choice(kind, value) in kind
    except ValueError:
        return False


def _guessed(kind: type, cell: Cell) -> tuple[object, str]:
    if kind in RATINGS and isinstance(cell.value, (str, type(None))):
        word, sentence = ratings.guess(kind, _line(cell.value), cell.colour)
        return word or None, sentence
    if kind is date and (day := days.serial_day(cell.value)):
        return day, DAY_NUMBER.format(cells.line(cell.value), day)
    return cell.value, ""


def _line(value: str | None) -> str:
    return " ".join((value or "").split())
