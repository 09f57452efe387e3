"""What a word is: an ordinary one, a name, somebody's role, a relation, or none of the known."""

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache

from dialogs.language.english import by_frequency
from dialogs.language.phrases import GRAMMAR

COMMON = 15_000
"""So many of the ordinary words are common enough to be mistyped."""
MISTYPED = range(5, 20)
"""So long are the words that a slip may have made: shorter ones are too near to others."""
LETTERS = "abcdefghijklmnopqrstuvwxyz"
VOWEL = re.compile(r"[aeiouyà-ÿ\u0100-\u024f]|[^\x00-\u024f\u1e00-\u1eff]")


class Word:
    """What a word may be; many are several. Plain numbers: they are compared for every word."""

    ORDINARY = 1 << 0
    FIRST = 1 << 1
    FIRST_OR_WORD = 1 << 2
    SURNAME = 1 << 3
    SURNAME_OR_WORD = 1 << 4
    PLACE = 1 << 5
    SHORT = 1 << 6
    CHILD = 1 << 7
    CHILDREN = 1 << 8
    KIN = 1 << 9
    YOUNG_KIN = 1 << 10
    CHILD_THING = 1 << 11
    ROLE = 1 << 12
    TITLE = 1 << 13
    OFFICE_TITLE = 1 << 14
    VENUE = 1 << 15
    SCHOOL = 1 << 16
    PARTICLE = 1 << 17
    OPENING = 1 << 18
    CALENDAR = 1 << 19
    COLOUR = 1 << 20
    ORIGIN = 1 << 21
    TEAM = 1 << 22
    WORK = 1 << 23
    PRONOUN = 1 << 24


NAME = Word.FIRST | Word.SURNAME
ANY_NAME = NAME | Word.FIRST_OR_WORD | Word.SURNAME_OR_WORD
LISTS = {
    "child": Word.CHILD,
    "children": Word.CHILDREN,
    "kin": Word.KIN,
    "young_kin": Word.YOUNG_KIN,
    "child_things": Word.CHILD_THING,
    "role": Word.ROLE,
    "title": Word.TITLE,
    "office_title": Word.OFFICE_TITLE,
    "venue": Word.VENUE,
    "school": Word.SCHOOL,
    "particle": Word.PARTICLE,
    "opening": Word.OPENING,
    "short": Word.SHORT,
    "calendar": Word.CALENDAR,
    "colour": Word.COLOUR,
    "origin": Word.ORIGIN,
    "team": Word.TEAM,
    "work": Word.WORK,
    "pronouns": Word.PRONOUN,
    "places": Word.PLACE,
    "first_names": Word.FIRST,
    "first_names_or_words": Word.FIRST_OR_WORD,
    "surnames": Word.SURNAME,
    "surnames_or_words": Word.SURNAME_OR_WORD,
}


@lru_cache
def word_lists() -> Mapping[str, tuple[str, ...]]:
    """The lists of words and of names, each entry one word or one turn of words."""
    lists: dict[str, str | list[str]] = {}
    for name in ("privacy_words", "privacy_names"):
        with (GRAMMAR / f"{name}.toml").open("rb") as file:
            lists |= tomllib.load(file)
    return {
        name: tuple(words.split() if isinstance(words, str) else words)
        for name, words in lists.items()
    }


@lru_cache
def listed(name: str) -> frozenset[str]:
    """One of the lists, to look words up in."""
    return frozenset(word_lists()[name])


@lru_cache
def known() -> Mapping[str, int]:
    """Every word that is known, with all that it may be."""
    found: dict[str, int] = dict.fromkeys(by_frequency(), Word.ORDINARY)
    for name, what in LISTS.items():
        for word in word_lists()[name]:
            found[word] = found.get(word, 0) | what
    for word in (*word_lists()["first_names"], *word_lists()["surnames"]):
        found[word] &= ~Word.ORDINARY
    return found


@lru_cache
def _common() -> frozenset[str]:
    """Words that are typed often, and so mistyped."""
    words = frozenset(by_frequency()[:COMMON])
    names = ("first_names", "surnames")
    return words.union(listed("short")).difference(*map(listed, names))


def rare(word: str) -> bool:
    """Whether an ordinary word is not often used."""
    return word not in _common()


@lru_cache(maxsize=4096)
def lacks_a_letter(word: str) -> bool:
    """Whether a common word was typed without one of its letters: qualty."""
    common = _common()
    halves = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    return any(a + letter + b in common for a, b in halves for letter in LETTERS)


@lru_cache(maxsize=4096)
def mistyped(word: str) -> bool:
    """Whether one slip of a finger makes the word of a common one."""
    if len(word) not in MISTYPED or not word.isascii():
        return False
    common = _common()
    halves = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    return (
        any(left + right[1:] in common for left, right in halves if right)
        or any(a + b[1] + b[0] + b[2:] in common for a, b in halves if len(b) > 1)
        or any(a + letter + b[1:] in common for a, b in halves if b for letter in LETTERS)
        or any(a + letter + b in common for a, b in halves for letter in LETTERS)
    )


def sayable(word: str) -> bool:
    """Whether a word is no abbreviation: it has a vowel, or is of a script without them."""
    return VOWEL.search(word) is not None
