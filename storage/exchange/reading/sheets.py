"""Reads the cells of a workbook's sheets, with their colours and merges, in little memory."""

import warnings
from collections.abc import Iterable, Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path

from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from storage.exchange.layout.escapes import without_escapes
from storage.exchange.layout.mistakes import Mistake, PlanRejected
from storage.exchange.reading.colours import rating_of, theme_colours
from storage.exchange.reading.containers import NO_WORKBOOK, unpacked
from storage.exchange.reading.headers import LAST_HEADER_ROW
from storage.exchange.reading.merges import merged_downwards
from storage.exchange.reading.tables import Cell, Grid, folded_title
from storage.vocabulary import Rating

LAST_ROW = 10_000
LAST_COLUMN = 128
EXCEL_COLUMNS = 16_384

TOO_LONG = "there is something below row 10,000; delete the rows that are not needed."
TOO_WIDE = "there is something to the right of column {}; delete the columns that are not needed."


def workbook_grids(source: Path | bytes, titles: Iterable[str]) -> list[Grid]:
    """Read the sheets with these titles from an Excel workbook.

    A formula counts as the value that was last calculated. A number that is shown as a percentage
    is given as one (65, not 0.65).

    Raises:
        PlanRejected: the file cannot be read as a workbook at all.
    """
    content = unpacked(source)
    wanted = {folded_title(title) for title in titles}
    with warnings.catch_warnings():
        # openpyxl warns of decorations that it does not keep; only cells are wanted here.
        warnings.simplefilter("ignore")
        try:
            return _grids(content, wanted)
        except Exception:  # openpyxl raises whatever its parser stumbles on in a damaged file
            raise PlanRejected([NO_WORKBOOK]) from None


def _grids(content: BytesIO, wanted: set[str]) -> list[Grid]:
    reader = ExcelReader(content, read_only=True, data_only=True, keep_links=False)
    reader.read()
    with closing(reader.wb) as workbook:
        parts = {sheet.name: rel.target for sheet, rel in reader.parser.find_sheets()}
        colours = _Colours(theme_colours(workbook.loaded_theme))
        sheets = _wanted(workbook, wanted)
        return [_grid(reader, sheet, parts[sheet.title], colours) for sheet in sheets]


def _wanted(workbook: Workbook, titles: set[str]) -> Iterator[Worksheet]:
    for sheet in workbook.worksheets:
        if folded_title(sheet.title) in titles:
            sheet.reset_dimensions()  # what a file says about its own size need not be true
            yield sheet


def _grid(reader: ExcelReader, sheet: Worksheet, part: str, colours: "_Colours") -> Grid:
    told: list[Mistake] = []
    if _is_too_wide(sheet):
        told.append(Mistake(sheet.title, TOO_WIDE.format(get_column_letter(LAST_COLUMN))))
    rows = dict(_rows(sheet, colours, told))
    with reader.archive.open(part) as xml:
        merges = merged_downwards(xml, LAST_ROW, LAST_COLUMN)
    return Grid(sheet.title, rows, merges, tuple(told))


def _is_too_wide(sheet: Worksheet) -> bool:
    far = sheet.iter_rows(
        max_row=LAST_HEADER_ROW, min_col=LAST_COLUMN + 1, max_col=EXCEL_COLUMNS, values_only=True
    )
    return any(value is not None for row in far for value in row)


def _rows(
    sheet: Worksheet, colours: "_Colours", told: list[Mistake]
) -> Iterator[tuple[int, dict[int, Cell]]]:
    for number, row in enumerate(sheet.iter_rows(max_col=LAST_COLUMN), start=1):
        if number > LAST_ROW:
            told.append(Mistake(sheet.title, TOO_LONG))
            return
        cells = _filled(row, colours)
        if any(cell.value is not None for cell in cells.values()):
            yield number, cells


def _filled(row: Iterable[object], colours: "_Colours") -> dict[int, Cell]:
    """The cells of a row that hold a value or at least a colour, by column."""
    found = (
        (at, _cell(cell, colours))
        for at, cell in enumerate(row, start=1)
        if isinstance(cell, ReadOnlyCell)
    )
    return {at: cell for at, cell in found if cell.value is not None or cell.colour}


def _cell(cell: ReadOnlyCell, colours: "_Colours") -> Cell:
    value = _value(cell)
    literal = isinstance(value, str) and bool(cell.style_array.quotePrefix)
    return Cell(value, colours.of(cell), literal)


def _value(cell: ReadOnlyCell) -> object:
    value: object = cell.value
    if isinstance(value, str):
        return without_escapes(value) if value.strip() else None
    if isinstance(value, (int, float)) and "%" in cell.number_format:
        return round(value * 100, 6)
    return value


class _Colours:
    """The ratings that a workbook's fills look like, each worked out once."""

    def __init__(self, theme: tuple[str, ...]) -> None:
        self._theme = theme
        self._found: dict[int, Rating | None] = {}

    def of(self, cell: ReadOnlyCell) -> Rating | None:
        style = int(cell.style_array.fillId)
        if style not in self._found:
            self._found[style] = rating_of(cell.fill, self._theme)
        return self._found[style]
