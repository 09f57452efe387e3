"""The lists to choose from in a plan workbook's columns, and what a column's note says."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Literal

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from pydantic.fields import FieldInfo

from storage.exchange.layout.cells import word
from storage.exchange.layout.days import FIRST_SERIAL, LAST_SERIAL, WEEKDAYS
from storage.exchange.layout.fields import FEW, LONG
from storage.exchange.layout.row import kind_of, marks_of
from storage.exchange.layout.rows import (
    ACTIONS,
    ORGANISATIONS,
    PEOPLE,
    RISKS,
    SHEETS,
    SOURCES,
    THEMES,
)
from storage.exchange.reading.sheets import LAST_ROW

NEEDED = "Required. {}"
FREE = "Optional. {}"
NOT_LISTED = "This is not on the list."
NOT_A_DAY = "Write a date such as 30/12/2022."

# Columns whose names another sheet defines.
DEFINED = {
    "Owner role": (PEOPLE, "Role"),
    "Lead role": (PEOPLE, "Role"),
    "Organisation": (ORGANISATIONS, "Organisation"),
    "Theme": (THEMES, "Code"),
    "Source": (SOURCES, "Source"),
    "Action": (ACTIONS, "Reference"),
    "Risk": (RISKS, "Reference"),
}
SHORT_LISTS = {
    "Summary day": [name.capitalize() for name in WEEKDAYS[:5]],
    "Likelihood": list("12345"),
    "Impact": list("12345"),
    "Residual likelihood": list("12345"),
    "Residual impact": list("12345"),
}


def note(field: FieldInfo) -> str:
    """What goes into a column."""
    return (NEEDED if field.is_required() else FREE).format(field.description)


def validations(title: str) -> Iterator[DataValidation]:
    """The lists and limits of a sheet's columns, each for all rows beneath its header."""
    for at, (header, field) in enumerate(SHEETS[title].by_header().items(), start=1):
        if (validation := _validation(title, header, field)) is not None:
            letter = get_column_letter(at)
            validation.add(f"{letter}2:{letter}{LAST_ROW}")
            yield validation


def _validation(title: str, header: str, field: FieldInfo) -> DataValidation | None:
    kind = kind_of(field)
    if marks_of(field) & {FEW, LONG}:
        return None
    if words := _words(header, kind):
        return _list('"' + ",".join(words) + '"', "stop")
    if header in DEFINED and DEFINED[header][0] != title:
        return _list(_range(*DEFINED[header]), "warning")
    return _days() if kind is date else None


def _words(header: str, kind: type) -> list[str]:
    if issubclass(kind, StrEnum):
        return [word(member) for member in kind]
    return ["Yes", "No"] if kind is bool else SHORT_LISTS.get(header, [])


def _range(title: str, header: str) -> str:
    letter = get_column_letter(list(SHEETS[title].by_header()).index(header) + 1)
    return f"'{title}'!${letter}$2:${letter}${LAST_ROW}"


def _list(formula: str, style: Literal["stop", "warning"]) -> DataValidation:
    return DataValidation(
        type="list",
        formula1=formula,
        allow_blank=True,
        showErrorMessage=True,
        errorStyle=style,
        error=NOT_LISTED,
    )


def _days() -> DataValidation:
    return DataValidation(
        type="date",
        operator="between",
        formula1=str(FIRST_SERIAL),
        formula2=str(LAST_SERIAL),
        allow_blank=True,
        showErrorMessage=True,
        errorStyle="warning",
        error=NOT_A_DAY,
    )
