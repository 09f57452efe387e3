"""Who is who: people of the plan, the roles they hold, and what binds them to an account."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, bindparam, func, or_, select, text
from sqlalchemy.orm import Session, aliased

from storage import models as m
from storage.calendar import london_date
from storage.holdings import held_on, holders
from storage.rows import Found, ask
from storage.vocabulary import Standing


@dataclass(frozen=True, slots=True)
class Role:
    """A role as one person holds it: its themes led and the roles it stands in for."""

    id: int
    title: str
    organisation: str
    standing: Standing
    leads: frozenset[str]
    deputises: frozenset[int]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody named in the plan, with the roles held on the day asked about."""

    id: int
    name: str
    email: str
    roles: tuple[Role, ...]

    @property
    def own_role_ids(self) -> frozenset[int]:
        """The roles whose actions this person reports on: held, or stood in for."""
        return frozenset(role.id for role in self.roles).union(
            *(role.deputises for role in self.roles)
        )

    @property
    def in_programme_office(self) -> bool:
        """Whether any role held belongs to the programme office."""
        return any(role.standing is Standing.PROGRAMME_OFFICE for role in self.roles)

    def leads(self, theme_code: str) -> bool:
        """Whether this person leads the theme."""
        return any(theme_code in role.leads for role in self.roles)

    def acting_for(self, role_id: int) -> Role:
        """The role under which this person acts for `role_id`: that one, its deputy's, or theirs.

        Only for a person who holds a role: nobody else has a right to act.
        """
        mine = (role for role in self.roles if role.id == role_id or role_id in role.deputises)
        return next(mine, self.roles[0])


class People:
    """Asks and changes who is who."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now
        self._met: tuple[tuple[str, str], Person] | None = None

    def by_account(self, tenant_id: str, entra_id: str) -> Person | None:
        """The person bound to an Entra account, or None for a stranger.

        On PostgreSQL it also takes this person's lock, so that two replicas never run two turns
        of one person at once.
        """
        if self._met and self._met[0] == (tenant_id, entra_id):
            return self._met[1]
        wanted = {"tenant": tenant_id, "entra": entra_id, "today": london_date(self._now)}
        person = _person(ask(self._session, _by_account(), wanted))
        if person:
            self._met = (tenant_id, entra_id), person
        if person and self._session.get_bind().dialect.name == "postgresql":
            self._session.execute(text("SELECT pg_advisory_xact_lock(:id)"), {"id": person.id})
        return person

    def by_id(self, person_id: int) -> Person | None:
        """The person with this id."""
        query = _people().where(m.Person.id == person_id)
        return _person(self._session.execute(query, {"today": london_date(self._now)}).all())

    def holding(self, role_id: int) -> tuple[Person, ...]:
        """Everyone who holds a role today."""
        ids = holders(self._session, role_id, london_date(self._now))
        return tuple(person for id_ in ids if (person := self.by_id(id_)))

    def named(self, role_or_email: str) -> tuple[Person, ...]:
        """Whoever has this email address, or holds a role with this title today.

        After a handover a title means the new holder; the earlier one is found by address.
        """
        wanted = role_or_email.strip().casefold()
        everyone = self.all()
        by_email = tuple(person for person in everyone if person.email.casefold() == wanted)
        return by_email or tuple(
            person
            for person in everyone
            if wanted in {role.title.casefold() for role in person.roles}
        )

    def bind(self, tenant_id: str, entra_id: str, addresses: Iterable[str]) -> Person | None:
        """Bind an account to the one unbound person of the plan with one of these addresses.

        A person is bound once and never rebound silently (design.md, Invariants): a person who is
        bound to another account already is left as they are, and None is returned; so it is when
        the addresses are those of two people, or of somebody who has left: an address may be given
        to a newcomer.
        """
        wanted = {address.casefold() for address in addresses if address}
        rows = self._session.scalars(
            select(m.Person).where(
                func.lower(m.Person.email).in_(wanted),
                m.Person.entra_id.is_(None),
                self._here(),
            )
        ).all()
        if len(rows) != 1:
            return None
        (row,) = rows
        row.tenant_id, row.entra_id, row.bound_at = tenant_id, entra_id, self._now
        self._session.flush()
        return self.by_id(row.id)

    def bind_all(self, tenant_id: str, accounts: Mapping[str, tuple[str, ...]]) -> int:
        """Bind everyone of a roster whom the plan names and nobody has bound; says how many.

        `accounts` holds the addresses of each Entra object id. As with `bind`, addresses of two
        people bind neither, and who has left is not bound.
        """
        rows = self._session.scalars(select(m.Person).where(self._here())).all()
        bound = set(self._session.scalars(_accounts_of(tenant_id)))
        unbound = {row.email.casefold(): row for row in rows if row.entra_id is None}
        count = 0
        for entra_id, addresses in accounts.items():
            named = {email for a in addresses if (email := a.casefold()) in unbound}
            if entra_id in bound or len(named) != 1:
                continue
            row = unbound.pop(named.pop())
            row.tenant_id, row.entra_id, row.bound_at = tenant_id, entra_id, self._now
            count += 1
        return count

    def account_of(self, person_id: int) -> tuple[str, str] | None:
        """Tenant and Entra object id that a person is bound to."""
        row = self._session.get_one(m.Person, person_id)
        return (row.tenant_id, row.entra_id) if row.tenant_id and row.entra_id else None

    def work_domains(self) -> frozenset[str]:
        """The email domains of the people in the plan; who is anonymous has none."""
        named = select(m.Person.email).where(m.Person.pseudonymised_at.is_(None))
        emails = self._session.scalars(named).all()
        return frozenset(email.rpartition("@")[2].casefold() for email in emails)

    def all(self) -> tuple[Person, ...]:
        """Everyone named in the plan, in the order of the plan."""
        rows = self._session.execute(
            _people().order_by(m.Person.id), {"today": london_date(self._now)}
        ).all()
        by_person: dict[int, list[Found]] = {}
        for row in rows:
            by_person.setdefault(row.person_id, []).append(row)
        return tuple(person for group in by_person.values() if (person := _person(group)))

    def _here(self) -> ColumnElement[bool]:
        """The condition that a person has not left by today."""
        return or_(m.Person.left_on.is_(None), m.Person.left_on >= london_date(self._now))


def _accounts_of(tenant_id: str) -> Select[str | None]:
    return select(m.Person.entra_id).where(m.Person.tenant_id == tenant_id)


@lru_cache
def _by_account() -> Select[*tuple[Any, ...]]:
    return _people().where(
        m.Person.tenant_id == bindparam("tenant"), m.Person.entra_id == bindparam("entra")
    )


def _people() -> Select[*tuple[Any, ...]]:
    stood_in_for = aliased(m.Role)
    today = bindparam("today", type_=Date())
    held = (m.RoleHolding.person_id == m.Person.id) & held_on(today)
    return (
        select(
            m.Person.id.label("person_id"),
            m.Person.name,
            m.Person.email,
            m.Role.id.label("role_id"),
            m.Role.title,
            m.Role.standing,
            m.Organisation.name.label("organisation"),
            m.Theme.code.label("leads"),
            stood_in_for.id.label("deputises"),
        )
        .select_from(m.Person)
        .outerjoin(m.RoleHolding, held)
        .outerjoin(m.Role, m.Role.id == m.RoleHolding.role_id)
        .outerjoin(m.Organisation, m.Organisation.id == m.Role.organisation_id)
        .outerjoin(m.Theme, m.Theme.lead_role_id == m.Role.id)
        .outerjoin(stood_in_for, stood_in_for.deputy_role_id == m.Role.id)
    )


def _person(rows: Iterable[Found]) -> Person | None:
    rows = list(rows)
    if not rows:
        return None
    by_role: dict[int, list[Found]] = {}
    for row in rows:
        if row.role_id is not None:
            by_role.setdefault(row.role_id, []).append(row)
    first = rows[0]
    return Person(first.person_id, first.name, first.email, tuple(map(_role, by_role.values())))


def _role(rows: list[Found]) -> Role:
    first = rows[0]
    return Role(
        id=first.role_id,
        title=first.title,
        organisation=first.organisation,
        standing=Standing(first.standing),
        leads=frozenset(row.leads for row in rows if row.leads),
        deputises=frozenset(row.deputises for row in rows if row.deputises),
    )
