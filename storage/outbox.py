"""What is to be sent, by whom it is claimed, and how it ended."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session, aliased

from storage import models as m
from storage.channels import Address

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
        row = self._row(address, kind, content, replaces)
        row.digest_id, row.new_thread, row.not_before = digest_id, new_thread, not_before
        self.left += 1
        return self._add(row).id

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
        row = self._row(address, kind, content, replaces)
        row.answers, row.claimed_by, row.lease_ends = activity_id, worker, self._now + LEASE
        row.attempts = 1
        return _outgoing(self._add(row))

    def answered(self, conversation_id: str, activity_id: str) -> Outgoing | None:
        """The answer already given to this activity; `replaces` is where it is shown, if it is."""
        row = self._session.scalar(
            select(m.OutboxMessage).where(
                m.OutboxMessage.conversation_id == conversation_id,
                m.OutboxMessage.answers == activity_id,
            )
        )
        return replace(_outgoing(row), replaces=row.activity_id) if row else None

    def open_card(self, address: Address, kind: str, since: datetime) -> Outgoing | None:
        """The newest delivered card of a kind that this person has open, sent after `since`.

        `replaces` is the activity that shows it.
        """
        row = self._session.scalar(
            select(m.OutboxMessage)
            .where(
                m.OutboxMessage.person_id == address.person_id,
                m.OutboxMessage.kind == kind,
                m.OutboxMessage.conversation_id == address.conversation_id,
                m.OutboxMessage.activity_id.is_not(None),
                m.OutboxMessage.at >= since,
            )
            .order_by(m.OutboxMessage.id.desc())
            .limit(1)
        )
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
        row = self._session.get(m.OutboxMessage, ending.outbox_id)
        if row is None:
            return
        row.state, row.reason = ending.state, ending.reason
        row.activity_id = ending.activity_id or row.activity_id
        row.not_before = ending.retry_at
        row.claimed_by = row.lease_ends = None

    def _claimable(self, row: m.OutboxMessage) -> bool:
        died_in_flight = row.claimed_by is not None
        if died_in_flight and (row.new_thread or row.attempts > 1):
            row.state, row.reason = State.UNKNOWN, IN_FLIGHT
        elif row.answers is not None and self._now - row.at > OWED_FOR:
            row.state, row.reason = State.UNDELIVERABLE, TOO_LATE
        return row.state == State.WAITING

    def _row(
        self, address: Address, kind: str, content: dict[str, Any], replaces: str | None
    ) -> m.OutboxMessage:
        return m.OutboxMessage(
            kind=kind,
            service_url=address.service_url,
            conversation_id=address.conversation_id,
            tenant_id=address.tenant_id,
            bot_id=address.bot_id,
            person_id=address.person_id,
            replaces=replaces,
            new_thread=False,
            content=content,
            state=State.WAITING,
            attempts=0,
            at=self._now,
        )

    def _add(self, row: m.OutboxMessage) -> m.OutboxMessage:
        self._session.add(row)
        self._session.flush()
        return row


def _outgoing(row: m.OutboxMessage) -> Outgoing:
    address = Address(
        row.tenant_id, row.service_url, row.conversation_id, row.bot_id, row.person_id
    )
    return Outgoing(
        row.id, row.kind, address, row.content, row.replaces, row.new_thread, row.attempts
    )
