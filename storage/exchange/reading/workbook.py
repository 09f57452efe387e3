"""Reads a plan from a workbook or a folder of CSV files, checked as a whole.

Every mistake is found before anything is used.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from storage.exchange.layout.known import Known
from storage.exchange.layout.mistakes import Mistake, PlanRejected, Remark
from storage.exchange.layout.plan_sheets import PlanSheets
from storage.exchange.layout.rows import (
    ACTIONS,
    CLOSED_DAYS,
    COUNCIL_PRIORITIES,
    FINDINGS,
    FOCUS_AREAS,
    ISSUES,
    MAY_BE_MISSING,
    MEASURES,
    MEETINGS,
    MILESTONES,
    MITIGATIONS,
    ORGANISATIONS,
    PEOPLE,
    PROGRAMME,
    RISKS,
    SHEETS,
    SOURCES,
    THEMES,
    ActionRow,
    ClosedDaysRow,
    CouncilPriorityRow,
    FindingRow,
    FocusAreaRow,
    IssueRow,
    MeasureRow,
    MeetingRow,
    MilestoneRow,
    MitigationRow,
    OrganisationRow,
    PersonRow,
    PlanRow,
    ProgrammeRow,
    RiskEntry,
    SourceRow,
    ThemeRow,
)
from storage.exchange.reading.across import mistakes_across
from storage.exchange.reading.csvs import folder_grids
from storage.exchange.reading.definitions import known_names
from storage.exchange.reading.guesses import Understood, understood
from storage.exchange.reading.headers import Headers
from storage.exchange.reading.sheets import workbook_grids
from storage.exchange.reading.tables import Grid, Row, Table, tables_of

__all__ = ["PlanRejected", "PlanSheets", "read_plan"]

EMPTY = "this cell is empty."
VACANT = "this cell is empty, and a role must be held by somebody."
# Follows from a mistake that has its own sentence.
NO_MISTAKE = "default_factory_not_called"

Found = Mapping[str, tuple[PlanRow, ...]]
AnyRow = TypeVar("AnyRow", bound=PlanRow)


def read_plan(source: Path | bytes) -> PlanSheets:
    """Read and check a plan: an Excel workbook, or a folder with a CSV file for each sheet.

    Raises:
        PlanRejected: with every mistake in the plan, from the first sheet to the last.
    """
    grids = _grids(source)
    told: list[Remark] = []
    wanted = {title: _headers(row) for title, row in SHEETS.items()}
    tables = tables_of(grids, wanted, MAY_BE_MISSING, told)
    known = known_names(tables)
    found = {title: _checked(table, SHEETS[title], known, told) for title, table in tables.items()}
    told.extend(mistakes_across(tables))
    if mistakes := [one for one in told if isinstance(one, Mistake)]:
        raise PlanRejected(map(str, _in_order(mistakes)))
    return _plan(found, tuple(map(str, _in_order(told))), _unsaid(tables))


def _unsaid(tables: Mapping[str, Table]) -> dict[str, frozenset[str]]:
    """Sheet → the fields without a column."""
    headers = {title: table.letters.keys() for title, table in tables.items()}
    return {
        title: frozenset(
            name
            for name, field in kind.model_fields.items()
            if str(field.alias) not in headers.get(title, ())
        )
        for title, kind in SHEETS.items()
    }


def _grids(source: Path | bytes) -> list[Grid]:
    if isinstance(source, Path) and source.is_dir():
        return folder_grids(source)
    return workbook_grids(source, SHEETS)


def _headers(row: type[PlanRow]) -> Headers:
    return {header: field.is_required() for header, field in row.by_header().items()}


def _in_order(told: Iterable[Remark]) -> list[Remark]:
    order = list(SHEETS)
    return sorted(told, key=lambda one: (order.index(one.sheet), one.position))


def _checked(
    table: Table, kind: type[PlanRow], known: Known, told: list[Remark]
) -> tuple[PlanRow, ...]:
    rows = []
    for row in table.rows:
        meant = understood(table, row, kind)
        told.extend(meant.remarks)
        try:
            rows.append(kind.model_validate(meant.values, context=known))
        except ValidationError as error:
            told.extend(_from_pydantic(table, row, meant, error))
    return tuple(rows)


def _from_pydantic(
    table: Table, row: Row, meant: Understood, error: ValidationError
) -> Iterator[Mistake]:
    for detail in error.errors(include_url=False, include_input=False):
        header = _header(SHEETS[table.title], str(detail["loc"][0]))
        if detail["type"] == "missing":
            if header in table.letters:  # a missing column was reported once
                yield table.mistake(row.number, header, _missing(table, header, meant))
        elif detail["type"] != NO_MISTAKE:
            yield table.mistake(row.number, header, str(detail["ctx"]["error"]))


def _header(kind: type[PlanRow], place: str) -> str:
    """The column's header; pydantic names a default that was refused by its field."""
    return str(kind.model_fields[place].alias) if place in kind.model_fields else place


def _missing(table: Table, header: str, meant: Understood) -> str:
    empty = VACANT if (table.title, header) == (PEOPLE, "Name") else EMPTY
    return meant.unanswered.get(header, empty)


def _plan(
    found: Found, remarks: tuple[str, ...], unsaid: Mapping[str, frozenset[str]]
) -> PlanSheets:
    entries = _all(found, RISKS, RiskEntry)
    return PlanSheets(
        programme=_all(found, PROGRAMME, ProgrammeRow)[0],
        organisations=_all(found, ORGANISATIONS, OrganisationRow),
        closed_days=_all(found, CLOSED_DAYS, ClosedDaysRow),
        people=_all(found, PEOPLE, PersonRow),
        themes=_all(found, THEMES, ThemeRow),
        sources=_all(found, SOURCES, SourceRow),
        findings=_all(found, FINDINGS, FindingRow),
        focus_areas=_all(found, FOCUS_AREAS, FocusAreaRow),
        council_priorities=_all(found, COUNCIL_PRIORITIES, CouncilPriorityRow),
        actions=_all(found, ACTIONS, ActionRow),
        measures=_all(found, MEASURES, MeasureRow),
        milestones=_all(found, MILESTONES, MilestoneRow),
        risks=tuple(entry.risk() for entry in entries),
        mitigations=(*_shorthands(entries), *_all(found, MITIGATIONS, MitigationRow)),
        issues=_all(found, ISSUES, IssueRow),
        meetings=_all(found, MEETINGS, MeetingRow),
        remarks=remarks,
        unsaid=unsaid,
    )


def _all(found: Found, title: str, kind: type[AnyRow]) -> tuple[AnyRow, ...]:
    return tuple(row for row in found.get(title, ()) if isinstance(row, kind))


def _shorthands(entries: Iterable[RiskEntry]) -> Iterator[MitigationRow]:
    """The mitigating actions that stand beside their risks, as rows of their own."""
    for entry in entries:
        if entry.mitigation:
            yield entry.mitigation_row()
