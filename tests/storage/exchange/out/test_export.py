"""Everything out at once: one workbook or a folder of files, whole or not at all."""

import errno
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import Engine, event

from storage.database import Database
from storage.exchange.extracts.extract import BATCH
from storage.exchange.extracts.target import NO_ROOM, THERE_ALREADY, ExportRefused
from storage.exchange.out.export import ABOUT, Form, export
from tests.storage.exports import exported, many_updates
from tests.storage.lived import HOSTILE, TODAY, live


@pytest.fixture
def lived(database: Database) -> Database:
    live(database)
    return database


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with nothing in it; the record's own file is beside it."""
    empty = tmp_path / "folder"
    empty.mkdir()
    return empty


def test_a_workbook_has_all_of_it_and_says_what_it_is(lived: Database, tmp_path: Path) -> None:
    """One sheet a table, registers first, and a first sheet with programme, day and counts."""
    done = exported(lived, tmp_path / "all.xlsx", Form.EXCEL)
    book = load_workbook(tmp_path / "all.xlsx")
    assert book.sheetnames[:3] == [ABOUT, "Action log", "Risk register"]
    assert {sheet.title: sheet.max_row - 1 for sheet in book.worksheets[1:]} == done.rows
    about = {row[0].value: row[1].value for row in book[ABOUT].iter_rows()}
    assert about["Programme"] == "Arden Children's Services Improvement Plan"
    assert about["Updates"] == done.rows["Updates"]
    assert (about["Theme"], about["Organisation"]) == ("All", "All")


def test_a_workbook_holds_no_formula(lived: Database, tmp_path: Path) -> None:
    """Somebody reported a formula, somebody else a risk that begins with @: both are texts."""
    exported(lived, tmp_path / "all.xlsx", Form.EXCEL)
    cells = [
        cell
        for sheet in load_workbook(tmp_path / "all.xlsx")
        for row in sheet.iter_rows()
        for cell in row
    ]
    assert "f" not in {cell.data_type for cell in cells}
    assert HOSTILE in {cell.value for cell in cells}


def test_an_earlier_export_is_replaced_when_asked(database: Database, tmp_path: Path) -> None:
    """A theme's export may take the place of the whole one: no file of that stays behind."""
    exported(database, tmp_path / "out")
    with pytest.raises(ExportRefused) as refused:
        exported(database, tmp_path / "out")
    assert str(refused.value) == THERE_ALREADY.format(tmp_path / "out")
    with database.read() as session:
        export(
            session,
            tmp_path / "out",
            Form.CSV,
            today=TODAY,
            progress=lambda title, count: None,
            theme="WF",
            overwrite=True,
        )
    assert {path.suffix for path in (tmp_path / "out").iterdir()} == {".csv"}


@pytest.mark.parametrize("form", Form)
def test_a_full_disk_is_one_sentence_and_leaves_nothing(
    database: Database, folder: Path, form: Form
) -> None:
    """Where writing fails half-way, half an export is not left behind."""

    def full(title: str, count: int) -> None:
        if title == "Updates":
            raise OSError(errno.ENOSPC, "No space left on device")

    with database.read() as session, pytest.raises(ExportRefused) as refused:
        export(session, folder / "out", form, today=TODAY, progress=full)
    assert str(refused.value) == NO_ROOM.format(folder)
    assert not list(folder.iterdir())


def test_progress_is_told_table_by_table(database: Database, tmp_path: Path) -> None:
    """Whoever waits hears of each table, its rows at its end included."""
    told: list[tuple[str, int]] = []
    with database.read() as session:
        done = export(
            session,
            tmp_path / "out",
            Form.JSON,
            today=TODAY,
            progress=lambda title, count: told.append((title, count)),
        )
    assert [one for one in told if one[0] != ABOUT] == list(done.rows.items())


def test_the_number_of_queries_does_not_grow_with_the_plan(
    database: Database, tmp_path: Path
) -> None:
    """Two more queries for each thousand updates, and none for an action or a risk more."""
    few = _queries(database, tmp_path / "few")
    many_updates(database, BATCH)
    assert _queries(database, tmp_path / "many") == few + 2


def _queries(database: Database, out: Path) -> int:
    """How many statements an export sends."""
    sent: list[str] = []

    def note(*execution: Any) -> None:
        sent.append(execution[2])

    event.listen(Engine, "before_cursor_execute", note)
    try:
        exported(database, out)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    return len(sent)
