"""The way out: every request to the Bot Connector, each with a typed outcome and no retry."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any, TypeAlias
from urllib.parse import quote

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
)
from pydantic_core import from_json
from yarl import URL

from bot.credentials import Credentials, CredentialsUnavailable
from bot.settings import is_loopback

# Teams refuses about 100 KB of UTF-16 and asks bots to stay under 80.
MESSAGE_LIMIT = 80 * 1024  # bytes
# Connecting has its own limit: what fails before it is over was certainly not sent.
TIMEOUT = ClientTimeout(total=30, connect=5, sock_read=15)  # seconds
WORTH_A_RETRY = {412, 502, 503, 504}
PAGE_SIZE = 500  # the most that Teams gives
MAX_PAGES = 100


@dataclass(frozen=True)
class Sent:
    """Accepted. `activity_id` is None where Teams gave none: such a message cannot be updated."""

    activity_id: str | None
    conversation_id: str


@dataclass(frozen=True)
class Throttled:
    """Too many at once. `retry_after` is in seconds; None where Teams did not say."""

    retry_after: float | None


@dataclass(frozen=True)
class Unavailable:
    """Nothing has happened that a retry would double. `status` is None where none was received."""

    status: int | None
    reason: str = ""


@dataclass(frozen=True)
class Refused:
    """Final. `code` is the connector's own word for it, or "" where it gave none."""

    status: int
    code: str


@dataclass(frozen=True)
class Unknown:
    """The message may have arrived and may not have: repeating it could show it twice."""

    reason: str


@dataclass(frozen=True)
class Member:
    """One person of a roster, as far as Teams says who they are."""

    id: str
    aad_object_id: str | None = None
    name: str | None = None
    email: str | None = None
    user_principal_name: str | None = None
    tenant_id: str | None = None
    user_role: str | None = None


@dataclass(frozen=True)
class Roster:
    """Everyone in a conversation."""

    members: tuple[Member, ...]


Failure: TypeAlias = Throttled | Unavailable | Refused | Unknown
Outcome: TypeAlias = Sent | Failure
_Answer: TypeAlias = dict[str, Any]

UNREADABLE = Refused(HTTPStatus.OK, "UnreadableAnswer")


class Connector:
    """Sends, updates and asks over one pooled session; nothing here raises for what went wrong.

    Activities are JSON as Teams writes it (camelCase). In local mode only this machine is
    contacted; otherwise only https addresses and this machine.
    """

    def __init__(
        self,
        session: ClientSession,
        credentials: Credentials,
        *,
        local: bool = False,
        timeout: ClientTimeout = TIMEOUT,
    ) -> None:
        self._session = session
        self._credentials = credentials
        self._local = local
        self._timeout = timeout

    async def send(
        self,
        service_url: str,
        conversation_id: str,
        activity: Mapping[str, Any],
        reply_to: str | None = None,
    ) -> Outcome:
        """Post one activity, as an answer to the activity `reply_to` where it is given."""
        path = f"{_conversation(conversation_id)}/activities"
        if reply_to:
            path = f"{path}/{_quoted(reply_to)}"
            activity = {**activity, "replyToId": reply_to}
        answer = await self._request("POST", service_url, path, activity)
        return _sent(answer, conversation_id)

    async def update(
        self,
        service_url: str,
        conversation_id: str,
        activity_id: str,
        activity: Mapping[str, Any],
    ) -> Outcome:
        """Replace a sent activity. Never Unknown: replacing it once more changes nothing."""
        path = f"{_conversation(conversation_id)}/activities/{_quoted(activity_id)}"
        activity = {**activity, "id": activity_id}
        answer = await self._request("PUT", service_url, path, activity, repeatable=True)
        return _sent(answer, conversation_id)

    async def create_personal(
        self,
        service_url: str,
        tenant_id: str,
        bot_id: str,
        member_id: str,
        activity: Mapping[str, Any] | None = None,
    ) -> Outcome:
        """Find or make the 1:1 conversation with a member, and post `activity` into it if given.

        Two steps, because making the conversation again returns the same one: only the post can
        be Unknown.
        """
        wanted = {
            "isGroup": False,
            "bot": {"id": bot_id},
            "members": [{"id": member_id}],
            "tenantId": tenant_id,
            "channelData": {"tenant": {"id": tenant_id}},
        }
        answer = await self._request(
            "POST", service_url, "/v3/conversations", wanted, repeatable=True
        )
        if not isinstance(answer, dict):
            return answer
        if not (conversation_id := _text(answer, "id")):
            return UNREADABLE
        if activity is None:
            return Sent(None, conversation_id)
        return await self.send(service_url, conversation_id, activity)

    async def post_to_channel(
        self,
        service_url: str,
        tenant_id: str,
        bot_id: str,
        channel_id: str,
        activity: Mapping[str, Any],
    ) -> Outcome:
        """Start a new thread in a channel; the conversation id of the outcome is the thread's."""
        wanted = {
            "isGroup": True,
            "bot": {"id": bot_id},
            "tenantId": tenant_id,
            "channelData": {"tenant": {"id": tenant_id}, "channel": {"id": channel_id}},
            "activity": dict(activity),
        }
        answer = await self._request("POST", service_url, "/v3/conversations", wanted)
        if not isinstance(answer, dict):
            return answer
        return Sent(_text(answer, "activityId"), _text(answer, "id") or channel_id)

    async def members(self, service_url: str, conversation_id: str) -> Roster | Failure:
        """Ask for everyone in a conversation (of a channel: pass the team's id), page by page."""
        path = f"{_conversation(conversation_id)}/pagedmembers?pageSize={PAGE_SIZE}"
        found: list[Member] = []
        page_path = path
        for _ in range(MAX_PAGES):
            page = await self._request("GET", service_url, page_path, repeatable=True)
            if not isinstance(page, dict):
                return page
            if (members := _members(page)) is None:
                return UNREADABLE
            found += members
            if not (token := _text(page, "continuationToken")):
                return Roster(tuple(found))
            page_path = f"{path}&continuationToken={_quoted(token)}"
        return Refused(HTTPStatus.OK, "EndlessRoster")

    async def member(
        self, service_url: str, conversation_id: str, member_id: str
    ) -> Member | Failure:
        """Ask who one member of a conversation is."""
        path = f"{_conversation(conversation_id)}/members/{_quoted(member_id)}"
        answer = await self._request("GET", service_url, path, repeatable=True)
        if not isinstance(answer, dict):
            return answer
        return _member(answer) or UNREADABLE

    async def _request(
        self,
        method: str,
        service_url: str,
        path: str,
        payload: Mapping[str, Any] | None = None,
        *,
        repeatable: bool = False,
    ) -> _Answer | Failure:
        data = None if payload is None else _encoded(payload)
        if data is not None and len(data.encode("utf-16-le")) > MESSAGE_LIMIT:
            return Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "MessageSizeTooBig")
        if not (url := self._permitted(service_url, path)):
            return Refused(HTTPStatus.FORBIDDEN, "ServiceUrlNotAllowed")
        try:
            return await self._exchange(method, url, data)
        except CredentialsUnavailable as error:
            return Unavailable(None, str(error))
        except (ClientConnectorError, ConnectionTimeoutError):
            return Unavailable(None, "The connector cannot be reached.")
        except (ClientError, TimeoutError) as error:
            lost = type(error).__name__
            return Unavailable(None, lost) if repeatable else Unknown(lost)

    async def _exchange(self, method: str, url: URL, data: str | None) -> _Answer | Failure:
        headers = {"Content-Type": "application/json"} if data else {}
        if authorization := await self._credentials.authorization():
            headers["Authorization"] = authorization
        async with self._session.request(
            method,
            url,
            data=data.encode() if data else None,
            headers=headers,
            timeout=self._timeout,
            allow_redirects=False,  # a redirect must not carry the token, or local mode, elsewhere
        ) as response:
            return _outcome(response.status, response.headers, _parsed(await response.read()))

    def _permitted(self, service_url: str, path: str) -> URL | None:
        try:
            url = URL(service_url.rstrip("/") + path, encoded=True)
            permitted = is_loopback_url(url) or (url.scheme == "https" and not self._local)
        except ValueError:
            return None
        return url if permitted else None


def is_loopback_url(url: URL) -> bool:
    """Whether an http address can only mean this machine.  Raises ValueError where it is none."""
    return url.scheme in {"http", "https"} and is_loopback(url.host)


def _conversation(conversation_id: str) -> str:
    return f"/v3/conversations/{_quoted(conversation_id)}"


def _quoted(identifier: str) -> str:
    return quote(identifier, safe="")


def _encoded(payload: Mapping[str, Any]) -> str:
    return json.dumps(dict(payload), ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _parsed(body: bytes) -> _Answer:
    try:
        answer = from_json(body)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def _outcome(status: int, headers: Mapping[str, str], answer: _Answer) -> _Answer | Failure:
    if status in range(200, 300):
        return answer
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Throttled(_retry_after(headers))
    if status in WORTH_A_RETRY:
        return Unavailable(status, _code(answer))
    return Refused(status, _code(answer))


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Read seconds, or a date, which is measured against the answer's own (RFC 9110, 10.2.3)."""
    value = headers.get("Retry-After", "").strip()
    if value.isdecimal():
        return float(value)
    try:
        until, sent = (parsedate_to_datetime(text) for text in (value, headers.get("Date", "")))
        return max(0.0, (until - sent).total_seconds())
    except (TypeError, ValueError):
        return None


def _code(answer: _Answer) -> str:
    """Read either error body: `error.code`, or `errorCode` with a `subCode` inside its message."""
    error = answer.get("error")
    sub_code = re.search(r"subCode\W+(\w+)", str(answer.get("message", "")))
    if isinstance(error, dict):
        code = error.get("code")
    else:
        code = sub_code[1] if sub_code else answer.get("errorCode")
    # It goes into logs and the record: a word, never a sentence that may hold what was sent.
    return str(code) if re.fullmatch(r"[\w.-]{1,80}", str(code or "")) else ""


def _sent(answer: _Answer | Failure, conversation_id: str) -> Outcome:
    return Sent(_text(answer, "id"), conversation_id) if isinstance(answer, dict) else answer


def _members(page: _Answer) -> list[Member] | None:
    entries = page.get("members")
    if not isinstance(entries, list):
        return None
    members = [_member(entry) for entry in entries if isinstance(entry, dict)]
    return [member for member in members if member]


def _member(entry: _Answer) -> Member | None:
    if not (member_id := _text(entry, "id")):
        return None
    return Member(
        id=member_id,
        aad_object_id=_text(entry, "aadObjectId") or _text(entry, "objectId"),
        name=_text(entry, "name"),
        email=_text(entry, "email"),
        user_principal_name=_text(entry, "userPrincipalName"),
        tenant_id=_text(entry, "tenantId"),
        user_role=_text(entry, "userRole"),
    )


def _text(answer: _Answer, name: str) -> str | None:
    value = answer.get(name)
    return value if isinstance(value, str) and value else None
