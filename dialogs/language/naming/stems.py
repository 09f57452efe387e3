"""Words of a message brought to what they have in common with the words of the plan."""

import re
import tomllib
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from dialogs.language.phrases import GRAMMAR, folded

WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
ENDINGS = (
    "isations", "isation", "ations", "ation", "ments", "ment", "ings", "ing", "ions", "ion",
    "ies", "ors", "ers", "or", "er", "ed", "es", "s", "e", "y",
)  # fmt: skip
SHORTEST = 4
SAME = {"policy": "policy", "policies": "policy", "police": "police", "trainer": "train"}
"""Words that would lose what tells them apart."""
SURE = 8
"""From so many letters on, two may be wrong."""


class Token(NamedTuple):
    """A word in small letters and where it stands."""

    word: str
    start: int
    end: int


@lru_cache
def naming() -> Mapping[str, Any]:
    """The lists of how people call things (grammar/naming.toml)."""
    with (GRAMMAR / "naming.toml").open("rb") as file:
        return tomllib.load(file)


@lru_cache
def listed(name: str) -> frozenset[str]:
    """One of the plain lists."""
    entry = naming()[name]
    return frozenset(entry["words"] if isinstance(entry, dict) else entry)


def tokens(text: str) -> list[Token]:
    """The words of a text; a possessive stands without its s."""
    found = []
    for match in WORD.finditer(folded(text)):
        word = match[0]
        if "'" in word:
            word = word.removesuffix("'s").replace("'", "")
        found.append(Token(word, *match.span()))
    return found


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """What a word has in common with its other forms: recruiting, recruitment, recruits."""
    if word in SAME:
        return SAME[word]
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
            cut = word[: -len(ending)]
            return SAME.get(cut, cut)
    return word


@lru_cache(maxsize=8192)
def spelt_out(word: str) -> tuple[str, ...]:
    """The words that a short form stands for, or the word itself."""
    full = naming()["abbreviations"].get(word)
    return tuple(match[0].replace("'s", "s") for match in WORD.finditer(full)) if full else (word,)


def title_words(title: str) -> list[str]:
    """The telling words of a title, short forms spelt out."""
    words = [word for token in tokens(title) for word in spelt_out(token.word)]
    return [word for word in words if word not in listed("small") and not word.isdigit()]


def misspelt(word: str, known: Collection[str]) -> str | None:
    """The one known word that this is most likely a misspelling of."""
    if len(word) <= SHORTEST or len(word) > 30 or word in listed("not_typos"):
        return None
    if not word.isalpha():
        return None
    close = process.extract(
        word, known, scorer=OSA.distance, score_cutoff=2 if len(word) >= SURE - 1 else 1, limit=3
    )
    likely = [
        (distance, other)
        for other, distance, *_ in close
        if _typo(word, other) and (distance < 2 or max(len(word), len(other)) > SURE)
    ]
    return min(likely)[1] if likely else None


def _typo(word: str, other: str) -> bool:
    """Whether letters were swapped, left out or doubled; in long words also mistaken."""
    if word[0] != other[0] or len(other) <= SHORTEST:
        return False
    if len(word) > SHORTEST + 1:
        return True
    return len(word) != len(other) or sorted(word) == sorted(other)
