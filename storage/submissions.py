"""What one act of a person saved together, taken back together and put back together."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import models as m
from storage.calendar import london_date
from storage.errors import UndoRefused
from storage.rows import add
from storage.vocabulary import RevisionKind, UpdateKind

UNDO_FOR = timedelta(minutes=10)

Rows = tuple[tuple[m.Update, ...], tuple[m.RiskRevision, ...]]


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
        """Undo a whole submission, its updates and its risk revisions, by withdrawing each.

        Raises:
            UndoRefused: not the author's, older than ten minutes, taken back already, or
                something newer builds on it.
        """
        updates, revisions = self._still_undoable(submission, person_id)
        undo = self.begin(person_id, "undo", token, undoes_id=submission.id)
        for update in updates:
            self._session.add(_withdrawal(update, undo, self._now))
        for revision in revisions:
            self._session.add(_revision_withdrawal(revision, undo, self._now))
        self._session.flush()
        return undo

    def put_back(self, undo: Submission, person_id: int, token: str) -> Submission:
        """Save again what an undo took back.

        Raises:
            UndoRefused: not the author's, older than ten minutes, put back already, or something
                newer builds on it.
        """
        updates, revisions = self._still_undoable(undo, person_id)
        again = self.begin(person_id, "put_back", token, undoes_id=undo.id)
        for update in updates:
            self._session.add(self._again(update, again))
        for revision in revisions:
            self._session.add(self._revision_again(revision, again))
        self._session.flush()
        return again

    def _still_undoable(self, submission: Submission, person_id: int) -> Rows:
        """What a submission saved, if this person may still undo it."""
        updates, revisions = self._saved_by(submission.id)
        if (
            submission.person_id != person_id
            or self._now - submission.at > UNDO_FOR
            or not (updates or revisions)
            or any(map(self._built_upon, updates))
            or any(map(self._revised_since, revisions))
            or self.taken_back_by(submission.id)
        ):
            raise UndoRefused
        return updates, revisions

    def _saved_by(self, submission_id: int) -> Rows:
        updates = self._session.scalars(
            select(m.Update).where(m.Update.submission_id == submission_id).order_by(m.Update.id)
        )
        revisions = self._session.scalars(
            select(m.RiskRevision)
            .where(m.RiskRevision.submission_id == submission_id)
            .order_by(m.RiskRevision.id)
        )
        return tuple(updates), tuple(revisions)

    def _built_upon(self, update: m.Update) -> bool:
        newer = select(m.Update.id).where(
            m.Update.action_id == update.action_id, m.Update.id > update.id
        )
        return self._session.scalar(newer.limit(1)) is not None

    def _revised_since(self, revision: m.RiskRevision) -> bool:
        if revision.kind == RevisionKind.VIEW:  # moves nothing that could be built upon
            return False
        newer = select(m.RiskRevision.id).where(
            m.RiskRevision.risk_id == revision.risk_id, m.RiskRevision.id > revision.id
        )
        return self._session.scalar(newer.limit(1)) is not None

    def _again(self, withdrawal: m.Update, submission: Submission) -> m.Update:
        taken_back = self._session.get_one(m.Update, withdrawal.supersedes_id)
        row = _copy_update(taken_back, submission, self._now)
        row.kind, row.supersedes_id = taken_back.kind, withdrawal.id
        return row

    def _revision_again(self, withdrawal: m.RiskRevision, submission: Submission) -> m.RiskRevision:
        taken_back = self._session.get_one(m.RiskRevision, withdrawal.supersedes_id)
        row = _copy_revision(taken_back, submission, self._now)
        row.kind, row.supersedes_id = taken_back.kind, withdrawal.id
        return row


def _submission(row: m.Submission) -> Submission:
    return Submission(row.id, row.person_id, row.kind, row.at)


def _copy_update(update: m.Update, submission: Submission, now: datetime) -> m.Update:
    return m.Update(
        action_id=update.action_id,
        submission_id=submission.id,
        author_id=update.author_id,
        author_role_id=update.author_role_id,
        on_behalf_of_role_id=update.on_behalf_of_role_id,
        rating=update.rating,
        impact_rating=update.impact_rating,
        stage=update.stage,
        percent=update.percent,
        forecast=update.forecast,
        note=update.note,
        impact_note=update.impact_note,
        reported_on=london_date(now),
        at=now,
    )


def _withdrawal(update: m.Update, undo: Submission, now: datetime) -> m.Update:
    row = _copy_update(update, undo, now)
    row.kind, row.supersedes_id = UpdateKind.WITHDRAWAL, update.id
    row.note = row.impact_note = ""
    return row


def _copy_revision(
    revision: m.RiskRevision, submission: Submission, now: datetime
) -> m.RiskRevision:
    return m.RiskRevision(
        risk_id=revision.risk_id,
        submission_id=submission.id,
        author_id=revision.author_id,
        author_role_id=revision.author_role_id,
        likelihood=revision.likelihood,
        impact=revision.impact,
        mitigation=revision.mitigation,
        words=revision.words,
        at=now,
    )


def _revision_withdrawal(
    revision: m.RiskRevision, undo: Submission, now: datetime
) -> m.RiskRevision:
    row = _copy_revision(revision, undo, now)
    row.kind, row.supersedes_id = RevisionKind.WITHDRAWAL, revision.id
    row.words = ""
    return row
