"""The history of the plan itself as tables: changes, versions, imports, board meetings."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import and_, or_, select

from storage import models as m
from storage.exchange.extracts.extract import Extract, rows_of
from storage.exchange.extracts.listing import Column, Kind, Listing, Value
from storage.exchange.extracts.titles import worded

NAME = Column("By", Kind.NAME)
CHANGE_COLUMNS = (
    Column("Number", Kind.NUMBER),
    Column("Changed at", Kind.MOMENT),
    Column("Where"),
    Column("Which", Kind.NAME),
    Column("What"),
    Column("Was", Kind.TEXT),
    Column("Became", Kind.TEXT),
    Column("Import number", Kind.NUMBER),
    Column("Decision number", Kind.NUMBER),
)
VERSION_COLUMNS = (
    Column("Version"),
    Column("Status"),
    Column("At", Kind.MOMENT),
    Column("Import number", Kind.NUMBER),
    Column("Meeting", Kind.NAME),
)
IMPORT_COLUMNS = (
    Column("Number", Kind.NUMBER),
    Column("Taken in at", Kind.MOMENT),
    Column("Shows the state of", Kind.DAY),
    Column("Weeks moved", Kind.NUMBER),
    Column("Programme", Kind.NAME),
    Column("SHA-256 of the content", Kind.TEXT),
)
MEETING_COLUMNS = (Column("Board", Kind.NAME), Column("Date", Kind.DAY))
NOT_NAMED = "…"
PERSONAL = frozenset({"name", "email"})


def plan_changes(extract: Extract) -> Listing:
    """Every agreed fact that changed, from what to what, by which import or decision."""
    named = (NAME,) if extract.named else ()
    return Listing("Plan changes", CHANGE_COLUMNS + named, _changes(extract))


def versions(extract: Extract) -> Listing:
    """The plan's versions, drafted and accepted (seed 2.7)."""
    return Listing("Plan versions", VERSION_COLUMNS, _versions(extract))


def imports(extract: Extract) -> Listing:
    """The workbooks that were taken in."""
    return Listing("Imports", IMPORT_COLUMNS, _imports(extract))


def meetings(extract: Extract) -> Listing:
    """The days on which the boards meet, past and planned."""
    return Listing("Meetings", MEETING_COLUMNS, _meetings(extract))


def _changes(extract: Extract) -> Iterator[Sequence[Value]]:
    scope, change = extract.scope, m.PlanChange
    covered = or_(
        and_(change.subject == "actions", scope.of_actions(change.row_id)),
        and_(change.subject == "risks", scope.of_risks(change.row_id)),
        and_(change.subject == "issues", scope.of_issues(change.row_id)),
        and_(change.subject == "themes", scope.of_themes(change.row_id)),
    )
    query = rows_of(change).where(scope.by_then(change.at))
    for row in extract.stream(query if scope.whole else query.where(covered)):
        values: tuple[Value, ...] = (
            row.id,
            row.at,
            worded(row.subject),
            extract.titles.of(row.subject, row.row_id),
            worded(row.field.removesuffix("_id")),
            _told(extract, row.subject, row.field, row.was),
            _told(extract, row.subject, row.field, row.became),
            row.plan_import_id,
            row.decision_id,
        )
        yield (*values, extract.titles.people.get(row.person_id)) if extract.named else values


def _told(extract: Extract, subject: str, field: str, value: Any) -> Value:
    """A value of a plan change in people's words: a role by its title, a day as a day."""
    if value is None or isinstance(value, bool):
        return value
    if subject == "people" and field in PERSONAL and not extract.named:
        return NOT_NAMED
    if isinstance(value, list):
        return "; ".join(map(str, value))
    table = m.Base.metadata.tables.get(subject)
    column = table.columns.get(field) if table is not None else None
    if column is not None and column.foreign_keys:
        return extract.titles.of(next(iter(column.foreign_keys)).column.table.name, value)
    if column is not None and column.type.python_type is date:
        return date.fromisoformat(value)
    return value if isinstance(value, int) else str(value)


def _versions(extract: Extract) -> Iterator[Sequence[Value]]:
    query = rows_of(m.PlanVersion).where(extract.scope.by_then(m.PlanVersion.at))
    for row in extract.stream(query):
        meeting = extract.titles.meetings.get(row.meeting_id)
        yield row.name, worded(row.status), row.at, row.plan_import_id, meeting


def _imports(extract: Extract) -> Iterator[Sequence[Value]]:
    query = rows_of(m.PlanImport).where(extract.scope.by_then(m.PlanImport.at))
    for row in extract.stream(query):
        programme = row.summary.get("programme", "")
        yield row.id, row.at, row.as_at, row.weeks_moved, programme, row.sha256


def _meetings(extract: Extract) -> Iterator[Sequence[Value]]:
    query = (
        select(m.Board.name, m.Meeting.held_on)
        .join(m.Board, m.Board.id == m.Meeting.board_id)
        .order_by(m.Meeting.held_on, m.Meeting.id)
    )
    for row in extract.stream(query):
        yield row.name, row.held_on
