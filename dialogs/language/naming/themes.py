"""Which theme a text names: by code, name, part of the name, nickname or misspelling."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from dialogs.language.naming.named import Named
from dialogs.language.naming.stems import Token, listed, misspelt, naming, spelt_out, tokens
from storage.directory import Directory

SURE, PARTLY, SHARED, WEAKLY = 100.0, 85.0, 60.0, 50.0
ENOUGH = 60.0
SHORT_CODES = frozenset(
    [
        "it",
        "is",
        "in",
        "on",
        "at",
        "to",
        "of",
        "or",
        "so",
        "me",
        "we",
        "us",
        "by",
        "do",
        "an",
        "as",
        "be",
        "if",
        "no",
        "my",
        "he",
        "am",
        "go",
        "up",
    ]
)
PREFIX = 5
"""From so many letters on the beginning of a word is enough."""
JOINING = frozenset({"and", "n", "of", "the", "in", "nd", "for"})
REMEMBERED = 4096
MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
NUMBER_NEXT = re.compile(
    rf"[ \t]?[-–]?[ \t]?\d(?!\d?(?:st|nd|rd|th)?(?:[ \t](?:{MONTHS})|/\d))", re.IGNORECASE
)
"""A number that is part of a reference, not the day of a date."""


@dataclass(frozen=True, slots=True)
class _Hit:
    """A word of a message that is one (or all) of a theme's words."""

    theme: int
    places: frozenset[int]
    weak: bool


Run = Sequence[tuple[Token, tuple[_Hit, ...]]]


def themes_named(text: str, directory: Directory, least: float = ENOUGH) -> list[Named]:
    """The codes of the themes named, in order; several with one place where it may be either.

    A word that is also said of other things ("practice") scores below `least` unless that is
    lowered.
    """
    named = _index(directory).named(text)
    return [one for one in named if one.score >= least]


class _Index:
    """The words of the themes' names with everything that stands for them."""

    def __init__(self, directory: Directory) -> None:
        self._codes = [theme.code for theme in directory.themes]
        self._names = [_name_words(theme.name) for theme in directory.themes]
        self._vocabulary: dict[str, tuple[_Hit, ...]] = {}
        for theme, words in enumerate(self._names):
            self._add_name(theme, directory.themes[theme].name, words)
        for said, meant in naming()["themes"].items():
            weak = said in listed("theme_weak")
            hits = [replace(hit, weak=weak) for hit in self._for_words(meant.split())]
            if hits:
                self._vocabulary.setdefault(said, tuple(hits))
        self._others = _other_words(directory) - set(self._vocabulary)
        self._remembered: dict[str, tuple[_Hit, ...]] = {}
        self._code = _code_pattern(self._codes)

    def _add_name(self, theme: int, name: str, words: Sequence[str]) -> None:
        for place, word in enumerate(words):
            weak = len(words) > 1 and word in listed("theme_weak")
            self._add(word, _Hit(theme, frozenset({place}), weak))
        everything = frozenset(range(len(words)))
        for said in {"".join(words), _initials(words), _initials(_all_words(name))} - set(words):
            if len(words) > 1 and (len(said) > 2 or said.upper() in self._codes):
                self._add(said, _Hit(theme, everything, weak=False))

    def _add(self, said: str, hit: _Hit) -> None:
        self._vocabulary[said] = (*self._vocabulary.get(said, ()), hit)

    def _for_words(self, words: Sequence[str]) -> list[_Hit]:
        """What themes all these words are words of."""
        found = []
        for theme, name in enumerate(self._names):
            if set(words) <= set(name):
                places = frozenset(name.index(word) for word in words)
                found.append(_Hit(theme, places, weak=False))
        return found

    def named(self, text: str) -> list[Named]:
        by_code = [
            Named(match[0].upper(), match.start(), match.end(), SURE)
            for match in self._code.finditer(text)
            if match[0].isupper() or match[0].lower() not in SHORT_CODES
        ]
        taken = {place for one in by_code for place in range(one.start, one.end)}
        by_name = [
            one for run in self._runs(text) for one in self._best(run) if one.start not in taken
        ]
        return sorted(by_code + by_name, key=lambda one: (one.start, -one.score))

    def _runs(self, text: str) -> Iterator[Run]:
        """Words of themes that stand beside each other."""
        run: list[tuple[Token, tuple[_Hit, ...]]] = []
        for token in _paired(_unnumbered(text), self._vocabulary):
            hits = self._hits(token.word)
            if hits:
                run.append((token, hits))
            elif run and token.word not in JOINING:
                yield run
                run = []
        if run:
            yield run

    def _hits(self, word: str) -> tuple[_Hit, ...]:
        if word in self._vocabulary:
            return self._vocabulary[word]
        if word not in self._remembered:
            if len(self._remembered) >= REMEMBERED:
                self._remembered.clear()
            self._remembered[word] = self._looked_up(word)
        return self._remembered[word]

    def _looked_up(self, word: str) -> tuple[_Hit, ...]:
        spelt = spelt_out(word)
        if spelt != (word,):
            return tuple(self._for_words(spelt))
        if word in listed("small") or word in self._others:
            return ()
        if len(word) >= PREFIX:
            longer = [known for known in self._vocabulary if known.startswith(word)]
            if len(longer) == 1:
                return self._vocabulary[longer[0]]
        known_word = misspelt(word, list(self._vocabulary))
        return self._vocabulary[known_word] if known_word else ()

    def _best(self, run: Run) -> Iterator[Named]:
        """The themes of a run of words: the one that most of them fit, then the rest's."""
        if not run:
            return
        fits = [(self._fit(run, theme), theme) for theme in range(len(self._codes))]
        most = max(fit[:2] for fit, _ in fits)
        if most[0] == 0:
            return
        winners = [(fit, theme) for fit, theme in fits if fit[:2] == most]
        first, last = winners[0][0][2], winners[0][0][3]
        shared = sum((fit[2], fit[3]) == (first, last) for fit, _ in winners) > 1
        yield from self._best(run[:first])
        for fit, theme in winners:
            if (fit[2], fit[3]) == (first, last):
                yield self._as_named(run[first : last + 1], theme, shared=shared)
        yield from self._best(run[last + 1 :])

    def _fit(self, run: Run, theme: int) -> tuple[int, int, int, int]:
        """How many words of the name stand together, how many do not count little, and where."""
        best = (0, 0, 0, 0)
        start: int | None = None
        places: set[int] = set()
        strong = 0
        for number, (_, hits) in enumerate(run):
            mine = [hit for hit in hits if hit.theme == theme]
            if not mine:
                start, places, strong = None, set(), 0
                continue
            start = number if start is None else start
            places |= mine[0].places
            strong += not mine[0].weak
            best = max(best, (len(places), strong, start, number), key=lambda fit: fit[:2])
        return best

    def _as_named(self, run: Run, theme: int, *, shared: bool) -> Named:
        places = {p for _, hits in run for hit in hits if hit.theme == theme for p in hit.places}
        weak = all(hit.weak for _, hits in run for hit in hits if hit.theme == theme)
        score = SURE if len(places) == len(self._names[theme]) and not shared else PARTLY
        if shared:
            score = SHARED
        if weak and (score != SURE or len(self._names[theme]) == 1):
            score = WEAKLY
        return Named(self._codes[theme], run[0][0].start, run[-1][0].end, score)


def _name_words(name: str) -> list[str]:
    return [token.word for token in tokens(name) if token.word not in JOINING]


def _all_words(name: str) -> list[str]:
    return [token.word for token in tokens(name)]


def _initials(words: Sequence[str]) -> str:
    return "".join(word[0] for word in words)


def _unnumbered(text: str) -> list[Token]:
    """The words without those of references: QA-02 is no word about QA."""
    return [token for token in tokens(text) if not NUMBER_NEXT.match(text, token.end)]


def _other_words(directory: Directory) -> set[str]:
    """Words that the plan's actions have: they are no misspelling of a theme."""
    return {
        token.word
        for action in directory.actions
        for token in tokens(f"{action.short_title} {action.title}")
    }


def _paired(words: Sequence[Token], vocabulary: dict[str, tuple[_Hit, ...]]) -> Iterator[Token]:
    """The words, two that are one word of a theme as that one: work force."""
    place = 0
    while place < len(words):
        word = words[place]
        if place + 1 < len(words) and word.word not in vocabulary:
            both = word.word + words[place + 1].word
            if both in vocabulary:
                yield Token(both, word.start, words[place + 1].end)
                place += 2
                continue
        yield word
        place += 1


def _code_pattern(codes: Sequence[str]) -> re.Pattern[str]:
    either = "|".join(map(re.escape, codes)) or "(?!)"
    return re.compile(rf"(?<![\w-])(?:{either})(?![\w-]|[ \t]?\d)", re.IGNORECASE | re.ASCII)


@lru_cache(maxsize=8)
def _index(directory: Directory) -> _Index:
    return _Index(directory)
