"""Phrases of the grammar written out as turns of words, to be compared word by word."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from dialogs.language.phrases import TOKEN as PART
from dialogs.language.privacy.tokens import TOKEN

NAME_MARK, AGE_MARK = "ɴ", "ᴀ"
MARKS = {"NAMES": f"{NAME_MARK}s", "NAME": NAME_MARK, "AGE": AGE_MARK}
NUMBER, GAP = "#", "..."
MOST = 600
"""So many turns are written out; of more there is a pattern."""
SKIPPED = re.compile(r"(NAME) ((?:\[<aux>\] )+)")
LISTED = re.compile(r"<(\w+)>")
MARKED = re.compile(r"\b(?:NAMES|NAME|AGE)\b")

Words = tuple[str, ...]
Key = str | Words
Lists = Mapping[str, Iterable[str]]


@dataclass(frozen=True, slots=True)
class Turn:
    """Words that follow each other in a text."""

    words: Words
    skips: int
    """So many little words may stand after the first one."""
    key: int
    """Which of its words is looked up, with the next one: the longest, as the rarest."""
    sought: "Key"
    counts: bool
    """Whether a number is one of the words."""

    def ends(self, text: Words, at: int, little: frozenset[str]) -> tuple[int, int] | None:
        """The first and the last word of a text that it stands at, its key being found here."""
        begins = at - self.key
        if begins < 0:
            return None
        tail = self.words[1:] if self.skips else self.words
        begins += len(self.words) - len(tail)
        ends = begins + len(tail)
        if text[begins:ends] != tail and not (self.counts and _same(text[begins:ends], tail)):
            return None
        if not self.skips:
            return begins, ends - 1
        before = begins - 1
        while before >= max(0, begins - self.skips) and text[before] in little:
            before -= 1
        return (before, ends - 1) if before >= 0 and text[before] == self.words[0] else None


def _same(said: Words, words: Words) -> bool:
    return len(said) == len(words) and all(
        one == other or (other == NUMBER and one.isdecimal())
        for one, other in zip(said, words, strict=True)
    )


def turns(phrase: str, lists: Lists) -> Iterator[Turn]:
    """Every turn of words that a phrase without gaps stands for."""
    skipped = SKIPPED.match(phrase)
    skips = skipped[2].count("<") if skipped else 0
    for words in _choice(PART.findall(_without_skips(phrase))[::-1], lists):
        first, last = 1 if skips else 0, len(words) - 1
        keyed = [at for at in range(first, last) if NUMBER not in words[at : at + 2]]
        if keyed:
            key = max(keyed, key=lambda at: len(words[at]) + len(words[at + 1]))
            yield Turn(words, skips, key, words[key : key + 2], NUMBER in words)
            continue
        key = max(range(first, last + 1), key=lambda at: (words[at] != NUMBER, len(words[at])))
        yield Turn(words, skips, key, words[key], NUMBER in words)


def needed(phrase: str, lists: Lists) -> list[frozenset[str]]:
    """For each part that a phrase cannot do without, words of which a text must have one."""
    parts = PART.findall(phrase)[::-1]
    found = []
    while parts:
        part = parts.pop()
        ways = _ways(part, parts, lists)
        if part != "[" and part not in {GAP, NUMBER}:
            found.append(frozenset(max(way, key=len) for way in ways))
    return found


def several(phrase: str, lists: Lists) -> bool:
    """Whether a phrase has gaps, or too many turns to be written out."""
    return GAP in phrase or _count(PART.findall(_without_skips(phrase))[::-1], lists) > MOST


def _without_skips(phrase: str) -> str:
    return SKIPPED.sub(r"\1 ", phrase, count=1)


def _count(parts: list[str], lists: Lists) -> int:
    """In how many ways a phrase can be said; `parts` are taken from their end."""
    total, ways = 0, 1
    while parts:
        part = parts.pop()
        if part in ")]":
            break
        if part == "|":
            total, ways = total + ways, 1
        elif part in "([":
            ways *= _count(parts, lists) + (part == "[")
        elif part.startswith("<"):
            ways *= len(tuple(lists[part[1:-1]]))
    return total + ways


def spelled(phrase: str, lists: Lists) -> str:
    """A phrase with its lists written out and its marks put in."""
    listed = LISTED.sub(lambda match: f"({'|'.join(lists[match[1]])})", phrase)
    return MARKED.sub(lambda match: MARKS[match[0]], listed)


def plain(word: str) -> str:
    """A word as turns are compared: without its apostrophe."""
    return word.replace("'", "") if "'" in word else word


def _choice(parts: list[str], lists: Lists) -> list[Words]:
    """The ways to say what stands up to a closing bracket; `parts` are taken from their end."""
    found: list[Words] = []
    current: list[Words] = [()]
    while parts:
        part = parts.pop()
        if part in ")]":
            break
        if part == "|":
            found += current
            current = [()]
            continue
        ways = _ways(part, parts, lists)
        current = [begun + way for begun in current for way in ways]
    return found + current


def _ways(part: str, parts: list[str], lists: Lists) -> list[Words]:
    if part == "(":
        return _choice(parts, lists)
    if part == "[":
        return [(), *_choice(parts, lists)]
    if part.startswith("<"):
        return [_words(entry) for entry in lists[part[1:-1]]]
    return [_words(part)]


def _words(text: str) -> Words:
    """The words of a piece of a phrase, divided as a message is."""
    if text in {GAP, NUMBER}:
        return (text,)
    marked = MARKED.sub(lambda match: MARKS[match[0]], text)
    if marked.startswith("'"):
        return (marked[1:],)
    return tuple(plain(word) for word in TOKEN.findall(marked))
