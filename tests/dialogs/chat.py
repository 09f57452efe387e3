"""Teams' side of a conversation, without HTTP: every turn is taken as the edge takes it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from typing import Any, TypeVar

from sqlalchemy import select

from bot.teams import Taken, take
from dialogs.messages import (
    Block,
    Button,
    Buttons,
    ChoiceField,
    DateField,
    Fold,
    Line,
    Message,
    NeedsIdentity,
    NumberField,
    Place,
    Reply,
    Sender,
    Tap,
    TextField,
)
from dialogs.plain import as_text
from dialogs.programme import post_due_summaries
from storage import models as m
from storage.channels import Address
from storage.database import Database
from storage.outbox import Ending, Outgoing, State
from storage.record import Record
from storage.vocabulary import UpdateKind
from tests.storage.conftest import person

TENANT = "tenant"
SERVICE = "https://connector.example/"
BOT = "28:bot"
CHANNEL = "19:workforce@thread.tacv2"
WORKER = "this process"
INSPECTOR = "Detective Chief Inspector – MASH"  # owns PT-01, RK-04 and the risk R-02
ASSESSMENT_MANAGER = "Service Manager – Assessment"  # owns WF-03, which is implemented
TRAINING_MANAGER = "Workforce Development Manager"  # owns WF-04
HEAD_OF_MASH = "Head of MASH and Front Door"  # owns PT-03 and QP-01
RECORDING_MANAGER = "Service Manager – Children in Need"  # owns RK-01, which is overdue
SAVES = (
    m.Submission, m.Update, m.Risk, m.RiskRevision, m.Draft, m.Digest, m.LinkedChannel,
    m.OutboxMessage, m.Request, m.Issue, m.IssueRevision,
)  # fmt: skip
FIELDS = (TextField, NumberField, DateField, ChoiceField)

Row = TypeVar("Row", bound=m.Base)


@dataclass(frozen=True)
class Shown:
    """What a person sees: a reply, and the activity that shows it."""

    reply: Reply
    card_id: str
    message: Message | None = None
    """What it answers; None for what was sent unasked."""

    @property
    def text(self) -> str:
        """All words of it: the first line, then what the card says."""
        return f"{self.reply.first_line}\n{as_text(self.reply)}"

    @property
    def labels(self) -> list[str]:
        """The labels of its buttons."""
        return [button.label for button in buttons(self.reply.blocks)]

    def button(self, label: str) -> Button:
        """The one button with this label."""
        (found,) = (button for button in buttons(self.reply.blocks) if button.label == label)
        return found

    @property
    def filled_in(self) -> dict[str, str]:
        """What its fields hold before anybody types into them, as Teams sends it."""
        return {one.name: str(one.value or "") for one in fields(self.reply.blocks)}


def blocks_of(blocks: Iterable[Block]) -> Iterator[Block]:
    """Every block, those of folded parts included."""
    for block in blocks:
        yield block
        if isinstance(block, Fold):
            yield from blocks_of(block.blocks)


def buttons(blocks: Iterable[Block]) -> list[Button]:
    """Every button, in order."""
    rows = [block for block in blocks_of(blocks) if isinstance(block, Buttons)]
    return [button for row in rows for button in row.buttons]


def fields(blocks: Iterable[Block]) -> list[TextField | NumberField | DateField | ChoiceField]:
    """Every field to fill in, in order."""
    return [block for block in blocks_of(blocks) if isinstance(block, FIELDS)]


def lines(reply: Reply) -> list[Line]:
    """Every line, in order."""
    return [block for block in blocks_of(reply.blocks) if isinstance(block, Line)]


@dataclass
class Chat:
    """Everyone's chats and one channel, over a real record, on a clock that tests set."""

    database: Database
    now: datetime
    delivered: list[tuple[Outgoing, Reply]] = field(default_factory=list)
    """What was sent besides the answers: told to others, posted, changed in place."""
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def at(self, moment: datetime) -> None:
        """Set the clock."""
        self.now = moment

    def say(self, role: str, text: str, **changes: Any) -> Shown:
        """Type something into one's personal chat with the bot."""
        return self.send(role, {"text": text} | changes)

    def in_channel(self, role: str, text: str, channel: str = CHANNEL) -> Shown:
        """Mention the bot in a channel."""
        return self.send(role, {"text": text} | _in(Place.CHANNEL, channel))

    def in_group(self, role: str, text: str) -> Shown:
        """Mention the bot in a group chat."""
        return self.send(role, {"text": text} | _in(Place.GROUP, "19:group"))

    def tap(self, role: str, shown: Shown, label: str, **filled_in: str) -> Shown:
        """Tap a button of a card; `filled_in` is typed into its fields before."""
        button = shown.button(label)
        unknown = filled_in.keys() - shown.filled_in.keys()
        assert not unknown, f"the card has no field {unknown}"
        along = shown.filled_in | filled_in if button.with_fields else {}
        return self.press(role, button.verb, {**button.data, **along}, shown)

    def press(
        self, role: str, verb: str, data: dict[str, Any], shown: Shown | None = None
    ) -> Shown:
        """What a client sends for a tap, whatever it may hold."""
        tap = Tap(verb, data, shown.card_id if shown else None)
        return self.send(role, {"tap": tap} | (_where(shown) if shown else {}))

    def send(self, role: str, changes: dict[str, Any]) -> Shown:
        """One activity, from the person of the plan who holds `role`."""
        one = self.database.do(self.now, lambda record: person(record, role))
        message = self.message(f"entra-{one.id}", f"a:{one.id}", **changes)
        return self.take(message, (one.email,))

    def stranger(self, text: str, *, tenant: str = TENANT, **changes: Any) -> Shown:
        """Somebody whom the plan does not name, or of a tenant that is not served."""
        sender = Sender(tenant, "entra-stranger", ours=tenant == TENANT)
        message = self.message("", "a:stranger", text=text, **changes | {"sender": sender})
        return self.take(message, ("x@elsewhere.example",))

    def stranger_in_channel(self, text: str, channel: str, tenant: str = TENANT) -> Shown:
        """The same in a channel."""
        return self.stranger(text, tenant=tenant, **_in(Place.CHANNEL, channel))

    def message(self, entra_id: str, conversation: str, **changes: Any) -> Message:
        """A message of now, in a personal chat unless `changes` say otherwise."""
        given: dict[str, Any] = {
            "sender": Sender(TENANT, entra_id),
            "place": Place.PERSONAL,
            "address": Address(TENANT, SERVICE, conversation, BOT),
            "activity_id": f"activity-{next(self.numbers)}",
            "at": self.now,
        }
        return Message(**given | changes)

    def take(self, message: Message, roster: tuple[str, ...]) -> Shown:
        """Take the turn as the edge does, deliver the answer, then what was left besides."""
        taken = self.database.do(self.now, lambda record: take(message, record, WORKER))
        if isinstance(taken, NeedsIdentity):
            message = replace(message, roster=roster)
            taken = self.database.do(self.now, lambda record: take(message, record, WORKER))
        assert isinstance(taken, Taken)
        card_id = self._shown_as(message, taken)
        if taken.outgoing:
            self._sent(taken.outgoing, card_id)
        self.deliver()
        return Shown(taken.reply, card_id, message)

    def deliver(self) -> None:
        """Send what waits in the outbox."""
        while claimed := self.database.do(self.now, lambda record: record.outbox.claim(WORKER)):
            for outgoing in claimed:
                prefix = "post" if outgoing.new_thread else "sent"
                self._sent(outgoing, outgoing.replaces or f"{prefix}-{outgoing.id}")
                self.delivered.append((outgoing, Reply.model_validate(outgoing.content)))

    def tick(self, moment: datetime) -> list[str]:
        """Let the clock reach a moment and do what is due then."""
        self.at(moment)
        done = self.database.do(moment, post_due_summaries)
        self.deliver()
        return done

    def posted(self) -> list[Shown]:
        """Every summary that was posted to a channel."""
        return [
            Shown(reply, f"post-{outgoing.id}")
            for outgoing, reply in self.delivered
            if outgoing.new_thread
        ]

    def told(self, role: str) -> list[str]:
        """What was sent, unasked, to the person who holds a role."""
        one = self.database.do(self.now, lambda record: person(record, role))
        return [
            f"{reply.first_line}\n{as_text(reply)}"
            for outgoing, reply in self.delivered
            if outgoing.address.person_id == one.id and outgoing.replaces is None
        ]

    @contextmanager
    def nothing_saved(self) -> Iterator[None]:
        """Whatever happens within leaves no row behind: neither progress, nor draft, nor mail."""
        before = self.counts()
        yield
        assert self.counts() == before

    def counts(self) -> dict[str, int]:
        """How many rows there are of everything that a turn may save."""
        return {table.__tablename__: len(self.rows(table)) for table in SAVES}

    def rows(self, table: type[Row]) -> list[Row]:
        """Every row of a table, in the order of its key."""
        with self.database.transaction() as session:
            found = list(session.scalars(select(table).order_by(*table.__table__.primary_key)))
            session.expunge_all()
            return found

    def saved(self, ref: str) -> list[m.Update]:
        """What was saved for an action since the plan came in, oldest first."""
        action = next(row for row in self.rows(m.Action) if row.ref == ref)
        return [
            row
            for row in self.rows(m.Update)
            if row.action_id == action.id and row.kind != UpdateKind.OPENING
        ]

    def _shown_as(self, message: Message, taken: Taken) -> str:
        tapped = message.tap.card_id if message.tap else None
        replaced = taken.outgoing.replaces if taken.outgoing else None
        return replaced or tapped or f"card-{next(self.numbers)}"

    def _sent(self, outgoing: Outgoing, activity_id: str) -> None:
        def settle(record: Record) -> None:
            record.outbox.settle(Ending(outgoing.id, State.SENT, activity_id))

        self.database.do(self.now, settle)


def _in(place: Place, conversation: str) -> dict[str, Any]:
    channel = conversation if place is Place.CHANNEL else None
    address = Address(TENANT, SERVICE, conversation, BOT)
    return {"place": place, "address": address, "channel_id": channel}


def _where(shown: Shown) -> dict[str, Any]:
    """The conversation that a card stands in; what was sent unasked with buttons is a post."""
    if shown.message is None:
        return _in(Place.CHANNEL, CHANNEL)
    return {name: getattr(shown.message, name) for name in ("place", "address", "channel_id")}
