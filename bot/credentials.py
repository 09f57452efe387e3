"""How planbot signs in to the Bot Connector: one cached token, fetched by one request at a time."""

import asyncio
import re
import time
from collections.abc import Callable
from typing import Protocol, assert_never

import jwt
from botframework.connector.auth import (
    AppCredentials,
    CertificateAppCredentials,
    MicrosoftAppCredentials,
)
from botframework.connector.auth.managedidentity_app_credentials import (
    ManagedIdentityAppCredentials,
)

from bot.settings import Settings, load_certificate

REFUSED = "Entra refused to sign the app in{code}."
NO_IDENTITY = "The managed identity endpoint gave no token."
UNREACHABLE = "The sign-in service cannot be reached."
MISCONFIGURED = "The sign-in service does not know the tenant or the app."
TOO_SLOW = "The sign-in service did not answer in time."

# MSAL answers from its own cache until five minutes before expiry: asking later than that is what
# makes it fetch a new token.
MARGIN = 240  # seconds
OPAQUE_LIFETIME = 300  # seconds, where a token does not say when it ends
PATIENCE = 20  # seconds


class CredentialsUnavailable(Exception):
    """No token can be had just now; its text says why and holds no secret."""


class Credentials(Protocol):
    """What the connector signs its requests with."""

    async def authorization(self) -> str | None:
        """Return the Authorization header, or None where none is sent.

        Raises CredentialsUnavailable.
        """


class NoCredentials:
    """Local mode: nothing is signed."""

    async def authorization(self) -> None:
        return None


class CachedCredentials:
    """The app's token, kept until shortly before it expires.

    `now` is in seconds since 1970; `patience` is how many seconds one waits for a new token.
    """

    def __init__(
        self,
        source: AppCredentials,
        now: Callable[[], float] = time.time,
        patience: float = PATIENCE,
    ) -> None:
        self._source = source
        self._now = now
        self._patience = patience
        self._token = ""
        self._refresh_at = 0.0
        self._expires_at = 0.0
        self._fetching: asyncio.Task[str] | None = None

    async def authorization(self) -> str:
        if self._now() >= self._refresh_at:
            try:
                self._keep(await self._fetched())
            except CredentialsUnavailable:
                if self._now() >= self._expires_at:
                    raise
        return f"Bearer {self._token}"

    async def _fetched(self) -> str:
        # Everyone waits for the same fetch. The SDK sets no time-out, so that a sign-in service
        # that hangs holds one thread, however many wait, and none of them for long.
        if self._fetching is None or self._fetching.done():
            self._fetching = asyncio.create_task(asyncio.to_thread(_token_of, self._source))
        try:
            return await asyncio.wait_for(asyncio.shield(self._fetching), self._patience)
        except TimeoutError:
            raise CredentialsUnavailable(TOO_SLOW) from None

    def _keep(self, token: str) -> None:
        self._token = token
        self._expires_at = _expiry(token) or self._now() + OPAQUE_LIFETIME + MARGIN
        self._refresh_at = self._expires_at - MARGIN


def credentials_for(settings: Settings) -> Credentials:
    """Build the credentials once, at start.  Raises BadSettings if the certificate is gone."""
    if settings.local:
        return NoCredentials()
    return CachedCredentials(app_credentials(settings))


def app_credentials(settings: Settings) -> AppCredentials:
    """Choose the SDK's way to sign in for the app type.  Raises BadSettings."""
    app_id, tenant_id = settings.app_id, settings.app_tenant_id
    match settings.app_type:
        case "single_tenant":
            password = settings.app_password.get_secret_value()
            return MicrosoftAppCredentials(app_id, password, tenant_id)
        case "managed_identity":
            return ManagedIdentityAppCredentials(app_id)
        case "certificate":
            certificate = load_certificate(settings)
            return CertificateAppCredentials(
                app_id,
                certificate.thumbprint,
                certificate.private_key,
                tenant_id,
                certificate_public=certificate.public,
            )
        case unreachable:
            assert_never(unreachable)


def _token_of(source: AppCredentials) -> str:
    try:
        return source.get_access_token()
    except PermissionError as error:
        code = re.search(r"AADSTS\d+", str(error))
        reason = REFUSED.format(code=f" ({code.group()})" if code else "")
    except KeyError:  # what the SDK makes of a failing managed identity endpoint
        reason = NO_IDENTITY
    except OSError:  # requests' errors are OSErrors
        reason = UNREACHABLE
    except ValueError:  # MSAL's, for an authority that does not exist or a key that is none
        reason = MISCONFIGURED
    raise CredentialsUnavailable(reason)


def _expiry(token: str) -> float | None:
    try:
        return float(jwt.decode(token, options={"verify_signature": False})["exp"])
    except (jwt.PyJWTError, KeyError):
        return None
