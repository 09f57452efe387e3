"""The words of English, by how often they are used."""

from functools import lru_cache
from importlib.resources import files

WORDS = "frequency_dictionary_en_82_765.txt"
"""A list of symspellpy: a word and how often it is used, the most frequent first."""


@lru_cache
def by_frequency() -> tuple[str, ...]:
    """The words of English in small letters, the most frequent first; first names among them."""
    listed = (files("symspellpy") / WORDS).read_text(encoding="utf-8-sig")
    return tuple(line.partition(" ")[0] for line in listed.splitlines())


@lru_cache
def ordinary() -> frozenset[str]:
    """The same as a set."""
    return frozenset(by_frequency())
