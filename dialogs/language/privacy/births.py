"""Dates of birth: what says that somebody was born, and a date beside it."""

import re
from collections.abc import Iterator

from dialogs.language.privacy.kinds import Found, Kind

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
YEAR = r"(?:(?:19|20)\d{2}|['’]?\d{2})"
DAY = r"\d{1,2}(?:st|nd|rd|th)?"
DATE = (
    r"(?:\d{1,2}\s?[./\\-]\s?\d{1,2}\s?[./\\-]\s?(?:\d{4}|\d{2})"
    r"|(?:19|20)\d{2}[./-]\d{1,2}[./-]\d{1,2}"
    rf"|{DAY}\s*(?:of\s+)?{MONTH}\.?,?(?:\s*{YEAR})?"
    rf"|{MONTH}\.?\s*{DAY},?(?:\s*{YEAR})?|{MONTH}\.?\s*{YEAR}"
    r"|\d{8}|\d{6}|\d{1,2}\s\d{1,2}\s(?:\d{4}|\d{2}))(?![\w/])"
)
ORDINAL = (
    r"(?:(?:twenty|thirty)[\s-]?)?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)"
    r"|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth"
    r"|twentieth|thirtieth"
)
UNITS = r"(?:one|two|three|four|five|six|seven|eight|nine)"
TEENS = (
    r"(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
    rf"|twenty(?:[\s-]?{UNITS})?)"
)
YEAR_IN_WORDS = (
    rf"(?:two\s+thousand(?:\s+(?:and\s+)?(?:{TEENS}|{UNITS}))?|twenty\s+(?:oh\s+)?(?:{TEENS}|{UNITS})"
    rf"|nineteen\s+ninety(?:[\s-]?{UNITS})?)"
)
IN_WORDS = (
    rf"(?:the\s+)?(?:{ORDINAL})\s+(?:day\s+)?(?:of\s+)?{MONTH}\b"
    rf"(?:,?\s+(?:in\s+)?(?:{YEAR_IN_WORDS}|{YEAR}))?"
)
BIRTH = (
    r"d\.?\s?o\.?\s?b'?s?(?![a-z])\.?|d/o/b|dates?\s+of\s+birth|birth\s?dates?|birthdays?|b'?days?"
)
LINKS = (
    r"is|was|as|of|on|in|the|around|about|approx|given|recorded|shown|wrongly|down|typed|entered"
    r"|form|system|file|wrong|says|said|which|should|be|reads|not|really|actually"
)
BORN_ON = re.compile(
    rf"(?:\b(?:{BIRTH})|(?<![\w.])b\.?(?=\s?\d))(?:['’]?s)?[\s:;=.,(-]{{0,12}}"
    rf"(?:(?:{LINKS})\s+){{0,5}}[\s:;=(-]{{0,12}}({DATE}|{IN_WORDS})",
    re.IGNORECASE,
)
NOT_THEN = (
    r"(?:out|from|since|until|till?|between|to(?=\s+(?:the\s+)?\d)|due|moved|met|visits?|visited|reviews?|reviewed|plans?|meeting|placed"
    r"|closed|referred|seen|audit\w*|by(?=\s+(?:the\s+)?\d))\b"
)
BORN_WHEN = re.compile(
    rf"(?:(?<!new\s)\bborn\b(?!\s+again)|\b(?:baby|newborn|twins|triplets)\s+(?:came|arrived|(?:was\s+|were\s+)?delivered|turned\s+up)\b)"
    rf"[\s:;=,(-]{{0,4}}(?:(?!{NOT_THEN})(?!{DATE}|{IN_WORDS})[\w'’-]+[\s,(]+){{0,10}}({DATE}|{IN_WORDS})",
    re.IGNORECASE,
)
"""Born at home in the early hours of the 8th of November."""
FURTHER = re.compile(
    rf"\s*(?:,|&|\+|/|;|\b(?:and|or|vs?|versus|not)\b)+\s*({DATE}|{IN_WORDS})", re.IGNORECASE
)
NO_PERSON = re.compile(
    r"\b(?:ideas?|programmes?|projects?|tools?|forums?|panels?|pledges?|teams?|plans?|schemes?|groups?|services?"
    r"|hubs?|campaigns?|partnerships?|frameworks?|models?|concepts?|movements?|boards?|standards?|pilots?"
    r"|initiatives?|proposals?|apps?|clubs?|networks?|centres?|charters?|mash|committees?|councils?|podcasts?"
    r"|newsletters?|strateg(?:y|ies)|charity|process|academy|work)"
    r"(?:'?s?\s+(?:(?:that|which|really|actually|first|second|third|\d(?:st|nd|rd|th)|was|were|is|got|itself|own)\s+)*|\s*)\Z",
    re.IGNORECASE,
)
COHORT = re.compile(
    r"\b(?:children|babies|infants|kids|pupils|cohorts?|those|all|people|girls|boys)\s+(?:who\s+(?:were|are)\s+|were\s+)?\Z",
    re.IGNORECASE,
)
A_DAY = re.compile(r"\d{1,2}(?:st|nd|rd|th)?\D")
SUBJECT = 45

BIRTHDAY = re.compile(
    r"\b(?:birthday|b'?day|born)(?:['’]?s)?[\s:=(-]{1,3}"
    r"(?:(?:is|was|on|falls|the|last|this|early|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6})[\s(]{1,3}){0,4}"
    r"((?:0?[1-9]|[12]\d|3[01])[./](?:0?[1-9]|1[0-2]))(?![./]?\d)",
    re.IGNORECASE,
)
"""Of whom the year is known anyway."""
DATE_FIRST = re.compile(
    rf"({DATE})[\s,(-]{{0,6}}(?:(?:is|was|as)\s+)?(?:(?:the|her|his|their|a)\s+)?(?:{BIRTH})\b",
    re.IGNORECASE,
)
SEASON = (
    r"in|on|at|back|sometime|about|around|early|late|mid|around|xmas|christmas|boxing|new|year'?s|day|eve|easter|spring|summer"
    r"|autumn|winter"
)
BORN_IN = re.compile(rf"\bborn\s+((?:(?:{SEASON})\s+){{0,4}}(?:19|20)\d{{2}})\b", re.IGNORECASE)
BESIDE = re.compile(rf"[\s,;:(-]{{1,4}}({DATE})", re.IGNORECASE)
IN_A_YEAR = re.compile(r"(?:(?:19|20)?(\d{2}))\Z|\A(?:19|20)(\d{2})[./-]")
GROWING_UP = range(2, 20)
"""So many years after 2000 were those born who are children in the plan's first years."""
HINT = re.compile(
    r"b(?:irth|orn|['’]?day|\.?\s?\d)|d\.?\s?/?o\.?\s?/?\s?b|deliver(?:ed)?\b|arriv|came\b"
)
"""Of a text in small letters."""


def births(text: str) -> Iterator[Found]:
    """Every date of birth in a text."""
    if not HINT.search(text.lower()):
        return
    for pattern in (BORN_ON, BORN_WHEN, BIRTHDAY, DATE_FIRST, BORN_IN):
        for match in pattern.finditer(text):
            if NO_PERSON.search(text, max(0, match.start() - SUBJECT), match.start()):
                continue
            if not A_DAY.match(match[1]) and COHORT.search(text, 0, match.start()):
                continue
            yield Found(Kind.DOB, *match.span(1))
            end = match.end()
            while further := FURTHER.match(text, end):
                yield Found(Kind.DOB, *further.span(1))
                end = further.end()


def born_beside(text: str, end: int) -> Iterator[Found]:
    """A date right after a name that ends here, of a year in which a child was born."""
    date = BESIDE.match(text, end)
    year = date and IN_A_YEAR.search(date[1])
    if date and year and int(year[1] or year[2]) in GROWING_UP:
        yield Found(Kind.DOB, *date.span(1))
