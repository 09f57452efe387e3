"""What is said out of politeness around a message, and what stands between."""

import re
from functools import lru_cache

from dialogs.language.phrases import folded, rules

STOPS = " ,:;.!\n–—-"
STOP = r"[^\S\n]*[,:;.!\n–—-][\s,:;.!–—-]*"
GAP = r"[\s,:;.!–—-]+"
BETWEEN = r"[^\w👍]*"
LONGEST = 160
"""Letters: nobody is polite at greater length."""
TO_SOMEBODY = r"(?:hi|hiya|hello|hey|dear|morning|afternoon)\s[a-z'-]{2,20}"
"""Hello Amara, with a stop behind it."""


def body_of(text: str) -> tuple[int, int]:
    """Where the message itself stands, between greeting and thanks; all, if it is only these.

    A courtesy is neither a slot nor a note.
    """
    plain = folded(text)
    if only_courtesies(plain):
        return 0, len(plain)
    start = opening.end() if (opening := _openings().match(plain)) else 0
    end = len(plain)
    tail = {word.strip(STOPS) for word in plain[-LONGEST:].split()}
    if not _closing_words().isdisjoint(tail):
        closing = _closings().search(plain, max(start, end - LONGEST))
        end = closing.start() if closing else end
    return (start, end) if any(map(str.isalnum, plain[start:end])) else (0, len(plain))


def only_courtesies(plain: str) -> bool:
    """Whether a folded text greets and thanks, and says nothing else."""
    return len(plain) <= LONGEST and _courtesies().fullmatch(plain) is not None


@lru_cache
def _openings() -> re.Pattern[str]:
    stopped = rf"(?:{_said('opening_with_a_stop')}|{TO_SOMEBODY}){STOP}"
    return re.compile(rf"\s*(?:{stopped}|(?:{_said('opening')}){GAP})+")


@lru_cache
def _closings() -> re.Pattern[str]:
    kiss = rf"(?<=\D)\s(?:{_said('kiss')})"
    return re.compile(rf"(?<!\s)(?:{GAP}(?:{_said('closing')})|{kiss})+[\s.!]*\Z")


@lru_cache
def _closing_words() -> frozenset[str]:
    """Words of which every closing has one."""
    closing = (rule for rule in rules("courtesies").rules if rule.name in {"closing", "kiss"})
    return frozenset().union(*(words for rule in closing for words in rule.anchors))


@lru_cache
def _courtesies() -> re.Pattern[str]:
    either = "|".join(map(_said, ("opening", "closing", "kiss")))
    return re.compile(rf"{BETWEEN}(?:(?:{either}){BETWEEN})+")


@lru_cache
def _said(name: str) -> str:
    return next(r.pattern.pattern for r in rules("courtesies").rules if r.name == name)
