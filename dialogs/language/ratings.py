"""Ratings as people type them: amber, on track, 🟠, "gone from green to red", "amber/green"."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dialogs.language.phrases import GRAMMAR
from storage.vocabulary import Rating

with (GRAMMAR / "ratings.toml").open("rb") as _file:
    _GRAMMAR = tomllib.load(_file)


def _either(words: Iterable[str]) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first)


_RATINGS = {word: Rating(name) for name, words in _GRAMMAR["words"].items() for word in words}
_AROUND = _GRAMMAR["around"]
MENTION = re.compile(
    rf"(?<![\w-])(?P<known>{_either(_RATINGS)})(?:[\s-]?ish)?(?![\w-]|'s\s)"
    rf"|(?<![\w-])(?P<other>{_either(_GRAMMAR['other']['colours'])})(?![\w-])"
    rf"|(?P<split>(?<![\w-])(?:{_either(_RATINGS)})-(?:{_either(_RATINGS)})(?![\w-]))"
)
CUE = re.compile(rf"(?<![a-z])(?:{_either(_RATINGS)}|{_either(_GRAMMAR['other']['colours'])})")
BETWEEN = re.compile(
    r"\s*(?:/|\\|or|going on|verging on|bordering on|-|to)\s*|\s*and\s*", re.IGNORECASE
)
EITHER = re.compile(r"\s*(?:/|\\|(?:or|going on|verging on|bordering on)(?=\s)|-)\s*(?:maybe\s)?")
NOT_NOW = re.compile(
    rf"(?<![\w'])(?:{_either(_AROUND['not_now'])})(?:\s+(?:a|an|really|quite|yet|call(?:ing)?|it|its|it's|"
    r"pretend|saying|say|at|in|on|the|being|be|feel(?:ing)?|think|this|that|have|been|rated|as|is|"
    r"solid|proper|full|gone|put|say(?:ing)?)){0,5}\s*\Z"
)
PERHAPS = re.compile(rf"(?<![\w'])(?:{_either(_AROUND['perhaps'])})(?:\s+(?:\w+)){{0,3}}\s*\Z")
ARTICLE = re.compile(rf"(?<![\w'])(?:{_either(_AROUND['articles'])})\s+\Z")
CHILDREN = re.compile(rf"(?<![\w'])(?:{_either(_AROUND['children'])})\s+(?:are\s+|is\s+)?\Z")
THING = re.compile(
    rf"[ \t]+(?:{_either(_AROUND['things'])})(?!\w)|[ \t]+[a-z]+[ \t]+(?:team|group)(?!\w)"
)
OF = re.compile(r"\s+of(?!\s+@|\w)")
WORD_AFTER = re.compile(r"\s+[a-z]")
SAME_THING = re.compile(r"\s*(?:rating|rag|status)?\s*(?:,|;|\.|$|\band\b|\bbut\b)")
IMPACT = re.compile(
    r"(?<!\w)impact(?:\s+(?:rating|rag|on|for|is|still|now|at|to|the|children|kids|families|as|"
    r"(?:\w+\s+)?rated|remains|stays|goes|of)|\s*[:=-])*\s*\Z"
)
LOOK_BACK = 60


class Rated(NamedTuple):
    """A rating where it stands; two where the author would not choose, none if it is no rating."""

    start: int
    end: int
    ratings: tuple[Rating, ...]
    impact: bool = False
    """Whether it rates the impact on children, not delivery."""
    unknown: str = ""
    """A colour that is no rating of the scale."""


def ratings_in(plain: str) -> list[Rated]:
    """Every rating that a folded text gives for now, in order.

    What it was before, what it is not, what it might become and what only has that colour is left
    out.
    """
    if not CUE.search(plain):
        return []
    return list(_joined(plain, list(_mentions(plain))))


def _mentions(plain: str) -> Iterator[Rated]:
    for match in MENTION.finditer(plain):
        start, end = match.span()
        before, after = plain[max(0, start - LOOK_BACK) : start], plain[end : end + LOOK_BACK]
        if match["split"]:
            first, _, second = match["split"].partition("-")
            yield Rated(start, end, (_RATINGS[first], _RATINGS[second]))
            continue
        if _describes(before, after, match[0]) or _is_not_now(before):
            continue
        impact = bool(IMPACT.search(before))
        if match["other"]:
            yield Rated(start, end, (), impact, match["other"])
        else:
            yield Rated(start, end, (_RATINGS[" ".join(match["known"].split())],), impact)


def _describes(before: str, after: str, word: str) -> bool:
    """Whether the colour belongs to a thing: the amber team, red tape, children at risk."""
    if THING.match(after):
        return True
    if " " in word:
        return bool(CHILDREN.search(before) or OF.match(after))
    if COUNT.search(before) and SEVERAL.match(after):
        return True
    return bool(ARTICLE.search(before) and WORD_AFTER.match(after))


COUNT = re.compile(r"(?<![\w-])\d+\s\Z")
SEVERAL = re.compile(r"\s[a-z]+s(?!\w)")


def _is_not_now(before: str) -> bool:
    if SHOULD_HAVE_BEEN.search(before):
        return False
    return bool(NOT_NOW.search(before) or PERHAPS.search(before))


SHOULD_HAVE_BEEN = re.compile(r"(?<!\w)sh(?:ould|d|ud|ld)\s?(?:have|of|'?ve|a)?\sbeen\s\Z")
"""What is put right is how it stands."""


def _joined(plain: str, mentions: list[Rated]) -> Iterator[Rated]:
    """Two ratings with "or" or a stroke between them are one that the author left open."""
    waiting: Rated | None = None
    for mention in mentions:
        if waiting is None:
            waiting = mention
            continue
        between = plain[waiting.end : mention.start]
        open_choice = EITHER.fullmatch(between) or (
            between.strip() == "and" and plain[: waiting.start].rstrip().endswith("between")
        )
        if open_choice and waiting.ratings and mention.ratings:
            both = tuple(dict.fromkeys((*waiting.ratings, *mention.ratings)))
            waiting = Rated(waiting.start, mention.end, both, waiting.impact)
            continue
        yield waiting
        waiting = mention
    if waiting:
        yield waiting
