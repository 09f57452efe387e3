"""Whether the record is whole: its schema, its history, and what points to what."""

from collections import deque
from collections.abc import Iterator

from sqlalchemy import (
    Connection,
    ForeignKeyConstraint,
    Select,
    and_,
    exists,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session

from storage import models as m
from storage.append_only import unprotected
from storage.checks.trouble import Trouble, What
from storage.plan import Plan
from storage.requests import FINAL
from storage.revisions import Schema, schema_of
from storage.verification import UNREADABLE, Verified

NO_SCHEMA = Trouble(
    What.SCHEMA,
    "The database holds no record of planbot.",
    "Check PLANBOT_DATABASE_URL, or run: python -m bot upgrade",
)
OLDER_SCHEMA = Trouble(
    What.SCHEMA,
    "The database is older than this version of planbot.",
    "Back it up, then run: python -m bot upgrade",
)
NEWER_SCHEMA = Trouble(
    What.SCHEMA,
    "The database was made by a newer version of planbot.",
    "Install that version; this one leaves the database alone.",
)
OPEN_TABLE = "Nothing keeps the rows of {table} from being changed: their triggers are missing."
PROTECT_AGAIN = "Run python -m bot upgrade, which puts them back, and find out who took them away."
ROWS_DIFFER = "{rows} of {table} {are} not as the record was written: changed, removed or put in."
COMPARE = (
    "Keep this database as it is, open the last backup beside it, compare these rows, "
    "and go on with the backup."
)
UNREADABLE_ROWS = "Some row of {table} holds a value that cannot be read."
POINTS_NOWHERE = "{count} of {table} point to {other} that are not there ({column})."
RESTORE = "Go on with the last backup: rows were deleted past the database's own rules."
WRONG_WORKLIST = (
    "{count} of requests are not among those that wait for a decision as they should be: {ids}."
)
MOST_LISTED = 10
NO_POSITION = "{ref} has no rating: every update of it is gone or withdrawn."
NO_REVISION = "{ref} has no assessment: every revision of it is gone."


def wrong_worklist(session: Session) -> Iterator[Trouble]:
    """Requests that wait although they were decided, or that nobody waits for undecided."""
    decided = exists().where(m.Decision.request_id == m.Request.id, m.Decision.outcome.in_(FINAL))
    waits = exists().where(m.WaitingRequest.request_id == m.Request.id)
    wrong = select(m.Request.id).where(or_(and_(decided, waits), and_(~decided, ~waits)))
    ids = session.scalars(wrong.order_by(m.Request.id)).all()
    if ids:
        listed = ", ".join(map(str, ids[:MOST_LISTED]))
        yield Trouble(What.REFERENCES, WRONG_WORKLIST.format(count=len(ids), ids=listed), RESTORE)


def wrong_schema(connection: Connection) -> Trouble | None:
    """The schema, if it is not the newest."""
    return {
        Schema.NONE: NO_SCHEMA,
        Schema.OLDER: OLDER_SCHEMA,
        Schema.NEWER: NEWER_SCHEMA,
    }.get(schema_of(connection))


def open_history(connection: Connection) -> Iterator[Trouble]:
    """Tables of the history that could be changed."""
    for table in unprotected(connection):
        yield Trouble(What.HISTORY, OPEN_TABLE.format(table=table), PROTECT_AGAIN)


def broken_chain(chain: Verified) -> Iterator[Trouble]:
    """Rows of the history that do not fit the chain of the audit trail."""
    for fault in dict.fromkeys(chain.faults):
        one = fault.first == fault.last
        rows = f"Row {fault.first}" if one else f"Rows {fault.first} to {fault.last}"
        are = "is" if one else "are"
        sentence = ROWS_DIFFER.format(rows=rows, table=fault.table, are=are)
        yield Trouble(What.HISTORY, sentence, COMPARE)


def unreadable_tables(session: Session) -> Iterator[Trouble]:
    """Tables in which something was put that no value of its column can be (SQLite takes it)."""
    a_page_at_a_time = {"yield_per": 1_000}
    for table in m.Base.metadata.sorted_tables:
        rows = session.connection().execute(select(table), execution_options=a_page_at_a_time)
        try:
            deque(rows, maxlen=0)
        except UNREADABLE:
            yield Trouble(What.VALUES, UNREADABLE_ROWS.format(table=table.name), COMPARE)


def lone_references(session: Session) -> Iterator[Trouble]:
    """Rows that point to rows which are not there.

    Both databases keep references while they are asked to; a tool can ask them not to.
    """
    for table in m.Base.metadata.sorted_tables:
        for key in sorted(table.foreign_key_constraints, key=lambda key: str(key.name)):
            if count := session.scalar(_pointing_nowhere(key)):
                sentence = POINTS_NOWHERE.format(
                    count=f"{count:,} row{'s' * (count > 1)}",
                    table=table.name,
                    other=key.referred_table.name,
                    column=", ".join(key.column_keys),
                )
                yield Trouble(What.REFERENCES, sentence, RESTORE)


def _pointing_nowhere(key: ForeignKeyConstraint) -> Select[int]:
    other = key.referred_table.alias("other")
    pairs = [(element.parent, other.c[element.column.name]) for element in key.elements]
    there = exists().where(*(column == target for column, target in pairs)).correlate(key.table)
    given = and_(true(), *(column.is_not(None) for column, _ in pairs))
    return select(func.count()).select_from(key.table).where(given, ~there)


def lost_positions(session: Session) -> Iterator[Trouble]:
    """Actions without a position that stands: the plan does not show them at all."""
    plan = Plan(session)
    refs = plan.refs()
    shown = {action.ref for action in plan.actions_by_ref(refs)}
    for ref in refs:
        if ref not in shown:
            yield Trouble(What.PLAN, NO_POSITION.format(ref=ref), RESTORE)


def lost_revisions(session: Session) -> Iterator[Trouble]:
    """Risks and issues that nobody ever assessed."""
    lost = (
        select(m.Risk.ref).where(~exists().where(m.RiskRevision.risk_id == m.Risk.id)),
        select(m.Issue.ref).where(~exists().where(m.IssueRevision.issue_id == m.Issue.id)),
    )
    for query in lost:
        for ref in session.scalars(query.order_by("ref")):
            yield Trouble(What.PLAN, NO_REVISION.format(ref=ref), RESTORE)
