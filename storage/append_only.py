"""The record's history refuses to be changed: triggers in both databases."""

from collections.abc import Iterable

from sqlalchemy import Connection, text

from storage.models import History

TABLES = tuple(sorted(kind.__tablename__ for kind in History.__subclasses__()))
EVENTS = ("update", "delete")  # as SQLite has them; PostgreSQL can also TRUNCATE
BEFORE_ANY_CHANGE = 2 | 8 | 16 | 32  # pg_trigger.tgtype: before, delete, update, truncate
REFUSAL = "{table} is append-only: a correction is a new row"


def protect(connection: Connection, tables: Iterable[str] = TABLES) -> None:
    """Lay the triggers, anew after every migration: rebuilding a table drops them silently."""
    lay = _on_sqlite if connection.dialect.name == "sqlite" else _on_postgresql
    for table in tables:
        for statement in lay(table):
            connection.execute(text(statement))


def release(connection: Connection, table: str) -> None:
    """Lift the triggers off a table, for a migration that fills a new column; `protect` follows."""
    if connection.dialect.name == "sqlite":
        for event in EVENTS:
            connection.execute(text(f"DROP TRIGGER IF EXISTS keep_{table}_{event}"))
    else:
        connection.execute(text(f"DROP TRIGGER IF EXISTS keep_{table} ON {table}"))


def unprotected(connection: Connection) -> tuple[str, ...]:
    """The tables of the history whose triggers are missing, switched off, or not ours."""
    laid = _laid_on_sqlite if connection.dialect.name == "sqlite" else _laid_on_postgresql
    found = laid(connection)
    return tuple(table for table in TABLES if table not in found)


def _laid_on_sqlite(connection: Connection) -> set[str]:
    laid = set(connection.scalars(text("SELECT sql FROM sqlite_master WHERE type = 'trigger'")))
    return {table for table in TABLES if laid.issuperset(_on_sqlite(table)[1::2])}


def _laid_on_postgresql(connection: Connection) -> set[str]:
    """Triggers that fire before any UPDATE, DELETE or TRUNCATE, and the body of their function."""
    laid = connection.execute(
        text(
            "SELECT pg_class.relname, pg_proc.prosrc FROM pg_trigger "
            "JOIN pg_class ON pg_class.oid = pg_trigger.tgrelid "
            "JOIN pg_proc ON pg_proc.oid = pg_trigger.tgfoid "
            "WHERE pg_trigger.tgname = 'keep_' || pg_class.relname "
            "AND pg_trigger.tgenabled IN ('O', 'A') "
            "AND pg_trigger.tgqual IS NULL AND pg_trigger.tgtype = :kind "
            "AND pg_table_is_visible(pg_class.oid)"
        ),
        {"kind": BEFORE_ANY_CHANGE},
    )
    return {name for name, body in laid if name in TABLES and body == _body(name)}


def _on_sqlite(table: str) -> list[str]:
    refusal = REFUSAL.format(table=table)
    return [
        statement
        for event in EVENTS
        for statement in (
            f"DROP TRIGGER IF EXISTS keep_{table}_{event}",
            f"CREATE TRIGGER keep_{table}_{event} BEFORE {event} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END",
        )
    ]


def _on_postgresql(table: str) -> list[str]:
    return [
        f"CREATE OR REPLACE FUNCTION keep_{table}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$${_body(table)}$$",
        f"DROP TRIGGER IF EXISTS keep_{table} ON {table}",
        f"CREATE TRIGGER keep_{table} BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION keep_{table}()",
    ]


def _body(table: str) -> str:
    refusal = REFUSAL.format(table=table)
    return f" BEGIN RAISE EXCEPTION '{refusal}' USING ERRCODE = 'restrict_violation'; END "
