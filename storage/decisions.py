"""Decisions on what was asked for: who may take them, and what they change in the record."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, exists, select
from sqlalchemy.orm import Session, aliased

from storage import models as m
from storage.calendar import london_date
from storage.changes import note_change
from storage.errors import (
    AlreadyDecided,
    ImpactEvidenceMissing,
    MeetingMissing,
    NeedsBoard,
    NotAllowed,
    NotForBoard,
    NothingAsked,
    ReasonMissing,
)
from storage.people import Person
from storage.plan import Action, Plan
from storage.requests import FINAL, FOR_THE_BOARD, Request, Requests
from storage.rights import Operation, may
from storage.risks import Risks
from storage.rows import add
from storage.said import Author
from storage.submissions import Submission
from storage.updates import Updates
from storage.vocabulary import (
    ImpactRating,
    Level,
    Outcome,
    Rating,
    RequestKind,
    Stage,
    UpdateKind,
)
from storage.waiting import end_waiting

FOR_THE_OFFICE = frozenset({RequestKind.NEW_OWNER})
STAGE_AFTER = {
    (RequestKind.COMPLETION, Outcome.APPROVED): Stage.IMPLEMENTED,
    (RequestKind.COMPLETION, Outcome.REFUSED): Stage.IN_PROGRESS,
    (RequestKind.EMBEDDING, Outcome.APPROVED): Stage.EMBEDDED,
    (RequestKind.REOPENING, Outcome.APPROVED): Stage.IN_PROGRESS,
}


@dataclass(frozen=True, slots=True)
class Ruling:
    """What is decided. With a meeting it is the board's decision, which the office records."""

    outcome: Outcome
    reason: str = ""
    meeting_id: int | None = None

    @property
    def level(self) -> Level:
        """Whose decision it is."""
        return Level.LEAD if self.meeting_id is None else Level.BOARD


@dataclass(frozen=True, slots=True)
class _Case:
    """A request on its way through a decision."""

    request: Request
    action: Action | None
    person: Person
    ruling: Ruling

    @property
    def approved(self) -> bool:
        return self.ruling.outcome is Outcome.APPROVED

    @property
    def author(self) -> Author:
        """The deciding person, as the theme's lead where they are it."""
        roles = self.person.roles
        leading = (role for role in roles if self.request.theme_code in role.leads)
        return Author(self.person.id, next(leading, roles[0]).id)

    @property
    def right(self) -> Operation:
        if self.ruling.level is Level.BOARD:
            return Operation.RECORD_BOARD_DECISION
        return Operation.ADMINISTER if self.request.kind in FOR_THE_OFFICE else Operation.DECIDE


class Decisions:
    """Takes decisions and lets the record follow them."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now
        self._requests = Requests(session, now)
        self._updates = Updates(session, now)

    def decide(
        self, submission: Submission, person: Person, request_id: int, ruling: Ruling
    ) -> None:
        """Decide a request, and let the record follow: a date moves, a stage, an owner.

        Raises:
            NotAllowed, AlreadyDecided, NothingAsked, ReasonMissing, NeedsBoard, NotForBoard,
            MeetingMissing, ImpactEvidenceMissing: a rule; nothing was decided.
        """
        case = self._case(request_id, person, ruling)
        self._check(case)
        decision_id = self._add(submission, case)
        self._move_stage(submission, case, decision_id)
        self._change_plan(case, decision_id)
        self._show_board(case)

    def _case(self, request_id: int, person: Person, ruling: Ruling) -> _Case:
        request = self._requests.by_id(request_id)
        if request is None:
            raise NothingAsked
        ref = request.action_ref
        action = Plan(self._session).action(ref) if ref else None
        return _Case(request, action, person, ruling)

    def _check(self, case: _Case) -> None:
        request, ruling = case.request, case.ruling
        if not may(case.person, case.right, theme_code=request.theme_code):
            raise NotAllowed
        if not request.open or any(made.level is ruling.level for made in request.decisions):
            raise AlreadyDecided
        if ruling.outcome is Outcome.WITHDRAWN:
            raise NothingAsked
        if ruling.outcome is Outcome.REFUSED and not ruling.reason.strip():
            raise ReasonMissing
        if ruling.level is Level.BOARD:
            self._check_board(case)
        elif case.approved and needs_board(request, case.action):
            raise NeedsBoard
        if case.approved and request.kind is RequestKind.EMBEDDING:
            self._check_embedding(case)

    def _check_board(self, case: _Case) -> None:
        if case.ruling.outcome is Outcome.TO_BOARD:
            raise NothingAsked
        if not (case.request.with_board or needs_board(case.request, case.action)):
            raise NotForBoard
        meeting = self._session.get(m.Meeting, case.ruling.meeting_id)
        if meeting is None or meeting.held_on > london_date(self._now):
            raise MeetingMissing

    def _check_embedding(self, case: _Case) -> None:
        """Implemented and fully embedded are two separate, evidenced states (seed 2.12)."""
        action = case.action
        if (
            action is None
            or action.position.impact_rating is ImpactRating.UNKNOWN
            or not self._updates.has_evidence(action.id)
        ):
            raise ImpactEvidenceMissing

    def _add(self, submission: Submission, case: _Case) -> int:
        author, ruling = case.author, case.ruling
        id_: int = add(
            self._session,
            m.Decision,
            request_id=case.request.id,
            submission_id=submission.id,
            level=ruling.level,
            outcome=ruling.outcome,
            meeting_id=ruling.meeting_id,
            author_id=author.person_id,
            author_role_id=author.role_id,
            reason=ruling.reason,
            at=self._now,
        )
        if ruling.outcome in FINAL:
            end_waiting(self._session, case.request.id)
        return id_

    def _move_stage(self, submission: Submission, case: _Case, decision_id: int) -> None:
        """Put an action where the decision puts it (programme.md, Stage)."""
        stage = STAGE_AFTER.get((case.request.kind, case.ruling.outcome))
        if stage is None or case.action is None:
            return
        rating = self._rating_at(stage, case.action)
        self._updates.decide(
            submission, case.author, case.action, decision_id, stage=stage, rating=rating
        )

    def _rating_at(self, stage: Stage, action: Action) -> Rating:
        """Signed off is blue; taken back from there, an action is as it was before."""
        if stage in {Stage.IMPLEMENTED, Stage.EMBEDDED}:
            return Rating.BLUE
        if action.position.rating is not Rating.BLUE:
            return action.position.rating
        last = self._session.scalar(_last_rating(), {"action_id": action.id})
        return Rating(last) if last else Rating.AMBER

    def _change_plan(self, case: _Case, decision_id: int) -> None:
        """What an approval changes in what was agreed: a forecast never does (programme.md)."""
        if case.action is None or not case.approved:
            return
        for field, became in _agreed(case.request, case.action).items():
            self._change(case, field, became, decision_id)

    def _change(self, case: _Case, field: str, became: Any, decision_id: int) -> None:
        assert case.action is not None  # noqa: S101 -- the caller has looked
        row = self._session.get_one(m.Action, case.action.id, populate_existing=True)
        note_change(
            self._session,
            "actions",
            row.id,
            field,
            getattr(row, field),
            became,
            at=self._now,
            person_id=case.person.id,
            decision_id=decision_id,
        )
        setattr(row, field, became)
        self._session.flush()

    def _show_board(self, case: _Case) -> None:
        """A board that decided on a risk has seen it."""
        if case.request.risk_ref is None or case.ruling.meeting_id is None:
            return
        risks = Risks(self._session, self._now)
        risk = risks.by_ref(case.request.risk_ref)
        if risk is not None:
            risks.seen(risk, case.ruling.meeting_id, case.person.id)


def needs_board(request: Request, action: Action | None) -> bool:
    """Whether the lead may not approve it alone (programme.md, Due date and Rights).

    Embedding, a priority, a second slip, and any slip of a priority action.
    """
    if request.kind is RequestKind.DUE_DATE and action is not None and request.due_to:
        return board_decides(action, request.due_to)
    return request.kind in FOR_THE_BOARD


def board_decides(action: Action, due_to: date) -> bool:
    """Whether another due date is beyond the lead: a second slip, or one of a priority action."""
    return due_to > action.due and (action.priority or action.slips >= 1)


def _agreed(request: Request, action: Action) -> dict[str, Any]:
    """The columns of an action that an approved request changes, with their new values."""
    if request.kind is RequestKind.DUE_DATE and request.due_to:
        slip = {"slips": action.slips + 1} if request.due_to > action.due else {}
        return {"due": request.due_to, **slip}
    if request.kind is RequestKind.PRIORITY:
        return {"priority": request.priority_to}
    if request.kind is RequestKind.NEW_OWNER:
        return {"owner_role_id": request.role_to_id}
    return {}


@lru_cache
def _last_rating() -> Select[str]:
    newer = aliased(m.Update)
    return (
        select(m.Update.rating)
        .where(
            m.Update.action_id == bindparam("action_id"),
            m.Update.kind != UpdateKind.WITHDRAWAL,
            m.Update.rating != Rating.BLUE,
            ~exists().where(newer.supersedes_id == m.Update.id),
        )
        .order_by(m.Update.place.desc(), m.Update.id.desc())
        .limit(1)
    )
