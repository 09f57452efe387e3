"""The history of decisions as tables: requests with what was decided, challenges with answers."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Select, and_, or_, select

from storage import models as m
from storage.exchange.extracts.extract import Extract, children, rows_of
from storage.exchange.extracts.listing import Column, Kind, Listing, Value
from storage.exchange.extracts.titles import worded
from storage.rows import Found
from storage.vocabulary import Level

NAME = Column("By", Kind.NAME)
REQUEST_COLUMNS = (
    Column("Number", Kind.NUMBER),
    Column("Asked at", Kind.MOMENT),
    Column("Asked for"),
    Column("Theme", Kind.NAME),
    Column("Action"),
    Column("Risk"),
    Column("By role", Kind.NAME),
    Column("On behalf of", Kind.NAME),
    Column("Due from", Kind.DAY),
    Column("Due to", Kind.DAY),
    Column("New owner", Kind.NAME),
    Column("Priority"),
    Column("Reason", Kind.TEXT),
    Column("Lead decided"),
    Column("Lead decided at", Kind.MOMENT),
    Column("Lead's role", Kind.NAME),
    Column("Lead's reason", Kind.TEXT),
    Column("Board decided"),
    Column("Board decided at", Kind.MOMENT),
    Column("Meeting", Kind.NAME),
    Column("Recorded by role", Kind.NAME),
    Column("Board's reason", Kind.TEXT),
)
CHALLENGE_COLUMNS = (
    Column("Number", Kind.NUMBER),
    Column("At", Kind.MOMENT),
    Column("About"),
    Column("By role", Kind.NAME),
    Column("Words", Kind.TEXT),
    Column("Answers number", Kind.NUMBER),
)


def requests(extract: Extract) -> Listing:
    """Every request, decided or not, with what the lead and the board decided."""
    named = (NAME,) if extract.named else ()
    return Listing("Requests and decisions", REQUEST_COLUMNS + named, _requests(extract))


def challenges(extract: Extract) -> Listing:
    """Every challenge of an update, a summary or a report, and every answer (seed 2.9)."""
    named = (NAME,) if extract.named else ()
    return Listing("Challenges", CHALLENGE_COLUMNS + named, _challenges(extract))


def _requests(extract: Extract) -> Iterator[Sequence[Value]]:
    scope, request = extract.scope, m.Request
    covered = or_(
        scope.of_actions(request.action_id),
        and_(request.action_id.is_(None), scope.of_risks(request.risk_id)),
        and_(
            request.action_id.is_(None),
            request.risk_id.is_(None),
            scope.of_themes(request.theme_id),
        ),
    )
    for batch in extract.batches(rows_of(request).where(scope.by_then(request.at), covered)):
        ids = [row.id for row in batch]
        decided = children(extract, _decisions(extract), m.Decision.request_id, ids)
        for row in batch:
            by_level = {decision.level: decision for decision in decided.get(row.id, [])}
            yield _request(extract, row, by_level)


def _decisions(extract: Extract) -> Select[*tuple[Any, ...]]:
    decision = m.Decision
    columns = [decision.request_id.label("parent_id"), *decision.__table__.columns]
    return select(*columns).where(extract.scope.by_then(decision.at)).order_by(decision.id)


def _request(extract: Extract, row: Found, decided: dict[str, Found]) -> Sequence[Value]:
    titles = extract.titles
    values: tuple[Value, ...] = (
        row.id,
        row.at,
        worded(row.kind),
        titles.themes[row.theme_id],
        titles.actions.get(row.action_id),
        titles.risks.get(row.risk_id),
        titles.roles[row.author_role_id],
        titles.roles.get(row.on_behalf_of_role_id),
        row.due_from,
        row.due_to,
        titles.roles.get(row.role_to_id),
        row.priority_to,
        row.reason,
        *_by_lead(extract, decided.get(Level.LEAD)),
        *_by_board(extract, decided.get(Level.BOARD)),
    )
    return (*values, titles.people.get(row.author_id)) if extract.named else values


def _by_lead(extract: Extract, decision: Found | None) -> Sequence[Value]:
    if decision is None:
        return (None,) * 4
    role = extract.titles.roles[decision.author_role_id]
    return worded(decision.outcome), decision.at, role, decision.reason


def _by_board(extract: Extract, decision: Found | None) -> Sequence[Value]:
    if decision is None:
        return (None,) * 5
    titles = extract.titles
    return (
        worded(decision.outcome),
        decision.at,
        titles.meetings.get(decision.meeting_id),
        titles.roles[decision.author_role_id],
        decision.reason,
    )


def _challenges(extract: Extract) -> Iterator[Sequence[Value]]:
    scope, titles, challenge = extract.scope, extract.titles, m.Challenge
    covered = or_(
        scope.of_actions(challenge.action_id),
        scope.of_actions(m.Update.action_id),
        scope.of_themes(m.Digest.theme_id),
        scope.of_themes(m.Report.theme_id),
    )
    query = (
        select(*challenge.__table__.columns, m.Update.action_id.label("updated_id"))
        .outerjoin(m.Update, m.Update.id == challenge.update_id)
        .outerjoin(m.Digest, m.Digest.id == challenge.digest_id)
        .outerjoin(m.Report, m.Report.id == challenge.report_id)
        .where(scope.by_then(challenge.at), covered)
        .order_by(challenge.id)
    )
    for row in extract.stream(query):
        values: tuple[Value, ...] = (
            row.id,
            row.at,
            _about(extract, row),
            titles.roles[row.author_role_id],
            row.words,
            row.answers_id,
        )
        yield (*values, titles.people.get(row.author_id)) if extract.named else values


def _about(extract: Extract, row: Found) -> str:
    """What is challenged: "WF-01, update 12", "summary 3", "report 4"."""
    action = extract.titles.actions.get(row.action_id or row.updated_id)
    parts = (
        action,
        row.update_id and f"update {row.update_id}",
        row.digest_id and f"summary {row.digest_id}",
        row.report_id and f"report {row.report_id}",
    )
    return ", ".join(part for part in parts if part)
