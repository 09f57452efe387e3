"""What the plan calls things: references, titles, roles, organisations, sources and meetings.

It is read again only when the plan has changed.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, Select, event, func, select
from sqlalchemy.orm import Session, aliased

from storage import models as m
from storage.rows import ask


@dataclass(frozen=True, slots=True)
class ListedTheme:
    """A theme's code, name and who leads it."""

    code: str
    name: str
    lead_role: str


@dataclass(frozen=True, slots=True)
class ListedAction:
    """An action's reference and the words that it is known by."""

    ref: str
    theme: str
    """The code of its theme."""
    short_title: str
    title: str
    success_measure: str
    owner_role: str
    organisation: str


@dataclass(frozen=True, slots=True)
class ListedRisk:
    """A risk's reference and its description."""

    ref: str
    theme: str
    action: str | None
    description: str
    owner_role: str


@dataclass(frozen=True, slots=True)
class ListedRole:
    """A role, where it belongs, and who stands in for it."""

    id: int
    title: str
    organisation: str
    deputy: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Directory:
    """All names of the plan. Two directories are the same only if they are one object."""

    themes: tuple[ListedTheme, ...]
    actions: tuple[ListedAction, ...]
    risks: tuple[ListedRisk, ...]
    roles: tuple[ListedRole, ...]
    people: tuple[str, ...]
    """Names of the people of the plan: professionals, never personal data of a family."""
    organisations: tuple[str, ...]
    sources: tuple[str, ...]
    email_domains: frozenset[str]
    meetings: tuple[tuple[str, date], ...]
    """(board, day), the earliest first."""


class Directories:
    """Reads the directory, and remembers the one that stands in each database.

    Only what is committed is remembered: what a transaction takes back again was never there.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def now(self) -> Directory:
        """What the plan calls things, as this transaction sees it."""
        mark = _mark(self._session)
        known = REMEMBERED.get(_database(self._session))
        if known is not None and known.mark == mark:
            return known.directory
        read = _Known(mark, _read(self._session))
        self._session.info[TO_REMEMBER] = read
        return read.directory


Mark = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """A directory, and the mark that the record had when it was read."""

    mark: Mark
    directory: Directory


REMEMBERED: WeakKeyDictionary[Engine, _Known] = WeakKeyDictionary()
TO_REMEMBER = "directory"

# None of these ever loses a row. What changes in a row is a plan change of its own, or comes with
# an import, or is a leaver who was made anonymous. Rows are counted: the highest id would miss a
# row with a lower one that another transaction commits later.
COUNTED = (
    m.Theme,
    m.Action,
    m.Risk,
    m.Role,
    m.Organisation,
    m.Source,
    m.Meeting,
    m.Person,
    m.PlanChange,
    m.PlanImport,
)


@event.listens_for(Session, "after_commit")
def _remember(session: Session) -> None:
    read: _Known | None = session.info.pop(TO_REMEMBER, None)
    if read is not None:
        REMEMBERED[_database(session)] = read


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop(TO_REMEMBER, None)


def _database(session: Session) -> Engine:
    return session.get_bind().engine


@lru_cache
def _marks() -> Select[*tuple[Any, ...]]:
    counts = [select(func.count()).select_from(kind).scalar_subquery() for kind in COUNTED]
    anonymous = select(func.count(m.Person.pseudonymised_at)).scalar_subquery()
    return select(*(count.label(f"n{at}") for at, count in enumerate([*counts, anonymous])))


def _mark(session: Session) -> Mark:
    return tuple(session.connection().execute(_marks()).one())


def _read(session: Session) -> Directory:
    roles = tuple(ListedRole(*row) for row in ask(session, _roles(), {}))
    named = ask(session, _people(), {})
    return Directory(
        themes=tuple(ListedTheme(*row) for row in ask(session, _themes(), {})),
        actions=tuple(ListedAction(*row) for row in ask(session, _actions(), {})),
        risks=tuple(ListedRisk(*row) for row in ask(session, _risks(), {})),
        roles=roles,
        people=tuple(row.name for row in named),
        organisations=_names(session, m.Organisation),
        sources=_names(session, m.Source),
        email_domains=frozenset(row.email.rpartition("@")[2].casefold() for row in named),
        meetings=tuple((row.name, row.held_on) for row in ask(session, _meetings(), {})),
    )


def _names(session: Session, kind: type[m.Organisation | m.Source]) -> tuple[str, ...]:
    return tuple(row.name for row in ask(session, select(kind.name).order_by(kind.id), {}))


@lru_cache
def _themes() -> Select[*tuple[Any, ...]]:
    return (
        select(m.Theme.code, m.Theme.name, m.Role.title)
        .join(m.Role, m.Role.id == m.Theme.lead_role_id)
        .order_by(m.Theme.id)
    )


@lru_cache
def _actions() -> Select[*tuple[Any, ...]]:
    return (
        select(
            m.Action.ref,
            m.Theme.code,
            m.Action.short_title,
            m.Action.title,
            m.Action.success_measure,
            m.Role.title,
            m.Organisation.name,
        )
        .join(m.Theme, m.Theme.id == m.Action.theme_id)
        .join(m.Role, m.Role.id == m.Action.owner_role_id)
        .join(m.Organisation, m.Organisation.id == m.Action.organisation_id)
        .order_by(m.Action.ref)
    )


@lru_cache
def _risks() -> Select[*tuple[Any, ...]]:
    return (
        select(m.Risk.ref, m.Theme.code, m.Action.ref, m.Risk.description, m.Role.title)
        .join(m.Theme, m.Theme.id == m.Risk.theme_id)
        .join(m.Role, m.Role.id == m.Risk.owner_role_id)
        .outerjoin(m.Action, m.Action.id == m.Risk.action_id)
        .order_by(m.Risk.ref)
    )


@lru_cache
def _roles() -> Select[*tuple[Any, ...]]:
    deputy = aliased(m.Role)
    return (
        select(m.Role.id, m.Role.title, m.Organisation.name, deputy.title)
        .join(m.Organisation, m.Organisation.id == m.Role.organisation_id)
        .outerjoin(deputy, deputy.id == m.Role.deputy_role_id)
        .order_by(m.Role.id)
    )


@lru_cache
def _people() -> Select[*tuple[Any, ...]]:
    """Everyone of the plan, those who have left too, as long as they are named."""
    named = m.Person.pseudonymised_at.is_(None)
    return select(m.Person.name, m.Person.email).where(named).order_by(m.Person.id)


@lru_cache
def _meetings() -> Select[*tuple[Any, ...]]:
    return (
        select(m.Board.name, m.Meeting.held_on)
        .join(m.Board, m.Board.id == m.Meeting.board_id)
        .order_by(m.Meeting.held_on, m.Meeting.id)
    )
