"""Tables as texts: CSV that no spreadsheet program runs, JSON lines that lose nothing."""

import csv
import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.calendar import LONDON
from storage.exchange.extracts.listing import Column, Listing, Paint, Painted, Value
from storage.exchange.extracts.text_out import RISKY_STARTS, write_csv, write_json_lines

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
MOMENT = datetime(2022, 6, 16, 10, 13, 5, tzinfo=LONDON)
ROW: tuple[Value, ...] = (
    7, Decimal("17.10"), date(2022, 11, 14), MOMENT, False, None, Painted("■ Red", Paint.RED),
)  # fmt: skip
COLUMNS = tuple(Column(name) for name in "abcdefg")


def rows_of_csv(folder: Path) -> list[list[str]]:
    with (folder / "Updates.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


@given(TEXTS)
def test_no_cell_of_a_csv_file_begins_as_a_formula(text: str) -> None:
    """A risky start has an apostrophe before it; the rest of the text is unchanged."""
    with TemporaryDirectory() as folder:
        list(write_csv(Path(folder), Listing("Updates", (Column("Note"),), [(text,)])))
        shown = rows_of_csv(Path(folder))[1:]
    cell = shown[0][0] if shown and shown[0] else ""
    assert not cell.startswith(RISKY_STARTS)
    assert cell == (f"'{text}" if text.startswith(RISKY_STARTS) else text)


@pytest.mark.parametrize("start", RISKY_STARTS)
def test_every_risky_start_is_defused(tmp_path: Path, start: str) -> None:
    """=, +, -, @, tab and carriage return are what spreadsheet programs act on."""
    list(write_csv(tmp_path, Listing("Updates", (Column("Note"),), [(f"{start}1+1",)])))
    assert rows_of_csv(tmp_path) == [["Note"], [f"'{start}1+1"]]


def test_csv_is_told_apart_from_windows_letters(tmp_path: Path) -> None:
    """Excel takes a CSV file for UTF-8 only when its mark stands at the beginning."""
    list(write_csv(tmp_path, Listing("Updates", (Column("Note"),), [("Zoë – café",)])))
    assert (tmp_path / "Updates.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_values_in_csv_read_the_same_everywhere(tmp_path: Path) -> None:
    """Days as 2022-11-14, moments on a London clock, numbers as they are, colours as words."""
    list(write_csv(tmp_path, Listing("Updates", COLUMNS, [ROW])))
    shown = ["7", "17.10", "2022-11-14", "2022-06-16 10:13", "No", "", "■ Red"]
    assert rows_of_csv(tmp_path)[1] == shown


@given(TEXTS)
def test_json_lines_hold_every_text_exactly(text: str) -> None:
    """Programs get what was written, without an apostrophe; one object a line."""
    with TemporaryDirectory() as folder:
        list(write_json_lines(Path(folder), Listing("Updates", (Column("Note"),), [(text,)])))
        content = (Path(folder) / "Updates.jsonl").read_bytes()
    assert content.count(b"\n") == 1
    assert json.loads(content) == {"Note": text}


def test_json_lines_hold_every_value_exactly(tmp_path: Path) -> None:
    """An exact number is a text, a moment has its offset, a yes or no stays one."""
    assert list(write_json_lines(tmp_path, Listing("Updates", COLUMNS, [ROW, ROW]))) == [1, 2]
    first, second = (tmp_path / "Updates.jsonl").read_text("utf-8").splitlines()
    exact = [7, "17.10", "2022-11-14", "2022-06-16T10:13:05+01:00", False, None, "■ Red"]
    assert json.loads(first) == dict(zip("abcdefg", exact, strict=True))
    assert first == second
