"""The bot in a terminal: a client of the bot on this machine, with a connector of its own."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from itertools import groupby
from typing import Any
from uuid import uuid4

from aiohttp import ClientError, ClientSession, ClientTimeout, web
from yarl import URL

from bot.connector import is_loopback_url
from bot.local import account_of, closest
from bot.rendering.terminal import (
    Field,
    NotTaken,
    Shown,
    filled,
    question,
    read,
    shown,
    shown_card,
)
from bot.window import Tappable, Terminal, Window
from dialogs.messages import Place, Sender
from storage.database import Database
from storage.errors import RecordUnavailable
from storage.record import Record

NOT_HERE = "--bot must be an http address of this computer, such as http://127.0.0.1:3978."
NOT_RUNNING = "No planbot answers at {bot}. Start it with: make run"
NOT_LOCAL = "The planbot at {bot} is not in local mode. Start it with: python -m bot serve --local"
NO_PLAN = "I cannot find the plan. Set PLANBOT_DATABASE_URL as it is set for the bot."
NOBODY = 'There is nobody like that in the plan. For example: --as "Recruitment and Retention Lead"'
STOPPED = "planbot has stopped answering."

YOU_ARE = "You are: {name}, {role}{where}"
WHERE = " · in the channel {channel}"
HOW_TO = "Type a message, or the number of a button. Ctrl-D ends the chat."
HOW_TO_FILL = "Enter keeps what is in [ ] · - empties it · /stop sends nothing"
OPEN_FOLD = "{label}? y or n [n]: "
NOT_SENT = "Nothing was sent."
CHANGED = "(changed) "
IN_CHANNEL = "(a new post in the channel) "
REFUSED = "({status}) {text}"
PROMPT = "> "
EMPTY, STOP = "-", "/stop"

BOT = {"id": "28:planbot", "name": "planbot"}
ANSWER_WITHIN = ClientTimeout(total=60)  # seconds; a clock moved by weeks does much on the way
Json = dict[str, Any]


class NoChat(Exception):
    """There is nobody to chat with or as; its text is the sentence for the person."""


@dataclass(frozen=True)
class Account:
    """Whom the bot takes the person at the terminal for, and where they write.

    `channel` is a channel's name, "" for the personal chat. Each chat is a conversation of its own:
    what could not be delivered to one that ended does not hold up the next.
    """

    sender: Sender
    name: str
    email: str
    role: str
    channel: str
    chat_id: str = field(default_factory=lambda: f"a:{uuid4().hex}")

    @property
    def member(self) -> Json:
        """This person as the roster has them."""
        return {
            "id": f"29:{self.sender.entra_id}",
            "aadObjectId": self.sender.entra_id,
            "tenantId": self.sender.tenant_id,
            "name": self.name,
            "email": self.email,
        }

    def activity(self, service_url: str, content: Json) -> Json:
        """An activity of theirs, as Teams would send it."""
        return {
            "id": uuid4().hex,
            "channelId": "msteams",
            "serviceUrl": service_url,
            "from": self.member,
            "recipient": BOT,
            **self._place(),
            **content,
        }

    def message(self, text: str) -> Json:
        """The content of a message; in a channel the bot hears only what mentions it."""
        if not self.channel:
            return {"type": "message", "text": text}
        mention = f"<at>{BOT['name']}</at>"
        entity = {"type": "mention", "text": mention, "mentioned": BOT}
        return {"type": "message", "text": f"{mention} {text}", "entities": [entity]}

    def _place(self) -> Json:
        tenant = {"tenant": {"id": self.sender.tenant_id}}
        if not self.channel:
            here = {"id": self.chat_id, "conversationType": Place.PERSONAL}
            return {"conversation": here, "channelData": tenant}
        # The same in every chat, so that it stays linked.
        channel_id = f"19:{'-'.join(re.findall(r'[a-z0-9]+', self.channel.lower()))}@terminal"
        return {
            "conversation": {"id": channel_id, "conversationType": Place.CHANNEL},
            "channelData": tenant | {"channel": {"id": channel_id, "name": self.channel}},
        }


class Chat:
    """Sends what is typed and tapped, one thing after the other."""

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
        answer = await self._post(
            {
                "type": "invoke",
                "name": "adaptiveCard/action",
                "value": {"action": action, "trigger": "manual"},
                "replyToId": tapped.activity_id,
            }
        )
        match answer.get("value"):
            case dict(card):
                self._window.show(tapped.activity_id, shown_card(card), CHANGED)
            case str(text):
                self._terminal.show(text)

    async def _filled_in(self, card: Shown) -> dict[str, str] | None:
        """Ask for a card's fields, one after the other; None to send nothing after all."""
        values = {held.name: filled(held) for _, held in card.fields}
        if values:
            self._terminal.show(HOW_TO_FILL)
        for fold, group in groupby(card.fields, key=lambda pair: pair[0]):
            if fold and not await self._opened(fold):
                continue
            for _, wanted in group:
                value = await self._value(wanted)
                if value is None:
                    return None
                values[wanted.name] = value
        return values

    async def _opened(self, fold: str) -> bool:
        typed = await self._terminal.ask(OPEN_FOLD.format(label=fold))
        return (typed or "").strip().lower() in {"y", "yes"}

    async def _value(self, field: Field) -> str | None:
        """Ask until the field takes what was typed; None to stop."""
        while (typed := await self._terminal.ask(question(field))) is not None:
            if (text := typed.strip()) == STOP:
                return None
            try:
                return _meant(field, text)
            except NotTaken as complaint:
                self._terminal.show(str(complaint))
        return None

    async def _post(self, content: Json) -> Json:
        """Send an activity; gives the body of the answer, {} if it has none."""
        activity = self._account.activity(self._service_url, content)
        try:
            async with self._http.post(f"{self._bot}/api/messages", json=activity) as response:
                if response.status == HTTPStatus.UNAUTHORIZED:
                    raise NoChat(NOT_LOCAL.format(bot=self._bot))
                if response.status >= HTTPStatus.BAD_REQUEST:
                    text = await response.text()
                    self._terminal.show(REFUSED.format(status=response.status, text=text))
                    return {}
                is_json = response.content_type == "application/json"
                body: Json = await response.json() if is_json else {}
                return body
        except (ClientError, TimeoutError):
            raise NoChat(STOPPED) from None


async def chat(database: Database, bot: str, words: str, channel: str, terminal: Terminal) -> None:
    """Let the person whom `words` mean chat with the bot at the address `bot`, until they end it.

    Raises NoChat.
    """
    bot = bot.rstrip("/")
    async with ClientSession(timeout=ANSWER_WITHIN) as http:
        await _check(http, bot)
        account = await _account(database, words, channel)
        window = Window(terminal)
        async with _connector(account, window) as service_url:
            where = WHERE.format(channel=channel) if channel else ""
            terminal.show(YOU_ARE.format(name=account.name, role=account.role, where=where))
            terminal.show(HOW_TO)
            await Chat(http, bot, account, service_url, window).run()


async def _check(http: ClientSession, bot: str) -> None:
    """Make sure that a planbot of this machine answers.  Raises NoChat."""
    try:
        here = is_loopback_url(URL(bot))
    except ValueError:
        here = False
    if not here:
        raise NoChat(NOT_HERE)
    try:
        async with http.get(f"{bot}/health") as response:
            ready = await response.json() == {"status": "ready"}
    except (ClientError, TimeoutError, ValueError):
        ready = False
    if not ready:
        raise NoChat(NOT_RUNNING.format(bot=bot))


async def _account(database: Database, words: str, channel: str) -> Account:
    """The account of the person whom these words mean.  Raises NoChat."""

    def work(record: Record) -> Account:
        people = record.people.all()
        person = closest(people, words)
        if person is None:
            raise NoChat(NOBODY if people else NO_PLAN)
        sender, role = account_of(record, person), person.roles[0].title
        return Account(sender, person.name, person.email, role, channel.strip())

    try:
        return await database.run(datetime.now(UTC), work)
    except RecordUnavailable:
        raise NoChat(NO_PLAN) from None


def _meant(field: Field, typed: str) -> str:
    if not typed:
        return filled(field)
    return "" if typed == EMPTY else read(field, typed)


@asynccontextmanager
async def _connector(account: Account, window: Window) -> AsyncIterator[str]:
    """The part of the Bot Connector that a chat needs, on this machine; gives its address."""

    async def create(request: web.Request) -> web.Response:
        body, activity_id = await request.json(), uuid4().hex
        window.show(activity_id, shown(body["activity"]), IN_CHANNEL)
        thread = f"{body['channelData']['channel']['id']};messageid={activity_id}"
        return web.json_response({"id": thread, "activityId": activity_id}, status=201)

    async def post(request: web.Request) -> web.Response:
        activity_id = uuid4().hex
        window.show(activity_id, shown(await request.json()))
        return web.json_response({"id": activity_id}, status=201)

    async def put(request: web.Request) -> web.Response:
        activity_id = request.match_info["activity"]
        window.show(activity_id, shown(await request.json()), CHANGED)
        return web.json_response({"id": activity_id})

    async def member(request: web.Request) -> web.Response:
        if request.match_info["member"] != account.member["id"]:
            raise web.HTTPNotFound
        return web.json_response(account.member)

    conversation = "/v3/conversations/{conversation}"
    app = web.Application()
    app.add_routes(
        [
            web.post("/v3/conversations", create),
            web.post(f"{conversation}/activities", post),
            web.put(f"{conversation}/activities/{{activity}}", put),
            web.get(f"{conversation}/members/{{member}}", member),
        ]
    )
    async with _listening(app) as url:
        yield url


@asynccontextmanager
async def _listening(app: web.Application) -> AsyncIterator[str]:
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1, handle_signals=False)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        yield f"http://{host}:{port}/"
    finally:
        await runner.cleanup()
