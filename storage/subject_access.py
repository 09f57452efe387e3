"""Everything that the record holds about one person, for that person to read."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from storage import models as m
from storage.calendar import london
from storage.names import Names, same_name, texts_naming
from storage.subject_sections import (
    AUDITED,
    IDENTITY,
    LABELS,
    REPORTED,
    SECTIONS,
    Section,
    Shown,
)

ABOUT_YOU = "About you"
ENTERED_FOR_YOU = "Updates that others entered for a role you held"
DONE_ABOUT_YOU = "What was done about you, by the audit trail"
MENTIONS = "Other texts that mention you"
YOU = "you"
SOMEBODY = "somebody without a role"
MEETING = "{board}, {day}"

Told = dict[str, Any]


class SubjectAccess:
    """Answers a person who asks what is held about them (UK GDPR, article 15)."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now

    def of(self, person_id: int) -> dict[str, Any]:
        """Heading → what is held, as JSON can hold it; headings without anything are left out.

        Nobody else is named: in every text the names and addresses of others are replaced by the
        titles of their roles.
        """
        person = self._session.get_one(m.Person, person_id)
        telling = _Telling(self._session, person)
        told = {ABOUT_YOU: telling.rows(IDENTITY, select(*IDENTITY.values()).where(_is(person)))}
        for section in SECTIONS:
            told[section.heading] = telling.rows(section.shows, _of_section(section, person_id))
        told[ENTERED_FOR_YOU] = telling.rows(REPORTED, _entered_for(person_id))
        told[DONE_ABOUT_YOU] = telling.rows(AUDITED, _done_about(person_id))
        told[MENTIONS] = telling.mentions()
        return {heading: rows for heading, rows in told.items() if rows}


class _Telling:
    """Turns rows into words for one person."""

    def __init__(self, session: Session, person: m.Person) -> None:
        self._session = session
        self._person = person
        self._people = self._role_titles()
        self._others = Names(self._known_of_others())
        self._labels: dict[str, dict[int, str]] = {}

    def rows(self, shows: Shown, query: Select[*tuple[Any, ...]]) -> list[Told]:
        """The rows of a query for the columns shown; what is empty is left out."""
        return [
            {
                heading: self._told(column, value)
                for (heading, column), value in zip(shows.items(), row, strict=True)
                if value is not None and value not in ("", {})
            }
            for row in self._session.execute(query)
        ]

    def mentions(self) -> list[Told]:
        """Texts that name the person, beside those of their own that are told already."""
        own = set(self._own_rows())
        me = Names({self._person.name: YOU, self._person.email: YOU})
        return [
            {
                "Where": f"{text.table.replace('_', ' ')} {text.row_id}",
                "Texts": [self._others.replaced(passage) for passage in me.passages(text.content)],
            }
            for text in texts_naming(self._session, me)
            if (text.table, text.row_id) not in own
        ]

    def _own_rows(self) -> Iterator[tuple[str, int]]:
        for column in (section.person for section in SECTIONS if section.through is None):
            table = column.class_.__table__
            key = table.c.get("id", column)
            for id_ in self._session.scalars(select(key).where(column == self._person.id)):
                yield table.name, id_

    def _told(self, column: Any, value: Any) -> Any:
        for key in column.expression.foreign_keys:
            return self._label(key.column.table.name, value)
        if isinstance(value, datetime):
            return f"{_day(london(value))}, {london(value):%H:%M}"
        if isinstance(value, date):
            return _day(value)
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, Decimal):
            return format(value, "f")
        return self._others.replaced(value)

    def _label(self, table: str, id_: int) -> str:
        """What a row is called: an action by its reference, a person by their roles."""
        if table not in self._labels:
            self._labels[table] = self._labels_of(table)
        return self._labels[table].get(id_, f"{table.replace('_', ' ')} {id_}")

    def _labels_of(self, table: str) -> dict[int, str]:
        if table == m.Person.__tablename__:
            return self._people
        if table == m.Meeting.__tablename__:
            meetings = select(m.Meeting.id, m.Board.name, m.Meeting.held_on)
            rows = self._session.execute(meetings.join(m.Board, m.Board.id == m.Meeting.board_id))
            return {id_: MEETING.format(board=board, day=_day(on)) for id_, board, on in rows}
        if table in LABELS:
            label = LABELS[table]
            return dict(self._session.execute(select(label.class_.id, label)).all())
        return {}

    def _role_titles(self) -> dict[int, str]:
        """Person → the titles of every role they ever held; the person who asks is "you"."""
        titles: dict[int, dict[str, None]] = defaultdict(dict)
        for person_id, title in self._session.execute(
            select(m.RoleHolding.person_id, m.Role.title)
            .join(m.Role, m.Role.id == m.RoleHolding.role_id)
            .order_by(m.RoleHolding.held_from, m.RoleHolding.id)
        ):
            titles[person_id][title] = None
        everyone = self._session.scalars(select(m.Person.id))
        named = {id_: " and ".join(titles[id_]) or SOMEBODY for id_ in everyone}
        return named | {self._person.id: YOU}

    def _known_of_others(self) -> dict[str, str]:
        """Names and addresses of others → their roles; a namesake's name is the person's own."""
        known: dict[str, str] = {}
        for other in self._session.scalars(select(m.Person).where(~_is(self._person))):
            known[other.email] = self._people[other.id]
            if not same_name(self._person.name, other.name):
                known[other.name] = self._people[other.id]
        return known


def _is(person: m.Person) -> Any:
    return m.Person.id == person.id


def _of_section(section: Section, person_id: int) -> Select[*tuple[Any, ...]]:
    owner, through = section.person.class_, section.through
    query = select(*section.shows.values()).where(section.person == person_id)
    if through is None:
        return query.order_by(*owner.__table__.primary_key)
    joined = query.join_from(through.class_, owner, through == owner.id)
    return joined.order_by(through.class_.id)


def _entered_for(person_id: int) -> Select[*tuple[Any, ...]]:
    """Updates that somebody else entered on behalf of a role on a day when this person held it."""
    held = m.RoleHolding
    return (
        select(*REPORTED.values())
        .join(held, held.role_id == m.Update.on_behalf_of_role_id)
        .where(
            held.person_id == person_id,
            held.held_from <= m.Update.reported_on,
            or_(held.held_to.is_(None), held.held_to >= m.Update.reported_on),
            or_(m.Update.author_id.is_(None), m.Update.author_id != person_id),
        )
        .order_by(m.Update.id)
    )


def _done_about(person_id: int) -> Select[*tuple[Any, ...]]:
    return (
        select(*AUDITED.values())
        .where(m.AuditEntry.subject == f"person:{person_id}")
        .order_by(m.AuditEntry.id)
    )


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
