"""Phrases as a programme officer writes them, compiled once into patterns.

    what's [still] (overdue|late) [in ...]

Words stand for themselves, whatever the capitals and the spacing between them; `(a|b)` is a choice,
`[a]` may be missing, `...` is up to five words, a word that ends in `*` may go on (`recruit*`), an
apostrophe may be left out, `^` at the front is the beginning of the text, `<name>` is a list of
words of the lexicon, and `#` is a number in digits.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from dialogs.language.english import by_frequency

RARE = 3_000
"""Words that are less frequent in English are all alike rare."""
MARKS = 40
"""A mark is as frequent as the word at this place."""
GRAMMAR = Path(__file__).parent / "grammar"
TOKEN = re.compile(r"\.\.\.|[()\[\]|]|<\w+>|[^\s()\[\]|<>]+")
WORD = re.compile(r"@?[^\W_]+(?:'[^\W_]+)*|\S")
GAP = r"(?:[^\s.;!?]+\s+){0,5}?"
ANCHOR = 3
"""So many letters of a word that may go on are looked at before a phrase is tried."""

Anchors = frozenset[str]
ANYWHERE: Anchors = frozenset({""})


class BadPhrase(Exception):
    """A phrase of the grammar cannot be read; the text says which and why."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a phrase as a pattern, and the beginnings of the words that it needs."""

    pattern: str
    anchors: Anchors
    also: Anchors | None = None
    """Words of which it needs one besides."""
    optional: bool = False
    gap: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """What some phrases mean, with messages beside them that must (and must not) be found."""

    name: str
    phrases: tuple[re.Pattern[str], ...]
    anchors: tuple[Anchors, ...]
    """Of each phrase, words of which a text must have one: `recruit*` may go on."""
    also: tuple[Anchors | None, ...]
    """Of each phrase, words of which a text must have one besides."""
    pattern: re.Pattern[str]
    """All phrases in one."""
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]
    slots: Mapping[str, str]
    """What the rule by itself says of the filters of a question."""
    unless: re.Pattern[str] | None
    """What makes it something else, wherever in the text it stands."""

    def search(self, text: str) -> re.Match[str] | None:
        """Where the rule is first found in a folded text."""
        found = [match for phrase in self.phrases if (match := phrase.search(text))]
        return self.unless_said(min(found, key=re.Match.start) if found else None)

    def unless_said(self, match: re.Match[str] | None) -> re.Match[str] | None:
        """What was found, if nothing in its text makes it something else."""
        return None if match and self.unless and self.unless.search(match.string) else match


class Rules:
    """Rules in order; of their phrases only those are tried that could fit a text."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        self._phrases = [(rule, phrase) for rule in self.rules for phrase in rule.phrases]
        self._exact: dict[str, list[int]] = {}
        self._begun: dict[str, list[tuple[str, int]]] = {}
        self._anywhere: list[int] = []
        self._also = [also for rule in self.rules for also in rule.also]
        every = (anchors for rule in self.rules for anchors in rule.anchors)
        for place, anchors in enumerate(every):
            self._note(place, anchors)

    def _note(self, place: int, anchors: Anchors) -> None:
        if anchors == ANYWHERE:
            self._anywhere.append(place)
            return
        for anchor in anchors:
            if anchor.endswith("*"):
                begun = anchor.removesuffix("*")
                self._begun.setdefault(begun[:ANCHOR], []).append((begun, place))
            else:
                self._exact.setdefault(anchor, []).append(place)

    def first(self, text: str) -> tuple[Rule, re.Match[str]] | None:
        """The first rule that is found in a folded text, and where."""
        return next(self.all(text), None)

    def all(self, text: str) -> Iterator[tuple[Rule, re.Match[str]]]:
        """Every rule that is found in a folded text, in order, with its first place."""
        last: Rule | None = None
        best: re.Match[str] | None = None
        for place in self._possible(text):
            rule, phrase = self._phrases[place]
            if rule is not last:
                if last and best and last.unless_said(best):
                    yield last, best
                last, best = rule, None
            match = phrase.search(text)
            if match and (best is None or match.start() < best.start()):
                best = match
        if last and best and last.unless_said(best):
            yield last, best

    def _possible(self, text: str) -> list[int]:
        """The phrases that have the words in common with the text that they need, in order."""
        found = set(self._anywhere)
        exact, begun, also = self._exact, self._begun, self._also
        words = set(WORD.findall(text))
        for word in words & exact.keys():
            found.update(exact[word])
        for word in words:
            for beginning, place in begun.get(word[:ANCHOR], ()):
                if word.startswith(beginning):
                    found.add(place)
        fits = [at for at in found if (need := also[at]) is None or not words.isdisjoint(need)]
        fits.sort()
        return fits


def folded(text: str) -> str:
    """The text in small letters with plain apostrophes, every character where it was."""
    lower = text.lower()
    if lower.isascii():
        return lower.replace("`", "'")
    if len(lower) != len(text):
        lower = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    return lower.translate(PLAIN)


PLAIN = str.maketrans({"’": "'", "‘": "'", "`": "'", "\u00b4": "'", "–": "-", "—": "-", "−": "-"})


@lru_cache
def lexicon() -> Mapping[str, tuple[str, ...]]:
    """The lists of words that phrases name: <week> is week, wk, weeks, wks."""
    with (GRAMMAR / "lexicon.toml").open("rb") as file:
        return {name: tuple(words) for name, words in tomllib.load(file).items()}


def words(name: str) -> frozenset[str]:
    """One of the lists of single words."""
    return _words()[name]


@lru_cache
def _words() -> Mapping[str, frozenset[str]]:
    with (GRAMMAR / "words.toml").open("rb") as file:
        return {name: frozenset(listed) for name, listed in tomllib.load(file).items()}


@lru_cache
def rules(name: str) -> Rules:
    """The rules of one file of the grammar."""
    with (GRAMMAR / f"{name}.toml").open("rb") as file:
        return Rules(rule_of(entry) for entry in tomllib.load(file)["rule"])


def rule_of(entry: Mapping[str, Any]) -> Rule:
    """A rule as the grammar writes it: name, say, perhaps unless, whole, slots, examples, not."""
    whole = entry.get("whole", False)
    pieces = [_begun(phrase) for phrase in entry["say"]]
    return Rule(
        name=entry["name"],
        phrases=tuple(_bounded((piece,), whole=whole) for piece in pieces),
        anchors=tuple(ANYWHERE if "" in piece.anchors else piece.anchors for piece in pieces),
        also=tuple(piece.also for piece in pieces),
        pattern=_bounded(pieces, whole=whole),
        examples=tuple(entry.get("examples", ())),
        counterexamples=tuple(entry.get("not", ())),
        slots=entry.get("slots", {}),
        unless=compiled(entry["unless"])[0] if "unless" in entry else None,
    )


def compiled(phrases: Iterable[str], *, whole: bool = False) -> tuple[re.Pattern[str], Anchors]:
    """One pattern for all the phrases, over folded text; `whole` lets nothing stand around it."""
    pieces = [_begun(phrase) for phrase in phrases]
    anchors = frozenset().union(*(piece.anchors for piece in pieces))
    begin = frozenset(anchor.removesuffix("*")[:ANCHOR] for anchor in anchors)
    return _bounded(pieces, whole=whole), ANYWHERE if "" in begin else begin


def _bounded(pieces: Iterable[_Piece], *, whole: bool) -> re.Pattern[str]:
    either = "|".join(piece.pattern for piece in pieces)
    bounded = rf"\s*(?:{either})[\s.!?]*\Z" if whole else rf"(?<![\w'@])(?:{either})(?![\w'])"
    start = r"\A" if whole else ""
    return re.compile(start + bounded)


def _begun(phrase: str) -> _Piece:
    """A phrase that begins with ^ is found only where the text begins."""
    if not phrase.startswith("^ "):
        return _phrase(phrase)
    piece = _phrase(phrase.removeprefix("^ "))
    return _Piece(rf"\A\s*{piece.pattern}", piece.anchors, piece.also)


def _phrase(phrase: str) -> _Piece:
    tokens = TOKEN.findall(phrase)
    piece, rest = _choice(tokens, phrase)
    if rest:
        raise BadPhrase(f"“{phrase}” has a {rest[0]} too many.")
    if piece.optional or piece.gap:
        raise BadPhrase(f"“{phrase}” would be found everywhere.")
    return piece


def _choice(tokens: list[str], phrase: str) -> tuple[_Piece, list[str]]:
    """Alternatives up to a closing bracket or the end."""
    branches = []
    while True:
        piece, tokens = _sequence(tokens, phrase)
        branches.append(piece)
        if not tokens or tokens[0] != "|":
            break
        tokens = tokens[1:]
    if len(branches) == 1:
        return branches[0], tokens
    pattern = "|".join(branch.pattern for branch in branches)
    anchors = frozenset().union(*(branch.anchors for branch in branches))
    return _Piece(f"(?:{pattern})", anchors), tokens


def _sequence(tokens: list[str], phrase: str) -> tuple[_Piece, list[str]]:
    pieces = []
    while tokens and tokens[0] not in {"|", ")", "]"}:
        piece, tokens = _piece(tokens, phrase)
        pieces.append(piece)
    if not pieces:
        raise BadPhrase(f"“{phrase}” has an empty part.")
    return _joined(pieces), tokens


def _piece(tokens: list[str], phrase: str) -> tuple[_Piece, list[str]]:
    first, rest = tokens[0], tokens[1:]
    if first in {"(", "["}:
        inner, rest = _choice(rest, phrase)
        closing = ")" if first == "(" else "]"
        if not rest or rest[0] != closing:
            raise BadPhrase(f"“{phrase}” lacks a {closing}")
        if first == "(":
            return inner, rest[1:]
        return _Piece(inner.pattern, ANYWHERE, optional=True), rest[1:]
    if first == "...":
        return _Piece(GAP, ANYWHERE, gap=True), rest
    if first.startswith("<"):
        return _listed(first[1:-1], phrase), rest
    return _word(first), rest


def _listed(name: str, phrase: str) -> _Piece:
    if name not in lexicon():
        raise BadPhrase(f"“{phrase}” names <{name}>, which the lexicon has not got.")
    pieces = [_phrase(entry) for entry in lexicon()[name]]
    pattern = "|".join(piece.pattern for piece in pieces)
    return _Piece(f"(?:{pattern})", frozenset().union(*(piece.anchors for piece in pieces)))


def _word(typed: str) -> _Piece:
    if typed == "#":
        return _Piece(r"\d+(?:\.\d+)?", ANYWHERE)
    open_ended = typed.endswith("*")
    word = typed.removesuffix("*").lower()
    pattern = re.escape(word).replace("'", "'?") + (r"\w*" if open_ended else "")
    begins = {_beginning(one, open_ended=open_ended) for one in (word, word.replace("'", ""))}
    too_short = open_ended and len(word) < ANCHOR
    return _Piece(pattern, ANYWHERE if too_short else frozenset(begins))


def _beginning(word: str, *, open_ended: bool) -> str:
    """The word of a text that could be this one: of "re-open" its "re"."""
    match = WORD.match(word)
    first = match[0] if match else word
    return f"{first}*" if open_ended and first == word else first


def _joined(pieces: list[_Piece]) -> _Piece:
    """Pieces one after the other, with space between them where both are there."""
    pattern, needed = "", []
    for place, piece in enumerate(pieces):
        last = place == len(pieces) - 1
        if piece.gap:
            pattern += piece.pattern
            continue
        if piece.optional:
            later = any(not other.optional for other in pieces[place + 1 :])
            if later:
                pattern += rf"(?:{piece.pattern}\s+)?"
            else:
                pattern += rf"(?:\s+{piece.pattern})?"
            continue
        needed += [piece.anchors, piece.also] if piece.also else [piece.anchors]
        pattern += piece.pattern
        followed = any(not other.optional for other in pieces[place + 1 :])
        if not last and followed:
            pattern += r"\s+"
    if not needed:
        return _Piece(pattern, ANYWHERE, optional=True)
    known = sorted((anchors for anchors in needed if "" not in anchors), key=_commonness)
    best = known[0] if known else ANYWHERE
    return _Piece(pattern, best, next(filter(_is_exact, known[1:]), None))


def _commonness(anchors: Anchors) -> tuple[int, int]:
    """How often one of these words is typed: by the most frequent, then by how many there are."""
    return -min(map(_rarity, anchors)), len(anchors)


@cache
def _rarity(anchor: str) -> int:
    """The place of a word among the frequent ones; a mark is in every other message."""
    if anchor.startswith("@"):
        return MARKS
    return _frequent().get(anchor.removesuffix("*").replace("'", ""), RARE)


@lru_cache
def _frequent() -> Mapping[str, int]:
    return {word: place for place, word in enumerate(by_frequency()[:RARE])}


def _is_exact(anchors: Anchors) -> bool:
    return not any(anchor.endswith("*") for anchor in anchors)
