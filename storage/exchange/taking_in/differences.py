"""What a workbook says other than the record: new rows, changed cells, rows that are gone.

The record goes on between two workbooks, so a cell counts as changed only if it is neither what
the record says now nor what the workbook before it said.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from storage.exchange.layout import cells, days
from storage.exchange.layout.plan_sheets import PlanSheets
from storage.exchange.layout.row import PlanRow
from storage.exchange.layout.rows import ACTIONS, ISSUES, PEOPLE, PROGRAMME, RISKS, SHEETS

NEW = "{}: {} is new."
CHANGED = "{}: {}, {}: {}, was {}."
CHANGED_UNSEEN = "{}: {}, {} is another."
GONE = "{}: {} is no longer there. It stays in the record."
GONE_MARKED = "{}: {} is no longer there. It stays in the record, and is marked."
GONE_HOLDER = "{}: {} is no longer held by somebody who holds it in the record."
NOTHING = "empty"
LISTED = ", "
# What the record does not know: a workbook's own day, and its notes to the reader of another.
NOT_COMPARED = frozenset({"same_as", "slips"})
EMPTY: tuple[object, ...] = (None, "", [], False)
# An empty cell takes back nothing that was reported.
SILENT = frozenset(
    {
        "forecast",
        "impact_note",
        "last_note",
        "last_note_date",
        "latest",
        "out_of",
        "percent",
        "proximity",
        "read_on",
        "residual_impact",
        "residual_likelihood",
        "response",
    }
)
PERSONAL = ("name", "email")

Keyed = Mapping[str, PlanRow]
Rows = Mapping[str, Mapping[str, Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Added:
    """A row that the record does not have."""

    sheet: str
    row: PlanRow

    def sentences(self) -> Iterator[str]:
        """One line to show."""
        yield NEW.format(self.sheet, self.row.label)


@dataclass(frozen=True, slots=True)
class Changed:
    """A row that the record has otherwise: the names of the fields, and how it stands."""

    sheet: str
    row: PlanRow
    stands: PlanRow
    fields: frozenset[str]

    def sentences(self) -> Iterator[str]:
        """A line to show for each cell, in the order of the columns."""
        for name, field in self.row.columns().items():
            if name not in self.fields:
                continue
            if self.sheet == PEOPLE and name in PERSONAL:
                yield CHANGED_UNSEEN.format(self.sheet, self.row.label, field.alias)
            else:
                values = (_shown(getattr(self.row, name)), _shown(getattr(self.stands, name)))
                yield CHANGED.format(self.sheet, self.row.label, field.alias, *values)


@dataclass(frozen=True, slots=True)
class Gone:
    """A row that an earlier workbook had and this one has not."""

    sheet: str
    row: PlanRow

    def sentences(self) -> Iterator[str]:
        """One line to show."""
        own = {PEOPLE: GONE_HOLDER} | dict.fromkeys((ACTIONS, RISKS, ISSUES), GONE_MARKED)
        yield own.get(self.sheet, GONE).format(self.sheet, self.row.label)


Difference = Added | Changed | Gone


def as_said(plan: PlanSheets) -> dict[str, dict[str, dict[str, Any]]]:
    """Sheet → key → the whole row: what the next workbook is compared with.

    It is kept for good, so a person's name and address are marks that can only be compared.
    """
    return {
        sheet: {_key(sheet, row): _kept(sheet, row) for row in rows}
        for sheet, rows in plan.sheets().items()
    }


def _key(sheet: str, row: PlanRow) -> str:
    return _mark(row.key) if sheet == PEOPLE else row.key


def _kept(sheet: str, row: PlanRow) -> dict[str, Any]:
    """A row as JSON has it, whole."""
    values = row.model_dump(mode="json")
    names = PERSONAL if sheet == PEOPLE else ()
    return values | {name: _mark(values[name]) for name in names}


def _mark(text: str) -> str:
    return hashlib.sha256(text.casefold().encode()).hexdigest()


def differences(plan: PlanSheets, record: PlanSheets, before: Rows) -> tuple[Difference, ...]:
    """Everything in which a plan differs from the record, sheet by sheet.

    `before` holds the rows of the workbook that was taken in last.
    """
    found: list[Difference] = []
    stands = record.sheets()
    for sheet, rows in plan.sheets().items():
        if sheet != PROGRAMME:
            theirs = {row.key: row for row in stands[sheet]}
            ours = {row.key: row for row in rows}
            said = before.get(sheet, {}) if _is_there(plan, sheet) else {}
            found += _of_sheet(sheet, ours, theirs, said, plan.unsaid.get(sheet, frozenset()))
    return tuple(found)


def _is_there(plan: PlanSheets, sheet: str) -> bool:
    """Whether a plan has a sheet: from one that is not there, nothing is gone."""
    return SHEETS[sheet].model_fields.keys() != plan.unsaid.get(sheet)


def _of_sheet(
    sheet: str,
    rows: Keyed,
    stands: Keyed,
    said: Mapping[str, Mapping[str, Any]],
    unsaid: frozenset[str],
) -> Iterator[Difference]:
    for key, row in rows.items():
        before = said.get(_key(sheet, row))
        if key not in stands:
            if _kept(sheet, row) != before:  # else the record has moved on from it
                yield Added(sheet, row)
        elif fields := _changed(sheet, row, stands[key], before) - unsaid:
            yield Changed(sheet, row, stands[key], fields)
    yield from (
        Gone(sheet, row)
        for key, row in stands.items()
        if _key(sheet, row) in said and key not in rows
    )


def _changed(
    sheet: str, row: PlanRow, stands: PlanRow, said: Mapping[str, Any] | None
) -> frozenset[str]:
    here, there = _kept(sheet, row), _kept(sheet, stands)
    return frozenset(
        name
        for name, value in here.items()
        if name not in NOT_COMPARED
        and not (name in SILENT and value in EMPTY)
        and not _same(value, there[name])
        and not _said(said, name, value)
    )


def _said(said: Mapping[str, Any] | None, name: str, value: Any) -> bool:
    """Whether the workbook before said the same; one from before a column was known left it out."""
    if said is None:
        return False
    return _same(value, said[name]) if name in said else value in EMPTY


def _same(one: Any, other: Any) -> bool:
    """Lists are the same in any order: they are names in one cell."""
    if isinstance(one, list) and isinstance(other, list):
        return sorted(map(str, one)) == sorted(map(str, other))
    return bool(one == other)


def _shown(value: Any) -> str:
    if value in {None, ""} or value == ():
        return NOTHING
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return days.shown_day(value)
    if isinstance(value, tuple):
        return cells.shown(LISTED.join(_shown(part) for part in value))
    return cells.shown(str(value))
