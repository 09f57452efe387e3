"""From the outbox to the connector: rendered, sent, and its ending recorded at once."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from http import HTTPStatus
from secrets import SystemRandom
from typing import Any, assert_never
from uuid import uuid4

import structlog

from bot.connector import Connector, Outcome, Refused, Sent, Throttled, Unavailable, Unknown
from bot.rendering.activities import activity
from dialogs.help import plain
from dialogs.messages import Reply
from storage.channels import Address
from storage.database import Database
from storage.errors import RecordError
from storage.outbox import Ending, Outgoing, State
from storage.record import Record

TOO_LARGE = "The whole answer is too large for Teams. Please ask for a part of it."
POLL_SECONDS = 5
MOST_ATTEMPTS = 8
LONGEST_PAUSE = 300  # seconds

log = structlog.get_logger()
_random = SystemRandom()


class Delivery:
    """Sends what the outbox holds. One per process; `worker` is the name its claims carry."""

    def __init__(
        self, database: Database, connector: Connector, clock: Callable[[], datetime]
    ) -> None:
        self.worker = uuid4().hex
        self._database = database
        self._connector = connector
        self._clock = clock
        self._wake = asyncio.Event()
        self._endings: list[Ending] = []
        self._settling = asyncio.Lock()
        self._running: set[asyncio.Task[Any]] = set()

    def wake(self) -> None:
        """Something was left in the outbox: look now rather than at the next poll."""
        self._wake.set()

    async def run(self) -> None:
        """Deliver until cancelled."""
        while True:
            self._wake.clear()
            try:
                delivered = await self.deliver_waiting()
            except RecordError as error:
                log.error("outbox_unavailable", error=str(error))
                delivered = 0
            if not delivered:
                await self._rest()

    async def deliver_waiting(self) -> int:
        """Claim what may be sent now, send it, and say how many messages that was."""
        now = self._clock()
        claimed = await self._database.run(now, lambda record: record.outbox.claim(self.worker))
        await asyncio.gather(*map(self.deliver, claimed))
        return len(claimed)

    async def deliver(self, outgoing: Outgoing) -> Outcome:
        """Send one claimed message and record how it ended."""
        outcome = await self._send(outgoing)
        await self._settle(self._ending(outgoing, outcome))
        if not isinstance(outcome, Sent):
            log.warning("not_sent", outbox=outgoing.id, kind=outgoing.kind, outcome=repr(outcome))
        return outcome

    async def answer(self, address: Address, reply: Reply) -> Outcome:
        """Send an answer that changed nothing; where Teams is busy it is left to be retried."""
        outcome = await self._post(address, reply)
        if isinstance(outcome, Throttled | Unavailable):
            now = self._clock()
            content, retry_at = reply.model_dump(mode="json"), now + _pause(outcome, 0)

            def leave(record: Record) -> None:
                record.outbox.put(address, reply.kind, content, not_before=retry_at)

            await self._database.run(now, leave)
        return outcome

    def later(self, work: Coroutine[Any, Any, Any]) -> None:
        """Go on with this while the turn is answered; `finish` waits for it."""
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def finish(self) -> None:
        """Wait for what is still being sent."""
        if self._running:
            await asyncio.gather(*self._running, return_exceptions=True)

    async def _send(self, outgoing: Outgoing) -> Outcome:
        to, reply = outgoing.address, Reply.model_validate(outgoing.content)
        if outgoing.new_thread:
            post = activity(reply, to.bot_id)
            return await self._connector.post_to_channel(
                to.service_url, to.tenant_id, to.bot_id, to.conversation_id, post
            )
        if outgoing.replaces:
            outcome = await self._connector.update(
                to.service_url, to.conversation_id, outgoing.replaces, activity(reply, to.bot_id)
            )
            if not _refused_as(outcome, HTTPStatus.NOT_FOUND):
                return outcome
        return await self._post(to, reply)

    async def _post(self, to: Address, reply: Reply) -> Outcome:
        """Send a reply as a new message; its first line alone where the whole is too large."""
        message = activity(reply, to.bot_id)
        outcome = await self._connector.send(to.service_url, to.conversation_id, message)
        if not _refused_as(outcome, HTTPStatus.REQUEST_ENTITY_TOO_LARGE):
            return outcome
        short = activity(plain(f"{reply.first_line} {TOO_LARGE}"), to.bot_id)
        return await self._connector.send(to.service_url, to.conversation_id, short)

    def _ending(self, outgoing: Outgoing, outcome: Outcome) -> Ending:
        match outcome:
            case Sent(activity_id=activity_id):
                return Ending(outgoing.id, State.SENT, activity_id or outgoing.replaces)
            case Throttled():
                return self._again(outgoing, outcome, "429")
            case Unavailable(status=status, reason=reason):
                return self._again(outgoing, outcome, reason or str(status))
            case Refused(status=status, code=code):
                return Ending(
                    outgoing.id, State.UNDELIVERABLE, reason=f"{int(status)} {code}".strip()
                )
            case Unknown(reason=reason):
                return Ending(outgoing.id, State.UNKNOWN, reason=reason)
            case _:
                assert_never(outcome)

    def _again(self, outgoing: Outgoing, outcome: Throttled | Unavailable, reason: str) -> Ending:
        if outgoing.attempts >= MOST_ATTEMPTS:
            return Ending(outgoing.id, State.UNDELIVERABLE, reason=reason)
        retry_at = self._clock() + _pause(outcome, outgoing.attempts)
        return Ending(outgoing.id, State.WAITING, reason=reason, retry_at=retry_at)

    async def _settle(self, ending: Ending) -> None:
        """Record an ending; those that come in meanwhile share the next transaction."""
        self._endings.append(ending)
        async with self._settling:
            batch, self._endings = self._endings, []
            if not batch:
                return
            try:
                await self._database.run(
                    self._clock(), lambda record: _record_endings(record, batch)
                )
            except RecordError as error:
                # The lease runs out and the message is looked at again: nothing is lost.
                log.error("ending_not_recorded", error=str(error))

    async def _rest(self) -> None:
        try:
            await asyncio.wait_for(self._wake.wait(), POLL_SECONDS)
        except TimeoutError:
            return


def _refused_as(outcome: Outcome, status: HTTPStatus) -> bool:
    return isinstance(outcome, Refused) and outcome.status == status


def _record_endings(record: Record, endings: list[Ending]) -> None:
    for ending in endings:
        record.outbox.settle(ending)


def _pause(outcome: Throttled | Unavailable, attempts: int) -> timedelta:
    """As Teams says, else exponential with jitter, so that replicas do not knock together."""
    if isinstance(outcome, Throttled) and outcome.retry_after is not None:
        return timedelta(seconds=outcome.retry_after)
    return timedelta(seconds=min(2.0**attempts, LONGEST_PAUSE) * _random.uniform(0.5, 1.0))
