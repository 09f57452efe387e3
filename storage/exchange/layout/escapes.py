"""Keeps texts what they are on their way through a workbook or a CSV file.

Excel writes characters that XML cannot hold as _x000D_, and takes such letters back as the
character. A cell that begins with = + - or @ is a formula to a spreadsheet program: an apostrophe
before it, in CSV as a character and in a workbook as a mark of the cell, makes it a text.
"""

import re

# The underscore of what would be taken for a character's code.
CODE_LIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
ESCAPED = re.compile(r"_x(005F|000D)_")
CHARACTERS = {"005F": "_", "000D": ""}

APOSTROPHE = "'"
RISKY_STARTS = ("=", "+", "-", "@", "\t", APOSTROPHE)
GAP_WORDS = frozenset({"tbc", "tbd", "tba", "n/a", "-", "\u2013", "\u2014", "?", "not known"})


def is_gap(value: object) -> bool:
    """Whether a cell says that its answer is not there yet: TBC, N/A, a dash."""
    return isinstance(value, str) and " ".join(value.split()).casefold() in GAP_WORDS


def must_be_literal(value: str) -> bool:
    """Whether a text would be taken for something else if it were written as it is."""
    return value.startswith(RISKY_STARTS) or is_gap(value)


def with_escapes(value: str) -> str:
    """A text as a workbook's XML must hold it."""
    return CODE_LIKE.sub("_x005F_", value)


def without_escapes(value: str) -> str:
    """A text from a workbook's XML as it was meant; a carriage return stands before a line feed."""
    return ESCAPED.sub(lambda match: CHARACTERS[match[1]], value)
