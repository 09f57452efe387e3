"""From ready to a graceful stop: what was begun is finished, and the port is free again."""

import asyncio
import os
import signal
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientConnectorError, ClientSession, web
from aiohttp.test_utils import TestServer
from sqlalchemy import select

from bot.server import PortInUse, serving, until_stopped
from bot.settings import load_settings
from storage import models as m
from storage.database import Database
from tests.bot.conftest import LocalBot
from tests.bot.test_kill import server, until_ready

SECONDS = 10
SAMIRA = {"id": "29:samira", "aadObjectId": "samira", "email": "samira.khalid@arden.example"}


class SlowConnector:
    """A Bot Connector that answers when it is let; `asked` is set by the first request."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()
        self.let = asyncio.Event()
        self.said: list[str] = []
        app = web.Application()
        app.add_routes([web.route("*", "/{path:.*}", self._answer)])
        self.server = TestServer(app)

    async def _answer(self, request: web.Request) -> web.Response:
        self.asked.set()
        await self.let.wait()
        if request.method == "GET":
            return web.json_response(SAMIRA)
        self.said.append((await request.json())["summary"])
        return web.json_response({"id": "1"}, status=201)


@pytest.fixture
async def connector() -> AsyncIterator[SlowConnector]:
    slow = SlowConnector()
    await slow.server.start_server()
    yield slow
    slow.let.set()
    await slow.server.close()


def message(connector: SlowConnector, text: str) -> dict[str, Any]:
    return {
        "type": "message",
        "id": "1",
        "text": text,
        "channelId": "msteams",
        "serviceUrl": str(connector.server.make_url("/")),
        "from": {"id": SAMIRA["id"], "aadObjectId": SAMIRA["aadObjectId"]},
        "recipient": {"id": "28:planbot"},
        "conversation": {"id": "a:samira", "conversationType": "personal"},
        "channelData": {"tenant": {"id": "arden"}},
    }


async def no_longer_listens(http: ClientSession, url: str) -> None:
    """Wait until nobody takes new connections.  Raises TimeoutError."""
    async with asyncio.timeout(SECONDS):
        while True:
            try:
                async with http.get(f"{url}/health", headers={"Connection": "close"}):
                    await asyncio.sleep(0.02)
            except ClientConnectorError:
                return


async def test_the_address_that_it_gives_answers(local_bot: LocalBot) -> None:
    """Port 0 lets the system choose, and the chosen one is said."""
    async with ClientSession() as http, http.get(f"{local_bot.url}/health") as response:
        assert await response.json() == {"status": "ready"}


async def test_a_port_that_is_taken_is_said_and_nothing_is_left_running(
    no_settings: None, sample_database: Database
) -> None:
    """The sentence names port and setting."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        before = asyncio.all_tasks()
        with pytest.raises(PortInUse) as refused:
            async with serving(load_settings(local=True, port=port), sample_database):
                pass
    assert str(refused.value) == (
        f"Port {port} on 127.0.0.1 is in use. Stop what runs there, or set PLANBOT_PORT."
    )
    assert asyncio.all_tasks() == before


async def test_the_end_of_the_block_is_the_end_of_the_service(
    no_settings: None, sample_database: Database
) -> None:
    """Web server, delivery and ticker are gone, and the port can be taken again."""
    before = asyncio.all_tasks()
    async with serving(load_settings(local=True, port=0), sample_database) as url:
        assert len(asyncio.all_tasks()) > len(before)
    assert asyncio.all_tasks() == before
    async with ClientSession() as http:
        await no_longer_listens(http, url)
    again = load_settings(local=True, port=int(url.rpartition(":")[2]))
    async with serving(again, sample_database) as same:
        assert same == url


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_it_waits_for_either_signal(number: signal.Signals) -> None:
    """Ctrl-C, and the polite kill of whatever supervises it."""
    stopped = asyncio.create_task(until_stopped())
    await asyncio.sleep(0)
    assert not stopped.done()
    os.kill(os.getpid(), number)
    await asyncio.wait_for(stopped, SECONDS)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_a_stopped_server_finishes_the_turn_it_is_in(
    tmp_path: Path, sample_url: str, unused_tcp_port: int, number: signal.Signals,
    connector: SlowConnector,
) -> None:  # fmt: skip
    """It takes nothing new, answers what it has taken, and ends well within ten seconds."""
    url = f"http://127.0.0.1:{unused_tcp_port}"
    environment = {"PLANBOT_DATABASE_URL": sample_url, "PLANBOT_PORT": str(unused_tcp_port)}
    async with (
        ClientSession() as http,
        server(environment, "2022-11-16T10:12") as process,
        asyncio.TaskGroup() as waiting,
    ):
        await until_ready(http, url)
        post = http.post(f"{url}/api/messages", json=message(connector, "WF-01 75%, 14 interviews"))
        turn = waiting.create_task(post.__aenter__())
        await asyncio.wait_for(connector.asked.wait(), SECONDS)
        process.send_signal(number)
        async with ClientSession() as other:
            await no_longer_listens(other, url)
        assert not turn.done()
        connector.let.set()
        assert (await turn).status == 201
        assert await asyncio.wait_for(process.wait(), SECONDS) == 0
    assert connector.said == ["Please check WF-01 before I save it."]
    database = Database(sample_url)
    with database.transaction() as session:
        assert session.scalars(select(m.OutboxMessage.state)).all() == ["sent"]
    database.dispose()
