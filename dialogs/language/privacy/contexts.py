"""What stands around the names of a text, by the rules of privacy.toml."""

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import chain, pairwise
from typing import Any

from dialogs.language.phrases import GRAMMAR, compiled
from dialogs.language.privacy.candidate import Candidate
from dialogs.language.privacy.tokens import Token
from dialogs.language.privacy.turns import (
    AGE_MARK,
    NAME_MARK,
    Key,
    Lists,
    Turn,
    Words,
    needed,
    plain,
    several,
    spelled,
    turns,
)
from dialogs.language.privacy.vocabulary import Word, listed, word_lists

KINDS_OF_WORKER = ("social", "support", "family", "youth", "participation", "agency", "key")
BRACKETS = frozenset("()[]{}")


@dataclass(frozen=True, slots=True)
class ContextRule:
    """What some words around a name, or by themselves, mean."""

    name: str
    means: str
    say: tuple[str, ...]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a rule is found: the first and the last token, and the name that it is about."""

    rule: ContextRule
    first: int
    last: int
    name: int | None
    """The first token of the name."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A phrase that is not written out, tried where the text has the words that it needs."""

    phrase: str
    needs: Sequence[frozenset[str]]


@lru_cache
def context_rules() -> tuple[ContextRule, ...]:
    """Every rule of the file, in its order."""
    return tuple(
        ContextRule(
            name=entry["name"],
            means=entry["means"],
            say=tuple(entry["say"]),
            examples=tuple(entry.get("examples", ())),
            counterexamples=tuple(entry.get("not", ())),
        )
        for entry in _grammar()["rule"]
    )


@lru_cache
def _grammar() -> Mapping[str, Any]:
    with (GRAMMAR / "privacy.toml").open("rb") as file:
        return tomllib.load(file)


@lru_cache
def _lists() -> Lists:
    fillers: Mapping[str, str] = _grammar()["fillers"]
    lists: dict[str, Iterable[str]] = {**word_lists()}
    lists |= {name: words.split() for name, words in fillers.items()}
    alone = [role for role in word_lists()["role"] if role not in listed("no_role_alone")]
    lists["role_after"] = [*alone, *(f"{kind} worker" for kind in KINDS_OF_WORKER)]
    return lists


@lru_cache
def _little() -> frozenset[str]:
    """The words that may stand between a name and what is said of it."""
    return frozenset(map(plain, _lists()["aux"]))


@lru_cache
def _by_word() -> Mapping[Key, Sequence[tuple[Turn | Pattern, ContextRule]]]:
    """The turns of all rules by the word, or the two words, that they are looked up by."""
    found: dict[Key, list[tuple[Turn | Pattern, ContextRule]]] = {}
    for rule in context_rules():
        for phrase in rule.say:
            for sought, turn in _turns(phrase):
                found.setdefault(sought, []).append((turn, rule))
    return found


def _turns(phrase: str) -> Iterator[tuple[Key, Turn | Pattern]]:
    lists = _lists()
    if not several(phrase, lists):
        yield from ((turn.sought, turn) for turn in turns(phrase, lists))
        return
    needs = needed(phrase, lists)
    pattern = Pattern(phrase, needs)
    rarest = max(needs, key=lambda words: sum(map(len, words)) / len(words))
    yield from ((word, pattern) for word in rarest)


@cache
def _pattern(phrase: str) -> re.Pattern[str]:
    return compiled([spelled(phrase, _lists())])[0]


@dataclass(frozen=True, slots=True)
class Marked:
    """A text in small letters with its names and ages marked, and what the rules find in it."""

    words: Words
    spans: Sequence[tuple[int, int]]
    """The first and the last token that each of its words stands for."""
    places: Mapping[str, Sequence[Place]] = field(default_factory=dict)

    def found(self, means: str) -> Sequence[Place]:
        """Every place where a rule of this meaning is found."""
        return self.places.get(means, ())

    def says(self, means: str) -> bool:
        """Whether a rule of this meaning is found at all."""
        return means in self.places


def marked(
    tokens: Sequence[Token], names: Sequence[Candidate], ages: Sequence[tuple[int, int]] = ()
) -> Marked:
    """The text to look for contexts in."""
    masks = {one.first: (one.last, NAME_MARK) for one in names}
    masks |= {first: (last, AGE_MARK) for first, last in ages if first not in masks}
    shown: list[str] = []
    spans: list[tuple[int, int]] = []
    at = 0
    while at < len(tokens):
        last, mark = masks.get(at, (at, ""))
        for word in _marked(tokens, last, mark) if mark else _shown(tokens[at]):
            shown.append(word)
            spans.append((at, last))
        at = last + 1
    words = tuple(map(plain, shown))
    places: dict[str, list[Place]] = {}
    for rule, first, end in _found(shown, words):
        place = Place(rule, spans[first][0], spans[end][1], _named(words, spans, first, end))
        places.setdefault(rule.means, []).append(place)
    return Marked(words, spans, places)


def _found(shown: Sequence[str], words: Words) -> Iterator[tuple[ContextRule, int, int]]:
    """Each rule that is found, and the first and the last word of the place."""
    by_word, little = _by_word(), _little()
    patterns: dict[str, ContextRule] = {}
    present: frozenset[str] = frozenset()
    keys: Iterable[tuple[int, Key]] = chain(enumerate(words), enumerate(pairwise(words)))
    for at, key in keys:
        if key not in by_word:
            continue
        for turn, rule in by_word[key]:
            if isinstance(turn, Turn):
                if place := turn.ends(words, at, little):
                    yield rule, *place
            elif turn.phrase not in patterns:
                present = present or frozenset(words)
                if not any(map(present.isdisjoint, turn.needs)):
                    patterns[turn.phrase] = rule
    if patterns:
        yield from _by_patterns(" ".join(shown), patterns)


def _by_patterns(
    text: str, patterns: Mapping[str, ContextRule]
) -> Iterator[tuple[ContextRule, int, int]]:
    begins = [0, *(at + 1 for at, char in enumerate(text) if char == " ")]
    for phrase, rule in patterns.items():
        for match in _pattern(phrase).finditer(text):
            first = bisect_right(begins, match.start()) - 1
            yield rule, first, bisect_right(begins, match.end() - 1) - 1


def _named(words: Words, spans: Sequence[tuple[int, int]], first: int, last: int) -> int | None:
    """The name that a place is about: the one it begins with, else its last."""
    if words[first][0] == NAME_MARK:
        return spans[first][0]
    for at in range(last, first, -1):
        if words[at][0] == NAME_MARK:
            return spans[at][0]
    return None


RELATED = Word.KIN | Word.YOUNG_KIN | Word.CHILD


def _shown(token: Token) -> list[str]:
    """A word as rules read it; mum's is mum and 's."""
    if token.owns and token.bits & RELATED:
        return [token.word, "'s"]
    return ["," if token.text in BRACKETS else token.folded]


def _marked(tokens: Sequence[Token], last: int, mark: str) -> list[str]:
    """A mark, and 's where the name owns what follows, with an apostrophe or without."""
    token = tokens[last]
    following = tokens[last + 1].word if last + 1 < len(tokens) else ""
    if token.owns:
        return [mark, "'s"] if following in listed("not_owned") else [f"{mark}'s"]
    unsaid = token.unknown and token.word.endswith("s") and following in listed("child_things")
    return [f"{mark}s" if unsaid else mark]
