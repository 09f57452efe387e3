"""A workbook as plain tables: the wanted sheets with their headers and filled cells."""

import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from storage.exchange.mistakes import Mistake, PlanRejected

LARGEST_FILE = 5 * 1024 * 1024
LARGEST_UNPACKED = 40 * 1024 * 1024
LAST_ROW = 5_000
MOST_COLUMNS = 64
EXCEL_COLUMNS = 16_384

NO_FILE = "There is no file {}."
UNREADABLE = "The file {} cannot be read: check its permissions."
TOO_LARGE = "The workbook is larger than 5 MB. Remove pictures and old sheets from it."
UNPACKS_TOO_LARGE = "The workbook unpacks to more than 40 MB. Copy the plan into a new workbook."
LOCKED = "The workbook is protected by a password. Save it without one."
OLD_FORMAT = "The workbook is in an old format. Save it as “Excel Workbook (.xlsx)”."
NO_WORKBOOK = "The file is not an Excel workbook (.xlsx), or it is damaged."
NO_SHEET = "there is no sheet with this name."
TOO_LONG = "there is something below row 5,000; delete the rows that are not needed."
MISSING_COLUMN = "the column “{}” is missing."
UNKNOWN_COLUMN = "this column is not known; remove it or put its name right."
REPEATED_COLUMN = "this column is there twice."
STRAY_CELL = "this cell is filled, but its column has no name in row 1."

OLD_CONTAINER = bytes.fromhex("d0cf11e0a1b11ae1")
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class Row:
    """A row's number in Excel and its filled cells by header."""

    number: int
    cells: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: the column letter of each header that is there, and the rows beneath."""

    title: str
    letters: Mapping[str, str]
    rows: tuple[Row, ...] = ()

    def mistake(self, row: int, header: str, sentence: str) -> Mistake:
        """A mistake in one cell."""
        return Mistake(self.title, sentence, row, self.letters.get(header, ""), header)


# A sheet's wanted headers, and whether each must be there.
Headers = Mapping[str, bool]


def read_tables(
    source: Path | bytes, wanted: Mapping[str, Headers]
) -> tuple[dict[str, Table], list[Mistake]]:
    """Read the wanted sheets; a sheet that is not there has no table. Other sheets are left alone.

    A formula counts as the value that was last calculated. A number that is shown as a percentage
    is given as one (65, not 0.65).

    Raises:
        PlanRejected: the file cannot be read as a workbook at all.
    """
    content = _content(source)
    _check_container(content)
    try:
        return _read(content, wanted)
    except Exception:  # openpyxl raises whatever its parser stumbles on in a damaged file
        raise PlanRejected([NO_WORKBOOK]) from None


def _content(source: Path | bytes) -> bytes:
    try:
        if isinstance(source, Path) and source.stat().st_size <= LARGEST_FILE:
            source = source.read_bytes()
    except FileNotFoundError:
        raise PlanRejected([NO_FILE.format(source)]) from None
    except OSError:
        raise PlanRejected([UNREADABLE.format(source)]) from None
    if isinstance(source, Path) or len(source) > LARGEST_FILE:
        raise PlanRejected([TOO_LARGE])
    return source


def _check_container(content: bytes) -> None:
    if content.startswith(OLD_CONTAINER):
        raise PlanRejected([LOCKED if ENCRYPTED_STREAM in content else OLD_FORMAT])
    try:
        with ZipFile(BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (BadZipFile, ValueError, NotImplementedError):
        raise PlanRejected([NO_WORKBOOK]) from None
    if unpacked > LARGEST_UNPACKED:
        raise PlanRejected([UNPACKS_TOO_LARGE])


def _read(content: bytes, wanted: Mapping[str, Headers]) -> tuple[dict[str, Table], list[Mistake]]:
    tables: dict[str, Table] = {}
    mistakes: list[Mistake] = []
    with warnings.catch_warnings():
        # openpyxl warns of decorations that it does not keep; only values are wanted here.
        warnings.simplefilter("ignore")
        with closing(_workbook(content)) as workbook:
            sheets = {_folded(sheet.title): sheet for sheet in _worksheets(workbook)}
            for title, headers in wanted.items():
                if sheet := sheets.get(_folded(title)):
                    tables[title] = _table(title, sheet, headers, mistakes)
                else:
                    mistakes.append(Mistake(title, NO_SHEET))
    return tables, mistakes


def _workbook(content: bytes) -> Workbook:
    return load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)


def _worksheets(workbook: Workbook) -> Iterator[Worksheet]:
    for sheet in workbook.worksheets:
        sheet.reset_dimensions()  # what a file says about its own size need not be true
        yield sheet


def _table(title: str, sheet: Worksheet, headers: Headers, mistakes: list[Mistake]) -> Table:
    found = _columns(title, _header_cells(sheet), headers, mistakes)
    rows = []
    for number, values in _filled_rows(title, sheet, mistakes):
        mistakes.extend(_stray_cells(title, number, values, found))
        cells = {header: values[at] for at, header in found.items() if header and at in values}
        rows.append(Row(number, cells))
    letters = {header: get_column_letter(at) for at, header in found.items() if header}
    return Table(title, letters, tuple(rows))


def _header_cells(sheet: Worksheet) -> dict[int, object]:
    return _values(next(sheet.iter_rows(max_row=1, max_col=EXCEL_COLUMNS), ()))


def _filled_rows(
    title: str, sheet: Worksheet, mistakes: list[Mistake]
) -> Iterator[tuple[int, dict[int, object]]]:
    rows = sheet.iter_rows(min_row=2, max_col=MOST_COLUMNS)
    for number, row in enumerate(rows, start=2):
        if number > LAST_ROW:
            mistakes.append(Mistake(title, TOO_LONG))
            return
        if values := _values(row):
            yield number, values


def _values(row: Iterable[Cell | MergedCell]) -> dict[int, object]:
    values = {at: _value(cell) for at, cell in enumerate(row, start=1) if cell.value is not None}
    return {at: value for at, value in values.items() if not _blank(value)}


def _value(cell: Cell | MergedCell) -> object:
    value: object = cell.value
    if isinstance(value, (int, float)) and "%" in cell.number_format:
        return round(value * 100, 6)
    return value


def _blank(value: object) -> bool:
    return isinstance(value, str) and not value.strip()


def _columns(
    title: str, cells: Mapping[int, object], headers: Headers, mistakes: list[Mistake]
) -> dict[int, str]:
    """Column number → wanted header, or "" for a column that was reported already."""
    known = {_folded(header): header for header in headers}
    found: dict[int, str] = {}
    for at, value in cells.items():
        header = known.get(_folded(str(value)), "")
        repeated = header in found.values()
        found[at] = "" if repeated else header
        if repeated or not header:
            sentence = REPEATED_COLUMN if header else UNKNOWN_COLUMN
            mistakes.append(Mistake(title, sentence, 1, get_column_letter(at), _shown(value)))
    mistakes.extend(
        Mistake(title, MISSING_COLUMN.format(header), 1)
        for header, needed in headers.items()
        if needed and header not in found.values()
    )
    return found


def _stray_cells(
    title: str, number: int, values: Mapping[int, object], found: Mapping[int, str]
) -> Iterator[Mistake]:
    for at in values.keys() - found.keys():
        yield Mistake(title, STRAY_CELL, number, get_column_letter(at), "no name")


def _shown(value: object) -> str:
    return " ".join(str(value).split())[:60]


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
