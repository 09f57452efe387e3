"""Action references as people type them: WF-01, wf1, QP 03."""

import re
from collections.abc import Collection

FORMAL = re.compile(r"\s*([A-Z]{2,4})-(\d{2})(?![\w%]|[.-]\d)")
REFERENCE = re.compile(r"(?<![\w-])([A-Za-z]{2,4})[ \t]?[-–]?[ \t]?(\d{1,2})(?![\w%]|[.-]\d)")


def written(code: str, number: str) -> str:
    """The reference as the plan writes it: WF-01."""
    return f"{code.upper()}-{int(number):02d}"


def references(text: str, codes: Collection[str]) -> list[tuple[str, int, int]]:
    """References in the text with start and end: those that begin with a theme's code.

    Where there are none, what is written like one at the very beginning, so that it can be said
    that there is no such action.
    """
    known = [match for match in REFERENCE.finditer(text) if match[1].upper() in codes]
    formal = FORMAL.match(text)
    named = known or ([formal] if formal else [])
    return [(written(match[1], match[2]), match.start(1), match.end()) for match in named]


def could_name_an_action(text: str) -> bool:
    """Whether it is worth asking which theme codes there are."""
    return REFERENCE.search(text) is not None
