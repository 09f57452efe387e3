"""The app's token: fetched once, kept, and never a secret in what goes wrong."""

import asyncio
import threading
from pathlib import Path
from typing import Any

import jwt
import pytest
from botframework.connector.auth import (
    AppCredentials,
    CertificateAppCredentials,
    MicrosoftAppCredentials,
)
from botframework.connector.auth.managedidentity_app_credentials import (
    ManagedIdentityAppCredentials,
)

from bot.credentials import (
    MARGIN,
    OPAQUE_LIFETIME,
    CachedCredentials,
    CredentialsUnavailable,
    app_credentials,
    credentials_for,
)
from bot.settings import load_settings
from tests.certificates import pem, self_signed, write
from tests.standin import APP_ID, new_key

TENANT = "7a1d0b52-0000-4000-8000-0123456789ab"
APP: dict[str, Any] = {"app_id": APP_ID, "app_tenant_id": TENANT}
START = 1_800_000_000.0


class Source(AppCredentials):
    """The SDK's credentials: what it answers is a token, or raised; it can be held up."""

    def __init__(self, *answers: str | Exception) -> None:
        super().__init__(APP_ID)
        self.answers = list(answers)
        self.asked = 0
        self.may_answer = threading.Event()
        self.may_answer.set()

    def get_access_token(self, force_refresh: bool = False) -> str:
        self.asked += 1
        self.may_answer.wait(10)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


class Clock:
    """Seconds since 1970, set by the test."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> float:
        return self.now


def token(lifetime: float = 3600, **claims: Any) -> str:
    return jwt.encode({"exp": START + lifetime, **claims}, "k" * 32, "HS256")


async def test_a_token_is_kept_until_shortly_before_it_expires() -> None:
    """One fetch an hour, not one a message."""
    clock, first, second = Clock(), token(), token(7200)
    source = Source(first, second)
    cached = CachedCredentials(source, clock)
    assert await cached.authorization() == f"Bearer {first}"
    clock.now = START + 3600 - MARGIN - 1
    assert await cached.authorization() == f"Bearer {first}"
    assert source.asked == 1
    clock.now += 1
    assert await cached.authorization() == f"Bearer {second}"


@pytest.mark.parametrize("opaque", ["opaque", jwt.encode({"sub": "x"}, "k" * 32, "HS256")])
async def test_a_token_that_does_not_say_when_it_ends_is_kept_for_a_while(opaque: str) -> None:
    """Whatever sign-in service gave it."""
    clock, source = Clock(), Source(opaque, "next")
    cached = CachedCredentials(source, clock)
    assert await cached.authorization() == f"Bearer {opaque}"
    clock.now += OPAQUE_LIFETIME - 1
    assert await cached.authorization() == f"Bearer {opaque}"
    clock.now += 1
    assert await cached.authorization() == "Bearer next"


async def test_many_at_once_wait_for_one_fetch() -> None:
    """Sixty prompts on a Tuesday morning sign in once."""
    source = Source(token())
    source.may_answer.clear()
    cached = CachedCredentials(source, Clock())
    waiting = [asyncio.create_task(cached.authorization()) for _ in range(60)]
    await asyncio.sleep(0)
    source.may_answer.set()
    assert len(set(await asyncio.gather(*waiting))) == 1
    assert source.asked == 1


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (
            PermissionError("error: invalid_client, AADSTS7000215: secret hunter2 of app x"),
            "Entra refused to sign the app in (AADSTS7000215).",
        ),
        (PermissionError("hunter2"), "Entra refused to sign the app in."),
        (KeyError("access_token"), "The managed identity endpoint gave no token."),
        (ConnectionError("hunter2"), "The sign-in service cannot be reached."),
        (ValueError("hunter2"), "The sign-in service does not know the tenant or the app."),
    ],
)
async def test_what_the_sdk_raises_becomes_one_error_without_secrets(
    error: Exception, reason: str
) -> None:
    """Also the KeyError that it makes of a failing managed identity."""
    with pytest.raises(CredentialsUnavailable) as unavailable:
        await CachedCredentials(Source(error), Clock()).authorization()
    assert str(unavailable.value) == reason


async def test_an_old_token_serves_while_it_holds() -> None:
    """A sign-in service that is down at the wrong moment stops nothing."""
    clock, first = Clock(), token()
    failing = ConnectionError()
    cached = CachedCredentials(Source(first, failing, failing, "next"), clock)
    await cached.authorization()
    clock.now = START + 3599
    assert await cached.authorization() == f"Bearer {first}"
    clock.now = START + 3600
    with pytest.raises(CredentialsUnavailable):
        await cached.authorization()
    assert await cached.authorization() == "Bearer next"


async def test_a_sign_in_service_that_hangs_holds_one_thread_and_nobody_long() -> None:
    """The SDK asks without a time-out; those who wait are told, and the next ask joins in."""
    source = Source("late")
    source.may_answer.clear()
    cached = CachedCredentials(source, Clock(), patience=0.5)
    for _ in range(2):
        with pytest.raises(CredentialsUnavailable, match="did not answer in time"):
            await cached.authorization()
    joining = asyncio.create_task(cached.authorization())
    source.may_answer.set()
    assert await joining == "Bearer late"
    assert source.asked == 1


async def test_local_mode_signs_nothing() -> None:
    """Whatever else is set."""
    settings = load_settings(local=True, app_id=APP_ID, app_password="hunter2")
    assert await credentials_for(settings).authorization() is None


def test_a_password_signs_in_at_the_apps_own_tenant() -> None:
    """The SDK takes botframework.com where no tenant is given."""
    made = app_credentials(load_settings(**APP, app_password="hunter2"))
    assert isinstance(made, MicrosoftAppCredentials)
    assert made.microsoft_app_password == "hunter2"
    assert made.oauth_endpoint == f"https://login.microsoftonline.com/{TENANT}"


def test_a_managed_identity_needs_no_secret() -> None:
    """The platform vouches for it."""
    made = app_credentials(load_settings(**APP, app_type="managed_identity"))
    assert isinstance(made, ManagedIdentityAppCredentials)


def test_a_certificate_is_sent_along(tmp_path: Path) -> None:
    """Key, thumbprint and the certificate itself (x5c), so that it can be renewed in Entra."""
    key = new_key()
    made = app_credentials(
        load_settings(
            **APP,
            app_type="certificate",
            certificate_path=write(tmp_path, "app.pem", pem(self_signed(key)) + pem(key)),
        )
    )
    assert isinstance(made, CertificateAppCredentials)
    assert made.oauth_endpoint == f"https://login.microsoftonline.com/{TENANT}"
    assert "BEGIN CERTIFICATE" in str(made.certificate_public)
    assert "PRIVATE KEY" in made.certificate_private_key
    assert len(made.certificate_thumbprint) == 40
