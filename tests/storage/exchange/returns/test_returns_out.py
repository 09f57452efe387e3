"""A return workbook shows how an organisation's actions stand, and lets it fill in the rest."""

from datetime import date

import pytest
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import select

from storage import models as m
from storage.database import Database
from storage.exchange.returns.layout import KNOWN, ActionReturn, RiskReturn
from storage.exchange.returns.refused import ReturnRefused
from storage.said import Change
from storage.vocabulary import Rating
from tests.storage.conftest import PROGRAMME_MANAGER, action, author, person, turn
from tests.storage.returned import COUNCIL, ICB, TUESDAY, columns, opened, row_of, sent

MADE_BY_US = {"Reference", *KNOWN, "Key"}


def sheet_of(database: Database, organisation: str = ICB, title: str = "Return") -> Worksheet:
    sheet: Worksheet = opened(sent(database, organisation))[title]
    return sheet


def cell_of(sheet: Worksheet, ref: str, header: str) -> Cell:
    cell = sheet.cell(row_of(sheet, ref), columns(sheet)[header])
    assert isinstance(cell, Cell)
    return cell


def report(database: Database, ref: str, change: Change) -> None:
    """An update by the programme office."""
    with turn(database) as record:
        office, stands = person(record, PROGRAMME_MANAGER), action(record, ref)
        submission = record.submissions.begin(office.id, "update", f"report {ref}")
        by = author(record, PROGRAMME_MANAGER)
        record.updates.report(submission, by, stands, stands.position.update_id, change)


def test_it_says_what_to_do_in_five_lines(database: Database) -> None:
    """Whose it is, what to fill in, nothing about a child, and back by when."""
    workbook = opened(sent(database))
    heading, *lines = [str(row[0]) for row in workbook["Read me"].iter_rows(values_only=True)]
    assert heading == "Return of NHS Mercia ICB, made on Tuesday 15 November 2022"
    assert len(lines) == 5
    assert "nothing about a child or a family" in lines[3]
    assert lines[4].endswith("by Thursday 17 November 2022, 12:00.")
    assert workbook.active is workbook["Read me"]


@pytest.mark.parametrize(
    ("today", "back"),
    [
        (date(2022, 11, 15), "Thursday 17 November 2022"),
        (date(2022, 11, 16), "Thursday 24 November 2022"),
        (date(2022, 12, 21), "Thursday 5 January 2023"),
        (date(2023, 4, 4), "Thursday 6 April 2023"),
    ],
)
def test_it_is_wanted_back_at_a_cut_off(database: Database, today: date, back: str) -> None:
    """The first one that leaves two working days, past weekends, Christmas and bank holidays."""
    read_me = opened(sent(database, today=today))["Read me"]
    assert str(read_me["A6"].value).endswith(f"by {back}, 12:00.")


def test_each_open_action_has_a_row(database: Database) -> None:
    """Of this organisation, by theme and reference; what is signed off has none."""
    council = [cell.value for cell in sheet_of(database, COUNCIL)["A"]][1:]
    assert [cell.value for cell in sheet_of(database)["A"]] == ["Reference", "PT-02", "RK-03"]
    assert len(council) == 16
    assert "WF-03" not in council
    assert council[:2] == ["LG-01", "LG-02"]


def test_an_action_that_left_the_plan_has_no_row(database: Database) -> None:
    """Nobody is asked about what a later plan no longer had."""
    with database.transaction() as session:
        gone = session.scalars(select(m.Action).where(m.Action.ref == "PT-02")).one()
        gone.vanished_on = TUESDAY
    assert [cell.value for cell in sheet_of(database)["A"]] == ["Reference", "RK-03"]


def test_a_row_shows_how_the_action_stands(database: Database) -> None:
    """With the word and the shape of its rating, and the last note with its day."""
    report(database, "PT-02", Change(forecast=date(2022, 12, 20), note="Rota agreed"))
    sheet = sheet_of(database)
    shown = {header: cell_of(sheet, "PT-02", header).value for header in KNOWN}
    assert shown.pop("Action") == str(shown_title(database, "PT-02"))
    due, forecast = shown.pop("Due"), shown.pop("Forecast now")
    assert f"{due:%d/%m/%Y} {forecast:%d/%m/%Y}" == "16/12/2022 20/12/2022"
    assert shown == {
        "Owner role": "Designated Nurse – Safeguarding Children",
        "Rating now": "▲ Amber",
        "Percent now": 60,
        "Last note": "15 Nov 2022: Rota agreed",
    }


def shown_title(database: Database, ref: str) -> str:
    with turn(database) as record:
        stands = action(record, ref)
        return f"{stands.title} (priority)" if stands.priority else stands.title


def test_each_row_knows_the_position_it_was_made_from(database: Database) -> None:
    """In a hidden column, so that a stale return is recognised however its rows are moved."""
    sheet = sheet_of(database)
    with turn(database) as record:
        basis = action(record, "RK-03").position.update_id
    assert cell_of(sheet, "RK-03", "Key").value == basis
    assert sheet.column_dimensions["U"].hidden
    key = opened(sent(database))["Key"]
    assert key.sheet_state == "hidden"
    assert key["A2"].value == ICB
    assert f"{key['B2'].value:%Y-%m-%d}" == "2022-11-15"


def test_only_what_is_to_be_filled_in_can_be(database: Database) -> None:
    """Locked without a password, and coloured: pale enough to be no rating."""
    sheet = sheet_of(database)
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    for header in columns(sheet):
        cell = cell_of(sheet, "PT-02", header)
        made_by_us = header in MADE_BY_US
        assert cell.protection.locked is made_by_us
        assert cell.fill.fgColor.rgb == ("00EFEFEF" if made_by_us else "00FFF7DC")


def test_every_column_to_fill_in_has_a_note(database: Database) -> None:
    """A sentence that says what goes in; and no column of the reader's is missing."""
    for title, kind in (("Return", ActionReturn), ("New risks", RiskReturn)):
        sheet = sheet_of(database, title=title)
        notes = {str(cell.value): cell.comment for cell in sheet[1]}
        assert notes.keys() >= kind.by_header().keys()
        for header in notes.keys() - (MADE_BY_US if title == "Return" else set()):
            comment = notes[header]
            assert comment is not None
            assert comment.text.endswith(".")


def rules(sheet: Worksheet, letter: str) -> dict[str, str]:
    """Cells of a column → the list that they offer, or the limits that they set."""
    return {
        str(rule.sqref).replace(
            " ", ", "
        ): f"{rule.type} {rule.formula1} {rule.formula2 or ''}".strip()
        for rule in sheet.data_validations.dataValidation
        if str(rule.sqref).startswith(letter)
    }


def test_what_can_be_chosen_is_offered(database: Database) -> None:
    """Ratings but Blue, which a decision gives; limits for numbers and days; references."""
    sheet, risks = sheet_of(database), sheet_of(database, title="New risks")
    assert rules(sheet, "I") == {"I2, I3": 'list "No change,Green,Amber,Red,Grey"'}
    assert rules(sheet, "J") == {"J2:J3": "whole 0 100"}
    assert rules(sheet, "P") == {"P2:P3": "date 36526 73415"}
    assert rules(sheet, "T") == {"T2:T3": 'list "Yes,No"'}
    assert rules(sheet, "K") == {}
    assert rules(risks, "A") == {"A2:A51": "list 'Return'!$A$2:$A$3"}
    assert rules(risks, "C") == {"C2:C51": "whole 1 5"}


def test_no_change_is_not_offered_on_an_overdue_action(database: Database) -> None:
    """programme.md, Rules; and the row says that it is overdue."""
    sheet = sheet_of(database, COUNCIL)
    late = row_of(sheet, "RK-01")
    assert rules(sheet, "I")[f"I{late}"] == 'list "Green,Amber,Red,Grey"'
    assert str(cell_of(sheet, "RK-01", "Rating now").value).endswith(", overdue")
    assert "overdue" not in str(cell_of(sheet, "RK-02", "Rating now").value)


@pytest.mark.parametrize("text", ["=1+1", "+44 20", "-1", "@sum(a1)", '=HYPERLINK("x","y")'])
def test_a_text_of_the_record_is_never_a_formula(database: Database, text: str) -> None:
    """Whatever it begins with; and what is typed beside it is taken as typed."""
    report(database, "PT-02", Change(rating=Rating.RED, note=text))
    sheet = sheet_of(database)
    for row in sheet.iter_rows():
        assert all(cell.data_type != "f" for cell in row)
    assert cell_of(sheet, "PT-02", "Last note").value == f"15 Nov 2022: {text}"
    assert cell_of(sheet, "PT-02", "What changed").number_format == "@"


def test_a_character_that_no_workbook_can_hold_is_marked(database: Database) -> None:
    """The workbook is made all the same, and the rest of the text is as it was written."""
    report(database, "PT-02", Change(note="six offers\x07, _x0041_\nand more\uffff"))
    shown = cell_of(sheet_of(database), "PT-02", "Last note").value
    assert shown == "15 Nov 2022: six offers\ufffd, _x005F_x0041_\nand more\ufffd"


def test_a_name_that_looks_like_a_formula_is_a_text(database: Database) -> None:
    """Names of organisations come from a workbook too."""
    with database.transaction() as session:
        icb = session.scalars(select(m.Organisation).where(m.Organisation.name == ICB)).one()
        icb.name = "=1+1"
    cell = opened(sent(database, "=1+1"))["Key"]["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)


@pytest.mark.parametrize("title", ["Return", "New risks"])
def test_it_fits_one_landscape_page_in_width(database: Database, title: str) -> None:
    """As many pages long as it needs, each with the headers; on the screen they stay in sight."""
    sheet = sheet_of(database, COUNCIL, title)
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$1:$1"
    assert str(sheet.freeze_panes).endswith("2")


def test_the_name_may_be_written_in_any_capitals(database: Database) -> None:
    """It is the plan's own spelling that goes out."""
    assert opened(sent(database, "nhs  mercia icb"))["Key"]["A2"].value == ICB


@pytest.mark.parametrize(
    ("organisation", "sentence"),
    [
        (
            "NHS Mersia ICB",
            "There is no organisation “NHS Mersia ICB” in the plan. Did you mean “NHS Mercia ICB”?",
        ),
        ("Ofsted", "Ofsted owns no open action, so there is nothing to return."),
    ],
)
def test_nothing_is_made_where_there_is_nothing_to_return(
    database: Database, organisation: str, sentence: str
) -> None:
    """One sentence says why."""
    with database.transaction() as session:
        session.add(m.Organisation(name="Ofsted"))
    with pytest.raises(ReturnRefused) as refusal:
        sent(database, organisation)
    assert refusal.value.mistakes == (sentence,)
    assert organisation not in str(refusal.value)
