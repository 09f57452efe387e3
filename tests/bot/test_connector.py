"""The way out, against a stand-in connector over real HTTP."""

import asyncio
import socket
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession, ClientTimeout, TCPConnector, web
from aiohttp.test_utils import TestServer

from bot.connector import (
    MESSAGE_LIMIT,
    Connector,
    Failure,
    Member,
    Outcome,
    Refused,
    Roster,
    Sent,
    Throttled,
    Unavailable,
    Unknown,
)
from bot.credentials import CredentialsUnavailable, NoCredentials
from tests.standin import StandIn

CHAT = "a:1_chat@unq.gbl.spaces"
MESSAGE: dict[str, Any] = {"type": "message", "text": "Saved: WF-01."}
SHORT = ClientTimeout(total=0.3, connect=0.3)


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with ClientSession() as opened:
        yield opened


@pytest.fixture
async def teams() -> AsyncIterator[StandIn]:
    async with StandIn() as standin:
        yield standin


@pytest.fixture
def connector(session: ClientSession) -> Connector:
    return Connector(session, NoCredentials(), local=True)


class Signed:
    """Credentials that are there, or not."""

    def __init__(self, header: str | None) -> None:
        self.header = header

    async def authorization(self) -> str:
        if self.header is None:
            raise CredentialsUnavailable("The sign-in service cannot be reached.")
        return self.header


async def test_a_message_arrives_whole_and_its_id_comes_back(
    connector: Connector, teams: StandIn
) -> None:
    """What is sent is what the connector gets; ids are quoted and Unicode survives."""
    activity = {"type": "message", "text": "75 % – “fertig” 🎉"}
    outcome = await connector.send(teams.url, "19:x/y?z@thread.v2;messageid=1", activity)
    assert outcome == Sent("1", "19:x/y?z@thread.v2;messageid=1")
    [sent] = teams.sent
    assert sent.conversation_id == "19:x/y?z@thread.v2;messageid=1"
    assert "%2Fy%3Fz%40thread.v2%3Bmessageid%3D1/activities" in sent.path
    assert sent.activity == activity


async def test_a_service_url_works_with_and_without_its_last_slash(
    connector: Connector, teams: StandIn
) -> None:
    """Teams sends both forms."""
    await connector.send(teams.url.rstrip("/"), CHAT, MESSAGE)
    await connector.send(teams.url, CHAT, MESSAGE)
    assert {one.path for one in teams.sent} == {
        "/v3/conversations/a%3A1_chat%40unq.gbl.spaces/activities"
    }


async def test_an_answer_names_what_it_answers(connector: Connector, teams: StandIn) -> None:
    """A reply goes to the activity's own address and says so in its body."""
    assert await connector.send(teams.url, CHAT, MESSAGE, reply_to="f:9") == Sent("1", CHAT)
    assert teams.sent[0].path.endswith("/activities/f%3A9")
    assert teams.sent[0].activity == {**MESSAGE, "replyToId": "f:9"}


async def test_a_card_is_replaced_in_place(connector: Connector, teams: StandIn) -> None:
    """An update is a PUT on the sent activity."""
    assert await connector.update(teams.url, CHAT, "7", MESSAGE) == Sent("7", CHAT)
    [sent] = teams.sent
    assert (sent.method, sent.activity_id) == ("PUT", "7")
    assert sent.activity == {**MESSAGE, "id": "7"}


async def test_a_personal_conversation_is_made_and_written_to(
    connector: Connector, teams: StandIn
) -> None:
    """Making the 1:1 conversation and posting into it are two requests."""
    outcome = await connector.create_personal(teams.url, "tenant", "28:bot", "29:me", MESSAGE)
    assert outcome == Sent("2", "a:29:me")
    made, posted = teams.received
    assert made.body is not None
    assert made.body["members"] == [{"id": "29:me"}]
    assert made.body["tenantId"] == made.body["channelData"]["tenant"]["id"] == "tenant"
    assert made.activity is None
    assert posted.activity == MESSAGE


async def test_a_personal_conversation_can_be_made_in_silence(
    connector: Connector, teams: StandIn
) -> None:
    """Without a message the outcome is the conversation's id alone."""
    outcome = await connector.create_personal(teams.url, "tenant", "28:bot", "29:me")
    assert outcome == Sent(None, "a:29:me")
    assert teams.sent == []


async def test_a_channel_post_starts_a_thread(connector: Connector, teams: StandIn) -> None:
    """The outcome holds the thread, so that the card can be updated and answered."""
    outcome = await connector.post_to_channel(
        teams.url, "tenant", "28:bot", "19:wf@thread.tacv2", MESSAGE
    )
    assert outcome == Sent("1", "19:wf@thread.tacv2;messageid=1")
    [sent] = teams.sent
    assert sent.activity == MESSAGE
    assert sent.body is not None
    assert sent.body["channelData"]["channel"] == {"id": "19:wf@thread.tacv2"}


async def test_accepted_without_an_id_is_sent(connector: Connector, teams: StandIn) -> None:
    """Teams gives no id at times, and an empty or unreadable body is no failure either."""
    teams.gives_ids = False
    assert await connector.send(teams.url, CHAT, MESSAGE) == Sent(None, CHAT)
    for status, body in ((200, "[]"), (201, ""), (202, "<html>")):
        teams.fail_next(status, body)
        assert await connector.send(teams.url, CHAT, MESSAGE) == Sent(None, CHAT)
    assert await connector.post_to_channel(teams.url, "t", "b", "19:c", MESSAGE) == Sent(
        None, "19:c"
    )
    assert await connector.create_personal(teams.url, "t", "b", "m") == Refused(
        200, "UnreadableAnswer"
    )


SUB_CODE = '{\r\n  "subCode": "MessageWritesBlocked",\r\n  "details": "Thread is gone"\r\n}'


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (403, {"error": {"code": "BotDisabledByAdmin"}}, Refused(403, "BotDisabledByAdmin")),
        (403, {"errorCode": 209, "message": SUB_CODE}, Refused(403, "MessageWritesBlocked")),
        (403, {"errorCode": 209, "message": "no"}, Refused(403, "209")),
        (403, {"error": {"code": "words of Ann’s"}}, Refused(403, "")),
        (403, {"error": {"code": {"a": 1}}}, Refused(403, "")),
        (403, "<html>Forbidden</html>", Refused(403, "")),
        (404, {"error": {"code": "ConversationNotFound"}}, Refused(404, "ConversationNotFound")),
        (413, {"error": {"code": "MessageSizeTooBig"}}, Refused(413, "MessageSizeTooBig")),
        (400, {"error": {"code": "BadSyntax"}}, Refused(400, "BadSyntax")),
        (401, {"message": "Authorization has been denied."}, Refused(401, "")),
        (302, "", Refused(302, "")),
        (500, {"error": {"code": "ServiceError"}}, Refused(500, "ServiceError")),
        (412, {"error": {"code": "PreconditionFailed"}}, Unavailable(412, "PreconditionFailed")),
        (502, "", Unavailable(502)),
        (503, "", Unavailable(503)),
        (504, "[" * 5000, Unavailable(504)),
    ],
)
async def test_each_failure_has_its_outcome(
    connector: Connector, teams: StandIn, status: int, body: object, expected: Outcome
) -> None:
    """Final, worth a retry, and the code of both error bodies; never a sentence in place of it."""
    teams.fail_next(status, body)
    assert await connector.send(teams.url, CHAT, MESSAGE) == expected
    assert len(teams.received) == 1


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "17"}, 17),
        (
            {
                "Retry-After": "Mon, 14 Nov 2026 09:00:30 GMT",
                "Date": "Mon, 14 Nov 2026 09:00:00 GMT",
            },
            30,
        ),
        (
            {
                "Retry-After": "Mon, 14 Nov 2026 08:00:00 GMT",
                "Date": "Mon, 14 Nov 2026 09:00:00 GMT",
            },
            0,
        ),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "-5"}, None),
        ({}, None),
    ],
)
async def test_too_many_says_how_long_to_wait(
    connector: Connector, teams: StandIn, headers: dict[str, str], seconds: float | None
) -> None:
    """Retry-After in seconds or as a date, by the connector's own clock."""
    teams.fail_next(429, headers=headers)
    assert await connector.send(teams.url, CHAT, MESSAGE) == Throttled(seconds)


@pytest.mark.parametrize("trouble", ["hang_next", "drop_next"])
async def test_a_message_lost_on_the_way_is_unknown_and_not_repeated(
    session: ClientSession, teams: StandIn, trouble: str
) -> None:
    """After a time-out or a cut connection the message may be there: that is for people."""
    connector = Connector(session, NoCredentials(), timeout=SHORT)
    assert await connector.send(teams.url, CHAT, MESSAGE) == Sent("1", CHAT)  # a warm connection
    getattr(teams, trouble)()
    assert isinstance(await connector.send(teams.url, CHAT, MESSAGE), Unknown)
    getattr(teams, trouble)()
    assert isinstance(await connector.post_to_channel(teams.url, "t", "b", "c", MESSAGE), Unknown)
    assert len(teams.received) == 3


@pytest.mark.parametrize("trouble", ["hang_next", "drop_next"])
async def test_what_may_be_repeated_is_never_unknown(
    session: ClientSession, teams: StandIn, trouble: str
) -> None:
    """An update, a question and the making of a 1:1 conversation change nothing the second time."""
    connector = Connector(session, NoCredentials(), timeout=SHORT)
    lost: list[Outcome | Member | Roster] = []
    getattr(teams, trouble)(times=8)
    lost.append(await connector.update(teams.url, CHAT, "1", MESSAGE))
    lost.append(await connector.create_personal(teams.url, "t", "b", "m", MESSAGE))
    lost.append(await connector.members(teams.url, CHAT))
    lost.append(await connector.member(teams.url, CHAT, "29:me"))
    assert all(isinstance(one, Unavailable) and one.status is None for one in lost)


async def test_a_connector_that_is_not_there_is_worth_a_retry(connector: Connector) -> None:
    """A refused connection has sent nothing."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/"
        outcome = await connector.send(url, CHAT, MESSAGE)
    assert outcome == Unavailable(None, "The connector cannot be reached.")


async def test_a_connection_that_cannot_be_made_in_time_is_worth_a_retry(
    teams: StandIn,
) -> None:
    """A time-out before the request went out has sent nothing: here, waiting for the pool."""
    async with ClientSession(connector=TCPConnector(limit=1)) as narrow:
        patient = Connector(narrow, NoCredentials(), timeout=ClientTimeout(total=5))
        hasty = Connector(narrow, NoCredentials(), timeout=ClientTimeout(connect=0.1))
        teams.hang_next()
        first = asyncio.create_task(patient.send(teams.url, CHAT, MESSAGE))
        await teams.wait_for_received(1)
        assert isinstance(await hasty.send(teams.url, CHAT, MESSAGE), Unavailable)
        first.cancel()
    assert len(teams.received) == 1


async def test_a_message_that_teams_would_refuse_is_not_sent(
    connector: Connector, teams: StandIn
) -> None:
    """The limit counts UTF-16, in which an emoji takes four bytes."""
    overhead = len('{"type":"message","text":""}') * 2
    longest = "🎉" * ((MESSAGE_LIMIT - overhead) // 4)
    fits = {"type": "message", "text": longest}
    assert isinstance(await connector.send(teams.url, CHAT, fits), Sent)
    too_long = {"type": "message", "text": longest + "🎉"}
    expected = Refused(413, "MessageSizeTooBig")
    assert await connector.send(teams.url, CHAT, too_long) == expected
    assert await connector.update(teams.url, CHAT, "1", too_long) == expected
    assert await connector.post_to_channel(teams.url, "t", "b", "c", too_long) == expected
    assert len(teams.received) == 1


@pytest.mark.parametrize(
    "url",
    [
        "https://smba.trafficmanager.net/uk/",
        "http://127.0.0.1@arden.example/",
        "http://localhost.arden.example/",
        "http://127.0.0.1:99999/",
        "http://10.0.0.1/",
        "ftp://127.0.0.1/",
        "file:///etc/passwd",
        "//127.0.0.1/",
        "http://[::1/",
        "",
    ],
)
async def test_local_mode_contacts_this_machine_only(connector: Connector, url: str) -> None:
    """Whoever can reach the local endpoint must not make it call others."""
    assert await connector.send(url, CHAT, MESSAGE) == Refused(403, "ServiceUrlNotAllowed")


async def test_the_token_goes_to_the_connector_and_never_in_the_clear(
    session: ClientSession, teams: StandIn
) -> None:
    """Signed requests leave this machine by https only."""
    connector = Connector(session, Signed("Bearer abc"))
    assert isinstance(await connector.send(teams.url, CHAT, MESSAGE), Sent)
    assert teams.sent[0].authorization == "Bearer abc"
    outcome = await connector.send("http://smba.trafficmanager.net/uk/", CHAT, MESSAGE)
    assert outcome == Refused(403, "ServiceUrlNotAllowed")


async def test_a_redirect_takes_the_token_nowhere(session: ClientSession, teams: StandIn) -> None:
    """A redirect is a refusal, not a new address."""
    async with StandIn() as elsewhere:
        teams.fail_next(307, headers={"Location": elsewhere.url})
        outcome = await Connector(session, Signed("Bearer abc")).send(teams.url, CHAT, MESSAGE)
        assert outcome == Refused(307, "")
        assert elsewhere.received == []


async def test_without_credentials_nothing_is_sent(session: ClientSession, teams: StandIn) -> None:
    """A sign-in service that is down is worth a retry."""
    outcome = await Connector(session, Signed(None)).send(teams.url, CHAT, MESSAGE)
    assert outcome == Unavailable(None, "The sign-in service cannot be reached.")
    assert teams.received == []


async def test_a_roster_is_read_to_its_last_page(connector: Connector, teams: StandIn) -> None:
    """Teams gives the roster page by page, and names the Entra id in one of two ways."""
    teams.page_size = 2
    teams.roster["19:team"] = [
        {
            "id": "29:1",
            "aadObjectId": "oid-1",
            "name": "Ann",
            "email": "ann@arden.example",
            "userPrincipalName": "ann@arden.example",
            "tenantId": "t",
            "userRole": "user",
        },
        {"id": "29:2", "objectId": "oid-2"},
        {"id": "29:3", "name": 3},
    ]
    assert await connector.members(teams.url, "19:team") == Roster(
        (
            Member("29:1", "oid-1", "Ann", "ann@arden.example", "ann@arden.example", "t", "user"),
            Member("29:2", "oid-2"),
            Member("29:3"),
        )
    )
    assert len(teams.received) == 2
    assert await connector.member(teams.url, "19:team", "29:2") == Member("29:2", "oid-2")


@pytest.mark.parametrize("body", ["", "[]", "{}", {"members": "all"}, {"members": None}])
async def test_a_roster_that_cannot_be_read_is_not_an_empty_one(
    connector: Connector, teams: StandIn, body: object
) -> None:
    """An owner must not be taken for a stranger because Teams stammered."""
    teams.fail_next(200, body, times=2)
    assert await connector.members(teams.url, CHAT) == Refused(200, "UnreadableAnswer")
    assert await connector.member(teams.url, CHAT, "29:1") == Refused(200, "UnreadableAnswer")


async def test_a_roster_that_fails_half_way_is_no_roster(
    connector: Connector, teams: StandIn
) -> None:
    """Half of the people is not everyone."""
    first: dict[str, Any] = {"members": [{"id": "29:1"}], "continuationToken": "1"}
    teams.fail_next(200, first)
    teams.fail_next(503)
    assert await connector.members(teams.url, CHAT) == Unavailable(503)
    teams.fail_next(200, first, times=200)
    endless: Roster | Failure = await connector.members(teams.url, CHAT)
    assert endless == Refused(200, "EndlessRoster")


async def test_everything_goes_over_one_connection(session: ClientSession) -> None:
    """The session's pool is used: the stock SDK opens a new connection for each message."""
    ports: list[int] = []

    async def note_port(request: web.Request) -> web.Response:
        assert request.transport
        ports.append(request.transport.get_extra_info("peername")[1])
        return web.json_response({"id": "1"})

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", note_port)
    async with TestServer(app) as server:
        connector = Connector(session, NoCredentials())
        for _ in range(3):
            await connector.send(str(server.make_url("/")), CHAT, MESSAGE)
    assert len(ports) == 3
    assert len(set(ports)) == 1
