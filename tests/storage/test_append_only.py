"""History cannot be changed, not even past the code: both databases refuse."""

import pytest
from sqlalchemy import text

from storage.append_only import TABLES
from storage.database import Database
from storage.digests import Edition
from storage.errors import RecordError
from tests.databases import NOW
from tests.storage.conftest import (
    RECRUITMENT_LEAD,
    author,
    theme,
    turn,
)

STATEMENTS = (
    "UPDATE {table} SET id = id",
    "DELETE FROM {table}",
)


@pytest.fixture
def written(database: Database) -> Database:
    """A record with a row in every table of its history."""
    with turn(database) as record:
        who = author(record, RECRUITMENT_LEAD)
        record.submissions.begin(who.person_id, "update", "token")
        record.audit.note(who.person_id, "update", "submission:1")
        workforce = theme(record, "WF").id
        period = record.digests.extra_period(workforce, NOW)
        record.digests.keep(workforce, Edition.EXTRA, NOW, period, {})
    return database


@pytest.mark.parametrize("statement", STATEMENTS)
@pytest.mark.parametrize("table", TABLES)
def test_a_row_of_the_history_is_neither_changed_nor_deleted(
    written: Database, table: str, statement: str
) -> None:
    """Whoever reaches the database itself gets an error, and the rows are as they were."""
    count = text(f"SELECT count(*) FROM {table}")
    with written.transaction() as session:
        before = session.scalar(count)
        assert before
    with pytest.raises(RecordError), written.transaction() as session:
        session.execute(text(statement.format(table=table)))
    with written.transaction() as session:
        assert session.scalar(count) == before


def test_a_row_is_not_replaced_by_a_new_one_with_its_id(written: Database) -> None:
    """INSERT OR REPLACE deletes first; TRUNCATE deletes without looking."""
    shortcut = (
        "REPLACE INTO audit_entries SELECT * FROM audit_entries"
        if written.embedded
        else "TRUNCATE audit_entries"
    )
    with pytest.raises(RecordError), written.transaction() as session:
        session.execute(text(shortcut))


def test_protecting_twice_changes_nothing(written: Database) -> None:
    """Every upgrade lays the triggers anew."""
    written.upgrade()
    with pytest.raises(RecordError), written.transaction() as session:
        session.execute(text("DELETE FROM updates"))
