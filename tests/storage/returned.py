"""Return workbooks for tests: as they are sent, and filled in as people do."""

from collections.abc import Callable, Mapping
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from storage.database import Database
from storage.exchange.layout.escapes import with_escapes
from storage.exchange.returns.filled import Return
from storage.exchange.returns.out import return_workbook
from storage.exchange.returns.reading import read_return
from tests.storage.workbooks import saved

ICB, COUNCIL = "NHS Mercia ICB", "Arden Borough Council"
TUESDAY = date(2022, 11, 15)

Cells = Mapping[str, Mapping[str, Any]]
"""Reference of an action → header → what is typed there."""


def sent(database: Database, organisation: str = ICB, today: date = TUESDAY) -> bytes:
    """The workbook that goes out."""
    with database.read() as session:
        return return_workbook(session, organisation, today=today)


def opened(content: bytes) -> Workbook:
    return load_workbook(BytesIO(content))


def columns(sheet: Worksheet) -> dict[str, int]:
    """Header → the number of its column."""
    return {str(cell.value): at for at, cell in enumerate(sheet[1], start=1)}


def row_of(sheet: Worksheet, ref: str) -> int:
    """The number of an action's row."""
    return next(cell.row for (cell,) in sheet.iter_rows(max_col=1) if cell.value == ref)


def filled(content: bytes, actions: Cells, *risks: Mapping[str, Any]) -> bytes:
    """The same workbook filled in: by action, and a row for each new risk."""

    def fill(workbook: Workbook) -> None:
        for ref, cells in actions.items():
            _type(workbook["Return"], row_of(workbook["Return"], ref), cells)
        for number, cells in enumerate(risks, start=2):
            _type(workbook["New risks"], number, cells)

    return changed(content, fill)


def changed(content: bytes, change: Callable[[Workbook], object]) -> bytes:
    """The same workbook after somebody did something to it."""
    workbook = opened(content)
    change(workbook)
    return saved(workbook)


def returned(
    database: Database, actions: Cells, *risks: Mapping[str, Any], of: str = ICB
) -> Return:
    """What an organisation sends back."""
    return read_return(filled(sent(database, of), actions, *risks))


def _type(sheet: Worksheet, number: int, cells: Mapping[str, Any]) -> None:
    at = columns(sheet)
    for header, value in cells.items():
        cell = sheet.cell(number, at[header])
        cell.value = with_escapes(value) if isinstance(value, str) else value
        if isinstance(value, str):
            cell.data_type = "s"  # as a spreadsheet program keeps what is typed into a text cell
