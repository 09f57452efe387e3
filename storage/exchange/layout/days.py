"""What a cell may hold of days and times: a date, a time of day, a weekday, working days.

Each function takes a cell's value and gives back what it means, or raises ValueError with the
sentence that its author needs. What could be more than one day is refused, not guessed.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from dateutil import parser
from openpyxl.utils.datetime import from_excel

from storage.calendar import EARLIEST, LATEST
from storage.exchange.layout.cells import line, shown

NOT_DATE = "“{}” is not a date; write it as 30/12/2022."
NO_DAY = "“{}” is only part of a date; write day, month and year, such as 30/12/2022."
OTHER_WEEKDAY = "“{}” is a {}; put the day or the date right."
FAR_DATE = "this date is not between the years 2000 and 2100."
NOT_TIME = "“{}” is not a time; write it as 11:00."
QUIET_TIME = "this time is not between 08:30 and 17:30, when planbot may speak."
NOT_WEEKDAY = "“{}” is not a working day; use Monday to Friday."
NOT_WORKING_DAYS = "“{}” does not name working days; write them as Mon Tue Wed, or as Mon-Fri."

FRIDAY = 4
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september",
          "october", "november", "december")  # fmt: skip
# The forms that name one day; dateutil by itself would fill in what is missing.
ISO_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}([ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?)?", re.ASCII)
UK_DATE = re.compile(r"(\d{1,2})(?P<mark>[/.-])(\d{1,2})(?P=mark)(\d{4}|\d{2})", re.ASCII)
LONG_DATE = re.compile(
    r"((?P<weekday>[a-z]{3,9}),? )?\d{1,2}(st|nd|rd|th)?[ -](of )?(?P<month>[a-z]{3,9})\.?,?[ -]"
    r"(\d{4}|\d{2})",
    re.ASCII | re.IGNORECASE,
)
MONTH_ONLY = re.compile(r"\d{1,2}[/.-]\d{2,4}|[a-z .]+(\d{2,4})?", re.ASCII | re.IGNORECASE)
CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(:00)?", re.ASCII)
SERIAL = re.compile(r"\d{5}", re.ASCII)
FIRST_SERIAL, LAST_SERIAL = 36526, 73415  # 1 January 2000 to 31 December 2100
DAY_LIST = re.compile(r"[,;&/\s]+|\band\b")
DAY_RANGE = re.compile(r"\s*(?:[-\u2010-\u2015]|\bto\b)\s*")


def day(value: object) -> date:
    """A date cell, a text in British order, or the number by which Excel keeps a day."""
    if isinstance(value, datetime):
        value = value.date()
    if not isinstance(value, date):
        value = serial_day(value) or _typed_day(value)
    if not 2000 <= value.year <= 2100:
        raise ValueError(FAR_DATE)
    return value


def serial_day(value: object) -> date | None:
    """The day that a number such as 44925 stands for in Excel, between 2000 and 2100."""
    if isinstance(value, str) and SERIAL.fullmatch(value.strip()):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    if not FIRST_SERIAL <= value < LAST_SERIAL + 1:
        return None
    found = from_excel(int(value))
    return found.date() if isinstance(found, datetime) else None


def clock(value: object) -> time:
    """A time cell, or a text such as 11:00, when unasked messages may go out."""
    if isinstance(value, timedelta):  # a cell formatted [h]:mm
        value = str(value)
    if isinstance(value, datetime):
        value = value.time()
    if not isinstance(value, time):
        value = _typed_clock(value)
    if not EARLIEST <= value <= LATEST:
        raise ValueError(QUIET_TIME)
    return value


def weekday(value: object) -> int:
    """Monday to Friday as 0 to 4."""
    typed = line(value)
    found = _beginning_with(typed, WEEKDAYS)
    if found is None or found > FRIDAY:
        raise ValueError(NOT_WEEKDAY.format(shown(typed)))
    return found


def working_days(value: object) -> tuple[int, ...]:
    """The weekdays that somebody works, Monday as 0: "Mon–Wed, Fri" is (0, 1, 2, 4)."""
    typed = line(value)
    found: set[int] = set()
    for part in filter(None, DAY_LIST.split(DAY_RANGE.sub("-", typed.casefold()))):
        first, dash, last = part.partition("-")
        start = _beginning_with(first, WEEKDAYS)
        end = _beginning_with(last if dash else first, WEEKDAYS)
        if start is None or end is None or end < start:
            raise ValueError(NOT_WORKING_DAYS.format(shown(typed)))
        found.update(range(start, end + 1))
    if not found:
        raise ValueError(NOT_WORKING_DAYS.format(shown(typed)))
    return tuple(sorted(found))


def _beginning_with(typed: str, names: Sequence[str]) -> int | None:
    """The place of a name of which at least the first three letters are given."""
    start = typed.casefold().rstrip(".")
    found = [at for at, name in enumerate(names) if len(start) >= 3 and name.startswith(start)]
    return found[0] if found else None


def _typed_day(value: object) -> date:
    typed = line(str(value))
    try:
        if not _names_one_day(typed):
            raise ValueError
        found = parser.parse(typed, dayfirst=not ISO_DATE.fullmatch(typed), yearfirst=False)
        found_day = _in_this_century(typed, found.date())
    except (ValueError, OverflowError):
        raise ValueError(_not_a_day(typed)) from None
    _check_weekday(typed, found_day)
    return found_day


def _names_one_day(typed: str) -> bool:
    """Whether a text has a form that leaves nothing for dateutil to guess."""
    if match := UK_DATE.fullmatch(typed):
        return int(match[3]) <= 12  # else dateutil would read month before day
    if match := LONG_DATE.fullmatch(typed):
        known_day = not match["weekday"] or _beginning_with(match["weekday"], WEEKDAYS) is not None
        return known_day and _beginning_with(match["month"], MONTHS) is not None
    return ISO_DATE.fullmatch(typed) is not None


def _in_this_century(typed: str, found: date) -> date:
    """Two figures of a year mean 20yy; dateutil would take 85 for 1985."""
    written = re.split(r"\D+", typed)[-1]
    if ISO_DATE.fullmatch(typed) or len(written) != 2:
        return found
    return found.replace(year=2000 + int(written))


def _check_weekday(typed: str, found: date) -> None:
    match = LONG_DATE.fullmatch(typed)
    if match is None or not match["weekday"]:
        return
    if _beginning_with(match["weekday"], WEEKDAYS) != found.weekday():
        raise ValueError(OTHER_WEEKDAY.format(shown(typed), f"{found:%A}"))


def _not_a_day(typed: str) -> str:
    """The refusal: a part of a date, or no date at all."""
    words = filter(None, re.split(r"[^a-z0-9]+", typed.casefold()))
    is_part = MONTH_ONLY.fullmatch(typed) is not None and any(
        word.isdecimal() or _beginning_with(word, MONTHS) is not None for word in words
    )
    return (NO_DAY if is_part else NOT_DATE).format(shown(typed))


def _typed_clock(value: object) -> time:
    typed = line(str(value))
    match = CLOCK.fullmatch(typed)
    try:
        if match is None:
            raise ValueError
        return time(int(match[1]), int(match[2]))
    except ValueError:
        raise ValueError(NOT_TIME.format(shown(typed))) from None


def shown_day(on: date) -> str:
    """30 Dec 2022, as sentences name a day."""
    return f"{on.day} {on:%b %Y}"
