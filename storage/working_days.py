"""When a person is at work: their weekdays, bank holidays, days away, a closed organisation."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import models as m
from storage.audit import Audit
from storage.calendar import in_period, is_working_day
from storage.errors import NoWorkingDays
from storage.holdings import DAY

LOOKED_AHEAD = 366  # days

Period = tuple[date, date | None]


@dataclass(frozen=True, slots=True)
class Diary:
    """What decides on which days one person is at work; all periods include both their ends."""

    weekdays: str
    left_on: date | None
    away: tuple[Period, ...]
    posts: tuple[tuple[Period, tuple[Period, ...]], ...]
    """Each role held: for how long, and when its organisation is closed."""

    def works_on(self, day: date) -> bool:
        """Whether the person is at work; with roles at two organisations, one open will do."""
        if not is_working_day(day, self.weekdays) or _any(day, self.away):
            return False
        if self.left_on is not None and self.left_on < day:
            return False
        closed = [_any(day, closures) for held, closures in self.posts if in_period(day, *held)]
        return not closed or not all(closed)

    def next_at_work(self, day: date) -> date | None:
        """The day itself or the first one after it at work; None if there is none in a year."""
        days = (day + DAY * step for step in range(LOOKED_AHEAD))
        return next(filter(self.works_on, days), None)


class WorkingDays:
    """Asks and changes when people are at work."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now

    def keep(self, person_id: int, weekdays: Iterable[int], by_person_id: int) -> None:
        """Keep the weekdays that a person works, Monday as 0.

        Raises:
            NoWorkingDays: there is none, or a number is no weekday.
        """
        worked = sorted(set(weekdays))
        if not worked or not set(worked) <= set(range(7)):
            raise NoWorkingDays
        person = self._session.get_one(m.Person, person_id)
        person.working_days = "".join(map(str, worked))
        self._session.flush()
        Audit(self._session, self._now).note(by_person_id, "working_days", f"person:{person_id}")

    def works_on(self, person_id: int, day: date) -> bool:
        """Whether a person is at work on a day."""
        return self._diaries([person_id])[person_id].works_on(day)

    def next_day_at_work(self, person_id: int, day: date) -> date | None:
        """The day itself or the first one after it at work; None if there is none in a year."""
        return self._diaries([person_id])[person_id].next_at_work(day)

    def at_work(self, person_ids: Iterable[int], day: date) -> frozenset[int]:
        """Those of many people who are at work on a day, in four questions to the record."""
        diaries = self._diaries(list(person_ids))
        return frozenset(id_ for id_, diary in diaries.items() if diary.works_on(day))

    def _diaries(self, person_ids: list[int]) -> dict[int, Diary]:
        people = self._session.scalars(select(m.Person).where(m.Person.id.in_(person_ids)))
        away, posts = self._away(person_ids), self._posts(person_ids)
        return {
            person.id: Diary(
                person.working_days,
                person.left_on,
                tuple(away[person.id]),
                tuple(posts[person.id]),
            )
            for person in people
        }

    def _away(self, person_ids: list[int]) -> dict[int, list[Period]]:
        found: dict[int, list[Period]] = defaultdict(list)
        query = select(m.Absence.person_id, m.Absence.first_day, m.Absence.last_day)
        for id_, first, last in self._session.execute(
            query.where(m.Absence.person_id.in_(person_ids))
        ):
            found[id_].append((first, last))
        return found

    def _posts(self, person_ids: list[int]) -> dict[int, list[tuple[Period, tuple[Period, ...]]]]:
        found: dict[int, list[tuple[Period, tuple[Period, ...]]]] = defaultdict(list)
        closed = self._closed()
        for id_, first, last, organisation_id in self._session.execute(
            select(
                m.RoleHolding.person_id,
                m.RoleHolding.held_from,
                m.RoleHolding.held_to,
                m.Role.organisation_id,
            )
            .join(m.Role, m.Role.id == m.RoleHolding.role_id)
            .where(m.RoleHolding.person_id.in_(person_ids))
        ):
            found[id_].append(((first, last), tuple(closed[organisation_id])))
        return found

    def _closed(self) -> dict[int, list[Period]]:
        found: dict[int, list[Period]] = defaultdict(list)
        for row in self._session.scalars(select(m.ClosedDays)):
            found[row.organisation_id].append((row.first_day, row.last_day))
        return found


def _any(day: date, periods: Iterable[Period]) -> bool:
    return any(in_period(day, *period) for period in periods)
