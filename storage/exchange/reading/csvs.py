"""A plan as a folder with a CSV file for each sheet: read and written."""

import csv
from collections.abc import Iterator
from datetime import date, time
from io import StringIO
from itertools import islice
from pathlib import Path

from openpyxl.utils import get_column_letter

from storage.exchange.layout.escapes import APOSTROPHE, must_be_literal
from storage.exchange.layout.mistakes import Mistake, PlanRejected, Remark
from storage.exchange.layout.plan_sheets import PlanSheets
from storage.exchange.layout.row import PlanRow
from storage.exchange.layout.rows import SHEETS
from storage.exchange.layout.written import cells_of
from storage.exchange.reading.headers import LAST_HEADER_ROW, HeaderFinder, Texts
from storage.exchange.reading.sheets import LAST_COLUMN, LAST_ROW, TOO_WIDE
from storage.exchange.reading.tables import Cell, Grid, folded_title

LARGEST_FOLDER = 20 * 1024 * 1024

NO_FILES = "The folder {} holds no CSV file of a plan. Expected are {}."
UNREADABLE = "The file {} cannot be read: check its permissions."
TOO_LONG = "there are more than 10,000 rows; delete those that are not needed."
TOO_LARGE = "The CSV files are larger than 20 MB together. Take out what is not part of the plan."
NOT_TEXT = "the file is not a text. Save it as “CSV UTF-8”."
OLD_LETTERS = "the file is not in UTF-8; its letters are read as those of Windows."
OPEN_QUOTES = "the quotation marks do not match from this line on; each must have its partner."

ENDINGS = frozenset({".csv", ".tsv", ".txt"})
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
WINDOWS = "cp1252"
DELIMITERS = (",", ";", "\t")

# With its mark at the beginning Excel knows the letters of UTF-8.
UTF_8 = "utf-8-sig"

Record = tuple[int, list[str]]


def folder_grids(folder: Path) -> list[Grid]:
    """Read the CSV files that are named like a plan's sheets; others are left alone.

    The number of a row is that of the line on which it begins.

    Raises:
        PlanRejected: there is no such file, one cannot be read, or they are too large.
    """
    files = _files(folder)
    contents = [(title, _read(path)) for title, path in files]
    return [_grid(title, content) for title, content in contents]


def _files(folder: Path) -> list[tuple[str, Path]]:
    titles = {folded_title(title): title for title in SHEETS}
    try:
        found = [
            (titles[folded_title(path.stem)], path)
            for path in sorted(folder.iterdir())
            if path.suffix.casefold() in ENDINGS and folded_title(path.stem) in titles
        ]
        size = sum(path.stat().st_size for _, path in found)
    except OSError:
        raise PlanRejected([UNREADABLE.format(folder)]) from None
    if not found:
        expected = ", ".join(f"{title}.csv" for title in SHEETS)
        raise PlanRejected([NO_FILES.format(folder, expected)])
    if size > LARGEST_FOLDER:
        raise PlanRejected([TOO_LARGE])
    return found


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise PlanRejected([UNREADABLE.format(path)]) from None


def _grid(title: str, content: bytes) -> Grid:
    told: list[Remark] = []
    try:
        written = _decoded(title, content, told)
    except UnicodeDecodeError:
        return Grid(title, {}, told=(Mistake(title, NOT_TEXT),))
    delimiter = _delimiter(title, written)
    rows: dict[int, dict[int, Cell]] = {}
    for line, record in islice(_records(title, written, delimiter, told), LAST_ROW + 1):
        if any(record[LAST_COLUMN:]):
            told.append(Mistake(title, TOO_WIDE.format(get_column_letter(LAST_COLUMN)), line))
        if cells := _cells(record):
            rows[line] = cells
    if len(rows) > LAST_ROW:
        told.append(Mistake(title, TOO_LONG))
    return Grid(title, rows, told=tuple(told))


def _decoded(title: str, content: bytes, told: list[Remark]) -> str:
    if content.startswith(UTF_16_MARKS):
        return content.decode("utf-16")
    try:
        return content.decode(UTF_8)
    except UnicodeDecodeError:
        written = content.decode(WINDOWS)
        told.append(Remark(title, OLD_LETTERS))
        return written


def _delimiter(title: str, written: str) -> str:
    """The delimiter with which most headers are found; csv.Sniffer guesses from the texts too."""
    kind = SHEETS[title]
    finder = HeaderFinder(title, dict.fromkeys(kind.by_header(), True))

    def headers_found(delimiter: str) -> int:
        first = _first_records(title, written, delimiter)
        return max((len(finder.recognised(names)) for names in first), default=0)

    return max(DELIMITERS, key=headers_found)


def _first_records(title: str, written: str, delimiter: str) -> Iterator[Texts]:
    for _, record in islice(_records(title, written, delimiter, []), LAST_HEADER_ROW):
        yield dict(enumerate(record, start=1))


def _records(title: str, written: str, delimiter: str, told: list[Remark]) -> Iterator[Record]:
    """Each record with the number of its first line."""
    reader = csv.reader(StringIO(written, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for record in reader:
            yield line, record
            line = reader.line_num + 1
    except csv.Error:
        told.append(Mistake(title, OPEN_QUOTES, line))


def _cells(record: list[str]) -> dict[int, Cell]:
    filled = ((at, value) for at, value in enumerate(record[:LAST_COLUMN], start=1))
    return {at: _cell(value) for at, value in filled if value.strip()}


def _cell(value: str) -> Cell:
    """A cell; the apostrophe that keeps a text from being taken for a formula is not part of it."""
    if value.startswith(APOSTROPHE) and must_be_literal(value[1:]):
        return Cell(value[1:], literal=True)
    return Cell(value)


def write_csvs(plan: PlanSheets, folder: Path) -> tuple[Path, ...]:
    """Write a plan as one CSV file a sheet; `read_plan(folder)` gives the same plan back.

    A text that a spreadsheet program would take for a formula gets an apostrophe before it, which
    is taken off when it is read. Files of the same names are replaced.

    Raises:
        OSError: the folder cannot be made or written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return tuple(_write(folder, title, rows) for title, rows in plan.sheets().items())


def _write(folder: Path, title: str, rows: tuple[PlanRow, ...]) -> Path:
    path = folder / f"{title}.csv"
    headers = list(SHEETS[title].by_header())
    with path.open("w", encoding=UTF_8, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headers)
        for row in rows:
            cells = cells_of(row)
            writer.writerow([_typed(cells.get(header, "")) for header in headers])
    return path


def _typed(value: object) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, str) and must_be_literal(value):
        return APOSTROPHE + value
    return str(value)
