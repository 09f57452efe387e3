"""Details that single out one child or family though nobody is named."""

import re
from collections.abc import Iterator, Mapping, Sequence

from dialogs.language.privacy.contexts import Marked
from dialogs.language.privacy.details import (
    CHILD_OF_A_POST,
    NOTABLE,
    PLACE,
    SCHOOL,
    WARD,
    Span,
    children,
    initials,
    spans,
    within,
)
from dialogs.language.privacy.kinds import Found, Kind
from dialogs.language.privacy.tokens import Token
from dialogs.language.privacy.vocabulary import Word

SENTENCE = re.compile(r"(?:[^.!?;\n]|[.!?;](?=[^\s])|(?<=\b[A-Z])\.)+")
WHO = re.compile(
    r"\s*,?\s*(?:who|whose|that|with\s+(?:her|his|their|a|the))\b[^.;!?\n]{0,80}?"
    r"(?=\s+(?:is|are|was\s+the|means|shows)\b|[,.;!?\n]|$)"
)
TOLD_OF = re.compile(r"\b(?:who|whose|that)\b")
REST = re.compile(
    r"[^.;:!?\n,()]{0,60}?(?=\s+(?:is|are|was|were|has|had|have|still|got|and|but|so|now|waits?|said|says|[A-Z]{2}-?\d)\b"
    r"|\s*[-–]\s|[,.;:!?\n()]|$)"
)
"""What a clause that begins with who says further."""
CHILDISH = Word.CHILD | Word.CHILDREN | Word.YOUNG_KIN
GENDERED = frozenset(
    {
        "girl",
        "boy",
        "lad",
        "lass",
        "daughter",
        "son",
        "sister",
        "brother",
        "schoolgirl",
        "schoolboy",
    }
)
ONE_FAMILY = re.compile(
    r"\b(?:only|one|sole|single)\s+(?:[\w'’-]+\s+){0,3}?family\b"
    r"|\b(?:the|that|this|a)\s+family\s+(?:in|from|off|on|who|whose|that|all|splashed)\b",
    re.IGNORECASE,
)
INITIALS_AGED = re.compile(r"[A-Z]{2,3}\s?(?:[,(]\s?(?:aged?\s)?|\saged?\s)\d{1,2}[),\s]")
LIVED = frozenset({"condition", "situation", "origin", "school"})
DETAILS = ("condition", "situation", "only", "sole")
ENOUGH = 3
"""So many details single somebody out."""


def may_single_out(text: str) -> bool:
    """Whether one family is spoken of, or letters and an age; without a word for anybody."""
    if INITIALS_AGED.search(text):
        return True
    return "family" in text.lower() and ONE_FAMILY.search(text) is not None


def singled_out(
    text: str, aged: Sequence[Span], marked: Marked, tokens: Sequence[Token]
) -> Iterator[Found]:
    """Each combination that tells who it is, with all of its words."""
    if not (aged or _may_tell(text, marked, tokens)):
        return
    told = {means: _said(marked, tokens, means) for means in DETAILS}
    told["age"] = list(aged)
    famous = _said(marked, tokens, "famous")
    told["origin"] = [(t.start, t.end) for t in tokens if t.may(Word.ORIGIN)]
    for sentence in SENTENCE.finditer(text):
        begin, end = sentence.span()
        details = {what: within(found, begin, end) for what, found in told.items()}
        if parts := within(famous, begin, end) or _together(text, begin, end, details):
            yield _whole(text, parts, end)


def _may_tell(text: str, marked: Marked, tokens: Sequence[Token]) -> bool:
    """Whether any detail is told at all without which nobody is singled out."""
    bits = 0
    for token in tokens:
        bits |= token.bits
    if bits & (Word.ORIGIN | Word.SCHOOL) or any(map(marked.says, (*DETAILS, "famous"))):
        return True
    if bits & CHILDISH and (bits & Word.ROLE or NOTABLE.search(text)):
        return True
    return next(initials(text, 0, len(text), more=True), None) is not None


def _said(marked: Marked, tokens: Sequence[Token], means: str) -> list[Span]:
    return [(tokens[one.first].start, tokens[one.last].end) for one in marked.found(means)]


def _together(text: str, begin: int, end: int, details: Mapping[str, Sequence[Span]]) -> list[Span]:
    """The details of a sentence if they single out somebody, else none."""
    notable = spans(NOTABLE, text, begin, end) + spans(CHILD_OF_A_POST, text, begin, end)
    if notable:
        return [*notable, *details["situation"]]
    schools = spans(SCHOOL, text, begin, end)
    if details["age"]:
        schools += spans(WARD, text, begin, end, 1)
    known_child = [*children(text, begin, end)]
    letters = [*initials(text, begin, end, more=bool(schools or details["age"]))]
    if not (known_child or letters or details["age"] or details["only"]):
        return []
    places = spans(PLACE, text, begin, end, 1)
    details = {**details, "school": schools, "place": places}
    if not _telling(text, known_child, letters, details):
        return []
    return [*known_child, *letters, *(span for found in details.values() for span in found)]


def _telling(
    text: str,
    known_child: Sequence[Span],
    letters: Sequence[Span],
    details: Mapping[str, Sequence[Span]],
) -> bool:
    """Whether it is one child or family, and enough is said of them to know which."""
    said = {what for what, found in details.items() if found}
    if letters:
        return True
    if "school" in said and (known_child or "age" in said):
        return True
    gendered = any(text[start:end].lower() in GENDERED for start, end in known_child)
    if "age" in said and (gendered or (known_child and "place" in said)):
        return True
    if not said & LIVED and not {"only", "place"} <= said:
        return False
    return bool(known_child or "age" in said) + gendered + len(said) >= ENOUGH


def _whole(text: str, parts: Sequence[Span], end: int) -> Found:
    """From the first detail to the last, with a clause that begins with who."""
    start, until = min(begin for begin, _ in parts), max(ends for _, ends in parts)
    clause = WHO.match(text, until, end)
    if not clause and TOLD_OF.search(text, start, until):
        clause = REST.match(text, until, end)
    if clause:
        until = clause.end()
    return Found(Kind.INDIRECT, start, until)
