"""What is told of a child or a family besides a name: school, place, initials, who they are."""

import re
from collections.abc import Iterator, Sequence

from dialogs.language.privacy.tokens import HIDDEN

Span = tuple[int, int]

SCHOOL_WORD = (
    r"(?:Academy|Primary|High|School|Nursery|College|Infants?|Juniors?|Secondary|Grammar"
    r"|Pre-?school|Playgroup|Kindergarten|Comp|Sch|Sixth\s+Form|PRU)"
)
SCHOOL = re.compile(
    rf"(?<![\w'’-])(?:[Ss]t\.?\s+)?(?:[A-Z][\w'’-]*\s+){{1,4}}{SCHOOL_WORD}\b"
    rf"(?:\s+{SCHOOL_WORD}\b)*"
    r"|(?<![\w'’-])(?:[a-z][\w'’-]*\s+){1,2}(?:academy|primary|infants|juniors|grammar|nursery|high\s+school"
    r"|primary\s+school)\b"
)
PLACE = re.compile(
    r"\b(?:in|at|on|from|near|of|outside|by|behind)\s+(?:the\s+)?"
    rf"({HIDDEN}+|(?:[A-Z][\w'’-]+\s+){{0,2}}(?:[A-Z][a-zà-ÿ'’]|[AM]\d)[\w'’-]*)"
)
STATUS = r"(?:CP|CPP|CIN|LAC|CLA|CME|EHE|UASC|ICPC|SEN|EH|YP|SW|PSW|TM|RAG|KPI|AGE|AD|NHS|ICB)\b"
INITIALS = re.compile(
    rf"(?<![\w.])(?:[A-Z]\.){{2,3}}(?!\w)|(?<![\w.-])(?!{STATUS})[A-Z]{{2,3}}(?![\w-])"
)
AGED = re.compile(
    r"\s*[,(]\s*\d{1,2}\s*(?:[,)](?!\d)|y|$)|\s+[1-9]\d?\s*(?:,(?!\d)|\)|y|$)|\s*[,(]?\s*aged?\s*\d{1,2}(?!\d)|\s*,?\s*\(?(?:yr|year|y)\s?\d",
    re.IGNORECASE,
)
CHILD_BEFORE = re.compile(
    r"\b(?:child|kid|pupil|boy|girl|baby|sibling|yp|young\s+person|lad|student|patient|case\s+of)"
    r"\s*[:,]?\s*\Z",
    re.IGNORECASE,
)
A_CHILD = (
    r"child|kid|boy|girl|lad|lass|baby|toddler|infant|teen|teenager|pupil|youngster|schoolboy"
    r"|schoolgirl|sibling|twin|daughter|son|brother|sister|young\s+person|yp|student|newborn|stepson"
    r"|stepdaughter|grandson|granddaughter|nephew|niece|cousin|care\s+leaver"
)
A_SUBJECT = (
    r"protection|in\s+need|services?|social|health|care|and\s+family|practitioner|death|criminal"
    r"|sexual|exploitation|looked|safeguarding|poverty|development|centred|level|first|friendly"
    r"|voice|impact|abuse|arrangements|conf\w*|plans?\b|safety|neglect|mental|planning|on\s+child"
    r"|to\s+parent|record|participation|engagement|employment|contact|id\b|count|flag|data"
)
CHILD = re.compile(rf"\b(?:{A_CHILD})\b(?!\s*(?:s\b|'?s?\s+(?:{A_SUBJECT})))", re.IGNORECASE)
SEVERAL = re.compile(
    r"\b(?:the\s+)?(?:twins|triplets|quads|quadruplets|quintuplets|sisters|brothers|siblings|sibs"
    r"|two\s+(?:boys|girls|kids|children|brothers|sisters))\s+"
    r"(?=from|at|in|on|of|who|whose|with|w\b)",
    re.IGNORECASE,
)
PARENT_OF = re.compile(r"\b(?:mum|mother|dad|father|family|mother-of)\s+of\s+\w+\b", re.IGNORECASE)
NOTABLE = re.compile(
    r"\b(?:head\s?teacher|teacher|councillor|cllr|vicar|imam|mp|mayor|officer|footballer|doctor|gp"
    r"|nurse|social\s+worker|manager|director|pc|sergeant|solicitor|landlord|shopkeeper|celebrity"
    r"|caretaker|governor|worker|colleague|sw|tm|iro|senco|dsl|midwife|member\s+of\s+staff|police\s+officer)'?s\s+(?:own\s+)?"
    r"(?:son|daughter|child|kids?|children|grandson|granddaughter|nephew|niece|baby|boy|girl|twins)\b",
    re.IGNORECASE,
)
POSTS = (
    r"(?:head\s?teacher|head|teacher|councillor|cllr|leader|vicar|imam|rabbi|priest|mp|mayor|footballer|doctor|gp|nurse"
    r"|social\s+worker|sw|director|dcs|chief\s+exec\w*|chief\s+constable|superintendent|supt|inspector|insp|sergeant|sgt"
    r"|pc|dc|constable|officer|solicitor|judge|magistrate|landlord|landlady|shopkeeper|caretaker|governor|chair|midwife"
    r"|dinner\s+lady|lollipop\s+lady|receptionist|postmaster|publican|coach|bishop|celebrity|presenter|consultant)"
)
CHILD_OF_A_POST = re.compile(
    r"\b(?:son|daughter|kids?|child|children|grandson|granddaughter|grandchild|nephew|niece|stepson|stepdaughter|twins?"
    r"|baby|boy|girl|lad)\s+of\s+(?:the|an?|our|one\s+of\s+(?:the|our)|your|my)\s+(?:[\w'-]+\s+){0,3}?"
    rf"{POSTS}\b(?:\s+(?:at|of|in|from|for)\s+(?:the\s+)?"
    r"(?-i:[A-Z][\w'’-]*)(?:\s+(?:(?-i:[A-Z][\w'’-]*)|nick|station|school|hospital|church|village))*)?",
    re.IGNORECASE,
)
WARD = re.compile(
    r"\b(?:on|in|from)\s+(?:the\s+)?([A-Z][\w'’-]+\s+(?:[Ww]ard|[Uu]nit|[Hh]ospice))\b"
)
COUNT = re.compile(
    r"\b(?:\d+|two|three|four|five|six|several|many|most|some|few|more|all|other|of)\s*\Z",
    re.IGNORECASE,
)
NEAR = 20


def children(text: str, begin: int, end: int) -> Iterator[Span]:
    """Words for one child, or for the children of one family."""
    for match in CHILD.finditer(text, begin, end):
        if not COUNT.search(text[max(begin, match.start() - NEAR) : match.start()]):
            yield match.span()
    for pattern in (SEVERAL, PARENT_OF):
        yield from (match.span() for match in pattern.finditer(text, begin, end))


def initials(text: str, begin: int, end: int, *, more: bool) -> Iterator[Span]:
    """Letters that stand for a child: beside an age, or after a word for a child.

    `more` says that an age or a school is told too: then letters without points will do.
    """
    for match in INITIALS.finditer(text, begin, end):
        if aged := AGED.match(text, match.end()):
            yield match.start(), aged.end()
            continue
        before = text[max(begin, match.start() - NEAR) : match.start()]
        points = "." in match[0]
        if (points and more) or ((points or more) and CHILD_BEFORE.search(before)):
            yield match.span()


def spans(pattern: re.Pattern[str], text: str, begin: int, end: int, group: int = 0) -> list[Span]:
    """Where a pattern is found in a part of a text."""
    return [match.span(group) for match in pattern.finditer(text, begin, end)]


def within(found: Sequence[Span], begin: int, end: int) -> list[Span]:
    """Those of some places that lie in a part of a text."""
    return [span for span in found if begin <= span[0] and span[1] <= end]
