"""The engine keeps its settings, one transaction at a time, and nobody's words in an error."""

import asyncio
import sqlite3
import threading
import traceback
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import event, func, inspect, select, text
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from storage import models as m
from storage.database import Database
from storage.errors import DatabaseUnusable, RecordConflict, RecordUnavailable
from storage.record import Record
from storage.revisions import Schema
from tests.databases import NOW, Copies
from tests.storage.conftest import (
    turn,
)

SECRET = "words.of.a.person@arden.example"


@pytest.fixture
def sqlite(sqlite_copies: Copies) -> Iterator[Database]:
    database = Database(sqlite_copies("sample"))
    yield database
    database.dispose()


def file_of(database: Database) -> str:
    assert database.engine.url.database is not None
    return database.engine.url.database


def people_named(database: Database, name: str) -> int:
    with database.transaction() as session:
        query = select(func.count()).select_from(m.Person).where(m.Person.name == name)
        return session.scalar(query) or 0


def somebody(name: str = "Nobody", email: str = "nobody@arden.example") -> m.Person:
    return m.Person(name=name, email=email)


def test_sqlite_loses_nothing_and_checks_every_key(sqlite: Database) -> None:
    """Each connection: write-ahead log, full sync, foreign keys, five seconds' patience."""
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}
    with sqlite.transaction() as session:
        found = {name: session.scalar(text(f"PRAGMA {name}")) for name in wanted}
    assert found == wanted


def test_postgresql_waits_five_seconds_and_thinks_in_utc(postgresql_copies: Copies) -> None:
    """A lock that another holds is given up; no session speaks local time."""
    database = Database(postgresql_copies("sample"))
    with database.transaction() as session:
        assert session.scalar(text("SHOW lock_timeout")) == "5s"
        assert session.scalar(text("SHOW timezone")) == "UTC"
    database.dispose()


def test_a_plain_postgresql_url_reaches_the_driver_that_is_installed() -> None:
    """People write postgresql:// as every manual does."""
    database = Database("postgresql://planbot@localhost/planbot")
    assert database.engine.url.drivername == "postgresql+psycopg"
    database.dispose()


def test_a_turn_on_sqlite_holds_the_write_lock_from_its_start(sqlite: Database) -> None:
    """A turn that first reads and then writes would otherwise fail "locked" at once."""
    other = sqlite3.connect(file_of(sqlite), timeout=0)
    with sqlite.transaction() as session:
        session.scalar(select(m.Person.id))
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
    other.execute("BEGIN IMMEDIATE")
    other.close()


def test_a_locked_file_is_an_outage(sqlite_copies: Copies) -> None:
    """Who cannot write is told to try again; the error names SQLite's code only."""
    sqlite = Database(sqlite_copies("sample"), patience=0.01)
    other = sqlite3.connect(file_of(sqlite))
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(RecordUnavailable, match="SQLITE_BUSY"), sqlite.transaction() as session:
        session.scalar(select(m.Person.id))
    other.close()
    sqlite.dispose()


def test_what_a_transaction_did_is_there_afterwards(database: Database) -> None:
    """Committed at its end, without being asked."""
    with database.transaction() as session:
        session.add(somebody("Ann Alder"))
    assert people_named(database, "Ann Alder") == 1


def test_any_exception_takes_everything_back(database: Database) -> None:
    """Also one that has nothing to do with the database, and after a flush."""

    def add_and_fail(session: Session) -> None:
        session.add(somebody("Ann Alder"))
        session.flush()
        raise LookupError

    with pytest.raises(LookupError), database.transaction() as session:
        add_and_fail(session)
    assert people_named(database, "Ann Alder") == 0


def test_a_second_row_of_the_same_is_a_conflict(database: Database) -> None:
    """Somebody else was quicker: the caller may look again."""
    with pytest.raises(RecordConflict), database.transaction() as session:
        session.add_all([somebody(), somebody()])


def test_a_row_that_points_nowhere_is_refused(database: Database) -> None:
    """Foreign keys hold in both databases."""
    with pytest.raises(RecordConflict), database.transaction() as session:
        session.add(m.Meeting(board_id=999, held_on=NOW.date()))


def shown(error: BaseException) -> str:
    return "".join(traceback.format_exception(error))


def test_a_conflict_repeats_no_value(database: Database) -> None:
    """A log with the whole traceback still holds nothing that a person wrote."""
    with pytest.raises(RecordConflict) as conflict, database.transaction() as session:
        session.add_all([somebody(email=SECRET), somebody(email=SECRET)])
    assert SECRET not in shown(conflict.value)
    assert str(conflict.value) in {"SQLITE_CONSTRAINT_UNIQUE", "23505"}


def test_an_outage_repeats_no_value(database: Database) -> None:
    """Nor does a statement that the database cannot run at all."""
    with pytest.raises(RecordUnavailable) as outage, database.transaction() as session:
        session.execute(text("SELECT missing FROM people WHERE email = :e"), {"e": SECRET})
    assert SECRET not in shown(outage.value)
    assert str(outage.value) in {"SQLITE_ERROR", "42703"}


def test_a_moment_without_a_zone_is_refused(database: Database) -> None:
    """Nobody could say later which moment it was."""
    naive = datetime(2022, 11, 15, 9, 30)  # noqa: DTZ001 -- the mistake under test
    with database.engine.begin() as connection, pytest.raises(StatementError, match="time zone"):
        connection.execute(select(m.Update.id).where(m.Update.at == naive))


def test_a_moment_comes_back_as_the_same_moment_in_utc(database: Database) -> None:
    """Whatever zone it was given in; an empty one stays empty."""
    elsewhere = datetime(2022, 7, 1, 12, 0, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    with database.transaction() as session:
        session.add(m.Person(name="A", email="a@arden.example", bound_at=elsewhere))
        session.add(m.Person(name="B", email="b@arden.example", bound_at=None))
    with database.transaction() as session:
        moments = select(m.Person.bound_at).where(m.Person.name.in_(["A", "B"]))
        bound = session.scalars(moments.order_by(m.Person.name)).all()
    assert bound == [elsewhere, None]
    assert bound[0] is not None
    assert bound[0].tzinfo is UTC


async def test_a_turn_runs_whole_on_a_worker_thread(database: Database) -> None:
    """The event loop is never held up by the database."""

    def work(record: Record) -> tuple[str, datetime]:
        record.submissions.begin(1, "update", "token")
        return threading.current_thread().name, record.now

    thread, now = await database.run(NOW, work)
    assert thread.startswith("record")
    assert now == NOW
    with turn(database) as record:
        assert record.submissions.under("token") is not None


async def test_a_failed_turn_says_why_and_leaves_nothing(database: Database) -> None:
    """The exception comes back to who waits for the turn."""

    def work(record: Record) -> None:
        record.submissions.begin(1, "update", "token")
        raise LookupError("no such thing")

    with pytest.raises(LookupError, match="no such thing"):
        await database.run(NOW, work)
    with turn(database) as record:
        assert record.submissions.under("token") is None


async def test_turns_at_the_same_time_all_succeed(database: Database) -> None:
    """More turns than threads, each reading and writing: none fails, none is lost."""

    def work(record: Record) -> int:
        number = len(record.people.all())
        return number + record.submissions.begin(number, "update", uuid4().hex).id

    ids = await asyncio.gather(*(database.run(NOW, work) for _ in range(20)))
    assert len(set(ids)) == 20


def test_a_command_does_its_work_where_it_is(database: Database) -> None:
    """The same turn, without an event loop."""
    assert database.do(NOW, lambda record: len(record.plan.refs())) == 24


def test_a_read_that_lasts_sees_one_moment(database: Database) -> None:
    """Whoever writes meanwhile is neither seen nor held up."""
    with database.read() as reading:
        before = reading.scalars(select(m.Person.name)).all()
        with database.transaction() as session:
            session.add(somebody("Ann Alder"))
        assert reading.scalars(select(m.Person.name)).all() == before
    assert people_named(database, "Ann Alder") == 1


def test_a_read_goes_on_while_somebody_writes(database: Database) -> None:
    """It does not wait for the writer to end."""
    with database.transaction() as session:
        session.add(somebody("Ann Alder"))
        session.flush()
        with database.read() as reading:
            query = select(func.count()).select_from(m.Person).where(m.Person.name == "Ann Alder")
            assert reading.scalar(query) == 0


def test_nothing_is_written_in_a_read(database: Database) -> None:
    """Nor is the connection that turns write with refused anything afterwards."""
    with pytest.raises(RecordUnavailable, match=r"^(SQLITE_READONLY|25006): "):
        write_in_a_read(database)
    with database.transaction() as session:
        session.add(somebody("Ann Alder"))
    assert people_named(database, "Ann Alder") == 1


def write_in_a_read(database: Database) -> None:
    with database.read() as reading:
        reading.add(somebody())
        reading.flush()


def test_a_file_that_is_not_there_is_not_made_by_reading(tmp_path: Path) -> None:
    """A slip in the path is said, and leaves no empty file behind."""
    path = tmp_path / "slip.db"
    database = Database(f"sqlite:///{path}")
    assert database.schema() is Schema.NONE
    with pytest.raises(DatabaseUnusable, match=f"^There is no database at {path}"):
        database.read().__enter__()
    database.dispose()
    assert not path.exists()


def test_a_file_of_something_else_is_only_looked_at(tmp_path: Path) -> None:
    """Not a byte of another program's database is changed to see what it is."""
    path = tmp_path / "other.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE invoices (id INTEGER)")
    other.close()
    before = path.read_bytes()
    database = Database(f"sqlite:///{path}")
    assert database.schema() is Schema.NONE
    database.dispose()
    assert path.read_bytes() == before


def full_after(database: Database, spare: int) -> None:
    """Let the file grow by some pages of 4 KiB and no further, as on a disk that is full."""

    def limit(connection: sqlite3.Connection, _: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + spare}")

    database.engine.dispose()
    event.listen(database.engine, "connect", limit)


def test_a_full_disk_is_said_and_nothing_is_half_saved(sqlite: Database) -> None:
    """What to do comes with the code; what was there is there, and reading goes on."""
    full_after(sqlite, 2)
    with pytest.raises(RecordUnavailable) as full, sqlite.transaction() as session:
        session.add_all(somebody("Nobody", f"{n}{'x' * 1000}@arden.example") for n in range(50))
    assert str(full.value) == (
        "SQLITE_FULL: The disk is full and nothing was changed: free some space, then try again."
    )
    assert people_named(sqlite, "Nobody") == 0


def test_a_full_disk_of_a_server_is_said_too(postgresql_copies: Copies) -> None:
    """By PostgreSQL's own code for it."""
    database = Database(postgresql_copies("sample"))
    full = "DO $$ BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = 'disk_full'; END $$"
    with pytest.raises(RecordUnavailable, match=r"^53100: The disk is full"):
        run(database, full)
    database.dispose()


def run(database: Database, statement: str) -> None:
    with database.transaction() as session:
        session.execute(text(statement))


def test_a_disk_that_fills_up_while_tables_are_made_leaves_nothing(tmp_path: Path) -> None:
    """Neither half of the tables nor a revision; with room, the same command makes all."""
    url = f"sqlite:///{tmp_path / 'new.db'}"
    database = Database(url)
    full_after(database, 20)
    with pytest.raises(DatabaseUnusable) as full:
        database.upgrade()
    assert "(SQLITE_FULL). The disk is full and nothing was changed" in str(full.value)
    assert database.schema() is Schema.NONE
    database.dispose()
    open_record(url)


def test_two_servers_on_one_sqlite_file_take_turns(sqlite: Database) -> None:
    """A command beside a running bot waits for its short transaction instead of failing."""
    beside = Database(f"sqlite:///{file_of(sqlite)}")
    begun, done = threading.Event(), threading.Event()

    def command() -> None:
        begun.set()
        with beside.transaction() as session:
            session.add(somebody("Ann Alder"))
        done.set()

    with sqlite.transaction():
        waiting = threading.Thread(target=command)
        waiting.start()
        assert begun.wait(5)
        assert not done.is_set()
    waiting.join(5)
    assert done.is_set()
    beside.dispose()


def open_record(url: str) -> None:
    database = Database(url)
    try:
        database.upgrade()
    finally:
        database.dispose()


def refused(url: str) -> str:
    with pytest.raises(DatabaseUnusable) as refusal:
        open_record(url)
    return str(refusal.value)


def test_a_folder_that_is_not_there_is_said_in_one_line(tmp_path: Path) -> None:
    """With the path, the reason and what to do."""
    path = tmp_path / "missing" / "planbot.db"
    assert refused(f"sqlite:///{path}") == (
        f"The database {path} cannot be opened or written (SQLITE_CANTOPEN). "
        "Check the path and its permissions, or set PLANBOT_DATABASE_URL."
    )


def test_a_file_that_may_not_be_written_is_said_in_one_line(sqlite_copies: Copies) -> None:
    """Not at the first update that is lost, but at the start."""
    path = Path(sqlite_copies("empty").removeprefix("sqlite:///"))
    message = refused(f"sqlite:///file:{path}?mode=ro&uri=true")
    assert "cannot be opened or written (SQLITE_READONLY" in message
    assert message.endswith("nothing was changed: check its permissions.")
    assert "\n" not in message


def test_a_file_that_is_no_database_is_said_in_one_line(tmp_path: Path) -> None:
    """Somebody's letter is not overwritten."""
    path = tmp_path / "letter.txt"
    path.write_text("Dear colleague, " * 100)
    assert "(SQLITE_NOTADB)" in refused(f"sqlite:///{path}")
    assert path.read_text().startswith("Dear colleague")


def test_a_server_that_does_not_answer_is_said_without_its_password() -> None:
    """The line may be read by anyone who looks at the log."""
    message = refused("postgresql://planbot:sesame@127.0.0.1:1/record")
    assert message.startswith("The database record cannot be opened or written (")
    assert "sesame" not in message
    assert "\n" not in message


def test_an_embedded_record_is_brought_up_to_date_at_the_start(tmp_path: Path) -> None:
    """`make run` needs no other command before it."""
    database = Database(f"sqlite:///{tmp_path / 'new.db'}")
    database.prepare()
    with turn(database) as record:
        assert record.plan.refs() == ()
    database.dispose()


def test_a_servers_record_is_never_changed_by_a_start(postgresql_copies: Copies) -> None:
    """With many replicas, one person runs the upgrade; an old record is said in one line."""
    database = Database(postgresql_copies("empty"))
    database.prepare()
    with database.transaction() as session:
        session.execute(text("DELETE FROM alembic_version"))
    with pytest.raises(DatabaseUnusable, match=r"Run: python -m bot upgrade$"):
        database.prepare()
    database.dispose()


@pytest.mark.parametrize("start", [Database.prepare, Database.upgrade])
def test_a_record_of_a_newer_version_is_left_as_it_is(
    database: Database, start: Callable[[Database], None]
) -> None:
    """What the newer version keeps may mean something that this one does not know."""
    run(database, "UPDATE alembic_version SET version_num = '9999'")
    run(database, "DROP TABLE drafts")
    with pytest.raises(DatabaseUnusable, match="was made by a newer version of planbot"):
        start(database)
    assert database.schema() is Schema.NEWER
    assert "drafts" not in inspect(database.engine).get_table_names()


def test_a_server_that_is_away_at_the_start_is_said_in_one_line() -> None:
    """As it is by the upgrade."""
    database = Database("postgresql://planbot:sesame@127.0.0.1:1/record")
    with pytest.raises(DatabaseUnusable, match="cannot be opened or written"):
        database.prepare()
    database.dispose()


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("planbot.db", "The database URL cannot be read."),
        ("", "The database URL cannot be read."),
        (
            "mysql://root:sesame@localhost/planbot",
            "planbot keeps its record in SQLite or PostgreSQL, not in mysql.",
        ),
    ],
)
def test_a_url_that_names_no_database_of_ours_is_refused(url: str, sentence: str) -> None:
    """Before anything is opened."""
    assert refused(url) == sentence


def test_a_turn_sees_what_the_last_one_saved(database: Database) -> None:
    """Across connections, at once."""
    with turn(database) as record:
        bound = record.people.bind("tenant", "account", ["samira.khalid@arden.example"])
    with turn(database) as record:
        assert record.people.by_account("tenant", "account") == bound
