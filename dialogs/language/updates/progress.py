"""Progress on one action: completion, ratings, a measure, days, and the author's words."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from dialogs.language.clauses import Clause
from dialogs.language.dates.when import When
from dialogs.language.marks import Mark
from dialogs.language.meaning import (
    About,
    Clarify,
    CompletionClaim,
    Item,
    NoChange,
    Number,
    Progress,
)
from dialogs.language.phrases import words
from dialogs.language.situation import Situation
from dialogs.language.updates.amounts import (
    COMPLETION_MOVED,
    claims_completion,
    metric_in,
    percent_of,
)
from dialogs.language.updates.notes import note_of
from dialogs.language.updates.targets import measure_words, own_words
from storage.vocabulary import ImpactRating, Rating

FINISHING = re.compile(
    r"(?<!\w)(?:expect\w*|forecast\w*|should|shd|hope\w*|hoping|aim\w*|target\w*|plan(?:ned)?\sto|looking\s(?:at|like)|finish\w*|"
    r"complet\w*|clos(?:e|ing)|go[\s-]live|eta|prob(?:ably)?|likely|remaining|rest|outstanding|last\s(?:\d+|one|two|three|few|couple|team|bit|of)|final\s\w+)(?!\w)"
)
UNTIL = re.compile(r"(?<!\w)(?:by|til|till|until|for|to)\s(?:the\s|around\s|about\s|early\s)?\Z")
HAPPENS = re.compile(
    r"(?<!\w)(?:start\w*|interview\w*|i/?vs?|meet\w*|mtgs?|workshop\w*|session\w*|review\w*|visit\w*|panel\w*|launch\w*|survey\w*|next\s(?:one|mtg|meeting|session|date)|goes?\s(?:out|to)|going\s(?:out|to)|due\sto\s(?:meet|start)|need\w*|event\w*|training|course\w*|board|committee|present\w*|joins?|joining|begin\w*|opens?|advert\w*|shortlist\w*)(?!\w)"
)
PAST = re.compile(
    r"(?<!\w)(?:since|did|met|went|held|happened|was|were|had|attended|signed|agreed|started|launched|issued|published|sent|came|ran|visited|completed|finished|got|took|saw|spoke|presented|delivered|began|closed|moved|joined|passed|gave|left|yesterday|ago)(?!\w)"
)
SPEND = re.compile(
    r"(?<!\w)(?:spen[dt]\w*|paid|cost\w*|invoic\w*|budget|underspen\w*|overspen\w*|commit\w*|quote\w*|funded|pay|charged|bill\w*|grant|k)(?!\w)"
)
HYPOTHETICAL = re.compile(r"(?<!\w)(?:somewhere|between|anywhere)(?!\w)")


class Reported(NamedTuple):
    """Items about one action, and what has to be asked first."""

    items: tuple[Item, ...]
    clarify: Clarify | None = None


class Spoken(NamedTuple):
    """What is said of one action: its clauses, what was said before all of them, and for whom."""

    ref: str
    clauses: Sequence[Clause]
    prefix: Sequence[Clause]
    behalf: str | None
    misses: bool
    """It is said that the due date will be missed."""


def report_on(spoken: Spoken, situation: Situation) -> Reported:
    """What some clauses report on an action."""
    clauses = spoken.clauses
    percent, rated = _percent(spoken, situation), _Ratings.of(clauses)
    if unclear := _unclear(spoken, percent, rated):
        return Reported((), unclear)
    same = [clause for clause in clauses if "no_change" in clause.acts]
    if same and not (percent or rated.delivery or rated.impact):
        return Reported((_no_change(spoken, same),))
    claims = _claims(spoken, situation)
    if claims and not (percent and percent.value < 100) and not rated.worse:
        return Reported((_claim(spoken, claims, percent, rated),))
    return _progress(spoken, percent, rated, situation)


def _percent(spoken: Spoken, situation: Situation) -> Mark | None:
    measure = measure_words(situation, spoken.ref)
    known = own_words(situation, spoken.ref)
    named = sorted(spoken.clauses, key=lambda clause: not clause.marks("ref"))
    found = (percent_of(clause, measure, known) for clause in named)
    return next(filter(None, found), None) or _answer(spoken.clauses, situation)


def _claims(spoken: Spoken, situation: Situation) -> list[Clause]:
    known = own_words(situation, spoken.ref)
    return [
        clause
        for clause in spoken.clauses
        if claims_completion(clause, known) or "ready_for_sign_off" in clause.acts
    ]


def _unclear(spoken: Spoken, percent: Mark | None, rated: "_Ratings") -> Clarify | None:
    """What has to be asked back before anything is recorded."""
    ref = spoken.ref
    if ranged := _ranged(spoken.clauses):
        return Clarify(about=About.PERCENT, action=ref, span=ranged)
    if percent and not _possible(percent):
        return Clarify(about=About.PERCENT, action=ref, span=(percent.start, percent.end))
    if rated.open:
        names = tuple(rating.value for rating in rated.open.value.ratings)
        span = (rated.open.start, rated.open.end)
        return Clarify(about=About.RAG, action=ref, candidates=names, span=span)
    if rated.unknown and not rated.delivery:
        span = (rated.unknown.start, rated.unknown.end)
        return Clarify(about=About.RAG, action=ref, candidates=CHOOSABLE, span=span)
    return None


CHOOSABLE = ("green", "amber", "red")


def _progress(
    spoken: Spoken, percent: Mark | None, rated: "_Ratings", situation: Situation
) -> Reported:
    ref, clauses = spoken.ref, spoken.clauses
    days = _days(clauses, situation)
    conflict = rated.green and (spoken.misses or _is_late(ref, days, situation))
    delivery = None if conflict else rated.delivery
    taken = [*filter(None, (percent, rated.impact, delivery)), *_refs(clauses), *rated.all]
    slots: dict[str, Any] = {
        "percent": percent.value if percent else None,
        "delivery_rag": delivery.value.ratings[0] if delivery else None,
        "impact_rag": _impact(rated.impact),
        "metric": metric_in(clauses, percent),
        "spend": _spend(clauses),
        "note": note_of([*spoken.prefix, *clauses], [*taken, *days.values()]),
        **{name: mark.value.day for name, mark in days.items()},
    }
    item = Progress(action=ref, on_behalf_of=spoken.behalf, **slots)
    if not conflict:
        return Reported((item,))
    asks = Clarify(
        about=About.RAG_CONFLICT, action=ref, candidates=("red", "amber", "green"), span=rated.span
    )
    return Reported((item,), asks)


def _is_late(ref: str, days: Mapping[str, Mark], situation: Situation) -> bool:
    """Whether it is expected to be finished after it is due."""
    action = situation.actions([ref]).get(ref)
    expected = days.get("forecast")
    return bool(action and expected and expected.value.day > action.due)


def _impact(mark: Mark | None) -> ImpactRating | None:
    """The impact rating; blue and grey are none."""
    named = mark.value.ratings[0].value if mark else ""
    return ImpactRating(named) if named in set(ImpactRating) else None


class _Ratings(NamedTuple):
    """The ratings of some clauses: the last one said for delivery and for impact."""

    delivery: Mark | None
    impact: Mark | None
    open: Mark | None
    unknown: Mark | None
    all: tuple[Mark, ...]

    @classmethod
    def of(cls, clauses: Sequence[Clause]) -> "_Ratings":
        marks = [mark for clause in clauses for mark in clause.marks("rating")]
        single = [mark for mark in marks if len(mark.value.ratings) == 1]
        delivery = [mark for mark in single if not mark.value.impact]
        impact = [mark for mark in single if mark.value.impact]
        opened = [mark for mark in marks if len(mark.value.ratings) > 1]
        unknown = [mark for mark in marks if mark.value.unknown]
        return cls(
            delivery[-1] if delivery else None,
            impact[-1] if impact else None,
            opened[-1] if opened and not delivery else None,
            unknown[0] if unknown else None,
            tuple(single),
        )

    @property
    def span(self) -> tuple[int, int] | None:
        """Where the delivery rating stands."""
        return (self.delivery.start, self.delivery.end) if self.delivery else None

    @property
    def green(self) -> bool:
        """Rated green."""
        return self.delivery is not None and Rating.GREEN in self.delivery.value.ratings

    @property
    def worse(self) -> bool:
        """Rated red or amber: not said of what is done."""
        worst = {Rating.RED, Rating.AMBER}
        return bool(self.delivery and worst.intersection(self.delivery.value.ratings))


def _refs(clauses: Sequence[Clause]) -> list[Mark]:
    return [mark for clause in clauses for mark in clause.marks("ref")[:2]]


def _possible(percent: Mark) -> bool:
    value: Number = percent.value
    return 0 <= value <= 100 and value == int(value)


def _ranged(clauses: Sequence[Clause]) -> tuple[int, int] | None:
    """Where a completion between two figures stands: "somewhere between 30 and 50%"."""
    marks = [mark for clause in clauses for mark in clause.marks("range")]
    return (marks[0].start, marks[0].end) if marks else None


def _answer(clauses: Sequence[Clause], situation: Situation) -> Mark | None:
    """A bare number, where the bot had asked how far it is, or beside a rating."""
    asked = (situation.earlier.bot_asked or "").lower()
    wanted = any(word in asked for word in ("complete", "percent", "%", "how far", "how much"))
    alone = next((c for c in clauses if c.words == ("@number",)), None)
    rated = any("@rating" in c.words and RATED_ONLY.issuperset(c.words) for c in clauses)
    if alone and rated:
        return alone.found[0]
    for clause in clauses:
        numbers = clause.marks("number")
        if numbers and clause.shape.endswith("@ref @number") and 0 <= numbers[-1].value <= 100:
            return numbers[-1]
        if numbers and COMPLETION_MOVED.search(clause.shape) and 0 <= numbers[0].value <= 100:
            return numbers[0]
        if len(numbers) != 1 or clause.marks("date", "fraction", "percent", "score"):
            continue
        beside = bool(clause.marks("rating"))
        if (wanted or beside) and set(clause.words) <= ALONE:
            return numbers[0]
    return None


ALONE = words("alone")
RATED_ONLY = words("little") | {"@ref", "@rating", "rated"}


def _no_change(spoken: Spoken, said: Sequence[Clause]) -> NoChange:
    others = [clause for clause in spoken.clauses if clause not in said]
    note = note_of([*spoken.prefix, *others], _refs(spoken.clauses))
    return NoChange(action=spoken.ref, note=note, on_behalf_of=spoken.behalf)


def _claim(
    spoken: Spoken, said: Sequence[Clause], percent: Mark | None, rated: _Ratings
) -> CompletionClaim:
    links = [mark for clause in spoken.clauses for mark in clause.marks("url")]
    others = [clause for clause in spoken.clauses if clause not in said]
    taken = [*_refs(spoken.clauses), *rated.all, *links, *([percent] if percent else [])]
    return CompletionClaim(
        action=spoken.ref,
        evidence=tuple(mark.value for mark in links),
        note=note_of(others, taken),
        on_behalf_of=spoken.behalf,
    )


def _days(clauses: Sequence[Clause], situation: Situation) -> dict[str, Mark]:
    """Which day is when it is expected to be finished, which the next to come, which is past."""
    found: dict[str, Mark] = {}
    for clause in clauses:
        for mark in clause.marks("date")[:MOST_DAYS]:
            if mark.value.relative_to_due:
                continue
            name = _role(clause, mark, situation)
            if name == "forecast" and _is_of_the_next(clause):
                name = NEXT
            if name and (name not in found or _is_better(name, clause, mark, found[name])):
                found[name] = mark
    return found


MOST_DAYS = 12
"""Nobody gives more in one breath; a list of days says nothing of the action."""
NEXT = "next_date"
NEXT_ONE = re.compile(
    r"(?<!\w)next\s(?:\w+\s)?(?:session|meeting|mtg|panel|workshop|visit|interview|date|event|course|forum|one)"
)


def _is_of_the_next(clause: Clause) -> bool:
    """Whether a day stands alone after what is named as the next one: next session at …, 9 Dec."""
    if clause.stop or not all(word.startswith("@") or word in ALONE for word in clause.words):
        return False
    before = clause.message.folded[max(0, clause.start - FAR) : clause.start]
    sentence = SENTENCE_ENDS.split(before)[-1]
    return NEXT_ONE.search(sentence) is not None


FAR = 200
SENTENCE_ENDS = re.compile(r"[.;!?\n]")


def _is_better(name: str, clause: Clause, mark: Mark, found: Mark) -> bool:
    """What happens is named beside it; or it is a day of its own, not one since when."""
    if name == NEXT:
        return _is_when(clause, mark)
    began = (_just_before(clause, found), _just_before(clause, mark))
    return name == "event_date" and bool(SINCE.search(began[0])) and not SINCE.search(began[1])


def _just_before(clause: Clause, mark: Mark) -> str:
    return clause.message.folded[max(0, mark.start - 10) : mark.start]


def _is_when(clause: Clause, mark: Mark) -> bool:
    """Whether the words just before a day name what happens on it: interviews 13 Dec."""
    before = clause.message.folded[clause.start : mark.start]
    return HAPPENS.search(" ".join(before.split()[-2:])) is not None


def _role(clause: Clause, mark: Mark, situation: Situation) -> str | None:
    """What a day is said of; "data in for November" is said of none."""
    when = mark.value
    before = clause.message.folded[clause.start : mark.start]
    if when.past or when.day < situation.today or SINCE.search(before):
        return "event_date"
    if not when.exact and (when.lead == "for" or _goes_on(when, situation.today)):
        return None
    near = " ".join(before.split()[-6:])
    if NOT_BEFORE.search(near):
        return "forecast"
    asked = EXPECTED.search(situation.earlier.bot_asked or "")
    if asked or (FINISHING.search(near) and not NEEDED.search(near)):
        return "forecast"
    owed = OWED.search(before) is not None
    if UNTIL.search(before) and not owed and not HAPPENS.search(clause.plain):
        return "forecast"
    alone = all(word.startswith("@") or word in ALONE for word in clause.words)
    return "forecast" if alone else "next_date"


NOT_BEFORE = re.compile(
    r"(?<!\w)(?:not|won't\sbe|wont\sbe)\s(?:done\s|finished\s|ready\s)?(?:before|until|till?)\s?\Z"
)


def _goes_on(when: When, today: date) -> bool:
    """A quarter or a month that has begun: what is said of it has happened, or goes on."""
    long = when.last - when.first > timedelta(days=14)
    return long and not when.lead and when.first < today <= when.last


SINCE = re.compile(r"(?<!\w)since\s\Z")
NEEDED = re.compile(r"(?<!\w)(?:needs?|before|b4|must|got\sto|have\sto|has\sto)\s")
OWED = re.compile(r"(?<!\w)(?:must|got\sto|have\sto|has\sto)\s(?!be\s|finish|complete|close)")
"""What has to be done by a day is not the end of the action."""
EXPECTED = re.compile(r"(?<!\w)(?:finish|expect|complete|done|when)\w*", re.IGNORECASE)


def _spend(clauses: Sequence[Clause]) -> str | None:
    """Money that was spent, as typed."""
    for clause in clauses:
        money = clause.marks("money")
        if money and SPEND.search(clause.plain):
            return clause.message.text[money[0].start : money[-1].end]
    return None
