"""What was agreed on any earlier day can be told again, however often it changed since."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from storage import models as m
from storage.changes import as_it_was, note_change
from storage.database import Database
from tests.databases import NOW

DAY = timedelta(days=1)


def told(database: Database, as_at: datetime, row: dict[str, Any]) -> dict[str, Any]:
    with database.transaction() as session:
        (found,) = as_it_was(session, "actions", [row], as_at)
        return found


def change(database: Database, at: datetime, row_id: int, *what: Any) -> None:
    field, was, became = what
    with database.transaction() as session:
        note_change(session, "actions", row_id, field, was, became, at=at)


def test_each_day_has_its_own_answer(database: Database) -> None:
    """The oldest change after the day tells what it was on it."""
    change(database, NOW + DAY, 7, "due", date(2022, 12, 1), date(2022, 12, 8))
    change(database, NOW + 3 * DAY, 7, "due", date(2022, 12, 8), date(2022, 12, 15))
    row = {"id": 7, "due": date(2022, 12, 15)}
    answers = [told(database, NOW + days * DAY, row)["due"].day for days in range(5)]
    assert answers == [1, 8, 8, 15, 15]


def test_only_the_row_and_the_field_that_changed(database: Database) -> None:
    """Another action, and another table with the same id, are as they are."""
    change(database, NOW + DAY, 7, "slips", 0, 1)
    change(database, NOW + DAY, 8, "slips", 5, 6)
    with database.transaction() as session:
        note_change(session, "risks", 7, "slips", 9, 10, at=NOW + DAY)
    row = {"id": 7, "slips": 1, "title": "as it is"}
    assert told(database, NOW, row) == {"id": 7, "slips": 0, "title": "as it is"}


def test_a_list_that_changed_is_told_as_it_was(database: Database) -> None:
    """Lists are kept in tables of their own; the change carries them whole."""
    change(database, NOW + DAY, 7, "findings", ["F-01"], ["F-01", "F-02"])
    assert told(database, NOW, {"id": 7})["findings"] == ["F-01"]


def test_an_empty_fact_is_told_as_empty(database: Database) -> None:
    """A start date that came later was not there before."""
    change(database, NOW + DAY, 7, "start", None, date(2022, 12, 1))
    assert told(database, NOW, {"id": 7, "start": date(2022, 12, 1)})["start"] is None


def test_a_change_says_who_and_by_what(database: Database) -> None:
    """A person, an import or a decision; nobody for a command without a name."""
    with database.transaction() as session:
        import_id = session.scalars(select(m.PlanImport.id)).one()
        note_change(
            session, "actions", 7, "slips", 0, 1, at=NOW, person_id=1, plan_import_id=import_id
        )
        kept = session.scalars(select(m.PlanChange)).one()
        assert (kept.person_id, kept.plan_import_id, kept.decision_id) == (1, import_id, None)
