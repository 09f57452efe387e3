"""Days on which people are away. Why is nobody's business and is not kept."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from storage import models as m
from storage.audit import Audit
from storage.errors import AlreadyAway, DayOutOfOrder, HasLeft, NotAway
from storage.holdings import DAY


@dataclass(frozen=True, slots=True)
class Away:
    """A period away, both days included; without a last day until further notice."""

    id: int
    person_id: int
    first_day: date
    last_day: date | None


class Absences:
    """Keeps periods away.

    A period that overlaps another is refused, not merged: whoever says "away until the 10th" while
    the record has the 20th may mean fewer days, and only they know. The caller shows `overlapping`
    and calls `change` once it is clear.
    """

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now

    def add(self, person_id: int, first_day: date, last_day: date | None, told_by_id: int) -> Away:
        """Keep that a person is away, told by themselves or by somebody for them.

        Raises:
            DayOutOfOrder: the period would end before it begins.
            AlreadyAway: some of the days are known already.
            HasLeft: the person has left by the first day.
        """
        self._check(person_id, first_day, last_day)
        row = m.Absence(
            person_id=person_id,
            first_day=first_day,
            last_day=last_day,
            told_by_id=told_by_id,
            at=self._now,
        )
        self._session.add(row)
        self._session.flush()
        self._note(told_by_id, "away", row)
        return _away(row)

    def change(
        self, absence_id: int, first_day: date, last_day: date | None, told_by_id: int
    ) -> Away:
        """Give a period other days: longer, shorter, with an end or without.

        Raises:
            NotAway: the period was called off.
            DayOutOfOrder, AlreadyAway, HasLeft: as for a new one.
        """
        row = self._row(absence_id)
        self._check(row.person_id, first_day, last_day, besides=row.id)
        row.first_day, row.last_day = first_day, last_day
        row.told_by_id, row.at = told_by_id, self._now
        self._session.flush()
        self._note(told_by_id, "away", row)
        return _away(row)

    def back(self, person_id: int, on: date, told_by_id: int) -> Away | None:
        """End the period that a day is in, because the person is back on that day.

        Returns what is left of it, nothing if they were back on its first day.

        Raises:
            NotAway: the person is not away on that day.
        """
        found = self.overlapping(person_id, on, on)
        if not found:
            raise NotAway
        row = self._row(found[0].id)
        if row.first_day == on:
            self.call_off(row.id, told_by_id)
            return None
        return self.change(row.id, row.first_day, on - DAY, told_by_id)

    def call_off(self, absence_id: int, told_by_id: int) -> None:
        """Forget a period that is not taken.

        Raises:
            NotAway: it was called off before.
        """
        row = self._row(absence_id)
        self._note(told_by_id, "away_off", row)
        self._session.delete(row)
        self._session.flush()

    def of(self, person_id: int, since: date) -> tuple[Away, ...]:
        """A person's periods that are not over before a day, the earliest first."""
        return self.overlapping(person_id, since, None)

    def on(self, day: date) -> frozenset[int]:
        """The ids of everyone who is away on a day."""
        query = select(m.Absence.person_id).where(_touches(day, day))
        return frozenset(self._session.scalars(query))

    def overlapping(
        self, person_id: int, first_day: date, last_day: date | None
    ) -> tuple[Away, ...]:
        """A person's periods that share a day with this one, the earliest first."""
        rows = self._session.scalars(
            select(m.Absence)
            .where(m.Absence.person_id == person_id, _touches(first_day, last_day))
            .order_by(m.Absence.first_day)
        )
        return tuple(map(_away, rows))

    def _check(
        self, person_id: int, first_day: date, last_day: date | None, besides: int | None = None
    ) -> None:
        if last_day is not None and last_day < first_day:
            raise DayOutOfOrder
        # The lock keeps two replicas from adding overlapping periods at once.
        person = self._session.get_one(m.Person, person_id, with_for_update=True)
        if person.left_on is not None and person.left_on < first_day:
            raise HasLeft
        if any(away.id != besides for away in self.overlapping(person_id, first_day, last_day)):
            raise AlreadyAway

    def _row(self, absence_id: int) -> m.Absence:
        row = self._session.get(m.Absence, absence_id, with_for_update=True)
        if row is None:
            raise NotAway
        return row

    def _note(self, told_by_id: int, operation: str, row: m.Absence) -> None:
        # The days are left out: the audit trail lasts, and when somebody was away shall not.
        audit = Audit(self._session, self._now)
        audit.note(told_by_id, operation, f"person:{row.person_id}", absence_id=row.id)


def _touches(first_day: date, last_day: date | None) -> ColumnElement[bool]:
    goes_on = or_(m.Absence.last_day.is_(None), m.Absence.last_day >= first_day)
    return goes_on if last_day is None else goes_on & (m.Absence.first_day <= last_day)


def _away(row: m.Absence) -> Away:
    return Away(row.id, row.person_id, row.first_day, row.last_day)
