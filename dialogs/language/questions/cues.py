"""What is most likely asked where no phrase of the grammar is found: told by single words."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from dialogs.language.meaning import QueryKind
from dialogs.language.naming.stems import stem
from dialogs.language.questions.asking import Asking
from dialogs.language.questions.shape import Shape, tables

WORD = re.compile(r"@?[^\W_]+(?:'[^\W_]+)*")
WEIGHTS = {"surely": 3, "mostly": 2, "slightly": 1}
ENOUGH = 3
TOGETHER = 6
"""What words and the way of asking must come to."""
AHEAD = 1
LEAN_OF_QUESTION = 3


@dataclass(frozen=True, slots=True)
class _Cues:
    """Words that speak for one kind of question, and what the message must name."""

    kind: QueryKind
    words: Mapping[str, int]
    names: tuple[str, ...]


def likeliest(asking: Asking) -> QueryKind | None:
    """The kind that the words of a question speak for, if one stands out."""
    shape = asking.shape
    if not shape.opens and not (shape.lists and shape.tells_nothing):
        return None
    said = {stem(word.replace("'", "")) for word in WORD.findall(shape.text)}
    scored = sorted(((_score(cues, said, asking), cues.kind) for cues in _cues()), reverse=True)
    (best, kind), (second, _) = scored[0], scored[1]
    if best < ENOUGH or best < second + AHEAD or best + leaning(shape) < TOGETHER:
        return None
    return kind


def leaning(shape: Shape) -> int:
    """How much the message looks like a question, whatever it is about."""
    lean = LEAN_OF_QUESTION if shape.opens else 0
    return lean + shape.polite + shape.lists + shape.tells_nothing


def _score(cues: _Cues, said: set[str], asking: Asking) -> int:
    weights = [weight for word, weight in cues.words.items() if word in said]
    if not weights or max(weights) < WEIGHTS["mostly"]:
        return 0
    score = sum(weights)
    for name in cues.names:
        if not NAMES[name](asking):
            return 0
        score += name not in CONDITIONS and 2
    return score


CONDITIONS = {"no_ref", "opens"}
NAMES: dict[str, Callable[[Asking], bool]] = {
    "action": lambda asking: asking.named_action is not None,
    "partner": lambda asking: bool(asking.partners),
    "source": lambda asking: bool(asking.sources),
    "rating": lambda asking: asking.rating is not None,
    "period": lambda asking: asking.period is not None,
    "subject": lambda asking: bool(asking.named_action or asking.theme_candidates),
    "no_ref": lambda asking: not asking.refs,
    "opens": lambda asking: asking.shape.opens,
}


@lru_cache
def _cues() -> tuple[_Cues, ...]:
    return tuple(
        _Cues(
            QueryKind(kind),
            {
                stem(word.replace("'", "")): weight
                for strength, weight in WEIGHTS.items()
                for word in entry.get(strength, "").split()
            },
            tuple(entry.get("names", "").split()),
        )
        for kind, entry in tables()["cues"].items()
    )
