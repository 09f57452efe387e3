"""History cannot be changed, not even past the code: both databases refuse."""

import pytest
from sqlalchemy import text

from storage.append_only import TABLES, protect, release, unprotected
from storage.database import Database
from storage.errors import RecordError
from tests.databases import Copies
from tests.storage.filled import fill

STATEMENTS = (
    "UPDATE {table} SET id = id",
    "DELETE FROM {table}",
)


@pytest.fixture
def written(database: Database) -> Database:
    """A record with a row in every table of its history."""
    with database.transaction() as session:
        fill(session)
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


def missing(database: Database) -> tuple[str, ...]:
    with database.read() as session:
        return unprotected(session.connection())


@pytest.mark.parametrize("table", TABLES)
def test_a_table_without_its_triggers_is_named(database: Database, table: str) -> None:
    """Lifted for a migration, and forgotten; laid again, nothing is missing."""
    assert missing(database) == ()
    with database.transaction() as session:
        release(session.connection(), table)
    assert missing(database) == (table,)
    with database.transaction() as session:
        protect(session.connection())
    assert missing(database) == ()


def test_a_trigger_that_refuses_nothing_counts_as_missing(database: Database) -> None:
    """It has the name, and somebody took away what it does."""
    harmless = (
        "CREATE TRIGGER keep_updates_update BEFORE UPDATE ON updates BEGIN SELECT 1; END"
        if database.embedded
        else "CREATE OR REPLACE FUNCTION keep_updates() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RETURN NULL; END $$"
    )
    with database.transaction() as session:
        if database.embedded:
            session.execute(text("DROP TRIGGER keep_updates_update"))
        session.execute(text(harmless))
    assert missing(database) == ("updates",)


def test_a_trigger_that_is_switched_off_counts_as_missing(postgresql_copies: Copies) -> None:
    """PostgreSQL can do that without dropping it."""
    database = Database(postgresql_copies("sample"))
    with database.transaction() as session:
        session.execute(text("ALTER TABLE updates DISABLE TRIGGER keep_updates"))
    assert missing(database) == ("updates",)
    database.dispose()
