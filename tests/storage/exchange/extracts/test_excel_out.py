"""Tables in a workbook: texts stay texts, long ones go on, paper has its heads and feet."""

import gc
import resource
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from itertools import chain
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from openpyxl.workbook import Workbook

from storage.calendar import LONDON
from storage.exchange.extracts import excel_out
from storage.exchange.extracts.excel_out import CUT, FILLS, LONGEST_TEXT, Heading, excel
from storage.exchange.extracts.listing import Column, Kind, Listing, Paint, Painted, Value

HEADING = Heading("Health & Care plan", date(2022, 11, 30))
COLUMNS = (Column("Reference"), Column("Note", Kind.TEXT))
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def written(*listings: Listing) -> Workbook:
    """The tables, written and opened again."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "export.xlsx"
        with excel(path, HEADING) as book:
            for listing in listings:
                list(book.write(listing))
        return load_workbook(BytesIO(path.read_bytes()))


def listing(*rows: Sequence[Value], for_paper: bool = False) -> Listing:
    return Listing("Updates", COLUMNS, rows, for_paper)


@given(TEXTS)
@example("_x0041_ and _x005F_")
@example("bell\x07, return\r, line\n, \ufffe")
def test_any_text_is_a_text_and_comes_back_exactly(text: str) -> None:
    """Nothing that a person writes is a formula, breaks the file or is changed by it."""
    cell = written(listing(("WF-01", text)))["Updates"]["B2"]
    assert unescape(cell.value or "") == text
    assert cell.data_type != "f"


@pytest.mark.parametrize("text", ["=1+1", "+44", "-1", "@SUM(A1)", "\t=1", "\r=1", "http://x.y"])
def test_a_risky_start_is_neither_a_formula_nor_a_link(text: str) -> None:
    """A cell that a spreadsheet program would run or open is a string like any other."""
    cell = written(listing(("WF-01", text)))["Updates"]["B2"]
    assert cell.data_type == "s"
    assert cell.hyperlink is None


def test_numbers_days_and_moments_are_what_they_are() -> None:
    """A moment is shown on a London clock, a day as a day, Yes and No as words."""
    moment = datetime(2022, 6, 16, 10, 13, tzinfo=LONDON)
    row: tuple[Value, ...] = (7, Decimal("17.1"), date(2022, 11, 14), moment, True, None)
    columns = tuple(Column(name) for name in "abcdef")
    sheet = written(Listing("Kinds", columns, [row]))["Kinds"]
    values: list[Any] = [cell.value for cell in sheet[2]]
    shown = [7, 17.1, datetime(2022, 11, 14), datetime(2022, 6, 16, 10, 13), "Yes"]  # noqa: DTZ001 -- Excel knows no time zones
    assert values == [*shown, None]
    assert sheet["C2"].number_format == "dd/mm/yyyy"
    assert sheet["D2"].number_format == "dd/mm/yyyy hh:mm"


def test_the_header_is_bold_frozen_and_filters() -> None:
    """Whoever scrolls still sees the header, and can filter by each column."""
    sheet = written(listing(("WF-01", "a"), ("WF-02", "b")))["Updates"]
    assert sheet["A1"].font.bold
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:B3"
    assert sheet.column_dimensions["B"].width > sheet.column_dimensions["A"].width


def test_a_table_without_rows_has_its_header_still() -> None:
    """An empty table says that there is nothing, instead of not being there."""
    sheet = written(listing())["Updates"]
    assert [cell.value for cell in sheet[1]] == ["Reference", "Note"]
    assert sheet.max_row == 1


def test_what_passes_the_last_row_goes_on_in_another_sheet(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No row is lost at Excel's limit; every sheet has its header."""
    monkeypatch.setattr(excel_out, "LAST_ROW", 3)
    book = written(listing(*((f"WF-{number}", "") for number in range(5))))
    assert book.sheetnames == ["Updates", "Updates 2", "Updates 3"]
    found = [[cell.value for cell in sheet["A"]] for sheet in book]
    assert found == [
        ["Reference", "WF-0", "WF-1"],
        ["Reference", "WF-2", "WF-3"],
        ["Reference", "WF-4"],
    ]


@pytest.mark.parametrize("letter", ["a", "é", "😀"])
def test_a_text_that_no_cell_can_hold_is_cut_and_marked(tmp_path: Path, letter: str) -> None:
    """Excel would call the file damaged; the cut is marked in the cell and counted."""
    long = letter * (LONGEST_TEXT + 1)
    with excel(tmp_path / "export.xlsx", HEADING) as book:
        list(book.write(listing(("WF-01", long), ("WF-02", "short"))))
        assert book.cut == 1
    shown = load_workbook(tmp_path / "export.xlsx")["Updates"]["B2"].value
    assert shown.endswith(CUT)
    assert long.startswith(shown.removesuffix(CUT))
    assert LONGEST_TEXT - 1 <= len(shown.encode("utf-16-le")) // 2 <= LONGEST_TEXT


def test_a_text_that_just_fits_is_whole() -> None:
    """32,767 characters are held as they are."""
    fits = "a" * LONGEST_TEXT
    assert written(listing(("WF-01", fits)))["Updates"]["B2"].value == fits


def test_a_register_is_laid_out_for_paper() -> None:
    """Landscape, one page wide, header on every page, programme and day above, pages below."""
    sheet: Any = written(listing(("WF-01", "a"), for_paper=True))["Updates"]
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToWidth in {None, 1}
    assert int(sheet.page_setup.fitToHeight) == 0
    assert sheet.print_title_rows == "$1:$1"
    assert "Health && Care plan" in sheet.oddHeader.left.text
    assert sheet.oddHeader.right.text == "As at 30 November 2022"
    assert sheet.oddFooter.center.text == "Page &P of &N"
    assert sheet["B2"].alignment.wrap_text


def test_a_coloured_cell_has_its_words_too() -> None:
    """The colour never stands alone (programme.md, Delivery rating)."""
    sheet = written(listing((Painted("■ Red", Paint.RED), Painted(20, Paint.RED))))["Updates"]
    assert [cell.value for cell in sheet[2]] == ["■ Red", 20]
    assert {cell.fill.fgColor.rgb for cell in sheet[2]} == {f"FF{FILLS[Paint.RED][1:]}"}


@pytest.mark.parametrize("paint", Paint)
def test_black_letters_can_be_read_on_every_colour(paint: Paint) -> None:
    """Contrast of at least 7 to 1 (WCAG 2.2, AAA)."""
    assert (_luminance(FILLS[paint]) + 0.05) / 0.05 >= 7


def test_a_failure_in_the_middle_leaves_nothing_open(tmp_path: Path) -> None:
    """Rows that cannot be read end the export with their own error, without a warning."""

    def rows() -> Iterator[Sequence[Value]]:
        yield "WF-01", "a"
        raise ZeroDivisionError

    with (
        pytest.raises(ZeroDivisionError),
        excel(tmp_path / "export.xlsx", HEADING) as book,
    ):
        list(book.write(Listing("Updates", COLUMNS, rows())))


@pytest.mark.parametrize(
    ("sheets", "most"),
    [
        pytest.param(1, 20_000, id="rows"),
        pytest.param(1, 24_800, id="sheet"),
        pytest.param(8, 60_000, id="archive"),
    ],
)
def test_a_file_that_cannot_grow_fails_with_the_systems_error_alone(
    tmp_path: Path, sheets: int, most: int
) -> None:
    """Whatever is being written when there is no room: one error, and nothing is left open."""
    rows = [("WF-01", token_hex(100)) for _ in range(75)]
    tables = [Listing(f"Updates {number}", COLUMNS, rows) for number in range(sheets)]
    with (
        _no_file_larger_than(most),
        pytest.raises(OSError, match="File too large"),
        excel(tmp_path / "export.xlsx", HEADING) as book,
    ):
        deque(chain.from_iterable(map(book.write, tables)), maxlen=0)
    gc.collect()


@contextmanager
def _no_file_larger_than(most: int) -> Iterator[None]:
    """As on a full disk, no file of this process grows beyond so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def _luminance(colour: str) -> float:
    """The relative luminance of #RRGGBB (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
