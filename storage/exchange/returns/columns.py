"""Finds the columns of a return's sheet by their headers; nothing that was filled in is passed by.

A plan's sheets are read more freely (`storage.exchange.reading.tables`): they may hold columns of
their own. A return's sheets are ours, and what stands elsewhere on them was meant for the record.
"""

from collections.abc import Collection, Iterator, Mapping

from openpyxl.utils import get_column_letter

from storage.exchange.layout.mistakes import Mistake, Remark
from storage.exchange.reading.headers import (
    LAST_HEADER_ROW,
    MISSING_COLUMN,
    REPEATED_COLUMN,
    folded_header,
)
from storage.exchange.reading.tables import Cell, Grid, Row, Table

STRAY = "nothing is read from here; move it into one of the coloured columns."
MERGED = "this cell is merged over the rows {} to {}; separate them and fill in each row."


def table_of(
    grid: Grid, wanted: Collection[str], left_alone: Collection[str], told: list[Remark]
) -> Table:
    """A sheet as a table of its wanted columns.

    Args:
        grid: the sheet.
        wanted: the headers that must be there.
        left_alone: the headers of columns that are not read.
        told: mistakes are added here.
    """
    headers = {folded_header(header): header for header in (*wanted, *left_alone)}
    top = _header_row(grid, headers)
    columns: dict[str, int] = {}
    for at, name in _names(grid.rows.get(top, {})).items():
        header = headers.get(name)
        if header in columns:
            told.append(Mistake(grid.title, REPEATED_COLUMN, top, get_column_letter(at), header))
        elif header:
            columns[header] = at
    told.extend(grid.told)
    told.extend(_missing(grid, top, wanted, columns))
    told.extend(_stray(grid, top, frozenset(columns.values())))
    told.extend(_merged(grid, {columns[header]: header for header in wanted if header in columns}))
    letters = {header: get_column_letter(at) for header, at in columns.items()}
    read = {header: columns[header] for header in wanted if header in columns}
    return Table(grid.title, letters, tuple(_rows(grid, top, read)))


def _header_row(grid: Grid, headers: Collection[str]) -> int:
    """The row near the top that holds the most headers."""
    near = [number for number in grid.rows if number <= LAST_HEADER_ROW]
    known = {number: len(set(_names(grid.rows[number]).values()) & set(headers)) for number in near}
    return max(known, key=lambda number: known[number], default=1)


def _names(cells: Mapping[int, Cell]) -> dict[int, str]:
    return {at: folded_header(str(cell.value)) for at, cell in cells.items()}


def _missing(
    grid: Grid, top: int, wanted: Collection[str], found: Collection[str]
) -> Iterator[Mistake]:
    for header in wanted:
        if header not in found:
            yield Mistake(grid.title, MISSING_COLUMN.format(header), top)


def _stray(grid: Grid, top: int, columns: Collection[int]) -> Iterator[Mistake]:
    for number, cells in grid.rows.items():
        for at, cell in cells.items():
            if number > top and at not in columns and cell.value is not None:
                yield Mistake(grid.title, STRAY, number, get_column_letter(at), "no header")


def _merged(grid: Grid, columns: Mapping[int, str]) -> Iterator[Mistake]:
    for merge in grid.merges:
        if merge.column in columns:
            sentence = MERGED.format(merge.first, merge.last)
            letter = get_column_letter(merge.column)
            yield Mistake(grid.title, sentence, merge.first, letter, columns[merge.column])


def _rows(grid: Grid, top: int, columns: Mapping[str, int]) -> Iterator[Row]:
    for number, cells in grid.rows.items():
        if number > top:
            yield Row(number, {header: cells[at] for header, at in columns.items() if at in cells})
