"""The history of risks and issues as tables: revisions, mitigating actions, what boards saw."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from storage import models as m
from storage.exchange.extracts.extract import Extract, rows_of
from storage.exchange.extracts.listing import Column, Kind, Listing, Value
from storage.exchange.extracts.titles import banded, scored, worded

NAME = Column("By", Kind.NAME)
REVISION_COLUMNS = (
    Column("Number", Kind.NUMBER),
    Column("Risk"),
    Column("Saved at", Kind.MOMENT),
    Column("By role", Kind.NAME),
    Column("Kind"),
    Column("Likelihood", Kind.NUMBER),
    Column("Impact", Kind.NUMBER),
    Column("Score", Kind.NUMBER),
    Column("Band"),
    Column("Residual likelihood", Kind.NUMBER),
    Column("Residual impact", Kind.NUMBER),
    Column("Residual score", Kind.NUMBER),
    Column("Response"),
    Column("Proximity", Kind.DAY),
    Column("Status"),
    Column("Words", Kind.TEXT),
    Column("Corrects or withdraws number", Kind.NUMBER),
)
MITIGATION_COLUMNS = (
    Column("Risk"),
    Column("Revision number", Kind.NUMBER),
    Column("Saved at", Kind.MOMENT),
    Column("Mitigating action", Kind.TEXT),
    Column("State"),
    Column("Owner role", Kind.NAME),
    Column("By", Kind.DAY),
)
ISSUE_COLUMNS = (
    Column("Number", Kind.NUMBER),
    Column("Issue"),
    Column("Theme", Kind.NAME),
    Column("Action"),
    Column("Was risk"),
    Column("Description", Kind.TEXT),
    Column("Owner role", Kind.NAME),
    Column("Raised on", Kind.DAY),
    Column("Saved at", Kind.MOMENT),
    Column("By role", Kind.NAME),
    Column("Kind"),
    Column("Status"),
    Column("Words", Kind.TEXT),
    Column("Decision needed from", Kind.NAME),
    Column("Corrects or withdraws number", Kind.NUMBER),
)
SIGHTING_COLUMNS = (
    Column("Risk"),
    Column("Meeting", Kind.NAME),
    Column("Revision number", Kind.NUMBER),
    Column("Likelihood", Kind.NUMBER),
    Column("Impact", Kind.NUMBER),
    Column("Score", Kind.NUMBER),
    Column("Saved at", Kind.MOMENT),
)


def revisions(extract: Extract) -> Listing:
    """Every revision of a risk, colleagues' views and withdrawn ones too."""
    named = (NAME,) if extract.named else ()
    return Listing("Risk revisions", REVISION_COLUMNS + named, _revisions(extract))


def mitigations(extract: Extract) -> Listing:
    """The mitigating actions that stood with each revision."""
    return Listing("Mitigating actions", MITIGATION_COLUMNS, _mitigations(extract))


def issues(extract: Extract) -> Listing:
    """Every revision of an issue, with what the issue is."""
    named = (NAME,) if extract.named else ()
    return Listing("Issue log", ISSUE_COLUMNS + named, _issues(extract))


def sightings(extract: Extract) -> Listing:
    """Which revision of a risk a board had before it."""
    return Listing("Board sightings", SIGHTING_COLUMNS, _sightings(extract))


def _revisions(extract: Extract) -> Iterator[Sequence[Value]]:
    scope, titles = extract.scope, extract.titles
    query = rows_of(m.RiskRevision).where(
        scope.by_then(m.RiskRevision.at), scope.of_risks(m.RiskRevision.risk_id)
    )
    for row in extract.stream(query):
        score = scored(row.likelihood, row.impact)
        values: tuple[Value, ...] = (
            row.id,
            titles.risks[row.risk_id],
            row.at,
            titles.roles[row.author_role_id],
            worded(row.kind),
            row.likelihood,
            row.impact,
            score,
            banded(score),
            row.residual_likelihood,
            row.residual_impact,
            scored(row.residual_likelihood, row.residual_impact),
            worded(row.response),
            row.proximity,
            worded(row.status),
            row.words,
            row.supersedes_id,
        )
        yield (*values, titles.people.get(row.author_id)) if extract.named else values


def _mitigations(extract: Extract) -> Iterator[Sequence[Value]]:
    scope, titles, revision = extract.scope, extract.titles, m.RiskRevision
    query = (
        select(*m.Mitigation.__table__.columns, revision.risk_id, revision.at)
        .join(revision, revision.id == m.Mitigation.revision_id)
        .where(scope.by_then(revision.at), scope.of_risks(revision.risk_id))
        .order_by(m.Mitigation.id)
    )
    for row in extract.stream(query):
        yield (
            titles.risks[row.risk_id],
            row.revision_id,
            row.at,
            row.words,
            worded(row.state),
            titles.roles.get(row.owner_role_id),
            row.due,
        )


def _issues(extract: Extract) -> Iterator[Sequence[Value]]:
    scope, titles = extract.scope, extract.titles
    query = rows_of(m.IssueRevision).where(
        scope.by_then(m.IssueRevision.at), scope.of_issues(m.IssueRevision.issue_id)
    )
    about = {row.id: row for row in extract.session.scalars(select(m.Issue))}
    for row in extract.stream(query):
        issue = about[row.issue_id]
        values: tuple[Value, ...] = (
            row.id,
            issue.ref,
            titles.themes[issue.theme_id],
            titles.actions.get(issue.action_id or 0),
            titles.risks.get(issue.risk_id or 0),
            issue.description,
            titles.roles[issue.owner_role_id],
            issue.raised_on,
            row.at,
            titles.roles[row.author_role_id],
            worded(row.kind),
            worded(row.status),
            row.words,
            titles.roles.get(row.decision_needed_from_role_id),
            row.supersedes_id,
        )
        yield (*values, titles.people.get(row.author_id)) if extract.named else values


def _sightings(extract: Extract) -> Iterator[Sequence[Value]]:
    scope, titles, revision = extract.scope, extract.titles, m.RiskRevision
    query = (
        select(*m.BoardSighting.__table__.columns, revision.likelihood, revision.impact)
        .join(revision, revision.id == m.BoardSighting.revision_id)
        .where(scope.by_then(m.BoardSighting.at), scope.of_risks(m.BoardSighting.risk_id))
        .order_by(m.BoardSighting.id)
    )
    for row in extract.stream(query):
        yield (
            titles.risks[row.risk_id],
            titles.meetings[row.meeting_id],
            row.revision_id,
            row.likelihood,
            row.impact,
            scored(row.likelihood, row.impact),
            row.at,
        )
