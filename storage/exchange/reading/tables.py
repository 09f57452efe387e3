"""A plan's sheets as plain tables: the wanted ones, their headers and their filled cells."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from openpyxl.utils import get_column_letter

from storage.exchange.layout.cells import line
from storage.exchange.layout.mistakes import Mistake, Remark
from storage.exchange.reading.headers import LAST_HEADER_ROW, Found, HeaderFinder, Headers
from storage.vocabulary import Rating

NO_SHEET = "there is no sheet with this name."
TWO_SHEETS = "there are two sheets with this name; remove or rename one."
STRAY_CELL = "this cell is filled, but its column has no name in row {}."
MERGED = "this cell is merged over the rows {} to {} and counts for each of them."


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's value (None if it only has a colour) and how it looks."""

    value: object
    colour: Rating | None = None
    literal: bool = False
    """Typed as a text on purpose (with an apostrophe before it): it means what it says."""


@dataclass(frozen=True, slots=True)
class Merge:
    """A block of merged cells, of which the first holds the value."""

    column: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet as it was found: row number → column number → cell; rows without a value are gone."""

    title: str
    rows: dict[int, dict[int, Cell]]
    merges: tuple[Merge, ...] = ()
    told: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row's number in its file and its cells by header."""

    number: int
    cells: Mapping[str, Cell]

    def name(self, header: str) -> str:
        """What a cell names, as far as it can be read; "" if it is empty or unreadable."""
        value = self.cells[header].value if header in self.cells else None
        if isinstance(value, date):
            return f"{value:%d/%m/%Y}"
        try:
            return "" if value is None else line(value)
        except ValueError:
            return ""


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: the column letter of each header that is there, and the rows beneath."""

    title: str
    letters: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[Row, ...] = ()

    def mistake(self, row: int, header: str, sentence: str) -> Mistake:
        """A mistake in one cell."""
        return Mistake(self.title, sentence, row, self.letters.get(header, ""), header)

    def remark(self, row: int, header: str, sentence: str) -> Remark:
        """A remark about one cell."""
        return Remark(self.title, sentence, row, self.letters.get(header, ""), header)


def tables_of(
    grids: list[Grid], wanted: Mapping[str, Headers], optional: frozenset[str], told: list[Remark]
) -> dict[str, Table]:
    """The wanted tables; a sheet that is not there has none, other sheets are left alone.

    Args:
        grids: all sheets of the file.
        wanted: the headers of each wanted sheet, and whether each header is needed.
        optional: the sheets that may be missing or without a single filled cell.
        told: mistakes and remarks are added here.
    """
    tables = {}
    for title, headers in wanted.items():
        found = [grid for grid in grids if folded_title(grid.title) == folded_title(title)]
        if len(found) > 1:
            told.append(Mistake(title, TWO_SHEETS))
        elif found and (found[0].rows or title not in optional):
            tables[title] = _table(title, found[0], headers, told)
        elif title not in optional:
            told.append(Mistake(title, NO_SHEET))
    return tables


def folded_title(title: str) -> str:
    """A sheet's or a file's name for comparison: "board_meetings" is "Board meetings"."""
    return "".join(filter(str.isalnum, title.casefold()))


def _table(title: str, grid: Grid, headers: Headers, told: list[Remark]) -> Table:
    told.extend(replace(remark, sheet=title) for remark in grid.told)
    merged = _fill_down(grid)
    top = {row: _texts(cells) for row, cells in grid.rows.items() if row <= LAST_HEADER_ROW + 1}
    found = HeaderFinder(title, headers).find(top, told)
    letters = {header: get_column_letter(at) for header, at in found.columns.items()}
    table = Table(title, letters, tuple(_rows(grid, found)))
    told.extend(_stray_cells(title, grid, found))
    told.extend(_merges(table, found, merged))
    return table


def _texts(cells: Mapping[int, Cell]) -> dict[int, str]:
    return {at: str(cell.value) for at, cell in cells.items() if cell.value is not None}


def _fill_down(grid: Grid) -> list[Merge]:
    """Copy the value of cells merged downwards into their rows; give back those that mattered."""
    mattered = []
    for merge in grid.merges:
        value = grid.rows.get(merge.first, {}).get(merge.column)
        rows = [row for row in range(merge.first + 1, merge.last + 1) if row in grid.rows]
        if value is not None and rows:
            mattered.append(merge)
            for row in rows:
                grid.rows[row][merge.column] = value
    return mattered


def _rows(grid: Grid, found: Found) -> Iterator[Row]:
    for number, cells in grid.rows.items():
        if number > found.row and any(cell.value is not None for cell in cells.values()):
            named = {header: cells[at] for header, at in found.columns.items() if at in cells}
            yield Row(number, named)


def _stray_cells(title: str, grid: Grid, found: Found) -> Iterator[Mistake]:
    named = {*found.columns.values(), *found.left_out}
    for number, cells in grid.rows.items():
        for at, cell in cells.items():
            if number > found.row and at not in named and cell.value is not None:
                sentence = STRAY_CELL.format(found.row)
                yield Mistake(title, sentence, number, get_column_letter(at), "no name")


def _merges(table: Table, found: Found, merged: list[Merge]) -> Iterator[Remark]:
    headers = {at: header for header, at in found.columns.items()}
    for merge in merged:
        if merge.first > found.row and merge.column in headers:
            sentence = MERGED.format(merge.first, merge.last)
            yield table.remark(merge.first, headers[merge.column], sentence)
