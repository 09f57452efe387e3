"""Reads a return workbook: every mistake in it at once, or what it says."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from storage.exchange.layout.mistakes import Mistake, PlanRejected, Remark
from storage.exchange.layout.row import PlanRow
from storage.exchange.reading.guesses import Understood, understood
from storage.exchange.reading.sheets import workbook_grids
from storage.exchange.reading.tables import Grid, Row, Table, folded_title
from storage.exchange.returns.columns import table_of
from storage.exchange.returns.filled import Filled, Return
from storage.exchange.returns.layout import (
    KEY,
    KNOWN,
    NEW_RISKS,
    RETURN,
    ActionReturn,
    KeyRow,
    RiskReturn,
)
from storage.exchange.returns.refused import ReturnRefused

NO_RETURN = (
    "This is not a return workbook as planbot makes them: its hidden sheet “Key” is missing or "
    "damaged. Have a new one made and fill that in."
)
NOTHING_SAID = "The return says nothing: none of its coloured cells is filled in."
NO_SHEET = "this sheet is missing."
NO_KEY = "this row was added by hand; use the rows of the workbook as it was made."
NO_REFERENCE = "this cell is empty, so it is not known which action the row is about."
EMPTY = "this cell is empty."
REPEATED = "{} stands in row {} already; say all of it in one row."
MISSING = {"Key": NO_KEY, "Reference": NO_REFERENCE, "Action": NO_REFERENCE}
MADE_BY_US = frozenset({"Reference", "Key"})
"""The cells of a row of actions that nobody filled in."""

AnyRow = TypeVar("AnyRow", bound=PlanRow)


def read_return(source: Path | bytes) -> Return:
    """Read and check a return; rows that were left empty say nothing.

    Dates, ratings and words such as TBC are taken as generously as in a plan, with a remark on
    what was guessed.

    Raises:
        ReturnRefused: the file is no return, or with every mistake in it, in order.
    """
    grids = _grids(source)
    key = _key(grids)
    told: list[Remark] = []
    actions = _actions(grids, told)
    risks = _filled(NEW_RISKS, RiskReturn, grids, told)
    told.extend(_repeats(actions))
    if mistakes := [one for one in told if isinstance(one, Mistake)]:
        raise ReturnRefused(map(str, _in_order(mistakes)))
    if not (actions.rows or risks.rows):
        raise ReturnRefused([NOTHING_SAID])
    return Return(
        organisation=key.organisation,
        made_on=key.made_on,
        actions=actions,
        risks=risks,
        remarks=tuple(map(str, _in_order(told))),
    )


def _grids(source: Path | bytes) -> dict[str, Grid]:
    """The return's sheets by our titles, in whatever capitals they came back."""
    titles = {folded_title(title): title for title in (KEY, RETURN, NEW_RISKS)}
    try:
        grids = workbook_grids(source, titles.values())
    except PlanRejected as rejected:
        raise ReturnRefused(rejected.mistakes) from None
    ours = ((titles[folded_title(grid.title)], grid) for grid in grids)
    return {title: replace(grid, title=title) for title, grid in ours}


def _key(grids: Mapping[str, Grid]) -> KeyRow:
    """Whose return it is. Nobody is meant to see this sheet: any fault in it is the same one."""
    told: list[Remark] = []
    filled = _filled(KEY, KeyRow, grids, told)
    if told or len(filled.rows) != 1:
        raise ReturnRefused([NO_RETURN])
    return next(iter(filled.rows.values()))


def _actions(grids: Mapping[str, Grid], told: list[Remark]) -> Filled[ActionReturn]:
    """The rows of actions that say something: "No" under Done? or TBC says nothing."""
    filled = _filled(RETURN, ActionReturn, grids, told)
    rows = {number: row for number, row in filled.rows.items() if row.said}
    return filled.model_copy(update={"rows": rows})


def _filled(
    title: str, kind: type[AnyRow], grids: Mapping[str, Grid], told: list[Remark]
) -> Filled[AnyRow]:
    """What a sheet's rows say, as far as they can be understood."""
    if title not in grids:
        told.append(Mistake(title, NO_SHEET))
        return Filled(title=title)
    known, made_by_us = (KNOWN, MADE_BY_US) if kind is ActionReturn else ((), frozenset())
    table = table_of(grids[title], kind.by_header(), known, told)
    filled = (row for row in table.rows if row.cells.keys() - made_by_us)
    checked = {row.number: _checked(table, row, kind, told) for row in filled}
    rows = {number: row for number, row in checked.items() if row}
    return Filled(title=title, letters=table.letters, rows=rows)


def _checked(table: Table, row: Row, kind: type[AnyRow], told: list[Remark]) -> AnyRow | None:
    meant = understood(table, row, kind)
    told.extend(meant.remarks)
    try:
        return kind.model_validate(meant.values)
    except ValidationError as error:
        told.extend(_mistakes(table, row, kind, meant, error))
        return None


def _mistakes(
    table: Table, row: Row, kind: type[PlanRow], meant: Understood, error: ValidationError
) -> Iterator[Mistake]:
    for detail in error.errors(include_url=False, include_input=False):
        header = _header(kind, str(detail["loc"][0]))
        if detail["type"] != "missing":
            yield table.mistake(row.number, header, str(detail["ctx"]["error"]))
        elif header in table.letters:  # a missing column was reported once
            sentence = meant.unanswered.get(header) or MISSING.get(header, EMPTY)
            yield table.mistake(row.number, header, sentence)


def _header(kind: type[PlanRow], place: str) -> str:
    """The column's header; pydantic names a default that was refused by its field."""
    return str(kind.model_fields[place].alias) if place in kind.model_fields else place


def _repeats(actions: Filled[ActionReturn]) -> Iterator[Mistake]:
    seen: dict[str, int] = {}
    for number, row in actions.rows.items():
        first = seen.setdefault(row.ref, number)
        if first != number:
            sentence, letter = REPEATED.format(row.ref, first), actions.letters["Reference"]
            yield Mistake(RETURN, sentence, number, letter, "Reference")


def _in_order(told: Iterable[Remark]) -> list[Remark]:
    sheets = (RETURN, NEW_RISKS)
    return sorted(told, key=lambda one: (sheets.index(one.sheet), one.position))
