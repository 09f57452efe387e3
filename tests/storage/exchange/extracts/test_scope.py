"""What an export covers: a theme, an organisation, any earlier day."""

from datetime import date
from pathlib import Path

import pytest

from storage.calendar import london_date
from storage.database import Database
from storage.exchange.extracts.scope import (
    IN_FUTURE,
    NO_ORGANISATION,
    NO_THEME,
    NOTHING_YET,
    TOO_EARLY,
)
from storage.exchange.extracts.target import ExportRefused
from tests.storage.conftest import WEDNESDAY
from tests.storage.exports import exported, rows
from tests.storage.lived import live


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


def test_any_earlier_day_is_told_as_it_was_told_then(database: Database, tmp_path: Path) -> None:
    """An export as at Wednesday, made a fortnight later, is Wednesday's export byte for byte."""
    live(database, until=WEDNESDAY)
    wednesday = london_date(WEDNESDAY)
    exported(database, tmp_path / "then", as_at=wednesday, today=wednesday)
    live(database, after=WEDNESDAY)
    exported(database, tmp_path / "later", as_at=wednesday)
    then, later = ({path.name: path.read_text("utf-8") for path in (tmp_path / name).iterdir()}
                   for name in ("then", "later"))  # fmt: skip
    assert then == later
    exported(database, tmp_path / "now")
    assert rows(tmp_path / "now", "Updates") != rows(tmp_path / "later", "Updates")


@pytest.mark.parametrize("theme", ["WF", "wf", "workforce "])
def test_a_theme_is_all_that_a_theme_export_tells(
    lived: Database, tmp_path: Path, theme: str
) -> None:
    """By code or name; nothing of another theme, nor what belongs to the whole programme."""
    exported(lived, tmp_path / "theme", theme=theme)
    tables = {path.stem for path in (tmp_path / "theme").iterdir()}
    assert tables.isdisjoint({"Audit trail", "Imports", "Plan versions"})
    assert {row["Theme"] for row in rows(tmp_path / "theme", "Updates")} == {"Workforce"}
    assert {row["Theme"] for row in rows(tmp_path / "theme", "Action log")} == {"Workforce"}
    assert {row["Theme"] for row in rows(tmp_path / "theme", "Risk register")} == {"Workforce"}
    for table in ("Requests and decisions", "Challenges", "Summaries", "Reports", "Plan changes"):
        assert rows(tmp_path / "theme", table), table


def test_another_theme_hears_nothing_of_it(lived: Database, tmp_path: Path) -> None:
    """All that happened was Workforce's: Partnerships has its openings and nothing else."""
    counts = exported(lived, tmp_path / "theme", theme="PT").rows
    some = {title for title, count in counts.items() if count}
    assert some == {"Action log", "Risk register", "Updates", "Measure readings", "Risk revisions",
                    "Mitigating actions", "Meetings"}  # fmt: skip


def test_an_organisation_sees_what_it_owns_or_supports(lived: Database, tmp_path: Path) -> None:
    """The police see their own actions and those that they support, not the theme's summaries."""
    exported(lived, tmp_path / "police", organisation="mercia police")
    log = rows(tmp_path / "police", "Action log")
    theirs = [
        row
        for row in log
        if row["Organisation"] == "Mercia Police"
        or "Mercia Police" in str(row["Supporting organisations"]).splitlines()
    ]
    assert theirs == log
    assert {"PT-01", "RK-04"} <= {row["Reference"] for row in log}
    assert {row["Reference"] for row in rows(tmp_path / "police", "Updates")} == {
        row["Reference"] for row in log
    }
    assert not rows(tmp_path / "police", "Summaries")


def test_a_theme_and_an_organisation_cover_what_is_both(lived: Database, tmp_path: Path) -> None:
    """Both filters hold at once."""
    exported(lived, tmp_path / "both", theme="PT", organisation="Mercia Police")
    references = {str(row["Reference"]) for row in rows(tmp_path / "both", "Action log")}
    assert references
    assert all(reference.startswith("PT-") for reference in references)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"theme": "Workfroce"}, f"{NO_THEME.format('Workfroce')} Did you mean “Workforce”?"),
        (
            {"organisation": "Mercia Polise"},
            f"{NO_ORGANISATION.format('Mercia Polise')} Did you mean “Mercia Police”?",
        ),
        ({"as_at": date(2022, 12, 1)}, IN_FUTURE.format("1 Dec 2022")),
        ({"as_at": date(2022, 11, 13)}, TOO_EARLY.format("14 Nov 2022", "13 Nov 2022")),
    ],
)
def test_what_cannot_be_told_is_one_sentence(
    database: Database, folder: Path, asked: dict[str, object], sentence: str
) -> None:
    """An unknown name, a day to come, a day before the record: nothing is written."""
    with pytest.raises(ExportRefused) as refused:
        exported(database, folder / "out", **asked)  # type: ignore[arg-type]  # one per case
    assert str(refused.value) == sentence
    assert not list(folder.iterdir())


def test_a_record_without_a_plan_says_so(empty_database: Database, folder: Path) -> None:
    """There is nothing to export yet, and how to begin."""
    with pytest.raises(ExportRefused) as refused:
        exported(empty_database, folder / "out")
    assert str(refused.value) == NOTHING_YET
