"""Writes a plan workbook: empty, as a template to fill in, or with a plan's rows."""

from datetime import date, time
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from pydantic.fields import FieldInfo

from storage.exchange.extracts.heights import row_height
from storage.exchange.layout.escapes import must_be_literal, with_escapes
from storage.exchange.layout.fields import LONG
from storage.exchange.layout.plan_sheets import PlanSheets
from storage.exchange.layout.row import PlanRow, kind_of, marks_of
from storage.exchange.layout.rows import MAY_BE_EMPTY, SHEETS
from storage.exchange.layout.written import CellValue, cells_of
from storage.exchange.out.choices import note, validations

READ_ME = "Read me"
INTRODUCTION = (
    "This workbook holds an improvement plan. Each sheet is a table with its headers in row 1.",
    "Point at a header to read what goes into its column, and whether it is required.",
    "Sheets and columns may stand in any order. Sheets and columns of your own are left alone.",
    "Write dates as 30/12/2022. Where a cell takes several names, put semicolons between them.",
    "Every action has one accountable owner, and owners are roles: the sheet People says who holds "
    "them.",
    "Never write anything that identifies a child or a family.",
    "planbot tells every mistake with its sheet, row and column, and takes nothing in until there "
    "is none.",
)
MUST_BE_FILLED = "required"
MAY_STAY_EMPTY = "may stay empty"

WRITER = "planbot"
TEXT_FORMAT, DATE_FORMAT, TIME_FORMAT = "@", "dd/mm/yyyy", "hh:mm"
WIDE, NARROW, DATE_WIDTH, READ_ME_WIDTH = 50, 22, 12, 85
NOTE_WIDTH, NOTE_HEIGHT = 300, 110
HEADER_HEIGHT = 30.0  # points, two lines
BOLD = Font(bold=True)
HEADER_FILL = PatternFill("solid", fgColor="DDE6F0")
WRAPPED = Alignment(wrap_text=True, vertical="top")
TOP = Alignment(vertical="top")


def plan_workbook(plan: PlanSheets | None = None) -> bytes:
    """A plan workbook's file; `read_plan` gives the same plan back.

    Texts stay texts when the file is opened: none is a formula, whatever it begins with.
    """
    workbook = Workbook()
    workbook.properties.creator = WRITER
    _introduce(workbook.worksheets[0])
    rows = plan.sheets() if plan else {}
    for title, kind in SHEETS.items():
        _write(workbook.create_sheet(title), kind, rows.get(title, ()))
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def _introduce(sheet: Worksheet) -> None:
    sheet.title = READ_ME
    sheet.column_dimensions["A"].width = READ_ME_WIDTH
    for number, line in enumerate((*INTRODUCTION, "", *map(_about, SHEETS)), start=1):
        cell = sheet.cell(number, 1, line)
        cell.alignment = WRAPPED
        sheet.row_dimensions[number].height = row_height([(line, READ_ME_WIDTH)])
    sheet["A1"].font = BOLD
    _fit_page(sheet)


def _fit_page(sheet: Worksheet) -> None:
    """On paper: landscape, one page wide, the headers on every page."""
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _about(title: str) -> str:
    need = MAY_STAY_EMPTY if title in MAY_BE_EMPTY else MUST_BE_FILLED
    return f"{title} ({need}): {', '.join(SHEETS[title].by_header())}."


def _write(sheet: Worksheet, kind: type[PlanRow], rows: tuple[PlanRow, ...]) -> None:
    fields = kind.by_header()
    for at, (header, field) in enumerate(fields.items(), start=1):
        _head(sheet.cell(1, at), header, field)
        column = sheet.column_dimensions[get_column_letter(at)]
        column.width, column.number_format = _width(field), _format(field)
    for number, row in enumerate(rows, start=2):
        _fill(sheet, number, row, fields)
    for validation in validations(sheet.title):
        sheet.add_data_validation(validation)
    sheet.row_dimensions[1].height = HEADER_HEIGHT
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(fields))}{max(len(rows) + 1, 2)}"


def _head(cell: Cell | MergedCell, header: str, field: FieldInfo) -> None:
    cell.value = header
    cell.font, cell.fill, cell.alignment = BOLD, HEADER_FILL, WRAPPED
    cell.comment = Comment(note(field), WRITER, width=NOTE_WIDTH, height=NOTE_HEIGHT)


def _width(field: FieldInfo) -> int:
    if LONG in marks_of(field):
        return WIDE
    return DATE_WIDTH if kind_of(field) is date else NARROW


def _format(field: FieldInfo) -> str:
    """A column's format: without one, Excel would turn a reference such as 3-2 into a date."""
    kind = kind_of(field)
    if LONG not in marks_of(field) and kind in {str, tuple}:
        return TEXT_FORMAT
    return {date: DATE_FORMAT, time: TIME_FORMAT}.get(kind, "General")


def _fill(sheet: Worksheet, number: int, row: PlanRow, fields: dict[str, FieldInfo]) -> None:
    filled = cells_of(row)
    long = (
        (str(filled[header]), float(WIDE))
        for header, field in fields.items()
        if header in filled and LONG in marks_of(field)
    )
    sheet.row_dimensions[number].height = row_height(long)
    for at, (header, field) in enumerate(fields.items(), start=1):
        if header in filled:
            cell = sheet.cell(number, at)
            _put(cell, filled[header])
            cell.number_format = _format(field)
            cell.alignment = WRAPPED if LONG in marks_of(field) else TOP


def _put(cell: Cell | MergedCell, value: CellValue) -> None:
    cell.value = with_escapes(value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"  # else openpyxl takes =1+1 for a formula
        cell.quotePrefix = must_be_literal(value)
