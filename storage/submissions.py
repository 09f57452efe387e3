"""What one act of a person saved together, taken back together and put back together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import models as m
from storage.calendar import london_date
from storage.errors import UndoRefused
from storage.rows import add
from storage.vocabulary import Level, Outcome, RevisionKind, UpdateKind
from storage.waiting import begin_waiting, end_waiting

UNDO_FOR = timedelta(minutes=10)

Revision = m.Update | m.RiskRevision | m.IssueRevision
Child = m.MeasureReading | m.Evidence | m.Mitigation
Row = Revision | m.Request | m.Decision
UNDOABLE: tuple[type[Row], ...] = (
    m.Update,
    m.RiskRevision,
    m.IssueRevision,
    m.Request,
    m.Decision,
)
SUBJECTS: dict[type[Row], str] = {
    m.Update: "action_id",
    m.RiskRevision: "risk_id",
    m.IssueRevision: "issue_id",
}
CHILDREN: dict[type[Revision], tuple[tuple[type[Child], str], ...]] = {
    m.Update: ((m.MeasureReading, "update_id"), (m.Evidence, "update_id")),
    m.RiskRevision: ((m.Mitigation, "revision_id"),),
}
WORDS = (
    "note",
    "impact_note",
    "achievement",
    "next_steps",
    "blocked_by",
    "spend",
    "reason",
    "words",
)


@dataclass(frozen=True, slots=True)
class Submission:
    """One saved act of a person."""

    id: int
    person_id: int
    kind: str
    at: datetime


class Submissions:
    """Begins submissions, finds them again, takes them back."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now

    def under(self, token: str) -> Submission | None:
        """The submission that was saved under this token, if there is one."""
        row = self._session.scalar(select(m.Submission).where(m.Submission.token == token))
        return _submission(row) if row else None

    def by_id(self, submission_id: int) -> Submission | None:
        """The submission with this id."""
        row = self._session.get(m.Submission, submission_id)
        return _submission(row) if row else None

    def taken_back_by(self, submission_id: int) -> Submission | None:
        """The submission that took this one back, if one did."""
        row = self._session.scalar(
            select(m.Submission).where(m.Submission.undoes_id == submission_id)
        )
        return _submission(row) if row else None

    def begin(
        self, person_id: int, kind: str, token: str, undoes_id: int | None = None
    ) -> Submission:
        """Begin a submission; what it saves carries its id. The token makes it unique."""
        id_: int = add(
            self._session,
            m.Submission,
            person_id=person_id,
            kind=kind,
            token=token,
            undoes_id=undoes_id,
            at=self._now,
        )
        return Submission(id_, person_id, kind, self._now)

    def take_back(self, submission: Submission, person_id: int, token: str) -> Submission:
        """Undo a whole submission, all that it reported and asked for, by withdrawing each.

        Raises:
            UndoRefused: not the author's, older than ten minutes, taken back already, or
                something newer builds on it.
        """
        rows = self._still_undoable(submission, person_id)
        undo = self.begin(person_id, "undo", token, undoes_id=submission.id)
        for row in rows:
            if isinstance(row, m.Request):
                self._withdraw_request(row, undo)
            elif not isinstance(row, m.Decision):
                self._withdraw(row, undo)
        return undo

    def put_back(self, undo: Submission, person_id: int, token: str) -> Submission:
        """Save again what an undo took back.

        Raises:
            UndoRefused: not the author's, older than ten minutes, put back already, or something
                newer builds on it.
        """
        rows = self._still_undoable(undo, person_id)
        again = self.begin(person_id, "put_back", token, undoes_id=undo.id)
        for row in rows:
            if isinstance(row, m.Decision):
                asked = self._session.get_one(m.Request, row.request_id)
                id_ = self._copy(asked, submission_id=again.id)
                begin_waiting(self._session, id_, asked.theme_id, asked.action_id)
            elif not isinstance(row, m.Request):
                self._put_back(row, again)
        return again

    def _still_undoable(self, submission: Submission, person_id: int) -> tuple[Row, ...]:
        """What a submission saved, if this person may still undo it."""
        rows = tuple(row for kind in UNDOABLE for row in self._saved_by(kind, submission.id))
        if (
            submission.person_id != person_id
            or self._now - submission.at > UNDO_FOR
            or not rows
            or any(map(self._built_upon, rows))
            or self.taken_back_by(submission.id)
        ):
            raise UndoRefused
        return rows

    def _saved_by(self, kind: type[Row], submission_id: int) -> Iterable[Row]:
        saved = select(kind).where(kind.submission_id == submission_id).order_by(kind.id)
        return self._session.scalars(saved)

    def _built_upon(self, row: Row) -> bool:
        if isinstance(row, m.Request):
            newer = select(m.Decision.id).where(m.Decision.request_id == row.id)
        elif isinstance(row, m.Decision):
            return row.outcome != Outcome.WITHDRAWN  # what was decided is not taken back
        elif row.kind == RevisionKind.VIEW:  # moves nothing that could be built upon
            return False
        else:
            of, subject = type(row), SUBJECTS[type(row)]
            same = getattr(of, subject) == getattr(row, subject)
            newer = select(of.id).where(same, of.id > row.id)
        return self._session.scalar(newer.limit(1)) is not None

    def _withdraw(self, row: Revision, undo: Submission) -> None:
        """A withdrawal repeats the figures and none of the words.

        What a correction had superseded is put back instead: it stands again in its place.
        """
        if row.kind == UpdateKind.CORRECTION:
            self._put_back(row, undo)
            return
        words = {name: "" for name in WORDS if hasattr(type(row), name)}
        self._copy(
            row,
            submission_id=undo.id,
            kind=UpdateKind.WITHDRAWAL,
            supersedes_id=row.id,
            **words,
        )

    def _put_back(self, withdrawal: Revision, again: Submission) -> None:
        kind: type[Revision] = type(withdrawal)
        taken_back = cast(Revision, self._session.get_one(kind, withdrawal.supersedes_id))
        id_ = self._copy(taken_back, submission_id=again.id, supersedes_id=withdrawal.id)
        for child, parent in CHILDREN.get(kind, ()):
            mine = select(child).where(getattr(child, parent) == taken_back.id).order_by(child.id)
            for row in self._session.scalars(mine):
                self._copy(cast(Child, row), **{parent: id_})

    def _withdraw_request(self, request: m.Request, undo: Submission) -> None:
        add(
            self._session,
            m.Decision,
            request_id=request.id,
            submission_id=undo.id,
            level=Level.LEAD,
            outcome=Outcome.WITHDRAWN,
            author_id=request.author_id,
            author_role_id=request.author_role_id,
            reason="",
            at=self._now,
        )
        end_waiting(self._session, request.id)

    def _copy(self, row: Row | Child, **changes: object) -> int:
        """Write the same row again, as of now, and return its id."""
        table = row.__table__.columns
        values = {column.name: getattr(row, column.name) for column in table} | changes
        moment = {"at": self._now, "reported_on": london_date(self._now)}
        values |= {name: value for name, value in moment.items() if name in values}
        del values["id"]
        id_: int = add(self._session, type(row), **values)
        return id_


def _submission(row: m.Submission) -> Submission:
    return Submission(row.id, row.person_id, row.kind, row.at)
