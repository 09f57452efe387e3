"""The whole record from one database to another: SQLite to PostgreSQL, back, or to a new file."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Select, Table, bindparam, func, insert, inspect, select, text, update
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from storage import models as m
from storage.append_only import TABLES as HISTORY
from storage.chain import as_bytes, canonical
from storage.database import Database
from storage.errors import RecordError
from storage.revisions import Schema
from storage.verification import UNREADABLE, verify

Row = dict[str, Any]
Progress = Callable[[str, int, int], None]

BATCH = 500
TABLES = m.Base.metadata.sorted_tables  # what is pointed to comes first

SAME = "Source and target are the same database: there is nothing to move."
NO_RECORD = "The source holds no record of planbot: check its URL."
SOURCE_OLDER = (
    "The source is older than this version of planbot. Run python -m bot upgrade on it first."
)
SOURCE_NEWER = "The source was made by a newer version of planbot: move it with that version."
BROKEN_CHAIN = (
    "The history of the source is not as it was written ({count} places). "
    "Run python -m bot check on it, and put that right first."
)
NOT_EMPTY = (
    "The target holds something already ({table}) and is left as it is. Name an empty database."
)
TARGET_OTHER = "The target was made by another version of planbot. Name an empty database."
DOES_NOT_FIT = (
    "The rows of {table} do not fit into the target ({code}). Nothing was moved; "
    "the source is as it was."
)
UNREADABLE_ROWS = (
    "Some row of {table} holds a value that cannot be read. Nothing was moved; "
    "run python -m bot check."
)
DIFFERS = (
    "What arrived in {table} is not what was sent. Nothing was moved; the source is as it was."
)


class MoveRefused(RecordError):
    """The record stays where it is; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Copied:
    """A table as it was copied: how many rows, and a digest of all their columns."""

    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Moved:
    """What arrived: each table by its name, and the chain's entries and last mark."""

    tables: Mapping[str, Copied]
    entries: int
    head: str


def move(source: Database, target: Database, progress: Progress) -> Moved:
    """Copy the whole record into an empty database, and compare what arrived with what was sent.

    The target is brought to the newest schema if it has no tables; all rows come in one
    transaction. Meanwhile nobody can write to the source, which is only read. `progress` is told
    the table, how many of its rows are copied, and how many it has.

    Raises:
        MoveRefused: source and target are the same, the source is of another version or its
            chain does not fit, the target holds something, or what arrived differs.
        DatabaseUnusable: one of them cannot be opened.
        RecordUnavailable: one of them did not answer, or somebody was writing to it.
    """
    _refuse_source(source)
    _refuse_target(source, target)
    with source.transaction() as reading:
        _hold_still(reading)
        chain = verify(reading.connection())
        if chain.faults:
            raise MoveRefused(BROKEN_CHAIN.format(count=len(chain.faults)))
        target.upgrade()
        with target.transaction() as writing:
            _hold_still(writing)
            _refuse_rows(writing)
            tables = {table.name: _copy(reading, writing, table, progress) for table in TABLES}
            _compare(writing, tables)
            if verify(writing.connection()) != chain:
                raise MoveRefused(DIFFERS.format(table="audit_entries"))
    return Moved(tables, chain.entries, chain.head)


def _refuse_source(source: Database) -> None:
    refusals = {
        Schema.NONE: NO_RECORD,
        Schema.OLDER: SOURCE_OLDER,
        Schema.NEWER: SOURCE_NEWER,
    }
    if refusal := refusals.get(source.schema()):
        raise MoveRefused(refusal)


def _refuse_target(source: Database, target: Database) -> None:
    schema = target.schema()
    if schema in {Schema.OLDER, Schema.NEWER}:
        raise MoveRefused(TARGET_OTHER)
    if schema is Schema.NONE and _exists(target):
        with target.read() as session:
            others = set(inspect(session.connection()).get_table_names()) - {"alembic_version"}
        if others:
            raise MoveRefused(NOT_EMPTY.format(table=min(others)))
    if schema is Schema.NEWEST and _identity(source) == _identity(target):
        raise MoveRefused(SAME)


def _exists(database: Database) -> bool:
    """Whether there is anything to look into: SQLite makes a file that is written to."""
    return not database.embedded or _file(database).exists()


def _identity(database: Database) -> tuple[Any, ...]:
    """What tells a database from any other, however its URL is written."""
    if database.embedded:
        status = _file(database).stat()
        return status.st_dev, status.st_ino
    with database.read() as session:
        who = "SELECT current_database(), pg_postmaster_start_time()"
        return tuple(session.execute(text(who)).one())


def _file(database: Database) -> Path:
    return Path((database.engine.url.database or "").removeprefix("file:"))


def _refuse_rows(session: Session) -> None:
    for table in TABLES:
        if session.execute(select(table).limit(1)).first() is not None:
            raise MoveRefused(NOT_EMPTY.format(table=table.name))


def _hold_still(session: Session) -> None:
    """Nobody else writes until the end; SQLite's transactions see to that by themselves."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        names = ", ".join(table.name for table in TABLES)
        connection.exec_driver_sql(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE")


def _copy(reading: Session, writing: Session, table: Table, progress: Progress) -> Copied:
    total = reading.scalar(select(func.count()).select_from(table)) or 0
    digest, done = hashlib.sha256(), 0
    for batch in _batches(reading, table):
        with _fitting(table):
            _insert(writing, table, batch)
        _digest(digest, table, batch)
        done += len(batch)
        progress(table.name, done, total)
    with _fitting(table):
        _point_to_themselves(reading, writing, table)
    _go_on_counting(writing, table)
    return Copied(done, digest.hexdigest())


@contextmanager
def _fitting(table: Table) -> Iterator[None]:
    """SQLite keeps what PostgreSQL refuses: words that are too long, a NUL within them."""
    try:
        yield
    except (DataError, IntegrityError) as error:
        code = getattr(error.orig, "sqlstate", None) or type(error.orig).__name__
        raise MoveRefused(DOES_NOT_FIT.format(table=table.name, code=code)) from None


def _batches(session: Session, table: Table) -> Iterator[list[Row]]:
    """All rows in the order of their key, which is the same in both databases."""
    options = {"yield_per": BATCH}
    rows = session.connection().execute(_in_order(session, table), execution_options=options)
    try:
        for batch in rows.mappings().partitions():
            yield [dict(row) for row in batch]
    except UNREADABLE:
        raise MoveRefused(UNREADABLE_ROWS.format(table=table.name)) from None


def _in_order(session: Session, table: Table) -> Select[Any]:
    as_bytes_are = session.get_bind().dialect.name == "postgresql"
    return select(table).order_by(
        *(
            column.collate("C") if as_bytes_are and column.type.python_type is str else column
            for column in table.primary_key
        )
    )


def _insert(session: Session, table: Table, batch: list[Row]) -> None:
    later = dict.fromkeys(column.name for column in _settled_later(table))
    session.connection().execute(insert(table), [row | later for row in batch])


def _settled_later(table: Table) -> list[Column[Any]]:
    """Columns that may point to a row of the same table with a higher id.

    A row of the history only ever points to an earlier one, and could not be changed later.
    """
    if table.name in HISTORY:
        return []
    return [key.parent for key in table.foreign_keys if key.column.table is table]


def _point_to_themselves(reading: Session, writing: Session, table: Table) -> None:
    for column in _settled_later(table):
        pointing = select(table.c.id.label("row"), column.label("to")).where(column.is_not(None))
        rows = [dict(row) for row in reading.execute(pointing).mappings()]
        if rows:
            change = update(table).where(table.c.id == bindparam("row"))
            writing.connection().execute(change.values({column.name: bindparam("to")}), rows)


def _go_on_counting(session: Session, table: Table) -> None:
    """PostgreSQL counts ids by itself, and has to be told where to go on."""
    if session.get_bind().dialect.name == "postgresql" and "id" in table.columns:
        highest = session.scalar(select(func.max(table.c.id)))
        if highest is not None:
            sequence = func.pg_get_serial_sequence(table.name, "id")
            session.execute(select(func.setval(sequence, highest)))


def _digest(digest: Any, table: Table, rows: Iterable[Row]) -> None:
    for row in rows:
        digest.update(as_bytes(f"{canonical(table, row)}\n"))


def _compare(writing: Session, sent: Mapping[str, Copied]) -> None:
    for table in TABLES:
        digest, count = hashlib.sha256(), 0
        for batch in _batches(writing, table):
            _digest(digest, table, batch)
            count += len(batch)
        if Copied(count, digest.hexdigest()) != sent[table.name]:
            raise MoveRefused(DIFFERS.format(table=table.name))
