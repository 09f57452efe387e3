"""Stand-ins for Microsoft's side: a Bot Connector and its key service, on loopback."""

import asyncio
import json
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from typing import Any, Self
from uuid import uuid4

import jwt
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import RSAAlgorithm

APP_ID = "3f2b8c1e-0000-4000-8000-5c1d2e3f4a5b"
ISSUER = "https://api.botframework.com"
HANG_LIMIT = 30  # seconds
NOT_FOUND = {"error": {"code": "ConversationNotFound", "message": "Conversation not found."}}

Json = dict[str, Any]


@dataclass(frozen=True)
class Received:
    """One request as it came in, and how it was answered (0: not at all).

    For a new conversation the ids are those that it was given. `body` is the whole JSON sent,
    `activity` the message in it, where there is one.
    """

    method: str
    path: str
    conversation_id: str
    activity_id: str | None
    activity: Json | None
    body: Json | None
    authorization: str | None
    status: int


@dataclass(frozen=True)
class _Trouble:
    status: int  # or one of the two below
    body: object = None
    headers: Mapping[str, str] | None = None


_HANG = _Trouble(0)
_DROP = _Trouble(-1)


class StandIn:
    """A Bot Connector: `async with StandIn() as connector`, then `connector.url` is a serviceUrl.

    `received` holds every request, `sent` those with an activity that were accepted. `roster`
    holds the members (as Teams writes them) by conversation id, given out `page_size` at a time.
    """

    def __init__(self) -> None:
        self.received: list[Received] = []
        self.roster: dict[str, list[Json]] = {}
        self.page_size = 50
        self.gives_ids = True
        self._troubles: deque[_Trouble] = deque()
        self._numbers = count(1)
        self._news = asyncio.Condition()
        self._closing = asyncio.Event()
        self._server = TestServer(self._application())

    @property
    def url(self) -> str:
        return str(self._server.make_url("/"))

    @property
    def sent(self) -> list[Received]:
        return [one for one in self.received if one.activity and 200 <= one.status < 300]

    def fail_next(
        self,
        status: int,
        body: object = None,
        headers: Mapping[str, str] | None = None,
        times: int = 1,
    ) -> None:
        """Answer the next requests with that status; a body that is a str goes out as it is."""
        self._troubles.extend([_Trouble(status, body, headers)] * times)

    def hang_next(self, times: int = 1) -> None:
        """Take the next requests in and leave them unanswered until the stand-in is closed."""
        self._troubles.extend([_HANG] * times)

    def drop_next(self, times: int = 1) -> None:
        """Take the next requests in and cut the connection."""
        self._troubles.extend([_DROP] * times)

    async def wait_for_sent(self, number: int, seconds: float = 10) -> list[Received]:
        """Return what was sent once there are that many.  Raises TimeoutError."""
        await self._wait(lambda: len(self.sent) >= number, seconds)
        return self.sent

    async def wait_for_received(self, number: int, seconds: float = 10) -> list[Received]:
        """Return every request once there are that many.  Raises TimeoutError."""
        await self._wait(lambda: len(self.received) >= number, seconds)
        return self.received

    async def _wait(self, reached: Callable[[], bool], seconds: float) -> None:
        async with asyncio.timeout(seconds), self._news:
            await self._news.wait_for(reached)

    async def __aenter__(self) -> Self:
        await self._server.start_server(shutdown_timeout=1)
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        self._closing.set()
        await self._server.close()

    def _application(self) -> web.Application:
        conversation = "/v3/conversations/{conversation}"
        app = web.Application(client_max_size=1024 * 1024)
        app.add_routes(
            [
                web.post("/v3/conversations", self._create),
                web.post(f"{conversation}/activities", self._post),
                web.post(f"{conversation}/activities/{{activity}}", self._post),
                web.put(f"{conversation}/activities/{{activity}}", self._put),
                web.get(f"{conversation}/pagedmembers", self._paged_members),
                web.get(f"{conversation}/members", self._members),
                web.get(f"{conversation}/members/{{member}}", self._member),
            ]
        )
        return app

    async def _create(self, request: web.Request) -> web.Response:
        body = await request.json()
        number = next(self._numbers)
        channel = body.get("channelData", {}).get("channel")
        if channel:
            conversation, activity = f"{channel['id']};messageid={number}", str(number)
            answer = {"id": conversation, "activityId": activity}
        else:
            # The same person always gets the same conversation.
            conversation, activity = f"a:{body['members'][0]['id']}", None
            answer = {"id": conversation}
        return await self._answer(
            request, 201, answer, conversation, activity_id=activity, body=body
        )

    async def _post(self, request: web.Request) -> web.Response:
        body = await request.json()
        activity = str(next(self._numbers))
        conversation = request.match_info["conversation"]
        return await self._answer(
            request, 201, {"id": activity}, conversation, activity_id=activity, body=body
        )

    async def _put(self, request: web.Request) -> web.Response:
        body = await request.json()
        conversation, activity = request.match_info["conversation"], request.match_info["activity"]
        return await self._answer(
            request, 200, {"id": activity}, conversation, activity_id=activity, body=body
        )

    async def _paged_members(self, request: web.Request) -> web.Response:
        conversation = request.match_info["conversation"]
        if (members := self.roster.get(conversation)) is None:
            return await self._answer(request, 404, NOT_FOUND, conversation)
        start = int(request.query.get("continuationToken", "0"))
        end = start + min(self.page_size, int(request.query.get("pageSize", "50")))
        page: Json = {"members": members[start:end]}
        if end < len(members):
            page["continuationToken"] = str(end)
        return await self._answer(request, 200, page, conversation)

    async def _members(self, request: web.Request) -> web.Response:
        conversation = request.match_info["conversation"]
        members = self.roster.get(conversation)
        status, answer = (404, NOT_FOUND) if members is None else (200, members)
        return await self._answer(request, status, answer, conversation)

    async def _member(self, request: web.Request) -> web.Response:
        conversation, wanted = request.match_info["conversation"], request.match_info["member"]
        for member in self.roster.get(conversation, []):
            if wanted in (member["id"], member.get("aadObjectId")):
                return await self._answer(request, 200, member, conversation)
        return await self._answer(request, 404, NOT_FOUND, conversation)

    async def _answer(
        self,
        request: web.Request,
        status: int,
        answer: object,
        conversation: str,
        *,
        activity_id: str | None = None,
        body: Json | None = None,
    ) -> web.Response:
        trouble = self._troubles.popleft() if self._troubles else None
        self.received.append(
            Received(
                method=request.method,
                path=request.raw_path,
                conversation_id=conversation,
                activity_id=activity_id,
                activity=_message(body),
                body=body,
                authorization=request.headers.get("Authorization"),
                status=max(0, trouble.status) if trouble else status,
            )
        )
        async with self._news:
            self._news.notify_all()
        if trouble:
            return await self._make(trouble, request)
        return web.json_response(answer if self.gives_ids else {}, status=status)

    async def _make(self, trouble: _Trouble, request: web.Request) -> web.Response:
        if trouble is _HANG:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._closing.wait(), HANG_LIMIT)
        if trouble in (_HANG, _DROP):
            if request.transport:
                request.transport.close()
            return web.Response()
        text = trouble.body if isinstance(trouble.body, str) else json.dumps(trouble.body or {})
        headers = {"Content-Type": "application/json", **(trouble.headers or {})}
        return web.Response(status=trouble.status, text=text, headers=headers)


def _message(body: Json | None) -> Json | None:
    """Find the activity of a request: inside a new conversation's, else all of it."""
    return body if body is None or "bot" not in body else body.get("activity")


class KeyService:
    """The connector's key service: `async with KeyService() as keys`, then `keys.token(…)`.

    `rotate()` signs with a new key from then on and publishes only that; while `broken` the
    service answers 500. `fetches` counts how often the keys were asked for.
    """

    def __init__(self, endorsements: Sequence[str] = ("msteams", "webchat")) -> None:
        self.endorsements = endorsements
        self.broken = False
        self.fetches = 0
        self.rotate()
        app = web.Application()
        app.add_routes([web.get("/metadata", self._metadata), web.get("/keys", self._keys)])
        self._server = TestServer(app)

    @property
    def metadata_url(self) -> str:
        return str(self._server.make_url("/metadata"))

    def rotate(self) -> None:
        self.key = new_key()
        self.key_id = uuid4().hex

    def token(
        self,
        service_url: str,
        *,
        audience: str = APP_ID,
        issuer: str = ISSUER,
        expires_in: float = 3600,
        key: RSAPrivateKey | str | None = None,
        algorithm: str = "RS256",
        **claims: object,
    ) -> str:
        """Sign a token as the connector does; a claim given as None is left out."""
        wanted = {
            "iss": issuer,
            "aud": audience,
            "exp": int(time.time() + expires_in),
            "serviceurl": service_url,
            **claims,
        }
        payload = {name: value for name, value in wanted.items() if value is not None}
        signed_by = self.key if key is None else key
        return jwt.encode(payload, signed_by, algorithm, headers={"kid": self.key_id})

    async def __aenter__(self) -> Self:
        await self._server.start_server()
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self._server.close()

    async def _metadata(self, _request: web.Request) -> web.Response:
        if self.broken:
            return web.Response(status=500)
        return web.json_response({"jwks_uri": str(self._server.make_url("/keys"))})

    async def _keys(self, _request: web.Request) -> web.Response:
        self.fetches += 1
        public = RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        entry = {**public, "kid": self.key_id, "endorsements": list(self.endorsements)}
        return web.json_response({"keys": [entry]})


def new_key() -> RSAPrivateKey:
    """Make a key that nobody publishes."""
    return generate_private_key(public_exponent=65537, key_size=2048)
