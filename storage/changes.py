"""What was agreed and then changed: each change is a row, and any earlier day can be told again."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Date, Select, bindparam, select
from sqlalchemy.orm import Session

from storage import models as m
from storage.rows import add

Row = dict[str, Any]


def note_change(  # noqa: PLR0917 -- what of which row changed from what to what
    session: Session,
    subject: str,
    row_id: int,
    field: str,
    was: Any,
    became: Any,
    *,
    at: datetime,
    person_id: int | None = None,
    plan_import_id: int | None = None,
    decision_id: int | None = None,
) -> None:
    """Keep that an agreed fact changed: `subject` is the table, `field` its column.

    Dates, ids, texts and lists of texts can be values.
    """
    add(
        session,
        m.PlanChange,
        subject=subject,
        row_id=row_id,
        field=field,
        was=_plain(was),
        became=_plain(became),
        person_id=person_id,
        plan_import_id=plan_import_id,
        decision_id=decision_id,
        at=at,
    )


def as_it_was(
    session: Session, subject: str, rows: Iterable[Mapping[str, Any]], as_at: datetime
) -> list[Row]:
    """The rows of a table as they were agreed at a moment: later changes are taken back.

    Fields that a change names and a row has not got are added (lists that are kept in other
    tables: an action's findings).
    """
    were = changed_since(session, subject, as_at)
    return [dict(row) | were.get(row["id"], {}) for row in rows]


def changed_since(session: Session, subject: str, as_at: datetime) -> dict[int, Row]:
    """Row id → the fields of a table's row that changed after a moment, as they were then."""
    were: dict[int, Row] = {}
    wanted = {"subject": subject, "as_at": as_at}
    for change in session.connection().execute(_later(), wanted):
        fields = were.setdefault(change.row_id, {})
        fields[change.field] = _value(subject, change.field, change.was)
    return were


@lru_cache
def _later() -> Select[*tuple[Any, ...]]:
    """Changes after a moment, the newest first, so that the oldest has the last word."""
    change = m.PlanChange
    return (
        select(change.row_id, change.field, change.was)
        .where(
            change.subject == bindparam("subject"),
            change.at > bindparam("as_at", type_=m.Instant()),
        )
        .order_by(change.id.desc())
    )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _value(subject: str, field: str, value: Any) -> Any:
    column = m.Base.metadata.tables[subject].columns.get(field)
    if value is not None and column is not None and isinstance(column.type, Date):
        return date.fromisoformat(value)
    return value
