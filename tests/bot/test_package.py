"""The app package is one that Teams takes: manifest, commands and icons."""

import re
import runpy
import shutil
import tomllib
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from PIL import Image

from bot.package import NOT_A_HOST, NOT_AN_APP_ID, SOURCE, BadPackage, build_package, manifest
from dialogs.help import COMMANDS
from dialogs.messages import Place

APP_ID = "3f2b8c1e-0000-4000-8000-5c1d2e3f4a5b"
HOST = "planbot.arden.gov.uk"

GUID = re.compile(r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}")
LONGEST = {
    "developer": {"name": 32, "websiteUrl": 2048, "privacyUrl": 2048, "termsOfUseUrl": 2048},
    "name": {"short": 30, "full": 100},
    "description": {"short": 80, "full": 4000},
}


@pytest.fixture
def made() -> dict[str, Any]:
    return manifest(APP_ID, HOST, COMMANDS)


def test_the_manifest_has_what_the_schema_requires(made: dict[str, Any]) -> None:
    """Manifest schema 1.30: the root's required names are there, and every text is short enough."""
    required = {"manifestVersion", "version", "id", "icons", "accentColor", *LONGEST}
    assert required <= made.keys()
    for part, lengths in LONGEST.items():
        assert made[part].keys() == lengths.keys()
        assert all(0 < len(made[part][name]) <= longest for name, longest in lengths.items())
    assert made["manifestVersion"] == "1.30"
    assert "/v1.30/" in made["$schema"]
    assert re.fullmatch("#[0-9A-F]{6}", made["accentColor"])


def test_the_manifest_is_of_this_bot_at_this_host(made: dict[str, Any]) -> None:
    """Every id is the app's, every address lies on the host over https, nothing is left to fill."""
    assert made["id"] == made["bots"][0]["botId"] == APP_ID
    assert GUID.fullmatch(made["id"])
    addresses = [text for name, text in made["developer"].items() if name != "name"]
    assert all(address.startswith(f"https://{HOST}/") for address in addresses)
    assert made["validDomains"] == [HOST]
    assert "${{" not in str(made)


def test_the_version_is_the_projects(made: dict[str, Any]) -> None:
    """Teams offers an update only where the version has grown, so the two go together."""
    project = tomllib.loads((SOURCE.parent.parent / "pyproject.toml").read_text(encoding="utf-8"))
    assert made["version"] == project["project"]["version"]


def test_the_bot_converses_everywhere_and_asks_for_no_permission(made: dict[str, Any]) -> None:
    """Personal chat, teams and group chats; no files, no calls, no rights on a team's data."""
    (bot,) = made["bots"]
    assert bot["scopes"] == ["personal", "team", "groupChat"]
    refused = ("isNotificationOnly", "supportsFiles", "supportsCalling", "supportsVideo")
    assert not any(bot[name] for name in refused)
    assert not {"authorization", "permissions", "devicePermissions"} & made.keys()


def test_each_scope_offers_what_the_bot_answers_there(made: dict[str, Any]) -> None:
    """The command lists are those of help, a list for each scope; a channel is in a team."""
    offered = {
        tuple(entry["scopes"]): tuple(
            (command["title"], command["description"]) for command in entry["commands"]
        )
        for entry in made["bots"][0]["commandLists"]
    }
    assert offered == {
        ("personal",): COMMANDS[Place.PERSONAL],
        ("team",): COMMANDS[Place.CHANNEL],
        ("groupChat",): COMMANDS[Place.GROUP],
    }


def test_the_commands_are_few_and_short_enough(made: dict[str, Any]) -> None:
    """Teams takes three lists of twelve, titles of 32 and descriptions of 128 characters."""
    lists = made["bots"][0]["commandLists"]
    assert len(lists) <= 3
    for entry in lists:
        assert entry["scopes"][0] in made["bots"][0]["scopes"]
        assert 0 < len(entry["commands"]) <= 12
        for command in entry["commands"]:
            assert 0 < len(command["title"]) <= 32
            assert 0 < len(command["description"]) <= 128


def test_ids_and_hosts_are_taken_as_people_paste_them() -> None:
    """Capitals and a stray blank make no difference."""
    assert manifest(f" {APP_ID.upper()}\n", "Planbot.Arden.GOV.uk ", COMMANDS) == manifest(
        APP_ID, HOST, COMMANDS
    )


@pytest.mark.parametrize(
    "app_id",
    [
        "",
        "planbot",
        "3f2b8c1e-0000-4000-8000-5c1d2e3f4a5",
        "3f2b8c1e000040008000" + "5c1d2e3f4a5b",
        "{3f2b8c1e-0000-4000-8000-5c1d2e3f4a5b}",
        "3f2b8c1e-0000-4000-8000-5c1d2e3f4a5g",
        '3f2b8c1e-0000-4000-8000-5c1d2e3f4a5b", "x": "',
    ],
)
def test_an_app_id_that_is_no_guid_is_refused(app_id: str) -> None:
    """The sentence says where the right one is found."""
    with pytest.raises(BadPackage, match=re.escape(NOT_AN_APP_ID)):
        manifest(app_id, HOST, COMMANDS)


@pytest.mark.parametrize(
    "host",
    [
        "",
        "localhost",
        "https://planbot.arden.gov.uk",
        "planbot.arden.gov.uk/",
        "planbot.arden.gov.uk/api/messages",
        "planbot.arden.gov.uk:443",
        "planbot.arden.gov.uk.",
        "planbot..uk",
        "-planbot.arden.gov.uk",
        "*.arden.gov.uk",
        "plan bot.arden.gov.uk",
        "plänbot.arden.gov.uk",
        "192.0.2.7",
        "[2001:db8::7]",
        f"{'a' * 64}.arden.gov.uk",
        f"{'a.' * 130}uk",
        'arden.gov.uk", "x": "',
    ],
)
def test_a_host_that_is_no_bare_name_is_refused(host: str) -> None:
    """The sentence shows how a host is written."""
    with pytest.raises(BadPackage, match=re.escape(NOT_A_HOST)):
        manifest(APP_ID, host, COMMANDS)


def test_the_package_holds_manifest_and_icons_at_its_root(tmp_path: Path) -> None:
    """Teams looks at the root of the zip file and takes nothing else there."""
    out = tmp_path / "app.zip"
    build_package(APP_ID, HOST, COMMANDS, out)
    with ZipFile(out) as package:
        assert package.testzip() is None
        assert package.namelist() == ["color.png", "manifest.json", "outline.png"]
        assert APP_ID.encode() in package.read("manifest.json")
        for icon in ("color.png", "outline.png"):
            assert package.read(icon) == (SOURCE / icon).read_bytes()


def test_the_manifest_names_the_icons_that_are_there(made: dict[str, Any], tmp_path: Path) -> None:
    """An icon that is named and missing is found by Teams only at the upload."""
    build_package(APP_ID, HOST, COMMANDS, tmp_path / "app.zip")
    with ZipFile(tmp_path / "app.zip") as package:
        assert set(made["icons"].values()) < set(package.namelist())


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    """Two administrators who build the package can compare what they hold."""
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    build_package(APP_ID, HOST, COMMANDS, first)
    build_package(APP_ID, HOST, COMMANDS, second)
    assert first.read_bytes() == second.read_bytes()
    with ZipFile(first) as package:
        assert {entry.date_time[0] for entry in package.infolist()} == {1980}


def test_bad_input_leaves_no_file(tmp_path: Path) -> None:
    """A refused package is not half there."""
    with pytest.raises(BadPackage):
        build_package("planbot", HOST, COMMANDS, tmp_path / "app.zip")
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """One sentence with the place and the reason."""
    out = tmp_path / "missing" / "app.zip"
    with pytest.raises(BadPackage, match=f"{re.escape(str(out))}: No such file or directory"):
        build_package(APP_ID, HOST, COMMANDS, out)


def pixels(icon: Image.Image) -> list[tuple[int, ...]]:
    """Row by row, each as (red, green, blue, opacity)."""
    data = icon.convert("RGBA").tobytes()
    return [tuple(data[at : at + 4]) for at in range(0, len(data), 4)]


def test_the_colour_icon_is_full_and_square(made: dict[str, Any]) -> None:
    """192 × 192, the manifest's accent to the edges, its drawing where no crop can reach it."""
    with Image.open(SOURCE / "color.png") as icon:
        assert (icon.format, icon.size) == ("PNG", (192, 192))
        drawing, whole = pixels(icon.crop((36, 36, 156, 160))), pixels(icon)
    accent = whole[0]
    assert "#{:02X}{:02X}{:02X}".format(*accent) == made["accentColor"]
    assert {opacity for *_, opacity in whole} == {255}
    assert len(whole) - whole.count(accent) == len(drawing) - drawing.count(accent) > 5000


def test_the_outline_icon_is_white_on_nothing() -> None:
    """32 × 32; every pixel is pure white, and most are not there to be seen."""
    with Image.open(SOURCE / "outline.png") as icon:
        assert (icon.format, icon.mode, icon.size) == ("PNG", "RGBA", (32, 32))
        whole = pixels(icon)
    assert {pixel[:3] for pixel in whole} == {(255, 255, 255)}
    assert whole.count((255, 255, 255, 0)) > 512
    assert whole.count((255, 255, 255, 255)) > 200


def test_the_icons_are_what_the_script_draws(tmp_path: Path) -> None:
    """Whoever changes an icon changes the script, so that it can be changed again."""
    script = shutil.copy(SOURCE / "draw_icons.py", tmp_path)
    runpy.run_path(str(script), run_name="__main__")
    for icon in ("color.png", "outline.png"):
        with Image.open(tmp_path / icon) as drawn, Image.open(SOURCE / icon) as committed:
            assert drawn.mode == committed.mode
            assert drawn.tobytes() == committed.tobytes()
