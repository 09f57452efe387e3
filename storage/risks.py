"""The risk register: risks and their append-only revisions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, exists, select
from sqlalchemy.orm import Session, aliased

from storage import models as m
from storage.assessments import Assessment, Mitigation, add_mitigations, mitigations_of
from storage.plan import FAR_FUTURE, Action
from storage.references import first_free
from storage.rows import add
from storage.said import Author
from storage.submissions import Submission
from storage.updates import Origin
from storage.vocabulary import (
    Response,
    RevisionKind,
    RiskStatus,
    risk_band,
)

REF = "R-{:02d}"


@dataclass(frozen=True, slots=True)
class Risk:
    """A risk with its standing scores (1 to 5 each), response and mitigating actions."""

    id: int
    ref: str
    theme_id: int
    action_ref: str | None
    owner_role_id: int
    owner_role: str
    description: str
    cause: str
    effect: str
    likelihood: int | None
    impact: int | None
    residual_likelihood: int | None
    residual_impact: int | None
    response: Response | None
    proximity: date | None
    status: RiskStatus
    mitigations: tuple[Mitigation, ...]
    revision_id: int
    revised_at: datetime

    @property
    def score(self) -> int | None:
        """Likelihood x impact, 1 to 25; None until somebody has scored it."""
        return self.likelihood * self.impact if self.likelihood and self.impact else None

    @property
    def residual_score(self) -> int | None:
        """What is left of the score once the mitigating actions work; None until scored."""
        if not (self.residual_likelihood and self.residual_impact):
            return None
        return self.residual_likelihood * self.residual_impact

    @property
    def band(self) -> str | None:
        """low, medium or high."""
        return risk_band(self.score) if self.score else None


@dataclass(frozen=True, slots=True)
class SavedRisk:
    """What one submission said about one risk."""

    ref: str
    owner_role_id: int
    kind: RevisionKind
    likelihood: int | None
    impact: int | None
    status: RiskStatus

    @property
    def scored(self) -> str:
        """12 (4 × 3), or "" where no score was given."""
        if not (self.likelihood and self.impact):
            return ""
        return f"{self.likelihood * self.impact} ({self.likelihood} × {self.impact})"


@dataclass(frozen=True, slots=True)
class Sighting:
    """How a risk stood when a board last had it before it."""

    board: str
    held_on: date
    likelihood: int | None
    impact: int | None


class Risks:
    """Asks and adds to the risk register."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now

    def of_theme(self, theme_id: int, as_at: datetime = FAR_FUTURE) -> tuple[Risk, ...]:
        """A theme's open risks, the highest score first."""
        return self._open(_of_theme(), {"theme_id": theme_id, "as_at": as_at})

    def all(self, as_at: datetime = FAR_FUTURE) -> tuple[Risk, ...]:
        """The whole register, closed risks too, by reference."""
        rows = self._session.execute(_all(), {"as_at": as_at}).all()
        return tuple(self._risks(rows))

    def by_ref(self, ref: str) -> Risk | None:
        """The risk with this reference as it stands."""
        rows = self._session.execute(_by_ref(), {"ref": ref, "as_at": FAR_FUTURE}).all()
        return next(iter(self._risks(rows)), None)

    def raise_risk(
        self, submission: Submission, author: Author, action: Action, assessment: Assessment
    ) -> str:
        """Add a risk to an action, in its author's words, and return its reference."""
        ref = self.next_ref()
        risk_id = self.register(
            ref, action.theme_id, action.id, action.owner_role_id, assessment.words
        )
        self._add(risk_id, RevisionKind.RAISED, assessment, **_by(submission, author))
        return ref

    def register(
        self,
        ref: str,
        theme_id: int,
        action_id: int | None,
        owner_role_id: int,
        words: str,
        *,
        cause: str = "",
        effect: str = "",
    ) -> int:
        """Add the identity of a risk and return its id; its scores come with a revision."""
        id_: int = add(
            self._session,
            m.Risk,
            ref=ref,
            theme_id=theme_id,
            action_id=action_id,
            owner_role_id=owner_role_id,
            description=words,
            cause=cause,
            effect=effect,
        )
        return id_

    def open_position(
        self, risk_id: int, role_id: int, assessment: Assessment, at: datetime
    ) -> None:
        """Record where a risk stood when the plan was taken in."""
        self._add(risk_id, RevisionKind.OPENING, assessment, author_role_id=role_id, at=at)

    def revise(
        self,
        submission: Submission,
        author: Author,
        risk: Risk,
        assessment: Assessment,
        decision_id: int | None = None,
    ) -> None:
        """Give a risk its owner's new scores, response or mitigating actions."""
        said = _revised(risk, assessment)
        by = _by(submission, author) | {"decision_id": decision_id}
        self._add(risk.id, RevisionKind.REVISED, said, **by)

    def view(
        self, submission: Submission, author: Author, risk: Risk, assessment: Assessment
    ) -> None:
        """Keep a colleague's view of a risk for its owner; the standing score does not move."""
        self._add(risk.id, RevisionKind.VIEW, assessment, **_by(submission, author))

    def seen(self, risk: Risk, meeting_id: int, person_id: int | None) -> None:
        """Record that a board had this risk before it, as it stands."""
        meeting = self._session.get_one(m.Meeting, meeting_id)
        add(
            self._session,
            m.BoardSighting,
            risk_id=risk.id,
            revision_id=risk.revision_id,
            meeting_id=meeting_id,
            held_on=meeting.held_on,
            person_id=person_id,
            at=self._now,
        )

    def last_seen(self) -> dict[int, Sighting]:
        """Risk id → how it stood when a board last had it before it."""
        rows = self._session.execute(_last_seen())
        return {
            risk_id: Sighting(board, held_on, likelihood, impact)
            for risk_id, board, held_on, likelihood, impact in rows
        }

    def saved_by(self, submission_id: int) -> list[SavedRisk]:
        """What a submission said about risks."""
        rows = self._session.execute(
            select(m.Risk, m.RiskRevision)
            .join(m.Risk, m.Risk.id == m.RiskRevision.risk_id)
            .where(m.RiskRevision.submission_id == submission_id)
            .order_by(m.RiskRevision.id)
        )
        return [
            SavedRisk(
                risk.ref,
                risk.owner_role_id,
                RevisionKind(revision.kind),
                revision.likelihood,
                revision.impact,
                RiskStatus(revision.status),
            )
            for risk, revision in rows
        ]

    def authors(self, revision_ids: Iterable[int]) -> dict[int, Origin]:
        """Who gave each revision, in which role, and when."""
        rows = self._session.execute(
            select(m.RiskRevision.id, m.Person.name, m.Role.title, m.RiskRevision.at)
            .join(m.Role, m.Role.id == m.RiskRevision.author_role_id)
            .outerjoin(m.Person, m.Person.id == m.RiskRevision.author_id)
            .where(m.RiskRevision.id.in_(list(revision_ids)))
        )
        return {id_: Origin(name, role, at) for id_, name, role, at in rows}

    def next_ref(self) -> str:
        """The first reference of the form R-07 that no risk has."""
        return first_free(REF, set(self._session.scalars(select(m.Risk.ref))))

    def _add(self, risk_id: int, kind: RevisionKind, assessment: Assessment, **origin: Any) -> None:
        revision_id = add(
            self._session,
            m.RiskRevision,
            risk_id=risk_id,
            kind=kind,
            likelihood=assessment.likelihood,
            impact=assessment.impact,
            residual_likelihood=assessment.residual_likelihood,
            residual_impact=assessment.residual_impact,
            response=assessment.response or "",
            proximity=assessment.proximity,
            status=assessment.status or RiskStatus.OPEN,
            words=assessment.words,
            **{"at": self._now} | origin,
        )
        add_mitigations(self._session, revision_id, assessment.mitigations)

    def _open(self, query: Select[*tuple[Any, ...]], values: dict[str, Any]) -> tuple[Risk, ...]:
        risks = self._risks(self._session.execute(query, values).all())
        still = (risk for risk in risks if risk.status is RiskStatus.OPEN)
        return tuple(sorted(still, key=lambda risk: (-(risk.score or 0), risk.ref)))

    def _risks(self, rows: Sequence[Any]) -> list[Risk]:
        mitigations = mitigations_of(self._session, [row.RiskRevision.id for row in rows])
        return [_risk(row, mitigations.get(row.RiskRevision.id, ())) for row in rows]


@lru_cache
def _last_seen() -> Select[*tuple[Any, ...]]:
    """Of each risk's sightings the one at the latest meeting, however late it was recorded."""
    sighting, revision = m.BoardSighting, m.RiskRevision
    one = aliased(m.BoardSighting)
    latest = (
        select(one.id)
        .where(one.risk_id == m.Risk.id)
        .order_by(one.held_on.desc(), one.id.desc())
        .limit(1)
        .correlate(m.Risk)
        .scalar_subquery()
    )
    return (
        select(m.Risk.id, m.Board.name, m.Meeting.held_on, revision.likelihood, revision.impact)
        .select_from(m.Risk)
        .join(sighting, sighting.id == latest)
        .join(m.Meeting, m.Meeting.id == sighting.meeting_id)
        .join(m.Board, m.Board.id == m.Meeting.board_id)
        .join(revision, revision.id == sighting.revision_id)
    )


@lru_cache
def _all() -> Select[*tuple[Any, ...]]:
    return _standing_risks().order_by(m.Risk.ref)


@lru_cache
def _of_theme() -> Select[*tuple[Any, ...]]:
    return _standing_risks().where(m.Risk.theme_id == bindparam("theme_id"))


@lru_cache
def _by_ref() -> Select[*tuple[Any, ...]]:
    return _standing_risks().where(m.Risk.ref == bindparam("ref"))


def _standing_risks() -> Select[*tuple[Any, ...]]:
    as_at = bindparam("as_at", type_=m.Instant())
    revision, newer = aliased(m.RiskRevision), aliased(m.RiskRevision)
    standing = (
        select(revision.id)
        .where(
            revision.risk_id == m.Risk.id,
            revision.kind.not_in((RevisionKind.VIEW, RevisionKind.WITHDRAWAL)),
            revision.at <= as_at,
            ~exists().where(newer.supersedes_id == revision.id, newer.at <= as_at),
        )
        .order_by(revision.id.desc())
        .limit(1)
        .correlate(m.Risk)
        .scalar_subquery()
    )
    return (
        select(
            m.Risk,
            m.RiskRevision,
            m.Action.ref.label("action_ref"),
            m.Role.title.label("owner_role"),
        )
        .select_from(m.Risk)
        .join(m.RiskRevision, m.RiskRevision.id == standing)
        .join(m.Role, m.Role.id == m.Risk.owner_role_id)
        .outerjoin(m.Action, m.Action.id == m.Risk.action_id)
    )


def _by(submission: Submission, author: Author) -> dict[str, Any]:
    return {"submission_id": submission.id, **author.columns}


def _revised(risk: Risk, said: Assessment) -> Assessment:
    """What stands after somebody said something new: what is not given stays."""
    again = {mitigation.words: mitigation for mitigation in said.mitigations}
    return replace(
        said,
        likelihood=said.likelihood or risk.likelihood,
        impact=said.impact or risk.impact,
        residual_likelihood=said.residual_likelihood or risk.residual_likelihood,
        residual_impact=said.residual_impact or risk.residual_impact,
        response=said.response or risk.response,
        proximity=said.proximity or risk.proximity,
        status=said.status or risk.status,
        mitigations=(*(one for one in risk.mitigations if one.words not in again), *again.values()),
    )


def _risk(row: Any, mitigations: tuple[Mitigation, ...]) -> Risk:
    risk: m.Risk = row.Risk
    revision: m.RiskRevision = row.RiskRevision
    return Risk(
        id=risk.id,
        ref=risk.ref,
        theme_id=risk.theme_id,
        action_ref=row.action_ref,
        owner_role_id=risk.owner_role_id,
        owner_role=row.owner_role,
        description=risk.description,
        cause=risk.cause,
        effect=risk.effect,
        likelihood=revision.likelihood,
        impact=revision.impact,
        residual_likelihood=revision.residual_likelihood,
        residual_impact=revision.residual_impact,
        response=Response(revision.response) if revision.response else None,
        proximity=revision.proximity,
        status=RiskStatus(revision.status),
        mitigations=mitigations,
        revision_id=revision.id,
        revised_at=revision.at,
    )
