"""Progress as it was reported: append-only updates, and what was reported in a period."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import models as m
from storage import update_queries as queries
from storage.calendar import london_date
from storage.errors import (
    ActionClosed,
    BlueNeedsSignOff,
    NothingToCorrect,
    PercentOutOfRange,
    ReasonMissing,
    StageNeedsDecision,
    StalePosition,
)
from storage.plan import Action
from storage.rows import add, ask_one
from storage.said import Author, Change, Link, Opening, Reading
from storage.submissions import Submission
from storage.vocabulary import ImpactRating, Rating, Stage, UpdateKind

REPORTABLE = frozenset({Stage.IN_PROGRESS, Stage.COMPLETION_CLAIMED})


@dataclass(frozen=True, slots=True)
class Origin:
    """Who gave a figure, in which role, and when; no person where it came with the plan."""

    person: str | None
    role: str
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
class SavedReading:
    """A measure's value that one submission gave."""

    ref: str
    measure: str
    unit: str
    value: Decimal
    out_of: Decimal | None


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

    def hold(self, actions: Iterable[Action]) -> None:
        """Let nobody else report on these actions until the transaction ends.

        For a submission on several; SQLite has one writer anyway.
        """
        ids = [action.id for action in actions]
        if ids and self._session.get_bind().dialect.name == "postgresql":
            self._session.execute(queries.locked(), {"action_ids": ids}).all()

    def report(
        self,
        submission: Submission | None,
        author: Author,
        action: Action,
        basis: int,
        change: Change,
    ) -> Saved:
        """Add an update to an action, and say what it saved.

        `basis` is the id of the position that the author saw.

        Raises:
            StalePosition: the action has moved on since.
            PercentOutOfRange, BlueNeedsSignOff, StageNeedsDecision, ActionClosed: a rule.
        """
        self._unmoved(action, basis)
        _check(action, change)
        saved, position = _changed(action, author, change)
        self._add(
            submission,
            author,
            change,
            action_id=action.id,
            kind=saved.kind,
            place=action.position.place + 1,
            **position,
        )
        return saved

    def correct(  # noqa: PLR0917 -- whose correction of what, in the order of a sentence
        self,
        submission: Submission,
        author: Author,
        action: Action,
        update_id: int,
        change: Change,
        reason: str,
    ) -> Saved:
        """Put an earlier update right: a new row takes its place, and the earlier one is kept.

        What the change does not give stays as the earlier update had it.

        Raises:
            NothingToCorrect: there is no such update of this action, or it was corrected or
                withdrawn already, or it is not a report.
            ReasonMissing: no reason is given.
            PercentOutOfRange, BlueNeedsSignOff, StageNeedsDecision: a rule.
        """
        wrong = self._correctable(action.id, update_id)
        if not reason.strip():
            raise ReasonMissing
        _check_values(change)
        if change.stage and change.stage != wrong.stage and wrong.stage not in REPORTABLE:
            raise StageNeedsDecision
        corrected = self._put_right(wrong, change)
        self._add(
            submission,
            author,
            corrected,
            action_id=action.id,
            kind=UpdateKind.CORRECTION,
            place=wrong.place,
            supersedes_id=wrong.id,
            reason=reason,
            rating=corrected.rating,
            impact_rating=corrected.impact_rating,
            stage=corrected.stage,
            percent=corrected.percent,
            forecast=corrected.forecast,
        )
        return next(s for s in self.saved_by(submission.id) if s.ref == action.ref)

    def decide(
        self,
        submission: Submission,
        author: Author,
        action: Action,
        decision_id: int,
        *,
        stage: Stage,
        rating: Rating,
    ) -> None:
        """Move an action to the stage and rating that a decision gave it; nothing else moves."""
        before = action.position
        self._unmoved(action, before.update_id)
        self._add(
            submission,
            author,
            Change(),
            action_id=action.id,
            kind=UpdateKind.DECISION,
            place=action.position.place + 1,
            decision_id=decision_id,
            rating=rating,
            impact_rating=before.impact_rating,
            stage=stage,
            percent=before.percent,
            forecast=before.forecast,
        )

    def open_position(self, action_id: int, role_id: int, position: Opening, at: datetime) -> None:
        """Record where an action stood when the plan was taken in."""
        id_ = add(
            self._session,
            m.Update,
            action_id=action_id,
            author_role_id=role_id,
            kind=UpdateKind.OPENING,
            place=1,
            rating=position.rating,
            impact_rating=position.impact_rating,
            stage=position.stage,
            percent=position.percent,
            forecast=position.forecast,
            note=position.note,
            impact_note=position.impact_note,
            reported_on=position.reported_on,
            at=at,
        )
        self._add_children(id_, Change(readings=position.readings))

    def saved_by(self, submission_id: int) -> list[Saved]:
        """What a submission saved for each action, with the position that it replaced."""
        updates = self._session.execute(queries.of_submission(), {"submission_id": submission_id})
        return [
            _saved(ref, update, self._before(update), behalf) for update, ref, behalf in updates
        ]

    def readings_saved_by(self, submission_id: int) -> list[SavedReading]:
        """The values of measures that a submission gave."""
        rows = self._session.execute(queries.readings(), {"submission_id": submission_id})
        return [SavedReading(*row) for row in rows]

    def reports(self, action_ids: list[int], after: datetime, until: datetime) -> list[Report]:
        """Standing updates with `after` < at <= `until`, oldest first."""
        period = {"action_ids": action_ids, "after": after, "until": until}
        rows = self._session.execute(queries.of_period(), period)
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

    def readings_of(self, update_id: int) -> tuple[Reading, ...]:
        """The values of measures that an update gave."""
        return self._readings(update_id)

    def has_evidence(self, action_id: int) -> bool:
        """Whether any standing update of an action gives evidence."""
        return ask_one(self._session, queries.with_evidence(), {"action_id": action_id}) is not None

    def _unmoved(self, action: Action, basis: int) -> None:
        """The action still stands where the author saw it, and will until the commit."""
        stands = action.position.update_id
        if self._session.get_bind().dialect.name == "postgresql":
            self.hold([action])
            row = ask_one(self._session, queries.latest(), {"action_id": action.id})
            stands = row.id if row else stands
        if stands != basis:
            raise StalePosition(action.ref)

    def _put_right(self, wrong: m.Update, change: Change) -> Change:
        """The whole of an update as it should have been."""
        return replace(
            change,
            rating=change.rating or Rating(wrong.rating),
            impact_rating=change.impact_rating or ImpactRating(wrong.impact_rating),
            percent=wrong.percent if change.percent is None else change.percent,
            forecast=change.forecast or wrong.forecast,
            stage=change.stage or Stage(wrong.stage),
            note=change.note or wrong.note,
            impact_note=change.impact_note or wrong.impact_note,
            achievement=change.achievement or wrong.achievement,
            next_steps=change.next_steps or wrong.next_steps,
            blocked_by=change.blocked_by or wrong.blocked_by,
            spend=change.spend or wrong.spend,
            readings=change.readings or self._readings(wrong.id),
            evidence=change.evidence or self._evidence(wrong.id),
        )

    def _correctable(self, action_id: int, update_id: int) -> m.Update:
        row = self._session.get(m.Update, update_id)
        newer = select(m.Update.id).where(m.Update.supersedes_id == update_id)
        if (
            row is None
            or row.action_id != action_id
            or row.kind in {UpdateKind.WITHDRAWAL, UpdateKind.DECISION}
            or self._session.scalar(newer) is not None
        ):
            raise NothingToCorrect
        return row

    def _add(
        self, submission: Submission | None, author: Author, change: Change, **position: Any
    ) -> None:
        id_ = add(
            self._session,
            m.Update,
            submission_id=submission.id if submission else None,
            **author.columns,
            **change.words,
            **position,
            reported_on=london_date(self._now),
            at=self._now,
        )
        self._add_children(id_, change)

    def _add_children(self, update_id: int, change: Change) -> None:
        for reading in change.readings:
            add(
                self._session,
                m.MeasureReading,
                update_id=update_id,
                measure_id=reading.measure_id,
                value=reading.value,
                out_of=reading.out_of,
                read_on=reading.read_on,
            )
        for link in change.evidence:
            add(self._session, m.Evidence, update_id=update_id, url=link.url, title=link.title)

    def _readings(self, update_id: int) -> tuple[Reading, ...]:
        rows = self._session.scalars(
            select(m.MeasureReading).where(m.MeasureReading.update_id == update_id)
        )
        return tuple(Reading(r.measure_id, r.value, r.out_of, r.read_on) for r in rows)

    def _evidence(self, update_id: int) -> tuple[Link, ...]:
        rows = self._session.scalars(select(m.Evidence).where(m.Evidence.update_id == update_id))
        return tuple(Link(row.url, row.title) for row in rows)

    def _before(self, update: m.Update) -> m.Update | None:
        values = {
            "action_id": update.action_id,
            "update_id": update.id,
            "place": update.place,
        }
        return self._session.scalar(queries.before(), values)


def needs_reopening(action: Action, change: Change) -> bool:
    """Whether an action is signed off and the change is more than a word on how it goes on."""
    before = action.position
    return not action.open and (
        change.rating not in {None, before.rating}
        or change.percent not in {None, before.percent}
        or change.stage not in {None, before.stage}
    )


def _check(action: Action, change: Change) -> None:
    """The rules for what a report may change (programme.md, Stage, Delivery rating)."""
    _check_values(change)
    if needs_reopening(action, change):
        raise ActionClosed
    if action.open and change.stage and change.stage not in REPORTABLE:
        raise StageNeedsDecision


def _check_values(change: Change) -> None:
    if change.percent is not None and not 0 <= change.percent <= 100:
        raise PercentOutOfRange
    if change.rating is Rating.BLUE:
        raise BlueNeedsSignOff


def _changed(action: Action, author: Author, change: Change) -> tuple[Saved, dict[str, Any]]:
    """The action's position with the change made: what is not given stays.

    Saying again what stands already, without a word, is "no change".
    """
    before, role_id = action.position, author.on_behalf_of_role_id
    position: dict[str, Any] = {
        "rating": change.rating or before.rating,
        "impact_rating": change.impact_rating or before.impact_rating,
        "percent": before.percent if change.percent is None else change.percent,
        "forecast": change.forecast or before.forecast,
        "stage": change.stage or (before.stage if change.empty else _stage_after(before.stage)),
    }
    moved = any(getattr(before, name) != value for name, value in position.items())
    said = any((*change.words.values(), change.readings, change.evidence))
    saved = Saved(
        ref=action.ref,
        kind=UpdateKind.PROGRESS if moved or said else UpdateKind.NO_CHANGE,
        rating=position["rating"],
        percent=position["percent"],
        forecast=position["forecast"],
        stage=position["stage"],
        note=change.note,
        impact_note=change.impact_note,
        on_behalf_of=(role_id, action.owner_role) if role_id else None,
        was_rating=before.rating,
        was_percent=before.percent,
    )
    return saved, position


def _stage_after(stage: Stage) -> Stage:
    return Stage.IN_PROGRESS if stage is Stage.NOT_STARTED else stage


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
