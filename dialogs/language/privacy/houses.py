"""Homes that have a name and no number: a cottage, a flat above a shop, a plot of a site."""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from dialogs.language.privacy.streets import OF_AN_ORGANISATION, STREET
from dialogs.language.privacy.surroundings import A_VENUE, SHARED, says, sentence_around
from dialogs.language.privacy.vocabulary import listed

TITLED = r"[A-Z][a-z'’][\w'’-]*"
"""A word with a capital, and no reference of an action."""
HOUSE = (
    r"cottages?|farm(?:house)?|lodge|villas?|bungalow|barn|vicarage|rectory|gatehouse|houseboat|smallholding"
    r"|coach\s+house|caravans?(?:\s+(?:site|park))?|mobile\s+homes?|traveller'?s?'?\s+site|stables|granary|chalet"
    r"|manse|grange|manor|oast(?:\s+house)?|towers|heights|hostel|chapel|mill|forge|smithy|hall|house|tavern|pub"
    r"|old\s+(?:school|station|dairy|bakery|post\s+office|police\s+station|bank|brewery|church|shop)(?:\s+house)?"
)
SOMEBODY_AT = (
    r"\b(?:family|household|liv(?:e|es|ed|ing)|address|addr|mum|mam|mother|dad|father|nan|gran\w*|child|kids|kid"
    r"|children|baby|twins|triplets|boys?|girls?|lads?|siblings?|sibs|brothers|sisters|visit(?:s|ed)?|stays?|staying"
    r"|stayed|home\s+is|tenan\w+|couple|they|theyre|they're|shes|she's|hes|he's|moved|placed|resid\w+)"
    r"(?:\s+of(?:\s+[\w'’¤-]+){1,3}?)?(?:\s+(?:who|are|is|was|were|still|all|now|up|out|over|back|down"
    r"|temporarily|currently|both|lives?|living|stuck|based|put|squatting|sofa\s+surfing)){0,4}[\s,:(-]{0,4}"
)
HAMLET = (
    r"(?:,?\s+(?:(?i:near|nr|in|off|on|at|by|behind|opposite|at\s+the\s+back\s+of)\s+(?i:the\s+)?)?"
    rf"{TITLED}(?:\s+{TITLED}){{0,3}}"
    r"|,\s+(?:lower|upper|nether|little|great|long|high|east|west|north|south|old|new|much|market|st)\s+[a-z]+)"
)
HOUSE_NAMED = re.compile(
    rf"(?i:{SOMEBODY_AT})(?i:(?:at|in|to|from|of|near|on)\s+|\bis\s+|:\s*)(?i:an?\s+)?"
    rf"(?P<house>(?P<name>(?i:the\s+)?(?:[\w'’&-]+\s+){{0,3}}?(?i:{HOUSE}))\b{OF_AN_ORGANISATION}{HAMLET}{{0,2}})"
)
TWO_PLACES = re.compile(
    r"(?i:\b(?:family|household|liv(?:es|ed|ing)|address|mum|mother|dad|father|nan|gran\w*|child|kids?|baby|twins|sibs"
    r"|siblings|brothers|sisters)(?:\s+(?:is|are|was|were|still|now|both|living|who\s+lives?))*[\s,:(-]*at\s+)"
    rf"({TITLED}(?:\s+{TITLED}){{0,2}},\s+{TITLED}(?:\s+{TITLED}){{0,2}})"
)
"""A house and a village: family at Gable End, Upper Sedge."""
FLAT_OVER = re.compile(
    r"\b(?i:(?:flat|bedsit|rooms?)\s+(?:above|over|behind|below|under|next\s+to|on\s+top\s+of))\s+(?i:(?:the|an?)\s+)?"
    r"[\w'’-]+(?:\s+(?!on\b|in\b|at\b)[a-z'’-]+)?(?:\s+(?i:on|in|at|down|off)\s+(?i:the\s+)?"
    rf"(?:{TITLED}(?:\s+{TITLED}){{0,3}}|(?:[a-z'’-]+\s+){{1,2}}?(?:{STREET})\b))?"
)
LIVES_BY = re.compile(
    r"\b(?i:liv(?:es?|ing|ed)\s+(?:above|over|behind|next\s+door\s+to|next\s+to|opposite|across\s+from))\s+"
    rf"(?i:(?:the|an?)\s+)?(?:[\w'’-]+\s+){{0,3}}?{TITLED}(?:\s+{TITLED}){{0,2}}{HAMLET}{{0,2}}"
)
ROOM = re.compile(
    rf"\b(?i:room|rm)\s*\d{{1,3}}[a-z]?,?\s+(?i:(?:at|in|of)\s+)?(?i:the\s+)?{TITLED}(?:\s+{TITLED}){{0,2}}"
)
PLOT = re.compile(
    r"\b(?i:plot|pitch|mooring|berth|caravan|chalet|van)\s*(?i:no\.?\s*)?\d{1,3}[a-z]?\b"
    rf"(?:,?\s+(?i:(?:at|on|of|in|the)\s+){{0,2}}{TITLED}(?:\s+{TITLED}){{0,4}}"
    r"|,?\s+(?i:(?:at|on|of|in|the)\s+){0,2}(?:[a-z'’-]+\s+){1,3}?(?:site|park|marina|farm|lane|road)\b)?"
)
NAMELESS = (
    (FLAT_OVER, "over_a_shop"),
    (LIVES_BY, "over_a_shop"),
    (ROOM, "room"),
    (PLOT, "plot"),
)
"""Each with the list of words of which it has one."""
COUNTED = re.compile(r"\b(?:\d+|all|most|some|many|several|few|more|other|of)\s*\Z", re.IGNORECASE)
AND_THEIRS = re.compile(r"\b(?:and|with|w|her|his|their)\s+\S+\s*\Z", re.IGNORECASE)
WORD = re.compile(r"[a-z]+")
NEAR = 25
Span = tuple[int, int]


def houses(text: str, words: Collection[str]) -> Iterator[Span]:
    """Every home by its name; `words` are the words of the text in small letters."""
    if _needed().isdisjoint(words):
        return
    if not listed("at_home").isdisjoint(words):
        if ", " in text:
            yield from (m.span(1) for m in TWO_PLACES.finditer(text) if _no_venue(text, m))
        if not listed("house").isdisjoint(words):
            yield from (m.span("house") for m in HOUSE_NAMED.finditer(text) if _a_house(text, m))
    for pattern, needed in NAMELESS:
        if not listed(needed).isdisjoint(words):
            yield from (m.span() for m in pattern.finditer(text) if _lived_in(text, *m.span()))


@lru_cache
def _needed() -> frozenset[str]:
    """Words of which a text has one wherever a home is named."""
    return listed("at_home").union(*(listed(needed) for _, needed in NAMELESS))


def _a_house(text: str, match: re.Match[str]) -> bool:
    """Whether it is the name of a house that somebody lives in, and no place that is visited."""
    before = text[max(0, match.start() - NEAR) : match.start()]
    if COUNTED.search(before) and not AND_THEIRS.search(before):
        return False
    goes_on = match.end("house") > match.end("name")
    return _has_a_name(match["name"].split(), goes_on) and _lived_in(text, *match.span("house"))


def _has_a_name(house: Sequence[str], goes_on: bool) -> bool:
    """Whether a house is called something, or is the only one of its village."""
    words = [word.lower() for word in house]
    if not listed("no_house_name").isdisjoint(words[:-1]):
        return False
    small = {word for word in house[:-1] if word.islower()} - {"the", "old"}
    if not listed("before_no_street").isdisjoint(small):
        return False
    if words[0] == "the" and (goes_on or "old" in words):
        return True
    named = [word for word in house[:-1] if word.lower() != "the"]
    return any(word[0].isupper() or words[-1] not in listed("many_a_house") for word in named)


def _no_venue(text: str, match: re.Match[str]) -> bool:
    """Whether two places are no school, office or committee, and nothing is held there."""
    words = WORD.findall(match[1].lower())
    organised = listed("school") | listed("team") | listed("role") | listed("no_house")
    return organised.isdisjoint(words) and _lived_in(text, *match.span(1))


def _lived_in(text: str, start: int, end: int) -> bool:
    """Whether a home is spoken of, and neither a meeting nor a day out."""
    before, after = sentence_around(text, start, end)
    if says("venues", before) or says("outings", before, after) or A_VENUE.search(after):
        return False
    return says("home", SHARED.sub(" ", before), text[start:end].lower(), SHARED.sub(" ", after))
