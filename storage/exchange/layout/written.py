"""What a cell must hold so that it is read back as the same."""

from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from typing import Any

from storage.exchange.layout import cells
from storage.exchange.layout.days import WEEKDAYS
from storage.exchange.layout.people_rows import MONDAY_TO_FRIDAY
from storage.exchange.layout.row import PlanRow

BETWEEN = "; "


# What a cell of a workbook can hold.
CellValue = str | int | Decimal | date | time


def cells_of(row: PlanRow) -> dict[str, CellValue]:
    """The filled cells of a row by header."""
    columns = type(row).columns()
    written = {str(about.alias): _written(name, row) for name, about in columns.items()}
    return {header: value for header, value in written.items() if value is not None and value != ""}


def _written(name: str, row: PlanRow) -> CellValue | None:
    value: Any = getattr(row, name)
    if isinstance(value, StrEnum):
        return cells.word(value)
    if isinstance(value, bool):
        return "Yes" if value else ""
    if isinstance(value, tuple):
        return _joined(name, value)
    filled: CellValue | None = WEEKDAYS[value].capitalize() if name == "summary_weekday" else value
    return filled


def _joined(name: str, value: tuple[Any, ...]) -> str:
    if name == "working_days":
        return (
            ""
            if value == MONDAY_TO_FRIDAY
            else " ".join(WEEKDAYS[at][:3].capitalize() for at in value)
        )
    return BETWEEN.join(_part(part) for part in value)


def _part(part: object) -> str:
    if isinstance(part, tuple):
        source, ref = part
        return f"{source}: {ref}" if source else str(ref)
    return str(part)
