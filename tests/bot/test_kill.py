"""Killed between save and reply: the update is there, and the owed reply goes out once."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import ClientError, ClientSession
from sqlalchemy import select

from storage import models as m
from storage.database import Database
from tests.standin import StandIn

ROOT = Path(__file__).parents[2]
START, LATER = "2022-11-16T10:12", "2022-11-16T10:14"
READY_SECONDS = 20


@asynccontextmanager
async def server(
    environment: Mapping[str, str], clock: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """The bot as users start it, killed at the end at the latest."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "serve", "--local", "--no-browser", "--clock", clock),
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=asyncio.subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGKILL)
        await process.wait()


async def until_ready(http: ClientSession, url: str) -> None:
    async with asyncio.timeout(READY_SECONDS):
        while True:
            try:
                async with http.get(f"{url}/health"):
                    return
            except ClientError:
                await asyncio.sleep(0.05)


async def test_an_answer_owed_after_a_kill_goes_out_once(tmp_path: Path) -> None:
    """The process dies while it waits for the connector; the next one finds what is owed."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    file = tmp_path / "planbot.db"
    environment = {"PLANBOT_DATABASE_URL": f"sqlite:///{file}", "PLANBOT_PORT": str(port)}
    url = f"http://127.0.0.1:{port}"
    async with StandIn() as connector, ClientSession() as http:
        connector.roster["a:samira"] = [
            {"id": "29:samira", "aadObjectId": "samira", "email": "samira.khalid@arden.example"}
        ]

        def activity(number: int, text: str) -> dict[str, Any]:
            return {
                "type": "message",
                "id": str(number),
                "text": text,
                "channelId": "msteams",
                "serviceUrl": connector.url,
                "from": {"id": "29:samira", "aadObjectId": "samira"},
                "recipient": {"id": "28:planbot"},
                "conversation": {"id": "a:samira", "conversationType": "personal"},
                "channelData": {"tenant": {"id": "arden"}},
            }

        async with server(environment, START) as first:
            await until_ready(http, url)
            post = f"{url}/api/messages"
            async with http.post(post, json=activity(1, "WF-01 75%, 14 interviews")) as response:
                assert response.status == 201
            connector.hang_next()
            yes = asyncio.create_task(http.post(post, json=activity(2, "yes")).__aenter__())
            await connector.wait_for_received(3)
            first.send_signal(signal.SIGKILL)
            await asyncio.gather(yes, return_exceptions=True)
        database = Database(environment["PLANBOT_DATABASE_URL"])
        with database.transaction() as session:
            saved = session.scalars(select(m.Update).where(m.Update.kind == "progress")).all()
            assert [row.note for row in saved] == ["14 interviews"]
        async with server(environment, LATER):
            await until_ready(http, url)
            (_, owed) = await connector.wait_for_sent(2)
            assert owed.activity is not None
            assert owed.activity["summary"] == "Saved: WF-01."
            async with http.post(post, json=activity(3, "help")) as response:
                assert response.status == 201
        assert [one.activity["summary"][:5] for one in connector.sent if one.activity] == [
            "Pleas",
            "Saved",
            "Tell ",
        ]
        with database.transaction() as session:
            states = session.scalars(select(m.OutboxMessage.state)).all()
        database.dispose()
        assert states == ["sent", "sent"]
