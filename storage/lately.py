"""What somebody did lately: saved last, was refused just now, or measured."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, exists, func, select
from sqlalchemy.orm import Session, aliased

from storage import models as m
from storage.rows import ask, ask_one
from storage.vocabulary import ImpactRating, Rating, UpdateKind

HELD = "held"
"""The audit trail's word for a message that was not kept."""
JUST_NOW = timedelta(minutes=10)
FAR_BACK = 5_000
"""Of everybody's submissions: one's own among them is found without an index of its own."""
READINGS = 20
REPORTS = (UpdateKind.PROGRESS, UpdateKind.NO_CHANGE, UpdateKind.CORRECTION)


@dataclass(frozen=True, slots=True)
class LastSaved:
    """The update that a person saved last and that still stands."""

    ref: str
    update_id: int
    submission_id: int
    kind: UpdateKind
    rating: Rating
    impact_rating: ImpactRating
    percent: int | None
    forecast: date | None
    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LastReading:
    """A measure's value as an action's update gave it."""

    ref: str
    measure: str
    unit: str
    value: Decimal
    out_of: Decimal | None
    read_on: date
    reported_on: date


class Lately:
    """Asks about the last few moments of a person."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now

    def saved_by(self, person_id: int, ref: str | None = None) -> LastSaved | None:
        """What this person saved last, of an action where one is named, and that still stands."""
        values: dict[str, Any] = {"person_id": person_id}
        query = _saved()
        if ref is not None:
            query, values = _saved_on(), values | {"ref": ref}
        row = ask_one(self._session, query, values)
        if row is None:
            return None
        found = {
            **row._mapping,
            "kind": UpdateKind(row.kind),
            "rating": Rating(row.rating),
            "impact_rating": ImpactRating(row.impact_rating),
        }
        return LastSaved(**found)

    def held(self, person_id: int) -> bool:
        """Whether a message of this person was held within the last ten minutes."""
        since = self._now - JUST_NOW
        return ask_one(self._session, _held(), {"person_id": person_id, "since": since}) is not None

    def readings(self, action_ids: Collection[int]) -> tuple[LastReading, ...]:
        """The last readings of measures of these actions, the newest first."""
        ids = sorted(action_ids)
        if not ids:
            return ()
        return tuple(LastReading(*row) for row in ask(self._session, _readings(), {"ids": ids}))


@lru_cache
def _saved() -> Select[*tuple[Any, ...]]:
    newer = aliased(m.Update)
    newest = select(func.max(m.Submission.id)).scalar_subquery()
    return (
        select(
            m.Action.ref,
            m.Update.id.label("update_id"),
            m.Update.submission_id,
            m.Update.kind,
            m.Update.rating,
            m.Update.impact_rating,
            m.Update.percent,
            m.Update.forecast,
            m.Update.note,
            m.Update.at,
        )
        .join(m.Submission, m.Submission.id == m.Update.submission_id)
        .join(m.Action, m.Action.id == m.Update.action_id)
        .where(
            m.Submission.id > newest - FAR_BACK,
            m.Submission.person_id == bindparam("person_id"),
            m.Update.kind.in_(REPORTS),
            ~exists().where(newer.supersedes_id == m.Update.id),
        )
        .order_by(m.Submission.id.desc(), m.Update.id.desc())
        .limit(1)
    )


@lru_cache
def _saved_on() -> Select[*tuple[Any, ...]]:
    return _saved().where(m.Action.ref == bindparam("ref"))


@lru_cache
def _held() -> Select[*tuple[Any, ...]]:
    newest = select(func.max(m.AuditEntry.id)).scalar_subquery()
    return (
        select(m.AuditEntry.id)
        .where(
            m.AuditEntry.id > newest - FAR_BACK,
            m.AuditEntry.person_id == bindparam("person_id"),
            m.AuditEntry.operation == HELD,
            m.AuditEntry.at >= bindparam("since", type_=m.Instant()),
        )
        .limit(1)
    )


@lru_cache
def _readings() -> Select[*tuple[Any, ...]]:
    newer = aliased(m.Update)
    reading = m.MeasureReading
    return (
        select(
            m.Action.ref,
            m.Measure.name,
            m.Measure.unit,
            reading.value,
            reading.out_of,
            reading.read_on,
            m.Update.reported_on,
        )
        .join(m.Measure, m.Measure.id == reading.measure_id)
        .join(m.Action, m.Action.id == m.Measure.action_id)
        .join(m.Update, m.Update.id == reading.update_id)
        .where(
            m.Measure.action_id.in_(bindparam("ids", expanding=True)),
            ~exists().where(newer.supersedes_id == m.Update.id),
        )
        .order_by(reading.id.desc())
        .limit(READINGS)
    )
