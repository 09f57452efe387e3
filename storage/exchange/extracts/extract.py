"""What the tables of an export are drawn from: a session, what is covered, what ids are called."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from storage.exchange.extracts.scope import Scope
from storage.exchange.extracts.titles import Titles
from storage.models import Base
from storage.rows import Found

BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Extract:
    """One export on its way; every table is asked within the same session."""

    session: Session
    scope: Scope
    titles: Titles
    named: bool = False
    """Whether people are named beside their roles: in the programme office's own export."""

    def stream(self, query: Select[*tuple[Any, ...]]) -> Iterator[Found]:
        """The rows of a query, a thousand at a time in memory however many there are."""
        for batch in self.batches(query):
            yield from batch

    def batches(self, query: Select[*tuple[Any, ...]]) -> Iterator[Sequence[Found]]:
        """The same rows, by the thousand, for what must be asked about each."""
        connection = self.session.connection()
        result = connection.execute(query, execution_options={"yield_per": BATCH})
        try:
            yield from result.partitions()
        finally:
            result.close()


def rows_of(model: type[Base]) -> Select[*tuple[Any, ...]]:
    """All columns of a table, in the order in which its rows came."""
    return select(*model.__table__.columns).order_by(model.__table__.columns["id"])


def children(
    extract: Extract, query: Select[*tuple[Any, ...]], parent: Any, ids: Sequence[int]
) -> Mapping[int, list[Found]]:
    """Parent id → its rows of a query that names the parent's id as `parent_id`."""
    found: dict[int, list[Found]] = {}
    wanted = parent.in_(bindparam("ids", expanding=True))
    for row in extract.session.connection().execute(query.where(wanted), {"ids": list(ids)}):
        found.setdefault(row.parent_id, []).append(row)
    return found
