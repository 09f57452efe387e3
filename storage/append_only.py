"""The record's history refuses to be changed: triggers in both databases."""

from sqlalchemy import Connection, text

TABLES = ("submissions", "updates", "risk_revisions", "digests", "audit_entries")
REFUSAL = "{table} is append-only: a correction is a new row"


def protect(connection: Connection) -> None:
    """Lay the triggers, anew after every migration: rebuilding a table drops them silently."""
    lay = _on_sqlite if connection.dialect.name == "sqlite" else _on_postgresql
    for table in TABLES:
        for statement in lay(table):
            connection.execute(text(statement))


def _on_sqlite(table: str) -> list[str]:
    refusal = REFUSAL.format(table=table)
    return [
        statement
        for event in ("update", "delete")
        for statement in (
            f"DROP TRIGGER IF EXISTS keep_{table}_{event}",
            f"CREATE TRIGGER keep_{table}_{event} BEFORE {event} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END",
        )
    ]


def _on_postgresql(table: str) -> list[str]:
    refusal = REFUSAL.format(table=table)
    return [
        f"CREATE OR REPLACE FUNCTION keep_{table}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{refusal}' USING ERRCODE = 'restrict_violation'; END $$",
        f"DROP TRIGGER IF EXISTS keep_{table} ON {table}",
        f"CREATE TRIGGER keep_{table} BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION keep_{table}()",
    ]
