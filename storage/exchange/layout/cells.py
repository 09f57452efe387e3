"""What one cell may hold: a line, a text, a number, a choice, a reference.

Each function takes a cell's value and gives back what it means, or raises ValueError with the
sentence that its author needs. Dates and times are read in `days`, ratings in `ratings`.
"""

import re
import unicodedata
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from openpyxl.cell.cell import ERROR_CODES

from storage.exchange.layout.suggestions import suggestion
from storage.vocabulary import ImpactRating

EXCEL_ERROR = "Excel shows the error {} in this cell."
INVISIBLE = "this cell holds an invisible character (U+{:04X}); type its text again."
NOT_TEXT = "this cell holds a date or a tick, not a text."
TOO_LONG = "this text has {} characters; at most {} are possible."
SEMICOLON = "a name cannot hold a semicolon; semicolons separate names in other cells."
NOT_WHOLE = "“{}” is not a whole number from {} to {}."
NOT_NUMBER = "“{}” is not a number; write it as 17.5, and what it counts under Unit."
NOT_EXACT = "“{}” is too long; a number has at most {} digits, {} of them behind the point."
NOT_YES_NO = "“{}” is neither Yes nor No."
NOT_EMAIL = "this is not an email address."
NOT_REFERENCE = "“{}” is not a reference like WF-01."
NOT_REFERENCE_OR_NEW = "“{}” is neither a reference like WF-01 nor the word New."
NOT_CODE = "“{}” is not a code of one to four letters."
NOT_CHOICE = "“{}” is not possible here; use {}."

NEW = "New"
DIGITS, PLACES = 12, 4
WHOLE = re.compile(r"(-?\d{1,9}) ?%?", re.ASCII)
NUMBER = re.compile(r"([+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?) ?%?", re.ASCII)
EMAIL = re.compile(r"[A-Za-z0-9._%+'-]{1,64}@([A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}", re.ASCII)
REFERENCE = re.compile(r"[A-Z]{1,4}-[0-9]{1,4}", re.ASCII)
CODE = re.compile(r"[A-Z]{1,4}", re.ASCII)
# Control, format (bidirectional, zero-width) and surrogate characters, and what XML cannot hold.
INVISIBLE_KINDS = frozenset({"Cc", "Cf", "Cs"})
NO_CHARACTERS = "\ufffe\uffff"
# Fixed words that people write in another way; every other one is written as it is named.
WRITTEN: dict[StrEnum, str] = {ImpactRating.UNKNOWN: "Not yet known"}

Choice = TypeVar("Choice", bound=StrEnum)


def text(value: object) -> str:
    """A text of any number of lines, trimmed."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise ValueError(NOT_TEXT)
    if value in ERROR_CODES:
        raise ValueError(EXCEL_ERROR.format(value))
    plain = unicodedata.normalize("NFC", _digits(value)).replace("\r\n", "\n").strip()
    if not plain.isprintable():
        _check_visible(plain)
    return plain


def line(value: object) -> str:
    """A text on one line: breaks and runs of spaces become one space."""
    return " ".join(text(value).split())


def name(value: object) -> str:
    """A line that other cells can name in a list."""
    typed = line(value)
    if ";" in typed:
        raise ValueError(SEMICOLON)
    return typed


def at_most(length: int, value: str) -> str:
    """The same text, if it is short enough."""
    if len(value) > length:
        raise ValueError(TOO_LONG.format(len(value), length))
    return value


def whole(low: int, high: int, value: object) -> int:
    """A whole number within limits; typed with a percent sign it counts the same."""
    typed = line(value)
    match = WHOLE.fullmatch(typed)
    if match is None or not low <= int(match[1]) <= high:
        raise ValueError(NOT_WHOLE.format(shown(typed), low, high))
    return int(match[1])


def number(value: object) -> Decimal:
    """An exact number such as 17.1, of at most 12 digits, 4 of them behind the point."""
    typed = line(value)
    match = NUMBER.fullmatch(typed)
    if match is None:
        raise ValueError(NOT_NUMBER.format(shown(typed)))
    exact = Decimal(match[1].replace(",", "")).normalize() + 0
    before, _, places = format(abs(exact), "f").partition(".")
    if len(before) + len(places) > DIGITS or len(places) > PLACES:
        raise ValueError(NOT_EXACT.format(shown(typed), DIGITS, PLACES))
    return Decimal(format(exact, "f"))


def yes_no(value: object) -> bool:
    """Yes or No, typed or ticked."""
    if isinstance(value, bool):
        return value
    typed = line(value)
    if typed.casefold() not in {"yes", "y", "true", "no", "n", "false"}:
        raise ValueError(NOT_YES_NO.format(shown(typed)))
    return typed.casefold() in {"yes", "y", "true"}


def email(value: object) -> str:
    """An email address; the refusal does not repeat it."""
    typed = line(value)
    if len(typed) > 254 or not EMAIL.fullmatch(typed):
        raise ValueError(NOT_EMAIL)
    return typed


def reference(value: object) -> str:
    """A reference such as WF-01, in capitals."""
    typed = line(value)
    if not is_reference(typed):
        raise ValueError(NOT_REFERENCE.format(shown(typed)))
    return typed.upper()


def is_reference(typed: str) -> bool:
    """Whether a line has the form of a reference, in any capitals."""
    return REFERENCE.fullmatch(typed.upper()) is not None


def reference_or_new(value: object) -> str:
    """A reference of the plan in the record, or the word New."""
    typed = line(value)
    if typed.casefold() == NEW.casefold():
        return NEW
    if not is_reference(typed):
        raise ValueError(NOT_REFERENCE_OR_NEW.format(shown(typed)))
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
    words = {word(member): member for member in choices}
    by_letters = {_letters(member.value): member for member in choices}
    by_letters |= {_letters(written): member for written, member in words.items()}
    found = by_letters.get(_letters(typed))
    if found is None:
        refusal = NOT_CHOICE.format(shown(typed), listed(list(words), "or"))
        raise ValueError(refusal + suggestion(typed, words))
    return found


def word(member: StrEnum) -> str:
    """A fixed word as people write it."""
    return WRITTEN.get(member, member.value.replace("_", " ").capitalize())


def listed(words: list[str], last: str) -> str:
    """Join words for a sentence: "a, b or c"."""
    return f" {last} ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def shown(value: str) -> str:
    """As much of a cell as a sentence quotes."""
    return value if len(value) <= 60 else value[:59] + "…"


def _letters(typed: str) -> str:
    return "".join(filter(str.isalnum, typed.casefold()))


def _check_visible(plain: str) -> None:
    for character in plain:
        if _is_invisible(character):
            raise ValueError(INVISIBLE.format(ord(character)))


def _is_invisible(character: str) -> bool:
    if character in "\n\t":
        return False
    return unicodedata.category(character) in INVISIBLE_KINDS or character in NO_CHARACTERS


def _digits(value: str | float) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
