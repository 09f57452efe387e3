"""Teams' side of the benchmark: a lean connector, and people who write on eight connections."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, TCPConnector, web

CONNECTIONS = 8
PEOPLE = Path(__file__).parents[2] / "manifests/sample/people.json"
# One owner each, so that nobody waits for their own earlier turn.
REFS = {
    "Recruitment and Retention Lead": "WF-01",
    "HR Business Partner - Children's": "WF-02",
    "Workforce Development Manager": "WF-04",
    "Detective Chief Inspector - MASH": "PT-01",
    "Designated Nurse - Safeguarding Children": "PT-02",
    "Head of Probation Delivery Unit": "PT-04",
    "Domestic Abuse Partnership Manager": "QP-03",
    "Practice Development Manager": "QP-04",
    "Quality Assurance Manager": "QA-01",
    "Performance and Intelligence Manager": "QA-02",
    "Participation Lead": "QA-03",
    "Head of Safeguarding": "QA-04",
    "Service Manager - Children in Need": "RK-01",
    "Case Systems Manager": "RK-02",
    "Named GP for Safeguarding": "RK-03",
    "Finance Business Partner - Children's": "LG-02",
}


@dataclass(frozen=True)
class Writer:
    """Somebody of the sample plan, and the action that they own."""

    number: int
    ref: str
    entra_id: str
    email: str


def writers() -> list[Writer]:
    """Sixteen owners of the sample plan."""
    people = json.loads(PEOPLE.read_text(encoding="utf-8"))
    owners = [person for person in people if person["role"] in REFS]
    return [
        Writer(number, REFS[owner["role"]], owner["entra_id"], owner["email"])
        for number, owner in enumerate(owners)
    ]


class Teams:
    """Posts activities to a bot and times each until the bot has answered and been answered."""

    def __init__(self, http: ClientSession, service_url: str) -> None:
        self.writers = writers()
        self._http = http
        self._service_url = service_url
        self._numbers = count(1)

    async def say(self, bot: str, writer: Writer, text: str) -> float:
        """Seconds from the post to the bot's answer."""
        activity = self._activity(writer, text)
        start = time.perf_counter()
        async with self._http.post(f"{bot}/api/messages", json=activity) as response:
            await response.read()
            assert response.status in {200, 201}, response.status
        return time.perf_counter() - start

    def _activity(self, writer: Writer, text: str) -> dict[str, Any]:
        return {
            "type": "message",
            "id": f"activity-{next(self._numbers)}",
            "text": text,
            "channelId": "msteams",
            "serviceUrl": self._service_url,
            "from": {"id": f"29:{writer.number}", "aadObjectId": writer.entra_id},
            "recipient": {"id": "28:bot"},
            "conversation": {"id": f"a:{writer.number}", "conversationType": "personal"},
            "channelData": {"tenant": {"id": "arden"}},
        }


@asynccontextmanager
async def teams() -> AsyncIterator[Teams]:
    """The connector on loopback, and a client with a connection for each writer at work."""
    runner = web.AppRunner(_connector(), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    service_url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    async with ClientSession(connector=TCPConnector(limit=CONNECTIONS)) as http:
        yield Teams(http, service_url)
    await runner.cleanup()


async def at_once(writers: list[Writer], turn: Callable[[Writer], Any]) -> None:
    """Let eight write at the same time until everyone has."""
    waiting = iter(writers)

    async def work() -> None:
        for writer in waiting:
            await turn(writer)

    await asyncio.gather(*(work() for _ in range(CONNECTIONS)))


def _connector() -> web.Application:
    roster = {f"29:{writer.number}": writer for writer in writers()}
    numbers = count(1)

    async def accept(request: web.Request) -> web.Response:
        await request.read()
        body = b'{"id":"%d"}' % next(numbers)
        return web.Response(body=body, status=201, content_type="application/json")

    async def member(request: web.Request) -> web.Response:
        writer = roster[request.match_info["member"]]
        return web.json_response(
            {
                "id": request.match_info["member"],
                "aadObjectId": writer.entra_id,
                "email": writer.email,
            }
        )

    application = web.Application()
    activities = "/v3/conversations/{conversation}/activities"
    application.router.add_post(activities, accept)
    application.router.add_post(f"{activities}/{{activity}}", accept)
    application.router.add_put(f"{activities}/{{activity}}", accept)
    application.router.add_get("/v3/conversations/{conversation}/members/{member}", member)
    return application
