"""Slips of the finger put right for reading, with the way back to what was typed."""

import re
import tomllib
from calendar import day_name, month_name
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from symspellpy.symspellpy import SymSpell
from symspellpy.verbosity import Verbosity

from dialogs.language.english import by_frequency, ordinary
from dialogs.language.naming.stems import listed, tokens
from dialogs.language.phrases import GRAMMAR, words
from storage.directory import Directory

GRAMMARS = ("acts", "sayings", "questions", "words", "lexicon", "ratings", "dates", "naming")
NO_WORDS_OF_PEOPLE = frozenset({"examples", "not", "name", "slots"})
"""Keys of the grammar whose values are not what people type, or type by mistake."""
TYPED = re.compile(r"(?<![\w/@.:&#'’-])(?:[A-Za-z]{4,}|[A-Za-z0-9]{3,8})(?![\w/@&'’-]|[.:]\w)")
WHY = re.compile(
    r"\Ay(?=\s(?:is|are|has|have|was|did|does|isn't|isnt|hasn't|hasnt)\s)", re.IGNORECASE
)
LISTED = re.compile(r"(?<![\w<])[a-z]{4,}(?![\w*>'])")
VOWEL = re.compile(r"[aeiouy]")
CALENDAR = frozenset(name.lower() for name in (*month_name, *day_name) if name)
KEPT = words("no_slips")
COMMON = 40_000
"""Rarer words of English are likelier to be slips of commoner ones."""
SHORT, LONG = 5, 8
"""Letters: of a shorter word one may be missing or two swapped, of a longer one two be wrong."""


@dataclass(frozen=True, slots=True)
class Slip:
    """A word that was mistyped: where it stands in the corrected text, and where in the typed."""

    start: int
    end: int
    typed_start: int
    typed_end: int


@dataclass(frozen=True, slots=True)
class Spelt:
    """A text with its slips put right, and how to get back to what was typed."""

    typed: str
    text: str
    slips: tuple[Slip, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a part of the corrected text stands in the typed one."""
        return self._typed(start, at_end=False), self._typed(end, at_end=True)

    def as_typed(self, said: str, between: str) -> str:
        """Words of the corrected text as they were typed; `between` joins parts of it."""
        return between.join(map(self._part_as_typed, said.split(between)))

    def _part_as_typed(self, said: str) -> str:
        start = self.text.find(said)
        if start >= 0:
            return self.typed[slice(*self.span(start, start + len(said)))]
        for slip in self.slips:
            right = re.escape(self.text[slip.start : slip.end])
            typed = self.typed[slip.typed_start : slip.typed_end]
            said = re.sub(rf"(?<!\w){right}(?!\w)", typed, said, count=1)
        return said

    def _typed(self, place: int, *, at_end: bool) -> int:
        shift = 0
        for slip in self.slips:
            if place <= slip.start:
                break
            if place < slip.end:
                return slip.typed_end if at_end else slip.typed_start
            shift = slip.typed_end - slip.end
        return place + shift


def spelt(text: str, directory: Directory) -> Spelt:
    """The text with words that nobody knows read as the words of the grammar or the plan nearby.

    A name in mid-sentence, an abbreviation and whatever is part of an address stay as they are.
    """
    pieces: list[str] = []
    slips: list[Slip] = []
    place, length = 0, 0
    first = WHY.match(text)
    for match in (*([first] if first else ()), *TYPED.finditer(text)):
        right = "why" if match is first else _right(match, directory)
        if right is None:
            continue
        pieces += [text[place : match.start()], right]
        length += match.start() - place
        slips.append(Slip(length, length + len(right), match.start(), match.end()))
        length += len(right)
        place = match.end()
    return Spelt(text, "".join([*pieces, text[place:]]), tuple(slips))


def _right(match: re.Match[str], directory: Directory) -> str | None:
    typed = match[0]
    word = typed.lower()
    if word in _settled():
        return None
    if word in _chat():
        return None if typed.isupper() else _chat()[word]
    if len(word) < SHORT - 1 or not word.isalpha():
        return None
    if typed.isupper() and not match.string.isupper():
        return None
    right = _nearest(word, None) or _nearest(word, directory)
    return None if _is_name(match) and right not in CALENDAR else right


def is_slip(word: str) -> bool:
    """Whether a small word that nobody knows is surely a word of the grammar, mistyped.

    A letter is missing or two are swapped, in a short word one of a pair: with another letter in
    its place it may be a name.
    """
    if word in _chat():
        return True
    right = _nearest(word, None) if len(word) >= SHORT - 1 else None
    if right is None or len(word) < SHORT:
        return right is not None and any(a == b for a, b in pairwise(right))
    return len(right) == len(word) + 1 or sorted(right) == sorted(word)


def _is_name(match: re.Match[str]) -> bool:
    """Whether a word has a capital of its own, and not as the first of a sentence."""
    if not match[0].istitle():
        return False
    before = match.string[: match.start()].rstrip()
    return bool(before) and before[-1] not in ".!?:;\n"


@lru_cache(maxsize=8192)
def _nearest(word: str, directory: Directory | None) -> str | None:
    """The likeliest word of the grammar, or of the plan, that one slip turns into this one."""
    if word in listed("not_typos") or not VOWEL.search(word):
        return None
    most = 2 if len(word) >= LONG else 1
    speller = _of_grammar() if directory is None else _of_plan(directory)
    near = speller.lookup(word, Verbosity.CLOSEST, max_edit_distance=most)
    likely = (one.term for one in near if _is_likely(word, one.term))
    return next(likely, None)


def _is_likely(word: str, right: str) -> bool:
    """Whether fingers slip so: it begins alike or swapped, and a short word lost a letter."""
    swapped = sorted(word) == sorted(right)
    if word[0] != right[0] and not (swapped and word[:2] == right[1::-1]):
        return False
    return len(word) >= SHORT or swapped or len(right) > len(word)


@lru_cache
def _chat() -> Mapping[str, str]:
    return dict(entry.split("=") for entry in words("chat"))


@lru_cache
def _settled() -> frozenset[str]:
    """Words that are right as they are typed."""
    return (_common() | KEPT) - _chat().keys()


@lru_cache
def _common() -> frozenset[str]:
    return frozenset(by_frequency()[:COMMON])


@lru_cache
def _of_grammar() -> SymSpell:
    said = (word for name in GRAMMARS for word in _words_of(name))
    return _speller(word for word in said if word in ordinary())


@lru_cache(maxsize=8)
def _of_plan(directory: Directory) -> SymSpell:
    titles = (f"{a.title} {a.short_title} {a.success_measure}" for a in directory.actions)
    themes = (theme.name for theme in directory.themes)
    said = [*titles, *themes, *(role.title for role in directory.roles)]
    return _speller(token.word for text in said for token in tokens(text))


def _speller(right: Iterable[str]) -> SymSpell:
    speller = SymSpell(max_dictionary_edit_distance=2)
    for word in right:
        if len(word) >= SHORT - 1 and word.isalpha():
            speller.create_dictionary_entry(word, 1)
    return speller


def _words_of(name: str) -> Iterator[str]:
    with (GRAMMAR / f"{name}.toml").open("rb") as file:
        for said in _said(tomllib.load(file)):
            yield from LISTED.findall(said.lower())


def _said(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in NO_WORDS_OF_PEOPLE:
                yield key
                yield from _said(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _said(inner)
