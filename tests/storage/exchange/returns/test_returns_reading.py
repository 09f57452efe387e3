"""A return is read as generously as a plan; what is wrong is told all at once, with its place."""

import unicodedata
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.styles import PatternFill

from storage.database import Database
from storage.exchange.layout.escapes import is_gap
from storage.exchange.returns.filled import texts
from storage.exchange.returns.layout import ActionReturn, NoChange, RiskReturn
from storage.exchange.returns.reading import read_return
from storage.exchange.returns.refused import ReturnRefused
from storage.vocabulary import Rating
from tests.databases import SAMPLE
from tests.storage.plans import TEXTS
from tests.storage.returned import changed, columns, filled, row_of, sent
from tests.storage.workbooks import GARBAGE

NO_RETURN = (
    "This is not a return workbook as planbot makes them: its hidden sheet “Key” is missing or "
    "damaged. Have a new one made and fill that in."
)
TEXT_HEADERS = (
    "What changed",
    "So what for children?",
    "Achievement",
    "Next steps",
    "Blocked by",
    "Why a new due date?",
)
TYPED = TEXTS.filter(lambda text: not is_gap(text))  # TBC is no answer


@pytest.fixture(scope="module")
def blank(sqlite_templates: Path) -> Iterator[bytes]:
    """The workbook of an organisation with two actions, PT-02 in row 2 and RK-03 in row 3."""
    database = Database(f"sqlite:///{sqlite_templates / 'sample'}.db")
    yield sent(database)
    database.dispose()


def said(content: bytes) -> ActionReturn:
    """What the only row says."""
    (row,) = read_return(content).actions.rows.values()
    return row


def mistakes(content: bytes | Path) -> tuple[str, ...]:
    with pytest.raises(ReturnRefused) as refusal:
        read_return(content)
    assert str(refusal.value) == f"the return was refused: {len(refusal.value.mistakes)} mistakes"
    return refusal.value.mistakes


def test_a_row_is_read_as_it_was_filled_in(blank: bytes) -> None:
    """Every column; the row that was left empty says nothing."""
    cells = {
        "Rating": "Amber",
        "Percent": 70,
        "What changed": "6 offers",
        "So what for children?": "Fewer changes of worker",
        "Achievement": "Two started",
        "Next steps": "Interviews",
        "Blocked by": "Checks",
        "Forecast": date(2023, 1, 20),
        "Evidence link": "https://sharepoint.example/offers\nhttps://sharepoint.example/rota",
        "New due date": date(2023, 1, 31),
        "Why a new due date?": "Agency contracts end later",
    }
    risk = {
        "Action": "RK-03",
        "Risk": "As rates rise, two may leave, and visits would be late",
        "Likelihood": 4,
        "Impact": 3,
        "What is done about it": "Rates are agreed",
    }
    found = read_return(filled(blank, {"PT-02": cells}, risk))
    assert (found.organisation, found.made_on) == ("NHS Mercia ICB", date(2022, 11, 15))
    assert found.remarks == ()
    assert list(found.actions.rows) == [2]
    row = found.actions.rows[2]
    assert row.ref == "PT-02"
    assert (row.rating, row.percent, row.forecast) == (Rating.AMBER, 70, date(2023, 1, 20))
    assert row.evidence == ("https://sharepoint.example/offers", "https://sharepoint.example/rota")
    assert (row.new_due, row.why) == (date(2023, 1, 31), "Agency contracts end later")
    assert row.change.words == {
        "note": "6 offers",
        "impact_note": "Fewer changes of worker",
        "achievement": "Two started",
        "next_steps": "Interviews",
        "blocked_by": "Checks",
        "spend": "",
    }
    assert found.risks.rows[2] == RiskReturn.model_validate(risk)


@pytest.mark.parametrize(
    ("typed", "rating"),
    [
        ("amber", Rating.AMBER),
        ("A", Rating.AMBER),
        ("RAG: Red", Rating.RED),
        ("Green - on track", Rating.GREEN),
        ("grey", Rating.GREY),
        ("no  change", NoChange.NO_CHANGE),
        ("Unchanged", NoChange.NO_CHANGE),
    ],
)
def test_ratings_are_read_as_people_write_them(
    blank: bytes, typed: str, rating: Rating | NoChange
) -> None:
    """By word, by letter, with a remark behind the word."""
    assert said(filled(blank, {"PT-02": {"Rating": typed}})).rating is rating


@pytest.mark.parametrize("typed", ["30/12/2022", "30 December 2022", 44925, "2022-12-30"])
def test_days_are_read_as_people_write_them(blank: bytes, typed: object) -> None:
    """As a date, as a British text, as the number that Excel keeps."""
    assert said(filled(blank, {"PT-02": {"Forecast": typed}})).forecast == date(2022, 12, 30)


def test_a_rating_may_be_a_colour_only(blank: bytes) -> None:
    """With a remark; the colour of a cell that nobody touched is none."""

    def paint(workbook: Workbook) -> None:
        sheet = workbook["Return"]
        cell = sheet.cell(row_of(sheet, "PT-02"), columns(sheet)["Rating"])
        cell.fill = PatternFill("solid", fgColor="FFFF0000")

    found = read_return(changed(blank, paint))
    assert found.actions.rows[2].rating is Rating.RED
    assert found.remarks == (
        "Return, row 2, column I (Rating): read from the cell's colour as Red.",
    )


def test_a_word_such_as_tbc_is_no_answer(blank: bytes) -> None:
    """It counts as empty, and a remark says so."""
    found = read_return(filled(blank, {"PT-02": {"Forecast": "TBC", "What changed": "6 offers"}}))
    assert found.actions.rows[2].forecast is None
    assert found.remarks == ("Return, row 2, column P (Forecast): “TBC” counts as an empty cell.",)


@pytest.mark.parametrize("cells", [{}, {"Done?": "No"}, {"Percent": "TBC"}, {"What changed": " "}])
def test_a_return_that_says_nothing_is_refused(blank: bytes, cells: dict[str, object]) -> None:
    """One sentence; "No" under Done? is no answer either."""
    assert mistakes(filled(blank, {"PT-02": cells})) == (
        "The return says nothing: none of its coloured cells is filled in.",
    )


def test_rows_may_stand_anywhere(blank: bytes) -> None:
    """A sorted sheet is the same return: same content, same digest."""
    cells = {"PT-02": {"Percent": 70}, "RK-03": {"Percent": 35}}

    def sort(workbook: Workbook) -> None:
        sheet = workbook["Return"]
        for at in range(1, sheet.max_column + 1):
            one, other = sheet.cell(2, at), sheet.cell(3, at)
            one.value, other.value = other.value, one.value

    there, back = (
        read_return(filled(blank, cells)),
        read_return(changed(filled(blank, cells), sort)),
    )
    assert there.actions.rows != back.actions.rows
    assert there.digest == back.digest


@pytest.mark.parametrize(
    "other",
    [
        {"PT-02": {"Percent": 71}},
        {"RK-03": {"Percent": 70}},
        {"PT-02": {"Percent": 70, "What changed": "6 offers"}},
    ],
)
def test_another_content_has_another_digest(
    blank: bytes, other: dict[str, dict[str, object]]
) -> None:
    """Otherwise it would be taken for the same return."""
    one = read_return(filled(blank, {"PT-02": {"Percent": 70}}))
    assert read_return(filled(blank, other)).digest != one.digest


def test_every_mistake_is_told_with_its_place(blank: bytes) -> None:
    """From the first sheet to the last, row by row, and what to do about it."""
    content = filled(
        blank,
        {
            "PT-02": {"Rating": "Blue", "Percent": 120, "Evidence link": "Minutes of March"},
            "RK-03": {"Rating": "Fine", "Forecast": "mid-June", "Done?": "perhaps"},
        },
        {"Action": "PT-02", "Likelihood": 6, "Impact": 3},
        {"Risk": "Two may leave", "Likelihood": 2},
    )
    assert mistakes(content) == (
        "Return, row 2, column I (Rating): Blue means complete and signed off, which the theme's "
        "lead decides; put Yes under Done? to ask for it.",
        "Return, row 2, column J (Percent): “120” is not a whole number from 0 to 100.",
        "Return, row 2, column Q (Evidence link): “Minutes” is not a link; paste the whole "
        "address, beginning with https://.",
        "Return, row 3, column I (Rating): “Fine” is not possible here; use No change, Grey, "
        "Green, Amber or Red.",
        "Return, row 3, column P (Forecast): “mid-June” is not a date; write it as 30/12/2022.",
        "Return, row 3, column T (Done?): “perhaps” is neither Yes nor No.",
        "New risks, row 2, column B (Risk): this cell is empty.",
        "New risks, row 2, column C (Likelihood): “6” is not a whole number from 1 to 5.",
        "New risks, row 3, column A (Action): this cell is empty, so it is not known which action "
        "the row is about.",
        "New risks, row 3, column D (Impact): a score needs both its likelihood and its impact; "
        "leave both empty if you cannot tell.",
    )


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (
            {"New due date": "31/01/2023"},
            "column S (Why a new due date?): say why a new due date is needed.",
        ),
        (
            {"Why a new due date?": "Agency contracts"},
            "column S (Why a new due date?): give the new due date that this is the reason for, "
            "or leave this empty.",
        ),
        (
            {"New due date": "31/01/2023", "Why a new due date?": "Agency", "Done?": "Yes"},
            "column T (Done?): an action that is done needs no new due date; keep one of the two.",
        ),
        ({"New due date": "soon"}, "column R (New due date): “soon” is not a date; write it as "
                                   "30/12/2022."),
        ({"What changed": "x" * 2001}, "column K (What changed): this text has 2001 characters; "
                                       "at most 2000 are possible."),
    ],
)  # fmt: skip
def test_what_does_not_fit_together_is_refused(
    blank: bytes, cells: dict[str, object], sentence: str
) -> None:
    """One sentence each, at the cell to change."""
    assert mistakes(filled(blank, {"PT-02": cells})) == (f"Return, row 2, {sentence}",)


def test_nothing_that_was_filled_in_is_passed_by(blank: bytes) -> None:
    """Cells outside the columns, rows added by hand, an action twice."""

    def scribble(workbook: Workbook) -> None:
        sheet = workbook["Return"]
        sheet["W3"] = "see also PT-02"
        for row in (5, 6):
            sheet.cell(row, 1).value = "RK-03"
            sheet.cell(row, columns(sheet)["Percent"]).value = 40
        sheet.cell(5, columns(sheet)["Key"]).value = sheet.cell(3, columns(sheet)["Key"]).value
        sheet["J7"] = 5

    content = changed(filled(blank, {"RK-03": {"Percent": 35}}), scribble)
    by_hand = "this row was added by hand; use the rows of the workbook as it was made."
    assert mistakes(content) == (
        "Return, row 3, column W (no header): nothing is read from here; move it into one of the "
        "coloured columns.",
        "Return, row 5, column A (Reference): RK-03 stands in row 3 already; say all of it in one "
        "row.",
        f"Return, row 6, column U (Key): {by_hand}",
        "Return, row 7, column A (Reference): this cell is empty, so it is not known which action "
        "the row is about.",
        f"Return, row 7, column U (Key): {by_hand}",
    )


def _drop_column(workbook: Workbook) -> None:
    workbook["Return"].delete_cols(10)


def _double_column(workbook: Workbook) -> None:
    workbook["Return"]["V1"] = "Percent"


def _merge(workbook: Workbook) -> None:
    workbook["Return"].merge_cells("K2:K3")


def _drop_risks(workbook: Workbook) -> None:
    workbook.remove(workbook["New risks"])


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (_drop_column, "Return, row 1: the column “Percent” is missing."),
        (_double_column, "Return, row 1, column V (Percent): this column is there twice."),
        (
            _merge,
            "Return, row 2, column K (What changed): this cell is merged over the rows 2 to 3; "
            "separate them and fill in each row.",
        ),
        (_drop_risks, "New risks: this sheet is missing."),
    ],
)
def test_a_sheet_that_was_rebuilt_is_refused(
    blank: bytes, change: Callable[[Workbook], None], sentence: str
) -> None:
    """Rather than read in part."""
    assert mistakes(changed(filled(blank, {"PT-02": {"Rating": "Red"}}), change)) == (sentence,)


def test_a_row_above_the_headers_does_no_harm(blank: bytes) -> None:
    """Somebody's title over the table."""

    def add(workbook: Workbook) -> None:
        workbook["Return"].insert_rows(1)
        workbook["Return"]["A1"] = "Draft for the director"

    found = read_return(changed(filled(blank, {"PT-02": {"Percent": 70}}), add))
    assert found.actions.rows[3].percent == 70


def _no_key(workbook: Workbook) -> None:
    workbook.remove(workbook["Key"])


def _empty_key(workbook: Workbook) -> None:
    workbook["Key"]["A2"] = None


def _bad_day(workbook: Workbook) -> None:
    workbook["Key"]["B2"] = "last week"


def _two_keys(workbook: Workbook) -> None:
    workbook["Key"].append(["Mercia Police", date(2022, 11, 15)])


@pytest.mark.parametrize("change", [_no_key, _empty_key, _bad_day, _two_keys])
def test_a_workbook_without_its_key_is_no_return(
    blank: bytes, change: Callable[[Workbook], None]
) -> None:
    """One sentence, whatever else is wrong."""
    assert mistakes(changed(filled(blank, {"PT-02": {"Percent": 120}}), change)) == (NO_RETURN,)


def test_a_plan_is_no_return() -> None:
    """The workbook that people confuse it with."""
    assert mistakes(SAMPLE) == (NO_RETURN,)


def test_what_is_no_workbook_is_said_to_be_none(tmp_path: Path) -> None:
    """In the words of the plan's reader."""
    nothing = tmp_path / "return.xlsx"
    assert mistakes(nothing) == (f"There is no file {nothing}.",)
    assert mistakes(b"%PDF-1.7") == (
        "The file is a PDF. Give the Excel workbook (.xlsx) that it was made from.",
    )
    assert mistakes(BytesIO(b"words").getvalue()) == (
        "The file is not an Excel workbook (.xlsx), or it is damaged.",
    )


def test_a_missing_sheet_of_actions_is_told(blank: bytes) -> None:
    """The key alone is no return."""

    def drop(workbook: Workbook) -> None:
        workbook.remove(workbook["Return"])

    assert mistakes(changed(blank, drop)) == ("Return: this sheet is missing.",)


@settings(max_examples=60)
@given(st.lists(TYPED, min_size=len(TEXT_HEADERS) + 2, max_size=len(TEXT_HEADERS) + 2))
def test_texts_come_back_as_they_were_typed(blank: bytes, typed: list[str]) -> None:
    """Whatever they look like, formulas included; and each can be judged."""
    *words, risk, mitigation = typed
    reason = words[-1] or "Because"
    cells = dict(zip(TEXT_HEADERS, [*words[:-1], reason], strict=True))
    due = {"New due date": date(2023, 1, 31)}
    raised = {
        "Action": "PT-02",
        "Risk": risk or "Two may leave",
        "What is done about it": mitigation,
    }
    found = read_return(filled(blank, {"RK-03": {**cells, **due}}, raised))
    row, entry = found.actions.rows[3], found.risks.rows[2]
    by_header = {
        header: getattr(row, name)
        for name, about in ActionReturn.columns().items()
        if (header := str(about.alias)) in TEXT_HEADERS
    }
    assert by_header == {header: kept(text) for header, text in cells.items()}
    assert (entry.words, entry.mitigation) == (kept(raised["Risk"]), kept(mitigation))
    expected = [*by_header.values(), entry.words, entry.mitigation]
    assert sorted(text for _, text in texts(found)) == sorted(filter(None, expected))


def kept(typed: str) -> str:
    """As the record keeps a text: an accent belongs to its letter, no spaces at the ends."""
    return unicodedata.normalize("NFC", typed).strip()


def test_each_text_is_given_with_its_place(blank: bytes) -> None:
    """Typed words and links, and nothing that is chosen from a list."""
    cells = {
        "Rating": "Amber",
        "Percent": 70,
        "What changed": "6 offers",
        "Evidence link": "https://a.example/1 https://a.example/2",
    }
    risk = {"Action": "RK-03", "Risk": "Two may leave", "Likelihood": 4, "Impact": 3}
    assert list(texts(read_return(filled(blank, {"PT-02": cells}, risk)))) == [
        ("Return, row 2, column K (What changed)", "6 offers"),
        ("Return, row 2, column Q (Evidence link)", "https://a.example/1"),
        ("Return, row 2, column Q (Evidence link)", "https://a.example/2"),
        ("New risks, row 2, column B (Risk)", "Two may leave"),
    ]


@settings(max_examples=100)
@given(st.sampled_from([*ActionReturn.by_header(), "Owner role"]), GARBAGE)
def test_garbage_is_read_or_refused(blank: bytes, header: str, value: Any) -> None:
    """Whatever stands in a cell: a return, or sentences; nothing else."""

    def put(workbook: Workbook) -> None:
        sheet = workbook["Return"]
        sheet["J3"] = 40
        sheet.cell(2, columns(sheet)[header]).value = value

    refused: tuple[str, ...] = ()
    try:
        read_return(changed(blank, put))
    except ReturnRefused as refusal:
        refused = refusal.mistakes
    assert all(sentence.startswith("Return, row 2, ") for sentence in refused)
