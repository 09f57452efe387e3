"""The text without its personal data, and whether anything worth keeping is left of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dialogs.language.privacy.kinds import INSTEAD, Found, Kind
from dialogs.language.privacy.vocabulary import Word, known

BRACKETED = re.compile(r"\[(?:an? [^\[\]\n]{2,40}|health|the link|a link)\]")
JOINS = re.compile(r"[\s,;()/&+-]{0,4}\Z")
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
FIGURE = re.compile(r"\d")
ASKS = re.compile(
    r"\s*(?:(?:hi|hello|sorry|so|and|but|pls|please|ok)\s+)?(?:wh(?:at|ats|en|ere|eres|o|os|y|ich)\b|how\b|hows\b|has\b|have\b|is\b|are\b|did\b|does\b|do\b|can\b|could\b|"
    r"any\s+(?:news|update|word)|anyone\b|any\s+idea|status\s+of|tell\s+me|show\s+me|update\s+on|wot\b|wats\b)",
    re.IGNORECASE,
)
KEPT_OF_A_LINK = re.compile(
    r"\d\s*(?:%|per\s?cent|pct)|\b(?:red|amber|green|grey|blue|risk|no\s+change)\b", re.IGNORECASE
)
REFERENCE = re.compile(r"\b[A-Za-z]{1,3}[\s-]?\d{1,2}\b")
LITTLE_WORDS = frozenset(
    [
        "the",
        "a",
        "an",
        "and",
        "or",
        "but",
        "of",
        "for",
        "in",
        "on",
        "at",
        "to",
        "from",
        "with",
        "by",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "has",
        "have",
        "had",
        "it",
        "its",
        "it's",
        "this",
        "that",
        "these",
        "those",
        "i",
        "we",
        "you",
        "he",
        "she",
        "they",
        "my",
        "our",
        "your",
        "his",
        "her",
        "their",
        "me",
        "us",
        "him",
        "them",
        "not",
        "no",
        "yes",
        "ok",
        "okay",
        "sorry",
        "meant",
        "mean",
        "please",
        "pls",
        "thanks",
        "thx",
        "hi",
        "hello",
        "re",
        "about",
        "what",
        "whats",
        "when",
        "where",
        "who",
        "why",
        "how",
        "so",
        "as",
        "if",
        "do",
        "does",
        "did",
        "can",
        "could",
        "would",
        "should",
        "will",
        "just",
        "still",
        "there",
        "here",
        "case",
        "child",
        "name",
        "named",
        "called",
        "better",
        "fine",
        "everyone",
        "knows",
        "know",
        "real",
        "got",
        "get",
        "again",
        "one",
        "evidence",
        "see",
        "attached",
        "link",
        "file",
        "record",
        "records",
        "document",
        "doc",
        "here's",
        "heres",
        "minutes",
        "example",
    ]
)


@dataclass(frozen=True, slots=True)
class Part:
    """What is taken out, and what stands in its place."""

    kind: Kind
    start: int
    end: int
    instead: str

    @classmethod
    def of(cls, found: Found, instead: str | None = None) -> "Part":
        """A part with the word for its kind in its place."""
        return cls(found.kind, found.start, found.end, instead or INSTEAD[found.kind])


def without(text: str, parts: Sequence[Part]) -> str:
    """The text with every part replaced, those that touch by one word."""
    pieces, at = [], 0
    for start, end, instead in _merged(text, parts):
        pieces += [text[at:start], instead]
        at = end
    return "".join([*pieces, text[at:]])


def _merged(text: str, parts: Sequence[Part]) -> list[tuple[int, int, str]]:
    merged: list[tuple[int, int, str]] = []
    for part in sorted(parts, key=lambda part: (part.start, -part.end)):
        if merged and _touches(text, merged[-1], part):
            start, end, instead = merged[-1]
            merged[-1] = (start, max(end, part.end), instead)
        else:
            merged.append((part.start, part.end, part.instead))
    return merged


def _touches(text: str, before: tuple[int, int, str], part: Part) -> bool:
    _, end, instead = before
    if part.start < end:
        return True
    between = text[end : part.start]
    same = part.instead == instead or {part.instead, instead} == {"[an address]", "[a postcode]"}
    return (same and not between.strip()) or between == ""


def worth_keeping(text: str, *, link: bool = False) -> bool:
    """Whether words or figures of its own are left, and not only a question about a child."""
    rest = BRACKETED.sub(" ", text)
    said = REFERENCE.sub(" ", rest)
    if link:
        return KEPT_OF_A_LINK.search(said) is not None
    if ASKS.match(rest) and not FIGURE.search(said) and not _rating(said):
        return REFERENCE.search(rest) is not None
    return any(_says(word) for word in WORD.findall(rest))


def _rating(text: str) -> bool:
    return any(known().get(word.lower(), 0) & Word.COLOUR for word in WORD.findall(text))


def _says(word: str) -> bool:
    return word.lower() not in LITTLE_WORDS and (len(word) > 1 or word.isdigit())
