"""Whether the history is as it was written: the chain is walked, and every row that it covers."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError
from sqlalchemy import ColumnElement, Connection, Select, Table, func, select

from storage.chain import AUDIT, TABLES, Written, mark_of

Entry = dict[str, Any]
Run = tuple[str, int, int]
Runs = list[tuple[int, int]]
RowsOf = Callable[[Run], Iterable[Mapping[str, Any]]]
Id = Annotated[int, Field(strict=True, ge=1, lt=2**63)]

BATCH = 2_000
BEFORE_ALL = -(2**63)
COVERS = TypeAdapter(dict[str, list[tuple[Id, Id]]])
# What becomes of reading a value that was put there by force: SQLite keeps anything anywhere.
UNREADABLE = (ValueError, TypeError, ArithmeticError)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in the history that is not as it was written: a table, and the rows' ids."""

    table: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Verified:
    """How many entries the chain has, its last mark, and what does not fit."""

    entries: int
    head: str
    faults: tuple[Fault, ...]


def verify(connection: Connection) -> Verified:
    """Walk the chain and every row of history that it covers, in memory that does not grow.

    The faults name audit entries whose mark does not fit, runs of rows whose content is not what
    the entry covered, and rows that no entry covers. The connection must see one moment
    throughout (`Database.read`): a row written meanwhile would seem to be uncovered.
    """
    faults: list[Fault] = []
    covered: dict[str, Runs] = {}
    mark, entries = "", 0
    for batch in _batches(_entries(connection)):
        rows_of = _fetched(connection, batch)
        for entry in batch:
            entries += 1
            faults.extend(_unfitting(mark, entry))
            mark = entry["chain_sha256"] or ""
            faults.extend(_changed(entry, rows_of))
            _note_covered(covered, entry)
    faults.extend(_uncovered(connection, covered))
    return Verified(entries, mark, tuple(faults))


def _entries(connection: Connection) -> Iterator[Entry]:
    """The chained entries, oldest first. Those from before the chain are rows it covers."""
    first = _first_chained(connection)
    return iter(()) if first is None else _rows(connection, AUDIT, AUDIT.c.id >= first)


def _first_chained(connection: Connection) -> int | None:
    chained = AUDIT.c.chain_sha256.is_not(None)
    first: int | None = connection.scalar(select(func.min(AUDIT.c.id)).where(chained))
    return first


def _batches(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    """Entries with at most BATCH rows between them; one that covers more comes alone."""
    batch: list[Entry] = []
    size = 0
    for entry in entries:
        rows = 1 + sum(last - first + 1 for _, first, last in _covered_by(entry))
        if batch and size + rows > BATCH:
            yield batch
            batch, size = [], 0
        batch.append(entry)
        size += rows
    if batch:
        yield batch


def _fetched(connection: Connection, batch: list[Entry]) -> RowsOf:
    """How to get at the rows that a batch covers: fetched at once, or in pages if they are many."""
    if len(batch) == 1:
        return lambda run: _run(connection, run)
    ids: dict[str, list[int]] = {}
    for name, first, last in (run for entry in batch for run in _covered_by(entry)):
        ids.setdefault(name, []).extend(range(first, last + 1))
    found = {
        (name, row["id"]): row
        for name, wanted in ids.items()
        for row in _page(connection, TABLES[name], TABLES[name].c.id.in_(wanted))
    }
    return lambda run: (
        row for id_ in range(run[1], run[2] + 1) if (row := found.get((run[0], id_)))
    )


def _covered_by(entry: Entry) -> list[Run]:
    """The runs of rows that an entry covers; none where what it says makes no sense."""
    try:
        covers = COVERS.validate_python(entry["covers"] or {})
    except ValidationError:
        return []
    return [
        (name, first, last)
        for name, runs in covers.items()
        if name in TABLES
        for first, last in runs
    ]


def _run(connection: Connection, run: Run) -> Iterator[Entry]:
    name, first, last = run
    return _rows(connection, TABLES[name], TABLES[name].c.id.between(first, last))


def _rows(connection: Connection, table: Table, which: ColumnElement[bool]) -> Iterator[Entry]:
    """Rows in the order of their ids, a page in memory at a time."""
    after = BEFORE_ALL
    while page := _page(connection, table, which & (table.c.id > after)):
        yield from page
        after = page[-1]["id"]


def _page(connection: Connection, table: Table, which: ColumnElement[bool]) -> list[Entry]:
    """At most BATCH rows; one that cannot be read has its id and nothing else."""
    query = select(table).where(which).order_by(table.c.id).limit(BATCH)
    try:
        return _read(connection, query)
    except UNREADABLE:
        ids = connection.scalars(query.with_only_columns(table.c.id)).all()
        return [_one(connection, table, id_) for id_ in ids]


def _one(connection: Connection, table: Table, id_: int) -> Entry:
    try:
        return _read(connection, select(table).where(table.c.id == id_))[0]
    except UNREADABLE:
        return dict.fromkeys(table.columns.keys()) | {"id": id_}


def _read(connection: Connection, query: Select[Any]) -> list[Entry]:
    return [dict(row) for row in connection.execute(query).mappings()]


def _unfitting(before: str, entry: Entry) -> Iterator[Fault]:
    try:
        fits = entry["chain_sha256"] == mark_of(before, entry)
    except UNREADABLE:
        fits = False
    if not fits:
        yield Fault(AUDIT.name, entry["id"], entry["id"])


def _changed(entry: Entry, rows_of: RowsOf) -> Iterator[Fault]:
    """The runs of an entry, if one of their rows is gone or other than it was written."""
    if not _fits(entry, rows_of):
        yield from (Fault(*run) for run in _covered_by(entry))


def _fits(entry: Entry, rows_of: RowsOf) -> bool:
    rows = Written()
    try:
        for run in _covered_by(entry):
            for row in rows_of(run):
                rows.add(TABLES[run[0]], row)
    except UNREADABLE:
        return False
    digest = rows.sha256 if rows.runs else None
    return rows.runs == (entry["covers"] or {}) and digest == entry["content_sha256"]


def _note_covered(covered: dict[str, Runs], entry: Entry) -> None:
    for name, first, last in _covered_by(entry):
        runs = covered.setdefault(name, [])
        touching = runs and runs[-1][1] == first - 1
        runs.append((runs.pop()[0] if touching else first, last))


def _uncovered(connection: Connection, covered: Mapping[str, Runs]) -> Iterator[Fault]:
    """Rows that are in the history and that no entry covers."""
    chained = _first_chained(connection)
    for name, table in TABLES.items():
        runs = _merged(covered.get(name, []))
        ids = _ids(connection, table, until=chained if table is AUDIT else None)
        strays = (id_ for id_ in ids if not _within(runs, id_))
        yield from (Fault(name, first, last) for first, last in _as_runs(strays))


def _ids(connection: Connection, table: Table, until: int | None) -> Iterator[int]:
    ids = select(table.c.id).order_by(table.c.id).limit(BATCH)
    if until is not None:
        ids = ids.where(table.c.id < until)
    after = BEFORE_ALL
    while page := connection.scalars(ids.where(table.c.id > after)).all():
        yield from page
        after = page[-1]


def _merged(runs: Runs) -> Runs:
    """The same ids in runs that neither overlap nor touch, the lowest first."""
    merged: Runs = []
    for first, last in sorted(runs):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = merged[-1][0], max(last, merged[-1][1])
        else:
            merged.append((first, last))
    return merged


def _within(runs: Runs, id_: int) -> bool:
    at = bisect_right(runs, id_, key=lambda run: run[0]) - 1
    return at >= 0 and id_ <= runs[at][1]


def _as_runs(ids: Iterable[int]) -> Runs:
    runs: Runs = []
    for id_ in ids:
        first = runs.pop()[0] if runs and runs[-1][1] == id_ - 1 else id_
        runs.append((first, id_))
    return runs
