"""Which role a text names: by title, part of the title, abbreviation, or as a role's deputy."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

from dialogs.language.naming.named import Named
from dialogs.language.naming.stems import Token, listed, misspelt, naming, spelt_out, tokens
from dialogs.language.phrases import folded
from storage.directory import Directory, ListedRole

SURE, PARTLY, SHARED = 100.0, 85.0, 60.0
HALF = 0.5
TWO = 2
JOINING = frozenset({"and", "n", "of", "the", "for", "in", "to"})
ITS_DEPUTY = re.compile(r"\A(?:'s|s)?\s+deputy(?!\w)")
DEPUTY_OF = re.compile(r"(?<!\w)deputy\s+(?:(?:to|for|of)\s+)?(?:the\s+)?\Z")
LETTERS = re.compile(r"[^\W\d_]+")
INITIALS = 3
REMEMBERED = 4096


@dataclass(frozen=True, slots=True)
class _Title:
    """A role's title: all its words, and those before the dash."""

    role: ListedRole
    words: frozenset[str]
    main: frozenset[str]
    apart: frozenset[str]
    """Words without which it is another role: deputy, assistant."""


Run = Sequence[tuple[Token, tuple[str, ...]]]


def roles_named(text: str, directory: Directory) -> list[Named]:
    """The titles of the roles named, in order; several with one place where it may be either."""
    return _index(directory).named(text)


class _Index:
    """The words of all titles, and how much each tells."""

    def __init__(self, directory: Directory) -> None:
        self._titles = [_title(role) for role in directory.roles]
        self._with: dict[str, list[int]] = {}
        for place, title in enumerate(self._titles):
            for word in title.words:
                self._with.setdefault(word, []).append(place)
        counts = {word: len(places) for word, places in self._with.items()}
        total = len(self._titles)
        self._tells = {
            word: log(1 + total / count) / log(1 + total) for word, count in counts.items()
        }
        self._known = [word for word in counts if word not in JOINING]
        self._initials = _initials(directory.roles)
        self._hints = self._of_a_role()
        self._remembered: dict[str, tuple[str, ...]] = {}

    def named(self, text: str) -> list[Named]:
        plain = folded(text)
        if self._hints.isdisjoint(LETTERS.findall(plain)):
            return []
        found = [one for run in self._runs(text) for one in self._best(run)]
        return [self._or_deputy(one, plain) for one in found]

    def _of_a_role(self) -> frozenset[str]:
        """The words without one of which no role is named: what it is a noun for, and initials."""
        nouns = listed("role_nouns")
        several = (f"{noun}s" for noun in nouns)
        short = (
            word for word in naming()["abbreviations"] if not nouns.isdisjoint(spelt_out(word))
        )
        return frozenset([*nouns, *several, *short, *self._initials])

    def _runs(self, text: str) -> Iterator[Run]:
        run: list[tuple[Token, tuple[str, ...]]] = []
        end = 0
        for token in tokens(text):
            words = self._words(token, text)
            if run and _parted(text[end : token.start]):
                yield run
                run = []
            if words:
                run.append((token, words))
                end = token.end
            elif token.word in JOINING:
                end = token.end
            elif run:
                yield run
                run = []
        if run:
            yield run

    def _words(self, token: Token, text: str) -> tuple[str, ...]:
        """The words of titles that a word stands for."""
        word = token.word
        initials = self._initials.get(word)
        if initials and text[token.start : token.end].isupper():
            return initials
        if word not in self._remembered:
            if len(self._remembered) >= REMEMBERED:
                self._remembered.clear()
            self._remembered[word] = self._looked_up(word)
        return self._remembered[word]

    def _looked_up(self, word: str) -> tuple[str, ...]:
        words = tuple(_singular(w, self._tells) for w in spelt_out(word) if w not in JOINING)
        if all(w in self._tells for w in words):
            return words
        if len(words) > 1 or word in listed("small"):
            return ()
        known = misspelt(word, self._known)
        return (known,) if known else ()

    def _best(self, run: Run) -> Iterator[Named]:
        """The roles of a run of words: those that fit most of it, then the rest's."""
        places = {place for _, words in run for one in words for place in self._with.get(one, ())}
        titles = [self._titles[place] for place in sorted(places)]
        fits = [fit for title in titles if (fit := self._fit(run, title))]
        if not fits:
            return
        most = max(fit.rank for fit in fits)
        winners = [fit for fit in fits if fit.rank == most]
        first, last = winners[0].first, winners[0].last
        yield from self._best(run[:first])
        for fit in winners:
            score = SHARED if len(winners) > 1 else SURE if fit.whole else PARTLY
            yield Named(fit.title.role.title, run[first][0].start, run[last][0].end, score)
        yield from self._best(run[last + 1 :])

    def _fit(self, run: Run, title: _Title) -> "_Fit | None":
        """The longest part of a run that is of this title."""
        best: _Fit | None = None
        for first in range(len(run)):
            if not title.words.issuperset(run[first][1]):
                continue
            last = first
            while last + 1 < len(run) and title.words.issuperset(run[last + 1][1]):
                last += 1
            said = frozenset(word for _, words in run[first : last + 1] for word in words)
            fit = self._judged(title, said, first, last)
            if fit and (best is None or fit.rank > best.rank):
                best = fit
        return best

    def _judged(self, title: _Title, said: frozenset[str], first: int, last: int) -> "_Fit | None":
        nouns = listed("role_nouns")
        main = len(said & title.main) / len(title.main)
        enough = len(said) >= TWO or said == title.words
        names_a_role = bool(said & nouns) and enough and main >= HALF
        if not names_a_role or not title.apart <= said:
            return None
        told = round(sum(self._tells[word] for word in said), 4)
        whole = len(said & title.words) / len(title.words)
        return _Fit(title, first, last, (told, round(main, 4), 0), whole == 1)

    def _or_deputy(self, named: Named, plain: str) -> Named:
        """The deputy of the role that is named, where the text says so."""
        after = ITS_DEPUTY.search(
            plain[named.end - 2 if plain[: named.end].endswith("'s") else named.end :]
        )
        before = DEPUTY_OF.search(plain[: named.start])
        if not (after or before):
            return named
        deputy = next(t.role.deputy for t in self._titles if t.role.title == named.what)
        return Named(deputy, named.start, named.end, named.score) if deputy else named


@dataclass(frozen=True, slots=True)
class _Fit:
    """How well a part of a run fits a title."""

    title: _Title
    first: int
    last: int
    rank: tuple[float, float, int]
    whole: bool


def _parted(between: str) -> bool:
    return any(sign in between for sign in ",;:.!?()\n")


def _singular(word: str, known: dict[str, float]) -> str:
    return word if word in known or word.removesuffix("s") not in known else word.removesuffix("s")


def _split(text: str) -> list[str]:
    return [word for token in tokens(text) for word in spelt_out(token.word) if word not in JOINING]


def _title(role: ListedRole) -> _Title:
    main, _, rest = re.sub(r"\s+[-–—]\s+", "\n", role.title, count=1).partition("\n")
    words = frozenset(_split(main)) | frozenset(_split(rest))
    return _Title(role, words, frozenset(_split(main)) or words, words & _apart())


@lru_cache
def _apart() -> frozenset[str]:
    return frozenset(naming()["role_nouns"]["apart"])


def _initials(roles: Sequence[ListedRole]) -> dict[str, tuple[str, ...]]:
    """PSW for Principal Social Worker: initials of a title, from three letters on."""
    found: dict[str, tuple[str, ...]] = {}
    for role in roles:
        for part in {role.title, re.split(r"\s[-–—]\s", role.title)[0]}:
            words = _split(part)
            if len(words) >= INITIALS:
                found.setdefault("".join(word[0] for word in words), tuple(words))
    return found


@lru_cache(maxsize=8)
def _index(directory: Directory) -> _Index:
    return _Index(directory)
