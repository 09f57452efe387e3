"""How SQLite and PostgreSQL are opened: for turns that write, and for reads that last."""

import sqlite3

from sqlalchemy import Connection, Engine, NullPool, create_engine, event, make_url
from sqlalchemy.exc import SQLAlchemyError

from storage.errors import DatabaseUnusable

SERVER_THREADS = 4
# Nearly every question looks a few rows up by an index. PostgreSQL prices that for turning disks
# unless told otherwise, and then reads whole tables once the history has grown.
SERVER_OPTIONS = "-c lock_timeout={} -c timezone=UTC -c random_page_cost=1.1"


def engine_for(url: str, patience: float) -> Engine:
    """The engine for a URL; `patience` is how many seconds it waits for another's lock.

    Raises:
        DatabaseUnusable: the URL is malformed or names a database this product does not know.
    """
    try:
        name = make_url(url).get_backend_name()
    except SQLAlchemyError:
        raise DatabaseUnusable("The database URL cannot be read.") from None
    if name == "sqlite":
        engine = create_engine(
            url,
            hide_parameters=True,
            connect_args={"check_same_thread": False, "timeout": patience},
        )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_immediate)
        return engine
    if name == "postgresql":
        return create_engine(
            make_url(url).set(drivername="postgresql+psycopg"),
            hide_parameters=True,
            pool_size=SERVER_THREADS,
            max_overflow=0,
            connect_args={"options": SERVER_OPTIONS.format(int(patience * 1000))},
        )
    raise DatabaseUnusable(f"planbot keeps its record in SQLite or PostgreSQL, not in {name}.")


def reader_of(engine: Engine) -> Engine:
    """The same database, from which nothing but reading can be done, each read of one moment."""
    if engine.dialect.name == "postgresql":
        return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    reader = create_engine(
        engine.url,
        hide_parameters=True,
        connect_args={"check_same_thread": False},
        poolclass=NullPool,
    )
    event.listen(reader, "connect", _only_query_sqlite)
    event.listen(reader, "begin", _begin_deferred)
    return reader


def _prepare_sqlite(connection: sqlite3.Connection, _: object) -> None:
    connection.isolation_level = None
    # Without recursive triggers INSERT OR REPLACE would get past those that keep the history.
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _only_query_sqlite(connection: sqlite3.Connection, _: object) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA query_only=ON")


def _begin_deferred(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN DEFERRED")


def _begin_immediate(connection: Connection) -> None:
    # A deferred transaction that turns from reading to writing fails "locked" at once.
    connection.exec_driver_sql("BEGIN IMMEDIATE")
