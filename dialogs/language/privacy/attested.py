"""Names in small letters that what stands beside them attests: tommy fictional, dob 12.09.14.

An ordinary word can be a surname; beside a first name and what only a person has, it is one.
"""

import re
from collections.abc import Iterator

from dialogs.language.privacy.kinds import Found, Kind
from dialogs.language.privacy.tokens import Token, name_like
from dialogs.language.privacy.vocabulary import Word

NAMES = r"(?<![\w@.'’-])(?P<first>[^\W\d_][\w'’-]{2,})\s(?P<last>[^\W\d_][\w-]{2,})"
OF_A_CASE = (
    r"(?:assessment|chronology|case|file|mum|mam|dad|plan|referral|conference|icpc|rcpc|placement|nan|gran|carers?"
    r"|body\s?map|strat|visits?|ehcp|pep|notes|genogram|sibs|siblings?|brothers?|sisters?|birthday|family|worker)"
)
BESIDE = re.compile(
    rf"{NAMES}(?:['’]?s\s(?:\w+\s)?{OF_A_CASE}\b"
    r"|\s?[,(:-]*\s?(?:d\.?o\.?b\.?:?\s?(?:is\s)?\d|born\s(?:on\s)?\d|upn\s?:?\s?[a-z]?\d"
    r"|nhs\s?(?:no\.?|num\w*|number)?\s?:?\s?(?:is\s)?\d{3}))",
    re.IGNORECASE,
)
AFTER_A_NUMBER = re.compile(rf"\bcase\s(?:no\.?\s)?\d{{5,}}\s(?:for\s|is\s)?{NAMES}", re.IGNORECASE)
THE_FAMILY = re.compile(
    r"(?<=\bthe\s)(?P<last>[A-Z][\w'’-]{2,})\s(?:family|siblings|sibs|twins|kids|household)\s?"
    r"(?:['’,:.(-]|(?:is|are|was|were|has|have|had|still|arent|isnt|wont|got|chronology|case|file|assessment|conference"
    r"|strat|visit|referral|review|plan)\b)"
)
NO_NAMES = frozenset(
    {
        "troubled",
        "supporting",
        "whole",
        "extended",
        "foster",
        "adoptive",
        "traveller",
        "roma",
        "early",
        "young",
        "same",
        "other",
        "new",
        "first",
        "last",
        "next",
        "named",
        "only",
        "birth",
        "strengthening",
    }
)
HINTS = (
    "'s ", "’s ", "dob", "d.o.b", "born", "upn", "nhs", "case", "family", "sib", "twins", "kids",
    "household", "s assess", "s chron", "s file", "s mum",
)  # fmt: skip


def attested(text: str, plan: frozenset[str]) -> Iterator[Found]:
    """Names that only what stands beside them shows; `plan` are the words of the plan."""
    lower = text.lower()
    if not any(hint in lower for hint in HINTS):
        return
    for pattern in (BESIDE, AFTER_A_NUMBER):
        for match in pattern.finditer(text):
            if _a_first_name(match["first"], plan) and _may_be_last(match["last"], plan):
                yield Found(Kind.CHILD_NAME, match.start("first"), match.end("last"))
    for match in THE_FAMILY.finditer(text):
        word, token = match["last"].lower(), _token(match["last"], plan)
        if word not in NO_NAMES and word not in plan and not token.may(NOT_A_FAMILYS):
            yield Found(Kind.ADULT_FAMILY_NAME, *match.span("last"))


NOT_A_FAMILYS = Word.PLACE | Word.VENUE | Word.ORIGIN | Word.ROLE | Word.TITLE | Word.CALENDAR
NO_SURNAME = (
    Word.ROLE | Word.KIN | Word.YOUNG_KIN | Word.CHILD | Word.CHILDREN | Word.PRONOUN | Word.VENUE
)


def _token(word: str, plan: frozenset[str]) -> Token:
    return Token(word, word.lower(), 0, plan)


def _a_first_name(word: str, plan: frozenset[str]) -> bool:
    token = _token(word, plan)
    return token.may(Word.FIRST) or (token.unknown and name_like(token) and not token.upper)


def _may_be_last(word: str, plan: frozenset[str]) -> bool:
    token = _token(word, plan)
    return word.lower() not in plan and not token.upper and not token.may(NO_SURNAME)
