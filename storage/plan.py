"""The plan as it stands, or stood: themes, actions, positions and board meetings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Date, Label, ScalarSelect, Select, bindparam, exists, select
from sqlalchemy.orm import Session, aliased

from storage import models as m
from storage.changes import changed_since
from storage.rows import Found, ask, ask_one
from storage.vocabulary import CLOSED_STAGES, ImpactRating, Rating, Stage, UpdateKind

FAR_FUTURE = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme and who leads it."""

    id: int
    code: str
    name: str
    lead_role_id: int
    lead_role: str
    summary_weekday: int
    summary_time: time


@dataclass(frozen=True, slots=True)
class Words:
    """What an author wrote, unchanged, with the role and the day."""

    text: str
    impact: str
    role: str
    on: date
    update_id: int


@dataclass(frozen=True, slots=True)
class Position:
    """Where an action stands by its latest update that was neither corrected nor withdrawn."""

    update_id: int
    place: int
    submission_id: int | None
    kind: UpdateKind
    rating: Rating
    impact_rating: ImpactRating
    stage: Stage
    percent: int | None
    forecast: date | None
    author_role: str
    reported_on: date
    at: datetime


@dataclass(frozen=True, slots=True)
class Action:
    """An action with its position and its owner's last words."""

    id: int
    ref: str
    short_title: str
    title: str
    theme_id: int
    theme_code: str
    theme: str
    owner_role_id: int
    owner_role: str
    organisation: str
    start: date | None
    due: date
    original_due: date
    slips: int
    success_measure: str
    priority: bool
    position: Position
    words: Words | None

    @property
    def open(self) -> bool:
        """Not yet signed off as implemented."""
        return self.position.stage not in CLOSED_STAGES

    def overdue(self, today: date) -> bool:
        """Open after its agreed due date. A forecast never changes this."""
        return self.open and self.due < today


@dataclass(frozen=True, slots=True)
class Meeting:
    """A day on which a board meets."""

    id: int
    board: str
    held_on: date


class Plan:
    """Asks the plan; `as_at` answers as the record stood at that moment."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def themes(self) -> tuple[Theme, ...]:
        """All themes in the order of the plan."""
        return tuple(Theme(**row._mapping) for row in ask(self._session, _themes(), {}))

    def actions_of_roles(
        self, role_ids: Iterable[int], as_at: datetime = FAR_FUTURE
    ) -> tuple[Action, ...]:
        """The actions that these roles own, by reference."""
        ids = sorted(role_ids)
        return self._actions(_by_roles(), {"ids": ids}, as_at) if ids else ()

    def actions_of_theme(self, theme_id: int, as_at: datetime = FAR_FUTURE) -> tuple[Action, ...]:
        """The actions of a theme, by reference."""
        return self._actions(_by_theme(), {"theme_id": theme_id}, as_at)

    def actions(self, as_at: datetime = FAR_FUTURE) -> tuple[Action, ...]:
        """Every action of the plan, by reference."""
        return self._actions(_everything(), {}, as_at)

    def actions_of_code(self, code: str, as_at: datetime = FAR_FUTURE) -> tuple[Action, ...]:
        """The actions of the theme with this code, by reference."""
        return self._actions(_by_code(), {"code": code}, as_at)

    def actions_by_ref(self, refs: Iterable[str]) -> tuple[Action, ...]:
        """The actions with these references, by reference; unknown ones are simply not there."""
        wanted = sorted(refs)
        return self._actions(_by_ref(), {"refs": wanted}, FAR_FUTURE) if wanted else ()

    def action(self, ref: str) -> Action | None:
        """The action with this reference."""
        found = self.actions_by_ref([ref])
        return found[0] if found else None

    def refs(self) -> tuple[str, ...]:
        """Every reference in the plan."""
        return tuple(self._session.scalars(select(m.Action.ref).order_by(m.Action.ref)))

    def meetings(self, on: date | None = None) -> tuple[Meeting, ...]:
        """The board meetings, of that day only if one is given, the earliest first."""
        query = _meetings() if on is None else _meetings().where(m.Meeting.held_on == on)
        return tuple(Meeting(*row) for row in self._session.execute(query))

    def next_meeting(self, today: date) -> tuple[str, date] | None:
        """The name and day of the next board meeting, today's included."""
        row = ask_one(self._session, _next_meeting(), {"today": today})
        return (row.name, row.held_on) if row else None

    def record_starts(self) -> datetime | None:
        """The moment of the plan's opening positions: the record reaches back no further."""
        row = ask_one(self._session, _record_starts(), {})
        return row.at if row else None

    def _actions(
        self, query: Select[*tuple[Any, ...]], values: dict[str, object], as_at: datetime
    ) -> tuple[Action, ...]:
        found = ask(self._session, query, values | {"as_at": as_at})
        if as_at == FAR_FUTURE or not found:
            return tuple(map(_action, found))
        return tuple(map(_action, self._as_agreed(found, as_at)))

    def _as_agreed(self, found: Sequence[Found], as_at: datetime) -> list[Found | SimpleNamespace]:
        """The same rows with the dates, owners and titles that were agreed at that moment."""
        were = changed_since(self._session, "actions", as_at)
        for key, shown, table in (
            ("owner_role_id", "owner_role", m.Role.__table__),
            ("organisation_id", "organisation", m.Organisation.__table__),
        ):
            if any(key in fields for fields in were.values()):
                names = {row.id: row[1] for row in self._session.execute(select(table))}
                for fields in were.values():
                    if key in fields:
                        fields[shown] = names[fields[key]]
        return [
            SimpleNamespace(**{**row._mapping, **were[row.id]}) if row.id in were else row
            for row in found
        ]


@lru_cache
def _themes() -> Select[*tuple[Any, ...]]:
    return (
        select(*m.Theme.__table__.columns, m.Role.title.label("lead_role"))
        .select_from(m.Theme)
        .join(m.Role, m.Role.id == m.Theme.lead_role_id)
        .order_by(m.Theme.id)
    )


@lru_cache
def _meetings() -> Select[*tuple[Any, ...]]:
    return (
        select(m.Meeting.id, m.Board.name, m.Meeting.held_on)
        .join(m.Board, m.Board.id == m.Meeting.board_id)
        .order_by(m.Meeting.held_on, m.Meeting.id)
    )


@lru_cache
def _next_meeting() -> Select[*tuple[Any, ...]]:
    return (
        select(m.Board.name, m.Meeting.held_on)
        .join(m.Board, m.Board.id == m.Meeting.board_id)
        .where(m.Meeting.held_on >= bindparam("today", type_=Date()))
        .order_by(m.Meeting.held_on)
        .limit(1)
    )


@lru_cache
def _record_starts() -> Select[*tuple[Any, ...]]:
    opening = select(m.Update.at).where(m.Update.kind == UpdateKind.OPENING)
    return opening.order_by(m.Update.id).limit(1)


def _standing(*, with_words: bool) -> ScalarSelect[int]:
    """The id of an action's latest update as at `:as_at`: not superseded, not a withdrawal."""
    update, newer = aliased(m.Update), aliased(m.Update)
    as_at = bindparam("as_at", type_=m.Instant())
    superseded = exists().where(newer.supersedes_id == update.id, newer.at <= as_at)
    query = select(update.id).where(
        update.action_id == m.Action.id,
        update.kind != UpdateKind.WITHDRAWAL,
        update.at <= as_at,
        ~superseded,
    )
    if with_words:
        query = query.where(update.note != "")
    newest = query.order_by(update.place.desc(), update.id.desc()).limit(1)
    return newest.correlate(m.Action).scalar_subquery()


POSITION, SAID = aliased(m.Update, name="position"), aliased(m.Update, name="said")
OWNER, AUTHOR, SPEAKER = (aliased(m.Role, name=name) for name in ("owner", "author", "speaker"))


def _actions_query() -> Select[*tuple[Any, ...]]:
    return (
        select(
            *m.Action.__table__.columns,
            m.Theme.code.label("theme_code"),
            m.Theme.name.label("theme"),
            OWNER.title.label("owner_role"),
            m.Organisation.name.label("organisation"),
            *_labelled(POSITION, "position"),
            AUTHOR.title.label("author_role"),
            *_labelled(SAID, "said"),
            SPEAKER.title.label("speaker_role"),
        )
        .join(m.Theme, m.Theme.id == m.Action.theme_id)
        .join(OWNER, OWNER.id == m.Action.owner_role_id)
        .join(m.Organisation, m.Organisation.id == m.Action.organisation_id)
        .join(POSITION, POSITION.id == _standing(with_words=False))
        .join(AUTHOR, AUTHOR.id == POSITION.author_role_id)
        .outerjoin(SAID, SAID.id == _standing(with_words=True))
        .outerjoin(SPEAKER, SPEAKER.id == SAID.author_role_id)
        .order_by(m.Action.ref)
    )


@lru_cache
def _everything() -> Select[*tuple[Any, ...]]:
    return _actions_query()


@lru_cache
def _by_code() -> Select[*tuple[Any, ...]]:
    return _actions_query().where(m.Theme.code == bindparam("code"))


@lru_cache
def _by_roles() -> Select[*tuple[Any, ...]]:
    return _actions_query().where(m.Action.owner_role_id.in_(bindparam("ids", expanding=True)))


@lru_cache
def _by_theme() -> Select[*tuple[Any, ...]]:
    return _actions_query().where(m.Action.theme_id == bindparam("theme_id"))


@lru_cache
def _by_ref() -> Select[*tuple[Any, ...]]:
    return _actions_query().where(m.Action.ref.in_(bindparam("refs", expanding=True)))


def _labelled(update: type[m.Update], prefix: str) -> list[Label[Any]]:
    """The columns of one of the updates that a row holds: position_rating, said_note."""
    names = m.Update.__table__.columns.keys()
    return [getattr(update, name).label(f"{prefix}_{name}") for name in names]


def _action(row: Any) -> Action:
    return Action(
        id=row.id,
        ref=row.ref,
        short_title=row.short_title,
        title=row.title,
        theme_id=row.theme_id,
        theme_code=row.theme_code,
        theme=row.theme,
        owner_role_id=row.owner_role_id,
        owner_role=row.owner_role,
        organisation=row.organisation,
        start=row.start,
        due=row.due,
        original_due=row.original_due,
        slips=row.slips,
        success_measure=row.success_measure,
        priority=row.priority,
        position=_position(row),
        words=_words(row) if row.said_id else None,
    )


def _position(row: Any) -> Position:
    return Position(
        update_id=row.position_id,
        place=row.position_place,
        submission_id=row.position_submission_id,
        kind=UpdateKind(row.position_kind),
        rating=Rating(row.position_rating),
        impact_rating=ImpactRating(row.position_impact_rating),
        stage=Stage(row.position_stage),
        percent=row.position_percent,
        forecast=row.position_forecast,
        author_role=row.author_role,
        reported_on=row.position_reported_on,
        at=row.position_at,
    )


def _words(row: Any) -> Words:
    return Words(
        row.said_note, row.said_impact_note, row.speaker_role, row.said_reported_on, row.said_id
    )
