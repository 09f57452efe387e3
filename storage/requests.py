"""What people ask for that they may not decide alone: a due date, completion, a new owner."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session, aliased

from storage import models as m
from storage.errors import (
    AlreadyAsked,
    DueBeforeStart,
    NothingAsked,
    NotImplementedYet,
    ReasonMissing,
    StageNeedsDecision,
)
from storage.plan import Action
from storage.risks import Risk
from storage.rows import add
from storage.said import Author, Change
from storage.submissions import Submission
from storage.updates import Saved, Updates
from storage.vocabulary import Level, Outcome, RequestKind, Stage
from storage.waiting import begin_waiting

FOR_THE_BOARD = frozenset({RequestKind.EMBEDDING, RequestKind.PRIORITY})
NEEDS_REASON = frozenset({RequestKind.DUE_DATE, RequestKind.REOPENING, RequestKind.ESCALATION})
FINAL = frozenset({Outcome.APPROVED, Outcome.REFUSED, Outcome.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request is about; only what its kind needs is given."""

    kind: RequestKind
    reason: str = ""
    due_to: date | None = None
    role_to_id: int | None = None
    priority_to: bool | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """Something that somebody asked for, and what was decided on it so far."""

    id: int
    kind: RequestKind
    theme_code: str
    action_ref: str | None
    risk_ref: str | None
    author_id: int
    author_role: str
    due_from: date | None
    due_to: date | None
    role_to_id: int | None
    priority_to: bool | None
    reason: str
    at: datetime
    decisions: tuple["Decision", ...]

    @property
    def open(self) -> bool:
        """Nobody has approved or refused it, nor has its author taken it back."""
        return not any(decision.outcome in FINAL for decision in self.decisions)

    @property
    def with_board(self) -> bool:
        """Whether the lead has sent it to the board, or the board decides it anyway."""
        sent = any(decision.outcome is Outcome.TO_BOARD for decision in self.decisions)
        return sent or self.kind in FOR_THE_BOARD


@dataclass(frozen=True, slots=True)
class Decision:
    """How a request was decided at one level, by whom and when."""

    id: int
    level: Level
    outcome: Outcome
    author_id: int
    author_role: str
    reason: str
    at: datetime


class Requests:
    """Adds requests, and finds what waits for a decision."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now
        self._updates = Updates(session, now)

    def ask(self, submission: Submission, author: Author, action: Action, asked: Asked) -> int:
        """Ask for a decision on an action and return the request's id.

        Raises:
            ReasonMissing, NothingAsked, AlreadyAsked, DueBeforeStart, NotImplementedYet,
            StageNeedsDecision: a rule.
        """
        _check_asked(action, asked)
        if any(found.kind is asked.kind for found in self.open_of(action)):
            raise AlreadyAsked
        if asked.kind is RequestKind.COMPLETION:
            claim = Change(stage=Stage.COMPLETION_CLAIMED)
            self._updates.report(submission, author, action, action.position.update_id, claim)
        return self._add(
            submission,
            author,
            asked,
            theme_id=action.theme_id,
            action_id=action.id,
            due_from=action.due if asked.due_to else None,
        )

    def claim(
        self, submission: Submission, author: Author, action: Action, basis: int, change: Change
    ) -> Saved:
        """Report an update that claims completion; the lead is asked, once, to sign it off.

        Raises:
            StalePosition, PercentOutOfRange, BlueNeedsSignOff, ActionClosed: as for any update.
        """
        claimed = replace(change, stage=Stage.COMPLETION_CLAIMED)
        saved = self._updates.report(submission, author, action, basis, claimed)
        if all(found.kind is not RequestKind.COMPLETION for found in self.open_of(action)):
            asked = Asked(RequestKind.COMPLETION, change.note)
            about = {"theme_id": action.theme_id, "action_id": action.id}
            self._add(submission, author, asked, **about)
        return saved

    def ask_about_risk(
        self, submission: Submission, author: Author, risk: Risk, reason: str
    ) -> int:
        """Ask that a risk is taken to the board, and return the request's id.

        Raises:
            ReasonMissing: no reason is given.
            AlreadyAsked: somebody has asked for it already.
        """
        if not reason.strip():
            raise ReasonMissing
        if any(found.risk_ref == risk.ref for found in self.open_of_theme(risk.theme_id)):
            raise AlreadyAsked
        asked = Asked(RequestKind.ESCALATION, reason)
        return self._add(submission, author, asked, theme_id=risk.theme_id, risk_id=risk.id)

    def by_id(self, request_id: int) -> Request | None:
        """The request with this id, and what was decided on it."""
        return next(iter(self._requests(_by_id(), {"id": request_id})), None)

    def saved_by(self, submission_id: int) -> tuple[Request, ...]:
        """What a submission asked for, in order."""
        return self._requests(_of_submission(), {"submission_id": submission_id})

    def withdrawn_by(self, submission_id: int) -> tuple[Request, ...]:
        """What an undo took back of what had been asked for."""
        return self._requests(_withdrawn(), {"submission_id": submission_id})

    def open_of(self, action: Action) -> tuple[Request, ...]:
        """What waits for a decision on an action, the oldest first."""
        return self._requests(_waiting_of_action(), {"action_id": action.id})

    def open_of_theme(self, theme_id: int) -> tuple[Request, ...]:
        """What waits for a decision in a theme, the oldest first."""
        return self._requests(_waiting_of_theme(), {"theme_id": theme_id})

    def _add(self, submission: Submission, author: Author, asked: Asked, **about: Any) -> int:
        id_: int = add(
            self._session,
            m.Request,
            submission_id=submission.id,
            kind=asked.kind,
            **author.columns,
            due_to=asked.due_to,
            role_to_id=asked.role_to_id,
            priority_to=asked.priority_to,
            reason=asked.reason,
            at=self._now,
            **about,
        )
        begin_waiting(self._session, id_, about["theme_id"], about.get("action_id"))
        return id_

    def _requests(
        self, query: Select[*tuple[Any, ...]], values: dict[str, Any]
    ) -> tuple[Request, ...]:
        rows = self._session.execute(query, values).all()
        ids = [row.Request.id for row in rows]
        made: dict[int, list[Decision]] = {}
        if ids:
            for row, title in self._session.execute(_decisions(), {"ids": ids}):
                made.setdefault(row.request_id, []).append(_decision(row, title))
        return tuple(_request(row, tuple(made.get(row.Request.id, ()))) for row in rows)


def _check_asked(action: Action, asked: Asked) -> None:
    stage = action.position.stage
    as_it_is = {
        RequestKind.DUE_DATE: asked.due_to in {None, action.due},
        RequestKind.PRIORITY: asked.priority_to in {None, action.priority},
        RequestKind.NEW_OWNER: asked.role_to_id in {None, action.owner_role_id},
    }
    if as_it_is.get(asked.kind):
        raise NothingAsked
    if asked.kind in NEEDS_REASON and not asked.reason.strip():
        raise ReasonMissing
    if asked.kind is RequestKind.COMPLETION and not action.open:
        raise StageNeedsDecision
    if asked.kind is RequestKind.EMBEDDING and stage is not Stage.IMPLEMENTED:
        raise NotImplementedYet
    if asked.kind is RequestKind.REOPENING and action.open:
        raise NotImplementedYet
    if action.start and asked.due_to and asked.due_to < action.start:
        raise DueBeforeStart


AUTHOR, DECIDER = aliased(m.Role, name="author"), aliased(m.Role, name="decider")


def _all_requests() -> Select[*tuple[Any, ...]]:
    return (
        select(
            m.Request,
            m.Theme.code.label("theme_code"),
            m.Action.ref.label("action_ref"),
            m.Risk.ref.label("risk_ref"),
            AUTHOR.title.label("author_role"),
        )
        .join(m.Theme, m.Theme.id == m.Request.theme_id)
        .join(AUTHOR, AUTHOR.id == m.Request.author_role_id)
        .outerjoin(m.Action, m.Action.id == m.Request.action_id)
        .outerjoin(m.Risk, m.Risk.id == m.Request.risk_id)
        .order_by(m.Request.id)
    )


@lru_cache
def _by_id() -> Select[*tuple[Any, ...]]:
    return _all_requests().where(m.Request.id == bindparam("id"))


@lru_cache
def _of_submission() -> Select[*tuple[Any, ...]]:
    return _all_requests().where(m.Request.submission_id == bindparam("submission_id"))


@lru_cache
def _withdrawn() -> Select[*tuple[Any, ...]]:
    return (
        _all_requests()
        .join(m.Decision, m.Decision.request_id == m.Request.id)
        .where(
            m.Decision.submission_id == bindparam("submission_id"),
            m.Decision.outcome == Outcome.WITHDRAWN,
        )
    )


def _waiting() -> Select[*tuple[Any, ...]]:
    return _all_requests().join(m.WaitingRequest, m.WaitingRequest.request_id == m.Request.id)


@lru_cache
def _waiting_of_action() -> Select[*tuple[Any, ...]]:
    return _waiting().where(m.WaitingRequest.action_id == bindparam("action_id"))


@lru_cache
def _waiting_of_theme() -> Select[*tuple[Any, ...]]:
    return _waiting().where(m.WaitingRequest.theme_id == bindparam("theme_id"))


@lru_cache
def _decisions() -> Select[*tuple[Any, ...]]:
    return (
        select(m.Decision, DECIDER.title)
        .join(DECIDER, DECIDER.id == m.Decision.author_role_id)
        .where(m.Decision.request_id.in_(bindparam("ids", expanding=True)))
        .order_by(m.Decision.id)
    )


def _request(row: Any, decisions: tuple[Decision, ...]) -> Request:
    asked: m.Request = row.Request
    return Request(
        id=asked.id,
        kind=RequestKind(asked.kind),
        theme_code=row.theme_code,
        action_ref=row.action_ref,
        risk_ref=row.risk_ref,
        author_id=asked.author_id,
        author_role=row.author_role,
        due_from=asked.due_from,
        due_to=asked.due_to,
        role_to_id=asked.role_to_id,
        priority_to=asked.priority_to,
        reason=asked.reason,
        at=asked.at,
        decisions=decisions,
    )


def _decision(row: m.Decision, role: str) -> Decision:
    return Decision(
        id=row.id,
        level=Level(row.level),
        outcome=Outcome(row.outcome),
        author_id=row.author_id,
        author_role=role,
        reason=row.reason,
        at=row.at,
    )
