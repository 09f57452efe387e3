"""From an HTTP request to a turn of the bot and back: what is no activity goes no further."""

import traceback
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any
from uuid import uuid4

import structlog
from aiohttp.web import (
    HTTPBadRequest,
    HTTPServiceUnavailable,
    HTTPUnauthorized,
    HTTPUnsupportedMediaType,
    Request,
    RequestPayloadError,
    Response,
    WebSocketResponse,
    json_response,
)
from botbuilder.core import Bot, InvokeResponse, serializer_helper
from botbuilder.integration.aiohttp import CloudAdapter
from botbuilder.schema import Activity
from botframework.connector.auth import AuthenticateRequestResult
from msrest.serialization import Model
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel
from pydantic_core import from_json

from bot.authentication import KeysUnavailable

NOT_JSON = "Send one activity as application/json."
BAD_JSON = "The body is not JSON in UTF-8."
NOT_AN_ACTIVITY = "This is not an activity of Teams: {field} is missing or of the wrong type."
UNREADABLE = "This is not an activity of Teams: a field is of the wrong type."
NO_TOKEN = "The Bot Connector's token is missing or does not hold."  # noqa: S105
NO_KEYS = "The Bot Connector's signing keys cannot be had just now."
FAILED = "The message could not be handled. Reference: {reference}"

log = structlog.get_logger()

Identifier = Annotated[str, Field(min_length=1)]


class _Part(BaseModel):
    # Only ever read from JSON and never called, so that mypy need not know the aliases.
    model_config = ConfigDict(alias_generator=to_camel, strict=True)  # type: ignore[pydantic-alias]


class _Account(_Part):
    id: Identifier
    name: str | None = None
    aad_object_id: str | None = None
    tenant_id: str | None = None
    conversation_type: str | None = None


class _Envelope(_Part):
    """What every activity of Teams has, and the types that msrest would let through unchecked."""

    type: Identifier
    from_: _Account = Field(alias="from")
    conversation: _Account
    service_url: Identifier
    channel_id: Identifier
    recipient: _Account | None = None
    id: str | None = None
    name: str | None = None
    text: str | None = None
    text_format: str | None = None
    locale: str | None = None
    reply_to_id: str | None = None
    action: str | None = None
    delivery_mode: str | None = None
    channel_data: dict[str, Any] | None = None
    entities: list[dict[str, Any]] | None = None
    members_added: list[_Account] | None = None
    members_removed: list[_Account] | None = None


class Adapter(CloudAdapter):
    """The SDK's adapter with our own way in: faults of the sender get a 4xx, ours a 500.

    `on_turn_error` stays unset: with it the SDK swallows a bot's exception and says all is well.
    """

    async def process(
        self, request: Request, bot: Bot, ws_response: WebSocketResponse | None = None
    ) -> Response:
        """Answer one POST of the Bot Connector.

        The body's limit is the application's `client_max_size` (413). Raises aiohttp's HTTP errors.
        """
        activity = _activity(await _body(request))
        caller = await self._authenticated(activity, request.headers.get("Authorization", ""))
        try:
            return _response(await self.process_activity(caller, activity, bot.on_turn))
        except Exception as error:  # the edge: whatever fails in a turn ends here
            return _failure(error)

    async def _authenticated(self, activity: Activity, header: str) -> AuthenticateRequestResult:
        # Apart from the turn, so that a PermissionError of the bot's own is not taken for a 401.
        try:
            return await self.bot_framework_authentication.authenticate_request(activity, header)
        except PermissionError as error:
            log.warning("request_refused", reason=str(error))
            raise HTTPUnauthorized(text=NO_TOKEN) from None
        except KeysUnavailable:
            log.error("signing_keys_unavailable")
            raise HTTPServiceUnavailable(text=NO_KEYS) from None


async def _body(request: Request) -> Any:
    if request.content_type != "application/json":
        raise HTTPUnsupportedMediaType(text=NOT_JSON)
    try:
        # Not the standard library's: this one refuses NaN, half surrogates and endless nesting.
        return from_json(await request.read(), allow_inf_nan=False)
    except (ValueError, RequestPayloadError):
        raise HTTPBadRequest(text=BAD_JSON) from None


def _activity(body: Any) -> Activity:
    try:
        _Envelope.model_validate(body)
        activity: Activity = Activity.deserialize(body)
    except ValidationError as error:
        where = ".".join(map(str, error.errors(include_input=False)[0]["loc"])) or "type"
        raise HTTPBadRequest(text=NOT_AN_ACTIVITY.format(field=where)) from None
    except ValueError:  # msrest's DeserializationError is one
        raise HTTPBadRequest(text=UNREADABLE) from None
    return activity


def _response(result: InvokeResponse | None) -> Response:
    if result is None:
        return Response(status=201)
    status = result.status or HTTPStatus.OK
    if result.body is None:
        return Response(status=status)
    # The SDK serialises a body that is a dict already, and fails: only its models need it.
    body = serializer_helper(result.body) if isinstance(result.body, Model) else result.body
    return json_response(body, status=status)


def _failure(error: Exception) -> Response:
    """Log what failed and where, and never its text, which may hold a person's words."""
    reference = uuid4().hex[:8]
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    log.error(
        "turn_failed",
        reference=reference,
        error=type(error).__qualname__,
        where=" > ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames),
    )
    return Response(status=500, text=FAILED.format(reference=reference))
