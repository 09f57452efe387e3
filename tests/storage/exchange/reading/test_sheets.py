"""A real spreadsheet is read as a careful reader would, and every guess is remarked."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from storage.exchange.layout.rows import SHEETS
from storage.exchange.reading.aliases import ALIASES
from storage.exchange.reading.headers import folded_header
from storage.exchange.reading.merges import merged_downwards
from storage.exchange.reading.tables import Merge
from storage.exchange.reading.workbook import PlanRejected, PlanSheets, read_plan
from storage.vocabulary import ImpactRating, Rating
from tests.storage.workbooks import (
    Sheets,
    as_bytes,
    put,
    saved,
    small_plan,
    with_cell,
    with_part,
)

SMALL = read_plan(as_bytes(small_plan()))
RED = PatternFill("solid", fgColor="FFFF0000")
AMBER = PatternFill("solid", fgColor="FFFFC000")


def decorated(change: Callable[[Workbook], None], sheets: Sheets | None = None) -> bytes:
    workbook = load_workbook(BytesIO(as_bytes(sheets or small_plan())))
    change(workbook)
    return saved(workbook)


def mistakes(content: bytes) -> list[str]:
    with pytest.raises(PlanRejected) as refusal:
        read_plan(content)
    return list(refusal.value.mistakes)


def test_a_plain_plan_needs_no_remark() -> None:
    """Nothing was guessed, so nothing is said."""
    assert SMALL.remarks == ()


def titled(sheet: Worksheet) -> None:
    """Two rows above the headers: a merged title and a gap."""
    sheet.insert_rows(1, 2)
    sheet["A1"] = "Improvement plan 2022/23 – DRAFT"
    sheet.merge_cells("A1:E1")


def test_a_title_above_the_headers_is_skipped() -> None:
    """The plan is the same, rows keep their numbers, and the start is remarked."""
    content = decorated(lambda workbook: titled(workbook["Actions"]))
    plan = read_plan(content)
    assert plan == SMALL
    assert plan.remarks == (
        "Actions, row 3: the headers stand in this row; what stands above them was left out.",
    )


def test_a_mistake_below_a_title_has_the_row_of_excel() -> None:
    """Row 4 is the first action there."""
    sheets = with_cell("Actions", 2, "Percent", 140)
    content = decorated(lambda workbook: titled(workbook["Actions"]), sheets)
    assert mistakes(content) == [
        "Actions, row 4, column O (Percent): “140” is not a whole number from 0 to 100."
    ]


def two_rows_of_headers(workbook: Workbook) -> None:
    """Dates over Original due and Due; every other header is merged over both rows."""
    sheet = workbook["Actions"]
    sheet.insert_rows(2)
    for column in range(1, 18):
        if column in {10, 11}:
            sheet.cell(2, column).value = sheet.cell(1, column).value
            sheet.cell(1, column).value = None
        else:
            sheet.merge_cells(start_row=1, end_row=2, start_column=column, end_column=column)
    sheet["J1"] = "Dates"
    sheet.merge_cells("J1:K1")


def test_two_rows_of_headers_are_one() -> None:
    """The lower row names the columns."""
    plan = read_plan(decorated(two_rows_of_headers))
    assert plan == SMALL
    assert plan.remarks == ()


def test_a_lower_row_may_hold_only_what_is_new() -> None:
    """Without merges downwards the upper names still count."""

    def change(workbook: Workbook) -> None:
        sheet = workbook["Actions"]
        sheet.insert_rows(2)
        sheet["J2"], sheet["K2"] = sheet["J1"].value, sheet["K1"].value
        sheet["J1"], sheet["K1"] = "Dates", None

    assert read_plan(decorated(change)) == SMALL


def test_a_first_row_of_data_is_no_second_row_of_headers() -> None:
    """An organisation may be called Partner, which is another name for the column."""
    sheets = small_plan()
    sheets["Organisations"].insert(1, ["Partner"])
    assert read_plan(as_bytes(sheets)).organisations[0].name == "Partner"


@pytest.mark.parametrize(
    "header", ["DUE", "Due *", " due: ", "Due\n(required)", "Due (optional)", "D u e"]
)
def test_marks_beside_a_header_do_not_matter(header: str) -> None:
    """Nor do capitals, spaces and line breaks."""
    sheets = small_plan()
    sheets["Actions"][0][sheets["Actions"][0].index("Due")] = header
    plan = read_plan(as_bytes(sheets))
    assert plan == SMALL
    assert plan.remarks == ()


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Reference", "Action ref"),
        ("Rating", "RAG status"),
        ("Owner role", "Lead officer"),
        ("Percent", "% complete"),
        ("Due", "Target date"),
        ("Findings", "Finding"),
    ],
)
def test_other_names_of_a_column_are_known_and_remarked(ours: str, theirs: str) -> None:
    """The names that councils give them."""
    sheets = small_plan()
    at = sheets["Actions"][0].index(ours)
    sheets["Actions"][0][at] = theirs
    plan = read_plan(as_bytes(sheets))
    assert plan == SMALL
    letter = chr(ord("A") + at)
    assert plan.remarks == (
        f"Actions, row 1, column {letter} ({theirs}): this column is read as “{ours}”.",
    )


def test_every_alias_is_of_a_column_that_there_is_and_of_one_only() -> None:
    """Two columns with one name would be a matter of luck."""
    assert list(ALIASES) == list(SHEETS)
    for title, aliases in ALIASES.items():
        headers = SHEETS[title].by_header()
        names = [folded_header(name) for header in aliases for name in aliases[header]]
        names += [folded_header(header) for header in headers]
        assert aliases.keys() <= headers.keys()
        assert len(names) == len(set(names)), title


def test_our_own_name_counts_before_another() -> None:
    """A column of owners' names beside the roles is the sheet's own, and is said to be left out."""
    sheets = small_plan()
    for row, value in zip(sheets["Actions"], ["Owner", "Ben", "Cat"], strict=True):
        row.insert(0, value)
    plan = read_plan(as_bytes(sheets))
    assert plan == SMALL
    assert plan.remarks == (
        "Actions, row 1, column A (Owner): this column is not part of the plan and was left out.",
    )


def test_a_column_of_their_own_is_left_out_and_said() -> None:
    """With whatever stands in it."""
    sheets = small_plan()
    for row, value in zip(sheets["Risks"], ["Minutes of the panel", "see 4.2", 7], strict=True):
        row.append(value)
    plan = read_plan(as_bytes(sheets))
    assert plan == SMALL
    assert plan.remarks == (
        "Risks, row 1, column I (Minutes of the panel): "
        "this column is not part of the plan and was left out.",
    )


def test_a_misspelt_column_is_a_mistake_with_the_right_name() -> None:
    """Left out, its cells would be lost without anybody noticing."""
    sheets = small_plan()
    sheets["Actions"][0][sheets["Actions"][0].index("Percent")] = "Pecent"
    assert mistakes(as_bytes(sheets)) == [
        "Actions, row 1, column O (Pecent): this column is not known. Did you mean “Percent”?"
    ]


def test_cells_merged_downwards_count_for_each_row() -> None:
    """One theme over two actions; said once."""
    sheets = small_plan()
    put(sheets, "Actions", 3, "Reference", "WF-02")
    put(sheets, "Actions", 3, "Theme", None)
    put(sheets, "Risks", 3, "Theme", "WF")
    plan = read_plan(decorated(lambda book: book["Actions"].merge_cells("B2:B3"), sheets))
    assert [action.theme for action in plan.actions] == ["WF", "WF"]
    assert plan.remarks == (
        "Actions, row 2, column B (Theme): "
        "this cell is merged over the rows 2 to 3 and counts for each of them.",
    )


def test_a_merge_over_empty_rows_makes_no_rows() -> None:
    """A note in a large merged cell is not one action after another."""
    content = decorated(lambda book: book["Organisations"].merge_cells("A3:A9"))
    plan = read_plan(content)
    assert plan == SMALL
    assert plan.remarks == ()


def merged(*ranges: str) -> BytesIO:
    cells = "".join(f'<x:mergeCell ref="{written}"/>' for written in ranges)
    xml = f'<x:worksheet xmlns:x="urn:sheet"><x:mergeCells>{cells}</x:mergeCells></x:worksheet>'
    return BytesIO(xml.encode())


def test_merges_are_cut_where_reading_ends() -> None:
    """Those of one row, and those to the right of what is read, do not matter."""
    part = merged("A2:C2", "B3:D5", "A4:A1048576", "XFD1:XFD9")
    assert merged_downwards(part, 100, 50) == (Merge(2, 3, 5), Merge(1, 4, 100))


def test_merges_that_cannot_be_are_refused() -> None:
    """A forged file must not keep the bot busy."""
    with pytest.raises(ValueError, match="merged rows"):
        merged_downwards(merged(*["A1:A1048576"] * 200), 10_000, 128)


def test_a_damaged_merge_is_a_damaged_file() -> None:
    """It ends as a sentence like any other damage."""
    content = decorated(lambda book: book["Actions"].merge_cells("B2:B3"))
    torn = with_part(
        content, "xl/worksheets/sheet5.xml", lambda xml: xml.replace(b"B2:B3", b"B2:3B")
    )
    assert mistakes(torn) == ["The file is not an Excel workbook (.xlsx), or it is damaged."]


def rated(value: object, fill: PatternFill, header: str = "N") -> PlanSheets:
    def change(workbook: Workbook) -> None:
        cell = workbook["Actions"][f"{header}2"]
        cell.value, cell.fill = value, fill

    return read_plan(decorated(change))


def test_a_rating_given_only_by_colour_is_read_and_said() -> None:
    """A red cell without a word is Red."""
    plan = rated(None, RED)
    assert plan.actions[0].rating is Rating.RED
    assert plan.remarks == (
        "Actions, row 2, column N (Rating): read from the cell's colour as Red.",
    )


def test_a_word_counts_more_than_its_colour() -> None:
    """Said, because somebody forgot to change one of them."""
    plan = rated("Green", AMBER)
    assert plan.actions[0].rating is Rating.GREEN
    assert plan.remarks == (
        "Actions, row 2, column N (Rating): the word Green counts; the cell's colour looks Amber.",
    )


def test_a_word_within_a_sentence_counts_and_is_said() -> None:
    """As reports write it."""
    plan = rated("Red - no social workers", PatternFill())
    assert plan.actions[0].rating is Rating.RED
    assert plan.remarks == (
        "Actions, row 2, column N (Rating): “Red - no social workers” is read as Red.",
    )


def test_neither_word_nor_colour_is_a_mistake() -> None:
    """A rating is never assumed."""
    content = as_bytes(with_cell("Actions", 2, "Rating", None))
    assert mistakes(content) == ["Actions, row 2, column N (Rating): this cell is empty."]


def test_an_impact_rating_may_be_a_colour_too() -> None:
    """Its column is read in the same way."""

    def change(workbook: Workbook) -> None:
        sheet = workbook["Actions"]
        sheet["R1"], sheet["R2"].fill, sheet["R3"] = "Impact rating", AMBER, "Not yet known"

    plan = read_plan(decorated(change))
    ratings = [action.impact_rating for action in plan.actions]
    assert ratings == [ImpactRating.AMBER, ImpactRating.UNKNOWN]


def test_a_coloured_row_without_a_word_is_no_row() -> None:
    """Formatting below the plan is not an action."""

    def change(workbook: Workbook) -> None:
        for row in range(4, 40):
            workbook["Actions"][f"N{row}"].fill = RED

    assert read_plan(decorated(change)) == SMALL


@pytest.mark.parametrize("word", ["TBC", "tbd", "N/A", "n/a", "-", "–", "Not known", " TBC "])
def test_a_gap_in_an_optional_cell_is_an_empty_one(word: str) -> None:
    """Said, so that nobody thinks it was kept."""
    plan = read_plan(as_bytes(with_cell("Actions", 2, "Percent", word)))
    assert plan.actions[0].percent is None
    assert plan.remarks == (
        f"Actions, row 2, column O (Percent): “{word.strip()}” counts as an empty cell.",
    )


def test_a_number_that_is_a_day_is_read_as_one_and_said() -> None:
    """A date whose cell lost its format."""
    plan = read_plan(as_bytes(with_cell("Actions", 2, "Due", 44957)))
    assert plan.actions[0].due == date(2023, 1, 31)
    assert plan.remarks == (
        "Actions, row 2, column K (Due): the number 44957 is read as the date 31/01/2023.",
    )


def test_a_carriage_return_as_excel_keeps_it_is_no_letter() -> None:
    """What SharePoint leaves in its lists."""
    plan = read_plan(as_bytes(with_cell("Actions", 2, "Last note", "first_x000D_\nsecond")))
    assert plan.actions[0].last_note == "first\nsecond"


def test_the_same_sheet_twice_is_refused() -> None:
    """Neither is guessed to be the right one."""
    sheets = small_plan()
    sheets["risks "] = sheets["Risks"]
    assert (
        "Risks: there are two sheets with this name; remove or rename one."
        in mistakes(as_bytes(sheets))
    )  # fmt: skip


def test_a_cell_far_to_the_right_is_reported() -> None:
    """What stands beyond the last column that is read would be lost."""

    def change(workbook: Workbook) -> None:
        workbook["Risks"]["EA1"] = "far"

    assert mistakes(decorated(change)) == [
        "Risks: there is something to the right of column DX; "
        "delete the columns that are not needed."
    ]


def test_a_hidden_sheet_counts() -> None:
    """Hiding a sheet does not take it out of the plan."""

    def change(workbook: Workbook) -> None:
        workbook["Risks"].sheet_state = "hidden"

    assert read_plan(decorated(change)) == SMALL
