"""The days that a message may mean, and amounts of time that are counted from a due date."""

from dataclasses import dataclass, replace
from datetime import date

from dateutil.relativedelta import relativedelta

from storage.calendar import is_working_day

MOST_WORKING_DAYS = 400


@dataclass(frozen=True, slots=True)
class Shift:
    """So much time later (or earlier, below zero): two weeks, 10 working days, 2 to 3 weeks."""

    low: int
    high: int
    unit: str
    """day, working (day), week, fortnight, month, quarter or year."""

    def turned(self) -> "Shift":
        """The same time earlier."""
        return Shift(-self.high, -self.low, self.unit)

    def least(self, day: date) -> date:
        """The day reached by the smaller amount."""
        return moved(day, self.low, self.unit)

    def most(self, day: date) -> date:
        """The day reached by the larger amount."""
        return moved(day, self.high, self.unit)


@dataclass(frozen=True, slots=True)
class When:
    """What one expression of time means."""

    first: date
    last: date
    """The days it may mean, both included; equal where it is one day."""
    start: int
    end: int
    """Where it stands in the text, without the word before it (by, until ...)."""
    day: date
    """The one day to take where one is needed: the last, but the first after since and from, and
    the Friday of a week."""
    exact: bool = False
    """A day was named: 5 Dec, the 5th, Friday, tomorrow."""
    relative_to_due: bool = False
    """Counted from the due date (another month, slipped 2 wks); from today until `resolved`."""
    vague: bool = False
    """Cannot be turned into a day and must be asked back; the days are a rough idea at most."""
    past: bool = False
    """Lies before today."""
    lead: str = ""
    """The word that says how it stands to what is told: by, before, until, after, since, from, on,
    in, to, not (a day that is refused: "not the 27th") ...; "" where there is none."""
    bare_ordinal: bool = False
    """Only the day of a month was named: the 5th."""
    rival: date | None = None
    """The other day that some people would mean by these words ("next Fri" on a Wednesday)."""
    mismatch: bool = False
    """A weekday was named that the day does not fall on ("Friday 1 Dec 2022")."""
    shift: Shift | None = None
    """The amount that is counted from the due date."""

    def resolved(self, due: date | None) -> "When":
        """The same for an action that is due on a day; unchanged where that does not matter."""
        if due is None:
            return self
        if self.shift is not None and self.relative_to_due:
            return self._counted_from(self.shift, due)
        if self.bare_ordinal and self.day.day == due.day and self.lead == "not":
            return replace(self, first=due, last=due, day=due)
        return self

    def _counted_from(self, shift: Shift, due: date) -> "When":
        try:
            first, last = shift.least(due), shift.most(due)
        except (ValueError, OverflowError):
            return replace(self, vague=True)
        return replace(self, first=first, last=last, day=last)


def moved(day: date, number: int, unit: str) -> date:
    """The day so many units on; a month on from 31 January is 28 (or 29) February."""
    if unit == "working":
        return _working_days_on(day, number)
    return day + _delta(number, unit)


def _delta(number: int, unit: str) -> relativedelta:
    if unit in {"month", "quarter"}:
        return relativedelta(months=number * (3 if unit == "quarter" else 1))
    if unit == "year":
        return relativedelta(years=number)
    return relativedelta(days=number * {"day": 1, "week": 7, "fortnight": 14}[unit])


def _working_days_on(day: date, number: int) -> date:
    if abs(number) > MOST_WORKING_DAYS:
        raise OverflowError
    step = relativedelta(days=1 if number > 0 else -1)
    for _ in range(abs(number)):
        day += step
        while not is_working_day(day):
            day += step
    return day
