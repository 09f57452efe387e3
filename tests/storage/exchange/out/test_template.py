"""The template explains itself, and a plan that is written into it is read back as the same."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given, settings
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from storage.exchange.layout.rows import SHEETS
from storage.exchange.out.template import plan_workbook
from storage.exchange.reading.sheets import LAST_ROW
from storage.exchange.reading.workbook import PlanRejected, PlanSheets, read_plan
from tests.databases import SAMPLE
from tests.storage.plans import plans
from tests.storage.workbooks import saved


def opened(plan: PlanSheets | None = None) -> Workbook:
    return load_workbook(BytesIO(plan_workbook(plan)))


@settings(max_examples=60)
@given(plans())
def test_what_is_written_is_read_back(plan: PlanSheets) -> None:
    """Whatever the texts look like: the same plan, and nothing had to be guessed."""
    again = read_plan(plan_workbook(plan))
    assert again == plan
    assert again.sha256 == plan.sha256
    assert again.remarks == ()


def test_the_sample_is_written_and_read_back() -> None:
    """The plan that ships, through the template."""
    plan = read_plan(SAMPLE)
    assert read_plan(plan_workbook(plan)) == plan


@pytest.mark.parametrize("text", ["=1+1", "+44 20", "-1", "@sum(a1)", "'quoted'", "\u2013", "n/a"])
def test_a_text_stays_a_text_in_excel(text: str) -> None:
    """No cell is a formula, and one that could become one by editing is marked as a text."""
    plan = read_plan(SAMPLE)
    action = plan.actions[0].model_copy(update={"title": text})
    cell = opened(replace(plan, actions=(action,)))["Actions"]["D2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_an_ordinary_text_is_not_marked() -> None:
    """An apostrophe before it would only puzzle."""
    assert not opened(read_plan(SAMPLE))["Actions"]["D2"].quotePrefix


def test_the_template_has_every_sheet_with_a_guide_before_them() -> None:
    """In the order of the plan, each with its headers and nothing beneath."""
    workbook = opened()
    assert workbook.sheetnames == ["Read me", *SHEETS]
    for title, kind in SHEETS.items():
        rows = list(workbook[title].iter_rows(values_only=True))
        assert rows == [tuple(kind.by_header())]


def test_the_guide_names_every_sheet_and_column() -> None:
    """What a person needs who has only this file."""
    guide = " ".join(str(row[0]) for row in opened()["Read me"].iter_rows(values_only=True))
    for title, kind in SHEETS.items():
        assert f"{title} (" in guide
        assert all(header in guide for header in kind.by_header())


@pytest.mark.parametrize("title", list(SHEETS))
def test_every_column_has_a_note(title: str) -> None:
    """It says what goes in and whether it is required, and each is a sentence."""
    sheet = opened()[title]
    for cell, field in zip(sheet[1], SHEETS[title].by_header().values(), strict=True):
        assert cell.comment is not None
        assert cell.comment.text == (
            f"{'Required' if field.is_required() else 'Optional'}. {field.description}"
        )
        assert cell.comment.text.endswith((".", "?"))


@pytest.mark.parametrize("title", list(SHEETS))
def test_headers_stay_in_sight_and_can_be_filtered(title: str) -> None:
    """Bold, frozen, with a filter over all columns."""
    sheet = opened()[title]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == f"A1:{get_column_letter(len(sheet[1]))}2"
    assert all(cell.font.bold for cell in sheet[1])


def lists(title: str) -> dict[str, str]:
    """The list to choose from by header, as Excel has it."""
    sheet = opened()[title]
    headers = {get_column_letter(at): str(cell.value) for at, cell in enumerate(sheet[1], start=1)}
    return {
        headers[str(rule.sqref).partition("2")[0]]: str(rule.formula1)
        for rule in sheet.data_validations.dataValidation
        if rule.type == "list"
    }


def test_actions_are_filled_in_by_choosing() -> None:
    """Fixed words are listed; roles, organisations and themes come from their own sheets."""
    found = lists("Actions")
    assert found["Rating"] == '"Grey,Green,Amber,Red,Blue"'
    assert found["Impact rating"] == '"Not yet known,Red,Amber,Green"'
    assert found["Priority"] == '"Yes,No"'
    assert found["Owner role"] == f"'People'!$C$2:$C${LAST_ROW}"
    assert found["Organisation"] == f"'Organisations'!$A$2:$A${LAST_ROW}"
    assert found["Theme"] == f"'Themes'!$A$2:$A${LAST_ROW}"
    assert "Supporting organisations" not in found
    assert "Action" not in found


def test_what_refers_to_a_sheet_is_chosen_from_it() -> None:
    """Actions for measures and milestones, risks for mitigating actions."""
    assert lists("Measures")["Action"] == f"'Actions'!$A$2:$A${LAST_ROW}"
    assert lists("Mitigations")["Risk"] == f"'Risks'!$A$2:$A${LAST_ROW}"
    assert lists("Findings")["Source"] == f"'Sources'!$A$2:$A${LAST_ROW}"
    assert lists("Risks")["Likelihood"] == '"1,2,3,4,5"'


def test_dates_are_shown_in_british_order() -> None:
    """In filled cells and in the columns of an empty template."""
    cell = opened(read_plan(SAMPLE))["Actions"]["P2"]
    assert isinstance(cell.value, date)
    assert cell.number_format == "dd/mm/yyyy"
    assert opened()["Actions"].column_dimensions["P"].number_format == "dd/mm/yyyy"


def test_an_empty_template_is_refused_by_the_sheets_that_it_lacks() -> None:
    """The five that are needed, and no other complaint than that nobody runs the plan."""
    with pytest.raises(PlanRejected) as refusal:
        read_plan(plan_workbook())
    needed = ("Programme", "Organisations", "People", "Themes", "Actions")
    assert refusal.value.mistakes == tuple(
        f"{title}: there is no row beneath the headers." for title in needed
    )


def test_a_filled_template_may_be_saved_by_another_program() -> None:
    """Opened and saved again it is the same plan."""
    plan = read_plan(SAMPLE)
    assert read_plan(saved(opened(plan))) == plan


def test_rows_are_as_high_as_their_words() -> None:
    """On paper, and where nobody works the heights out when the file is opened."""
    plan = read_plan(SAMPLE)
    workbook = load_workbook(BytesIO(plan_workbook(plan)))
    lines = [str(row[0]) for row in workbook["Read me"].iter_rows(values_only=True)]
    longest = lines.index(max(lines, key=len)) + 1
    heights = workbook["Read me"].row_dimensions
    assert heights[longest].height > 2 * heights[1].height
    actions = workbook["Actions"]
    assert all(actions.row_dimensions[number].height >= 30 for number in range(1, 10))
