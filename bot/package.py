"""The Teams app package: what an administrator uploads so that people can add planbot."""

import json
from collections.abc import Mapping
from pathlib import Path
from re import fullmatch
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from dialogs.messages import Place

NOT_AN_APP_ID = (
    "The app id must be the id of the bot's app registration in Entra, "
    "for example 3f2b8c1e-0000-4000-8000-5c1d2e3f4a5b."
)
NOT_A_HOST = (
    "The host must be the bare name at which Teams reaches planbot, without https://, port or "
    "path, for example planbot.arden.gov.uk."
)
NOT_WRITTEN = "The package could not be written to {out}: {why}."

SOURCE = Path(__file__).parent.parent / "manifests" / "teams"
ICONS = ("color.png", "outline.png")
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date a zip can hold: equal input, equal bytes

GUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
HOST = rf"(?=.{{4,253}}$)({LABEL}\.)+(?=[a-z]){LABEL}"  # an IP address has no last label in letters

SCOPES: Mapping[str, str] = {
    Place.PERSONAL: "personal",
    Place.CHANNEL: "team",
    Place.GROUP: "groupChat",
}
Commands = Mapping[str, tuple[tuple[str, str], ...]]


class BadPackage(Exception):
    """No package could be made; its text is the sentence for the person who asked for one."""


def build_package(app_id: str, host: str, commands: Commands, out: Path) -> None:
    """Write the zip file for the Teams admin centre to `out`; equal input gives equal bytes.

    Raises BadPackage as `manifest` does, and where `out` cannot be written.
    """
    text = json.dumps(manifest(app_id, host, commands), ensure_ascii=False, indent=2) + "\n"
    files = {name: (SOURCE / name).read_bytes() for name in ICONS}
    files["manifest.json"] = text.encode()
    try:
        _write_zip(out, files)
    except OSError as error:
        raise BadPackage(NOT_WRITTEN.format(out=out, why=error.strerror)) from error


def manifest(app_id: str, host: str, commands: Commands) -> dict[str, Any]:
    """The Teams app manifest, schema 1.30, of the bot `app_id` at https://`host`/api/messages.

    `commands` holds for each Place what Teams offers people to type there, as (title, description):
    at most 12, of at most 32 and 128 characters. Raises BadPackage where the app id is no GUID or
    the host no DNS name.
    """
    template = (SOURCE / "manifest.json").read_text(encoding="utf-8")
    filled: dict[str, Any] = json.loads(
        template.replace("${{APP_ID}}", _checked(app_id, GUID, NOT_AN_APP_ID)).replace(
            "${{HOST}}", _checked(host, HOST, NOT_A_HOST)
        )
    )
    filled["bots"][0]["commandLists"] = [_command_list(*entry) for entry in commands.items()]
    return filled


def _checked(given: str, pattern: str, sentence: str) -> str:
    lowered = given.strip().lower()
    if not fullmatch(pattern, lowered):
        raise BadPackage(sentence)
    return lowered


def _command_list(place: str, commands: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    return {
        "scopes": [SCOPES[place]],
        "commands": [{"title": title, "description": text} for title, text in commands],
    }


def _write_zip(out: Path, files: Mapping[str, bytes]) -> None:
    with ZipFile(out, "w", ZIP_DEFLATED) as package:
        for name in sorted(files):
            entry = ZipInfo(name, ZIP_EPOCH)
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o644 << 16  # without it some tools unpack files nobody can read
            package.writestr(entry, files[name])
