"""The history is sealed as it is written, and what was changed by force is found."""

import threading
import tracemalloc
from datetime import UTC, datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, insert, select, text

from storage import models as m
from storage.append_only import release
from storage.chain import AUDIT, TABLES, canonical, head, written
from storage.database import Database
from storage.record import Record
from storage.rows import add
from storage.verification import Fault, Verified, verify
from tests.databases import NOW, Copies
from tests.storage.conftest import MINUTE, turn
from tests.storage.filled import fill

MEGABYTE = 1024**2


def verified(database: Database) -> Verified:
    with database.read() as session:
        return verify(session.connection())


def faults(database: Database) -> set[Fault]:
    return set(verified(database).faults)


def entries(database: Database) -> list[m.AuditEntry]:
    with database.read() as session:
        return list(session.scalars(select(m.AuditEntry).order_by(m.AuditEntry.id)))


def by_force(database: Database, table: str, *statements: str) -> None:
    """What somebody does who reached the database itself and lifted the triggers."""
    with database.engine.begin() as connection:
        release(connection, table)
        for statement in statements:
            connection.execute(text(statement))


def write(database: Database, token: str, *notes: str) -> int:
    """One transaction: a submission, and an audit entry for each note; the submission's id."""
    with turn(database) as record:
        id_ = record.submissions.begin(1, "update", token).id
        for operation in notes:
            record.audit.note(1, operation, f"submission:{id_}")
        return id_


@pytest.fixture
def chain(database: Database) -> list[int]:
    """The ids of five entries more than the plan's, each covering one submission."""
    before = len(entries(database))
    for number in range(5):
        write(database, f"token {number}", "update")
    return [entry.id for entry in entries(database)[before:]]


def test_what_was_written_by_the_way_of_the_record_fits(database: Database) -> None:
    """The plan as taken in, and a row in every table of the history."""
    with database.transaction() as session:
        fill(session)
    found = verified(database)
    assert found.faults == ()
    assert found.entries == len(entries(database))
    assert found.head == entries(database)[-1].chain_sha256


def test_an_empty_record_fits(empty_database: Database) -> None:
    """There is no entry yet, and nothing that one should cover."""
    assert verified(empty_database) == Verified(0, "", ())


def test_a_transaction_that_wrote_nothing_leaves_nothing(database: Database) -> None:
    """Nor one that changed what is no history."""
    before = verified(database)
    with turn(database):
        pass
    with database.transaction() as session:
        session.add(m.Board(name="Scrutiny Committee"))
    assert verified(database) == before


def test_a_transaction_that_is_rolled_back_leaves_nothing(database: Database) -> None:
    """Neither rows nor entries, and the next one is chained to the last that is there."""
    before = verified(database)

    def begin_and_fail(record: Record) -> None:
        record.audit.note(1, "update", "submission:1")
        record.submissions.begin(1, "update", "token")
        raise LookupError

    with pytest.raises(LookupError), turn(database) as record:
        begin_and_fail(record)
    assert verified(database) == before
    write(database, "token")
    assert faults(database) == set()


def test_the_last_entry_of_a_transaction_covers_what_it_wrote(database: Database) -> None:
    """Whichever came first, the rows or the notes."""
    id_ = write(database, "token", "update", "risk")
    *_, first, last = entries(database)
    assert (first.operation, first.covers, first.content_sha256) == ("update", None, None)
    assert (last.operation, last.covers) == ("risk", {"submissions": [[id_, id_]]})
    assert last.content_sha256


def test_what_nobody_named_is_sealed_too(database: Database) -> None:
    """By an entry that says so, as of the moment that the rows themselves hold."""
    id_ = write(database, "token")
    *_, last = entries(database)
    assert (last.operation, last.subject, last.person_id) == ("write", "submissions", None)
    assert last.at == NOW
    assert last.covers == {"submissions": [[id_, id_]]}


def test_rows_without_a_moment_need_an_entry(database: Database) -> None:
    """Nobody could say later when they came; nothing of them is kept."""
    before = verified(database)
    with pytest.raises(ValueError, match="need an audit entry"), database.transaction() as session:
        add(session, m.Evidence, update_id=1, url="https://arden.example/", title="")
    assert verified(database) == before


def test_a_savepoint_is_refused(database: Database) -> None:
    """What is rolled back to it would be in the digest all the same."""
    with database.transaction() as session, pytest.raises(NotImplementedError):
        session.begin_nested()


def test_rows_of_the_unit_of_work_are_sealed_as_the_database_has_them(database: Database) -> None:
    """With the defaults that it filled in: a risk that nobody closed is open."""
    with database.transaction() as session:
        session.add(m.RiskRevision(risk_id=1, author_role_id=1, kind="revised", words="", at=NOW))
        session.flush()
        session.add(m.Submission(person_id=1, kind="risk", token="token", at=NOW))
    assert faults(database) == set()
    *_, last = entries(database)
    assert set(last.covers or {}) == {"risk_revisions", "submissions"}


@pytest.mark.parametrize(
    "change",
    [
        "note = 'All is well'",
        "note = note || ' '",
        "percent = percent + 1",
        "forecast = '2030-01-01'",
        "at = '2022-11-01 09:30:00'",
        "author_role_id = 2",
    ],
)
def test_a_row_that_was_changed_is_found(database: Database, change: str) -> None:
    """Whatever was changed about it; the fault names the rows that were sealed with it."""
    by_force(database, "updates", f"UPDATE updates SET {change} WHERE id = 3")
    assert any(
        fault.table == "updates" and fault.first <= 3 <= fault.last for fault in faults(database)
    )


def test_a_row_that_was_deleted_is_found(database: Database, chain: list[int]) -> None:
    """The entry that covers it tells that it was there."""
    by_force(database, "submissions", "DELETE FROM submissions WHERE token = 'token 2'")
    assert faults(database) == {Fault("submissions", 3, 3)}


def test_a_row_that_was_put_in_is_found(database: Database, chain: list[int]) -> None:
    """No entry covers it, and nothing that stands beside it is blamed."""
    by_force(
        database,
        "submissions",
        "INSERT INTO submissions (id, person_id, kind, token, at) "
        "SELECT id + 100, person_id, kind, 'forged' || token, at FROM submissions WHERE id <> 3",
    )
    assert faults(database) == {Fault("submissions", 101, 102), Fault("submissions", 104, 105)}


@pytest.mark.parametrize(
    "change",
    [
        "operation = 'import'",
        "person_id = 2",
        "person_id = NULL",
        "at = '2022-11-01 09:30:00'",
        """detail = '{"forged": true}'""",
        "chain_sha256 = 'beef'",
    ],
)
def test_an_entry_that_was_changed_is_found(
    database: Database, chain: list[int], change: str
) -> None:
    """Its mark no longer fits."""
    changed = f"UPDATE audit_entries SET {change} WHERE id = {chain[2]}"
    by_force(database, "audit_entries", changed)
    assert Fault("audit_entries", chain[2], chain[2]) in faults(database)


def test_an_entry_that_covers_other_rows_now_is_found(database: Database, chain: list[int]) -> None:
    """As is the row that it covered: somebody may have wanted to change that next."""
    covers = """'{"submissions": [[9, 9]], "nonsense": [[1, 1]]}'"""
    changed = f"UPDATE audit_entries SET covers = {covers} WHERE id = {chain[2]}"
    by_force(database, "audit_entries", changed)
    assert faults(database) == {
        Fault("audit_entries", chain[2], chain[2]),
        Fault("submissions", 9, 9),
        Fault("submissions", 3, 3),
    }


@pytest.mark.parametrize("covers", ["[]", "[1]", '{"submissions": [[9]]}', '{"submissions": 9}'])
def test_an_entry_whose_covers_make_no_sense_is_found(
    database: Database, chain: list[int], covers: str
) -> None:
    """The search does not break off."""
    changed = f"UPDATE audit_entries SET covers = '{covers}' WHERE id = {chain[2]}"
    by_force(database, "audit_entries", changed)
    assert faults(database) == {
        Fault("audit_entries", chain[2], chain[2]),
        Fault("submissions", 3, 3),
    }


def test_an_entry_deleted_from_the_middle_is_found(database: Database, chain: list[int]) -> None:
    """The next one was made over its mark, and the row that it covered is covered by none."""
    by_force(database, "audit_entries", f"DELETE FROM audit_entries WHERE id = {chain[2]}")
    assert faults(database) == {
        Fault("audit_entries", chain[3], chain[3]),
        Fault("submissions", 3, 3),
    }


def test_the_last_entries_cut_off_are_found(database: Database, chain: list[int]) -> None:
    """By the rows that nothing covers any more; a mark noted before tells it too."""
    before = verified(database).head
    by_force(database, "audit_entries", f"DELETE FROM audit_entries WHERE id >= {chain[3]}")
    assert faults(database) == {Fault("submissions", 4, 5)}
    assert verified(database).head != before


def test_entries_that_changed_places_are_found(database: Database, chain: list[int]) -> None:
    """All that they say is true, but not in this order."""
    one, other = chain[1], chain[3]
    by_force(
        database,
        "audit_entries",
        f"UPDATE audit_entries SET id = -1 WHERE id = {one}",
        f"UPDATE audit_entries SET id = {one} WHERE id = {other}",
        f"UPDATE audit_entries SET id = {other} WHERE id = -1",
    )
    assert {Fault("audit_entries", id_, id_) for id_ in (one, other)} <= faults(database)


def test_an_entry_that_was_put_in_is_found(database: Database, chain: list[int]) -> None:
    """With the mark of the one that it copies, or without any."""
    by_force(
        database,
        "audit_entries",
        "INSERT INTO audit_entries (id, at, operation, subject, detail) "
        "SELECT id + 10, at, operation, subject, detail FROM audit_entries "
        f"WHERE id = {chain[4]}",
    )
    assert faults(database) == {Fault("audit_entries", chain[4] + 10, chain[4] + 10)}


def test_a_chain_that_was_taken_away_leaves_everything_uncovered(
    database: Database, chain: list[int]
) -> None:
    """Its marks or its entries: the rows of the history are all named."""
    by_force(database, "audit_entries", "UPDATE audit_entries SET chain_sha256 = NULL")
    found = verified(database)
    assert (found.entries, found.head) == (0, "")
    assert {"audit_entries", "submissions", "updates"} <= {fault.table for fault in found.faults}
    by_force(database, "audit_entries", "DELETE FROM audit_entries")
    assert Fault("submissions", 1, 5) in faults(database)


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("submissions", "at = 'yesterday'"),
        ("submissions", "at = 5"),
        ("submissions", "kind = x'00ff'"),
        ("audit_entries", "at = 'yesterday'"),
        ("audit_entries", "detail = '{'"),
        ("audit_entries", "covers = '{'"),
        ("audit_entries", "subject = x'00ff'"),
    ],
)
def test_what_cannot_even_be_read_is_found(sqlite_copies: Copies, table: str, change: str) -> None:
    """SQLite keeps anything in any column; the rows beside it are still looked at."""
    database = Database(sqlite_copies("sample"))
    ids = [write(database, f"token {number}", "update") for number in range(3)]
    last = entries(database)[-1].id
    row = {"submissions": ids[1], "audit_entries": last - 1}[table]
    by_force(database, table, f"UPDATE {table} SET {change} WHERE id = {row}")
    by_force(database, "submissions", f"DELETE FROM submissions WHERE id = {ids[2]}")
    assert faults(database) >= {Fault(table, row, row), Fault("submissions", ids[2], ids[2])}
    database.dispose()


def test_transactions_at_the_same_time_make_one_chain(postgresql_copies: Copies) -> None:
    """On PostgreSQL their ids interleave; each entry covers its own rows."""
    database = Database(postgresql_copies("sample"))
    both_wrote = threading.Barrier(2, timeout=10)

    def turns(name: str) -> None:
        for number in range(5):
            with turn(database) as record:
                record.submissions.begin(1, "update", f"{name} {number} first")
                both_wrote.wait()
                record.submissions.begin(1, "update", f"{name} {number} second")

    threads = [threading.Thread(target=turns, args=(name,)) for name in ("one", "other")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert faults(database) == set()
    runs = [entry.covers["submissions"] for entry in entries(database)[-10:] if entry.covers]
    assert sorted(id_ for both in runs for run in both for id_ in range(run[0], run[1] + 1)) == [
        *range(1, 21)
    ]
    assert any(len(both) == 2 for both in runs)
    database.dispose()


def test_entries_far_apart_do_not_fetch_what_lies_between(postgresql_copies: Copies) -> None:
    """A transaction that took its ids early and was sealed late covers them alone."""
    database = Database(postgresql_copies("sample"))
    with database.transaction() as session:
        session.execute(text("SELECT setval('submissions_id_seq', 100000)"))
    write(database, "far away")
    with database.transaction() as session:
        add(session, m.Submission, id=7, person_id=1, kind="update", token="early", at=NOW)
    assert faults(database) == set()
    database.dispose()


def test_a_large_transaction_is_verified_in_little_memory(database: Database) -> None:
    """50,000 rows in one entry, of which no more than a few pages are held at once."""
    values = [
        {"id": 10 + n, "person_id": 1, "kind": "update", "token": f"{n:064}", "at": NOW}
        for n in range(50_000)
    ]
    with database.transaction() as session:
        session.connection().execute(insert(TABLES["submissions"]), values)
        for row in values:
            written(session).add(TABLES["submissions"], row)
    del values
    tracemalloc.start()
    found = verified(database)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found.faults == ()
    assert peak < 10 * MEGABYTE


def test_many_small_entries_are_verified_in_few_questions(database: Database) -> None:
    """A year of turns is not a year of round trips."""
    for number in range(300):
        write(database, f"token {number}", "update")
    asked: list[object] = []
    with database.read() as session:
        event.listen(session.connection(), "before_execute", lambda *about: asked.append(about))
        assert verify(session.connection()).faults == ()
    assert len(asked) < 100


# Hypothesis wants bounds without a zone and gives them one.
BEGINS = datetime(1970, 1, 2)  # noqa: DTZ001
ENDS = datetime(2100, 12, 30)  # noqa: DTZ001


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    words=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    value=st.decimals(-(10**9), 10**9, places=4),
    at=st.datetimes(BEGINS, ENDS, timezones=st.timezones()),
)
def test_whatever_is_written_fits_when_it_is_read(
    database: Database, words: str, value: Decimal, at: datetime
) -> None:
    """Words in any script, exact numbers, moments of any zone."""
    with database.transaction() as session:
        measure = m.Measure(action_id=1, name=uuid4().hex, unit="", better="higher")
        session.add(measure)
        session.flush()
        add(
            session,
            m.MeasureReading,
            update_id=1,
            measure_id=measure.id,
            value=value,
            read_on=at.date(),
        )
        add(session, m.Evidence, update_id=1, url=words, title=words)
        add(
            session,
            m.PlanChange,
            subject="actions",
            row_id=1,
            field="title",
            was=words,
            became=[words, None],
            at=at,
        )
    assert faults(database) == set()


def test_a_row_reads_the_same_after_columns_were_added() -> None:
    """An empty column says nothing, and a moment is the same in any zone."""
    table = TABLES["updates"]
    row = {"id": 1, "note": "14 interviews", "percent": 0, "at": NOW}
    later = row | {"reason": "", "told_on": None, "at": NOW.astimezone(UTC)}
    assert canonical(table, row) == canonical(table, later)
    assert canonical(table, row) != canonical(table, row | {"at": NOW + MINUTE})


def test_half_a_character_can_be_digested(database: Database) -> None:
    """JSON of a chat can hold half a surrogate pair; it is kept as it came."""
    with database.transaction() as session:
        add(
            session,
            m.PlanChange,
            subject="actions",
            row_id=1,
            field="title",
            was="\ud83d",
            became=None,
            at=NOW,
        )
    assert faults(database) == set()


def test_the_head_is_the_last_mark(database: Database, chain: list[int]) -> None:
    """Two records with the same head have the same history."""
    with database.read() as session:
        last = session.scalar(select(AUDIT.c.chain_sha256).order_by(AUDIT.c.id.desc()).limit(1))
        assert head(session.connection()) == last == verify(session.connection()).head
