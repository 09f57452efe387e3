"""People leave; later they are made anonymous, and what they wrote stays."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from storage import models as m
from storage.audit import Audit
from storage.calendar import MONDAY_TO_FRIDAY, london_date
from storage.errors import (
    AlreadyAnonymous,
    AlreadyLeft,
    LastOfOffice,
    NotLeft,
    StillHoldsRole,
)
from storage.holdings import DAY, end_holdings, ends_from, holders, office_staffed
from storage.names import BATCH, Names, same_name, texts_naming
from storage.outbox import State
from storage.vocabulary import Standing

FORMER = "Former colleague {id}"
NO_ADDRESS = "former-colleague-{id}@leavers.invalid"  # RFC 2606: nobody can ever have it
NO_CONVERSATION = "former-colleague-{id}"
PERSON_LEFT = "the person has left"
NO_MENTION = "No text in the record mentions the name."
MENTIONS = (
    "{count} {texts} in the record {mention} the name: {where}. "
    "What people wrote is not changed; the programme office decides what is to be done."
)
NAMESAKE = " Somebody else has the same name, so some of it may be about them."


@dataclass(frozen=True, slots=True)
class Pseudonymised:
    """How a leaver is called from now on, and where the record still mentions the earlier name."""

    name: str
    mentions: Mapping[str, tuple[int, ...]]
    """Table → ids of its rows; of a draft that waits for a yes, the id of its person."""
    has_namesake: bool

    @property
    def sentence(self) -> str:
        """The mentions as the programme office reads them."""
        if not self.mentions:
            return NO_MENTION
        count = sum(map(len, self.mentions.values()))
        told = MENTIONS.format(
            count=count,
            texts="text" if count == 1 else "texts",
            mention="mentions" if count == 1 else "mention",
            where="; ".join(_where(table, ids) for table, ids in self.mentions.items()),
        )
        return told + NAMESAKE * self.has_namesake


class Leavers:
    """Lets people leave, come back, and become anonymous."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now

    def leave(self, person_id: int, on: date, by_person_id: int) -> dict[int, date]:
        """End everything that a person holds with their last day, past or to come.

        Returns role → the day from which nobody holds it: it is to be handed over from that day,
        or somebody appointed.

        Raises:
            AlreadyLeft: their last day is known.
            DayOutOfOrder: they took a role on after that day.
            LastOfOffice: nobody would be left in the programme office.
        """
        person = self._person(person_id)
        if person.left_on is not None:
            raise AlreadyLeft
        self._check_office(person_id, on + DAY)
        mine = m.RoleHolding.person_id == person_id
        free = end_holdings(self._session, mine, on, london_date(self._now))
        person.left_on = on
        self._session.flush()
        self._note(by_person_id, "leave", person_id, on=on.isoformat())
        return {id_: day for id_, day in free.items() if not holders(self._session, id_, day)}

    def come_back(self, person_id: int, by_person_id: int) -> None:
        """Forget a last day, so that the person can be appointed again; no role comes back.

        Raises:
            NotLeft: there is no last day, or the person is anonymous since.
        """
        person = self._person(person_id)
        if person.left_on is None or person.pseudonymised_at is not None:
            raise NotLeft
        person.left_on = None
        self._session.flush()
        self._note(by_person_id, "come_back", person_id)

    def pseudonymise(self, person_id: int, by_person_id: int) -> Pseudonymised:
        """Replace what identifies a leaver; every update, decision and audit entry stays.

        Name, address, account, weekdays and chats go; drafts and days away are deleted; messages
        to them are emptied, unsent ones end; messages to others name them no longer. Texts that
        people wrote are history and stay as they are: the result says which mention the name.

        Raises:
            AlreadyAnonymous: it was done before.
            StillHoldsRole: the person holds a role, or is to hold one.
            LastOfOffice: the person was the last of the programme office.
        """
        person = self._person(person_id)
        self._check_may_go(person)
        name, instead = FORMER.format(id=person_id), self._instead(person)
        self._empty_messages(person_id)
        self._forget(person_id)
        changed = self._rename_in_messages(Names(instead))
        mentions = self._mentions(Names({person.name: name, person.email: name}))
        namesake = person.name not in instead
        self._unname(person)
        self._note(by_person_id, "pseudonymise", person_id, messages=changed)
        return Pseudonymised(name, mentions, namesake)

    def _person(self, person_id: int) -> m.Person:
        return self._session.get_one(m.Person, person_id, with_for_update=True)

    def _check_office(self, person_id: int, day: date) -> None:
        """Whoever holds a role of the office leaves somebody behind who holds one too."""
        mine = m.RoleHolding.person_id == person_id
        if self._was_office(person_id) and not office_staffed(self._session, day, mine):
            raise LastOfOffice

    def _was_office(self, person_id: int) -> bool:
        found = (
            select(m.RoleHolding.id)
            .join(m.Role, m.Role.id == m.RoleHolding.role_id)
            .where(
                m.RoleHolding.person_id == person_id,
                m.Role.standing == Standing.PROGRAMME_OFFICE,
            )
            .limit(1)
        )
        return self._session.scalar(found) is not None

    def _check_may_go(self, person: m.Person) -> None:
        if person.pseudonymised_at is not None:
            raise AlreadyAnonymous
        today = london_date(self._now)
        held = select(m.RoleHolding.id).where(
            m.RoleHolding.person_id == person.id, ends_from(today)
        )
        if self._session.scalar(held.limit(1)) is not None:
            raise StillHoldsRole
        self._check_office(person.id, today)

    def _instead(self, person: m.Person) -> dict[str, str]:
        """Name and address → what takes their place; not a name that somebody else has too."""
        former = FORMER.format(id=person.id)
        others = self._session.scalars(select(m.Person.name).where(m.Person.id != person.id))
        if any(same_name(person.name, other) for other in others):
            return {person.email: former}
        return {person.email: former, person.name: former}

    def _empty_messages(self, person_id: int) -> None:
        """What was sent to them, and the way to their chat; what waits is not sent any more."""
        mine = m.OutboxMessage.person_id == person_id
        self._session.execute(
            update(m.OutboxMessage)
            .where(mine, m.OutboxMessage.state == State.WAITING)
            .values(state=State.UNDELIVERABLE, reason=PERSON_LEFT, claimed_by=None, lease_ends=None)
        )
        self._session.execute(
            update(m.OutboxMessage)
            .where(mine)
            .values(
                content={},
                conversation_id=NO_CONVERSATION.format(id=person_id),
                service_url="",
                answers=None,
                replaces=None,
                activity_id=None,
            )
        )

    def _forget(self, person_id: int) -> None:
        for kind in (m.Draft, m.Absence, m.Address):
            self._session.execute(delete(kind).where(kind.person_id == person_id))

    def _rename_in_messages(self, names: Names) -> int:
        """Messages to others are the bot's words: they name the leaver as it does from now on.

        Drafts are left alone: what is saved is what its author was shown.
        """
        query = select(m.OutboxMessage.id, m.OutboxMessage.content).order_by(m.OutboxMessage.id)
        rows = self._session.execute(query, execution_options={"yield_per": BATCH})
        named: dict[int, Any] = {id_: content for id_, content in rows if names.found_in(content)}
        for id_, content in named.items():
            self._session.execute(
                update(m.OutboxMessage)
                .where(m.OutboxMessage.id == id_)
                .values(content=names.replaced(content))
            )
        return len(named)

    def _mentions(self, names: Names) -> dict[str, tuple[int, ...]]:
        found: dict[str, dict[int, None]] = {}
        for text in texts_naming(self._session, names):
            found.setdefault(text.table, {})[text.row_id] = None
        return {table: tuple(ids) for table, ids in found.items()}

    def _unname(self, person: m.Person) -> None:
        person.name = FORMER.format(id=person.id)
        person.email = NO_ADDRESS.format(id=person.id)
        person.tenant_id = person.entra_id = person.bound_at = None
        person.working_days = MONDAY_TO_FRIDAY
        person.left_on = person.left_on or london_date(self._now)
        person.pseudonymised_at = self._now
        self._session.flush()

    def _note(self, by_person_id: int, operation: str, person_id: int, **detail: object) -> None:
        audit = Audit(self._session, self._now)
        audit.note(by_person_id, operation, f"person:{person_id}", **detail)


def _where(table: str, ids: tuple[int, ...]) -> str:
    return f"{table.replace('_', ' ')} {', '.join(map(str, ids))}"
