"""Which action is meant by words: "the recruitment one", "hospital audit", "police posts"."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import log

from dialogs.language.naming.stems import (
    listed,
    misspelt,
    naming,
    spelt_out,
    stem,
    title_words,
    tokens,
)
from storage.directory import Directory, ListedAction

SHORT_TITLE, TITLE, MEASURE, RISK = 1.0, 0.7, 0.5, 0.45
WEAK = 0.25
RELATED = 0.5
BESIDE = 0.3
"""What two words add that stand beside each other in the message and in the title."""
WHOLE = 0.4
"""What it adds that all words of the short title were said."""
MOST_WORDS = 200
REMEMBERED = 4096


@dataclass(frozen=True, slots=True)
class Scored:
    """An action and how well it fits: 1 is one telling word of its short title."""

    ref: str
    score: float


def actions_by_words(
    text: str, directory: Directory, among: Collection[str] | None = None
) -> list[Scored]:
    """The actions whose titles, measures or risks have words of the text, the best first."""
    return _index(directory).scored(text, among)


class _Index:
    """Stems of everything that an action is known by, and how much each tells."""

    def __init__(self, directory: Directory) -> None:
        risks: dict[str, list[str]] = {}
        for risk in directory.risks:
            risks.setdefault(risk.action or "", []).append(risk.description)
        self._postings: dict[str, dict[str, float]] = {}
        self._pairs: dict[tuple[str, str], set[str]] = {}
        self._short: dict[str, frozenset[str]] = {}
        self._words: set[str] = set()
        for action in directory.actions:
            self._add(action, risks.get(action.ref, ()))
        self._tells = self._telling(len(directory.actions))
        self._corrected: dict[str, str | None] = {}

    def _add(self, action: ListedAction, risks: Iterable[str]) -> None:
        fields = [
            (action.short_title, SHORT_TITLE),
            (action.title, TITLE),
            (action.success_measure, MEASURE),
            *((words, RISK) for words in risks),
        ]
        for text, weight in fields:
            words = title_words(text)
            self._words.update(words)
            stems = [stem(word) for word in words]
            for one in stems:
                posting = self._postings.setdefault(one, {})
                posting[action.ref] = max(weight, posting.get(action.ref, 0))
            for pair in pairwise(stems):
                self._pairs.setdefault(pair, set()).add(action.ref)
        self._short[action.ref] = frozenset(stem(word) for word in title_words(action.short_title))

    def _telling(self, total: int) -> Mapping[str, float]:
        weak = {stem(word) for word in listed("weak")}
        most = log(1 + max(total, 1))
        return {
            one: log(1 + max(total, 1) / sum(posting.values()))
            / most
            * (WEAK if one in weak else 1)
            for one, posting in self._postings.items()
        }

    def scored(self, text: str, among: Collection[str] | None) -> list[Scored]:
        said = list(self._stems(text))
        scores: dict[str, float] = {}
        for one, share in _each_once(said):
            tells = self._tells[one] * share
            for ref, weight in self._postings[one].items():
                if among is None or ref in among:
                    scores[ref] = scores.get(ref, 0.0) + tells * weight
        self._add_pairs([one for one, _ in said], scores)
        self._add_whole({one for one, share in said if share == 1}, scores)
        ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
        return [Scored(ref, round(score, 4)) for ref, score in ranked]

    def _add_pairs(self, said: list[str], scores: dict[str, float]) -> None:
        for pair in set(pairwise(said)):
            for ref in self._pairs.get(pair, ()):
                if ref in scores:
                    scores[ref] += BESIDE * max(self._tells[one] for one in pair)

    def _add_whole(self, said: set[str], scores: dict[str, float]) -> None:
        for ref in scores:
            if self._short[ref] and self._short[ref] <= said:
                scores[ref] += WHOLE

    def _stems(self, text: str) -> Iterator[tuple[str, float]]:
        """The stems of a message that the plan knows, and the share that each counts for."""
        for token in tokens(text)[:MOST_WORDS]:
            if token.word in listed("small"):
                continue
            hits = [stem(w) for w in spelt_out(token.word) if stem(w) in self._postings]
            if hits:
                yield from ((hit, 1.0) for hit in hits)
            elif stem(naming()["related"].get(token.word, "")) in self._postings:
                yield stem(naming()["related"][token.word]), RELATED
            elif (word := self._correct(token.word)) and stem(word) in self._postings:
                yield stem(word), 1.0

    def _correct(self, word: str) -> str | None:
        if word not in self._corrected:
            if len(self._corrected) >= REMEMBERED:
                self._corrected.clear()
            self._corrected[word] = misspelt(word, self._words)
        return self._corrected[word]


def _each_once(said: Iterable[tuple[str, float]]) -> Iterable[tuple[str, float]]:
    best: dict[str, float] = {}
    for one, share in said:
        best[one] = max(share, best.get(one, 0.0))
    return best.items()


@lru_cache(maxsize=8)
def _index(directory: Directory) -> _Index:
    return _Index(directory)
