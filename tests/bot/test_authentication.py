"""Who may call: real signed tokens, checked against a stand-in key service."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from typing import Any

import jwt
import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from botbuilder.schema import Activity
from hypothesis import example, given
from hypothesis import strategies as st
from jwt.algorithms import RSAAlgorithm

from bot.authentication import (
    KEYS_LIFETIME,
    PAUSE,
    PAUSE_AFTER_FAILURE,
    Authentication,
    KeysUnavailable,
    SigningKey,
    SigningKeys,
)
from bot.connector import Connector
from bot.credentials import NoCredentials
from tests.standin import APP_ID, ISSUER, KeyService, new_key

TEAMS = frozenset({"msteams"})
SERVICE_URL = "https://smba.trafficmanager.net/uk/"


class Clock:
    """A monotonic clock, set by the test."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with ClientSession() as opened:
        yield opened


@pytest.fixture
async def keys() -> AsyncIterator[KeyService]:
    async with KeyService() as service:
        yield service


@pytest.fixture
def authentication(session: ClientSession, keys: KeyService, clock: Clock) -> Authentication:
    return Authentication(
        APP_ID,
        SigningKeys(session, keys.metadata_url, clock),
        Connector(session, NoCredentials()),
    )


def activity(**changed: Any) -> Activity:
    fields = {"type": "message", "channel_id": "msteams", "service_url": SERVICE_URL}
    return Activity(**{**fields, **changed})


async def refusal(
    authentication: Authentication, header: str, wanted: Activity | None = None
) -> str:
    with pytest.raises(PermissionError) as refused:
        await authentication.authenticate_request(wanted or activity(), header)
    return str(refused.value)


async def test_the_connectors_own_token_is_let_in(
    authentication: Authentication, keys: KeyService
) -> None:
    """The turn gets the claims, and our connector to answer through."""
    result = await authentication.authenticate_request(
        activity(), f"Bearer {keys.token(SERVICE_URL)}"
    )
    assert result.claims_identity.is_authenticated
    assert result.claims_identity.get_claim_value("aud") == APP_ID
    assert isinstance(await result.connector_factory.create(SERVICE_URL, ""), Connector)


async def test_clocks_may_differ_by_five_minutes(
    authentication: Authentication, keys: KeyService
) -> None:
    """A token that has just expired still holds."""
    header = f"Bearer {keys.token(SERVICE_URL, expires_in=-240)}"
    assert await authentication.authenticate_request(activity(), header)
    assert "Expired" in await refusal(
        authentication, f"Bearer {keys.token(SERVICE_URL, expires_in=-360)}"
    )


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"audience": "another-app"}, "InvalidAudienceError"),
        ({"aud": None}, "MissingRequiredClaimError"),
        ({"exp": None}, "MissingRequiredClaimError"),
        ({"exp": "soon"}, "DecodeError"),
        ({"exp": float("inf")}, "DecodeError"),
        ({"nbf": 32503680000}, "ImmatureSignatureError"),
        ({"iss": None}, "issuer is not the Bot Connector"),
        ({"issuer": "https://example.org"}, "issuer is not the Bot Connector"),
        # The emulator's and other bots' issuers, which the SDK lets in with any serviceUrl.
        (
            {"issuer": "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/"},
            "issuer is not the Bot Connector",
        ),
        (
            {
                "issuer": "https://login.microsoftonline.com/"
                "d6d49420-f39b-4df7-a1dc-d59a935871db/v2.0"
            },
            "issuer is not the Bot Connector",
        ),
        ({"key": new_key()}, "InvalidSignatureError"),
        ({"key": "secret" * 8, "algorithm": "HS256"}, "not signed with RS256 and a named key"),
        ({"key": "", "algorithm": "none"}, "not signed with RS256 and a named key"),
        ({"algorithm": "RS512"}, "not signed with RS256 and a named key"),
        ({"serviceurl": None}, "serviceUrl is not the token's"),
        ({"serviceurl": "https://example.org/"}, "serviceUrl is not the token's"),
    ],
)
async def test_a_token_that_does_not_hold_is_refused(
    authentication: Authentication, keys: KeyService, changed: dict[str, Any], reason: str
) -> None:
    """Forged, expired, unsigned, for another bot, of another issuer, for another address."""
    token = keys.token(SERVICE_URL, **changed)
    assert await refusal(authentication, f"Bearer {token}") == reason


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Basic YWJj", "bearer {}", "{}", "Bearer {} {}", "Bearer a.b.c"],
)
async def test_a_header_without_a_bearer_token_is_refused(
    authentication: Authentication, keys: KeyService, header: str
) -> None:
    """Also where the token itself is right."""
    token = keys.token(SERVICE_URL)
    assert await refusal(authentication, header.format(token, token))


@pytest.mark.parametrize(
    "changed",
    [
        {"channel_id": None},
        {"channel_id": "webchat"},
        {"channel_id": "emulator"},
        {"service_url": None},
        {"service_url": ""},
    ],
)
async def test_an_activity_that_is_not_from_teams_is_refused(
    authentication: Authentication, keys: KeyService, changed: dict[str, Any]
) -> None:
    """The SDK takes an activity without channel or service address."""
    header = f"Bearer {keys.token(SERVICE_URL)}"
    assert await refusal(authentication, header, activity(**changed))


async def test_no_address_on_either_side_is_no_match(
    authentication: Authentication, keys: KeyService
) -> None:
    """An activity and a token that both name no service address agree on nothing."""
    header = f"Bearer {keys.token(SERVICE_URL, serviceurl=None)}"
    reason = await refusal(authentication, header, activity(service_url=None))
    assert reason == "serviceUrl is not the token's"


async def test_a_token_that_does_not_name_its_key_is_refused(
    authentication: Authentication, keys: KeyService
) -> None:
    """It asks nobody for keys."""
    keys.key_id = ""
    header = f"Bearer {keys.token(SERVICE_URL)}"
    assert await refusal(authentication, header) == "not signed with RS256 and a named key"
    assert keys.fetches == 0


async def test_a_key_that_may_not_sign_for_teams_is_refused(
    authentication: Authentication, keys: KeyService
) -> None:
    """A key of the connector's web chat is no key for Teams."""
    keys.endorsements = ["webchat"]
    header = f"Bearer {keys.token(SERVICE_URL)}"
    assert await refusal(authentication, header) == "signing key is not endorsed for Teams"


async def test_keys_are_fetched_once_a_day_and_by_one_request(
    authentication: Authentication, keys: KeyService, clock: Clock
) -> None:
    """Many first messages at once ask once."""
    header = f"Bearer {keys.token(SERVICE_URL)}"
    await asyncio.gather(
        *(authentication.authenticate_request(activity(), header) for _ in range(20))
    )
    clock.now += KEYS_LIFETIME - 1
    await authentication.authenticate_request(activity(), header)
    assert keys.fetches == 1
    clock.now += 1
    await authentication.authenticate_request(activity(), header)
    assert keys.fetches == 2


async def test_a_new_signing_key_is_soon_known(
    authentication: Authentication, keys: KeyService, clock: Clock
) -> None:
    """The SDK refuses everybody for up to a day after a key has changed."""
    old = keys.token(SERVICE_URL)
    await authentication.authenticate_request(activity(), f"Bearer {old}")
    keys.rotate()
    clock.now += PAUSE
    assert await authentication.authenticate_request(
        activity(), f"Bearer {keys.token(SERVICE_URL)}"
    )
    assert await refusal(authentication, f"Bearer {old}") == "unknown signing key"


async def test_invented_keys_make_no_storm(
    authentication: Authentication, keys: KeyService, clock: Clock
) -> None:
    """Tokens with unknown keys cause one fetch a minute, others none at all."""
    await authentication.authenticate_request(activity(), f"Bearer {keys.token(SERVICE_URL)}")
    clock.now += PAUSE
    keys.key_id = "invented"
    forged = f"Bearer {keys.token(SERVICE_URL)}"
    keys.key_id = "published"
    for _ in range(5):
        assert await refusal(authentication, forged) == "unknown signing key"
    assert keys.fetches == 2
    clock.now += PAUSE
    await refusal(authentication, f"Bearer {keys.token(SERVICE_URL, issuer='https://x.example')}")
    assert keys.fetches == 2


async def test_old_keys_serve_while_the_key_service_is_down(
    authentication: Authentication, keys: KeyService, clock: Clock
) -> None:
    """A failed fetch takes nothing away, and is tried again."""
    header = f"Bearer {keys.token(SERVICE_URL)}"
    await authentication.authenticate_request(activity(), header)
    keys.broken = True
    clock.now += KEYS_LIFETIME
    assert await authentication.authenticate_request(activity(), header)
    keys.broken = False
    clock.now += PAUSE_AFTER_FAILURE
    assert await authentication.authenticate_request(activity(), header)
    assert keys.fetches == 2


async def test_without_any_keys_nobody_is_called_a_forger(
    authentication: Authentication, keys: KeyService, clock: Clock
) -> None:
    """A key service that was never there is our trouble, and passes."""
    keys.broken = True
    header = f"Bearer {keys.token(SERVICE_URL)}"
    for _ in range(2):
        with pytest.raises(KeysUnavailable):
            await authentication.authenticate_request(activity(), header)
    keys.broken = False
    clock.now += PAUSE_AFTER_FAILURE
    assert await authentication.authenticate_request(activity(), header)


@pytest.mark.parametrize("document", [b"", b"[]", b"{}", b'{"jwks_uri": 7}', b"\xff" * 99])
async def test_nonsense_of_the_key_service_is_an_outage(
    session: ClientSession, document: bytes
) -> None:
    """What is no metadata counts as none."""

    async def nonsense(_request: web.Request) -> web.Response:
        return web.Response(body=document)

    app = web.Application()
    app.router.add_get("/", nonsense)
    async with TestServer(app) as server:
        with pytest.raises(KeysUnavailable):
            await SigningKeys(session, str(server.make_url("/")), Clock()).find("any")


@pytest.mark.parametrize(
    "entries",
    [
        None,
        [],
        ["key"],
        [{"kty": "RSA", "kid": "a"}],
        [{"kty": "RSA", "kid": "a", "n": 7, "e": "AQAB"}],
        [{"kty": "oct", "kid": "a", "k": "c2VjcmV0"}],
        [{"kty": "RSA"}],
        [{"kty": "RSA", "kid": "a", "n": "AQAB", "e": "AQAB", "endorsements": 7}],
    ],
)
async def test_keys_that_cannot_be_used_are_none(session: ClientSession, entries: object) -> None:
    """Only RSA keys with a name count; a shared secret in the list must never become one."""

    async def metadata(request: web.Request) -> web.Response:
        return web.json_response({"jwks_uri": str(request.url.with_path("/keys"))})

    async def published(_request: web.Request) -> web.Response:
        return web.json_response({"keys": entries})

    app = web.Application()
    app.add_routes([web.get("/", metadata), web.get("/keys", published)])
    async with TestServer(app) as server:
        with pytest.raises(KeysUnavailable):
            await SigningKeys(session, str(server.make_url("/")), Clock()).find("a")


@pytest.mark.parametrize("audience", ["", APP_ID, None])
async def test_an_empty_app_id_opens_nothing(
    session: ClientSession, keys: KeyService, audience: str | None
) -> None:
    """The SDK lets everybody in then, token or not."""
    signing_keys = SigningKeys(session, keys.metadata_url)
    forgetful = Authentication("", signing_keys, Connector(session, NoCredentials()))
    here = activity(service_url="http://127.0.0.1/")
    token = keys.token("http://127.0.0.1/", aud=audience)
    assert await refusal(forgetful, f"Bearer {token}", here)
    assert await refusal(forgetful, "", here)


async def test_streaming_is_refused_and_nobody_signs_in(authentication: Authentication) -> None:
    """The SDK's other doors stay shut."""
    with pytest.raises(PermissionError):
        await authentication.authenticate_streaming_request("Bearer x", "msteams")


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:56150", "http://localhost:56150/_connector", "http://[::1]:8080/"]
)
async def test_local_mode_lets_this_machine_in_without_a_token(
    session: ClientSession, keys: KeyService, url: str
) -> None:
    """Nobody is authenticated then, and the claims say so."""
    signing_keys = SigningKeys(session, keys.metadata_url)
    local = Authentication(APP_ID, signing_keys, Connector(session, NoCredentials()), local=True)
    result = await local.authenticate_request(activity(service_url=url), "")
    assert not result.claims_identity.is_authenticated
    assert keys.fetches == 0


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        SERVICE_URL,
        "http://127.0.0.1@example.org/",
        "http://127.0.0.1.example.org/",
        "http://127.0.0.1:99999/",
        "http://0.0.0.0/",
        "127.0.0.1",
        "file://localhost/etc/passwd",
    ],
)
async def test_local_mode_answers_this_machine_only(
    session: ClientSession, keys: KeyService, url: str | None
) -> None:
    """Without tokens the sender chooses the address that is answered."""
    signing_keys = SigningKeys(session, keys.metadata_url)
    local = Authentication("", signing_keys, Connector(session, NoCredentials()), local=True)
    assert await refusal(local, "", activity(service_url=url))
    other_channel = activity(service_url="http://127.0.0.1/", channel_id="emulator")
    assert await refusal(local, "", other_channel) == "not from Teams"


class OneKeyForAll(SigningKeys):
    """A key service that knows whatever key it is asked for."""

    key = SigningKey(jwt.PyJWK(RSAAlgorithm.to_jwk(new_key().public_key(), as_dict=True)), TEAMS)

    async def find(self, key_id: str) -> SigningKey | None:
        return self.key


def _part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)
HEADERS = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("alg", "kid", "typ", "crit", "b64", "jwk"), JSON)
)
CLAIMS = st.fixed_dictionaries(
    {"iss": st.just(ISSUER)}, optional=dict.fromkeys(("aud", "exp", "nbf", "iat", "sub"), JSON)
)


@given(
    token=st.text()
    | st.builds(lambda head, body: f"{_part(head)}.{_part(body)}.AAAA", JSON | HEADERS, CLAIMS)
)
@example(token=f"{base64.urlsafe_b64encode(b'[' * 6000).decode()}.e30.AAAA")
@example(token="\udce9.\udce9.\udce9")
def test_no_token_however_odd_gets_in_or_breaks_anything(token: str) -> None:
    """What the network sends is refused, never an error of ours."""

    async def refused() -> None:
        async with ClientSession() as session:
            connector = Connector(session, NoCredentials())
            authentication = Authentication(APP_ID, OneKeyForAll(session), connector)
            await refusal(authentication, f"Bearer {token}")

    asyncio.run(refused())
