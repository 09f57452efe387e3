"""Progress as it was reported: append-only updates, and what was reported in a period."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Select, bindparam, exists, select
from sqlalchemy.orm import Session, aliased

from storage import models as m
from storage.calendar import london_date
from storage.errors import StalePosition
from storage.plan import Action
from storage.rows import add
from storage.submissions import Submission
from storage.vocabulary import ImpactRating, Rating, Stage, UpdateKind


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

    def report(
        self, submission: Submission, author: Author, action: Action, basis: int, change: Change
    ) -> Saved:
        """Add an update to an action, and say what it saved.

        `basis` is the id of the position that the author saw.

        Raises:
            StalePosition: the action has moved on since.
        """
        before = action.position
        if before.update_id != basis:
            raise StalePosition(action.ref)
        saved = _changed(action, author, change)
        add(
            self._session,
            m.Update,
            action_id=action.id,
            submission_id=submission.id,
            author_id=author.person_id,
            author_role_id=author.role_id,
            on_behalf_of_role_id=author.on_behalf_of_role_id,
            kind=saved.kind,
            rating=saved.rating,
            impact_rating=before.impact_rating,
            stage=saved.stage,
            percent=saved.percent,
            forecast=saved.forecast,
            note=saved.note,
            impact_note=saved.impact_note,
            reported_on=london_date(self._now),
            at=self._now,
        )
        return saved

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

    def saved_by(self, submission_id: int) -> list[Saved]:
        """What a submission saved for each action, with the position that it replaced."""
        updates = self._session.execute(_of_submission(), {"submission_id": submission_id})
        return [
            _saved(ref, update, self._before(update), behalf) for update, ref, behalf in updates
        ]

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

    def _before(self, update: m.Update) -> m.Update | None:
        return self._session.scalar(
            _before(), {"action_id": update.action_id, "update_id": update.id}
        )


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


def _changed(action: Action, author: Author, change: Change) -> Saved:
    """The action's position with the change made: what is not given stays.

    Saying again what stands already, without a word, is "no change".
    """
    before, role_id = action.position, author.on_behalf_of_role_id
    saved = Saved(
        ref=action.ref,
        kind=UpdateKind.PROGRESS,
        rating=change.rating or before.rating,
        percent=before.percent if change.percent is None else change.percent,
        forecast=change.forecast or before.forecast,
        stage=change.stage or (before.stage if change.empty else _stage_after(before.stage)),
        note=change.note,
        impact_note=change.impact_note,
        on_behalf_of=(role_id, action.owner_role) if role_id else None,
        was_rating=before.rating,
        was_percent=before.percent,
    )
    stands = (before.rating, before.percent, before.forecast, before.stage)
    said = (saved.rating, saved.percent, saved.forecast, saved.stage)
    if said == stands and not (saved.note or saved.impact_note):
        return replace(saved, kind=UpdateKind.NO_CHANGE)
    return saved


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
