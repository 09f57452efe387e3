"""Putting right what was read back or saved: another figure, another action, or taken back."""

import re
from collections.abc import Mapping
from typing import Any

from dialogs.language.marks import Mark, Marked
from dialogs.language.meaning import Correct, Item, Number, Retarget, Withdraw
from dialogs.language.phrases import words
from dialogs.language.situation import Situation

NOT_BEFORE = re.compile(
    r"(?<!\w)(?:not|instead\sof|rather\sthan|from|(?<!have\s)(?<!ve\s)(?<!of\s)said|was(?!\s+(?:for|meant))|isn't|isnt|never|put|wasn't(?:\sfor)?|wasnt(?:\sfor)?|sent(?:\sto)?|than)\s(?:for\s|a\s|an\s|it's\s|its\s|it\swas\s|it\ssaid\s)?(?:l|i|likelihood|impact)?\s?\Z"
)
SAID = re.compile(
    r"(?<!\w)(?:said|put|reported|typed|gave|has|had|shows|showed|reads|told\syou)"
    r"\s(?:it\swas\s|a\s)?\Z"
)
REFUSED = re.compile(
    r"(?<!\w)(?:not|instead\sof|rather\sthan|isn't|isnt|wasn't|wasnt)\s(?:a\s|an\s)?(?:l|i|likelihood|impact)?\s?\Z"
)
WITHDRAWN = frozenset({"withdraw", "withdraw_all"})
LONGEST = 14
"""Words: a longer message that begins with "sorry" is an update."""
LONGEST_REQUEST = 30
ASKS = re.compile(r"(?<!\w)(?:please|pls|can\syou|could\syou|would\syou)(?!\w)")
DATE_FIELDS = ("forecast", "to", "due", "until", "proximity", "next_date", "effective")


def taken_back(
    message: Marked, shape: str, sayings: frozenset[str], situation: Situation
) -> Withdraw | None:
    """Scrap that: the draft, or what was saved last."""
    longest = LONGEST_REQUEST if ASKS.search(shape) else LONGEST
    if len(shape.split()) > longest or not sayings & WITHDRAWN:
        return None
    if any(mark.kind in {"percent", "rating", "score"} for mark in message.marks):
        return None
    named = [mark.value.ref for mark in message.marks if mark.kind == "ref"]
    about = _context(situation)
    one = about.get("among", [about])[0]
    return Withdraw(action=named[0] if named else one.get("action"), what=_what(situation))


def _what(situation: Situation) -> str | None:
    if situation.earlier.awaiting_confirm:
        return "draft"
    return "last_update" if situation.earlier.last_update else None


def corrected(
    message: Marked, shape: str, sayings: frozenset[str], situation: Situation
) -> list[Item]:
    """What a message puts right, or nothing if it is no correction."""
    opens = shape.split()[:1] and shape.split(maxsplit=1)[0].strip(",.!") in OPENERS
    draft = situation.earlier.awaiting_confirm is not None
    if situation.earlier.bot_asked and not draft:
        return []
    about = _context(situation)
    short = len(shape.split()) <= LONGEST
    figures_alone = short and (
        (draft and _only_figures(shape))
        or (opens and _only_figures(shape.replace("@ref", "@date")))
    )
    first, named = shape.split()[:1], any(mark.kind == "ref" for mark in message.marks)
    opened = (
        opens and short and not named and first not in (["no"], ["not"]) and (draft or bool(about))
    )
    another_day = draft and short and NOT_THAT_DAY.search(shape)
    if "corrects" not in sayings and not opened and not figures_alone and not another_day:
        return []
    if not about and not situation.earlier.history and not (short and opens):
        return []
    if not about and not situation.earlier.history and any(m.kind == "ref" for m in message.marks):
        return []
    history = {} if draft else _history(message, situation)
    return _retargeted(message, about, shape) or _values(
        message, {**history, **about} if history else about
    )


NOT_THAT_DAY = re.compile(r"@date\s?,?\s?(?:and\s)?not\s(?:on\s)?(?:the\s)?@date")
OPENERS = words("opens_correction")
FIGURES = words("beside_correction")


def _only_figures(shape: str) -> bool:
    words = [word.strip(",.!?") for word in shape.split()]
    return (
        bool(words)
        and all(word in FIGURES or not word for word in words)
        and any(word.startswith("@") for word in words)
    )


def _context(situation: Situation) -> Mapping[str, Any]:
    """What is put right: the draft if one waits, else what was saved last."""
    earlier = situation.earlier
    return earlier.awaiting_confirm or earlier.last_update or {}


def _history(message: Marked, situation: Situation) -> Mapping[str, Any]:
    """An earlier reading of the action that is named, or the latest."""
    named = {mark.value.ref for mark in message.marks if mark.kind == "ref"}
    entries = [e for e in situation.earlier.history if not named or e.get("action") in named]
    return entries[-1] if entries else {}


def _retargeted(message: Marked, about: Mapping[str, Any], shape: str) -> list[Item]:
    refs = [mark for mark in message.marks if mark.kind == "ref"]
    figures = [
        m for m in message.marks if m.kind in {"percent", "rating", "score", "fraction", "number"}
    ]
    if not refs or figures:
        return []
    wrong = [mark for mark in refs if NOT_BEFORE.search(message.folded[: mark.start])]
    right = [mark for mark in refs if mark not in wrong]
    entries: list[Mapping[str, Any]] = about.get("among") or [about]
    was = wrong[0].value.ref if wrong else entries[0].get("action")
    if not right or was is None or right[-1].value.ref == was:
        return []
    return [Retarget(from_=was, to=right[-1].value.ref)]


def _values(message: Marked, about: Mapping[str, Any]) -> list[Item]:
    named = [mark.value.ref for mark in message.marks if mark.kind == "ref"]
    right, wrong = _sides(message)
    found: list[Item] = []
    for mark in right:
        meant = _entry(mark, about)
        action = named[0] if named else meant.get("action")
        for field, new, old_typed in _fields(mark, wrong, meant):
            old = old_typed if old_typed is not None else _plain(meant.get(field))
            if new == old or any(isinstance(one, Correct) and one.field == field for one in found):
                continue
            found.append(
                Correct(
                    action=action, field=field, old=old, new=new, score=_score(field, new, meant)
                )
            )
    return found


def _entry(mark: Mark, about: Mapping[str, Any]) -> Mapping[str, Any]:
    """Of several things read back together the one that a figure can belong to."""
    entries: list[Mapping[str, Any]] = about.get("among") or [about]
    for field in BELONGS.get(mark.kind, ()):
        for entry in entries:
            if entry.get(field) is not None:
                return entry
    return entries[0]


BELONGS = {
    "percent": ("percent",),
    "number": ("percent", "likelihood", "impact", "metric"),
    "fraction": ("metric",),
    "rating": ("delivery_rag", "percent", "note"),
    "score": ("likelihood", "impact", "desc"),
    "date": DATE_FIELDS,
}


def _sides(message: Marked) -> tuple[list[Mark], list[Mark]]:
    """The figures as they should be, and those said to be wrong."""
    kinds = {"percent", "number", "rating", "score", "date", "fraction"}
    marks = [mark for mark in message.marks if mark.kind in kinds]
    wrong = [mark for mark in marks if REFUSED.search(message.folded[: mark.start])]
    wrong = wrong or [mark for mark in marks if NOT_BEFORE.search(message.folded[: mark.start])]
    if len(wrong) == len([mark for mark in marks if mark.kind != "date"]) > 1:
        wrong = [mark for mark in marks if SAID.search(message.folded[: mark.start])]
    right = [mark for mark in marks if mark not in wrong]
    days = [mark for mark in right if mark.kind == "date"]
    others = [mark for mark in right if mark.kind != "date"]
    past = [mark for mark in days if mark.value.past]
    return [*others, *(day for day in days if day not in past and not others)], wrong


def _fields(mark: Mark, wrong: list[Mark], about: Mapping[str, Any]) -> list[tuple[str, Any, Any]]:
    """(field, new value, value said to be wrong) of one figure."""
    if mark.kind == "rating":
        if len(mark.value.ratings) != 1:
            return []
        field = "impact_rag" if mark.value.impact else "delivery_rag"
        return [(field, mark.value.ratings[0].value, _typed(wrong, "rating"))]
    if mark.kind == "score":
        likelihood, impact = mark.value
        pairs = (("likelihood", likelihood, 0), ("impact", impact, 1))
        return [
            (field, value, _typed_score(wrong, place))
            for field, value, place in pairs
            if value is not None
        ]
    if mark.kind == "date":
        field = next((name for name in DATE_FIELDS if about.get(name)), "forecast")
        return [(field, mark.value.day, None)]
    if mark.kind == "fraction":
        return [("metric", mark.value[0], _typed(wrong, "number"))]
    was = _typed(wrong, "percent", "number")
    of_metric = was is not None and was == _plain(about.get("metric"))
    return [("metric" if of_metric else _number_field(mark, about), mark.value, was)]


def _number_field(mark: Mark, about: Mapping[str, Any]) -> str:
    if mark.kind == "percent":
        metric = about.get("metric")
        of_metric = isinstance(metric, Mapping) and metric.get("unit") == "%"
        return "metric" if of_metric and about.get("percent") is None else "percent"
    for field in ("percent", "likelihood", "impact"):
        if about.get(field) is not None:
            return field
    return "metric" if about.get("metric") else "percent"


def _typed(wrong: list[Mark], *kinds: str) -> Any:
    for mark in wrong:
        if mark.kind in kinds:
            return (
                mark.value.ratings[0].value
                if mark.kind == "rating" and mark.value.ratings
                else mark.value
            )
    return None


def _typed_score(wrong: list[Mark], place: int) -> Number | None:
    for mark in wrong:
        if mark.kind == "score" and mark.value[place] is not None:
            value: Number = mark.value[place]
            return value
        if mark.kind == "number":
            number: Number = mark.value
            return number
    return None


def _plain(value: Any) -> Any:
    """A value of the context: of a metric its figure."""
    if isinstance(value, Mapping):
        return value.get("value")
    return value


def _score(field: str, new: Any, about: Mapping[str, Any]) -> int | None:
    other = {"likelihood": about.get("impact"), "impact": about.get("likelihood")}.get(field)
    return new * other if isinstance(other, int) and isinstance(new, int) else None
