"""Whether the record is sound and the programme can work with it: what `check` says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage import models as m
from storage.calendar import london_date
from storage.checks.readiness import (
    odd_holdings,
    roles_without_holder,
    unanswered_findings,
    unlinked_themes,
    unreachable_people,
    unsent_messages,
)
from storage.checks.soundness import (
    broken_chain,
    lone_references,
    lost_positions,
    lost_revisions,
    open_history,
    unreadable_tables,
    wrong_schema,
    wrong_worklist,
)
from storage.checks.trouble import Trouble, What
from storage.verification import Verified, verify

__all__ = ["Checked", "Trouble", "What", "check"]


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found: every trouble, the gravest first, and what there is.

    `chain` is None and `rows` (table → number of rows) is empty where the schema is not the
    newest: nothing else was looked at then.
    """

    troubles: tuple[Trouble, ...]
    chain: Verified | None
    rows: Mapping[str, int]

    @property
    def sound(self) -> bool:
        """The record is whole; what is left to be done is with people and channels."""
        return not any(trouble.grave for trouble in self.troubles)


def check(session: Session, now: datetime) -> Checked:
    """Look at everything, and change nothing; `session` is that of a `Database.read`.

    The troubles name people: they are for the programme office's screen, not for a log.
    """
    connection = session.connection()
    if schema := wrong_schema(connection):
        return Checked((schema,), None, {})
    chain = verify(connection)
    troubles = [*open_history(connection), *broken_chain(chain), *lone_references(session)]
    unreadable = tuple(unreadable_tables(session))
    troubles += unreadable or _programme(session, now)
    return Checked(tuple(troubles), chain, _rows(session))


def _programme(session: Session, now: datetime) -> tuple[Trouble, ...]:
    """What can be asked only of tables that can be read."""
    today = london_date(now)
    return (
        *lost_positions(session),
        *lost_revisions(session),
        *wrong_worklist(session),
        *unanswered_findings(session),
        *odd_holdings(session),
        *roles_without_holder(session, today),
        *unreachable_people(session, today),
        *unlinked_themes(session),
        *unsent_messages(session, now),
    )


def _rows(session: Session) -> dict[str, int]:
    return {
        table.name: session.scalar(select(func.count()).select_from(table)) or 0
        for table in m.Base.metadata.sorted_tables
    }
