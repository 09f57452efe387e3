"""What is to be sent, by whom it is claimed, and how it ended."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, exists, or_, select, update
from sqlalchemy.orm import Session, aliased

from storage import models as m
from storage.channels import Address
from storage.rows import Found, add, ask_one

LEASE = timedelta(seconds=60)
OWED_FOR = timedelta(minutes=10)
TOO_LATE = "older than ten minutes"
IN_FLIGHT = "stopped while it was being posted"


class State(StrEnum):
    """How far a message has come."""

    WAITING = "waiting"
    SENT = "sent"
    UNDELIVERABLE = "undeliverable"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A claimed message, ready to be rendered and sent."""

    id: int
    kind: str
    address: Address
    content: dict[str, Any]
    replaces: str | None
    new_thread: bool
    attempts: int


@dataclass(frozen=True, slots=True)
class Ending:
    """How one attempt to send ended; `retry_at` puts the message back to be tried again."""

    outbox_id: int
    state: State
    activity_id: str | None = None
    reason: str | None = None
    retry_at: datetime | None = None


class Outbox:
    """Takes messages in the transaction of their cause, hands them out under a lease."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now
        self.left = 0
        """How many messages were left to be delivered in this transaction."""

    def put(
        self,
        address: Address,
        kind: str,
        content: dict[str, Any],
        *,
        replaces: str | None = None,
        digest_id: int | None = None,
        new_thread: bool = False,
        not_before: datetime | None = None,
    ) -> int:
        """Leave a message to be delivered and return its id."""
        self.left += 1
        return self._add(
            Outgoing(0, kind, address, content, replaces, new_thread, attempts=0),
            digest_id=digest_id,
            not_before=not_before,
        )

    def answer(
        self,
        address: Address,
        kind: str,
        content: dict[str, Any],
        *,
        activity_id: str,
        replaces: str | None,
        worker: str,
    ) -> Outgoing:
        """Keep the answer that `worker` is about to send to an activity, already claimed.

        The activity id is unique in its conversation: a second delivery of the same activity
        finds this answer instead of acting again.
        """
        outgoing = Outgoing(0, kind, address, content, replaces, new_thread=False, attempts=1)
        id_ = self._add(
            outgoing, answers=activity_id, claimed_by=worker, lease_ends=self._now + LEASE
        )
        return replace(outgoing, id=id_)

    def answered(self, conversation_id: str, activity_id: str) -> Outgoing | None:
        """The answer already given to this activity; `replaces` is where it is shown, if it is."""
        row = ask_one(
            self._session, _answered(), {"conversation": conversation_id, "answers": activity_id}
        )
        return replace(_outgoing(row), replaces=row.activity_id) if row else None

    def open_card(self, address: Address, kind: str, since: datetime) -> Outgoing | None:
        """The newest delivered card of a kind that this person has open, sent after `since`.

        `replaces` is the activity that shows it.
        """
        wanted = {
            "conversation": address.conversation_id,
            "person": address.person_id,
            "kind": kind,
            "since": since,
        }
        row = ask_one(self._session, _open_card(), wanted)
        return replace(_outgoing(row), replaces=row.activity_id) if row else None

    def claim(self, worker: str, limit: int = 20) -> list[Outgoing]:
        """Claim what may be sent now: only a conversation's oldest unfinished message.

        A message whose lease ran out was in flight when its process died. A post to a channel is
        then unknown and never repeated by itself; a message to a person is sent once more, but an
        answer only while it is younger than ten minutes.
        """
        older = aliased(m.OutboxMessage)
        now = self._now
        rows = self._session.scalars(
            select(m.OutboxMessage)
            .where(
                m.OutboxMessage.state == State.WAITING,
                ~exists().where(
                    older.conversation_id == m.OutboxMessage.conversation_id,
                    older.state == State.WAITING,
                    older.id < m.OutboxMessage.id,
                ),
                or_(m.OutboxMessage.not_before.is_(None), m.OutboxMessage.not_before <= now),
                or_(m.OutboxMessage.claimed_by.is_(None), m.OutboxMessage.lease_ends <= now),
            )
            .order_by(m.OutboxMessage.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        ).all()
        claimed = [row for row in rows if self._claimable(row)]
        for row in claimed:
            row.claimed_by, row.lease_ends = worker, now + LEASE
            row.attempts += 1
        self._session.flush()
        return [_outgoing(row) for row in claimed]

    def settle(self, ending: Ending) -> None:
        """Record how an attempt ended."""
        values = {
            "state": ending.state,
            "reason": ending.reason,
            "not_before": ending.retry_at,
            "claimed_by": None,
            "lease_ends": None,
        }
        if ending.activity_id:
            values["activity_id"] = ending.activity_id
        self._session.execute(
            update(m.OutboxMessage).where(m.OutboxMessage.id == ending.outbox_id).values(values)
        )

    def _claimable(self, row: m.OutboxMessage) -> bool:
        died_in_flight = row.claimed_by is not None
        if died_in_flight and (row.new_thread or row.attempts > 1):
            row.state, row.reason = State.UNKNOWN, IN_FLIGHT
        elif row.answers is not None and self._now - row.at > OWED_FOR:
            row.state, row.reason = State.UNDELIVERABLE, TOO_LATE
        return row.state == State.WAITING

    def _add(self, outgoing: Outgoing, **values: Any) -> int:
        to = outgoing.address
        id_: int = add(
            self._session,
            m.OutboxMessage,
            kind=outgoing.kind,
            service_url=to.service_url,
            conversation_id=to.conversation_id,
            tenant_id=to.tenant_id,
            bot_id=to.bot_id,
            person_id=to.person_id,
            replaces=outgoing.replaces,
            new_thread=outgoing.new_thread,
            content=outgoing.content,
            state=State.WAITING,
            attempts=outgoing.attempts,
            at=self._now,
            **values,
        )
        return id_


@lru_cache
def _answered() -> Select[*tuple[Any, ...]]:
    return select(*m.OutboxMessage.__table__.columns).where(
        m.OutboxMessage.conversation_id == bindparam("conversation"),
        m.OutboxMessage.answers == bindparam("answers"),
    )


@lru_cache
def _open_card() -> Select[*tuple[Any, ...]]:
    return (
        select(*m.OutboxMessage.__table__.columns)
        .where(
            m.OutboxMessage.person_id == bindparam("person"),
            m.OutboxMessage.kind == bindparam("kind"),
            m.OutboxMessage.conversation_id == bindparam("conversation"),
            m.OutboxMessage.activity_id.is_not(None),
            m.OutboxMessage.at >= bindparam("since", type_=m.Instant()),
        )
        .order_by(m.OutboxMessage.id.desc())
        .limit(1)
    )


def _outgoing(row: m.OutboxMessage | Found) -> Outgoing:
    address = Address(
        row.tenant_id, row.service_url, row.conversation_id, row.bot_id, row.person_id
    )
    return Outgoing(
        row.id, row.kind, address, row.content, row.replaces, row.new_thread, row.attempts
    )
