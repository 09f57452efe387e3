"""The engine of the record, and one transaction at a time on a worker thread."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoFreeConnection
from sqlalchemy.orm import Session

from storage.append_only import protect
from storage.errors import DatabaseUnusable, RecordConflict, RecordUnavailable
from storage.record import Record

MIGRATIONS = Path(__file__).parent / "migrations"
PATIENCE = 5.0  # seconds
SERVER_THREADS = 4

T = TypeVar("T")


class Database:
    """One engine and its worker threads.

    On SQLite all turns share one thread: they would wait for the one writer anyway, and waiting
    in a queue is fairer and cheaper than in SQLite's busy handler.
    """

    def __init__(self, url: str, patience: float = PATIENCE) -> None:
        """Prepare the engine for a SQLAlchemy URL (`sqlite:///…` or `postgresql+psycopg://…`).

        `patience` is how many seconds a transaction waits for another process's lock.

        Raises:
            DatabaseUnusable: the URL is malformed or names a database this product does not know.
        """
        self.engine = _engine(url, int(patience * 1000))
        self.embedded = self.engine.dialect.name == "sqlite"
        self._threads = ThreadPoolExecutor(
            max_workers=1 if self.embedded else SERVER_THREADS, thread_name_prefix="record"
        )

    def prepare(self) -> None:
        """Make sure that the schema is the newest: embedded SQLite is upgraded on the spot.

        Raises:
            DatabaseUnusable: the database cannot be opened, or is older than this version.
        """
        if self.embedded:
            self.upgrade()
            return
        try:
            with self.engine.connect() as connection:
                current = MigrationContext.configure(connection).get_current_revision()
        except SQLAlchemyError as error:
            raise self._unusable(error) from None
        if current != ScriptDirectory(str(MIGRATIONS)).get_current_head():
            raise DatabaseUnusable(
                "The database is older than this version of planbot. Run: python -m bot upgrade"
            )

    def upgrade(self) -> None:
        """Bring the schema to the newest revision, and protect its history from change.

        Raises:
            DatabaseUnusable: the database cannot be opened or written.
        """
        try:
            with self.engine.begin() as connection:
                config = Config()
                config.set_main_option("script_location", str(MIGRATIONS))
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
                protect(connection)
                # SQLite lets even an immediate transaction begin on a file that it cannot write.
                connection.exec_driver_sql("UPDATE alembic_version SET version_num = version_num")
        except SQLAlchemyError as error:
            raise self._unusable(error) from None

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """One transaction: committed at the end, rolled back by any exception.

        Raises:
            RecordConflict: a unique row is there already.
            RecordUnavailable: the database could not be reached or did not answer in time.

        Neither error carries the values of a statement: they may hold what a person wrote.
        """
        try:
            with Session(self.engine, expire_on_commit=False) as session, session.begin():
                yield session
        except IntegrityError as error:
            raise RecordConflict(_cause(error)) from None
        except (DBAPIError, NoFreeConnection) as error:
            raise RecordUnavailable(_cause(error)) from None

    async def run(self, now: datetime, work: Callable[[Record], T]) -> T:
        """Do the whole of `work` in one transaction, in one hop to a worker thread.

        `now` is the moment that the record is asked and changed at.
        """
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self.do, now, work)

    def do(self, now: datetime, work: Callable[[Record], T]) -> T:
        """Do the whole of `work` in one transaction, here: for commands."""
        with self.transaction() as session:
            return work(Record(session, now))

    def dispose(self) -> None:
        """Let the running transaction end, then close every connection."""
        self._threads.shutdown(wait=True)
        self.engine.dispose()

    def _unusable(self, error: SQLAlchemyError) -> DatabaseUnusable:
        shown = self.engine.url.database or self.engine.url.render_as_string(hide_password=True)
        return DatabaseUnusable(
            f"The database {shown} cannot be opened or written ({_cause(error)}). "
            "Check the path and its permissions, or set PLANBOT_DATABASE_URL."
        )


def _engine(url: str, busy_ms: int) -> Engine:
    try:
        name = make_url(url).get_backend_name()
    except SQLAlchemyError:
        raise DatabaseUnusable("The database URL cannot be read.") from None
    if name == "sqlite":
        engine = create_engine(
            url,
            hide_parameters=True,
            connect_args={"check_same_thread": False, "timeout": busy_ms / 1000},
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
            connect_args={"options": f"-c lock_timeout={busy_ms} -c timezone=UTC"},
        )
    raise DatabaseUnusable(f"planbot keeps its record in SQLite or PostgreSQL, not in {name}.")


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


def _begin_immediate(connection: Connection) -> None:
    # A deferred transaction that turns from reading to writing fails "locked" at once.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _cause(error: SQLAlchemyError) -> str:
    original = error.orig if isinstance(error, DBAPIError) else None
    code = getattr(original, "sqlstate", None) or getattr(original, "sqlite_errorname", None)
    return code or type(original or error).__name__
