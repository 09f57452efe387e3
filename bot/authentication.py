"""Who is calling: the Bot Connector's token on every request, or this machine in local mode."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn, cast

import jwt
from aiohttp import ClientError, ClientSession, ClientTimeout
from botbuilder.schema import Activity, CallerIdConstants
from botframework.connector import Channels
from botframework.connector.aio import ConnectorClient
from botframework.connector.auth import (
    AuthenticateRequestResult,
    AuthenticationConstants,
    BotFrameworkAuthentication,
    ClaimsIdentity,
    ConnectorFactory,
    UserTokenClient,
)
from pydantic import BaseModel
from yarl import URL

from bot.connector import Connector, is_loopback_url

METADATA_URL = AuthenticationConstants.TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL
# The emulator's and other bots' issuers, which the SDK also takes, are not among them.
ISSUER = AuthenticationConstants.TO_BOT_FROM_CHANNEL_TOKEN_ISSUER
ALGORITHM = "RS256"
LEEWAY = 300  # seconds that the two clocks may differ

KEYS_LIFETIME = 24 * 3600  # seconds
PAUSE = 60  # seconds between fetches, however many unknown keys are named
PAUSE_AFTER_FAILURE = 5  # seconds
FETCH_TIMEOUT = ClientTimeout(total=5)


class KeysUnavailable(Exception):
    """No token can be checked: the signing keys cannot be had and none are known."""


@dataclass(frozen=True)
class SigningKey:
    """One key of the connector, and the channels whose messages it may sign."""

    key: jwt.PyJWK
    endorsements: frozenset[str]


class SigningKeys:
    """The connector's keys, kept for a day; `clock` counts seconds and never goes back.

    A key that is not among them is asked for once a minute at most, so that a new one is soon
    known and invented ones cost nothing. Where asking fails the old keys stay.
    """

    def __init__(
        self,
        session: ClientSession,
        metadata_url: str = METADATA_URL,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._session = session
        self._metadata_url = metadata_url
        self._clock = clock
        self._keys: dict[str, SigningKey] = {}
        self._stale_at = self._paused_until = clock()
        self._fetching = asyncio.Lock()

    async def find(self, key_id: str) -> SigningKey | None:
        """Return the key of that id, or None if the connector has none.  Raises KeysUnavailable."""
        if self._wants(key_id):
            async with self._fetching:
                if self._wants(key_id):  # unless the one before us has fetched it
                    await self._refresh()
        if not self._keys:
            raise KeysUnavailable
        return self._keys.get(key_id)

    def _wants(self, key_id: str) -> bool:
        now = self._clock()
        return now >= self._paused_until and (now >= self._stale_at or key_id not in self._keys)

    async def _refresh(self) -> None:
        try:
            self._keys = await self._fetched()
        except (ClientError, TimeoutError, ValueError):
            self._paused_until = self._clock() + PAUSE_AFTER_FAILURE
        else:
            self._paused_until = self._clock() + PAUSE
            self._stale_at = self._clock() + KEYS_LIFETIME

    async def _fetched(self) -> dict[str, SigningKey]:
        metadata = _Metadata.model_validate_json(await self._body(self._metadata_url))
        published = _KeySet.model_validate_json(await self._body(metadata.jwks_uri))
        keys = {str(one["kid"]): key for one in published.keys if (key := _signing_key(one))}
        if not keys:
            raise ValueError("no usable key")
        return keys

    async def _body(self, url: str) -> bytes:
        async with self._session.get(url, timeout=FETCH_TIMEOUT, raise_for_status=True) as response:
            return await response.read()


class _Metadata(BaseModel):
    jwks_uri: str


class _KeySet(BaseModel):
    keys: list[dict[str, Any]]


class Authentication(BotFrameworkAuthentication):
    """The SDK's question "may this be?", answered by us; turns answer through our connector.

    In local mode there is no token, and only this machine may be answered; an empty app id alone,
    which turns the SDK's checks off, lets nobody in. Which tenants are served is the bot's to say,
    in words.
    """

    def __init__(
        self, app_id: str, keys: SigningKeys, connector: Connector, *, local: bool = False
    ) -> None:
        self._app_id = app_id
        self._local = local
        self._keys = keys
        self._connectors = _SharedConnector(connector)

    async def authenticate_request(
        self, activity: Activity, auth_header: str
    ) -> AuthenticateRequestResult:
        """Check channel, token and service address.

        Raises PermissionError, with a reason fit for the log, and KeysUnavailable.
        """
        if activity.channel_id != Channels.ms_teams:
            raise PermissionError("not from Teams")
        if self._local:
            return self._result(_local_claims(activity))
        claims = await self._claims(auth_header)
        if not activity.service_url or claims.get("serviceurl") != activity.service_url:
            raise PermissionError("serviceUrl is not the token's")
        return self._result(claims)

    async def _claims(self, auth_header: str) -> dict[str, Any]:
        token = _bearer_token(auth_header)
        signing_key = await self._keys.find(_key_id(token))
        if signing_key is None:
            raise PermissionError("unknown signing key")
        if Channels.ms_teams not in signing_key.endorsements:
            raise PermissionError("signing key is not endorsed for Teams")
        return _verified(token, signing_key.key, self._app_id)

    def _result(self, claims: dict[str, Any]) -> AuthenticateRequestResult:
        result = AuthenticateRequestResult()
        result.audience = AuthenticationConstants.TO_CHANNEL_FROM_BOT_OAUTH_SCOPE
        result.claims_identity = ClaimsIdentity(claims, is_authenticated=bool(claims))
        result.caller_id = CallerIdConstants.public_azure_channel
        result.connector_factory = self._connectors
        return result

    async def authenticate_streaming_request(
        self, auth_header: str, channel_id_header: str
    ) -> NoReturn:
        """Refuse: Teams does not use it, and neither do we."""
        raise PermissionError("streaming is not offered")

    def create_connector_factory(self, claims_identity: ClaimsIdentity) -> ConnectorFactory:
        """Give the one connector to everybody."""
        return self._connectors

    async def create_user_token_client(self, claims_identity: ClaimsIdentity) -> UserTokenClient:
        """Give none: nobody signs in, and the SDK would open two HTTP clients for every turn."""
        return cast(UserTokenClient, None)


class _SharedConnector(ConnectorFactory):
    def __init__(self, connector: Connector) -> None:
        self._connector = connector

    async def create(self, service_url: str, audience: str) -> ConnectorClient:
        # The SDK only carries it to the turn's state; `context.send_activity` is not used here.
        return cast(ConnectorClient, self._connector)


def _local_claims(activity: Activity) -> dict[str, Any]:
    try:
        local = is_loopback_url(URL(activity.service_url or ""))
    except ValueError:
        local = False
    if not local:
        raise PermissionError("local mode answers this machine only")
    return {}


def _bearer_token(auth_header: str) -> str:
    scheme, _, token = auth_header.partition(" ")
    if scheme != "Bearer" or not token or not token.isascii():
        raise PermissionError("no bearer token")
    return token


def _key_id(token: str) -> str:
    """Read which key signed it, of a token that is ours to check at all: that asks nobody."""
    try:
        unverified = jwt.decode_complete(token, options={"verify_signature": False})
    except jwt.PyJWTError as error:
        raise PermissionError(_reason(error)) from None
    header, claims = unverified["header"], unverified["payload"]
    if claims.get("iss") != ISSUER:
        raise PermissionError("issuer is not the Bot Connector")
    if header.get("alg") != ALGORITHM or not header.get("kid"):
        raise PermissionError(f"not signed with {ALGORITHM} and a named key")
    return str(header["kid"])


def _verified(token: str, key: jwt.PyJWK, app_id: str) -> dict[str, Any]:
    try:
        return jwt.decode(
            token,
            key,
            algorithms=[ALGORITHM],
            audience=app_id,
            issuer=ISSUER,
            leeway=LEEWAY,
            options={"require": ["exp", "iss", "aud"]},
        )
    except jwt.PyJWTError as error:
        raise PermissionError(_reason(error)) from None


def _reason(error: Exception) -> str:
    return type(error).__name__


def _signing_key(entry: dict[str, Any]) -> SigningKey | None:
    if not isinstance(entry.get("kid"), str):
        return None
    try:
        return SigningKey(jwt.PyJWK(entry, ALGORITHM), frozenset(entry.get("endorsements", ())))
    except (jwt.PyJWTError, TypeError):
        return None
