"""A return as it was filled in, checked as far as the workbook itself can tell."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from storage.exchange.layout.mistakes import Remark
from storage.exchange.layout.row import PlanRow
from storage.exchange.returns.layout import ActionReturn, RiskReturn

REFERENCES = frozenset({"ref", "action"})
"""The fields that hold a checked reference and nobody's words."""

AnyRow = TypeVar("AnyRow", bound=PlanRow)


class Filled(BaseModel, Generic[AnyRow]):
    """What the rows of one sheet say, by their number, and the letters of its columns."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)
    title: str
    letters: Mapping[str, str] = {}
    rows: Mapping[int, AnyRow] = {}

    def told(self, number: int, header: str, sentence: str) -> str:
        """A sentence about one cell, with its place before it."""
        return str(Remark(self.title, sentence, number, self.letters.get(header, ""), header))

    def place(self, number: int, header: str) -> str:
        """Where a cell is: "Return, row 2, column K (What changed)"."""
        return self.told(number, header, "").removesuffix(": ")


class Return(BaseModel):
    """What an organisation sent back: only the rows that say something."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)
    organisation: str
    made_on: date
    actions: Filled[ActionReturn]
    risks: Filled[RiskReturn]
    remarks: tuple[str, ...] = ()
    """What had to be guessed when the workbook was read."""

    @property
    def digest(self) -> str:
        """The same for the same content, wherever its rows stand; 64 hexadecimal digits."""
        rows = (*self.actions.rows.values(), *self.risks.rows.values())
        said = sorted(row.model_dump_json() for row in rows)
        content = json.dumps([self.organisation, self.made_on.isoformat(), said])
        return hashlib.sha256(content.encode()).hexdigest()


def texts(filled: Return) -> Iterator[tuple[str, str]]:
    """Every text that somebody typed, each with its place before it, so that it can be judged.

    What identifies a child or a family has to be found before a return is taken in
    (programme.md, Personal data stays out); whoever takes it in has the means to.
    """
    yield from _texts(filled.actions)
    yield from _texts(filled.risks)


def _texts(sheet: Filled[AnyRow]) -> Iterator[tuple[str, str]]:
    for number, row in sheet.rows.items():
        for name, about in type(row).columns().items():
            value = () if name in REFERENCES else getattr(row, name)
            for text in value if isinstance(value, tuple) else (value,):
                if isinstance(text, str) and text and not isinstance(text, StrEnum):
                    yield sheet.place(number, str(about.alias)), text
