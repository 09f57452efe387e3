"""The commands with which the record is looked after: what they say, change and refuse."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text
from typer.testing import CliRunner, Result

from bot.__main__ import app
from bot.keeping import NOBODY, NOTE_HEAD, NOTHING_DUE
from bot.settings import load_settings
from storage import models as m
from storage.append_only import protect, release
from storage.database import Database
from tests.databases import SAMPLE

OFFICE = "daniel.hargreave@arden.example"
LEAVER = "claire.donnelly@arden.example"
Run = Callable[..., Result]


@pytest.fixture
def path(no_settings: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A record with the sample plan, taken in today."""
    path = tmp_path / "planbot.db"
    monkeypatch.setenv("PLANBOT_DATABASE_URL", f"sqlite:///{path}")
    assert CliRunner().invoke(app, ["import", str(SAMPLE)]).exit_code == 0
    return path


@pytest.fixture
def run(path: Path) -> Run:
    return lambda *arguments: CliRunner().invoke(app, list(map(str, arguments)))


def opened(path: Path) -> Database:
    return Database(f"sqlite:///{path}")


def test_check_says_what_is_to_be_done(run: Run) -> None:
    """Who cannot be reached, which theme has no channel; each remedy once for many."""
    result = run("check")
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert sum("cannot be written to" in line for line in lines) > 20
    assert sum("Install the app for them" in line for line in lines) == 1
    assert any("@planbot link this channel to Workforce" in line for line in lines)
    assert lines[-2].startswith("The record is sound: 1 entries in the chain")
    assert lines[-1] == NOTE_HEAD


def test_check_finds_a_row_that_was_changed_by_force(run: Run, path: Path) -> None:
    """Its triggers lifted and laid again: the chain tells which row, and the exit code is 1."""
    database = opened(path)
    with database.engine.begin() as connection:
        release(connection, "updates")
        connection.execute(text("UPDATE updates SET percent = 99 WHERE id = 9"))
        protect(connection)
    database.dispose()
    result = run("check")
    assert result.exit_code == 1
    assert any(line.startswith("! ") and "updates" in line for line in result.stdout.splitlines())
    assert "The record is not whole." in result.stdout


def test_check_without_a_database(run: Run, path: Path) -> None:
    """One sentence, and none is made in passing."""
    path.unlink()
    result = run("check")
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"There is no database at {path}." in result.stderr
    assert not path.exists()


def test_the_record_moves(run: Run, tmp_path: Path) -> None:
    """Counts and chain are told; the target is then in use, and a second move refused."""
    target = f"sqlite:///{tmp_path / 'new.db'}"
    moved = run("move", "--to", target)
    assert moved.exit_code == 0, moved.output
    assert "each table compared" in moved.stdout
    again = run("move", "--to", target)
    assert (again.exit_code, again.stdout) == (2, "")
    assert "holds something already" in again.stderr


def test_a_leaver_leaves_and_is_forgotten(run: Run, path: Path) -> None:
    """What is free then is said; the name goes from the record, and what was written stays."""
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    early = run("pseudonymise", LEAVER, "--by", OFFICE)
    assert (early.exit_code, early.stdout) == (2, "")
    left = run("leave", "HR Business Partner – Children's", "--last-day", yesterday, "--by", OFFICE)
    assert left.exit_code == 0, left.output
    assert "HR Business Partner – Children's: held by nobody from" in left.stdout
    forgotten = run("pseudonymise", LEAVER, "--by", OFFICE)
    assert forgotten.exit_code == 0, forgotten.output
    database = opened(path)
    with database.transaction() as session:
        names = set(session.scalars(select(m.Person.name)))
    database.dispose()
    assert "Claire Donnelly" not in names
    assert run("check").exit_code == 0


@pytest.mark.parametrize("command", ["leave", "pseudonymise", "subject-access"])
def test_nobody_by_that_name(run: Run, tmp_path: Path, command: str) -> None:
    """One sentence; no file is written."""
    options: dict[str, list[object]] = {
        "leave": ["--last-day", "2026-01-01", "--by", OFFICE],
        "pseudonymise": ["--by", OFFICE],
        "subject-access": [tmp_path / "out.json"],
    }
    result = run(command, "nobody@arden.example", *options[command])
    assert result.exit_code == 2
    assert result.stderr.strip() == NOBODY.format("nobody@arden.example")
    assert not (tmp_path / "out.json").exists()


def test_a_person_gets_what_is_held_about_them(run: Run, tmp_path: Path) -> None:
    """As JSON in plain headings."""
    out = tmp_path / "about.json"
    result = run("subject-access", LEAVER, out)
    assert result.exit_code == 0, result.output
    told = json.loads(out.read_text(encoding="utf-8"))
    assert told["About you"][0]["Name"] == "Claire Donnelly"
    assert told["Roles you hold or held"][0]["Role"] == "HR Business Partner – Children's"


def test_retention_says_what_is_due_and_clears_only_when_told(run: Run, path: Path) -> None:
    """Old absences are named; they go when --clear says so."""
    assert run("retention").stdout.splitlines() == [NOTHING_DUE]
    long_ago = datetime.now(UTC) - timedelta(days=800)
    database = opened(path)
    with database.transaction() as session:
        day = long_ago.date()
        session.add(m.Absence(person_id=1, first_day=day, last_day=day, at=long_ago))
    told = run("retention").stdout
    assert "Periods away that are over: 1" in told
    assert "Periods away" in run("retention").stdout  # asking clears nothing
    assert run("retention", "--clear", "absences").stdout.splitlines() == [
        "Cleared: 1 absences.",
        NOTHING_DUE,
    ]
    with database.transaction() as session:
        assert session.scalars(select(m.Absence)).all() == []
    database.dispose()


def test_a_council_sets_its_own_periods(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the environment; a period that is none is refused with its name."""
    monkeypatch.setenv("PLANBOT_KEEP_DRAFTS_DAYS", "7")
    assert load_settings(local=True, host="127.0.0.1").retention.drafts_days == 7
    monkeypatch.setenv("PLANBOT_KEEP_DRAFTS_DAYS", "0")
    refused = run("retention")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr.strip() == ("PLANBOT_KEEP_DRAFTS_DAYS must be a whole number from 1 on.")
