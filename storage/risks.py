"""The risk register: risks and their append-only revisions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, exists, func, select
from sqlalchemy.orm import Session, aliased

from storage import models as m
from storage.plan import FAR_FUTURE, Action
from storage.submissions import Submission
from storage.updates import Author, Origin
from storage.vocabulary import RevisionKind, risk_band

REF = "R-{:02d}"


@dataclass(frozen=True, slots=True)
class Risk:
    """A risk with its standing scores (1 to 5 each) and mitigating action."""

    id: int
    ref: str
    theme_id: int
    action_ref: str | None
    owner_role_id: int
    owner_role: str
    description: str
    likelihood: int | None
    impact: int | None
    mitigation: str
    revision_id: int
    revised_at: datetime

    @property
    def score(self) -> int | None:
        """Likelihood x impact, 1 to 25; None until somebody has scored it."""
        return self.likelihood * self.impact if self.likelihood and self.impact else None

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

    @property
    def scored(self) -> str:
        """12 (4 × 3), or "" where no score was given."""
        if not (self.likelihood and self.impact):
            return ""
        return f"{self.likelihood * self.impact} ({self.likelihood} × {self.impact})"


class Risks:
    """Asks and adds to the risk register."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now

    def of_theme(self, theme_id: int, as_at: datetime = FAR_FUTURE) -> tuple[Risk, ...]:
        """A theme's standing risks, the highest score first."""
        found = map(
            _risk,
            self._session.execute(_of_theme(), {"theme_id": theme_id, "as_at": as_at}),
        )
        return tuple(sorted(found, key=lambda risk: (-(risk.score or 0), risk.ref)))

    def by_ref(self, ref: str) -> Risk | None:
        """The standing risk with this reference."""
        row = self._session.execute(_by_ref(), {"ref": ref, "as_at": FAR_FUTURE}).first()
        return _risk(row) if row else None

    def raise_risk(  # noqa: PLR0917 -- one value per column of the register
        self,
        submission: Submission,
        author: Author,
        action: Action,
        words: str,
        scores: tuple[int | None, int | None],
        mitigation: str,
    ) -> str:
        """Add a risk to an action and return its reference."""
        ref = self._next_ref()
        risk = self.register(ref, action.theme_id, action.id, action.owner_role_id, words)
        self._revise(risk, RevisionKind.RAISED, submission, author, words, scores, mitigation)
        return ref

    def register(
        self, ref: str, theme_id: int, action_id: int | None, owner_role_id: int, words: str
    ) -> int:
        """Add the identity of a risk and return its id; its scores come with a revision."""
        risk = m.Risk(
            ref=ref,
            theme_id=theme_id,
            action_id=action_id,
            owner_role_id=owner_role_id,
            description=words,
        )
        self._session.add(risk)
        self._session.flush()
        return risk.id

    def open_position(
        self, risk_id: int, role_id: int, scores: tuple[int, int], mitigation: str, at: datetime
    ) -> None:
        """Record where a risk stood when the plan was taken in."""
        self._session.add(
            m.RiskRevision(
                risk_id=risk_id,
                author_role_id=role_id,
                kind=RevisionKind.OPENING,
                likelihood=scores[0],
                impact=scores[1],
                mitigation=mitigation,
                words="",
                at=at,
            )
        )

    def revise(  # noqa: PLR0917 -- one value per column of the register
        self,
        submission: Submission,
        author: Author,
        risk: Risk,
        words: str,
        scores: tuple[int | None, int | None],
        mitigation: str,
    ) -> None:
        """Give a risk its owner's new scores; what is not given stays."""
        kept = (scores[0] or risk.likelihood, scores[1] or risk.impact)
        self._revise(
            risk.id,
            RevisionKind.REVISED,
            submission,
            author,
            words,
            kept,
            mitigation or risk.mitigation,
        )

    def view(
        self,
        submission: Submission,
        author: Author,
        risk: Risk,
        words: str,
        scores: tuple[int | None, int | None],
    ) -> None:
        """Keep a colleague's view of a risk for its owner; the standing score does not move."""
        self._revise(risk.id, RevisionKind.VIEW, submission, author, words, scores, "")

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

    def _revise(  # noqa: PLR0917 -- one value per column of the register
        self,
        risk_id: int,
        kind: RevisionKind,
        submission: Submission,
        author: Author,
        words: str,
        scores: tuple[int | None, int | None],
        mitigation: str,
    ) -> None:
        self._session.add(
            m.RiskRevision(
                risk_id=risk_id,
                submission_id=submission.id,
                author_id=author.person_id,
                author_role_id=author.role_id,
                kind=kind,
                likelihood=scores[0],
                impact=scores[1],
                mitigation=mitigation,
                words=words,
                at=self._now,
            )
        )
        self._session.flush()

    def _next_ref(self) -> str:
        count = self._session.scalar(select(func.count()).select_from(m.Risk)) or 0
        taken = set(self._session.scalars(select(m.Risk.ref)))
        while (ref := REF.format(count + 1)) in taken:
            count += 1
        return ref


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


def _risk(row: Any) -> Risk:
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
        likelihood=revision.likelihood,
        impact=revision.impact,
        mitigation=revision.mitigation,
        revision_id=revision.id,
        revised_at=revision.at,
    )
