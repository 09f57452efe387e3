"""Where one person's age or school year stands."""

import re
from collections.abc import Iterator

UNIT = r"(?:years?|yrs?|months?|mths?|weeks?|wks?|days?)"
AGE = re.compile(
    r"(?<![\w£.,/-])(?:((?:a|an|one|the|our)\s)|aged?\s+)?"
    rf"(?:\d{{1,2}}\s?-?\s?(?:yo|y/o|yr?s?\s?-?\s?old|yrs?|{UNIT}\s?-?\s?old)"
    r"|aged?\s+\d{1,2}(?!\d|\s?[-–]\s?\d|\s?to\s|\s?(?:and|or)\s(?:over|under|above|below))"
    r"|(?:year|yr|y)\s?-?\s?(?:1[0-3]|[1-9]|r)(?![\d.]))(?:'s)?(?!\w)",
    re.IGNORECASE,
)
SAID = re.compile(
    r"\b(?:is|was|just|turned|only|hes|shes|he's|she's|theyre|they're|im|about)\s+"
    r"(?:just\s+|only\s+)?(\d{1,2})"
    r"(?=\s*(?:[,.;!?()]|$|and\b|but\b|so\b|now\b|yrs?\b|years\b|yo\b|-))",
    re.IGNORECASE,
)
AFTER_A_CHILD = re.compile(
    r"\b(?:girl|boy|lad|lass|child|kid|baby|teen|teenager|pupil|leaver|daughter|son|brother|sister|twin)"
    r"(?:,\s?|\s?\()(\d{1,2})(?=[,).]|\s*$)",
    re.IGNORECASE,
)
BEFORE_SEVERAL = re.compile(r"(?:under|over|for)\s*\Z", re.IGNORECASE)
AFTER_SEVERAL = re.compile(
    r"s\b|\s?(?:[-–]|to|/)\s?\d|\s?(?:plan|of\s+the|budget|funding|programme|post)\b",
    re.IGNORECASE,
)
BEFORE = 8
ANY_DIGIT = re.compile(r"\d")
HINT = re.compile(r"\d\s?-?\s?[ymwd]|age|y(?:ea)?r?\s?-?\s?(?:\d|r\b)", re.IGNORECASE)


def ages(text: str) -> Iterator[tuple[int, int]]:
    """Every age and school year of one person: 14 yr old, aged 9, yr 3."""
    if not ANY_DIGIT.search(text):
        return
    for match in AGE.finditer(text) if HINT.search(text) else ():
        before = "" if match[1] else text[max(0, match.start() - BEFORE) : match.start()]
        if not AFTER_SEVERAL.match(text, match.end()) and not BEFORE_SEVERAL.search(before):
            yield match.span()
    for match in AFTER_A_CHILD.finditer(text):
        yield match.span(1)


def said_ages(text: str) -> Iterator[tuple[int, int]]:
    """Ages that follow what somebody is: she's 13."""
    for match in SAID.finditer(text) if ANY_DIGIT.search(text) else ():
        yield match.span(1)
