"""What was said about one action, the newest first, as it stands after corrections."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Select, bindparam, exists, select
from sqlalchemy.orm import Session, aliased

from storage import models as m
from storage.plan import Action
from storage.rows import Found, ask
from storage.vocabulary import ImpactRating, Rating, Stage, UpdateKind

LONG = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """One standing update, with what it left the action at, in its author's words."""

    update_id: int
    kind: UpdateKind
    rating: Rating
    impact_rating: ImpactRating
    stage: Stage
    percent: int | None
    forecast: date | None
    note: str
    impact_note: str
    role: str
    on_behalf_of: str | None
    """The role that it was entered for by another."""
    on: date
    at: datetime


class Histories:
    """Asks how actions came to stand where they do."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, action: Action, limit: int = LONG) -> tuple[Entry, ...]:
        """The last updates of an action, openings and decisions among them, the newest first."""
        values = {"action_id": action.id, "limit": limit}
        return tuple(_entry(row) for row in ask(self._session, _entries(), values))


@lru_cache
def _entries() -> Select[*tuple[Any, ...]]:
    newer, behalf = aliased(m.Update), aliased(m.Role)
    return (
        select(
            *m.Update.__table__.columns,
            m.Role.title.label("role"),
            behalf.title.label("on_behalf_of"),
        )
        .join(m.Role, m.Role.id == m.Update.author_role_id)
        .outerjoin(behalf, behalf.id == m.Update.on_behalf_of_role_id)
        .where(
            m.Update.action_id == bindparam("action_id"),
            m.Update.kind != UpdateKind.WITHDRAWAL,
            ~exists().where(newer.supersedes_id == m.Update.id),
        )
        .order_by(m.Update.place.desc(), m.Update.id.desc())
        .limit(bindparam("limit", type_=BigInteger()))
    )


def _entry(row: Found) -> Entry:
    return Entry(
        update_id=row.id,
        kind=UpdateKind(row.kind),
        rating=Rating(row.rating),
        impact_rating=ImpactRating(row.impact_rating),
        stage=Stage(row.stage),
        percent=row.percent,
        forecast=row.forecast,
        note=row.note,
        impact_note=row.impact_note,
        role=row.role,
        on_behalf_of=row.on_behalf_of,
        on=row.reported_on,
        at=row.at,
    )
