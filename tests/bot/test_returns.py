"""A return workbook goes out, comes back filled in, is read back, and is taken in once."""

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import select
from typer.testing import CliRunner, Result

from bot.__main__ import app
from bot.returns import ALREADY, ENTERED, WOULD
from storage import models as m
from storage.database import Database
from storage.vocabulary import ToldBy
from tests.databases import SAMPLE

OFFICE = "daniel.hargreave@arden.example"
Run = Callable[..., Result]


@pytest.fixture
def run(no_settings: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Commands on a record with the sample plan."""
    monkeypatch.setenv("PLANBOT_DATABASE_URL", f"sqlite:///{tmp_path / 'planbot.db'}")
    assert CliRunner().invoke(app, ["import", str(SAMPLE)]).exit_code == 0
    return lambda *arguments: CliRunner().invoke(app, list(map(str, arguments)))


@pytest.fixture
def sent(run: Run, tmp_path: Path) -> Path:
    out = tmp_path / "return.xlsx"
    written = run("return-workbook", "Mercia Police", out)
    assert written.exit_code == 0, written.output
    return out


def fill(path: Path, header: str, value: str) -> None:
    """Write into the first action's cell under a header."""
    workbook = load_workbook(path)
    sheet = workbook["Return"]
    (place,) = (
        (number, at)
        for number, row in enumerate(sheet.iter_rows(values_only=True), start=1)
        for at, cell in enumerate(row, start=1)
        if str(cell).startswith(header)
    )
    sheet.cell(place[0] + 1, place[1], value)
    workbook.save(path)


def updates(tmp_path: Path) -> list[m.Update]:
    database = Database(f"sqlite:///{tmp_path / 'planbot.db'}")
    with database.transaction() as session:
        found = list(session.scalars(select(m.Update).where(m.Update.submission_id.is_not(None))))
    database.dispose()
    return found


def test_a_return_is_read_back_and_taken_in_once(run: Run, sent: Path, tmp_path: Path) -> None:
    """Dry run, import, again: the difference, the update for the owner, nothing twice."""
    fill(sent, "What changed", "4 of 5 posts filled")
    read_back = run("import-return", sent, "--by", OFFICE, "--dry-run")
    assert read_back.exit_code == 0, read_back.output
    assert "4 of 5 posts filled" in read_back.stdout
    assert read_back.stdout.splitlines()[-1] == WOULD
    assert updates(tmp_path) == []
    taken = run("import-return", sent, "--by", OFFICE, "--told-by", "meeting")
    assert taken.stdout.splitlines()[-1] == ENTERED
    (update,) = updates(tmp_path)
    assert (update.note, update.told_by) == ("4 of 5 posts filled", ToldBy.MEETING)
    assert update.on_behalf_of_role_id is not None
    assert run("import-return", sent, "--by", OFFICE).stdout.splitlines() == [ALREADY]
    assert len(updates(tmp_path)) == 1


def test_personal_data_in_a_return_is_held(run: Run, sent: Path, tmp_path: Path) -> None:
    """With its place, without its words."""
    fill(sent, "What changed", "family rang on 020 7946 0018")
    held = run("import-return", sent, "--by", OFFICE)
    assert (held.exit_code, held.stdout) == (2, "")
    assert "a phone number" in held.stderr
    assert "7946" not in held.stderr
    assert updates(tmp_path) == []


def test_a_workbook_that_is_no_return(run: Run, tmp_path: Path) -> None:
    """One sentence."""
    refused = run("import-return", SAMPLE, "--by", OFFICE)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert len(refused.stderr.splitlines()) == 1


def test_an_organisation_that_is_not_there(run: Run, tmp_path: Path) -> None:
    """And no workbook either."""
    out = tmp_path / "none.xlsx"
    refused = run("return-workbook", "Mersia Police", out)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "Mercia Police" in refused.stderr
    assert not out.exists()
