"""The issue log: what has happened already, and how it stands."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, exists, select
from sqlalchemy.orm import Session, aliased

from storage import models as m
from storage.assessments import Assessment
from storage.calendar import london_date
from storage.plan import FAR_FUTURE, Action
from storage.references import first_free
from storage.risks import Risk, Risks
from storage.rows import add
from storage.said import Author
from storage.submissions import Submission
from storage.vocabulary import IssueStatus, RevisionKind, RiskStatus

REF = "I-{:02d}"


@dataclass(frozen=True, slots=True)
class Issue:
    """Something that has happened, with what was last said about it."""

    id: int
    ref: str
    theme_id: int
    action_ref: str | None
    risk_ref: str | None
    owner_role_id: int
    owner_role: str
    description: str
    raised_on: date
    status: IssueStatus
    words: str
    decision_needed_from_role_id: int | None
    revision_id: int
    revised_at: datetime


@dataclass(frozen=True, slots=True)
class SavedIssue:
    """What one submission said about one issue."""

    ref: str
    action_ref: str | None
    kind: RevisionKind
    status: IssueStatus


class Issues:
    """Asks and adds to the issue log."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now

    def of_theme(self, theme_id: int, as_at: datetime = FAR_FUTURE) -> tuple[Issue, ...]:
        """A theme's open issues, the oldest first."""
        found = self._issues(_of_theme(), {"theme_id": theme_id, "as_at": as_at})
        return tuple(issue for issue in found if issue.status is IssueStatus.OPEN)

    def all(self, as_at: datetime = FAR_FUTURE) -> tuple[Issue, ...]:
        """The whole log, resolved issues too."""
        return self._issues(_standing_issues(), {"as_at": as_at})

    def by_ref(self, ref: str) -> Issue | None:
        """The issue with this reference as it stands."""
        return next(iter(self._issues(_by_ref(), {"ref": ref, "as_at": FAR_FUTURE})), None)

    def saved_by(self, submission_id: int) -> list[SavedIssue]:
        """What a submission said about issues."""
        rows = self._session.execute(_of_submission(), {"submission_id": submission_id})
        return [
            SavedIssue(ref, action_ref, RevisionKind(kind), IssueStatus(status))
            for ref, action_ref, kind, status in rows
        ]

    def raise_issue(
        self,
        submission: Submission,
        author: Author,
        action: Action,
        words: str,
        decision_needed_from_role_id: int | None = None,
    ) -> str:
        """Add what has happened on an action, in its author's words, and return its reference."""
        ref = self.next_ref()
        owner = action.owner_role_id
        id_ = self.register(ref, action.theme_id, owner, words, action_id=action.id)
        self._say(
            id_,
            RevisionKind.RAISED,
            IssueStatus.OPEN,
            words,
            decision_needed_from_role_id=decision_needed_from_role_id,
            **_by(submission, author),
        )
        return ref

    def materialise(self, submission: Submission, author: Author, risk: Risk, words: str) -> str:
        """A risk has happened: it leaves the open risks and is an issue from now on."""
        happened = Assessment(status=RiskStatus.MATERIALISED, words=words)
        Risks(self._session, self._now).revise(submission, author, risk, happened)
        ref = self.next_ref()
        action_id = self._session.scalar(select(m.Risk.action_id).where(m.Risk.id == risk.id))
        id_ = self.register(
            ref,
            risk.theme_id,
            risk.owner_role_id,
            risk.description,
            action_id=action_id,
            risk_id=risk.id,
        )
        by = _by(submission, author)
        self._say(id_, RevisionKind.RAISED, IssueStatus.OPEN, words, **by)
        return ref

    def revise(
        self,
        submission: Submission,
        author: Author,
        issue: Issue,
        words: str,
        status: IssueStatus | None = None,
    ) -> None:
        """Say how an issue goes on, or that it is resolved."""
        by = _by(submission, author)
        needed = issue.decision_needed_from_role_id
        self._say(
            issue.id,
            RevisionKind.REVISED,
            status or issue.status,
            words,
            decision_needed_from_role_id=needed,
            **by,
        )

    def register(
        self, ref: str, theme_id: int, owner_role_id: int, words: str, **about: Any
    ) -> int:
        """Add the identity of an issue and return its id; how it stands comes with a revision."""
        id_: int = add(
            self._session,
            m.Issue,
            ref=ref,
            theme_id=theme_id,
            owner_role_id=owner_role_id,
            description=words,
            **{"raised_on": london_date(self._now)} | about,
        )
        return id_

    def open_position(self, issue_id: int, role_id: int, status: IssueStatus, at: datetime) -> None:
        """Record how an issue stood when the plan was taken in."""
        self._say(issue_id, RevisionKind.OPENING, status, "", author_role_id=role_id, at=at)

    def next_ref(self) -> str:
        """The first reference of the form I-07 that no issue has."""
        return first_free(REF, set(self._session.scalars(select(m.Issue.ref))))

    def _say(
        self, issue_id: int, kind: RevisionKind, status: IssueStatus, words: str, **origin: Any
    ) -> None:
        add(
            self._session,
            m.IssueRevision,
            issue_id=issue_id,
            kind=kind,
            status=status,
            words=words,
            **{"at": self._now} | origin,
        )

    def _issues(self, query: Select[*tuple[Any, ...]], values: dict[str, Any]) -> tuple[Issue, ...]:
        return tuple(map(_issue, self._session.execute(query, values)))


def _by(submission: Submission, author: Author) -> dict[str, Any]:
    return {"submission_id": submission.id, **author.columns}


@lru_cache
def _of_submission() -> Select[*tuple[Any, ...]]:
    return (
        select(m.Issue.ref, m.Action.ref, m.IssueRevision.kind, m.IssueRevision.status)
        .join(m.IssueRevision, m.IssueRevision.issue_id == m.Issue.id)
        .outerjoin(m.Action, m.Action.id == m.Issue.action_id)
        .where(m.IssueRevision.submission_id == bindparam("submission_id"))
        .order_by(m.IssueRevision.id)
    )


@lru_cache
def _of_theme() -> Select[*tuple[Any, ...]]:
    return _standing_issues().where(m.Issue.theme_id == bindparam("theme_id"))


@lru_cache
def _by_ref() -> Select[*tuple[Any, ...]]:
    return _standing_issues().where(m.Issue.ref == bindparam("ref"))


@lru_cache
def _standing_issues() -> Select[*tuple[Any, ...]]:
    as_at = bindparam("as_at", type_=m.Instant())
    revision, newer = aliased(m.IssueRevision), aliased(m.IssueRevision)
    standing = (
        select(revision.id)
        .where(
            revision.issue_id == m.Issue.id,
            revision.kind != RevisionKind.WITHDRAWAL,
            revision.at <= as_at,
            ~exists().where(newer.supersedes_id == revision.id, newer.at <= as_at),
        )
        .order_by(revision.id.desc())
        .limit(1)
        .correlate(m.Issue)
        .scalar_subquery()
    )
    return (
        select(
            m.Issue,
            m.IssueRevision,
            m.Action.ref.label("action_ref"),
            m.Risk.ref.label("risk_ref"),
            m.Role.title.label("owner_role"),
        )
        .select_from(m.Issue)
        .join(m.IssueRevision, m.IssueRevision.id == standing)
        .join(m.Role, m.Role.id == m.Issue.owner_role_id)
        .outerjoin(m.Action, m.Action.id == m.Issue.action_id)
        .outerjoin(m.Risk, m.Risk.id == m.Issue.risk_id)
        .order_by(m.Issue.id)
    )


def _issue(row: Any) -> Issue:
    issue: m.Issue = row.Issue
    revision: m.IssueRevision = row.IssueRevision
    return Issue(
        id=issue.id,
        ref=issue.ref,
        theme_id=issue.theme_id,
        action_ref=row.action_ref,
        risk_ref=row.risk_ref,
        owner_role_id=issue.owner_role_id,
        owner_role=row.owner_role,
        description=issue.description,
        raised_on=issue.raised_on,
        status=IssueStatus(revision.status),
        words=revision.words,
        decision_needed_from_role_id=revision.decision_needed_from_role_id,
        revision_id=revision.id,
        revised_at=revision.at,
    )
