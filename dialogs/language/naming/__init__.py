"""Which theme, role, organisation, source or audience a text names, however it is called."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from dialogs.language.naming.actions import Scored, actions_by_words
from dialogs.language.naming.named import Named
from dialogs.language.naming.roles import roles_named
from dialogs.language.naming.stems import listed, misspelt, naming, tokens
from dialogs.language.naming.themes import themes_named
from dialogs.language.phrases import folded
from storage.directory import Directory

__all__ = [
    "Named",
    "Scored",
    "actions_by_words",
    "audiences_named",
    "organisations_named",
    "roles_named",
    "sources_named",
    "themes_named",
]

FULL, USUAL, PART = 100.0, 90.0, 75.0
SMALL = {"and", "of", "the", "for", "to", "in", "nhs"}
LEGAL = {"ft", "trust", "service", "council", "board", "nhs", "partnership", "police"}
SHORTEST = 3
MOST_WORDS = 60


@dataclass(frozen=True, slots=True)
class _Called:
    """Phrases that name something, as one pattern that finds the longest first."""

    pattern: re.Pattern[str]
    means: dict[str, tuple[tuple[str, float], ...]]
    words: tuple[str, ...]

    def named(self, text: str) -> list[Named]:
        """What a text names, in order; the likeliest first where a phrase may mean several."""
        return self._found(folded(text)) or self._misspelt(text)

    def _found(self, plain: str) -> list[Named]:
        return [
            Named(what, match.start(), match.end(), score)
            for match in self.pattern.finditer(plain)
            for what, score in self.means[" ".join(match[0].split())]
        ]

    def _misspelt(self, text: str) -> list[Named]:
        """The same where a word is not quite as it should be: probatoin."""
        said = tokens(text)[:MOST_WORDS]
        better = [
            misspelt(token.word, self.words) or token.word
            if token.word not in _ordinary()
            else token.word
            for token in said
        ]
        if all(token.word == word for token, word in zip(said, better, strict=True)):
            return []
        starts = dict(zip(_starts(better), said, strict=True))
        ends = {
            start + len(word): token
            for (start, token), word in zip(starts.items(), better, strict=True)
        }
        return [
            Named(one.what, starts[one.start].start, ends[one.end].end, PART)
            for one in self._found(" ".join(better))
            if one.start in starts and one.end in ends
        ]


def _starts(words: Sequence[str]) -> list[int]:
    """Where words stand that are joined by single spaces."""
    places, at = [], 0
    for word in words:
        places.append(at)
        at += len(word) + 1
    return places


@lru_cache
def _ordinary() -> frozenset[str]:
    return listed("small") | listed("weak") | listed("not_typos")


def organisations_named(text: str, directory: Directory) -> list[Named]:
    """Partners by name, short form or common word: police, the ICB, health, the trust."""
    return _organisations(directory).named(text)


def sources_named(text: str, directory: Directory) -> list[Named]:
    """Where actions come from: JTAI, the national review, own judgement."""
    return _sources(directory).named(text)


def audiences_named(text: str) -> list[Named]:
    """For whom a report is: the HWB, scrutiny, Ofsted."""
    return _audiences().named(text)


@lru_cache(maxsize=8)
def _organisations(directory: Directory) -> _Called:
    called = _Phrases()
    for name in directory.organisations:
        called.add(folded(name), name, FULL)
        for short in _short_forms(name):
            called.add(short, name, USUAL)
        for word in _own_words(name, directory.organisations):
            called.add(word, name, PART)
    for entry in naming()["organisation"]:
        called.add_kind(entry, directory.organisations)
    return called.compiled()


def _short_forms(name: str) -> Iterable[str]:
    """Its initials, from three letters on: ASCP, UHT."""
    words = [word for word in re.findall(r"[a-z]+", folded(name)) if word not in SMALL]
    for count in range(SHORTEST, len(words) + 1):
        yield "".join(word if word == "ft" else word[0] for word in words[:count])


def _own_words(name: str, all_names: Sequence[str]) -> Iterable[str]:
    """Words that only this organisation has in its name: Tamebrook."""
    for word in re.findall(r"[a-z]{4,}", folded(name)):
        alone = sum(word in folded(other).split() for other in all_names) == 1
        if alone and word not in LEGAL and word not in _common_words():
            yield word


@lru_cache
def _common_words() -> frozenset[str]:
    """Words that say of what kind an organisation is, but not which."""
    said = (
        word for entry in naming()["organisation"] for one in entry["kind"] for word in one.split()
    )
    return frozenset(said) | {
        "children",
        "childrens",
        "safeguarding",
        "university",
        "health",
        "care",
        "integrated",
        "office",
        "group",
    }


@lru_cache(maxsize=8)
def _sources(directory: Directory) -> _Called:
    called = _Phrases()
    for name in directory.sources:
        called.add(folded(name), name, FULL)
    for entry in naming()["source"]:
        called.add_kind(entry, directory.sources, together=True)
    return called.compiled()


@lru_cache
def _audiences() -> _Called:
    called = _Phrases()
    for entry in naming()["audience"]:
        for said in entry["said"]:
            called.add(folded(said), entry["called"], USUAL)
    return called.compiled()


class _Phrases:
    """Collects what people say and what they may mean by it."""

    def __init__(self) -> None:
        self._means: dict[str, dict[str, float]] = {}

    def add(self, said: str, what: str, score: float) -> None:
        meant = self._means.setdefault(" ".join(said.split()), {})
        meant[what] = max(score, meant.get(what, 0.0))

    def add_kind(
        self, entry: dict[str, Any], names: Sequence[str], *, together: bool = False
    ) -> None:
        """What all names of a kind are called; `together` gives several of them one name."""
        kinds = [re.compile(rf"(?<!\w){re.escape(kind)}(?!\w)") for kind in entry["kind"]]
        fit = [name for name in names if any(kind.search(folded(name)) for kind in kinds)]
        if together and len(fit) != 1:
            fit = [entry["called"]]
        for said in map(folded, entry["said"]):
            if " ".join(said.split()) not in self._means:
                for name in fit:
                    self.add(said, name, USUAL)

    def compiled(self) -> _Called:
        longest = sorted(self._means, key=lambda said: (-len(said), said))
        either = "|".join(re.escape(said).replace(r"\ ", r"\s+") for said in longest)
        ranked = {
            said: tuple(sorted(meant.items(), key=lambda item: -item[1]))
            for said, meant in self._means.items()
        }
        never = r"(?!)"
        pattern = rf"(?<![\w-])(?:{either or never})(?=(?:'?s)?(?![\w-]))"
        words = {word for said in self._means for word in said.split() if word.isalpha()}
        return _Called(re.compile(pattern), ranked, tuple(sorted(words)))
