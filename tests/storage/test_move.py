"""The whole record moves to another database and arrives as it was sent, or stays where it is."""

import tracemalloc
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, text

from storage import models as m
from storage.append_only import release, unprotected
from storage.chain import canonical
from storage.database import Database
from storage.errors import DatabaseUnusable, RecordUnavailable
from storage.move import Moved, MoveRefused, move
from storage.revisions import Schema
from storage.verification import verify
from tests.databases import NOW, Copies
from tests.dialogs.chat import Chat
from tests.dialogs.week import link_the_channel, report_the_week
from tests.storage.conftest import turn
from tests.storage.dies import die_moving
from tests.storage.filled import fill

KILOBYTE, MEGABYTE = 1024, 1024**2
TABLES = m.Base.metadata.sorted_tables
WAYS = [
    ("sqlite", "postgresql"),
    ("postgresql", "sqlite"),
    ("sqlite", "sqlite"),
    ("postgresql", "postgresql"),
]

Dump = dict[str, set[str]]
Opener = Callable[[str, str], Database]


@pytest.fixture
def opened(request: pytest.FixtureRequest) -> Iterator[Opener]:
    """Opens a copy of a template in a database of either kind."""
    databases = []

    def open_(kind: str, template: str) -> Database:
        copies: Copies = request.getfixturevalue(f"{kind}_copies")
        databases.append(Database(copies(template), patience=0.3))
        return databases[-1]

    yield open_
    for database in databases:
        database.dispose()


@pytest.fixture
def sqlite(opened: Opener) -> Database:
    return opened("sqlite", "sample")


@pytest.fixture
def new(tmp_path: Path) -> Iterator[Database]:
    """A database whose file is not there yet."""
    database = Database(f"sqlite:///{tmp_path / 'new.db'}", patience=0.3)
    yield database
    database.dispose()


def live_a_week(database: Database) -> None:
    """What people reported from Tuesday to Thursday, and a row in every table that has none."""
    chat = Chat(database, NOW)
    report_the_week(chat)
    link_the_channel(chat)
    with database.transaction() as session:
        fill(session)


def dump(database: Database) -> Dump:
    with database.read() as session:
        return {
            table.name: {
                canonical(table, dict(row)) for row in session.execute(select(table)).mappings()
            }
            for table in TABLES
        }


def head_of(database: Database) -> str:
    with database.read() as session:
        found = verify(session.connection())
    assert found.faults == ()
    return found.head


def url_of(database: Database) -> str:
    return database.engine.url.render_as_string(hide_password=False)


def moved(source: Database, target: Database) -> Moved:
    return move(source, target, lambda *_: None)


def refused(source: Database, target: Database) -> str:
    with pytest.raises(MoveRefused) as refusal:
        moved(source, target)
    return str(refusal.value)


def run(database: Database, *statements: str) -> None:
    with database.engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


@pytest.mark.parametrize(("from_", "to"), WAYS)
def test_everything_arrives_as_it_was_sent(opened: Opener, from_: str, to: str) -> None:
    """Rows, ids and the chain's mark; what was sent is still there, and is as it was."""
    source, target = opened(from_, "sample"), opened(to, "empty")
    live_a_week(source)
    before = dump(source)
    assert all(before.values())
    result = moved(source, target)
    assert dump(source) == dump(target) == before
    assert {name: copied.rows for name, copied in result.tables.items()} == {
        name: len(rows) for name, rows in before.items()
    }
    assert result.head == head_of(source) == head_of(target)


@pytest.mark.parametrize(("from_", "to"), WAYS)
def test_the_record_is_gone_on_with_where_it_arrived(opened: Opener, from_: str, to: str) -> None:
    """Ids go on where they were, history is protected, and the chain grows."""
    source, target = opened(from_, "sample"), opened(to, "empty")
    live_a_week(source)
    moved(source, target)
    written = []
    for database in (source, target):
        with turn(database, NOW + timedelta(days=7)) as record:
            record.audit.note(1, "update", "submission")
            written.append(record.submissions.begin(1, "update", "token").id)
    assert written[0] == written[1]
    assert head_of(source) == head_of(target)
    with target.read() as session:
        assert unprotected(session.connection()) == ()


def test_a_role_can_have_a_deputy_that_comes_later(sqlite: Database, new: Database) -> None:
    """Rows that point to each other within a table arrive, whichever was first."""
    run(sqlite, "UPDATE roles SET deputy_role_id = 9, successor_role_id = 3 WHERE id = 2")
    run(sqlite, "UPDATE roles SET deputy_role_id = 2 WHERE id = 9")
    moved(sqlite, new)
    with new.read() as session:
        roles = {role.id: role for role in session.scalars(select(m.Role))}
    assert (roles[2].deputy_role_id, roles[2].successor_role_id) == (9, 3)
    assert roles[9].deputy_role_id == 2


def test_tables_are_made_where_there_are_none(opened: Opener, sqlite: Database) -> None:
    """A database that the server's keeper has just made is all that is needed."""
    target = opened("postgresql", "empty")
    run(target, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
    assert target.schema() is Schema.NONE
    moved(sqlite, target)
    assert dump(target) == dump(sqlite)


def test_progress_is_told_table_by_table(sqlite: Database, new: Database) -> None:
    """How many of how many; the last line of each says all."""
    told: list[tuple[str, int, int]] = []
    live_a_week(sqlite)
    result = move(sqlite, new, lambda *line: told.append(line))
    last = {table: (done, of) for table, done, of in told}
    assert last == {name: (copied.rows, copied.rows) for name, copied in result.tables.items()}


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_nobody_writes_to_the_source_meanwhile(opened: Opener, new: Database, kind: str) -> None:
    """What came after its table was copied would be lost; reading goes on."""
    source = opened(kind, "sample")
    outcomes = set()

    def write(*_: Any) -> None:
        with pytest.raises(RecordUnavailable), turn(source) as record:
            record.submissions.begin(1, "update", "token")
        with source.read() as session:
            outcomes.add(session.scalar(select(m.Board.id).limit(1)))

    move(source, new, lambda table, *_: write() if table == "boards" else None)
    assert outcomes == {1}


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_large_record_moves_in_little_memory(opened: Opener, tmp_path: Path, kind: str) -> None:
    """40 MB of drafts, of which no more than a few batches are held at once."""
    source = opened(kind, "sample")
    target = Database(f"sqlite:///{tmp_path / 'new.db'}")
    with source.transaction() as session:
        for start in range(0, 10_000, 500):
            session.execute(insert(m.Draft), [a_draft(start + n) for n in range(500)])
    tracemalloc.start()
    result = moved(source, target)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert result.tables["drafts"].rows == 10_000
    assert peak < 16 * MEGABYTE
    target.dispose()


def a_draft(number: int) -> dict[str, Any]:
    words = {"words": f"{number:08}" * (KILOBYTE // 2)}
    return {
        "conversation_id": f"a:é–{number}",
        "person_id": 1,
        "token": "",
        "content": words,
        "at": NOW,
    }


def test_a_database_is_not_moved_onto_itself(sqlite: Database, tmp_path: Path) -> None:
    """However its path is written."""
    link = tmp_path / "link.db"
    link.symlink_to(sqlite.engine.url.database or "")
    same = Database(f"sqlite:///{link}")
    assert refused(sqlite, same).startswith("Source and target are the same database")
    same.dispose()


def test_a_servers_database_is_not_moved_onto_itself(opened: Opener) -> None:
    """However its URL is written."""
    source = opened("postgresql", "sample")
    url = source.engine.url.set(drivername="postgresql", password="other")
    same = Database(url.render_as_string(hide_password=False))
    assert refused(source, same).startswith("Source and target are the same database")
    same.dispose()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_target_that_holds_something_is_left_as_it_is(
    opened: Opener, sqlite: Database, kind: str
) -> None:
    """A single row is somebody's."""
    target = opened(kind, "empty")
    with target.transaction() as session:
        session.add(m.Board(name="Somebody's board"))
    before = dump(target)
    assert refused(sqlite, target).startswith("The target holds something already (boards)")
    assert dump(target) == before


def test_a_target_of_something_else_is_left_as_it_is(sqlite: Database, new: Database) -> None:
    """Another program's tables are none of ours."""
    run(new, "CREATE TABLE invoices (id INTEGER)")
    assert refused(sqlite, new).startswith("The target holds something already (invoices)")
    assert new.schema() is Schema.NONE


@pytest.mark.parametrize("revision", ["0001", "9999"])
def test_a_target_of_another_version_is_left_as_it_is(
    opened: Opener, sqlite: Database, revision: str
) -> None:
    """It is emptied or upgraded by whoever knows what it is."""
    target = opened("sqlite", "empty")
    run(target, f"UPDATE alembic_version SET version_num = '{revision}'")
    assert refused(sqlite, target).startswith("The target was made by another version")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("UPDATE alembic_version SET version_num = '0001'", "The source is older"),
        ("UPDATE alembic_version SET version_num = '9999'", "The source was made by a newer"),
        ("DELETE FROM alembic_version", "The source holds no record"),
    ],
)
def test_a_source_of_another_version_is_not_moved(
    sqlite: Database, new: Database, change: str, sentence: str
) -> None:
    """What this version does not know, it cannot copy; no target is made."""
    run(sqlite, change)
    assert refused(sqlite, new).startswith(sentence)
    assert new.schema() is Schema.NONE


def test_a_source_that_is_not_there_is_not_made(new: Database, tmp_path: Path) -> None:
    """A slip in its path is said, and leaves no empty file behind."""
    slip = Database(f"sqlite:///{tmp_path / 'slip.db'}")
    assert refused(slip, new).startswith("The source holds no record")
    assert list(tmp_path.iterdir()) == []
    slip.dispose()


def test_a_source_whose_chain_does_not_fit_is_not_moved(sqlite: Database, new: Database) -> None:
    """In the new place nobody could tell any more when it was changed."""
    with sqlite.engine.begin() as connection:
        release(connection, "updates")
    run(sqlite, "UPDATE updates SET note = 'All is well' WHERE id = 3")
    assert refused(sqlite, new).startswith("The history of the source is not as it was written (")
    assert new.schema() is Schema.NONE


def test_a_value_that_cannot_be_read_is_not_moved(sqlite: Database, new: Database) -> None:
    """SQLite takes any value in any column; the table is named, and check says more."""
    run(sqlite, "UPDATE people SET bound_at = 'yesterday' WHERE id = 2")
    assert refused(sqlite, new).startswith("Some row of people holds a value that cannot be read.")
    assert not any(dump(new).values())


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("UPDATE actions SET short_title = printf('%.41c', 'x') WHERE id = 1", "22001"),
        ("UPDATE actions SET title = 'a' || char(0) || 'b' WHERE id = 1", "DataError"),
    ],
)
def test_what_does_not_fit_into_the_target_is_said(
    opened: Opener, sqlite: Database, change: str, code: str
) -> None:
    """SQLite keeps words of any length and kind; the table is named, and nothing is half moved."""
    target = opened("postgresql", "empty")
    run(sqlite, change)
    said = refused(sqlite, target)
    assert said.startswith(f"The rows of actions do not fit into the target ({code}).")
    assert not any(dump(target).values())


@pytest.mark.parametrize(
    ("change", "table"),
    [
        ("UPDATE people SET name = name || ' ' WHERE id = 2", "people"),
        ("INSERT INTO boards (name) VALUES ('Another')", "boards"),
    ],
)
def test_what_arrives_otherwise_than_it_was_sent_is_taken_back(
    opened: Opener, sqlite: Database, change: str, table: str
) -> None:
    """Here something in the target itself changes what is put in."""
    target = opened("sqlite", "empty")
    run(target, f"CREATE TRIGGER meddle AFTER INSERT ON drafts BEGIN {change}; END")
    with sqlite.transaction() as session:
        session.execute(insert(m.Draft), [a_draft(1)])
    assert refused(sqlite, target).startswith(f"What arrived in {table} is not what was sent.")
    assert not any(dump(target).values())


@pytest.mark.parametrize(("from_", "to"), WAYS[:3])
def test_a_move_that_is_killed_is_begun_again(opened: Opener, from_: str, to: str) -> None:
    """The source is as it was, the target as if nothing had come, and the next move succeeds."""
    source, target = opened(from_, "sample"), opened(to, "empty")
    before = dump(source)
    die_moving(url_of(source), url_of(target), "updates")
    assert dump(source) == before
    assert not any(dump(target).values())
    moved(source, target)
    assert dump(target) == before


def test_a_source_or_target_that_cannot_be_reached_is_said(sqlite: Database, new: Database) -> None:
    """With the database that it is about."""
    away = Database("postgresql://planbot:sesame@127.0.0.1:1/record")
    for source, target in ((away, new), (sqlite, away)):
        with pytest.raises(DatabaseUnusable, match=r"^The database record cannot be opened"):
            moved(source, target)
    away.dispose()
