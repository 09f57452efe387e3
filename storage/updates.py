"""Progress as it was reported: append-only updates, saved and taken back by submission."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Select, bindparam, exists, select
from sqlalchemy.orm import Session, aliased

from storage import models as m
from storage.calendar import london_date
from storage.errors import StalePosition, UndoRefused
from storage.plan import Action
from storage.vocabulary import ImpactRating, Rating, RevisionKind, Stage, UpdateKind

UNDO_FOR = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Change:
    """What an update changes; None leaves the value as it stands."""

    rating: Rating | None = None
    percent: int | None = None
    forecast: date | None = None
    stage: Stage | None = None
    note: str = ""
    impact_note: str = ""

    @property
    def empty(self) -> bool:
        """Nothing is changed and nothing is said."""
        return self == Change()


@dataclass(frozen=True, slots=True)
class Author:
    """Who saves: the person, the role acted under, and the role acted for if it is another."""

    person_id: int
    role_id: int
    on_behalf_of_role_id: int | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Who gave a figure, in which role, and when; no person where it came with the plan."""

    person: str | None
    role: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Submission:
    """One saved act of a person."""

    id: int
    person_id: int
    kind: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Saved:
    """What one submission saved for one action; `was_…` is how it stood before."""

    ref: str
    kind: UpdateKind
    rating: Rating
    percent: int | None
    forecast: date | None
    stage: Stage
    note: str
    impact_note: str
    on_behalf_of: tuple[int, str] | None
    """Id and title of the role that the author saved this for, if it was not their own."""
    was_rating: Rating | None
    was_percent: int | None


@dataclass(frozen=True, slots=True)
class Report:
    """A standing update of a period, with the position that it replaced."""

    update_id: int
    action_id: int
    submission_id: int | None
    kind: UpdateKind
    note: str
    impact_note: str
    role: str
    person: str | None
    on_behalf_of: str | None
    at: datetime


class Updates:
    """Adds to the record of progress, and reads it."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now

    def submitted(self, token: str) -> Submission | None:
        """The submission that was saved under this token, if there is one."""
        row = self._session.scalar(select(m.Submission).where(m.Submission.token == token))
        return _submission(row) if row else None

    def submission(self, submission_id: int) -> Submission | None:
        """The submission with this id."""
        row = self._session.get(m.Submission, submission_id)
        return _submission(row) if row else None

    def submit(
        self, person_id: int, kind: str, token: str, undoes_id: int | None = None
    ) -> Submission:
        """Begin a submission; what it saves carries its id. The token makes it unique."""
        row = m.Submission(
            person_id=person_id, kind=kind, token=token, undoes_id=undoes_id, at=self._now
        )
        self._session.add(row)
        self._session.flush()
        return _submission(row)

    def report(
        self, submission: Submission, author: Author, action: Action, basis: int, change: Change
    ) -> int:
        """Add an update to an action and return its id.

        `basis` is the id of the position that the author saw.

        Raises:
            StalePosition: the action has moved on since.
        """
        before = action.position
        if before.update_id != basis:
            raise StalePosition(action.ref)
        kind = UpdateKind.NO_CHANGE if change.empty else UpdateKind.PROGRESS
        row = m.Update(
            action_id=action.id,
            submission_id=submission.id,
            author_id=author.person_id,
            author_role_id=author.role_id,
            on_behalf_of_role_id=author.on_behalf_of_role_id,
            kind=kind,
            rating=change.rating or before.rating,
            impact_rating=before.impact_rating,
            stage=change.stage or _stage_after(before.stage),
            percent=before.percent if change.percent is None else change.percent,
            forecast=change.forecast or before.forecast,
            note=change.note,
            impact_note=change.impact_note,
            reported_on=london_date(self._now),
            at=self._now,
        )
        self._session.add(row)
        self._session.flush()
        return row.id

    def open_position(
        self, action_id: int, role_id: int, position: "Opening", at: datetime
    ) -> None:
        """Record where an action stood when the plan was taken in."""
        self._session.add(
            m.Update(
                action_id=action_id,
                author_role_id=role_id,
                kind=UpdateKind.OPENING,
                rating=position.rating,
                impact_rating=ImpactRating.UNKNOWN,
                stage=position.stage,
                percent=position.percent,
                note=position.note,
                impact_note="",
                reported_on=position.reported_on,
                at=at,
            )
        )

    def take_back(self, submission: Submission, person_id: int, token: str) -> Submission:
        """Undo a whole submission, its updates and its risk revisions, by withdrawing each.

        Raises:
            UndoRefused: not the author's, older than ten minutes, taken back already, or
                something newer builds on it.
        """
        updates, revisions = self._saved_by(submission.id)
        if (
            submission.person_id != person_id
            or self._now - submission.at > UNDO_FOR
            or not (updates or revisions)
            or any(self._built_upon(update) for update in updates)
            or any(self._revised_since(revision) for revision in revisions)
            or self.taken_back_by(submission.id)
        ):
            raise UndoRefused
        undo = self.submit(person_id, "undo", token, undoes_id=submission.id)
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
        updates, revisions = self._saved_by(undo.id)
        if (
            undo.person_id != person_id
            or self._now - undo.at > UNDO_FOR
            or not (updates or revisions)
            or any(self._built_upon(update) for update in updates)
            or any(self._revised_since(revision) for revision in revisions)
            or self.taken_back_by(undo.id)
        ):
            raise UndoRefused
        again = self.submit(person_id, "put_back", token, undoes_id=undo.id)
        for update in updates:
            self._session.add(self._again(update, again))
        for revision in revisions:
            self._session.add(self._revision_again(revision, again))
        self._session.flush()
        return again

    def saved_by(self, submission_id: int) -> list[Saved]:
        """What a submission saved for each action, with the position that it replaced."""
        updates = self._session.execute(_of_submission(), {"submission_id": submission_id})
        return [
            _saved(ref, update, self._before(update), behalf) for update, ref, behalf in updates
        ]

    def taken_back_by(self, submission_id: int) -> Submission | None:
        """The submission that took this one back, if one did."""
        row = self._session.scalar(
            select(m.Submission).where(m.Submission.undoes_id == submission_id)
        )
        return _submission(row) if row else None

    def reports(self, action_ids: list[int], after: datetime, until: datetime) -> list[Report]:
        """Standing updates with `after` < at <= `until`, oldest first."""
        period = {"action_ids": action_ids, "after": after, "until": until}
        rows = self._session.execute(_of_period(), period)
        return [_report(*row) for row in rows]

    def authors(self, update_ids: Iterable[int]) -> dict[int, Origin]:
        """Who gave each update, in which role, and when."""
        rows = self._session.execute(
            select(m.Update.id, m.Person.name, m.Role.title, m.Update.at)
            .join(m.Role, m.Role.id == m.Update.author_role_id)
            .outerjoin(m.Person, m.Person.id == m.Update.author_id)
            .where(m.Update.id.in_(list(update_ids)))
        )
        return {id_: Origin(name, role, at) for id_, name, role, at in rows}

    def _saved_by(
        self, submission_id: int
    ) -> tuple[tuple[m.Update, ...], tuple[m.RiskRevision, ...]]:
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

    def _before(self, update: m.Update) -> m.Update | None:
        return self._session.scalar(
            _before(), {"action_id": update.action_id, "update_id": update.id}
        )

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


@dataclass(frozen=True, slots=True)
class Opening:
    """Where an action stands when the plan is taken in."""

    rating: Rating
    percent: int | None
    stage: Stage
    note: str
    reported_on: date


@lru_cache
def _of_submission() -> Select[*tuple[Any, ...]]:
    return (
        select(m.Update, m.Action.ref, m.Role.title)
        .join(m.Action, m.Action.id == m.Update.action_id)
        .outerjoin(m.Role, m.Role.id == m.Update.on_behalf_of_role_id)
        .where(m.Update.submission_id == bindparam("submission_id"))
        .order_by(m.Update.id)
    )


@lru_cache
def _of_period() -> Select[*tuple[Any, ...]]:
    newer, behalf = aliased(m.Update), aliased(m.Role)
    until = bindparam("until", type_=m.Instant())
    return (
        select(m.Update, m.Role.title, m.Person.name, behalf.title)
        .join(m.Role, m.Role.id == m.Update.author_role_id)
        .outerjoin(m.Person, m.Person.id == m.Update.author_id)
        .outerjoin(behalf, behalf.id == m.Update.on_behalf_of_role_id)
        .where(
            m.Update.action_id.in_(bindparam("action_ids", expanding=True)),
            m.Update.at > bindparam("after", type_=m.Instant()),
            m.Update.at <= until,
            m.Update.kind.not_in((UpdateKind.OPENING, UpdateKind.WITHDRAWAL)),
            ~exists().where(newer.supersedes_id == m.Update.id, newer.at <= until),
        )
        .order_by(m.Update.id)
    )


@lru_cache
def _before() -> Select[m.Update]:
    newer = aliased(m.Update)
    update_id = bindparam("update_id", type_=BigInteger())
    return (
        select(m.Update)
        .where(
            m.Update.action_id == bindparam("action_id"),
            m.Update.id < update_id,
            m.Update.kind != UpdateKind.WITHDRAWAL,
            ~exists().where(newer.supersedes_id == m.Update.id, newer.id < update_id),
        )
        .order_by(m.Update.id.desc())
        .limit(1)
    )


def _stage_after(stage: Stage) -> Stage:
    return Stage.IN_PROGRESS if stage is Stage.NOT_STARTED else stage


def _submission(row: m.Submission) -> Submission:
    return Submission(row.id, row.person_id, row.kind, row.at)


def _saved(ref: str, update: m.Update, before: m.Update | None, behalf: str | None) -> Saved:
    role_id = update.on_behalf_of_role_id
    return Saved(
        ref=ref,
        kind=UpdateKind(update.kind),
        rating=Rating(update.rating),
        percent=update.percent,
        forecast=update.forecast,
        stage=Stage(update.stage),
        note=update.note,
        impact_note=update.impact_note,
        on_behalf_of=(role_id, behalf) if role_id and behalf else None,
        was_rating=Rating(before.rating) if before else None,
        was_percent=before.percent if before else None,
    )


def _report(update: m.Update, role: str, person: str | None, behalf: str | None) -> Report:
    return Report(
        update_id=update.id,
        action_id=update.action_id,
        submission_id=update.submission_id,
        kind=UpdateKind(update.kind),
        note=update.note,
        impact_note=update.impact_note,
        role=role,
        person=person,
        on_behalf_of=behalf,
        at=update.at,
    )


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
