"""The period a question is about: since last board, this wk & next, this month w last."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Literal

from dateutil.relativedelta import relativedelta

from dialogs.language.dates import RULES, arithmetic, may_hold_a_date
from dialogs.language.dates.arithmetic import DAY
from dialogs.language.dates.patterns import Patterns, Rule
from dialogs.language.dates.said import Said
from dialogs.language.dates.when import When
from dialogs.language.dates.worded import pieces
from dialogs.language.dates.words import Token, listed

MOST = 12
"""No question names more periods."""
HALF_YEAR = 180
"""So many days lie between two periods of which the first named is a year too late."""
YEAR = relativedelta(years=1)
LIMITS = {"later", "earlier", "sooner"}
MEETINGS = {"met", "meeting", "mtg", "meet"}


@dataclass(frozen=True, slots=True)
class Period:
    """The days that a question is about; None where it has no such end ("by end of Jan")."""

    start: int
    end: int
    """Where it stands in the text."""
    since: date | None = None
    """Everything from this day up to today: since 1 Nov, in the last fortnight."""
    from_: date | None = None
    to: date | None = None
    """Both days included; of "since" the end is today."""
    periods: tuple[tuple[date, date], ...] = ()
    """Two or more to be compared, in the order named; what is not over ends today."""


def now(said: Said) -> When:
    """Between now and the next board."""
    return said.when(said.today, exact=True)


def last_met(said: Said) -> When | None:
    """Since we last met: since the last board."""
    found = arithmetic.board(said.today, said.boards, -1)
    met = any(token.text in MEETINGS for token in said.part)
    return said.when(found, exact=True) if found and met and said.find("which") == -1 else None


def same_again(said: Said) -> When | None:
    """This quarter with the previous one, this month and last."""
    unit = next(
        (token.value for token in reversed(said.tokens[: said.begin]) if token.kind == "unit"), None
    )
    if unit is None or unit == "day":
        return None
    return said.when(arithmetic.around(unit, said.today, said.find("which")))


OWN_RULES: tuple[Rule, ...] = (
    ("now (?= (and|to|until|dash))", now),
    ("(?<=since) filler? the? which (unknown|filler) (filler a board|filler the board)?", last_met),
    ("the? which number NO_NOUN", same_again),
    (
        "(?<=versus) the? which NO_NOUN (?! weekday|quarter|BOARD|season|financial|a|small)",
        same_again,
    ),
)


@lru_cache
def _patterns() -> Patterns:
    return Patterns((*OWN_RULES, *RULES))


def period_in(
    text: str,
    today: date,
    *,
    boards: Sequence[date] = (),
    prefer: Literal["future", "past"] | None = None,
) -> Period | None:
    """The period that a question names, None if it names none.

    Which way it looks where a year is left out is told from its words ("due", "updates") unless
    `prefer` says it.
    """
    if not may_hold_a_date(text) and "since" not in text.lower():
        return None
    words = _words(text)
    past = _looks_back(words) if prefer is None else prefer == "past"
    said = Said(words, 0, 0, today, tuple(boards), past, loose=True)
    found = [when for when in _patterns().read(said) if _counts(when, today)]
    return _period(found, words, today) if found else None


def _words(text: str) -> list[Token]:
    """The words; the "and" of what is to be compared joins nothing."""
    words = pieces(text)
    if not any(word.text in listed("questions", "comparing") for word in words):
        return words
    return [word._replace(kind="versus") if word.kind == "and" else word for word in words]


def _looks_back(words: Sequence[Token]) -> bool:
    said = {token.text for token in words}
    if said & listed("questions", "forwards"):
        return False
    compares = any(
        token.kind == "versus" or (token.kind == "than" and before.text not in LIMITS)
        for before, token in zip([words[0], *words], words, strict=False)
    )
    return compares or bool(said & listed("questions", "backwards"))


def _counts(when: When, today: date) -> bool:
    """Soon and after half term are no period; after Friday and next year are."""
    return not when.relative_to_due and (
        not when.vague or when.first < when.last or (when.lead == "after" and when.first > today)
    )


def _period(found: list[When], words: Sequence[Token], today: date) -> Period:
    joined = [found[0]]
    apart = False
    for when in found[1:MOST]:
        between = _between(joined[-1], when, words)
        if _connects(between) and not apart:
            joined[-1] = _union(joined[-1], when)
        else:
            apart = apart or _sets_apart(between, words)
            joined.append(when)
    if apart and len(joined) > 1:
        return _compared(joined, today)
    return _one(_clipped(joined[0], words, today), today)


def _clipped(when: When, words: Sequence[Token], today: date) -> When:
    """This month so far, so far this month, this month to date."""
    before = [word.text for word in words if word.end <= when.start][-2:]
    after = [word.text for word in words if word.start >= when.end][:2]
    if after[:1] == ["onwards"] and when.lead == "from":
        return replace(when, last=when.first)
    if (
        after not in (["so", "far"], ["to", "date"]) and before != ["so", "far"]
    ) or not when.first <= today < when.last:
        return when
    return replace(when, last=today)


def _between(first: When, second: When, words: Sequence[Token]) -> list[Token]:
    return [word for word in words if first.end <= word.start and word.end <= second.start]


def _connects(between: Sequence[Token]) -> bool:
    named = listed("questions", "connecting") | listed("questions", "filling")
    kinds = {token.text if token.kind == "unknown" else token.kind for token in between}
    return bool(kinds & listed("questions", "connecting")) and kinds <= named


def _sets_apart(between: Sequence[Token], words: Sequence[Token]) -> bool:
    if any(token.kind in {"versus", "than"} for token in between):
        return True
    return any(token.text in listed("questions", "comparing") for token in words)


def _union(first: When, second: When) -> When:
    if (first.first - second.last).days > HALF_YEAR and first.first.year > 1:
        first = replace(first, first=first.first - YEAR, last=first.last - YEAR)
    return When(
        first=min(first.first, second.first),
        last=max(first.last, second.last),
        start=first.start,
        end=second.end,
        day=second.day,
        lead="" if first.lead in {"since", "from", "after"} else first.lead,
    )


def _compared(found: Sequence[When], today: date) -> Period:
    spans = tuple((w.first, min(w.last, max(today, w.first))) for w in found)
    return Period(
        start=found[0].start,
        end=found[-1].end,
        from_=min(first for first, _ in spans),
        to=max(last for _, last in spans),
        periods=spans,
    )


def _one(when: When, today: date) -> Period:
    since, first, last = _ends(when, today)
    return Period(start=when.start, end=when.end, since=since, from_=first, to=last)


def _ends(when: When, today: date) -> tuple[date | None, date | None, date | None]:
    """Since, from and to."""
    if when.lead == "since" or (when.last == today and when.first < today):
        return when.first, when.first, today
    if when.lead == "after":
        opens = when.last + DAY if when.past else when.first
        return (opens, opens, today) if opens <= today else (None, opens, None)
    if when.lead == "from" and when.first == when.last:
        return (when.first, when.first, today) if when.first <= today else (None, when.first, None)
    if when.lead in {"by", "before", "until"}:
        return None, None, when.last
    if when.lead in {"in", "within"} and when.first == when.last and not when.exact:
        return None, min(today, when.first), max(today, when.last)
    return None, when.first, when.last
