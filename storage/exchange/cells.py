"""What one cell may hold: a line, a text, a date, a time, a number, a choice.

Each function takes a cell's value and gives back what it means, or raises ValueError with the
sentence that its author needs.
"""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TypeVar

from openpyxl.cell.cell import ERROR_CODES

from storage.calendar import EARLIEST, LATEST

EXCEL_ERROR = "Excel shows the error {} in this cell."
INVISIBLE = "this cell holds an invisible character (U+{:04X}); type its text again."
NOT_TEXT = "this cell holds a date or a tick, not a text."
TOO_LONG = "this text has {} characters; at most {} are possible."
NOT_DATE = "“{}” is not a date; write it as 30/12/2022."
FAR_DATE = "this date is not between the years 2000 and 2100."
NOT_TIME = "“{}” is not a time; write it as 11:00."
QUIET_TIME = "this time is not between 08:30 and 17:30, when planbot may speak."
NOT_WEEKDAY = "“{}” is not a working day; use Monday to Friday."
NOT_WHOLE = "“{}” is not a whole number from {} to {}."
NOT_YES_NO = "“{}” is neither Yes nor No."
NOT_EMAIL = "this is not an email address."
NOT_REFERENCE = "“{}” is not a reference like WF-01."
NOT_CODE = "“{}” is not a code of one to four letters."
NOT_CHOICE = "“{}” is not possible here; use {}."

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
ISO_DATE = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII)
UK_DATE = re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})", re.ASCII)
CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(:00)?", re.ASCII)
WHOLE = re.compile(r"(-?\d{1,9}) ?%?", re.ASCII)
EMAIL = re.compile(r"[A-Za-z0-9._%+'-]{1,64}@([A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}", re.ASCII)
REFERENCE = re.compile(r"[A-Z]{1,4}-[0-9]{1,4}", re.ASCII)
CODE = re.compile(r"[A-Z]{1,4}", re.ASCII)
# Control, format (bidirectional, zero-width) and surrogate characters.
INVISIBLE_KINDS = frozenset({"Cc", "Cf", "Cs"})

Choice = TypeVar("Choice", bound=StrEnum)


def text(value: object) -> str:
    """A text of any number of lines, trimmed."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise ValueError(NOT_TEXT)
    if value in ERROR_CODES:
        raise ValueError(EXCEL_ERROR.format(value))
    plain = unicodedata.normalize("NFC", _digits(value)).replace("\r\n", "\n").strip()
    for character in plain:
        if unicodedata.category(character) in INVISIBLE_KINDS and character not in "\n\t":
            raise ValueError(INVISIBLE.format(ord(character)))
    return plain


def line(value: object) -> str:
    """A text on one line: breaks and runs of spaces become one space."""
    return " ".join(text(value).split())


def at_most(length: int, value: str) -> str:
    """The same text, if it is short enough."""
    if len(value) > length:
        raise ValueError(TOO_LONG.format(len(value), length))
    return value


def day(value: object) -> date:
    """A date cell, or a text in British order."""
    if isinstance(value, datetime):
        value = value.date()
    if not isinstance(value, date):
        value = _typed_day(value)
    if not 2000 <= value.year <= 2100:
        raise ValueError(FAR_DATE)
    return value


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
    name = line(value)
    if name.casefold() not in WEEKDAYS:
        raise ValueError(NOT_WEEKDAY.format(shown(name)))
    return WEEKDAYS.index(name.casefold())


def whole(low: int, high: int, value: object) -> int:
    """A whole number within limits; typed with a percent sign it counts the same."""
    typed = line(value)
    match = WHOLE.fullmatch(typed)
    if match is None or not low <= int(match[1]) <= high:
        raise ValueError(NOT_WHOLE.format(shown(typed), low, high))
    return int(match[1])


def yes_no(value: object) -> bool:
    """Yes or No, typed or ticked."""
    if isinstance(value, bool):
        return value
    typed = line(value)
    if typed.casefold() not in {"yes", "no"}:
        raise ValueError(NOT_YES_NO.format(shown(typed)))
    return typed.casefold() == "yes"


def email(value: object) -> str:
    """An email address; the refusal does not repeat it."""
    typed = line(value)
    if len(typed) > 254 or not EMAIL.fullmatch(typed):
        raise ValueError(NOT_EMAIL)
    return typed


def reference(value: object) -> str:
    """A reference such as WF-01, in capitals."""
    typed = line(value)
    if not REFERENCE.fullmatch(typed.upper()):
        raise ValueError(NOT_REFERENCE.format(shown(typed)))
    return typed.upper()


def code(value: object) -> str:
    """A theme's code, in capitals."""
    typed = line(value)
    if not CODE.fullmatch(typed.upper()):
        raise ValueError(NOT_CODE.format(shown(typed)))
    return typed.upper()


def choice(choices: type[Choice], value: object) -> Choice:
    """One of the programme's fixed words, as people write it: "In progress"."""
    typed = line(value)
    by_word = {word(member): member for member in choices}
    found = by_word.get(typed.capitalize())
    if found is None:
        raise ValueError(NOT_CHOICE.format(shown(typed), listed(list(by_word), "or")))
    return found


def word(member: StrEnum) -> str:
    """A fixed word as people write it."""
    return member.value.replace("_", " ").capitalize()


def listed(words: list[str], last: str) -> str:
    """Join words for a sentence: "a, b or c"."""
    return f" {last} ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def shown(value: str) -> str:
    """As much of a cell as a sentence quotes."""
    return value if len(value) <= 60 else value[:59] + "…"


def _digits(value: str | float) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _typed_day(value: object) -> date:
    typed = line(str(value))
    match = UK_DATE.fullmatch(typed) or ISO_DATE.fullmatch(typed)
    try:
        if match is None:
            raise ValueError
        return date(*(int(match[part]) for part in ("year", "month", "day")))
    except ValueError:
        raise ValueError(NOT_DATE.format(shown(typed))) from None


def _typed_clock(value: object) -> time:
    typed = line(str(value))
    match = CLOCK.fullmatch(typed)
    try:
        if match is None:
            raise ValueError
        return time(int(match[1]), int(match[2]))
    except ValueError:
        raise ValueError(NOT_TIME.format(shown(typed))) from None
