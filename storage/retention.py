"""What has been kept longer than it is needed; it is reported, and goes only when told to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, cast

from dateutil.relativedelta import relativedelta
from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Delete,
    Text,
    Update,
    delete,
    func,
    select,
    update,
)
from sqlalchemy import cast as as_type
from sqlalchemy.orm import Session

from storage import models as m
from storage.audit import Audit
from storage.calendar import london_date
from storage.chain import TABLES
from storage.outbox import State

LEAVERS = "People who have left and are still named"
ENTRIES = "Entries of the record"
DAYS = "{} days"
YEARS_AFTER_LEAVING = "{} years after the last day"
YEARS = "{} years"
PSEUDONYMISE = "Make each of them anonymous: what they wrote is kept."
CLOSE_RECORD = (
    "The bot never deletes its record. When the programme is over, export it to your archive and "
    "take the database down."
)
EMPTIED = "{}"  # what an emptied message holds


class Clearable(StrEnum):
    """What is not history and can be cleared."""

    MESSAGES = "messages"
    """Their content; that they were sent, to whom and when, is kept."""
    DRAFTS = "drafts"
    ABSENCES = "absences"


@dataclass(frozen=True, slots=True)
class Retention:
    """For how long each kind of data is kept; a council's own schedule goes before these.

    Raises:
        ValueError: a period is shorter than one day or one year.
    """

    messages_days: int = 90
    """A quarter: what the bot told somebody before the last board can still be looked up."""
    drafts_days: int = 30
    """A month: the author has been asked again several times since."""
    absences_days: int = 365
    """A year: afterwards it explains no missed update that anybody still asks about."""
    people_years_after_leaving: int = 2
    """As long as an inspection may ask the person themselves what they reported."""
    record_years: int = 6
    """Until claims about what was done or left undone expire (Limitation Act 1980)."""

    def __post_init__(self) -> None:
        if any(getattr(self, field.name) < 1 for field in fields(self)):
            raise ValueError("a period of retention is one day or one year at least")

    def days(self, kind: Clearable) -> int:
        """For how many days something that can be cleared is kept."""
        days: int = getattr(self, f"{kind}_days")
        return days


@dataclass(frozen=True, slots=True)
class Due:
    """A kind of data that is kept for longer than its rule, and what can be done about it."""

    what: str
    count: int
    oldest: date
    rule: str
    remedy: str


@dataclass(frozen=True, slots=True)
class _Clearing:
    """Where something that can be cleared is, since when, and how it goes."""

    what: str
    remedy: str
    since: Any
    besides: tuple[ColumnElement[bool], ...]
    removal: Callable[[], Update | Delete]

    def older(self, days: int, now: datetime) -> tuple[ColumnElement[bool], ...]:
        """The condition for rows that are kept for more than some days."""
        limit = now - timedelta(days=days)
        by_day = self.since is m.Absence.last_day
        return (self.since < (london_date(limit) if by_day else limit), *self.besides)


CLEARINGS: Mapping[Clearable, _Clearing] = {
    Clearable.MESSAGES: _Clearing(
        "Messages that were sent or could not be delivered",
        "Empty them: that they were sent, to whom and when, is kept.",
        m.OutboxMessage.at,
        (
            m.OutboxMessage.state.in_((State.SENT, State.UNDELIVERABLE)),
            as_type(m.OutboxMessage.content, Text) != EMPTIED,
        ),
        lambda: update(m.OutboxMessage).values(content={}),
    ),
    Clearable.DRAFTS: _Clearing(
        "Drafts that nobody confirmed",
        "Delete them: whoever wrote one can write it again.",
        m.Draft.at,
        (),
        lambda: delete(m.Draft),
    ),
    Clearable.ABSENCES: _Clearing(
        "Periods away that are over",
        "Delete them: nothing that was reported depends on them.",
        m.Absence.last_day,
        (),
        lambda: delete(m.Absence),
    ),
}


class Keeping:
    """Asks what is due, and clears what is not history once it is told to."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now

    def due(self, retention: Retention) -> list[Due]:
        """What is kept for longer than its rule says; asking removes nothing."""
        found = (
            *(self._clearable(kind, retention.days(kind)) for kind in Clearable),
            self._leavers(retention.people_years_after_leaving),
            self._entries(retention.record_years),
        )
        return [due for due in found if due is not None]

    def clear(self, kind: Clearable, retention: Retention, by_person_id: int | None) -> int:
        """Clear what is due of one kind, and return how much it was."""
        clearing = CLEARINGS[kind]
        old = clearing.older(retention.days(kind), self._now)
        result = self._session.execute(clearing.removal().where(*old))
        count = cast(CursorResult[Any], result).rowcount
        if count:
            audit = Audit(self._session, self._now)
            audit.note(by_person_id, "clear", kind, count=count, days=retention.days(kind))
        return count

    def _clearable(self, kind: Clearable, days: int) -> Due | None:
        clearing = CLEARINGS[kind]
        old = clearing.older(days, self._now)
        count, oldest = self._counted(clearing.since, *old)
        return _due(clearing.what, count, oldest, DAYS.format(days), clearing.remedy)

    def _leavers(self, years: int) -> Due | None:
        limit = london_date(self._now) - relativedelta(years=years)
        still_named = m.Person.pseudonymised_at.is_(None)
        count, oldest = self._counted(m.Person.left_on, m.Person.left_on < limit, still_named)
        return _due(LEAVERS, count, oldest, YEARS_AFTER_LEAVING.format(years), PSEUDONYMISE)

    def _entries(self, years: int) -> Due | None:
        """Entries that say when they were made; what hangs on them is as old."""
        limit = self._now - relativedelta(years=years)
        dated = [table.c.at for table in TABLES.values() if "at" in table.c]
        counted = [self._counted(at, at < limit) for at in dated]
        count = sum(some for some, _ in counted)
        oldest = min((moment for _, moment in counted if moment), default=None)
        return _due(ENTRIES, count, oldest, YEARS.format(years), CLOSE_RECORD)

    def _counted(self, since: Any, *old: ColumnElement[bool]) -> tuple[int, date | None]:
        row = self._session.execute(select(func.count(), func.min(since)).where(*old)).one()
        count, oldest = row
        return count, london_date(oldest) if isinstance(oldest, datetime) else oldest


def _due(what: str, count: int, oldest: date | None, rule: str, remedy: str) -> Due | None:
    return Due(what, count, oldest, rule, remedy) if oldest else None
