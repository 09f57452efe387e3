"""Numbers beside somebody who is told of: once a text is held for them, they are theirs."""

import re
from collections.abc import Iterator, Sequence

from dialogs.language.privacy.cleaning import Part
from dialogs.language.privacy.codes import of_an_office
from dialogs.language.privacy.kinds import Found, Kind

NOBODYS = r"(?![\w%]|[.,:]\d|\s+(?!is\b|was\b|has\b|does\b)[a-z]+s\b)"
"""No measure and no count: 400000 records."""
LONG = re.compile(
    rf"(?<![\w£$€.,/:%#-])(?!(?:19|20)\d{{6}}\b)((?:[A-Za-z]{{1,4}}[/-]?)?\d{{6,}}(?:[/-]\w+)*){NOBODYS}"
)
LABELLED = re.compile(
    rf"\b(?:refs?|reference|file|id|nos?|numbers?|num|record|urn)\b[\s.:#=-]*(?:(?:is|was)\s+)?"
    rf"((?:[a-z]{{1,4}}[/-]?)?\d[\d/-]{{3,}}[a-z]?){NOBODYS}",
    re.IGNORECASE,
)
DATE = re.compile(r"\d{1,2}[/-]\d{1,2}[/-]\d{2,4}|(?:19|20)\d\d(?:[/-]\d{1,2}){0,2}")
CALLED_AFTER = re.compile(
    r"\b(?:the|that|our)\s+(?!(?:National|Peer|Rapid|Thematic|Serious|Local|Mock|Improvement|Annual|Joint|Independent"
    r"|Learning|Practice|Domestic|Safeguarding|Ofsted|Board|Mid|Monday|Tuesday|Wednesday|Thursday|Friday|January"
    r"|February|March|April|May|June|July|August|September|October|November|December|Police|Partnership|Quality)\b)"
    r"([A-Z][a-z'’-]{2,}(?:[\s-][A-Z][a-z'’-]{2,})?)\s+"
    r"(?:review|job|case|inquest|incident|murder|death|trial|investigation|inquiry|enquiry|tragedy|fire|strat|conference)\b"
)
"""The Baker review: a case that is called after somebody."""
NOT_OF_A_CHILD = frozenset({Kind.STAFF_HEALTH, Kind.EMAIL})


def swept(text: str, held: Sequence[Part]) -> Iterator[Part]:
    """Long numbers and labelled codes in a text that is held for a child or a family."""
    if not held:
        return
    for match in CALLED_AFTER.finditer(text):
        yield Part.of(Found(Kind.ADULT_FAMILY_NAME, *match.span(1)))
    if all(part.kind in NOT_OF_A_CHILD for part in held):
        return
    for pattern in (LONG, LABELLED):
        for match in pattern.finditer(text):
            if not (DATE.fullmatch(match[1]) or of_an_office(text, match.start(1))):
                yield Part.of(Found(Kind.CASE_ID, *match.span(1)))
