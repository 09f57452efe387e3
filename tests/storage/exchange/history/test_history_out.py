"""The whole history as tables, in people's words, however long it is."""

from pathlib import Path

import pytest
from sqlalchemy import select

from storage import models as m
from storage.database import Database
from storage.exchange.extracts.extract import BATCH, Extract
from storage.exchange.extracts.listing import Listing
from storage.exchange.extracts.titles import Titles
from storage.exchange.history.history_out import HISTORY, OF_THE_WHOLE
from storage.exchange.layout.rows import SHEETS
from storage.exchange.out.export import ABOUT, Form
from storage.exchange.reading.tables import folded_title
from storage.exchange.registers.action_log import action_log
from storage.exchange.registers.risk_register import risk_register
from tests.storage.exports import everything, exported, many_updates, rows
from tests.storage.lived import HOSTILE, UNPRINTABLE, live

LONGEST_TITLE = 31 - len(" 99")


@pytest.fixture
def lived(database: Database) -> Database:
    live(database)
    return database


def test_every_table_of_the_history_is_there(lived: Database, tmp_path: Path) -> None:
    """A fortnight's life leaves a row in every table but those of a plan changed by workbook."""
    counts = exported(lived, tmp_path / "all").rows
    assert all(counts.values()), counts
    assert set(counts) == {path.stem for path in (tmp_path / "all").iterdir()} - {ABOUT}
    assert {title: len(rows(tmp_path / "all", title)) for title in counts} == counts


def test_every_update_is_told_in_peoples_words(lived: Database, tmp_path: Path) -> None:
    """No ids but the row's own: roles, references, words; corrected and withdrawn rows stay."""
    exported(lived, tmp_path / "all")
    told = [row for row in rows(tmp_path / "all", "Updates") if row["Kind"] != "Opening"]
    kinds = [row["Kind"] for row in told]
    assert kinds == ["Progress", "Correction", "Progress", "Withdrawal"]
    report, correction, mistake, withdrawal = told
    assert report["Note"] == HOSTILE
    assert report["Readings"] == "Vacancies: 16.5 % (15 Nov 2022)"
    assert report["Evidence"] == "Offers https://sharepoint.example/offers"
    assert correction["Note"] == UNPRINTABLE
    assert correction["Corrects or withdraws number"] == report["Number"]
    assert correction["Why"] == "Counted twice"
    assert correction["Saved at"] == "2022-11-17T09:00:00+00:00"
    assert withdrawal["Corrects or withdraws number"] == mistake["Number"]
    assert {row["By role"] for row in told} == {
        "Recruitment and Retention Lead",
        "HR Business Partner – Children's",
    }


def test_decisions_stand_beside_what_was_asked_for(lived: Database, tmp_path: Path) -> None:
    """One row a request: what the lead decided, when and why; what changed is named."""
    exported(lived, tmp_path / "all")
    (request,) = rows(tmp_path / "all", "Requests and decisions")
    assert (request["Action"], request["Due from"], request["Due to"]) == (
        "WF-02", "2023-01-31", "2023-02-28",
    )  # fmt: skip
    assert (request["Lead decided"], request["Lead's reason"]) == ("Approved", "Agreed once")
    assert request["Board decided"] is None
    changes = rows(tmp_path / "all", "Plan changes")
    moved = next(row for row in changes if row["What"] == "Due")
    assert (moved["Which"], moved["Was"], moved["Became"]) == ("WF-02", "2023-01-31", "2023-02-28")


def test_a_summary_is_told_as_it_was_first_posted(lived: Database, tmp_path: Path) -> None:
    """Its text from the top to the end."""
    exported(lived, tmp_path / "all")
    (summary,) = rows(tmp_path / "all", "Summaries")
    assert summary["As first posted"] == "Workforce\nWF-01 has news."


@pytest.mark.parametrize("form", [Form.CSV, Form.JSON])
def test_people_are_named_only_when_asked(lived: Database, tmp_path: Path, form: Form) -> None:
    """Roles are named always; names only in the programme office's own export."""
    with lived.read() as session:
        names = session.scalars(select(m.Person.name)).all()
    for named in (False, True):
        exported(lived, tmp_path / f"{named}", form, named=named)
        texts = "".join(path.read_text("utf-8") for path in (tmp_path / f"{named}").iterdir())
        assert any(name in texts for name in names) is named


def test_the_history_is_read_in_batches(database: Database) -> None:
    """A hundred times more updates cost no more memory: a thousand rows are held at a time."""
    many_updates(database, 2 * BATCH)
    with database.read() as session:
        extract = Extract(session, everything(session), Titles(session))
        batches = list(map(len, extract.batches(select(m.Update.id))))
    assert max(batches) == BATCH
    assert sum(batches) > 2 * BATCH


def test_no_table_takes_the_name_of_a_sheet_of_the_plan(database: Database) -> None:
    """An export's file in a plan's folder is not taken for one of the plan's sheets."""
    sheets = set(map(folded_title, SHEETS))
    for listing in _listings(database):
        assert folded_title(listing.title) not in sheets
        assert len(listing.title) <= LONGEST_TITLE


def test_no_two_columns_of_a_table_have_the_same_name(database: Database) -> None:
    """JSON has one value for each name; names of people included."""
    for listing in _listings(database):
        titles = [column.title for column in listing.columns]
        assert len(titles) == len(set(titles)), listing.title


def _listings(database: Database) -> list[Listing]:
    with database.read() as session:
        extract = Extract(session, everything(session), Titles(session), named=True)
        tables = (action_log, risk_register, *HISTORY, *OF_THE_WHOLE)
        return [table(extract) for table in tables]
