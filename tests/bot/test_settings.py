"""Every mistake in the settings has its clear sentence, and no setting's value is in it."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA1

from bot.settings import UK, BadSettings, load_certificate, load_settings
from tests.certificates import pem, self_signed, write
from tests.standin import APP_ID, new_key

TENANT = "7a1d0b52-0000-4000-8000-0123456789ab"
OTHER_TENANT = "7a1d0b52-0000-4000-8000-ba9876543210"
SERVER: dict[str, Any] = {"app_id": APP_ID, "app_password": "hunter2", "app_tenant_id": TENANT}
NOON = datetime(2026, 11, 14, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("PLANBOT_")]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="module")
def key() -> RSAPrivateKey:
    return new_key()


@pytest.fixture(scope="module")
def certificate(key: RSAPrivateKey) -> x509.Certificate:
    return self_signed(key)


@pytest.fixture
def files(tmp_path: Path, key: RSAPrivateKey, certificate: x509.Certificate) -> dict[str, Any]:
    """Settings of a server that signs in with a certificate, in two files."""
    return {
        "app_type": "certificate",
        "app_id": APP_ID,
        "app_tenant_id": TENANT,
        "certificate_path": write(tmp_path, "app.pem", pem(certificate)),
        "certificate_key_path": write(tmp_path, "app.key", pem(key)),
    }


def mistakes(**settings: Any) -> list[str]:
    with pytest.raises(BadSettings) as refused:
        load_settings(**settings)
    return str(refused.value).splitlines()


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists have commas; an empty variable counts as none; ids are written small."""
    for name, value in {
        "APP_ID": APP_ID.upper(),
        "APP_PASSWORD": "hunter2",
        "APP_TENANT_ID": TENANT,
        "TENANTS": f" {TENANT}, {OTHER_TENANT.upper()} ,",
        "EMAIL_DOMAINS": "Arden.gov.uk,mercia.police.uk",
        "PORT": "8080",
        "DATABASE_URL": "",
    }.items():
        monkeypatch.setenv(f"PLANBOT_{name}", value)
    settings = load_settings()
    assert settings.app_id == APP_ID
    assert settings.app_password.get_secret_value() == "hunter2"
    assert settings.tenants == (TENANT, OTHER_TENANT)
    assert settings.email_domains == ("arden.gov.uk", "mercia.police.uk")
    assert (settings.host, settings.port) == ("0.0.0.0", 8080)
    assert settings.database_url == "sqlite:///planbot.db"


def test_what_the_command_line_says_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    """An option that was not given (None) leaves the environment's word."""
    monkeypatch.setenv("PLANBOT_PORT", "8080")
    monkeypatch.setenv("PLANBOT_HOST", "127.0.0.2")
    settings = load_settings(**SERVER, port=9000, host=None)
    assert (settings.host, settings.port) == ("127.0.0.2", 9000)


def test_the_apps_own_tenant_is_served_unless_others_are_named() -> None:
    """The allow-list is never empty by accident."""
    assert load_settings(**SERVER).tenants == (TENANT,)
    assert load_settings(**SERVER, tenants=[OTHER_TENANT]).tenants == (OTHER_TENANT,)


def test_local_mode_needs_nothing_and_binds_to_this_machine() -> None:
    """`--local` alone is enough to try it."""
    settings = load_settings(local=True)
    assert (settings.host, settings.port, settings.clock) == ("127.0.0.1", 3978, None)
    assert load_settings(local=True, host="::1").host == "::1"
    assert load_settings(local=True, host="localhost").host == "localhost"


def test_the_clock_is_uk_time_unless_it_says_otherwise() -> None:
    """A local clock is always aware."""
    uk = load_settings(local=True, clock="2026-07-14T09:00").clock
    assert uk == datetime(2026, 7, 14, 9, tzinfo=UK)
    assert uk is not None
    assert uk.utcoffset() == timedelta(hours=1)
    assert load_settings(local=True, clock="2026-11-14T12:00Z").clock == NOON


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, ["PLANBOT_APP_ID is missing. Set it, or start with --local"]),
        ({**SERVER, "app_id": " "}, ["PLANBOT_APP_ID is missing."]),
        ({**SERVER, "app_id": "planbot"}, ["PLANBOT_APP_ID must be an id such as"]),
        ({**SERVER, "app_type": "SingleTenant"}, ["PLANBOT_APP_TYPE must be single_tenant, man"]),
        ({**SERVER, "app_type": "multi_tenant"}, ["PLANBOT_APP_TYPE must be single_tenant, man"]),
        ({**SERVER, "app_password": " "}, ["PLANBOT_APP_PASSWORD is missing."]),
        ({**SERVER, "app_tenant_id": ""}, ["PLANBOT_APP_TENANT_ID is missing."]),
        ({**SERVER, "app_tenant_id": "arden"}, ["PLANBOT_APP_TENANT_ID must be an id such as"]),
        ({**SERVER, "tenants": ["arden"]}, ["PLANBOT_TENANTS must be an id such as"]),
        ({"app_type": "managed_identity", "app_id": APP_ID}, ["PLANBOT_TENANTS is missing."]),
        ({**SERVER, "tenants": 7}, ["PLANBOT_TENANTS is not valid."]),
        ({**SERVER, "email_domains": ["ann@arden"]}, ["PLANBOT_EMAIL_DOMAINS must be domains"]),
        ({**SERVER, "database_url": "mysql://x"}, ["PLANBOT_DATABASE_URL must begin with sqlite"]),
        ({**SERVER, "port": "http"}, ["PLANBOT_PORT must be a whole number from 0 to 65535."]),
        ({**SERVER, "port": 65536}, ["PLANBOT_PORT must be a whole number from 0 to 65535."]),
        ({**SERVER, "clock": NOON}, ["PLANBOT_CLOCK may be set in local mode only."]),
        ({"local": True, "clock": "Friday"}, ["PLANBOT_CLOCK must be a date and time such as"]),
        ({"local": "perhaps"}, ["PLANBOT_LOCAL must be true or false."]),
        ({"local": True, "host": "0.0.0.0"}, ["Local mode trusts every message, so PLANBOT_HOST"]),
        ({"local": True, "host": "arden.example"}, ["Local mode trusts every message, so PLANBOT"]),
        (
            {"app_type": "certificate", "app_id": APP_ID, "app_tenant_id": TENANT},
            ["PLANBOT_CERTIFICATE_PATH is missing."],
        ),
        (
            {"app_id": APP_ID, "clock": NOON},
            [
                "PLANBOT_CLOCK may be",
                "PLANBOT_APP_TENANT_ID is missing.",
                "PLANBOT_APP_PASSWORD is",
            ],
        ),
        ({**SERVER, "port": "http", "app_type": "x"}, ["PLANBOT_APP_TYPE", "PLANBOT_PORT"]),
    ],
)
def test_each_mistake_has_its_sentence(settings: dict[str, Any], expected: list[str]) -> None:
    """One line a mistake, in full sentences that name the variable."""
    said = mistakes(**settings)
    assert len(said) == len(expected)
    for line, beginning in zip(said, expected, strict=True):
        assert line.startswith(beginning)
        assert line.endswith(".")


def test_no_secret_is_ever_shown() -> None:
    """Neither in the settings' own text nor in a complaint about them."""
    settings = load_settings(**SERVER, database_url="postgresql://planbot:hunter2@db/planbot")
    assert "hunter2" not in repr(settings) + str(settings)
    said = mistakes(**{**SERVER, "app_id": "hunter2", "database_url": "x://hunter2", "port": 1})
    assert "hunter2" not in "".join(said)


def test_settings_stay_as_they_were_read() -> None:
    """They are frozen."""
    with pytest.raises(ValueError, match="frozen"):
        load_settings(local=True).port = 1  # type: ignore[misc]


def test_a_certificate_is_taken_with_its_own_thumbprint(
    files: dict[str, Any], certificate: x509.Certificate, tmp_path: Path, key: RSAPrivateKey
) -> None:
    """From two files or one; colons and case in a given thumbprint do not matter."""
    thumbprint = certificate.fingerprint(SHA1()).hex()
    loaded = load_certificate(load_settings(**files))
    assert loaded.thumbprint == thumbprint.upper()
    assert "PRIVATE" not in repr(loaded)
    both = write(tmp_path, "both.pem", pem(certificate) + pem(key))
    given = {**files, "certificate_path": both, "certificate_key_path": None}
    colons = ":".join(thumbprint[at : at + 2] for at in range(0, 40, 2))
    assert load_settings(**given, certificate_thumbprint=colons).certificate_path == both


def test_each_mistake_with_a_certificate_has_its_sentence(
    files: dict[str, Any], tmp_path: Path, key: RSAPrivateKey
) -> None:
    """Missing, unreadable, no certificate, no key, a key with a password, and a foreign one."""
    for changed, expected in (
        ({"certificate_path": tmp_path / "gone.pem"},
         "PLANBOT_CERTIFICATE_PATH names a file that does not exist."),
        ({"certificate_key_path": tmp_path / "gone.key"},
         "PLANBOT_CERTIFICATE_KEY_PATH names a file that does not exist."),
        ({"certificate_path": tmp_path}, "PLANBOT_CERTIFICATE_PATH names a file that cannot be"),
        ({"certificate_path": write(tmp_path, "app.pfx", b"\x30\x82\xff")},
         "PLANBOT_CERTIFICATE_PATH must name a PEM file."),
        ({"certificate_path": tmp_path / "app.key"},
         "PLANBOT_CERTIFICATE_PATH names a file without a certificate."),
        ({"certificate_key_path": None},
         "PLANBOT_CERTIFICATE_PATH names a file without a private key."),
        ({"certificate_key_path": write(tmp_path, "shut.key", pem(key, b"x"))},
         "The key in PLANBOT_CERTIFICATE_KEY_PATH must not have a password."),
        ({"certificate_key_path": write(tmp_path, "other.key", pem(new_key()))},
         "The key in PLANBOT_CERTIFICATE_KEY_PATH does not belong to the certificate."),
        ({"certificate_thumbprint": "00" * 20},
         "PLANBOT_CERTIFICATE_THUMBPRINT is not that of the certificate."),
    ):  # fmt: skip
        [said] = mistakes(**{**files, **changed})
        assert said.startswith(expected)
