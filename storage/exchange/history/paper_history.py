"""The history of what was posted, submitted and noted: summaries, reports, the audit trail."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select

from storage import models as m
from storage.exchange.extracts.extract import Extract, rows_of
from storage.exchange.extracts.listing import Column, Kind, Listing, Value
from storage.exchange.extracts.titles import worded

SUMMARY_COLUMNS = (
    Column("Number", Kind.NUMBER),
    Column("Theme", Kind.NAME),
    Column("Edition"),
    Column("For", Kind.MOMENT),
    Column("Covers from", Kind.MOMENT),
    Column("Covers to", Kind.MOMENT),
    Column("As first posted", Kind.TEXT),
)
REPORT_COLUMNS = (
    Column("Number", Kind.NUMBER),
    Column("Kind"),
    Column("Theme", Kind.NAME),
    Column("Meeting", Kind.NAME),
    Column("Covers from", Kind.DAY),
    Column("Covers to", Kind.DAY),
    Column("Version", Kind.NUMBER),
    Column("Status"),
    Column("At", Kind.MOMENT),
    Column("SHA-256 of the content", Kind.TEXT),
)
AUDIT_COLUMNS = (
    Column("Number", Kind.NUMBER),
    Column("At", Kind.MOMENT),
    Column("Person id", Kind.NUMBER),
    Column("Operation"),
    Column("Subject", Kind.NAME),
    Column("Detail", Kind.TEXT),
    Column("Mark of what was written", Kind.TEXT),
    Column("Mark of the chain", Kind.TEXT),
)


def summaries(extract: Extract) -> Listing:
    """The weekly summaries with the text that was first posted."""
    return Listing("Summaries", SUMMARY_COLUMNS, _summaries(extract))


def reports(extract: Extract) -> Listing:
    """The papers for boards, each version and state; their content is a file of its own."""
    return Listing("Reports", REPORT_COLUMNS, _reports(extract))


def audit_trail(extract: Extract) -> Listing:
    """Who did what to which row, in ids; names are never part of it."""
    return Listing("Audit trail", AUDIT_COLUMNS, _audit(extract))


def _summaries(extract: Extract) -> Iterator[Sequence[Value]]:
    scope, digest = extract.scope, m.Digest
    query = rows_of(digest).where(scope.by_then(digest.instant), scope.of_themes(digest.theme_id))
    for row in extract.stream(query):
        yield (
            row.id,
            extract.titles.themes[row.theme_id],
            worded(row.edition),
            row.instant,
            row.covers_from,
            row.covers_to,
            "\n".join(_texts(row.content)),
        )


def _texts(content: Any) -> Iterator[str]:
    """What is written in a kept reply, from its top to its end; buttons and ids are left out."""
    if isinstance(content, list):
        for part in content:
            yield from _texts(part)
    elif isinstance(content, dict):
        if text := content.get("text"):
            yield str(text)
        yield from (": ".join(pair) for pair in content.get("rows", ()))
        for name, part in content.items():
            if name not in {"buttons", "rows"}:
                yield from _texts(part)


def _reports(extract: Extract) -> Iterator[Sequence[Value]]:
    scope, titles, report = extract.scope, extract.titles, m.Report
    columns = [column for column in report.__table__.columns if column.name != "content"]
    query = select(*columns).order_by(report.id)
    for row in extract.stream(
        query.where(scope.by_then(report.at), scope.of_themes(report.theme_id))
    ):
        yield (
            row.id,
            worded(row.kind),
            titles.themes.get(row.theme_id),
            titles.meetings.get(row.meeting_id),
            row.covers_from,
            row.covers_to,
            row.version,
            worded(row.status),
            row.at,
            row.sha256,
        )


def _audit(extract: Extract) -> Iterator[Sequence[Value]]:
    query = rows_of(m.AuditEntry).where(extract.scope.by_then(m.AuditEntry.at))
    for row in extract.stream(query):
        yield (
            row.id,
            row.at,
            row.person_id,
            row.operation,
            row.subject,
            json.dumps(row.detail, sort_keys=True),
            row.content_sha256,
            row.chain_sha256,
        )
