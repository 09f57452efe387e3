"""Writes an organisation's return workbook: its open actions, and cells to fill in beside them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from pydantic.fields import FieldInfo
from sqlalchemy.orm import Session

from storage.exchange.extracts.heights import row_height
from storage.exchange.layout.cells import word
from storage.exchange.layout.days import shown_day
from storage.exchange.layout.fields import LONG
from storage.exchange.layout.row import PlanRow, kind_of, marks_of
from storage.exchange.layout.written import CellValue
from storage.exchange.registers.shown import delivery
from storage.exchange.returns import paper
from storage.exchange.returns.deadline import wanted_back
from storage.exchange.returns.layout import (
    KEY,
    KNOWN,
    NEW_RISKS,
    READ_ME,
    RETURN,
    ActionReturn,
    KeyRow,
    NoChange,
    RiskReturn,
)
from storage.exchange.returns.owned import open_actions_of
from storage.plan import Action, Plan
from storage.vocabulary import Rating

HEADING = "Return of {}, made on {}"
WHAT_TO_DO = (
    "Fill in the coloured cells of the sheet Return. Each row is an open action of yours; the grey "
    "cells say how it stands. A row that you leave empty says nothing.",
    "Choose No change under Rating if nothing has changed. Where an action is overdue, say what is "
    "being done about it.",
    "Put a risk that is not in the register yet on the sheet New risks, in one sentence: because "
    "of what, what may happen, and what that would lead to.",
    "Write nothing about a child or a family: no name, date of birth, address or case number, and "
    "nothing else by which somebody could be recognised.",
    "Save the workbook as it is, and send it back to whoever sent it to you by {}.",
)
LAST_NOTE = "{}: {}"
PRIORITY = "{} (priority)"
OVERDUE = "{}, overdue"

RISK_ROWS = 50
ROOM_TO_WRITE = 45.0  # points, three lines
WIDE, NARROW, DATE_WIDTH, READ_ME_WIDTH = 34, 13, 12, 85
KNOWN_WIDTHS = dict(zip(("Reference", *KNOWN), (10, 34, 22, 12, 13, 9, 12, 40), strict=True))
FROZEN = "C2"
TITLE_FONT = Font(bold=True, size=14)
Fields = Mapping[str, FieldInfo]
RATINGS = (Rating.GREEN, Rating.AMBER, Rating.RED, Rating.GREY)


def return_workbook(session: Session, organisation: str, *, today: date) -> bytes:
    """The file to send to an organisation; `read_return` reads it when it comes back.

    Raises:
        ReturnRefused: the plan has no such organisation, or it owns no open action.
    """
    actions = open_actions_of(session, organisation)
    name, codes = actions[0].organisation, {action.theme_code for action in actions}
    themes = [theme for theme in Plan(session).themes() if theme.code in codes]
    workbook = Workbook()
    workbook.properties.creator = paper.WRITER
    _introduce(workbook.worksheets[0], name, today, wanted_back(today, themes))
    _write_actions(workbook.create_sheet(RETURN), actions, today)
    _write_risks(workbook.create_sheet(NEW_RISKS), len(actions))
    _write_key(workbook.create_sheet(KEY), name, today)
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def _introduce(sheet: Worksheet, organisation: str, today: date, back: datetime) -> None:
    sheet.title = READ_ME
    sheet.column_dimensions["A"].width = READ_ME_WIDTH
    heading = HEADING.format(organisation, _long(today))
    by = f"{_long(back.date())}, {back:%H:%M}"
    for number, line in enumerate((heading, *WHAT_TO_DO), start=1):
        cell = sheet.cell(number, 1)
        paper.write(cell, line.format(by) if number > 1 else line)
        cell.alignment = paper.WRAPPED
        sheet.row_dimensions[number].height = row_height([(str(cell.value), READ_ME_WIDTH)])
    sheet["A1"].font = TITLE_FONT
    paper.protect(sheet)


def _write_actions(sheet: Worksheet, actions: Sequence[Action], today: date) -> None:
    fields = _to_fill_in(ActionReturn, "Reference", "Key")
    _head(sheet, KNOWN_WIDTHS, fields)
    key = len(KNOWN_WIDTHS) + len(fields) + 1
    paper.head(sheet, key, "Key", "", NARROW)
    sheet.column_dimensions[get_column_letter(key)].hidden = True
    for number, action in enumerate(actions, start=2):
        values = _known(action, today)
        for at, value in enumerate(values, start=1):
            paper.put(sheet.cell(number, at), value)
        sheet.row_dimensions[number].height = max(_height(values), ROOM_TO_WRITE)
        _open_up(sheet, number, len(KNOWN_WIDTHS) + 1, fields)
        paper.put(sheet.cell(number, key), action.position.update_id)
    late = [number for number, action in enumerate(actions, start=2) if action.overdue(today)]
    _offer_ratings(sheet, late, len(actions) + 1)
    _offer(sheet, len(KNOWN_WIDTHS) + 1, fields, len(actions) + 1)
    _finish(sheet, FROZEN)


def _height(values: Sequence[CellValue | None]) -> float:
    widths = KNOWN_WIDTHS.values()
    return row_height(
        (value, width)
        for value, width in zip(values, widths, strict=True)
        if isinstance(value, str)
    )


def _known(action: Action, today: date) -> tuple[CellValue | None, ...]:
    position, words = action.position, action.words
    rating = str(delivery(position.rating).value)
    return (
        action.ref,
        PRIORITY.format(action.title) if action.priority else action.title,
        action.owner_role,
        action.due,
        OVERDUE.format(rating) if action.overdue(today) else rating,
        position.percent,
        position.forecast,
        LAST_NOTE.format(shown_day(words.on), words.text) if words else None,
    )


def _write_risks(sheet: Worksheet, actions: int) -> None:
    fields = RiskReturn.by_header()
    _head(sheet, {}, fields)
    for number in range(2, RISK_ROWS + 2):
        _open_up(sheet, number, 1, fields)
    refs = paper.chosen_from(RETURN, "A", actions + 1)
    refs.add(f"A2:A{RISK_ROWS + 1}")
    sheet.add_data_validation(refs)
    _offer(sheet, 1, fields, RISK_ROWS + 1)
    _finish(sheet, "A2")


def _write_key(sheet: Worksheet, organisation: str, today: date) -> None:
    for at, header in enumerate(KeyRow.by_header(), start=1):
        paper.head(sheet, at, header, "", WIDE)
    paper.put(sheet["A2"], organisation)
    paper.put(sheet["B2"], today)
    paper.protect(sheet)
    sheet.sheet_state = "hidden"


def _to_fill_in(kind: type[PlanRow], *ours: str) -> Fields:
    return {header: about for header, about in kind.by_header().items() if header not in ours}


def _head(sheet: Worksheet, known: Mapping[str, int], fields: Fields) -> None:
    for at, (header, width) in enumerate(known.items(), start=1):
        paper.head(sheet, at, header, "", width)
    for at, (header, about) in enumerate(fields.items(), start=len(known) + 1):
        paper.head(sheet, at, header, str(about.description), _width(about))


def _open_up(sheet: Worksheet, number: int, first: int, fields: Fields) -> None:
    for at, about in enumerate(fields.values(), start=first):
        paper.open_up(sheet.cell(number, at), _format(about))


def _offer(sheet: Worksheet, first: int, fields: Fields, last: int) -> None:
    """Lists and limits for all rows of the columns that hold no free text."""
    for at, (header, about) in enumerate(fields.items(), start=first):
        kind, letter = kind_of(about), get_column_letter(at)
        if rule := _rule(header, kind):
            rule.add(f"{letter}2:{letter}{last}")
            sheet.add_data_validation(rule)


def _rule(header: str, kind: type) -> DataValidation | None:
    if kind is date:
        return paper.day()
    if kind is bool:
        return paper.choices(("Yes", "No"))
    if kind is int:
        return paper.whole(*((0, 100) if header == "Percent" else (1, 5)))
    return None


def _offer_ratings(sheet: Worksheet, late: Collection[int], last: int) -> None:
    """No change is not offered on an overdue action (programme.md, Rules)."""
    at = len(KNOWN_WIDTHS) + list(_to_fill_in(ActionReturn, "Reference", "Key")).index("Rating") + 1
    letter, ratings = get_column_letter(at), list(map(word, RATINGS))
    rules = {
        True: paper.choices(ratings),
        False: paper.choices([word(NoChange.NO_CHANGE), *ratings]),
    }
    for number in range(2, last + 1):
        rules[number in late].add(f"{letter}{number}")
    for rule in rules.values():
        if rule.sqref:
            sheet.add_data_validation(rule)


def _finish(sheet: Worksheet, frozen: str) -> None:
    paper.lay_out(sheet, frozen)
    paper.protect(sheet)


def _width(about: FieldInfo) -> int:
    if LONG in marks_of(about):
        return WIDE
    return DATE_WIDTH if kind_of(about) is date else NARROW


def _format(about: FieldInfo) -> str:
    """Texts are typed as texts: "- six offers" would be a formula that Excel refuses."""
    kind = kind_of(about)
    if kind is date:
        return paper.DATE_FORMAT
    return paper.GENERAL if kind is int else paper.TEXT_FORMAT


def _long(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"
