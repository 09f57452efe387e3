"""Names of files and links: the words are taken apart before they are looked at."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from urllib.parse import unquote

from dialogs.language.privacy.births import births
from dialogs.language.privacy.homes import homes
from dialogs.language.privacy.identifiers import identifiers
from dialogs.language.privacy.kinds import PASSED, Found, Kind, Ruling, Verdict
from dialogs.language.privacy.plan import PlanWords, plan_words
from dialogs.language.privacy.references import references
from dialogs.language.privacy.runs import ENDS_A_NAME
from dialogs.language.privacy.tokens import Token, name_like
from dialogs.language.privacy.vocabulary import NAME, Word, known, mistyped
from storage.directory import Directory

URL = re.compile(r"(?:https?://|www\.)[^\s<>\"]+", re.IGNORECASE)
FILE = re.compile(
    r"(?<![^\s(\"'<])(?:[\w.-]+\.[a-z]{2,}/\S+|[\w()%'’&+,-]{1,120}(?:\.[\w()%'’&+,-]{1,80}){0,6}"
    r"\.(?:docx?|pdf|xls[xm]?|pptx?|msg|eml|jpe?g|png|heic|txt|csv|rtf|odt|zip|m4a|mp[34]))(?![\w-])",
    re.IGNORECASE,
)
FILE_HINT = re.compile(
    r"\.(?:[a-z]{2,}/|doc|pdf|xls|ppt|msg|eml|jpe?g|png|heic|txt|csv|rtf|odt|zip|m4a|mp[34])",
    re.IGNORECASE,
)
HOST = re.compile(r"(?:https?://)?[^/?#]*", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
CAMEL = re.compile(r"(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-Þ])")
ENDING = re.compile(r"\.[A-Za-z0-9]{2,5}\Z")
OF_A_PERSON = re.compile(
    r"(?:person|people|client|child|case|cases|patient|pupil|family|record|subject|individual|lcs|mosaic|"
    r"personid|clientid|caseid|cid|pid|nhs|upn)(?:s|_?id|_?no|_?number)?[/=:_\s-]+(?P<id>\d{4,})",
    re.IGNORECASE,
)
PERSON = re.compile(
    r"(?:\b|[./_-])(?:lcs|mosaic|liquidlogic|ehm|eclipse|carefirst|rio|ehr|emis|person|client|child|case"
    r"|patient|pupil|caserecord|chronology|assessment)\b",
    re.IGNORECASE,
)
ASKED_FOR = re.compile(
    r"[?&](?:child|name|client|patient|pupil|person|family|surname|forename|yp)=([^&#]+)",
    re.IGNORECASE,
)
LONG_NUMBER = re.compile(r"(?<!\d)(?!(?:19|20)\d{6}(?!\d))\d{5,}(?!\d)")
OF_A_CASE_FILE = re.compile(
    r"\b(?:case|lcs|mosaic|chronology|chrono|assessment|referral|strategy|conference|child|pupil)\b",
    re.IGNORECASE,
)
CASE_NUMBER = re.compile(r"(?<!\d)(?!(?:19|20)\d{6}(?!\d)|[0-3]\d[01]\d\d\d(?!\d))\d{6,}(?!\d)")
OF_A_CASE = frozenset(
    [
        "chronology",
        "assessment",
        "assessments",
        "referral",
        "genogram",
        "sibling",
        "siblings",
        "birth",
        "conference",
        "icpc",
        "rcpc",
        "s47",
        "strategy",
        "placement",
        "care",
        "child",
        "family",
        "visit",
        "bodymap",
        "chrono",
        "lac",
        "cin",
        "cp",
        "pep",
        "ehcp",
        "bruising",
        "bruise",
        "bruises",
        "injury",
        "injuries",
        "photo",
        "photos",
        "case",
        "mum",
        "dad",
        "letter",
        "interview",
        "disclosure",
        "statement",
    ]
)
OF_A_FAMILY = frozenset(
    [
        "family",
        "siblings",
        "sibs",
        "sibling",
        "twins",
        "kids",
        "children",
        "household",
        "brothers",
        "sisters",
    ]
)
DATED = re.compile(
    r"(?<!\d)(?:19|20)\d\d[\s._-]?(?:0\d|1[0-2])[\s._-]?[0-3]\d(?:[T\s._-]?\d{4,6})?(?!\d)"
)
"""A day, and the hour: when a file was made."""
NO_SURNAME = ENDS_A_NAME | Word.VENUE | Word.PLACE | Word.COLOUR | Word.WORK
SHORTEST = 4
PARTS = 3


def judge_file_name(name: str, directory: Directory) -> Verdict:
    """Whether the name of a file identifies a child or a family."""
    plan = plan_words(directory)
    return _verdict(_in_words(name, plan, 0))


def judge_link(url: str, directory: Directory) -> Verdict:
    """Whether a link does; its host and words such as cases or sharepoint do not."""
    return _verdict(link_findings(url, plan_words(directory), 0))


def _verdict(found: Iterator[Found]) -> Verdict:
    everything = tuple(dict.fromkeys(found))
    return Verdict(Ruling.HOLD, everything) if everything else PASSED


def files_in(text: str, plan: PlanWords) -> Iterator[Found]:
    """What the names of files in a text tell, and addresses without their scheme."""
    for match in FILE.finditer(text):
        if "/" in match[0]:
            yield from link_findings(match[0], plan, match.start())
        else:
            yield from _in_words(match[0], plan, match.start())


def link_findings(url: str, plan: PlanWords, offset: int) -> Iterator[Found]:
    """What a link tells of a person; each finding is the whole link."""
    host = HOST.match(url)
    path = url[host.end() :] if host else url
    whole = (offset, offset + len(url))
    kinds = [found.kind for found in _in_words(path, plan, 0)]
    of_a_case = OF_A_PERSON.search(path) or (PERSON.search(url) and LONG_NUMBER.search(path))
    if of_a_case and not kinds:
        kinds.append(Kind.CASE_ID)
    yield from (Found(kind, *whole) for kind in dict.fromkeys(kinds))


def _in_words(name: str, plan: PlanWords, offset: int) -> Iterator[Found]:
    plain = unquote(name)
    spaced = re.sub(r"[_+/=&?,-]", " ", plain)
    whole = (offset, offset + len(name))
    undated = DATED.sub(" . ", spaced)
    held = {one.kind for one, sure in identifiers(undated, plan.email_domains, typed=False) if sure}
    yield from (Found(kind, *whole) for kind in held - {Kind.EMAIL})
    if not held:
        yield from (Found(one.kind, *whole) for one in [*births(spaced), *references(spaced)])
    yield from (Found(one.kind, *whole) for one in homes(spaced, plan.codes))
    if not held and OF_A_CASE_FILE.search(spaced) and CASE_NUMBER.search(spaced):
        yield Found(Kind.CASE_ID, *whole)
    parts = [_words(part, plan) for part in re.split(r"[/?&=#;:]", plain)]
    asked = [_words(match[1], plan) for match in ASKED_FOR.finditer(plain)]
    of_a_case = any(word.word in OF_A_CASE for words in parts for word in words)
    if any(_named(words, of_a_case=of_a_case) for words in parts) or any(
        _a_name(word) for words in asked for word in words
    ):
        yield Found(Kind.CHILD_NAME, *whole)


def _words(part: str, plan: PlanWords) -> list[Token]:
    apart = CAMEL.sub(" ", ENDING.sub("", part))
    return [Token(m[0], m[0].lower(), m.start(), plan.words) for m in WORD.finditer(apart)]


def _named(words: Sequence[Token], *, of_a_case: bool) -> bool:
    """A first name and a surname, or one of them where the path tells of a case."""
    if any(_full_name(one, other) or _a_family(one, other) for one, other in pairwise(words)):
        return True
    return of_a_case and any(_a_name(word) and word.word not in OF_A_CASE for word in words)


def _a_family(one: Token, other: Token) -> bool:
    """Dirshe_family: a word that nobody knows, and whose family it is."""
    named = one.cap and one.unknown and name_like(one) and not _compound(one.word, SHORTEST)
    return named and other.word in OF_A_FAMILY


def _full_name(one: Token, other: Token) -> bool:
    if one.bits & NAME:
        surname = other.may(NAME | Word.SURNAME_OR_WORD) or (other.unknown and name_like(other))
        return surname and not other.upper
    if one.may(Word.FIRST_OR_WORD) and not one.may(Word.CALENDAR):
        return _a_name(other)
    if one.text[0].isupper() != other.text[0].isupper():
        return False
    if _a_name(one) and _may_follow(other):
        return True
    if not one.cap:
        return False
    return any(
        _a_name(here) and (_may_be_one(there) or _a_surname(there))
        for here, there in ((one, other), (other, one))
    )


def _may_follow(word: Token) -> bool:
    """A surname that nobody knows, be it made of two words: ibrahim makebelieve."""
    long = word.unknown and len(word.word) >= SHORTEST and not word.upper
    return bool(word.bits & NAME) or (long and name_like(word) and not mistyped(word.word))


def _a_surname(word: Token) -> bool:
    """Whether an ordinary word with a capital can be a surname beside a name."""
    return word.cap and word.may(Word.SURNAME_OR_WORD) and not word.may(NO_SURNAME)


def _may_be_one(word: Token) -> bool:
    """Whether a word with a capital can be a name beside another one."""
    if word.may(Word.FIRST_OR_WORD) and not word.may(Word.CALENDAR | Word.COLOUR):
        return word.cap
    return word.unknown and word.cap and len(word.word) >= SHORTEST and name_like(word)


def _a_name(word: Token) -> bool:
    if word.bits & NAME:
        return True
    if not word.unknown or len(word.word) < SHORTEST or word.upper or not name_like(word):
        return False
    return not mistyped(word.word) and not _compound(word.word)


def _compound(word: str, shortest: int = PARTS) -> bool:
    """Whether two ordinary words were written as one: dipsample."""
    cuts = range(shortest, len(word) - shortest + 1)
    return any(known().get(word[:at], 0) & known().get(word[at:], 0) & Word.ORDINARY for at in cuts)
