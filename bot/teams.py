"""The bot in Teams: an activity becomes a Message, the Reply becomes the answer."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import uuid4
from weakref import WeakValueDictionary

import structlog
from botbuilder.core import Bot, InvokeResponse, TurnContext
from botbuilder.schema import Activity, ActivityTypes

from bot.connector import Connector, Member, Roster
from bot.delivery import Delivery
from bot.inbound import Audience, executed, read, submitted, team_id
from bot.local import LocalMode
from bot.rendering.cards import CONTENT_TYPE, card
from dialogs import help as guidance
from dialogs.conversation import identify, respond
from dialogs.messages import Message, NeedsIdentity, Place, Reply, Sender, Tap
from dialogs.plain import AS_TEXT
from storage.channels import Address
from storage.database import Database
from storage.errors import RecordConflict, RecordError
from storage.outbox import Outgoing
from storage.record import Record

CARD_ACTION = "adaptiveCard/action"
MESSAGE_TYPE = "application/vnd.microsoft.activity.message"
SENT_BELOW = "Sent below as text."

log = structlog.get_logger()


@dataclass(frozen=True)
class Taken:
    """A turn that was taken: the reply, and its row in the outbox if it must not be lost."""

    reply: Reply
    outgoing: Outgoing | None = None
    left_messages: bool = False
    known: bool = False
    """Whether the plan names the sender; then the record holds the address."""


class TeamsBot(Bot):
    """Takes each person's turns one after the other, each in one transaction."""

    def __init__(
        self,
        database: Database,
        connector: Connector,
        delivery: Delivery,
        *,
        audience: Audience,
        clock: Callable[[], datetime],
        local: LocalMode | None = None,
    ) -> None:
        self._database = database
        self._connector = connector
        self._delivery = delivery
        self._audience = audience
        self._clock = clock
        self._local = local
        self._kept: set[tuple[Sender, Address]] = set()
        self._locks: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()

    async def on_turn(self, context: TurnContext) -> None:
        """Answer one activity; kinds that the bot has no use for are passed over in silence."""
        activity: Activity = context.activity
        if activity.type == ActivityTypes.invoke:
            response = await self._invoked(activity)
            await context.send_activity(
                Activity(type=ActivityTypes.invoke_response, value=response)
            )
        elif activity.type == ActivityTypes.message:
            await self._messaged(activity)
        elif activity.type == ActivityTypes.installation_update and activity.action == "add":
            await self._installed(activity)

    async def _messaged(self, activity: Activity) -> None:
        message = self._read(activity, submitted(activity))
        if self._local and (reply := await _commanded(self._local, message)):
            await self._delivery.answer(message.address, reply)
            return
        taken = await self._turn(message, activity.from_property.id)
        if taken.outgoing:
            await self._delivery.deliver(taken.outgoing)
        else:
            await self._delivery.answer(message.address, taken.reply)

    async def _invoked(self, activity: Activity) -> InvokeResponse:
        if activity.name != CARD_ACTION:
            return InvokeResponse(status=HTTPStatus.NOT_IMPLEMENTED)
        tap = executed(activity)
        if tap is None:
            return InvokeResponse(status=HTTPStatus.BAD_REQUEST)
        message = self._read(activity, tap)
        taken = await self._turn(message, activity.from_property.id)
        if taken.outgoing:
            # The body below changes the card for the reader at once; this makes it last.
            self._delivery.later(self._delivery.deliver(taken.outgoing))
        elif taken.reply.kind == AS_TEXT:
            await self._delivery.answer(message.address, taken.reply)
        return InvokeResponse(status=HTTPStatus.OK, body=_body(taken.reply))

    async def _installed(self, activity: Activity) -> None:
        """Bind whoever can now be reached, so that they can be prompted before they ever wrote."""
        message = self._read(activity)
        if not message.sender.ours:
            return
        if message.place is Place.PERSONAL:
            await self._turn(message, activity.from_property.id, _remember)
        else:
            await self._sweep(message, team_id(activity) or activity.conversation.id)

    async def _sweep(self, message: Message, roster_id: str) -> None:
        """Bind everyone of a team's or a group's roster whom the plan names."""
        roster = await self._connector.members(message.address.service_url, roster_id)
        if not isinstance(roster, Roster):
            log.warning("roster_unavailable", outcome=type(roster).__name__)
            return
        accounts = {
            member.aad_object_id: self._allowed(member)
            for member in roster.members
            if member.aad_object_id
        }
        tenant_id = message.sender.tenant_id
        await self._database.run(
            message.at, lambda record: record.people.bind_all(tenant_id, accounts)
        )

    def _read(self, activity: Activity, tap: Tap | None = None) -> Message:
        return read(activity, self._audience, self._clock(), tap)

    async def _turn(
        self,
        message: Message,
        member_id: str,
        respond_to: Callable[[Message, Record], Reply | NeedsIdentity] = respond,
    ) -> Taken:
        """Take one turn, after this person's earlier ones."""
        message = self._local.acting(message) if self._local else message
        where = (message.sender, message.address)
        message = replace(message, address_kept=where in self._kept)
        key = (message.sender.tenant_id, message.sender.entra_id)
        lock = self._locks.setdefault(key, asyncio.Lock())
        async with lock:
            try:
                taken = await self._run(message, respond_to)
                if isinstance(taken, NeedsIdentity):
                    taken = await self._identified(message, member_id, respond_to)
            except RecordError as error:
                return _trouble(error)
        if taken.left_messages:
            self._delivery.wake()
        if taken.known and message.place is Place.PERSONAL:
            self._kept.add(where)
        return taken

    async def _identified(
        self,
        message: Message,
        member_id: str,
        respond_to: Callable[[Message, Record], Reply | NeedsIdentity],
    ) -> Taken:
        roster = await self._addresses_of(message, member_id)
        if roster is None:
            return Taken(guidance.plain(guidance.CANNOT_CHECK))
        taken = await self._run(replace(message, roster=roster), respond_to)
        assert isinstance(taken, Taken)  # noqa: S101 -- the roster was asked
        return taken

    async def _run(
        self,
        message: Message,
        respond_to: Callable[[Message, Record], Reply | NeedsIdentity],
    ) -> Taken | NeedsIdentity:
        def work(record: Record) -> Taken | NeedsIdentity:
            return take(message, record, self._delivery.worker, respond_to)

        try:
            return await self._database.run(message.at, work)
        except RecordConflict:
            # Another replica was quicker with the same activity: now its answer is there.
            return await self._database.run(message.at, work)

    async def _addresses_of(self, message: Message, member_id: str) -> tuple[str, ...] | None:
        """The sender's addresses by the roster; None if the roster cannot be had."""
        address = message.address
        member = await self._connector.member(
            address.service_url, address.conversation_id, member_id
        )
        if not isinstance(member, Member):
            log.warning("roster_unavailable", outcome=type(member).__name__)
            return None
        return self._allowed(member)

    def _allowed(self, member: Member) -> tuple[str, ...]:
        """The addresses of a member that may bind them to a person of the plan."""
        found = filter(None, (member.user_principal_name, member.email))
        return tuple(filter(self._audience.may_bind, found))


async def _commanded(local: LocalMode, message: Message) -> Reply | None:
    """The answer to one of local mode's own commands; None if the message is none."""
    try:
        return await local.command(message)
    except RecordError as error:
        return _trouble(error).reply


def take(
    message: Message,
    record: Record,
    worker: str,
    respond_to: Callable[[Message, Record], Reply | NeedsIdentity] = respond,
) -> Taken | NeedsIdentity:
    """One turn in one transaction.

    A reply that must not be lost is put into the outbox with what it answers, claimed by this
    process. A second delivery of the same activity finds it there and changes nothing.
    """
    conversation_id = message.address.conversation_id
    earlier = record.outbox.answered(conversation_id, message.activity_id)
    if earlier:
        return Taken(Reply.model_validate(earlier.content), _shown_again(earlier))
    reply = respond_to(message, record)
    if isinstance(reply, NeedsIdentity):
        return reply
    sender = message.sender
    person = record.people.by_account(sender.tenant_id, sender.entra_id) if sender.ours else None
    taken = Taken(reply, left_messages=record.outbox.left > 0, known=person is not None)
    if not reply.keep:
        return taken
    outgoing = record.outbox.answer(
        replace(message.address, person_id=person.id if person else None),
        reply.kind,
        reply.model_dump(mode="json"),
        activity_id=message.activity_id,
        replaces=reply.replaces,
        worker=worker,
    )
    if person and reply.kind == "read_back":
        record.conversations.shown_by(conversation_id, person.id, outgoing.id)
    return replace(taken, outgoing=outgoing)


def _shown_again(earlier: Outgoing) -> Outgoing | None:
    """Show an answer once more in its own place; one not yet delivered is left to delivery."""
    return earlier if earlier.replaces else None


def _remember(message: Message, record: Record) -> Reply | NeedsIdentity:
    """Bind and remember the address of somebody who installed the bot; nothing is said."""
    person = identify(message, record)
    if isinstance(person, NeedsIdentity):
        return person
    if person:
        record.channels.remember(replace(message.address, person_id=person.id))
    return guidance.plain(guidance.GREETING)


def _trouble(error: RecordError) -> Taken:
    reference = uuid4().hex[:4].upper()
    log.error("record_trouble", reference=reference, error=type(error).__name__, code=str(error))
    return Taken(guidance.plain(guidance.TROUBLE.format(reference=reference)))


def _body(reply: Reply) -> dict[str, Any]:
    """The body of an invoke's answer: the card in place of the tapped one, or a short word."""
    if reply.blocks and reply.kind != AS_TEXT:
        return {"statusCode": 200, "type": CONTENT_TYPE, "value": card(reply)}
    words = SENT_BELOW if reply.blocks else reply.first_line
    return {"statusCode": 200, "type": MESSAGE_TYPE, "value": words}
