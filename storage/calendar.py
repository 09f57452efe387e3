"""The programme's days: Europe/London, England's bank holidays, weeks and cut-offs."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

LONDON = ZoneInfo("Europe/London")
CUT_OFF = time(12, 0)
EARLIEST = time(8, 30)
LATEST = time(17, 30)
MONDAY_TO_FRIDAY = "01234"


@lru_cache
def _bank_holidays() -> holidays.HolidayBase:
    return holidays.country_holidays("GB", subdiv="ENG")


def london(moment: datetime) -> datetime:
    """The same moment on a London clock."""
    return moment.astimezone(LONDON)


def london_date(moment: datetime) -> date:
    """The day it is in London at this moment."""
    return moment.astimezone(LONDON).date()


def at_london(day: date, clock: time) -> datetime:
    """The moment at which a London clock shows this day and time.

    A time that the spring change skips is read an hour later; one that the autumn change repeats
    is read as its first occurrence.
    """
    local = datetime.combine(day, clock, tzinfo=LONDON)
    return local.astimezone(ZoneInfo("UTC")).astimezone(LONDON)


def is_working_day(day: date, weekdays: str = MONDAY_TO_FRIDAY) -> bool:
    """One of the weekdays, Monday as 0, by default Monday to Friday; no bank holiday of England."""
    return str(day.weekday()) in weekdays and day not in _bank_holidays()


def in_period(day: date, first: date, last: date | None) -> bool:
    """Whether a period holds this day: both its ends count, and without a last it has none."""
    return first <= day and (last is None or day <= last)


def next_working_day(day: date) -> date:
    """The day itself if it is a working day, else the first one after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def previous_working_day(day: date) -> date:
    """The last working day before this day."""
    day -= timedelta(days=1)
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def working_days_until(today: date, day: date) -> int:
    """Working days after today up to and including `day`; 0 if it is today or past."""
    return sum(
        is_working_day(today + timedelta(days=step)) for step in range(1, (day - today).days + 1)
    )


def monday_of(day: date) -> date:
    """The Monday of the week that the day is in."""
    return day - timedelta(days=day.weekday())


def may_speak(moment: datetime) -> bool:
    """Whether unasked messages may go out: working days, 08:30 to 17:30 (mockups.md, 3)."""
    local = london(moment)
    return is_working_day(local.date()) and EARLIEST <= local.time() <= LATEST


def in_christmas_pause(day: date) -> bool:
    """No cycle between 24 December and 1 January (mockups.md, 3)."""
    return (day.month, day.day) >= (12, 24) or (day.month, day.day) == (1, 1)


def summary_instant(week: date, weekday: int, clock: time) -> datetime | None:
    """When a theme's summary of the week that `week` is in goes out; None in the pause.

    A bank holiday moves it to the next working day (mockups.md, 3).
    """
    planned = monday_of(week) + timedelta(days=weekday)
    day = next_working_day(planned)
    return None if in_christmas_pause(planned) else at_london(day, clock)


def cut_off_before(instant: datetime) -> datetime:
    """The cut-off of a scheduled summary: noon of the working day before it goes out."""
    return at_london(previous_working_day(london_date(instant)), CUT_OFF)
