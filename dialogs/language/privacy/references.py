"""Case numbers and police references: a label, and a number beside it."""

import re
from collections.abc import Iterator

from dialogs.language.privacy.births import DAY, MONTH, YEAR
from dialogs.language.privacy.codes import of_an_office
from dialogs.language.privacy.kinds import Found, Kind
from dialogs.language.privacy.vocabulary import listed

SYSTEM = (
    r"lcs|mosaic|liquid\s?logic|ehm|eclipse|ics|azeus|carefirst|framework-?i|rio|emis|systm\s?one"
)
NUMBERED = (
    r"(?:case|records?|ids?|ref|reference|nos?|numbers?|num|nr|file|entry|person|client|episode)"
)
CODE = (
    r"(\d{1,3}(?:,\d{3}){2,}"
    r"|(?:[a-z]{1,4}[/-]?)?\d{5,}(?:[/-]\w+)*"
    r"|[a-z]{1,4}[/-]?\d{2,4}[/-]\d{3,}(?:[/-]\w+)*"
    r"|\d{2,4}[/-]\d{3,}(?:[/-]\w+)*"
    r"|[a-z]{2}\d{2}[a-z]\d{5})"
)
CASE = re.compile(
    rf"\b(?:{SYSTEM}|ehr|pims|core\+|sims|child|client|person|patient|pupil|family|service\s+user"
    r"|(?:court\s+)?case|record|workflow|episode|referral|assessment|contact|ehcp|mrn|hospital|unit"
    r"|social\s+care|care\s+notes|form|ids?|pid|pt|cin|cpp?|lac|national\s+insurance|ni|nino|uasc"
    r"|home\s+office|passport|unique\s+reference)"
    rf"(?:'s)?[\s.:#=(/-]*\s*(?:{NUMBERED}\b[\s.:#=-]*){{0,3}}"
    rf"(?:(?:on|in)\s+(?:the|our|their|your)?\s*\w+\s+)?(?:is|was)?\s*{CODE}(?!\w|%|,\d|\.\d)",
    re.IGNORECASE,
)
CASE_SURE = re.compile(
    rf"\b(?:case|{SYSTEM}|client|person|child|family|lac|cin|eha?|ehcp|hospital|pupil|patient|record"
    r"|file|referral|contact|assessment|episode|workflow|unique|service\s+user|yp)\s*"
    r"(?:ref|reference|nos?|number|num|id|#)\.?[\s:#=,-]{0,8}(?:its|it's|is|was|should\s+be)?\s*"
    r"([a-z]{0,4}[/-]?\d[\w/-]{2,})(?![.,]\d)",
    re.IGNORECASE,
)
CASE_SHORT = re.compile(
    r"\b(?:case|lcs|mosaic|ehm|liquid\s?logic|client|person|pid|id)\s*[:#]?\s*(\d{4})(?![\w%]|[.,:/-]\d)",
    re.IGNORECASE,
)
CASE_BEFORE = re.compile(
    r"(?<![\w/.-])(\d{5,}|\d{1,3}(?:,\d{3}){2,})\s+(?:(?:in|on|from|at)\s+|\()"
    rf"(?:{SYSTEM})\b",
    re.IGNORECASE,
)
NOT_A_CASE = re.compile(
    r"\b(?:release|version|build|patch|upgrade|ticket|change|invoice|budget|cost|since|in|until|by"
    r"|from|to|of|v)\s*\Z",
    re.IGNORECASE,
)
NUMBER_OF = re.compile(
    r"\b(?:chronology|assessment|referral|file|plan|case|record|visit|conference|duplicate|allocation)"
    r"\s+(?:for|of|on|to)\s+(\d{5,8})\b(?!\s*(?:%|[a-z]+s\b))",
    re.IGNORECASE,
)
GLUED = re.compile(
    r"\b(?:eha?|ehm|lcs|cms|cin|lac|mos|ehcp|mosaic|cpp|pid|cid)[-/]?\d{4,}\b", re.IGNORECASE
)
COURT = re.compile(r"\b[A-Z]{2}\d{2}[A-Z]\d{5}\b")
INSURANCE = re.compile(r"\b(?:[A-CEGHJ-PR-TW-Z]{2}|QQ)\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D]\b")
SHORT_DATE = rf"\d{{1,2}}[/.-]\d{{1,2}}(?:[/.-]\d{{2,4}})?|{DAY}\s*{MONTH}(?:\s*{YEAR})?"
POLICE = re.compile(
    r"\b(?P<label>crime(?:\s*report)?|crimes|incidents?|cads?|storm|logs?|urns?"
    r"|custody(?:\s*record)?|occurrences?|niche|op\s?crime|pnc(?:\s*id)?"
    r"|police(?:\s*(?:ref|log|report))?|ois|athena|connect|cris|merlin|vist|vpd|ppn|mg11"
    r"|investigation|event|exhibit)"
    r"[\s.:#=(-]*(?:(?:ref|reference|no|number|num|nr|id|rec|record|report|log|entry|inc)s?\b[\s.:#=-]*)"
    r"{0,2}(?:is|was|of)?\s*"
    r"(?P<code>(?:[a-z]{1,3}[/-]?)?\d\w*(?:[/.*-]\w+)*(?:\s*(?:and|&|,)\s*\d+\b(?!\s*%))?"
    rf"(?P<day>\s+(?:(?:of|from|on)\s+)?(?:the\s+)?(?:{SHORT_DATE}))?)(?!\w|%)",
    re.IGNORECASE,
)
POLICE_BARE = re.compile(
    r"(?<![\w/])(?P<code>\d{2}[A-Z]{1,3}/\d{3,6}[A-Z]?/\d{2}|\d{2}/\d{4,7}/\d{2}"
    r"|\d{2}[A-Z]{2}\d{7}|\d{2}\*\d{5,})(?![\w/])"
)
CUSTODY = re.compile(
    r"\b(?:custody|arrest\w*|police|detained|crime|pnc|nick|cells)\b[^.;!?\n]{0,40}?"
    r"(?<![\w/])(?P<code>[A-Z]{1,4}/\d{3,6}/\d{2,4})(?![\w/])",
    re.IGNORECASE,
)
ALWAYS_POLICE = re.compile(r"cad|urn|custody|crime|occurrence|log|merlin|cris|pnc|ppn")
WORD = re.compile(r"[a-z]+\d?")
PARTED = re.compile(r"\d[/*A-Za-z]")
A_NUMBER = re.compile(r"\d{3}|\d\s+of\s+\d|\d{2}\s\d{2}\s\d{2}|\d[/*.-]\d+[/*.-]\d")
SHORT_CODE, LONG_CODE = 3, 4
DATE = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}[/-]\d{2,4}|(?:19|20)\d{2}")
BEFORE = 20
FURTHER = re.compile(r"\s*(?:,|and|&|/|\+|or)\s*(?:\w{0,3}[/-]?)?\d{4,}\b(?!\s*%)", re.IGNORECASE)


def references(text: str) -> Iterator[Found]:
    """Case numbers and police references."""
    if not A_NUMBER.search(text):
        return
    for pattern in (POLICE_BARE, CUSTODY) if PARTED.search(text) else ():
        for match in pattern.finditer(text):
            if not of_an_office(text, match.start("code")):
                yield Found(Kind.POLICE_REF, *match.span("code"))
    words = frozenset(WORD.findall(text.lower()))
    for match in () if listed("police_labels").isdisjoint(words) else POLICE.finditer(text):
        if _a_police_code(match) and not of_an_office(text, match.start("code")):
            yield Found(Kind.POLICE_REF, *match.span())
    of_a_case = (
        ()
        if listed("case_labels").isdisjoint(words)
        else (CASE, CASE_SURE, CASE_SHORT, CASE_BEFORE, NUMBER_OF)
    )
    for pattern in of_a_case:
        for match in pattern.finditer(text):
            before = text[max(0, match.start(1) - BEFORE) : match.start(1)]
            if (
                not NOT_A_CASE.search(before)
                and not of_an_office(text, match.start())
                and not DATE.fullmatch(match[1])
            ):
                yield Found(Kind.CASE_ID, match.start(1), _last_of(text, match.end(1)))
    for pattern in (GLUED, COURT, INSURANCE):
        yield from (Found(Kind.CASE_ID, *match.span()) for match in pattern.finditer(text))


def _last_of(text: str, end: int) -> int:
    """Where the last of several numbers ends: LCS 9104417 and 9104418."""
    while further := FURTHER.match(text, end):
        end = further.end()
    return end


def _a_police_code(match: re.Match[str]) -> bool:
    label, code = match["label"].lower(), match["code"]
    if match["day"]:
        return True
    enough = SHORT_CODE if ALWAYS_POLICE.search(label) else LONG_CODE
    return sum(map(str.isdigit, code)) >= enough and not DATE.fullmatch(code)
