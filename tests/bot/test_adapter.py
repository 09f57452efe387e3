"""The way in, over real HTTP: what Teams and everybody else get for what they send."""

import gzip
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from io import BytesIO
from typing import Any

import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import BaseTestServer, TestServer
from botbuilder.core import ActivityHandler, Bot, InvokeResponse, TurnContext
from botbuilder.core.bot_adapter import BotAdapter
from botbuilder.schema import (
    Activity,
    ActivityTypes,
    AdaptiveCardInvokeResponse,
    AdaptiveCardInvokeValue,
)
from structlog.testing import capture_logs

from bot.adapter import Adapter
from bot.authentication import Authentication, SigningKeys
from bot.connector import Connector, Sent
from bot.credentials import NoCredentials
from bot.endpoints import BODY_LIMIT, application
from tests.standin import APP_ID, KeyService, StandIn, new_key

Turn = Callable[[TurnContext], Awaitable[None]]
JSON = "application/json"
CARD = {"statusCode": 200, "type": "application/vnd.microsoft.card.adaptive", "value": {"a": 1}}


class OneTurn(Bot):
    """A bot whose turn is set by the test, and which notes what reached it."""

    def __init__(self) -> None:
        self.reached: list[Activity] = []
        self.turn: Turn = nothing

    async def on_turn(self, context: TurnContext) -> None:
        self.reached.append(context.activity)
        await self.turn(context)


async def nothing(_context: TurnContext) -> None:
    """Answer nothing."""


def answering(body: object, status: int = 200) -> Turn:
    """Answer an invoke as the SDK's handlers do."""

    async def turn(context: TurnContext) -> None:
        response = InvokeResponse(status=status, body=body)
        await context.send_activity(Activity(type=ActivityTypes.invoke_response, value=response))

    return turn


def raising(error: Exception) -> Turn:
    async def turn(_context: TurnContext) -> None:
        raise error

    return turn


class Edge:
    """Planbot's endpoint with a bot, the connector and the key service that it sees."""

    def __init__(
        self, session: ClientSession, server: BaseTestServer, bot: OneTurn, teams: StandIn
    ) -> None:
        self.bot = bot
        self.teams = teams
        self._session = session
        self._server = server
        self.keys: KeyService | None = None

    async def post(self, body: object, token: str | None = None, **headers: str) -> tuple[int, str]:
        """Post a body (bytes as they are, else as JSON), signed if there is a key service."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        if self.keys and token is None:
            token = self.keys.token(self.teams.url)
        sent = {"Content-Type": JSON, **({"Authorization": f"Bearer {token}"} if token else {})}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.request("POST", "/api/messages", data=BytesIO(data), headers=sent)

    async def request(self, method: str, path: str, **options: Any) -> tuple[int, str]:
        url = self._server.make_url(path)
        async with self._session.request(method, url, **options) as response:
            return response.status, await response.text()

    def message(self, **changed: object) -> dict[str, Any]:
        """Make a message as Teams sends it; a field given as None is left out."""
        activity = {
            "type": "message",
            "id": "f:1",
            "timestamp": "2026-11-16T10:13:00.000Z",
            "localTimestamp": "2026-11-16T10:13:00.000+00:00",
            "serviceUrl": self.teams.url,
            "channelId": "msteams",
            "from": {"id": "29:me", "name": "Ann", "aadObjectId": "oid"},
            "conversation": {"id": "a:1", "conversationType": "personal", "tenantId": "t"},
            "recipient": {"id": "28:bot", "name": "planbot"},
            "text": "WF-01 75% amber",
            "channelData": {"tenant": {"id": "t"}},
            "entities": [{"type": "clientInfo", "locale": "en-GB"}],
            **changed,
        }
        return {name: value for name, value in activity.items() if value is not None}


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with ClientSession() as opened:
        yield opened


@pytest.fixture
async def teams() -> AsyncIterator[StandIn]:
    async with StandIn() as standin:
        yield standin


@pytest.fixture
async def keys() -> AsyncIterator[KeyService]:
    async with KeyService() as service:
        yield service


@pytest.fixture
async def edge(session: ClientSession, teams: StandIn, keys: KeyService) -> AsyncIterator[Edge]:
    """The service as it runs for an organisation: only signed requests are let in."""
    connector = Connector(session, NoCredentials())
    signing_keys = SigningKeys(session, keys.metadata_url)
    bot = OneTurn()
    adapter = Adapter(Authentication(APP_ID, signing_keys, connector))
    async with TestServer(application(adapter, bot)) as server:
        edge = Edge(session, server, bot, teams)
        edge.keys = keys
        yield edge


@pytest.fixture
async def local(session: ClientSession, teams: StandIn) -> AsyncIterator[Edge]:
    """The service in local mode: no tokens, this machine only."""
    connector = Connector(session, NoCredentials(), local=True)
    bot = OneTurn()
    adapter = Adapter(Authentication("", SigningKeys(session), connector, local=True))
    async with TestServer(application(adapter, bot)) as server:
        yield Edge(session, server, bot, teams)


async def test_a_signed_message_reaches_the_bot(edge: Edge) -> None:
    """The turn sees the activity as it was sent, and can answer through our connector."""
    outcomes: list[object] = []

    async def reply(context: TurnContext) -> None:
        connector = context.turn_state[BotAdapter.BOT_CONNECTOR_CLIENT_KEY]
        assert isinstance(connector, Connector)
        asked = context.activity
        answer = {"type": "message", "text": "Saved: WF-01."}
        outcomes.append(await connector.send(asked.service_url, asked.conversation.id, answer))

    edge.bot.turn = reply
    assert await edge.post(edge.message()) == (201, "")
    [reached] = edge.bot.reached
    assert reached.text == "WF-01 75% amber"
    assert reached.from_property.aad_object_id == "oid"
    assert outcomes == [Sent("1", "a:1")]
    assert edge.teams.sent[0].conversation_id == "a:1"


@pytest.mark.parametrize(
    "content_type",
    ["application/json; charset=utf-8", "Application/JSON"],
)
async def test_json_is_json_however_it_is_written(local: Edge, content_type: str) -> None:
    """A charset and capitals change nothing."""
    assert (await local.post(local.message(), Content_Type=content_type))[0] == 201


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""]
)
async def test_what_is_not_sent_as_json_is_415(local: Edge, content_type: str) -> None:
    """The SDK answers 500 where the header is missing and takes whatever contains the words."""
    status, said = await local.post(local.message(), Content_Type=content_type)
    assert (status, said) == (415, "Send one activity as application/json.")
    headers: dict[str, Any] = {"skip_auto_headers": ["Content-Type"]}
    assert (await local.request("POST", "/api/messages", data=b"{}", **headers))[0] == 415
    assert local.bot.reached == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"hello",
        b"\xff\xfe{}",
        b'{"type": "message", "value": NaN}',
        b'{"type": "message", "text": "\\ud800"}',
        b"[" * 100_000,
        b'{"value":' * 100_000,
    ],
)
async def test_what_is_not_json_is_400(local: Edge, body: bytes) -> None:
    """Half a document, another encoding, a half character that no database takes, a trap."""
    assert await local.post(body) == (400, "The body is not JSON in UTF-8.")


@pytest.mark.parametrize("body", [[], [{"type": "message"}], "message", 7, None, True, {}])
async def test_json_that_is_no_activity_is_400(local: Edge, body: object) -> None:
    """One activity, not a list of them."""
    status, said = await local.post(body)
    assert status == 400
    assert said.startswith("This is not an activity of Teams: type is missing")
    assert local.bot.reached == []


WRONG: list[tuple[str, object]] = [
    ("type", None),
    ("type", ""),
    ("type", 7),
    ("from", None),
    ("from", "Ann"),
    ("from", [{"id": "29:me"}]),
    ("from.id", {"name": "Ann"}),
    ("from.id", {"id": ""}),
    ("from.id", {"id": {"a": 1}}),
    ("from.aadObjectId", {"id": "29:me", "aadObjectId": ["oid"]}),
    ("conversation", None),
    ("conversation", "a:1"),
    ("conversation.id", {}),
    ("conversation.id", {"id": 7}),
    ("conversation.tenantId", {"id": "a:1", "tenantId": {"id": "t"}}),
    ("serviceUrl", None),
    ("serviceUrl", ""),
    ("serviceUrl", 7),
    ("channelId", None),
    ("channelId", ["msteams"]),
    ("id", 7),
    ("name", {"a": 1}),
    ("text", {"a": 1}),
    ("text", ["WF-01"]),
    ("locale", 7),
    ("channelData", "t"),
    ("entities", 7),
    ("entities.0", ["mention"]),
    ("membersAdded", {"id": "29:me"}),
    ("membersAdded.0.id", [{}]),
]


@pytest.mark.parametrize(("field", "value"), WRONG)
async def test_a_field_that_is_missing_or_wrong_is_400(
    local: Edge, field: str, value: object
) -> None:
    """The answer names the field and not what was in it."""
    status, said = await local.post(local.message(**{field.split(".", maxsplit=1)[0]: value}))
    assert status == 400
    assert said.startswith("This is not an activity of Teams: ")
    assert said.endswith(f"{field} is missing or of the wrong type.")
    assert local.bot.reached == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("timestamp", "yesterday"),
        ("attachments", ["card"]),
        ("conversation", {"id": "a:1", "isGroup": "perhaps"}),
    ],
)
async def test_what_the_sdk_cannot_read_is_400(local: Edge, field: str, value: object) -> None:
    """Its own types are checked too, before the bot sees anything."""
    status, said = await local.post(local.message(**{field: value}))
    assert (status, said) == (
        400,
        "This is not an activity of Teams: a field is of the wrong type.",
    )


async def test_a_body_over_one_mebibyte_is_413(local: Edge) -> None:
    """To the byte, also where it was sent compressed."""
    frame = len(json.dumps(local.message(text="")))
    exact = json.dumps(local.message(text="x" * (BODY_LIMIT - frame))).encode()
    assert (await local.post(exact))[0] == 201
    assert (await local.post(exact + b" "))[0] == 413
    squeezed = gzip.compress(exact + b" ")
    assert (await local.post(squeezed, Content_Encoding="gzip"))[0] == 413
    assert len(local.bot.reached) == 1


async def test_a_body_that_does_not_unpack_is_400(local: Edge) -> None:
    """What is announced as gzip has to be gzip."""
    assert (await local.post(b"{}", Content_Encoding="gzip"))[0] == 400


async def test_what_is_not_let_in_is_401(edge: Edge, keys: KeyService) -> None:
    """Each way to be refused looks the same from outside, and never reaches the bot."""
    url = edge.teams.url
    tokens = {
        "none": "",
        "garbage": "a.b.c",
        "forged": keys.token(url, key=new_key()),
        "expired": keys.token(url, expires_in=-3600),
        "unsigned": keys.token(url, key="", algorithm="none"),
        "audience": keys.token(url, audience="another-app"),
        "issuer": keys.token(url, issuer="https://example.org"),
        "no issuer": keys.token(url, iss=None),
        "emulator": keys.token(
            url, issuer="https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/"
        ),
        "address": keys.token("https://example.org/"),
    }
    answers = {name: await edge.post(edge.message(), token) for name, token in tokens.items()}
    channel = edge.message(channelId="emulator")
    answers["channel"] = await edge.post(channel)
    refused = (401, "The Bot Connector's token is missing or does not hold.")
    assert answers == dict.fromkeys(answers, refused)
    assert edge.bot.reached == []


async def test_a_refusal_is_logged_with_its_reason_and_without_the_token(
    edge: Edge, keys: KeyService
) -> None:
    """Whoever runs it can see why, and nothing that could be used."""
    token = keys.token(edge.teams.url, audience="another-app")
    with capture_logs() as logs:
        await edge.post(edge.message(), token)
    assert logs == [
        {"event": "request_refused", "reason": "InvalidAudienceError", "log_level": "warning"}
    ]


async def test_without_signing_keys_it_is_503(edge: Edge, keys: KeyService) -> None:
    """Teams may try again; nobody is called a forger."""
    keys.broken = True
    assert (await edge.post(edge.message()))[0] == 503


async def test_local_mode_refuses_to_answer_elsewhere(local: Edge) -> None:
    """Without tokens the sender would choose whom the bot talks to."""
    elsewhere = local.message(serviceUrl="https://smba.trafficmanager.net/uk/")
    assert (await local.post(elsewhere))[0] == 401
    assert local.bot.reached == []


INVOKE: dict[str, object] = {"type": "invoke", "name": "adaptiveCard/action", "text": None}


@pytest.mark.parametrize("body", [CARD, {"task": {"type": "continue"}}, {}, {"a": [{"b": None}]}])
async def test_an_invoke_gets_its_body_back(local: Edge, body: dict[str, Any]) -> None:
    """The SDK answers 500 to every invoke with a body: it serialises a dict as if it were not."""
    local.bot.turn = answering(body)
    status, said = await local.post(local.message(**INVOKE))
    assert (status, json.loads(said)) == (200, body)


async def test_an_invoke_may_answer_with_a_model_of_the_sdk(local: Edge) -> None:
    """Models go out under Teams' names."""
    local.bot.turn = answering(
        AdaptiveCardInvokeResponse(status_code=200, type=str(CARD["type"]), value={"a": 1}), 202
    )
    status, said = await local.post(local.message(**INVOKE))
    assert (status, json.loads(said)) == (202, CARD)


async def test_an_invoke_without_a_body_gets_a_status(local: Edge) -> None:
    """And one that the bot does not know gets 501."""
    local.bot.turn = answering(None, 200)
    assert await local.post(local.message(**INVOKE)) == (200, "")
    local.bot.turn = nothing
    assert await local.post(local.message(**INVOKE)) == (501, "")


async def test_the_sdks_own_handlers_work(
    session: ClientSession, teams: StandIn, local: Edge
) -> None:
    """Action.Execute through ActivityHandler, whose body arrives serialised already."""

    class Cards(ActivityHandler):
        async def on_adaptive_card_invoke(
            self, turn_context: TurnContext, invoke_value: AdaptiveCardInvokeValue
        ) -> AdaptiveCardInvokeResponse:
            return AdaptiveCardInvokeResponse(
                status_code=200, type=str(CARD["type"]), value={"a": 1}
            )

    local.bot.turn = Cards().on_turn
    execute = {"action": {"type": "Action.Execute", "verb": "save", "data": {}}}
    status, said = await local.post(local.message(**INVOKE, value=execute))
    assert (status, json.loads(said)) == (200, CARD)


@pytest.mark.parametrize("kind", ["message", "invoke", "conversationUpdate"])
@pytest.mark.parametrize("error", [RuntimeError, PermissionError, ValueError])
async def test_a_failing_bot_is_500_and_its_text_stays_inside(
    local: Edge, kind: str, error: type[Exception]
) -> None:
    """Logged by class, place and reference; also a PermissionError, which the SDK makes a 401."""
    local.bot.turn = raising(error("Ann said: Josh was moved on Friday"))
    with capture_logs() as logs:
        status, said = await local.post(local.message(type=kind))
    assert status == 500
    [line] = logs
    assert (line["event"], line["error"]) == ("turn_failed", error.__name__)
    assert line["where"].rpartition(" > ")[2].startswith("test_adapter.py:")
    assert line["reference"] in said
    assert "Josh" not in said + str(logs)


async def test_an_answer_that_is_no_json_is_our_fault(local: Edge) -> None:
    """It is logged like any other failure of a turn."""
    local.bot.turn = answering({"when": object()})
    with capture_logs() as logs:
        assert (await local.post(local.message(**INVOKE)))[0] == 500
    assert logs[0]["error"] == "TypeError"


async def test_a_send_through_the_sdk_is_never_taken_for_sent(local: Edge) -> None:
    """Turns answer through our connector; the SDK's way fails, and loudly."""

    async def send(context: TurnContext) -> None:
        await context.send_activity("Saved: WF-01.")

    local.bot.turn = send
    assert (await local.post(local.message()))[0] == 500
    assert local.teams.received == []


async def test_one_failure_leaves_the_next_message_alone(local: Edge) -> None:
    """The service goes on."""
    local.bot.turn = raising(RuntimeError())
    await local.post(local.message())
    local.bot.turn = nothing
    assert (await local.post(local.message()))[0] == 201


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/messages", 405),
        ("PUT", "/api/messages", 405),
        ("DELETE", "/api/messages", 405),
        ("OPTIONS", "/api/messages", 405),
        ("POST", "/health", 405),
        ("POST", "/", 405),
        ("GET", "/nowhere", 404),
        ("POST", "/api/messages/", 404),
    ],
)
async def test_other_methods_and_places(local: Edge, method: str, path: str, status: int) -> None:
    """There is one way in."""
    assert (await local.request(method, path))[0] == status


async def test_health_says_ready(edge: Edge) -> None:
    """Without a token, and nothing but that."""
    status, said = await edge.request("GET", "/health")
    assert (status, json.loads(said)) == (200, {"status": "ready"})
