"""A row in every table of the record, made up from the models, for what holds of every table."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, cast

from sqlalchemy import JSON, Boolean, Column, Date, Integer, Table, Time, func, select
from sqlalchemy.orm import Session

from storage import models as m
from storage.rows import add

AT = datetime(2022, 11, 16, 10, 13, 59, 250_000, tzinfo=UTC)


def fill(session: Session) -> None:
    """Add a row to each table that has none."""
    models = {cast(Table, mapper.local_table): mapper.class_ for mapper in m.Base.registry.mappers}
    for table in m.Base.metadata.sorted_tables:
        if not session.scalar(select(func.count()).select_from(table)):
            add(session, models[table], **_row(session, table))


def _row(session: Session, table: Table) -> dict[str, Any]:
    columns = [column for column in table.columns if column.name != "id"]
    return {column.name: _value(session, column) for column in columns}


def _value(session: Session, column: Column[Any]) -> Any:
    for key in column.foreign_keys:
        parent = key.column.table
        return None if parent is column.table else session.scalar(select(parent.c.id).limit(1))
    return _plain(column)


def _plain(column: Column[Any]) -> Any:
    by_type = (
        (m.Instant, AT),
        (m.Quantity, Decimal("17.10")),
        (Date, date(2022, 11, 16)),
        (Time, time(11, 0)),
        (Boolean, True),
        (Integer, 3),
        (JSON, {"words": ["–", "", None, 0.1]}),
    )
    made_up = (value for kind, value in by_type if isinstance(column.type, kind))
    return next(made_up, "words"[: getattr(column.type, "length", None)])
