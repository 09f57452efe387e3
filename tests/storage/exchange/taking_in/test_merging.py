"""A second source joins the plan: former references kept, duplicates decided, nothing lost."""

from datetime import date

import pytest
from sqlalchemy import select

from storage import models as m
from storage.database import Database
from storage.exchange.reading.workbook import PlanRejected, read_plan
from storage.exchange.taking_in.merging import DUPLICATE, NO_SOURCE, UNKNOWN, next_free
from storage.exchange.taking_in.plan_in import Imported, import_plan
from tests.databases import NOW
from tests.storage.conftest import action, turn
from tests.storage.workbooks import Sheets, as_bytes, put, small_plan

MOCK = "Mock inspection"


def mock_inspection() -> Sheets:
    """A second source: two actions of its own numbering, a risk, a role that nobody knows yet."""
    sheets = small_plan()
    sheets["Sources"] = [["Source", "Kind"], [MOCK, "Mock inspection"]]
    sheets["People"].append(
        ["Eve Elm", "eve@arden.example", "Auditor", "Arden Borough Council", None, None]
    )
    sheets["Actions"] = [
        [*sheets["Actions"][0], "Sources", "Same as"],
        ["WF-01", "WF", "Staff rooms", "Find rooms for two teams", "Nowhere to sit", "Auditor",
         "Arden Borough Council", None, None, None, date(2023, 2, 1), "Two rooms", "Not started",
         "Grey", None, None, None, MOCK, None],
        ["WF-02", "WF", "Hire", "Staff recruited", "Vacancies", "Owner – A", "Mercia Police",
         None, None, None, date(2023, 2, 1), "None vacant", "In progress", "Green", 10, None,
         None, MOCK, None],
    ]  # fmt: skip
    sheets["Risks"] = [
        sheets["Risks"][0],
        ["R-01", "WF", "WF-01", "No rooms to be had", 2, 2, "Auditor", "Ask the school"],
        ["R-02", "WF", "WF-02", "Agency staff leave", 5, 5, "Owner – A", None],
    ]
    return sheets


def take_in(database: Database, sheets: Sheets, *, merging: bool = False) -> Imported:
    with database.transaction() as session:
        return import_plan(session, read_plan(as_bytes(sheets)), now=NOW, merging=merging)


@pytest.fixture
def filled(empty_database: Database) -> Database:
    take_in(empty_database, small_plan())
    return empty_database


def decided(same_as: str) -> Sheets:
    sheets = mock_inspection()
    put(sheets, "Actions", 3, "Same as", same_as)
    return sheets


def test_a_likely_duplicate_is_for_people_to_decide(filled: Database) -> None:
    """It is listed with the action that it looks like, and nothing is taken in until then."""
    with pytest.raises(PlanRejected) as refusal:
        take_in(filled, mock_inspection(), merging=True)
    assert refusal.value.mistakes == (DUPLICATE.format("WF-02", "WF-01", "Recruit", "WF-01"),)
    with filled.transaction() as session:
        assert len(session.scalars(select(m.Action)).all()) == 2


def test_the_same_action_keeps_what_it_was_called(filled: Database) -> None:
    """It has another source and finding now, and is what the record says of it still."""
    take_in(filled, decided("WF-01"), merging=True)
    with turn(filled) as record:
        recruit, rooms = action(record, "WF-01"), action(record, "WF-02")
    assert (recruit.title, recruit.position.percent) == ("Recruit staff", 65)
    assert (rooms.short_title, rooms.owner_role) == ("Staff rooms", "Auditor")
    assert former(filled) == {("WF-01", MOCK, "WF-02"), ("WF-02", MOCK, "WF-01")}


def former(database: Database) -> set[tuple[str, ...]]:
    with database.transaction() as session:
        rows = session.execute(
            select(m.Action.ref, m.Source.name, m.FormerReference.ref)
            .join(m.Action, m.Action.id == m.FormerReference.action_id)
            .join(m.Source, m.Source.id == m.FormerReference.source_id)
        )
        return {tuple(row) for row in rows}


def test_another_action_gets_the_next_reference(filled: Database) -> None:
    """After the highest of its theme; its risks and mitigating actions come along."""
    take_in(filled, decided("new"), merging=True)
    with turn(filled) as record:
        refs = {found.ref: found.short_title for found in
                record.plan.actions_by_ref(["WF-01", "WF-02", "WF-03"])}  # fmt: skip
        rooms = record.risks.by_ref("R-03")
        leave = record.risks.by_ref("R-01")
    assert refs == {"WF-01": "Recruit", "WF-02": "Staff rooms", "WF-03": "Hire"}
    assert rooms is not None
    assert (rooms.action_ref, rooms.score) == ("WF-02", 4)
    assert [one.words for one in rooms.mitigations] == ["Ask the school"]
    assert leave is not None
    assert leave.score == 20  # the same words are the same risk, as the record has it


def test_the_same_source_again_adds_nothing(filled: Database) -> None:
    """Its references are known, decided or not."""
    take_in(filled, decided("WF-01"), merging=True)
    assert take_in(filled, mock_inspection(), merging=True).unchanged


def test_a_second_source_does_not_speak_for_the_first(filled: Database) -> None:
    """What only the source has is not gone when the plan's own workbook comes again."""
    take_in(filled, decided("WF-01"), merging=True)
    assert take_in(filled, small_plan()).unchanged
    without = small_plan()
    del without["Actions"][2]
    assert list(take_in(filled, without).sentences()) == [
        "Actions: PT-01 is no longer there. It stays in the record, and is marked."
    ]


@pytest.mark.parametrize(
    ("header", "value", "mistake"),
    [
        ("Sources", None, NO_SOURCE.format("WF-02")),
        ("Same as", "QP-99", UNKNOWN.format("WF-02", "QP-99")),
    ],
)
def test_a_source_that_cannot_be_merged(
    filled: Database, header: str, value: object, mistake: str
) -> None:
    """Each action says where it comes from, and what it is the same as is there."""
    sheets = decided("New")
    put(sheets, "Actions", 3, header, value)
    with pytest.raises(PlanRejected) as refusal:
        take_in(filled, sheets, merging=True)
    assert refusal.value.mistakes == (mistake,)


def test_a_first_plan_is_merged_with_nothing(empty_database: Database) -> None:
    """It keeps its own references."""
    take_in(empty_database, mock_inspection(), merging=True)
    with turn(empty_database) as record:
        assert record.plan.refs() == ("WF-01", "WF-02")


@pytest.mark.parametrize(
    ("taken", "free"),
    [([], "WF-01"), (["WF-01", "WF-07"], "WF-08"), (["PT-01"], "WF-01"), (["WF-099"], "WF-100")],
)
def test_the_next_free_reference(taken: list[str], free: str) -> None:
    """A gap is not filled: it may stand in somebody's mail."""
    assert next_free("WF-", taken) == free
