"""Rows without the unit of work: what a turn asks and writes is known, and turns are many."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import Insert, Row, Select, Table, insert
from sqlalchemy.orm import Session

from storage.chain import written
from storage.models import Base, History

Found = Row[*tuple[Any, ...]]


def ask(
    session: Session, query: Select[*tuple[Any, ...]], values: Mapping[str, object]
) -> Sequence[Found]:
    """Every row of a query that names columns, not entities."""
    return session.connection().execute(query, values).all()


def ask_one(
    session: Session, query: Select[*tuple[Any, ...]], values: Mapping[str, object]
) -> Found | None:
    """The first row of such a query, if there is one."""
    return session.connection().execute(query, values).first()


def add(session: Session, model: type[Base], **values: Any) -> Any:
    """Insert a row of `model` and return the first column of its primary key.

    Columns that are not given stay NULL.
    """
    result = session.connection().execute(_insert(model), values)
    key = result.inserted_primary_key
    id_ = key[0] if key else None
    if issubclass(model, History):
        written(session).add(cast(Table, model.__table__), values | {"id": id_})
    return id_


@lru_cache
def _insert(model: type[Base]) -> Insert:
    return insert(cast(Table, model.__table__))
