"""How a message is put: whether it asks, tells, wants or lists, whatever it is about."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from dialogs.language.lazily import lazily
from dialogs.language.naming.stems import misspelt
from dialogs.language.phrases import GRAMMAR, compiled, rules
from storage.vocabulary import Rating

WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
LONGER_WORD = re.compile(r"[a-z]{5,}")
WITHOUT = re.compile(r"(?<!\w)w/o(?:ut)?(?!\w)")
FIGURES = re.compile(
    r"\d\s?(?:%|pct|percent|per\scent)|\d\s?[x×]\s?\d|l\s?\d\s?,?\s?i\s?\d|£\s?\d|(?<![\d/])\d+\s?(?:/|of|out\sof)\s?\d+(?![\d/])\s"
)
VERY_FEW, FEW, SOME = 6, 8, 18
"""Words: so few can ask without a verb; the more there are, the plainer it must be said."""


class Shape:
    """A folded message with chat spellings turned round and references as @ref, @risk, @rating."""

    def __init__(self, marked: str) -> None:
        self.text = plain(marked)

    def __str__(self) -> str:
        return self.text

    @lazily
    def words(self) -> int:
        return len(WORD.findall(self.text))

    @lazily
    def question_mark(self) -> bool:
        return self.text.rstrip().endswith("?") or "? " in self.text or "?\n" in self.text

    @lazily
    def opens(self) -> bool:
        """It opens like a question, somewhere goes on like one, or has a question mark."""
        if self.question_mark or self._begins("opens"):
            return True
        if self._asks_later is not None or _after_a_time().search(self.text):
            return True
        if _said("puzzled").search(self.text):
            return True
        return not self.rated and _said("anywhere").search(self.text) is not None

    @lazily
    def asks(self) -> bool:
        """It opens like a question, or is a few words that tell nothing."""
        if self.opens or (self.words <= VERY_FEW and self._names_things):
            return True
        if self.words > FEW and (self.words > SOME or not self.lists):
            return False
        return self.tells_nothing or (self.untold and self.polite)

    @lazily
    def wonders(self) -> bool:
        """It opens like a question with a word that asks."""
        return self.opens and _said("asking_words").search(self.text) is not None

    @lazily
    def may_ask(self) -> bool:
        """Whether it is worth looking closer: told at length or with figures it is no question."""
        if self.opens:
            return True
        few = self.words <= FEW or (self.words <= SOME and self.lists) or self.polite
        return few and self.untold

    @lazily
    def polite(self) -> bool:
        return "please" in self.text

    @lazily
    def figures(self) -> bool:
        return FIGURES.search(self.text) is not None

    @lazily
    def rated(self) -> bool:
        """An action and a rating side by side are an update, whatever else they are."""
        return "@ref" in self.text and "@rating" in self.text

    @lazily
    def untold(self) -> bool:
        """No figures, and no beginning that tells something."""
        return not (self.figures or self.rated or self._begins("states"))

    @lazily
    def tells_nothing(self) -> bool:
        told = _said("tells").search(self.text) if self.untold else None
        if told is None:
            return self.untold
        return _said("relative").search(self.text, 0, told.end()) is not None

    @lazily
    def lists(self) -> bool:
        """It has words of somebody who wants to see something: actions, everything, which."""
        return _said("lists").search(self.text) is not None

    @lazily
    def _names_things(self) -> bool:
        """Actions or owners of some kind, nobody's in particular: "signed off actions"."""
        if not self.untold or _said("particular").search(self.text):
            return False
        return _said("things").search(self.text) is not None

    @lazily
    def question(self) -> str:
        """The question itself, where a reason is told before it; else the whole text."""
        if self._begins("opens"):
            return self.text
        return self.text[self._asks_later or 0 :]

    @lazily
    def asks_outright(self) -> bool:
        """It begins like a question, has a question mark, or tells nothing besides."""
        return self.question_mark or self._begins("opens") or self.tells_nothing

    @lazily
    def _asks_later(self) -> int | None:
        """Where after a stop it goes on like a question, and not with "which means"."""
        places = (match.start("question") for match in _after_a_stop().finditer(self.text))
        return next((at for at in places if not _said("never").match(self.text, at)), None)

    def wants(self, start: int) -> bool:
        """A report is asked for: politely, or by naming it (at `start`) before all else."""
        if self.opens or self.polite:
            return not self.figures
        first = len(WORD.findall(self.text[:start])) <= 1 and self.untold
        told = self.figures or self.rated or _said("happened").search(self.text)
        return (first and not told) or self.asks

    def has(self, name: str) -> bool:
        """Whether one of the lists of phrases is found: own, all, it ..."""
        return _said(name).search(self.text) is not None

    def _begins(self, name: str) -> bool:
        start = _politeness().match(self.text)
        place = start.end() if start else 0
        if _said("never").match(self.text, place):
            return False
        return _said(name).match(self.text, place) is not None


class Ratings:
    """What ratings are called in questions."""

    def __init__(self, table: Mapping[str, Sequence[str]]) -> None:
        self.means = {said: Rating(name) for name, all_said in table.items() for said in all_said}
        either = "|".join(map(re.escape, sorted(self.means, key=len, reverse=True)))
        self.pattern = re.compile(rf"(?<![\w@-])(?:{either})(?![\w-])")


@lru_cache
def tables() -> Mapping[str, Any]:
    """The file of the grammar: lists, cues and rules."""
    with (GRAMMAR / "questions.toml").open("rb") as file:
        return tomllib.load(file)


@lru_cache
def ratings() -> Ratings:
    """What ratings are called in questions."""
    return Ratings(tables()["ratings"])


@lru_cache
def slots_of_rules() -> Mapping[str, Mapping[str, str]]:
    """What each rule says of the question, by its name: kind, needs, field ..."""
    return {entry["name"]: entry["slots"] for entry in tables()["rule"]}


def plain(text: str) -> str:
    """Folded text with chat spellings turned round: wots → what's."""
    spelling: Mapping[str, str] = tables()["spelling"]
    text = WITHOUT.sub("without", text)
    return WORD.sub(lambda m: spelling.get(m[0]) or _keyword(m[0]), text)


@lru_cache(maxsize=4096)
def _keyword(word: str) -> str:
    """The word, or the deciding word of a question that it is a misspelling of."""
    known: Sequence[str] = tables()["keywords"]["words"]
    if len(word) < len("trend") or word in known or word in tables()["keywords"]["apart"]:
        return word
    if any(one.startswith(word) or word.startswith(one) for one in known):
        return word
    return misspelt(word, known) or word


def corrected(shape: str) -> str:
    """The same with misspelt words of questions put right: overdeu, complte."""
    return WORD.sub(lambda match: _corrected_word(match[0]), shape)


@lru_cache(maxsize=4096)
def _corrected_word(word: str) -> str:
    if word in _vocabulary():
        return word
    return misspelt(word, _vocabulary()) or word


@lru_cache
def _vocabulary() -> frozenset[str]:
    """The longer words of the rules."""
    said = (rule.pattern.pattern.replace("\\", " ") for rule in rules("questions").rules)
    return frozenset(word for pattern in said for word in LONGER_WORD.findall(pattern))


@lru_cache
def _said(name: str) -> re.Pattern[str]:
    return compiled(tables()["asking"][name])[0]


@lru_cache
def _politeness() -> re.Pattern[str]:
    return re.compile(rf"\W*(?:{_said('polite').pattern}[\s,:;.!-]+)*")


@lru_cache
def _after_a_stop() -> re.Pattern[str]:
    """A question that begins in the middle."""
    before = r"(?:[.,;:!?\n]|\s-|(?<!\w)(?:and|so|but|then))\s*(?:(?:please|just|so|and|also)\s)?"
    return re.compile(rf"{before}(?P<question>{_said('later').pattern})")


@lru_cache
def _after_a_time() -> re.Pattern[str]:
    """Since the last board, what has moved."""
    before = rf"\A\W*{_said('times').pattern}\s(?:[^.?!]{{1,50}}?\s)?"
    return re.compile(before + _said("asking_words").pattern)
