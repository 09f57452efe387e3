"""The risk register in the layout that councils use (seed 5.5.1), the highest score first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from storage import models as m
from storage.assessments import Mitigation
from storage.calendar import london_date
from storage.exchange.extracts.coverage import rows_then
from storage.exchange.extracts.extract import Extract
from storage.exchange.extracts.listing import Column, Kind, Listing, Value
from storage.exchange.extracts.titles import scored, worded
from storage.exchange.registers import shown
from storage.risks import Risk, Risks
from storage.vocabulary import MitigationState, RevisionKind, RiskStatus

COLUMNS = (
    Column("Reference"),
    Column("Raised on", Kind.DAY),
    Column("Theme", Kind.NAME),
    Column("Action"),
    Column("Risk", Kind.TEXT),
    Column("Owner", Kind.NAME),
    Column("Likelihood", Kind.NUMBER),
    Column("Impact", Kind.NUMBER),
    Column("Score", Kind.NUMBER),
    Column("Band"),
    Column("Controls in place", Kind.TEXT),
    Column("Planned mitigating actions", Kind.TEXT),
    Column("Residual likelihood", Kind.NUMBER),
    Column("Residual impact", Kind.NUMBER),
    Column("Residual score", Kind.NUMBER),
    Column("Residual band"),
    Column("Response"),
    Column("Proximity", Kind.DAY),
    Column("Trend"),
    Column("Score when the board last saw it", Kind.NUMBER),
    Column("Board last saw it on", Kind.DAY),
    Column("Status"),
    Column("Last reviewed", Kind.DAY),
    Column("Last words", Kind.TEXT),
    Column("Left the plan on", Kind.DAY),
)
CAUSE, EVENT, EFFECT = "Cause: {}", "Event: {}", "Effect: {}"
MATERIALISED = "Happened: now an issue"
UNREVIEWED = frozenset({RevisionKind.VIEW, RevisionKind.WITHDRAWAL})


@dataclass(frozen=True, slots=True)
class _Seen:
    """A risk's score when a board had it before it."""

    score: int | None
    on: date


@dataclass(frozen=True, slots=True)
class _Story:
    """What a risk's revisions tell beside where it stands."""

    raised_on: date
    first_score: int | None


def risk_register(extract: Extract) -> Listing:
    """All risks, open ones first and the highest score first.

    The trend is since a board last saw the risk, or since it was raised if none has.
    """
    return Listing("Risk register", COLUMNS, _rows(extract), for_paper=True)


def _rows(extract: Extract) -> Iterator[Sequence[Value]]:
    scope, session = extract.scope, extract.session
    register = Risks(session, scope.until).all(scope.until)
    covered = [risk for risk in register if scope.risks is None or risk.id in scope.risks]
    stories, seen, words = _stories(extract), _last_seen(extract), _words(extract)
    agreed = {row["id"]: row for row in rows_then(session, m.Risk, scope.until)}
    for risk in sorted(covered, key=_worst_first):
        yield (
            *_what(extract, risk, stories[risk.id]),
            *_how_high(risk),
            *_since(risk, stories[risk.id], seen.get(risk.id)),
            MATERIALISED if risk.status is RiskStatus.MATERIALISED else worded(risk.status),
            london_date(risk.revised_at),
            words.get(risk.id),
            agreed[risk.id]["vanished_on"],
        )


def _worst_first(risk: Risk) -> tuple[bool, int, str]:
    return risk.status is not RiskStatus.OPEN, -(risk.score or 0), risk.ref


def _what(extract: Extract, risk: Risk, story: _Story) -> Sequence[Value]:
    return (
        risk.ref,
        story.raised_on,
        extract.titles.themes[risk.theme_id],
        risk.action_ref,
        _described(risk),
        risk.owner_role,
    )


def _described(risk: Risk) -> str:
    """Cause, event and effect in the author's words; the words alone where only they are known."""
    if not (risk.cause or risk.effect):
        return risk.description
    parts = ((CAUSE, risk.cause), (EVENT, risk.description), (EFFECT, risk.effect))
    return "\n".join(label.format(words) for label, words in parts if words)


def _how_high(risk: Risk) -> Sequence[Value]:
    existing = [one for one in risk.mitigations if one.state is MitigationState.EXISTING]
    planned = [one for one in risk.mitigations if one.state is MitigationState.PLANNED]
    return (
        risk.likelihood,
        risk.impact,
        shown.score(risk.score),
        shown.band(risk.score),
        "\n".join(map(_mitigation, existing)),
        "\n".join(map(_mitigation, planned)),
        risk.residual_likelihood,
        risk.residual_impact,
        shown.score(risk.residual_score),
        shown.band(risk.residual_score),
        worded(risk.response or ""),
        risk.proximity,
    )


def _mitigation(one: Mitigation) -> str:
    """Retention payments (HR Business Partner, by 31 Jan 2023)."""
    by = f"by {one.due.day} {one.due:%b %Y}" if one.due else ""
    about = ", ".join(filter(None, (one.owner_role, by)))
    return f"{one.words} ({about})" if about else one.words


def _since(risk: Risk, story: _Story, seen: _Seen | None) -> Sequence[Value]:
    before = seen.score if seen else story.first_score
    return (
        shown.trend(risk.score, before),
        shown.score(seen.score) if seen else None,
        seen.on if seen else None,
    )


def _stories(extract: Extract) -> Mapping[int, _Story]:
    """Risk id → when it was raised, and its first score."""
    revision = m.RiskRevision
    found: dict[int, _Story] = {}
    for row in extract.stream(
        select(revision.risk_id, revision.at, revision.likelihood, revision.impact)
        .where(extract.scope.by_then(revision.at))
        .order_by(revision.id)
    ):
        first = _Story(london_date(row.at), scored(row.likelihood, row.impact))
        found.setdefault(row.risk_id, first)
    return found


def _last_seen(extract: Extract) -> Mapping[int, _Seen]:
    sighting, revision = m.BoardSighting, m.RiskRevision
    query = (
        select(sighting.risk_id, m.Meeting.held_on, revision.likelihood, revision.impact)
        .join(m.Meeting, m.Meeting.id == sighting.meeting_id)
        .join(revision, revision.id == sighting.revision_id)
        .where(extract.scope.by_then(sighting.at))
        .order_by(m.Meeting.held_on, sighting.id)
    )
    return {
        row.risk_id: _Seen(scored(row.likelihood, row.impact), row.held_on)
        for row in extract.stream(query)
    }


def _words(extract: Extract) -> Mapping[int, str]:
    """Risk id → what was said of it last, as a review and not taken back since."""
    revision = m.RiskRevision
    superseded = select(revision.supersedes_id).where(
        revision.supersedes_id.is_not(None), extract.scope.by_then(revision.at)
    )
    query = (
        select(revision.risk_id, revision.words)
        .where(
            extract.scope.by_then(revision.at),
            revision.kind.not_in(UNREVIEWED),
            revision.words != "",
            revision.id.not_in(superseded),
        )
        .order_by(revision.id)
    )
    return {row.risk_id: row.words for row in extract.stream(query)}
