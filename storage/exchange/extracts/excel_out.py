"""Writes tables into one Excel workbook, row by row and in little memory."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from math import ceil
from pathlib import Path
from typing import IO, Any, cast

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from storage.calendar import london
from storage.exchange.extracts.archive_file import ArchiveFile
from storage.exchange.extracts.heights import row_height
from storage.exchange.extracts.listing import Column, Kind, Listing, Paint, Painted, Value

LAST_ROW = 1_048_576
LONGEST_TEXT = 32_767  # in the units of UTF-16, as Excel counts
CUT = " … [cut]"
A3 = 8  # the number that Excel has for this size of paper
MIDNIGHT = time(0, 0)
LONGEST_PART_OF_HEADER = 80

WIDTHS = {
    Kind.WORD: 16,
    Kind.NAME: 28,
    Kind.TEXT: 48,
    Kind.DAY: 12,
    Kind.MOMENT: 17,
    Kind.NUMBER: 11,
}
NARROWER_ON_PAPER = 0.72
WRAPPED = frozenset({Kind.WORD, Kind.NAME, Kind.TEXT})
WIDEST_PAGE = 330  # what an A3 page holds in letters that can still be read
DAY_FORMAT, MOMENT_FORMAT = "dd/mm/yyyy", "dd/mm/yyyy hh:mm"
# Light enough for black letters on them (contrast above 7 to 1).
FILLS = {
    Paint.RED: "#FF9C9C",
    Paint.AMBER: "#FFCC66",
    Paint.GREEN: "#A3D9A5",
    Paint.BLUE: "#A9CEF4",
    Paint.GREY: "#DDDDDD",
}


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands at the head and foot of every printed page."""

    programme: str
    as_at: date


class ExcelOut:
    """A workbook that is being written; texts in it are never formulas.

    XlsxWriter, since it writes a table of 200,000 rows and 15 columns in 17 s and 20 MB, where
    openpyxl's write-only mode takes 29 s and 26 MB, and because `write_string` is always a text.
    """

    def __init__(self, workbook: Workbook, heading: Heading) -> None:
        self._workbook = workbook
        self._heading = heading
        self._formats: dict[tuple[object, ...], Format] = {}
        self.cut = 0
        """How many texts were longer than a cell can hold."""

    def sheet(self, title: str, columns: tuple[Column, ...], *, for_paper: bool) -> "SheetOut":
        """Begin a sheet with its header."""
        sheet = self._workbook.add_worksheet(title)
        widths = tuple(_width(column, for_paper=for_paper) for column in columns)
        if for_paper:
            self._lay_out(sheet, title, sum(widths))
            titles = (column.title for column in columns)
            sheet.set_row(0, row_height(zip(titles, widths, strict=True)))
        for at, column in enumerate(columns):
            sheet.set_column(at, at, widths[at])
            sheet.write_string(0, at, column.title, self._format(header=True))
        sheet.freeze_panes(1, 1)
        return SheetOut(self, sheet, widths, for_paper)

    def write(self, listing: Listing) -> Iterator[int]:
        """Write a table, and tell after each row how many there are.

        What passes Excel's last row goes on in a sheet "Updates 2".
        """
        sheet, sheets = self._begin(listing, 1), 1
        for count, row in enumerate(listing.rows, start=1):
            if sheet.rows == LAST_ROW - 1:
                sheets += 1
                sheet.end()
                sheet = self._begin(listing, sheets)
            sheet.append(row)
            yield count
        sheet.end()

    def put(self, sheet: Worksheet, at: tuple[int, int], value: Value, *, wrapped: bool) -> None:
        """Write one cell as what it is: a text, a number, a day or a moment in London."""
        paint = value.paint if isinstance(value, Painted) else None
        bare = value.value if isinstance(value, Painted) else value
        if isinstance(bare, bool):
            sheet.write_string(*at, "Yes" if bare else "No", self._format(paint, wrapped))
        elif isinstance(bare, str):
            sheet.write_string(*at, self._fitting(bare), self._format(paint, wrapped))
        elif isinstance(bare, datetime):
            moment = london(bare).replace(tzinfo=None)
            sheet.write_datetime(*at, moment, self._format(paint, wrapped, MOMENT_FORMAT))
        elif isinstance(bare, date):
            day = datetime.combine(bare, MIDNIGHT)
            sheet.write_datetime(*at, day, self._format(paint, wrapped, DAY_FORMAT))
        elif isinstance(bare, int | Decimal):
            sheet.write_number(*at, float(bare), self._format(paint, wrapped))

    def _begin(self, listing: Listing, number: int) -> "SheetOut":
        title = listing.title if number == 1 else f"{listing.title} {number}"
        return self.sheet(title, listing.columns, for_paper=listing.for_paper)

    def _lay_out(self, sheet: Worksheet, title: str, width: float) -> None:
        """On paper: landscape, as few pages wide as can be read, the headers on every page."""
        programme = self._heading.programme[:LONGEST_PART_OF_HEADER].replace("&", "&&")
        day = f"{self._heading.as_at.day} {self._heading.as_at:%B %Y}"
        sheet.set_landscape()
        sheet.set_paper(A3)
        sheet.set_margins(left=0.4, right=0.4)
        sheet.fit_to_pages(ceil(width / WIDEST_PAGE), 0)
        sheet.repeat_rows(0)
        sheet.repeat_columns(0, 0)
        sheet.set_header(f"&L{programme}&C&B{title}&RAs at {day}")
        sheet.set_footer("&CPage &P of &N")

    def _format(
        self,
        paint: Paint | None = None,
        wrapped: bool = False,
        shown_as: str = "",
        header: bool = False,
    ) -> Format:
        key = (paint, wrapped, shown_as, header)
        if key not in self._formats:
            looks: dict[str, Any] = {"valign": "top", "text_wrap": wrapped or header}
            looks |= {"bold": True, "bottom": 1} if header else {}
            looks |= {"bg_color": FILLS[paint]} if paint else {}
            looks |= {"num_format": shown_as} if shown_as else {}
            self._formats[key] = self._workbook.add_format(looks)
        return self._formats[key]

    def _fitting(self, text: str) -> str:
        """The text, cut and marked if it is longer than a cell can hold."""
        if len(text) <= LONGEST_TEXT // 2 or _units(text) <= LONGEST_TEXT:
            return text
        self.cut += 1
        kept = text.encode("utf-16-le")[: 2 * (LONGEST_TEXT - len(CUT))]
        return kept.decode("utf-16-le", "ignore") + CUT


@dataclass
class SheetOut:
    """One sheet that is being written."""

    _book: ExcelOut
    _sheet: Worksheet
    _widths: tuple[float, ...]
    _wrapped: bool
    rows: int = field(default=0)

    def append(self, row: Sequence[Value]) -> None:
        """Write the next row."""
        self.rows += 1
        if self._wrapped:
            self._sheet.set_row(self.rows, row_height(self._texts(row)))
        for at, value in enumerate(row):
            if value is not None and value != "":
                self._book.put(self._sheet, (self.rows, at), value, wrapped=self._wrapped)

    def end(self) -> None:
        """Lay the filter over what was written."""
        self._sheet.autofilter(0, 0, self.rows, len(self._widths) - 1)

    def _texts(self, row: Sequence[Value]) -> Iterator[tuple[str, float]]:
        for value, width in zip(row, self._widths, strict=True):
            bare = value.value if isinstance(value, Painted) else value
            if isinstance(bare, str):
                yield bare, width


@contextmanager
def excel(path: Path, heading: Heading) -> Iterator[ExcelOut]:
    """A workbook at `path`, complete once the block has ended well.

    Raises:
        OSError: it cannot be written; what is there then is not a workbook.
    """
    with path.open("wb") as file:
        archive = ArchiveFile(file)
        options = {"constant_memory": True, "tmpdir": str(path.parent)}
        workbook = Workbook(cast(IO[Any], archive), options)
        workbook.use_zip64()
        try:
            yield ExcelOut(workbook, heading)
            workbook.close()
        except FileCreateError as error:
            raise error.args[0] from None
        finally:
            archive.give_up()
            _close_sheets(workbook)


def _width(column: Column, *, for_paper: bool) -> float:
    """On paper texts are wrapped in narrower columns; a day stays as wide as it is."""
    share = NARROWER_ON_PAPER if for_paper and column.kind in WRAPPED else 1
    return WIDTHS[column.kind] * share


def _close_sheets(workbook: Workbook) -> None:
    """Close the files of the sheets, which XlsxWriter leaves open when it fails."""
    for sheet in workbook.worksheets():
        for close in (sheet._opt_close, sheet._xml_close):
            with suppress(OSError, ValueError):
                close()


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
