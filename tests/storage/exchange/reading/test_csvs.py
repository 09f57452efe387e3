"""A folder of CSV files is a plan like a workbook: as tolerant, as strict, as safe."""

import csv
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings

from storage.exchange.layout.rows import SHEETS
from storage.exchange.reading import csvs
from storage.exchange.reading.csvs import write_csvs
from storage.exchange.reading.workbook import PlanRejected, PlanSheets, read_plan
from tests.databases import SAMPLE
from tests.storage.plans import plans
from tests.storage.workbooks import Sheets, as_bytes, put, small_plan

SMALL = read_plan(as_bytes(small_plan()))


def shown(value: object) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return "" if value is None else str(value)


def folder_of(
    folder: Path, sheets: Sheets, *, delimiter: str = ",", encoding: str = "utf-8"
) -> Path:
    for title, rows in sheets.items():
        with (folder / f"{title}.csv").open("w", encoding=encoding, newline="") as file:
            writer = csv.writer(file, delimiter=delimiter)
            writer.writerows([shown(value) for value in row] for row in rows)
    return folder


def mistakes(folder: Path) -> list[str]:
    with pytest.raises(PlanRejected) as refusal:
        read_plan(folder)
    return list(refusal.value.mistakes)


@settings(max_examples=60)
@given(plans())
def test_what_is_written_is_read_back(plan: PlanSheets) -> None:
    """Whatever the texts look like: the same plan, and nothing had to be guessed."""
    with TemporaryDirectory() as folder:
        write_csvs(plan, Path(folder))
        again = read_plan(Path(folder))
    assert again == plan
    assert again.sha256 == plan.sha256
    assert again.remarks == ()


@given(plans())
@settings(max_examples=30)
def test_no_cell_begins_like_a_formula(plan: PlanSheets) -> None:
    """Excel opens the files without anything to work out; only a number may begin with a minus."""
    with TemporaryDirectory() as folder:
        paths = write_csvs(plan, Path(folder))
        texts = [path.read_text(encoding="utf-8-sig") for path in paths]
    cells = [cell for text in texts for row in csv.reader(text.splitlines(True)) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "\t"))]
    assert all(cell[1:2].isdecimal() for cell in cells if cell.startswith("-"))


def test_the_files_are_named_for_their_sheets(tmp_path: Path) -> None:
    """One for each sheet, in a folder that need not be there yet."""
    paths = write_csvs(SMALL, tmp_path / "new" / "plan")
    assert [path.name for path in paths] == [f"{title}.csv" for title in SHEETS]
    assert read_plan(tmp_path / "new" / "plan") == SMALL


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_ways_in_which_excel_saves_are_understood(
    tmp_path: Path, delimiter: str, encoding: str
) -> None:
    """The delimiter of a continental computer, and both kinds of Unicode."""
    plan = read_plan(folder_of(tmp_path, small_plan(), delimiter=delimiter, encoding=encoding))
    assert plan == SMALL
    assert plan.remarks == ()


def test_letters_of_windows_are_read_and_said(tmp_path: Path) -> None:
    """A file in cp1252 has its dashes and accents right, with a remark for the person."""
    sheets = small_plan()
    put(sheets, "People", 2, "Name", "Zoë Alder")
    plan = read_plan(folder_of(tmp_path, sheets, encoding="cp1252"))
    assert plan.people[0].name == "Zoë Alder"
    assert plan.people[1].role == "Owner – A"
    assert (
        "People: the file is not in UTF-8; its letters are read as those of Windows."
        in plan.remarks
    )


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    """And what to save it as."""
    folder_of(tmp_path, small_plan())
    (tmp_path / "Risks.csv").write_bytes(b"\x81\x8d\x00")
    assert mistakes(tmp_path)[0] == "Risks: the file is not a text. Save it as “CSV UTF-8”."


def test_names_of_files_need_not_be_exact(tmp_path: Path) -> None:
    """Capitals, spaces and underscores make no odds; other files are left alone."""
    folder_of(tmp_path, small_plan())
    (tmp_path / "Board meetings.csv").rename(tmp_path / "board_meetings.CSV")
    (tmp_path / "Actions.csv").rename(tmp_path / "ACTIONS.csv")
    (tmp_path / "notes.csv").write_text("anything")
    (tmp_path / "plan.xlsx").write_text("anything")
    assert read_plan(tmp_path) == SMALL


def test_two_files_for_one_sheet_are_refused(tmp_path: Path) -> None:
    """Neither is guessed to be the right one."""
    folder_of(tmp_path, small_plan())
    (tmp_path / "board_meetings.csv").write_text("Board,Date\n")
    assert "Board meetings: there are two sheets with this name; remove or rename one." in mistakes(
        tmp_path
    )


def test_a_folder_without_a_plan_says_what_is_expected(tmp_path: Path) -> None:
    """With the names of all the files."""
    (tmp_path / "notes.csv").write_text("anything")
    (sentence,) = mistakes(tmp_path)
    assert sentence.startswith(f"The folder {tmp_path} holds no CSV file of a plan. Expected are ")
    assert all(f"{title}.csv" in sentence for title in SHEETS)


def test_a_mistake_is_placed_by_line_and_column(tmp_path: Path) -> None:
    """Also below a cell of several lines: the line that an editor shows."""
    sheets = small_plan()
    put(sheets, "Actions", 2, "Action", "Recruit\nand keep\nstaff")
    put(sheets, "Actions", 3, "Percent", "140")
    assert mistakes(folder_of(tmp_path, sheets)) == [
        "Actions, row 5, column O (Percent): “140” is not a whole number from 0 to 100."
    ]


def test_an_open_quotation_mark_is_refused(tmp_path: Path) -> None:
    """It would swallow the rest of the file; the line where it opens is named."""
    folder_of(tmp_path, small_plan())
    with (tmp_path / "Risks.csv").open("a", encoding="utf-8") as file:
        file.write('R-03,WF,,"A risk without an end,3,4,Owner – A,\n')
    assert mistakes(tmp_path) == [
        "Risks, row 4: the quotation marks do not match from this line on; each must have its "
        "partner."
    ]


def test_a_cell_too_many_is_reported(tmp_path: Path) -> None:
    """As a comma that should stand in quotation marks makes it."""
    folder_of(tmp_path, small_plan())
    with (tmp_path / "Organisations.csv").open("a", encoding="utf-8") as file:
        file.write("Schools, colleges\n")
    assert mistakes(tmp_path) == [
        "Organisations, row 4, column B (no name): "
        "this cell is filled, but its column has no name in row 1."
    ]


def test_an_apostrophe_that_guards_a_formula_is_taken_off(tmp_path: Path) -> None:
    """One that belongs to the text stays."""
    sheets = small_plan()
    put(sheets, "Actions", 2, "Action", "'=1+1")
    put(sheets, "Actions", 3, "Action", "'Fill posts'")
    first, second = read_plan(folder_of(tmp_path, sheets)).actions
    assert (first.title, second.title) == ("=1+1", "'Fill posts'")


def test_an_apostrophe_makes_a_gap_a_text(tmp_path: Path) -> None:
    """Without it TBC is no success measure; with it, it is what its author wants to say."""
    sheets = small_plan()
    put(sheets, "Actions", 2, "Success measure", "'TBC")
    assert read_plan(folder_of(tmp_path, sheets)).actions[0].success_measure == "TBC"


def test_too_many_rows_are_refused(tmp_path: Path) -> None:
    """The limit of a workbook holds here too."""
    folder_of(tmp_path, small_plan())
    rows = "".join(f"Organisation {number}\n" for number in range(10_001))
    (tmp_path / "Organisations.csv").write_text(f"Organisation\n{rows}", encoding="utf-8")
    assert "Organisations: there are more than 10,000 rows; delete those that are not needed." in (
        mistakes(tmp_path)
    )


def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    """What stands beyond the last column that is read would be lost."""
    folder_of(tmp_path, small_plan())
    with (tmp_path / "Risks.csv").open("a", encoding="utf-8") as file:
        file.write("," * 128 + "far\n")
    assert mistakes(tmp_path) == [
        "Risks, row 4: there is something to the right of column DX; "
        "delete the columns that are not needed."
    ]


def test_files_that_are_too_large_are_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The limit holds for all of them together."""
    folder_of(tmp_path, small_plan())
    monkeypatch.setattr(csvs, "LARGEST_FOLDER", 1_000)
    assert mistakes(tmp_path) == [
        "The CSV files are larger than 20 MB together. Take out what is not part of the plan."
    ]


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """A folder in a file's place is the plainest case."""
    folder_of(tmp_path, small_plan())
    (tmp_path / "Issues.csv").mkdir()
    assert mistakes(tmp_path) == [
        f"The file {tmp_path / 'Issues.csv'} cannot be read: check its permissions."
    ]


def test_the_sample_goes_through_csv(tmp_path: Path) -> None:
    """The plan that ships is the same as a folder."""
    plan = read_plan(SAMPLE)
    write_csvs(plan, tmp_path)
    assert read_plan(tmp_path) == plan
