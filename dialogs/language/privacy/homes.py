"""Addresses and postcodes of homes; where an organisation is or meets is let through."""

import re
from collections.abc import Collection, Iterator

from dialogs.language.privacy.houses import houses
from dialogs.language.privacy.kinds import Found, Kind
from dialogs.language.privacy.streets import OF_AN_ORGANISATION, STREET, SURE
from dialogs.language.privacy.surroundings import A_VENUE, SHARED, says, sentence_around
from dialogs.language.privacy.vocabulary import listed

FLAT = r"(?:flat|apartment|apt|unit|plot|no|number|house\s+number|house\s+no|room|bedsit)\.?"
NUMBER = r"\d{1,4}[a-z]?(?:\s?[-/]\s?\d{1,4}[a-z]?)?"
BEGINS = rf"(?<![\w/£.,:-])(?:{FLAT}\s*\d{{1,4}}[a-z]?\s*,?\s+)?"
ADDRESS = re.compile(
    rf"{BEGINS}{NUMBER},?\s+(?P<words>(?:[^\W\d_][\w'’.-]*,?\s+){{1,4}}?)(?P<street>{STREET})\b"
    rf"{OF_AN_ORGANISATION}",
    re.IGNORECASE,
)
ON_A_STREET = re.compile(
    r"\b(?:(?:house|flat|door)\s+(?:no\.?|number|num)|number|no\.?|at|house)\s*\d{1,4}[a-z]?\s+(?:on|in|of|along|down)"
    rf"\s+(?:[^\W\d_][\w'’.-]*\s+){{1,3}}?(?:{STREET})\b",
    re.IGNORECASE,
)
WELSH = r"(?:heol|ffordd|stryd|lon|maes|clos|llys|bryn|rhodfa|tyn?|cwrt|parc|gerddi)"
A_FLAT_ON = re.compile(
    r"\b(?:flat|apartment|apt|bedsit)\.?\s*\d{1,4}[a-z]?(?:\s{1,5}at|\s{1,5}in)?(?:\s{0,5},)?\s{1,5}"
    r"(?:[^\W\d_][\w'’-]*\s+){0,3}[^\W\d_][\w'’-]*\s*,\s*"
    rf"(?:(?:\d{{1,4}}[a-z]?\s+)?(?:[^\W\d_][\w'’-]*\s+){{1,3}}?(?:{STREET})\b|{WELSH}\s+[^\W\d_][\w'’-]*)",
    re.IGNORECASE,
)
A_FLAT = re.compile(
    r"\b(?i:flat|apartment|apt|bedsit)\.?\s*\d{1,4}[a-z]?"
    r"(?:\s{0,5},?\s{1,5}(?:of\s+)?[A-Z][\w'’-]*(?:\s+[A-Z][\w'’-]*){0,3})?"
)
NAMED = re.compile(
    r"\b(?i:lives?|living|lived|address(?:\s+is)?|home\s+is|visit(?:s|ed)?(?:\s+to|\s+at)?)\s+"
    rf"(?i:at|in|on|:)?\s*((?:[A-Z][\w'’-]*\s+){{1,3}}(?i:{STREET}))\b"
)
STREET_FIRST = re.compile(
    r"\b(?:house|flat|bungalow|home|lives?|living|family)\s+(?:on|in|down|at)\s+(?:[^\W\d_][\w'’.-]*\s+){1,3}?"
    rf"(?:{STREET})\b,?\s*(?:at\s+)?(?:no\.?|number|num|nr|flat)\s*\d{{1,4}}[a-z]?\b",
    re.IGNORECASE,
)
NAMED_SO = re.compile(r"\.?\s+[A-Z]")
"""Dr Patel: no drive."""
GOES_ON = re.compile(
    r",?\s+(?:\d{1,4}[a-z]?\s+)?[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+){0,3}\s+"
    rf"(?i:{STREET})\b"
)
FLAT_BEFORE = re.compile(rf"\b{FLAT}\s*\Z", re.IGNORECASE)
POSTCODE = re.compile(
    r"(?<![\w£/.-])([A-Za-z]{1,2}\d[A-Za-z\d]?)(\s{0,2})"
    r"(\d[ABD-HJLNP-UW-Zabd-hjlnp-uw-z]{2})(?![\w%])"
)
NO_AREA = re.compile(r"(?:1st|2nd|3rd|[04-9]th|\dhr|\dpm|\dam|\ddp)\Z")
WORD = re.compile(r"[a-z]+")
STREETS = frozenset(re.sub(r"(\w+)s\?", r"\1|\1s", STREET).replace("cul-de-sac", "cul").split("|"))
LIVED_AT = frozenset(
    ["live", "lives", "living", "lived", "address", "home", "visit", "visits", "visited"]
)
FLATS = frozenset(["flat", "apartment", "apt", "bedsit"])
ANY_DIGIT = re.compile(r"\d")
NO_HOME = re.compile(
    r"\b(?:business|industrial|trading|retail|science|office|enterprise|technology)\s+(?:park|estate|centre|village)\b"
    r"|\b(?:market\s+(?:place|sq\w*|hall)|exchange|guildhall|civic|council|town\s+hall|county\s+hall|shire\s+hall)\b",
    re.IGNORECASE,
)
OF_ONE = re.compile(
    r"\b(?:hubs?|cent(?:re|er)s?|guildhall|offices?|school|academy|college|surgery|clinic|hospital|station|library"
    r"|church|mosque|club|cafe|hall|hotel|depot|hq|headquarters|practice|pharmacy|nursery|museum|theatre|building"
    r"|venue|campus|court|unit|suite|base|shop|pub|gym|stadium|mash)['’]?s?"
    r"[\s,(:-]*(?:(?:is|are|was|now|at|in|on|based|moves?|moved|moving|over|here|address|postcode|to|=)[\s,:]*)*\Z"
)
LIVED = re.compile(
    r"\b(?:liv(?:es?|ed|ing)|flat|resid\w+|tenan\w+|sofa|above|behind|next\s+door|opposite)\b"
)
AT_HOME = re.compile(r"\b(?:at|number|no|address|to|from|is)\s*\Z")
NEAR = 25
WITH_A_POSTCODE = re.compile(rf"\s*,?\s+(?={POSTCODE.pattern})")
A_STREET_BEFORE = re.compile(
    rf"(?:\b[A-Z][\w'’-]+\s+(?:[A-Z][\w'’-]+\s+){{0,2}}(?i:{STREET})|\b[a-z][\w'’-]+\s+(?:{SURE})),?\s*\Z"
)
"""Madeup Crescent, before its postcode."""
Span = tuple[int, int]


def homes(text: str, codes: Collection[str]) -> Iterator[Found]:
    """Every address and postcode of a home; `codes` are the themes' own, which look like areas."""
    addresses = [*_addresses(text)]
    yield from (Found(Kind.ADDRESS, *span) for span in addresses)
    for match in POSTCODE.finditer(text) if ANY_DIGIT.search(text) else ():
        beside = any(0 <= match.start() - end <= NEAR for _, end in addresses)
        if _an_area(match, codes) and (beside or _of_a_home(text, *match.span())):
            yield Found(Kind.POSTCODE, *match.span())
            street = A_STREET_BEFORE.search(
                text, max(0, match.start() - NEAR - NEAR), match.start()
            )
            if street and not beside:
                yield Found(Kind.ADDRESS, *street.span())


def _an_area(match: re.Match[str], codes: Collection[str]) -> bool:
    """Whether it is a postcode and neither a reference with a figure nor a day."""
    area = match[1].rstrip("0123456789").upper()
    if match[2] and (area in codes or any(match[1].upper().startswith(code) for code in codes)):
        return False
    return not (match[3].islower() and NO_AREA.search(match[3]))


def _addresses(text: str) -> Iterator[Span]:
    words = WORD.findall(text.lower())
    possible = [*houses(text, words), *map(_span, _possible(text, words))]
    until = 0
    for start, end in sorted(possible, key=lambda span: (span[0], -span[1])):
        if start < until:
            continue
        until = further.end() if (further := GOES_ON.match(text, end)) else end
        flat = FLAT_BEFORE.search(text[max(0, start - NEAR) : start])
        yield start - len(flat[0]) if flat else start, until


def _span(match: re.Match[str]) -> Span:
    return match.span(1) if match.re is NAMED else match.span()


def _possible(text: str, words: Collection[str]) -> Iterator[re.Match[str]]:
    street = not STREETS.isdisjoint(words)
    if street and not LIVED_AT.isdisjoint(words):
        yield from (m for m in NAMED.finditer(text) if not _an_outing(text, *m.span()))
    if not ANY_DIGIT.search(text):
        return
    if not FLATS.isdisjoint(words):
        yield from (m for m in A_FLAT_ON.finditer(text) if not NO_HOME.search(m[0]))
        yield from (m for m in A_FLAT.finditer(text) if not NO_HOME.search(m[0]))
    if street:
        yield from STREET_FIRST.finditer(text)
        yield from (m for m in ON_A_STREET.finditer(text) if _of_a_home(text, *m.span()))
        yield from (m for m in ADDRESS.finditer(text) if _a_home(text, m))


def _an_outing(text: str, start: int, end: int) -> bool:
    """Whether a house is visited by a group, or for its service."""
    before, after = sentence_around(text, start, end)
    return says("outings", f"{before} {text[start:end].lower()} {after}")


def _a_home(text: str, match: re.Match[str]) -> bool:
    """Whether a number, words and a street are where somebody lives."""
    if NO_HOME.search(match[0]) or (
        match["street"] in {"dr", "Dr"} and NAMED_SO.match(text, match.end())
    ):
        return False
    if WITH_A_POSTCODE.match(text, match.end()):
        return _of_nobody_else(text, match.start())
    words = match["words"].split()
    if all(word[0].isupper() for word in words):
        return _of_a_home(text, *match.span())
    if not listed("before_no_street").isdisjoint(word.lower() for word in words):
        return False
    before, after = sentence_around(text, *match.span())
    at_home = AT_HOME.search(before) is not None
    home = says("home", before, after)
    if says("venues", before, after):
        return home and at_home
    return home or at_home or re.fullmatch(SURE, match["street"].lower()) is not None


def _of_nobody_else(text: str, start: int) -> bool:
    """Whether no organisation and no venue is named before a full address."""
    before, _ = sentence_around(text, start, start)
    return not (OF_ONE.search(before) or A_VENUE.search(before) or says("venues", before))


def _of_a_home(text: str, start: int, end: int) -> bool:
    if NO_HOME.search(text, start, end):
        return False
    before, after = sentence_around(text, start, end)
    if OF_ONE.search(before) and not LIVED.search(before):
        return False
    before, after = SHARED.sub(" office ", before), SHARED.sub(" office ", after)
    if says("home", before, after):
        return not A_VENUE.search(before)
    return not says("venues", before, after)
