"""How a return's sheets look and behave: what is locked, what is coloured, what can be chosen."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from storage.exchange.extracts.excel_out import A3
from storage.exchange.layout.days import FIRST_SERIAL, LAST_SERIAL
from storage.exchange.layout.escapes import must_be_literal, with_escapes
from storage.exchange.layout.written import CellValue

NOT_LISTED = "Choose from the list, or leave the cell empty."
NOT_A_DAY = "Write a date such as 30/12/2022."
NOT_WITHIN = "Write a whole number from {} to {}."

WRITER = "planbot"
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
INSTEAD = "\N{REPLACEMENT CHARACTER}"
TEXT_FORMAT, DATE_FORMAT, GENERAL = "@", "dd/mm/yyyy", "General"
NOTE_WIDTH, NOTE_HEIGHT = 300, 90
LINE = Side("thin", "BFBFBF")
LINES = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)  # a fill hides Excel's own
HEADER_HEIGHT = 30.0  # points, two lines
BOLD, GREY_LETTERS = Font(bold=True), Font(color="595959")
HEADER_FILL = PatternFill("solid", fgColor="DDE6F0")
KNOWN_FILL = PatternFill("solid", fgColor="EFEFEF")
# So pale that the reader takes it for no rating (storage.exchange.reading.colours).
TO_FILL_IN = PatternFill("solid", fgColor="FFF7DC")
WRAPPED = Alignment(wrap_text=True, vertical="top")
UNLOCKED = Protection(locked=False)


def head(sheet: Worksheet, at: int, header: str, note: str, width: int) -> None:
    """Put a header into row 1, with what goes into its column as a note."""
    cell = sheet.cell(1, at, header)
    cell.font, cell.fill, cell.alignment = BOLD, HEADER_FILL, WRAPPED
    sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.row_dimensions[1].height = HEADER_HEIGHT
    if note:
        cell.comment = Comment(note, WRITER, width=NOTE_WIDTH, height=NOTE_HEIGHT)


def put(cell: Cell | MergedCell, value: CellValue | None) -> None:
    """Write a value that nobody is to change; a text is never a formula.

    What people once wrote in chat may hold characters that no workbook can; a mark stands for each.
    """
    write(cell, NOT_IN_XML.sub(INSTEAD, value) if isinstance(value, str) else value)
    cell.fill, cell.font, cell.alignment = KNOWN_FILL, GREY_LETTERS, WRAPPED
    cell.border = LINES
    cell.number_format = DATE_FORMAT if isinstance(value, date) else GENERAL


def write(cell: Cell | MergedCell, value: CellValue | None) -> None:
    """Write a value so that it is read back as the same."""
    cell.value = with_escapes(value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"  # else openpyxl takes =1+1 for a formula
        cell.quotePrefix = must_be_literal(value)


def open_up(cell: Cell | MergedCell, number_format: str) -> None:
    """Make an empty cell one that is to be filled in."""
    cell.fill, cell.alignment, cell.protection = TO_FILL_IN, WRAPPED, UNLOCKED
    cell.border = LINES
    cell.number_format = number_format


def protect(sheet: Worksheet) -> None:
    """Lock every cell that is not to be filled in; without a password, widths can be changed."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False


def lay_out(sheet: Worksheet, frozen: str) -> None:
    """Keep the headers in sight, and fit one landscape page in width."""
    sheet.freeze_panes = frozen
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", A3
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def choices(words: Iterable[str]) -> DataValidation:
    """A list to choose from; all its words together must be shorter than 255 letters."""
    return DataValidation("list", '"' + ",".join(words) + '"', **_strict(NOT_LISTED))


def chosen_from(title: str, letter: str, last: int) -> DataValidation:
    """A list to choose from that stands in another sheet's column, in row 2 to the last."""
    return DataValidation("list", f"'{title}'!${letter}$2:${letter}${last}", **_strict(NOT_LISTED))


def whole(low: int, high: int) -> DataValidation:
    """A whole number within limits."""
    error = _strict(NOT_WITHIN.format(low, high))
    return DataValidation("whole", str(low), str(high), operator="between", **error)


def day() -> DataValidation:
    """A day of this century; what else is typed is asked about, since people write "mid-June"."""
    error = _strict(NOT_A_DAY) | {"errorStyle": "warning"}
    days = (str(FIRST_SERIAL), str(LAST_SERIAL))
    return DataValidation("date", *days, operator="between", **error)


def _strict(error: str) -> dict[str, Any]:
    return {"allow_blank": True, "showErrorMessage": True, "errorStyle": "stop", "error": error}
