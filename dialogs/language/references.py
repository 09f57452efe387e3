"""References as people type them: WF-01, wf1, QP 03 for an action, R-03 or r3 for a risk."""

import re
from collections.abc import Collection
from functools import lru_cache
from typing import NamedTuple

from storage.directory import Directory

FORMAL = re.compile(r"(?<![\w-])([A-Z]{2,4})-(\d{2})(?![\w%]|/\d|[.-]\d)")
REFERENCE = re.compile(r"(?<![\w-])([A-Za-z]{2,4})([ \t]?[-–]?[ \t]?)(\d{1,2})(?![\w%]|/\d|[.-]\d)")
DIGIT = re.compile(r"\d")
RISK = re.compile(r"(?<![\w'-])(?:r|risk\s(?:no\.?\s)?)\s?-?\s?(0?\d{1,2})(?![\w%/]|[.-]\d)")


class Reference(NamedTuple):
    """A reference as the plan writes it, where it stands, and whether there is such a thing."""

    ref: str
    start: int
    end: int
    known: bool


def written(code: str, number: str) -> str:
    """The reference as the plan writes it: WF-01."""
    return f"{code.upper()}-{int(number):02d}"


def references(text: str, codes: Collection[str]) -> list[tuple[str, int, int]]:
    """References in the text with start and end: those that begin with a theme's code.

    Where there are none, what is written like one at the very beginning, so that it can be said
    that there is no such action.
    """
    known = [match for match in REFERENCE.finditer(text) if match[1].upper() in codes]
    formal = FORMAL.match(text.lstrip()) if not known else None
    offset = len(text) - len(text.lstrip())
    found = [(written(m[1], m[3]), m.start(1), m.end()) for m in known]
    if formal:
        found.append((written(formal[1], formal[2]), offset, offset + formal.end()))
    return found


def action_references(text: str, directory: Directory) -> list[Reference]:
    """Every action named by reference, in order.

    A code and a number with a space between them are a reference only where the plan has it: "QA 20
    audits" names none. What is written quite like one is named too, so that it can be said that
    there is no such action.
    """
    if not DIGIT.search(text):
        return []
    codes, refs = _known(directory)
    found = []
    for match in REFERENCE.finditer(text):
        ref = written(match[1], match[3])
        apart = match[2].isspace()
        if ref in refs or (match[1].upper() in codes and not apart):
            found.append(Reference(ref, match.start(), match.end(), ref in refs))
    return found or [
        Reference(written(match[1], match[2]), match.start(), match.end(), known=False)
        for match in FORMAL.finditer(text)
    ]


def risk_references(plain: str) -> list[Reference]:
    """Every risk of the register that a folded text names: R-03, r3."""
    return [
        Reference(f"R-{int(match[1]):02d}", match.start(), match.end(), known=True)
        for match in RISK.finditer(plain)
    ]


def could_name_an_action(text: str) -> bool:
    """Whether it is worth asking which theme codes there are."""
    return REFERENCE.search(text) is not None


@lru_cache(maxsize=8)
def _known(directory: Directory) -> tuple[frozenset[str], frozenset[str]]:
    refs = frozenset(action.ref for action in directory.actions)
    themes = frozenset(theme.code for theme in directory.themes)
    return themes | {ref.partition("-")[0] for ref in refs}, refs
