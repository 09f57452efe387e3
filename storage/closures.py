"""Days on which an organisation is closed beside bank holidays: school holidays, stocktaking."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import models as m
from storage.audit import Audit
from storage.errors import AlreadyClosed, DayOutOfOrder, NotClosed


@dataclass(frozen=True, slots=True)
class Closure:
    """A period in which an organisation is closed, both days included."""

    id: int
    organisation_id: int
    first_day: date
    last_day: date
    why: str


class Closures:
    """Keeps the closed days of organisations."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now

    def close(
        self, organisation_id: int, first_day: date, last_day: date, why: str, by_person_id: int
    ) -> Closure:
        """Keep that an organisation is closed.

        Raises:
            DayOutOfOrder: the period would end before it begins.
            AlreadyClosed: it is closed on some of the days already.
        """
        if last_day < first_day:
            raise DayOutOfOrder
        self._session.get_one(m.Organisation, organisation_id, with_for_update=True)
        if any(known.first_day <= last_day for known in self.of(organisation_id, first_day)):
            raise AlreadyClosed
        row = m.ClosedDays(
            organisation_id=organisation_id, first_day=first_day, last_day=last_day, why=why
        )
        self._session.add(row)
        self._session.flush()
        self._note(by_person_id, "close", row)
        return _closure(row)

    def open_again(self, closure_id: int, by_person_id: int) -> None:
        """Take a closure away.

        Raises:
            NotClosed: it was taken away before.
        """
        row = self._session.get(m.ClosedDays, closure_id, with_for_update=True)
        if row is None:
            raise NotClosed
        self._note(by_person_id, "open_again", row)
        self._session.delete(row)
        self._session.flush()

    def of(self, organisation_id: int, since: date) -> tuple[Closure, ...]:
        """An organisation's closures that are not over before a day, the earliest first."""
        rows = self._session.scalars(
            select(m.ClosedDays)
            .where(m.ClosedDays.organisation_id == organisation_id, m.ClosedDays.last_day >= since)
            .order_by(m.ClosedDays.first_day)
        )
        return tuple(map(_closure, rows))

    def _note(self, by_person_id: int, operation: str, row: m.ClosedDays) -> None:
        audit = Audit(self._session, self._now)
        days = {"from": row.first_day.isoformat(), "to": row.last_day.isoformat()}
        audit.note(by_person_id, operation, f"organisation:{row.organisation_id}", **days)


def _closure(row: m.ClosedDays) -> Closure:
    return Closure(row.id, row.organisation_id, row.first_day, row.last_day, row.why)
