"""The plan's workbook, checked as a whole: every mistake is found before anything is used."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from storage.exchange import cells
from storage.exchange.mistakes import Mistake, PlanRejected
from storage.exchange.rows import (
    ActionRow,
    Known,
    MeetingRow,
    OrganisationRow,
    PersonRow,
    PlanRow,
    ProgrammeRow,
    RiskRow,
    ThemeRow,
    folded,
    parts,
)
from storage.exchange.sheets import Headers, Row, Table, read_tables
from storage.vocabulary import Standing

__all__ = ["PlanRejected", "PlanSheets", "read_plan"]

EMPTY = "this cell is empty."
VACANT = "this cell is empty, and a role must be held by somebody."
NO_ROWS = "there is no row beneath the headers."
MANY_ROWS = "there must be one row beneath the headers; here are {}."
REPEATED = "“{}” stands in row {} already."
ACTION_HAS_IT = "“{}” is the reference of an action; a risk needs its own, such as R-01."
EMAIL_TAKEN = "this email address belongs to somebody else in row {}."
OTHER_ORGANISATION = "this role has another organisation in row {}."
OTHER_STANDING = "this role has another standing in row {}."
OWN_DEPUTY = "a role cannot stand in for itself."
OTHER_DEPUTY = "the role “{}” has another deputy in row {} already."
NO_OFFICE = "nobody has the standing Programme office, so nobody could look after the plan."

PROGRAMME, ORGANISATIONS, PEOPLE = "Programme", "Organisations", "People"
THEMES, ACTIONS, RISKS, MEETINGS = "Themes", "Actions", "Risks", "Board meetings"
SHEETS: dict[str, type[PlanRow]] = {
    PROGRAMME: ProgrammeRow,
    ORGANISATIONS: OrganisationRow,
    PEOPLE: PersonRow,
    THEMES: ThemeRow,
    ACTIONS: ActionRow,
    RISKS: RiskRow,
    MEETINGS: MeetingRow,
}
MAY_BE_EMPTY = frozenset({RISKS, MEETINGS})
UNIQUE = (
    (ORGANISATIONS, ("Organisation",)),
    (PEOPLE, ("Email", "Role")),
    (THEMES, ("Code",)),
    (THEMES, ("Name",)),
    (ACTIONS, ("Reference",)),
    (RISKS, ("Reference",)),
    (MEETINGS, ("Board", "Date")),
)
AGREEING = (
    ("Email", "Name", "Email", EMAIL_TAKEN),
    ("Role", "Organisation", "Organisation", OTHER_ORGANISATION),
    ("Role", "Standing", "Standing", OTHER_STANDING),
)

AnyRow = TypeVar("AnyRow", bound=PlanRow)


@dataclass(frozen=True, slots=True)
class PlanSheets:
    """A checked plan: every name in it is known, every value possible, nothing there twice."""

    programme: ProgrammeRow
    organisations: tuple[OrganisationRow, ...]
    people: tuple[PersonRow, ...]
    themes: tuple[ThemeRow, ...]
    actions: tuple[ActionRow, ...]
    risks: tuple[RiskRow, ...]
    meetings: tuple[MeetingRow, ...]

    def moved(self, weeks: int) -> "PlanSheets":
        """The same plan with all its dates moved by whole weeks."""
        by = timedelta(weeks=weeks)
        return PlanSheets(
            self.programme.moved(by),
            self.organisations,
            self.people,
            self.themes,
            _moved(self.actions, by),
            self.risks,
            _moved(self.meetings, by),
        )

    def fingerprints(self) -> dict[str, dict[str, str]]:
        """Sheet → what people call a row → a mark that changes with the row's content."""
        sheets: tuple[tuple[PlanRow, ...], ...] = (
            (self.programme,),
            self.organisations,
            self.people,
            self.themes,
            self.actions,
            self.risks,
            self.meetings,
        )
        return {title: _marks(rows) for title, rows in zip(SHEETS, sheets, strict=True)}

    @property
    def sha256(self) -> str:
        """Equal for workbooks with equal content, however they are laid out."""
        return _sha256(json.dumps(self.fingerprints(), sort_keys=True))


def read_plan(source: Path | bytes) -> PlanSheets:
    """Read and check a plan workbook.

    Raises:
        PlanRejected: with every mistake in the workbook, from the first sheet to the last.
    """
    tables, mistakes = read_tables(source, {title: _headers(row) for title, row in SHEETS.items()})
    known = _known(tables)
    found = {
        title: _checked(table, SHEETS[title], known, mistakes) for title, table in tables.items()
    }
    mistakes.extend(_across_rows(tables))
    if mistakes:
        raise PlanRejected(map(str, _in_order(mistakes)))
    return PlanSheets(
        _all(found, PROGRAMME, ProgrammeRow)[0],
        _all(found, ORGANISATIONS, OrganisationRow),
        _all(found, PEOPLE, PersonRow),
        _all(found, THEMES, ThemeRow),
        _all(found, ACTIONS, ActionRow),
        _all(found, RISKS, RiskRow),
        _all(found, MEETINGS, MeetingRow),
    )


def _headers(row: type[PlanRow]) -> Headers:
    return {str(field.alias): field.is_required() for field in row.model_fields.values()}


def _all(
    found: Mapping[str, tuple[PlanRow, ...]], title: str, kind: type[AnyRow]
) -> tuple[AnyRow, ...]:
    return tuple(row for row in found[title] if isinstance(row, kind))


def _moved(rows: tuple[AnyRow, ...], by: timedelta) -> tuple[AnyRow, ...]:
    return tuple(row.moved(by) for row in rows)


def _marks(rows: Iterable[PlanRow]) -> dict[str, str]:
    marks: dict[str, list[str]] = {}
    for row in rows:
        marks.setdefault(row.key, []).append(row.fingerprint())
    return {key: _sha256("".join(sorted(group))) for key, group in marks.items()}


def _sha256(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def _in_order(mistakes: Iterable[Mistake]) -> list[Mistake]:
    order = list(SHEETS)
    return sorted(mistakes, key=lambda mistake: (order.index(mistake.sheet), mistake.position))


def _known(tables: Mapping[str, Table]) -> Known:
    as_at = _column(tables, PROGRAMME, "As at") or {}
    return Known(
        roles=_column(tables, PEOPLE, "Role"),
        organisations=_column(tables, ORGANISATIONS, "Organisation"),
        themes=_upper(_column(tables, THEMES, "Code")),
        theme_of_action=_theme_of_action(tables.get(ACTIONS)),
        as_at=_day(next(iter(as_at.values()), "")),
    )


def _column(tables: Mapping[str, Table], title: str, header: str) -> dict[str, str] | None:
    """Everything a column names, by folded name; None if there is no such column."""
    table = tables.get(title)
    if table is None or header not in table.letters:
        return None
    names = (_name(row, header) for row in table.rows)
    return {folded(name): name for name in reversed(list(filter(None, names)))}


def _upper(names: Mapping[str, str] | None) -> dict[str, str] | None:
    return None if names is None else {key: name.upper() for key, name in names.items()}


def _theme_of_action(table: Table | None) -> dict[str, str] | None:
    if table is None or not {"Reference", "Theme"} <= table.letters.keys():
        return None
    return {_name(row, "Reference").upper(): _name(row, "Theme").upper() for row in table.rows}


def _name(row: Row, header: str) -> str:
    """What a cell names, as far as it can be read; "" if it is empty or unreadable."""
    value = row.cells.get(header)
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    try:
        return "" if value is None else cells.line(value)
    except ValueError:
        return ""


def _day(written: str) -> date | None:
    try:
        return cells.day(written)
    except ValueError:
        return None


def _checked(
    table: Table, kind: type[PlanRow], known: Known, mistakes: list[Mistake]
) -> tuple[PlanRow, ...]:
    rows = []
    for row in table.rows:
        try:
            rows.append(kind.model_validate(row.cells, context=known))
        except ValidationError as error:
            mistakes.extend(_from_pydantic(table, row, error))
    return tuple(rows)


def _from_pydantic(table: Table, row: Row, error: ValidationError) -> Iterator[Mistake]:
    for detail in error.errors(include_url=False, include_input=False):
        header = str(detail["loc"][0])
        if detail["type"] != "missing":
            yield table.mistake(row.number, header, str(detail["ctx"]["error"]))
        elif header in table.letters:  # a missing column was reported once
            sentence = VACANT if (table.title, header) == (PEOPLE, "Name") else EMPTY
            yield table.mistake(row.number, header, sentence)


def _across_rows(tables: Mapping[str, Table]) -> Iterator[Mistake]:
    for title, table in tables.items():
        yield from _row_counts(title, table)
    for title, headers in UNIQUE:
        if title in tables:
            yield from _repeats(tables[title], headers)
    if PEOPLE in tables:
        yield from _disagreements(tables[PEOPLE])
        yield from _deputies(tables[PEOPLE])
        yield from _office(tables[PEOPLE])
    if RISKS in tables:
        yield from _shared_references(tables)


def _row_counts(title: str, table: Table) -> Iterator[Mistake]:
    if not table.rows and title not in MAY_BE_EMPTY:
        yield Mistake(title, NO_ROWS)
    if len(table.rows) > 1 and title == PROGRAMME:
        yield Mistake(title, MANY_ROWS.format(len(table.rows)))


def _repeats(table: Table, headers: tuple[str, ...]) -> Iterator[Mistake]:
    seen: dict[tuple[str, ...], int] = {}
    for row in table.rows:
        names = tuple(folded(_name(row, header)) for header in headers)
        first = seen.setdefault(names, row.number)
        if all(names) and first != row.number:
            shown = cells.shown(_name(row, headers[-1]))
            yield table.mistake(row.number, headers[-1], REPEATED.format(shown, first))


def _disagreements(table: Table) -> Iterator[Mistake]:
    """Rows about the same person or role that do not say the same about it."""
    for same, about, header, sentence in AGREEING:
        seen: dict[str, tuple[int, str]] = {}
        for row in table.rows:
            said = folded(_name(row, about))
            first, said_first = seen.setdefault(folded(_name(row, same)), (row.number, said))
            if _name(row, same) and said != said_first:
                yield table.mistake(row.number, header, sentence.format(first))


def _deputies(table: Table) -> Iterator[Mistake]:
    """A role has one deputy, and not itself."""
    seen: dict[str, tuple[int, str]] = {}
    for row in table.rows:
        deputy = folded(_name(row, "Role"))
        for role in parts(_name(row, "Deputy for")):
            first, other = seen.setdefault(folded(role), (row.number, deputy))
            if folded(role) == deputy:
                yield table.mistake(row.number, "Deputy for", OWN_DEPUTY)
            elif other != deputy:
                sentence = OTHER_DEPUTY.format(cells.shown(role), first)
                yield table.mistake(row.number, "Deputy for", sentence)


def _office(table: Table) -> Iterator[Mistake]:
    office = folded(cells.word(Standing.PROGRAMME_OFFICE))
    if table.rows and all(folded(_name(row, "Standing")) != office for row in table.rows):
        yield Mistake(PEOPLE, NO_OFFICE)


def _shared_references(tables: Mapping[str, Table]) -> Iterator[Mistake]:
    actions = _column(tables, ACTIONS, "Reference") or {}
    for row in tables[RISKS].rows:
        ref = _name(row, "Reference")
        if folded(ref) in actions:
            sentence = ACTION_HAS_IT.format(cells.shown(ref))
            yield tables[RISKS].mistake(row.number, "Reference", sentence)
