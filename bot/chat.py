"""The bot in a terminal: a client of the bot on this machine, with a connector of its own."""

import asyncio
import re
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count, groupby
from threading import Thread
from typing import Any, Protocol
from uuid import uuid4

from aiohttp import ClientError, ClientSession, ClientTimeout, web
from yarl import URL

from bot.connector import is_loopback_url
from bot.local import account_of, closest
from bot.rendering.terminal import (
    NotTaken,
    Shown,
    filled,
    inert,
    question,
    read,
    shown,
    shown_card,
)
from dialogs.messages import Button, Place, Sender
from storage.database import Database
from storage.errors import RecordUnavailable
from storage.people import Person
from storage.record import Record

NOT_HERE = "--bot must be an http address of this computer, such as http://127.0.0.1:3978."
NOT_RUNNING = "No planbot answers at {bot}. Start it with: make run"
NOT_LOCAL = "The planbot at {bot} is not in local mode. Start it with: python -m bot serve --local"
NO_PLAN = "I cannot find the plan. Set PLANBOT_DATABASE_URL as it is set for the bot."
NOBODY = 'There is nobody like that in the plan. For example: --as "Recruitment and Retention Lead"'
STOPPED = "planbot has stopped answering."

YOU_ARE = "You are: {name}, {role}{where}"
HOW_TO = "Type a message, or the number of a button. Ctrl-D ends the chat."
HOW_TO_FILL = "Enter keeps what is in [ ] · - empties it · /stop sends nothing"
OPEN = "{label}? y or n [n]: "
NOT_SENT = "Nothing was sent."
CHANGED = "(changed) {text}"
IN_CHANNEL = "(in the channel) {text}"
PROMPT = "> "
CANNOT = "({status}) {text}"

BOT = {"id": "28:planbot", "name": "planbot"}
ANSWER_WITHIN = ClientTimeout(total=60)  # seconds; a clock moved by weeks does much on the way
Json = dict[str, Any]


class NoChat(Exception):
    """There is nobody to chat with, or as; its text is the sentence for the person."""


class Terminal(Protocol):
    """Where the person reads and types."""

    def show(self, text: str) -> None:
        """Print some lines."""

    async def ask(self, prompt: str) -> str | None:
        """One typed line without its end; None when there are no more."""


@dataclass(frozen=True)
class Account:
    """Whom the bot takes the person at the terminal for, and where they write.

    `channel` is the name of a channel, "" for their personal chat. Each chat is a conversation of
    its own: what could not be delivered to one that ended does not hold up the next. A channel
    stays the same, so that it stays linked.
    """

    sender: Sender
    name: str
    email: str
    role: str
    channel: str = ""
    chat_id: str = field(default_factory=lambda: f"a:{uuid4().hex}")

    @property
    def member(self) -> Json:
        """This person as the roster has them."""
        entra_id = self.sender.entra_id
        return {
            "id": f"29:{entra_id}",
            "aadObjectId": entra_id,
            "name": self.name,
            "email": self.email,
            "tenantId": self.sender.tenant_id,
        }

    @property
    def channel_id(self) -> str:
        """A channel's id, the same in every chat."""
        return f"19:{'-'.join(re.findall(r'[a-z0-9]+', self.channel.lower()))}@terminal"

    def activity(self, service_url: str, **content: Any) -> Json:
        """An activity of theirs, as Teams would send it."""
        place, conversation_id = Place.PERSONAL, self.chat_id
        data: Json = {"tenant": {"id": self.sender.tenant_id}}
        if self.channel:
            place, conversation_id = Place.CHANNEL, self.channel_id
            data |= {"channel": {"id": self.channel_id, "name": self.channel}}
        return {
            "id": uuid4().hex,
            "channelId": "msteams",
            "serviceUrl": service_url,
            "from": self.member,
            "recipient": BOT,
            "conversation": {"id": conversation_id, "conversationType": place},
            "channelData": data,
            **content,
        }

    def message(self, text: str) -> Json:
        """The content of a message; in a channel the bot hears only what mentions it."""
        if not self.channel:
            return {"type": "message", "text": text}
        mention = f"<at>{BOT['name']}</at>"
        entity = {"type": "mention", "text": mention, "mentioned": BOT}
        return {"type": "message", "text": f"{mention} {text}", "entities": [entity]}


async def chat(
    database: Database, bot: str, words: str, channel: str, terminal: Terminal
) -> None:
    """Let the person whom `words` mean chat with the bot at the address `bot`, until they end it.

    Raises NoChat.
    """
    async with ClientSession(timeout=ANSWER_WITHIN) as http:
        await _check_running(http, bot)
        account = await _account(database, words, channel)
        window = Window(terminal)
        async with _connector(account, window) as service_url:
            where = f" · channel {channel}" if channel else ""
            terminal.show(YOU_ARE.format(name=account.name, role=account.role, where=where))
            terminal.show(HOW_TO)
            await Chat(http, bot, account, service_url, window).run()


@dataclass(frozen=True)
class Tappable:
    """A button on the screen: the activity that shows it, and what else can be filled in there."""

    activity_id: str
    button: Button
    card: Shown


class Window:
    """What the person sees. Buttons are numbered from 1 after each thing that they send."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self._shown: dict[str, Shown] = {}
        self._tappable: list[Tappable] = []

    def begin_turn(self) -> None:
        """The person has sent something: the numbers begin again."""
        self._tappable.clear()

    def show(self, activity_id: str, content: Shown, form: str = "{text}") -> None:
        """Print a message; one that stands there already, word for word, is not repeated."""
        if self._shown.get(activity_id) == content:
            return
        self._shown[activity_id] = content
        first = len(self._tappable) + 1
        self._tappable += [Tappable(activity_id, button, content) for button in content.buttons]
        labels = [f"{number} {b.label}" for number, b in enumerate(content.buttons, first)]
        lines = [form.format(text=content.text)]
        lines += [f"  {'   '.join(labels)}"] if labels else []
        self.terminal.show("\n".join(lines))

    def tapped(self, typed: str) -> Tappable | None:
        """The button that this number means, if it means one."""
        number = int(typed) if typed.isdecimal() else 0
        return self._tappable[number - 1] if 0 < number <= len(self._tappable) else None


class Chat:
    """Sends what is typed, one thing after the other."""

    def __init__(
        self, http: ClientSession, bot: str, account: Account, service_url: str, window: Window
    ) -> None:
        self._http = http
        self._bot = bot
        self._account = account
        self._service_url = service_url
        self._window = window
        self._terminal = window.terminal

    async def run(self) -> None:
        """Go on until there is nothing more to read.  Raises NoChat if the bot stops."""
        while (typed := await self._terminal.ask(PROMPT)) is not None:
            if tapped := self._window.tapped(typed.strip()):
                await self._tap(tapped)
            elif typed.strip():
                self._window.begin_turn()
                await self._post(self._account.message(typed))

    async def _tap(self, tapped: Tappable) -> None:
        values = await self._filled_in(tapped.card) if tapped.button.with_fields else {}
        if values is None:
            self._terminal.show(NOT_SENT)
            return
        self._window.begin_turn()
        data = {**tapped.button.data, **values}
        action = {"type": "Action.Execute", "verb": tapped.button.verb, "data": data}
        body = await self._post(
            {
                "type": "invoke",
                "name": "adaptiveCard/action",
                "value": {"action": action, "trigger": "manual"},
                "replyToId": tapped.activity_id,
            }
        )
        if isinstance(body.get("value"), dict):
            self._window.show(tapped.activity_id, shown_card(body["value"]), CHANGED)
        elif body:
            self._terminal.show(body["value"])

    async def _filled_in(self, card: Shown) -> Mapping[str, str] | None:
        """Ask for a card's fields, one after the other; None to send nothing after all."""
        values = {field.name: filled(field) for _, field in card.fields}
        if values:
            self._terminal.show(HOW_TO_FILL)
        for fold, fields in groupby(card.fields, key=lambda pair: pair[0]):
            if fold and (await self._terminal.ask(OPEN.format(label=fold)) or "n")[0] not in "yY":
                continue
            for _, field in fields:
                ...
        return values
