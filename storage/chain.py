"""The chain of the audit trail: what each transaction wrote to the history, sealed.

Every row of history that a transaction writes is digested; the transaction's last audit entry
holds that digest, and every entry's mark is made over the entry and the mark before it. So a row
changed or removed by force, by whoever reached the database itself, no longer fits
(`storage.verification`). Who can write every row can also make the whole chain anew: only a mark
that was noted elsewhere shows that.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import JSON, Connection, Table, event, insert, select, text
from sqlalchemy.orm import Session, SessionTransaction, UOWTransaction

from storage import models as m
from storage.append_only import TABLES as NAMES

TABLES = {name: m.Base.metadata.tables[name] for name in NAMES}
AUDIT = TABLES["audit_entries"]
UNNOTED = "write"
ONE_LINE = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
# Two keys of their own: a person's lock has one (storage.people).
ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(2, 0)")


@dataclass
class Written:
    """The rows of history that a transaction has written so far, and a digest of each table's."""

    runs: dict[str, list[list[int]]] = field(default_factory=dict)
    latest: datetime | None = None
    _digests: dict[str, Any] = field(default_factory=dict)

    def add(self, table: Table, values: Mapping[str, Any]) -> None:
        """Take in a row as it was written, its id included; ids of a table come in order."""
        runs = self.runs.setdefault(table.name, [])
        if runs and runs[-1][1] == values["id"] - 1:
            runs[-1][1] += 1
        else:
            runs.append([values["id"]] * 2)
        digest = self._digests.setdefault(table.name, hashlib.sha256())
        digest.update(as_bytes(f"{canonical(table, values)}\n"))
        moments = [value for value in values.values() if isinstance(value, datetime)]
        self.latest = max((*moments, self.latest) if self.latest else moments, default=None)

    @property
    def sha256(self) -> str:
        """The digest of everything written."""
        lines = (f"{name} {self._digests[name].hexdigest()}\n" for name in sorted(self._digests))
        return _sha256("".join(lines))


def canonical(table: Table, values: Mapping[str, Any]) -> str:
    """A row as one line of JSON, the same from either database and after columns were added.

    Empty values are left out: a column that a later version adds to a table of the history has to
    be empty in earlier rows.
    """
    in_json = _json_columns(table)
    kept = {
        name: json.loads(json.dumps(value)) if name in in_json else _plain(value)
        for name, value in values.items()
        if value is not None and value != ""
    }
    return ONE_LINE.encode(kept)


@cache
def _json_columns(table: Table) -> frozenset[str]:
    return frozenset(column.name for column in table.columns if isinstance(column.type, JSON))


def _plain(value: Any) -> Any:
    if isinstance(value, str | int):
        return value
    if isinstance(value, datetime):
        moment = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        return moment.isoformat(timespec="microseconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value


def written(session: Session) -> Written:
    """What this session's transaction has written to the history."""
    found: Written = session.info.setdefault("written", Written())
    return found


@event.listens_for(Session, "after_transaction_create")
def _refuse_savepoint(_: Session, transaction: SessionTransaction) -> None:
    if transaction.nested:
        raise NotImplementedError("rows rolled back to a savepoint would be missed by the chain")


@event.listens_for(Session, "after_flush")
def _take_in_flushed(session: Session, _: UOWTransaction) -> None:
    for row in session.new:
        if isinstance(row, m.History) and not isinstance(row, m.AuditEntry):
            table = TABLES[row.__tablename__]
            values = {column.name: getattr(row, column.name) for column in table.columns}
            written(session).add(table, values)


def note(session: Session, entry: Mapping[str, Any]) -> None:
    """Keep an audit entry for the end of the transaction, where `seal` appends it."""
    session.info.setdefault("notes", []).append(dict(entry))


def seal(session: Session) -> None:
    """Append the transaction's audit entries to the chain, the last one covering what it wrote.

    A transaction that wrote nothing leaves nothing. Call it once, after everything else.

    Raises:
        ValueError: rows that hold no moment were written, and no entry says when.
    """
    session.flush()
    notes: list[dict[str, Any]] = session.info.pop("notes", [])
    rows: Written = session.info.pop("written", None) or Written()
    if rows.runs and not notes:
        notes.append(_unnoted(rows))
    if notes:
        append(session.connection(), notes, rows)


def append(connection: Connection, notes: list[dict[str, Any]], rows: Written) -> None:
    """Chain entries to the last one that is there, one transaction at a time."""
    if connection.dialect.name == "postgresql":
        connection.execute(ONE_AT_A_TIME)
    if rows.runs:
        notes[-1] |= {"covers": rows.runs, "content_sha256": rows.sha256}
    mark = head(connection)
    for entry in notes:
        mark = mark_of(mark, entry)
        connection.execute(insert(AUDIT), entry | {"chain_sha256": mark})


def head(connection: Connection) -> str:
    """The mark of the last entry, which covers all entries before it; "" before the first."""
    last = select(AUDIT.c.chain_sha256).order_by(AUDIT.c.id.desc()).limit(1)
    return connection.scalar(last) or ""


def _unnoted(rows: Written) -> dict[str, Any]:
    if rows.latest is None:
        raise ValueError("rows without a moment need an audit entry")
    return {
        "at": rows.latest,
        "person_id": None,
        "operation": UNNOTED,
        "subject": ", ".join(rows.runs),
        "detail": {},
    }


def mark_of(before: str, entry: Mapping[str, Any]) -> str:
    """The mark of an entry, made over it and the mark of the entry before it."""
    kept = {k: v for k, v in entry.items() if k not in {"id", "chain_sha256"}}
    return _sha256(f"{before}\n{canonical(AUDIT, kept)}")


def as_bytes(line: str) -> bytes:
    """A line to be digested. Half a surrogate pair, which JSON can hold, is kept as it is."""
    return line.encode("utf-8", "surrogatepass")


def _sha256(content: str) -> str:
    return hashlib.sha256(as_bytes(content)).hexdigest()
