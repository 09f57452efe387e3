"""The engine of the record, and one transaction at a time on a worker thread."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoFreeConnection
from sqlalchemy.orm import Session

from storage.append_only import protect
from storage.chain import seal
from storage.engines import SERVER_THREADS, engine_for, reader_of
from storage.errors import DatabaseUnusable, RecordConflict, RecordUnavailable
from storage.record import Record
from storage.revisions import Schema, migrate, schema_of

PATIENCE = 5.0  # seconds
# Two keys of its own, as the audit chain has (storage.chain).
ONE_UPGRADE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(3, 0)")

OLDER = "The database is older than this version of planbot. Run: python -m bot upgrade"
NEWER = (
    "The database was made by a newer version of planbot and is left as it is. "
    "Install that version, or set PLANBOT_DATABASE_URL to another database."
)
MISSING = "There is no database at {}. Check the path, or set PLANBOT_DATABASE_URL."
UNUSABLE = "The database {} cannot be opened or written ({}). {}"
CHECK_THE_PATH = "Check the path and its permissions, or set PLANBOT_DATABASE_URL."
DISK_FULL = "The disk is full and nothing was changed: free some space, then try again."
READ_ONLY = "The database may not be written and nothing was changed: check its permissions."
DAMAGED = "The file is damaged: keep it, and put the latest backup in its place."
# By what the code of an error begins with: SQLite's names, PostgreSQL's SQLSTATE.
REMEDIES = {
    "SQLITE_FULL": DISK_FULL,
    "53100": DISK_FULL,
    "SQLITE_READONLY": READ_ONLY,
    "25006": READ_ONLY,
    "42501": READ_ONLY,
    "SQLITE_CORRUPT": DAMAGED,
}

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
        self.engine = engine_for(url, patience)
        self.embedded = self.engine.dialect.name == "sqlite"
        self._reader = reader_of(self.engine)
        self._threads = ThreadPoolExecutor(
            max_workers=1 if self.embedded else SERVER_THREADS, thread_name_prefix="record"
        )

    def schema(self) -> Schema:
        """How the tables stand to this version of planbot; a missing file is not made.

        Raises:
            DatabaseUnusable: the database cannot be opened.
        """
        if self._missing():
            return Schema.NONE
        try:
            with self._reader.connect() as connection:
                return schema_of(connection)
        except SQLAlchemyError as error:
            raise self._unusable(error) from None

    def prepare(self) -> None:
        """Make sure that the schema is the newest: embedded SQLite is upgraded on the spot.

        Raises:
            DatabaseUnusable: the database cannot be opened, or is older or newer than this version.
        """
        if self.embedded:
            self.upgrade()
            return
        schema = self.schema()
        if schema is not Schema.NEWEST:
            raise DatabaseUnusable(NEWER if schema is Schema.NEWER else OLDER)

    def upgrade(self) -> None:
        """Bring the schema to the newest revision, and protect its history from change.

        All of it is one transaction: whatever stops it leaves the database as it was.

        Raises:
            DatabaseUnusable: the database cannot be opened or written, or is newer than this
                version.
        """
        try:
            with self.engine.begin() as connection:
                if not self.embedded:
                    connection.execute(ONE_UPGRADE_AT_A_TIME)
                if schema_of(connection) is Schema.NEWER:
                    raise DatabaseUnusable(NEWER)
                migrate(connection)
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
            RecordUnavailable: the database could not be reached, did not answer in time, or has
                no room left.

        Neither error carries the values of a statement: they may hold what a person wrote.
        """
        with (
            _translated(),
            Session(self.engine, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session
            seal(session)

    @contextmanager
    def rehearsal(self) -> Iterator[Session]:
        """A transaction that is always taken back: what would happen, without its happening.

        Raises:
            RecordConflict, RecordUnavailable: as in a transaction.
        """
        with _translated(), Session(self.engine, expire_on_commit=False) as session:
            yield session
            session.rollback()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A read that lasts, of the record as it stands when it begins: for checks and exports.

        It holds nobody up, and nothing can be written in it.

        Raises:
            DatabaseUnusable: the file is not there.
            RecordUnavailable: the database could not be reached, or something was to be written.
        """
        if self._missing():
            raise DatabaseUnusable(MISSING.format(self._shown))
        with _translated(), Session(self._reader) as session:
            yield session

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
        self._reader.dispose()
        self.engine.dispose()

    @property
    def _shown(self) -> str:
        return self.engine.url.database or self.engine.url.render_as_string(hide_password=True)

    def _missing(self) -> bool:
        """Whether it is a file that is not there: SQLite would make it in passing."""
        name = (self.engine.url.database or "").removeprefix("file:")
        return self.embedded and name not in {"", ":memory:"} and not Path(name).exists()

    def _unusable(self, error: SQLAlchemyError) -> DatabaseUnusable:
        cause = _cause(error)
        return DatabaseUnusable(
            UNUSABLE.format(self._shown, cause, _remedy(cause) or CHECK_THE_PATH)
        )


@contextmanager
def _translated() -> Iterator[None]:
    """Turn what the driver says into errors of the record, without the values of a statement."""
    try:
        yield
    except IntegrityError as error:
        raise RecordConflict(_cause(error)) from None
    except (DBAPIError, NoFreeConnection) as error:
        cause = _cause(error)
        remedy = _remedy(cause)
        raise RecordUnavailable(f"{cause}: {remedy}" if remedy else cause) from None


def _cause(error: SQLAlchemyError) -> str:
    original = error.orig if isinstance(error, DBAPIError) else None
    code = getattr(original, "sqlstate", None) or getattr(original, "sqlite_errorname", None)
    return code or type(original or error).__name__


def _remedy(cause: str) -> str:
    return next((said for code, said in REMEDIES.items() if cause.startswith(code)), "")
