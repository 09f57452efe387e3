"""What planbot is told at its start: one validated model of the environment."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path
from re import match
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from pydantic import (
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from storage.retention import Retention

APP_ID_MISSING = (
    "PLANBOT_APP_ID is missing. Set it, or start with --local to try planbot on this machine only."
)
TENANT_ID_MISSING = (
    "PLANBOT_APP_TENANT_ID is missing. Set it to the id of the Entra tenant that holds the app."
)
TENANTS_MISSING = (
    "PLANBOT_TENANTS is missing. Set it to the ids of the Entra tenants whose people may use "
    "planbot, or set PLANBOT_APP_TENANT_ID."
)
PASSWORD_MISSING = (
    "PLANBOT_APP_PASSWORD is missing. App type single_tenant signs in with the app's client secret."  # noqa: S105
)
CERTIFICATE_MISSING = (
    "PLANBOT_CERTIFICATE_PATH is missing. App type certificate signs in with that PEM file."
)
LOCAL_HOST_OPEN = (
    "Local mode trusts every message, so PLANBOT_HOST must be a loopback address such as 127.0.0.1."
)
CLOCK_NOT_LOCAL = "PLANBOT_CLOCK may be set in local mode only. Elsewhere the time is the server's."

NOT_AN_ID = "PLANBOT_{name} must be an id such as 3f2b8c1e-0000-4000-8000-5c1d2e3f4a5b."
NOT_A_DOMAIN = "PLANBOT_EMAIL_DOMAINS must be domains such as arden.gov.uk, with commas between."
NOT_A_DATABASE = (
    "PLANBOT_DATABASE_URL must begin with sqlite:/// or postgresql://, for example "
    "sqlite:///planbot.db."
)
NOT_VALID = {
    "app_type": "PLANBOT_APP_TYPE must be single_tenant, managed_identity or certificate.",
    "port": "PLANBOT_PORT must be a whole number from 0 to 65535.",
    "local": "PLANBOT_LOCAL must be true or false.",
    "clock": "PLANBOT_CLOCK must be a date and time such as 2026-11-14T09:00.",
    **{
        f"keep_{what}": f"PLANBOT_KEEP_{what.upper()} must be a whole number from 1 on."
        for what in (
            "messages_days",
            "drafts_days",
            "absences_days",
            "leavers_years",
            "record_years",
        )
    },
}

UK = ZoneInfo("Europe/London")
KEPT = Retention()
LISTED = ("tenants", "email_domains")


class BadSettings(Exception):
    """The settings do not hold together; its text is one sentence for each mistake, a line each."""


@dataclass(frozen=True)
class Certificate:
    """The app's certificate: both halves as PEM text, and the SHA-1 thumbprint in hex."""

    public: str
    private_key: str = field(repr=False)
    thumbprint: str


SAMPLE_FRONT_DOOR = "Arden front door (MASH) 01632 960100"


class Settings(BaseSettings):
    """Every setting, from `PLANBOT_…` in the environment; use `load_settings` to get one.

    Lists are written with commas. With `local`, no credentials are used, whatever else is set.
    """

    model_config = SettingsConfigDict(
        env_prefix="PLANBOT_",
        env_ignore_empty=True,
        frozen=True,
        hide_input_in_errors=True,
        str_strip_whitespace=True,
    )

    local: bool = False
    app_id: str = ""
    app_type: Literal["single_tenant", "managed_identity", "certificate"] = "single_tenant"
    app_password: SecretStr = SecretStr("")
    app_tenant_id: str = ""
    certificate_path: Path | None = None
    certificate_key_path: Path | None = None  # where the key is not in the certificate's own file
    certificate_thumbprint: str = ""  # derived from the certificate where it is not given
    tenants: Annotated[tuple[str, ...], NoDecode] = Field(
        default_factory=lambda data: (data["app_tenant_id"],) if data.get("app_tenant_id") else ()
    )
    email_domains: Annotated[tuple[str, ...], NoDecode] = ()
    database_url: str = Field(default="sqlite:///planbot.db", repr=False)  # may hold a password
    host: str = Field(
        # A server is reached through its host's network; who may call is decided by the token.
        default_factory=lambda data: "127.0.0.1" if data.get("local") else "0.0.0.0"  # noqa: S104
    )
    port: Annotated[int, Field(ge=0, le=65535)] = 3978  # 0 lets the system choose
    clock: datetime | None = None
    front_door: Annotated[str, Field(max_length=200)] = Field(
        # Where a concern about a child belongs; the number of local mode is reserved for drama.
        default_factory=lambda data: SAMPLE_FRONT_DOOR if data.get("local") else ""
    )
    keep_messages_days: Annotated[int, Field(ge=1)] = KEPT.messages_days
    keep_drafts_days: Annotated[int, Field(ge=1)] = KEPT.drafts_days
    keep_absences_days: Annotated[int, Field(ge=1)] = KEPT.absences_days
    keep_leavers_years: Annotated[int, Field(ge=1)] = KEPT.people_years_after_leaving
    keep_record_years: Annotated[int, Field(ge=1)] = KEPT.record_years

    @property
    def retention(self) -> Retention:
        """For how long each kind of data is kept."""
        return Retention(
            messages_days=self.keep_messages_days,
            drafts_days=self.keep_drafts_days,
            absences_days=self.keep_absences_days,
            people_years_after_leaving=self.keep_leavers_years,
            record_years=self.keep_record_years,
        )

    @field_validator(*LISTED, mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        parts = value.split(",") if isinstance(value, str) else value
        if not isinstance(parts, list | tuple):
            return parts
        return tuple(part for text in parts if (part := str(text).strip().lower()))

    @field_validator("app_id", "app_tenant_id")
    @classmethod
    def _lower_case(cls, value: str) -> str:
        return value.lower()

    @field_validator("clock")
    @classmethod
    def _uk_time(cls, value: datetime | None) -> datetime | None:
        return value.replace(tzinfo=UK) if value and value.tzinfo is None else value

    @model_validator(mode="after")
    def _hold_together(self) -> Self:
        mistakes = [*_malformed(self), *(_in_local_mode(self) if self.local else _signing_in(self))]
        if mistakes:
            raise ValueError("\n".join(mistakes))
        return self


def load_settings(**overrides: Any) -> Settings:
    """Read the environment; what is given here and is not None wins over it.

    Raises BadSettings, which never holds a value that was set.
    """
    try:
        return Settings(**{name: given for name, given in overrides.items() if given is not None})
    except ValidationError as error:
        errors = error.errors(include_input=False, include_url=False)
        # A default that depends on a wrong setting is no mistake of its own.
        mistakes = [_sentence(one) for one in errors if one["type"] != "default_factory_not_called"]
        raise BadSettings("\n".join(mistakes)) from None


def load_certificate(settings: Settings) -> Certificate:
    """Read the app's certificate and key.

    Raises BadSettings where a file is missing or cannot be used, or the two do not belong together.
    """
    public = _read(settings.certificate_path, "CERTIFICATE_PATH")
    key_named = "CERTIFICATE_KEY_PATH" if settings.certificate_key_path else "CERTIFICATE_PATH"
    private = _read(settings.certificate_key_path or settings.certificate_path, key_named)
    certificate = _certificate_in(public)
    if certificate.public_key() != _public_half(private, key_named):
        raise BadSettings(f"The key in PLANBOT_{key_named} does not belong to the certificate.")
    return Certificate(public, private, _thumbprint(certificate, settings.certificate_thumbprint))


def is_loopback(host: str | None) -> bool:
    """Whether a host name or address can only mean this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host or "").is_loopback
    except ValueError:
        return False


def _sentence(error: ErrorDetails) -> str:
    name = str(error["loc"][0]) if error["loc"] else ""
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    return NOT_VALID.get(name, f"PLANBOT_{name.upper()} is not valid.")


def _malformed(settings: Settings) -> Iterator[str]:
    for name in ("app_id", "app_tenant_id"):
        if (value := getattr(settings, name)) and not _is_id(value):
            yield NOT_AN_ID.format(name=name.upper())
    if settings.tenants != (settings.app_tenant_id,) and not all(map(_is_id, settings.tenants)):
        yield NOT_AN_ID.format(name="TENANTS")
    if not all(match(r"[a-z0-9-]+(\.[a-z0-9-]+)+$", domain) for domain in settings.email_domains):
        yield NOT_A_DOMAIN
    if not match(r"(sqlite|postgresql)(\+\w+)?://", settings.database_url):
        yield NOT_A_DATABASE


def _in_local_mode(settings: Settings) -> Iterator[str]:
    if not is_loopback(settings.host):
        yield LOCAL_HOST_OPEN


def _signing_in(settings: Settings) -> Iterator[str]:
    if settings.clock:
        yield CLOCK_NOT_LOCAL
    if not settings.app_id:
        yield APP_ID_MISSING
        return
    if settings.app_type != "managed_identity" and not settings.app_tenant_id:
        yield TENANT_ID_MISSING
    elif not settings.tenants:
        yield TENANTS_MISSING
    if settings.app_type == "single_tenant" and not _given(settings.app_password):
        yield PASSWORD_MISSING
    if settings.app_type == "certificate":
        yield from _certificate_mistakes(settings)


def _certificate_mistakes(settings: Settings) -> Iterator[str]:
    if not settings.certificate_path:
        yield CERTIFICATE_MISSING
        return
    try:
        load_certificate(settings)
    except BadSettings as mistake:
        yield str(mistake)


def _given(secret: SecretStr) -> bool:
    return bool(secret.get_secret_value().strip())


def _is_id(value: str) -> bool:
    return bool(match(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", value))


def _read(path: Path | None, name: str) -> str:
    try:
        return (path or Path()).read_text(encoding="ascii")
    except FileNotFoundError:
        raise BadSettings(f"PLANBOT_{name} names a file that does not exist.") from None
    except OSError:
        raise BadSettings(f"PLANBOT_{name} names a file that cannot be read.") from None
    except UnicodeDecodeError:
        raise BadSettings(f"PLANBOT_{name} must name a PEM file.") from None


def _certificate_in(pem: str) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(pem.encode())
    except ValueError:
        raise BadSettings("PLANBOT_CERTIFICATE_PATH names a file without a certificate.") from None


def _public_half(pem: str, name: str) -> object:
    try:
        return load_pem_private_key(pem.encode(), password=None).public_key()
    except TypeError:
        raise BadSettings(f"The key in PLANBOT_{name} must not have a password.") from None
    except (ValueError, UnsupportedAlgorithm):
        raise BadSettings(f"PLANBOT_{name} names a file without a private key.") from None


def _thumbprint(certificate: x509.Certificate, given: str) -> str:
    # SHA-1 is how Entra names a certificate; nothing rests on its strength.
    actual = certificate.fingerprint(SHA1()).hex().upper()  # noqa: S303
    if given and given.replace(":", "").upper() != actual:
        raise BadSettings("PLANBOT_CERTIFICATE_THUMBPRINT is not that of the certificate.")
    return actual
