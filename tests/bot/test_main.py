"""The commands: each mistake has its clear line and exit code 2, and nothing has happened then."""

import asyncio
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
import structlog
from sqlalchemy import func, select
from typer.testing import CliRunner, Result

from bot.__main__ import app
from bot.package import NOT_A_HOST, NOT_AN_APP_ID
from bot.settings import (
    APP_ID_MISSING,
    CLOCK_NOT_LOCAL,
    LOCAL_HOST_OPEN,
    NOT_A_DATABASE,
    NOT_VALID,
    PASSWORD_MISSING,
    TENANT_ID_MISSING,
)
from storage import models as m
from storage.channels import Address
from storage.database import Database
from tests.databases import SAMPLE
from tests.standin import APP_ID, StandIn
from tests.storage.conftest import (
    WORKFORCE_LEAD,
    person,
    theme,
    turn,
)
from tests.storage.workbooks import as_bytes, put, with_cell

TENANT = "7a1d0b52-0000-4000-8000-0123456789ab"
FRIDAY = "2022-11-18T11:05"

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def _as_before(no_settings: None) -> Iterator[None]:
    yield
    structlog.reset_defaults()


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Run a command here, with settings given by name."""
    opened: list[Database] = []

    class Remembered(Database):
        """A command that stops leaves this to the end of its process."""

        def __init__(self, url: str) -> None:
            super().__init__(url)
            opened.append(self)

    def command(*arguments: str, **settings: object) -> Result:
        for name, value in settings.items():
            monkeypatch.setenv(f"PLANBOT_{name}", str(value))
        return CliRunner().invoke(app, arguments)

    monkeypatch.setattr("bot.commands.Database", Remembered)
    yield command
    for database in opened:
        database.dispose()


def rows(url: str, table: type[m.Base]) -> int:
    """How many rows a table has."""
    database = Database(url)
    with database.transaction() as session:
        count = session.scalar(select(func.count()).select_from(table)) or 0
    database.dispose()
    return count


def test_without_a_command_it_lists_them(run: Run) -> None:
    """Nothing is started by accident."""
    listed = run().output
    assert all(name in listed for name in ("serve", "import", "upgrade", "tick", "package", "chat"))


@pytest.mark.parametrize(
    ("arguments", "settings", "lines"),
    [
        (["serve"], {}, [APP_ID_MISSING]),
        (["tick"], {}, [APP_ID_MISSING]),
        (["serve"], {"APP_ID": APP_ID}, [TENANT_ID_MISSING, PASSWORD_MISSING]),
        (
            ["serve", "--clock", "2022-11-15T09:30"],
            {"APP_ID": APP_ID, "APP_TENANT_ID": TENANT, "APP_PASSWORD": "hunter2"},
            [CLOCK_NOT_LOCAL],
        ),
        (["serve", "--local"], {"HOST": "0.0.0.0"}, [LOCAL_HOST_OPEN]),
        (["serve", "--local"], {"PORT": "many"}, [NOT_VALID["port"]]),
        (["serve", "--local"], {"DATABASE_URL": "mysql://x"}, [NOT_A_DATABASE]),
        (["chat", "--as", "Ruth"], {"PORT": "70000"}, [NOT_VALID["port"]]),
        (
            ["serve"],
            {"APP_TYPE": "MultiTenant", "PORT": "-1"},
            [NOT_VALID["app_type"], NOT_VALID["port"]],
        ),
    ],
)
def test_bad_settings_are_one_line_each(
    run: Run, arguments: list[str], settings: dict[str, str], lines: list[str]
) -> None:
    """On stderr, exit code 2, and no value that was set is in them."""
    result = run(*arguments, **settings)
    assert result.exit_code == 2
    assert result.stderr.splitlines() == lines
    assert result.stdout == ""


def test_a_clock_that_is_no_time(run: Run) -> None:
    """The command line names the option."""
    result = run("serve", "--local", "--clock", "noon")
    assert result.exit_code == 2
    assert "Invalid value for '--clock'" in result.stderr


def test_a_database_in_a_folder_that_does_not_exist(run: Run, tmp_path: Path) -> None:
    """One line that names the file and the setting, and no folder is made."""
    file = tmp_path / "nowhere" / "planbot.db"
    result = run("serve", "--local", "--no-browser", DATABASE_URL=f"sqlite:///{file}")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        f"The database {file} cannot be opened or written (SQLITE_CANTOPEN). Check the path and "
        "its permissions, or set PLANBOT_DATABASE_URL.\n"
    )
    assert not file.parent.exists()


def test_a_database_that_may_not_be_written(run: Run, sample_url: str) -> None:
    """One line too, whoever runs it: the file is opened for reading only."""
    url = f"sqlite:///file:{sample_url.removeprefix('sqlite:///')}?mode=ro&uri=true"
    result = run("serve", "--local", "--no-browser", DATABASE_URL=url)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "cannot be opened or written (SQLITE_READONLY" in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_port_in_use(run: Run, sample_url: str) -> None:
    """One line that names port and setting."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        result = run("serve", "--local", "--no-browser", DATABASE_URL=sample_url, PORT=port)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        f"Port {port} on 127.0.0.1 is in use. Stop what runs there, or set PLANBOT_PORT.\n"
    )


def test_a_plan_is_taken_in_once(run: Run, tmp_path: Path) -> None:
    """The same workbook again changes nothing and says so."""
    url = f"sqlite:///{tmp_path / 'planbot.db'}"
    first = run("import", str(SAMPLE), LOCAL="true", DATABASE_URL=url)
    assert (first.exit_code, first.stderr) == (0, "")
    assert first.stdout == "Taken in: 6 themes, 24 actions, 6 risks.\n"
    second = run("import", str(SAMPLE))
    assert (second.exit_code, second.stdout) == (0, "No difference.\n")
    assert rows(url, m.Action) == 24
    assert rows(url, m.PlanImport) == 1


@pytest.mark.parametrize(
    ("name", "content", "lines"),
    [
        ("letter.xlsx", b"Dear colleague,", ["The file is not an Excel workbook"]),
        ("gone.xlsx", None, ["gone.xlsx"]),
        # Neither of these is a command to the terminal.
        ("[/b]gone :cat:.xlsx", None, ["[/b]gone :cat:.xlsx"]),
        (
            "plan.xlsx",
            as_bytes(with_cell("Actions", 2, "Owner role", "[/b] :cat:")),
            ["Actions, row 2, column F (Owner role): there is no role “[/b] :cat:”"],
        ),
    ],
)
def test_a_workbook_that_is_no_plan(
    run: Run, tmp_path: Path, name: str, content: bytes | None, lines: list[str]
) -> None:
    """Sentences that name the place, cells as they are written, and nothing is taken in."""
    url = f"sqlite:///{tmp_path / 'planbot.db'}"
    if content is not None:
        (tmp_path / name).write_bytes(content)
    result = run("import", str(tmp_path / name), LOCAL="true", DATABASE_URL=url)
    assert (result.exit_code, result.stdout) == (2, "")
    said = result.stderr.splitlines()
    assert len(said) == len(lines)
    assert all(line in one for line, one in zip(lines, said, strict=True))
    assert not (tmp_path / "planbot.db").exists()


def test_every_mistake_of_a_plan_has_its_line(run: Run, tmp_path: Path) -> None:
    """All are said at once, so that the workbook is put right once."""
    sheets = with_cell("Actions", 2, "Percent", 140)
    put(sheets, "Risks", 3, "Impact", 6)
    (tmp_path / "plan.xlsx").write_bytes(as_bytes(sheets))
    url = f"sqlite:///{tmp_path / 'planbot.db'}"
    result = run("import", str(tmp_path / "plan.xlsx"), LOCAL="true", DATABASE_URL=url)
    assert result.exit_code == 2
    assert [line.partition(", column")[0] for line in result.stderr.splitlines()] == [
        "Actions, row 2",
        "Risks, row 3",
    ]
    assert not (tmp_path / "planbot.db").exists()


async def test_a_tick_posts_what_is_due_once(run: Run, sample_url: str) -> None:
    """The summary is delivered before the command ends; a second tick finds nothing due."""
    async with StandIn() as connector:
        database = Database(sample_url)
        with turn(database) as record:
            record.channels.link(
                theme(record, "WF").id,
                Address("tenant", connector.url, "19:workforce@thread.tacv2", "28:bot"),
                person(record, WORKFORCE_LEAD).id,
            )
        database.dispose()
        first, second = [
            await asyncio.to_thread(
                run, "tick", "--local", "--now", FRIDAY, DATABASE_URL=sample_url
            )
            for _ in range(2)
        ]
        (posted,) = connector.sent
    assert (first.exit_code, first.stdout) == (0, "Fri 11:00 summary to Workforce\n")
    assert (second.exit_code, second.stdout) == (0, "Nothing is due.\n")
    assert posted.activity is not None
    assert posted.activity["summary"].startswith("Workforce, week to Fri 18 Nov")
    assert rows(sample_url, m.Digest) == 1


def test_upgrade_makes_a_database_ready(run: Run, tmp_path: Path) -> None:
    """And again does no harm."""
    url = f"sqlite:///{tmp_path / 'planbot.db'}"
    for _ in range(2):
        result = run("upgrade", LOCAL="true", DATABASE_URL=url)
        assert (result.exit_code, result.output) == (0, "")
    assert rows(url, m.Action) == 0


def test_the_package_is_written(run: Run, tmp_path: Path) -> None:
    """The zip holds the manifest and both icons, and the command says what to do with it."""
    out = tmp_path / "planbot.zip"
    result = run("package", "--app-id", APP_ID, "--host", "planbot.arden.gov.uk", "--out", str(out))
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == f"{out} is ready to be uploaded in the Teams admin centre.\n"
    with ZipFile(out) as package:
        assert package.namelist() == ["color.png", "manifest.json", "outline.png"]


@pytest.mark.parametrize(
    ("app_id", "host", "line"),
    [
        ("planbot", "planbot.arden.gov.uk", NOT_AN_APP_ID),
        ("", "planbot.arden.gov.uk", NOT_AN_APP_ID),
        (APP_ID, "https://planbot.arden.gov.uk/", NOT_A_HOST),
    ],
)
def test_a_package_for_nothing_that_exists(
    run: Run, tmp_path: Path, app_id: str, host: str, line: str
) -> None:
    """One line, and no file."""
    out = tmp_path / "planbot.zip"
    result = run("package", "--app-id", app_id, "--host", host, "--out", str(out))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"{line}\n"
    assert not out.exists()


def test_a_package_that_cannot_be_written(run: Run, tmp_path: Path) -> None:
    """One line that says why."""
    out = tmp_path / "nowhere" / "planbot.zip"
    result = run("package", "--app-id", APP_ID, "--host", "planbot.arden.gov.uk", "--out", str(out))
    assert result.exit_code == 2
    assert result.stderr == (
        f"The package could not be written to {out}: No such file or directory.\n"
    )
