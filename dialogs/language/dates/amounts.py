"""Readers of amounts of time: in 2 weeks, a month ago, another month, slipped 2 wks."""

from collections.abc import Callable
from dataclasses import dataclass

from dialogs.language.dates.patterns import Rule
from dialogs.language.dates.said import Said
from dialogs.language.dates.when import Shift, When
from dialogs.language.dates.words import Token, listed

VAGUE = {"few": (2, 5), "several": (2, 5), "couple": (2, 2)}
NEAR = 4
"""So many words before an amount may be the verb that it belongs to."""
FAR = 8
LARGEST = 400


@dataclass(frozen=True, slots=True)
class _Amount:
    shift: Shift
    vague: bool
    """Too vague to count with: a few weeks, a week or so."""


def counted(said: Said) -> When | None:
    """An amount of time, if the words around it say from which day it counts."""
    unit = said.find("unit")
    low, high = _numbers(said)
    if high > LARGEST:
        return None
    unit = "working" if unit == "day" and said.find("working") else unit
    vague = said.find("small") == "few" or said.find("so") is not None
    amount = _Amount(Shift(low, high, unit), vague)
    reader = next((reader for applies, reader in READINGS if applies(said)), None)
    return reader(said, amount) if reader else None


def _numbers(said: Said) -> tuple[int, int]:
    """2 weeks, 2-3 weeks, a week or two, a few weeks."""
    numbers = [int(number) for number in said.all("number")]
    if small := said.find("small"):
        return VAGUE[small]
    if numbers and said.find("a") and said.find("or"):
        return 1, max(numbers)
    return (min(numbers), max(numbers)) if numbers else (1, 1)


def _ago(said: Said, amount: _Amount) -> When:
    back = amount.shift.turned()
    return said.when((back.least(said.today), back.most(said.today)), vague=amount.vague)


def _stretch(said: Said, amount: _Amount) -> When:
    """The next 4 weeks."""
    return said.when((said.today, amount.shift.most(said.today)), vague=amount.vague)


def _back_stretch(said: Said, amount: _Amount) -> When:
    """The last 4 weeks."""
    return said.when((amount.shift.turned().least(said.today), said.today))


def _from_today(said: Said, amount: _Amount) -> When:
    shift = amount.shift
    return said.when((shift.least(said.today), shift.most(said.today)), vague=amount.vague)


def _moved(said: Said, amount: _Amount) -> When:
    """Counted from the due date: from today until `resolved`."""
    shift = amount.shift.turned() if _is_sooner(said) else amount.shift
    days = shift.least(said.today), shift.most(said.today)
    return said.when(days, vague=amount.vague, shift=shift, relative_to_due=True)


def _is_sooner(said: Said) -> bool:
    before = [token.kind for token in said.tokens[max(0, said.begin - NEAR) : said.begin]]
    return said.find("sooner") is not None or "forward" in before


def _from_due(said: Said) -> bool:
    """Another month, 2 weeks more, +3 weeks, a week's extension; slip, push or need 2 weeks."""
    if said.find("another", "plus", "extension", "sooner"):
        return True
    if said.find("behind") or said.after.text == "late":
        return bool(said.find("unit") != "day")
    if said.find("more"):
        return not _has_noun(said)
    if said.find("someday"):
        return bool(said.find("someday") == "later")
    return _is_slip(said) and not _has_noun(said)


def _has_noun(said: Said) -> bool:
    return said.after.kind in {"unknown", "of", "slash"} and said.after.text not in {"to", "on"}


def _is_slip(said: Said) -> bool:
    """Slipped 2 wks, push it back by a month, asking for 3 weeks."""
    if said.lead == "for":
        return said.tokens[said.lead_at - 1].text.startswith(("ask", "request"))
    reach = FAR if said.lead == "by" else NEAR
    for token in reversed(said.tokens[max(0, said.begin - reach) : said.begin]):
        if token.kind == "stop" or said.lead in {"in", "within"}:
            return False
        if token.kind in {"slip", "extension"}:
            return True
    return False


def _clause_before(said: Said) -> list[Token]:
    words: list[Token] = []
    for token in reversed(said.tokens[max(0, said.begin - FAR) : said.begin]):
        if token.kind in {"stop", "comma"}:
            break
        words.append(token)
    return words


def _is_to_come(said: Said) -> bool:
    """Not a measure: 79% in 15 days, seen in a day, completed in 45 days."""
    clause = _clause_before(said)
    if said.after.kind in {"number", "other"} or any(t.text.endswith("%") for t in clause):
        return False
    if said.find("unit") in {"day", "year"} and said.find("a"):
        return False
    verb = said.tokens[said.lead_at - 1] if said.lead_at > 0 else None
    if verb is None or said.find("unit") != "day":
        return True
    helped = any(token.text in listed("looking_back", "passive") for token in clause)
    happened = verb.text.endswith(("ed", "s")) or verb.text in {"seen", "held", "done"}
    return helped or not happened


def _is_silence(said: Said) -> bool:
    """Not touched for a fortnight, nothing in 3 weeks, quiet for a month."""
    if said.lead not in {"for", "in", "over", "within"} and said.before().kind != "than":
        return False
    before = (token.text for token in said.tokens[: said.begin])
    return any(word in listed("questions", "negative") for word in before)


def _is_away(said: Said) -> bool:
    return any(token.kind == "off" for token in _clause_before(said))


READINGS: tuple[tuple[Callable[[Said], bool], Callable[[Said, _Amount], When]], ...] = (
    (lambda said: said.find("ago") is not None, _ago),
    (lambda said: (said.find("which") or 0) < 0, _back_stretch),
    (lambda said: said.find("which") is not None, _stretch),
    (lambda said: said.find("now", "today", "time") is not None, _from_today),
    (lambda said: said.loose and _is_silence(said), _back_stretch),
    (_from_due, _moved),
    (lambda said: said.lead in {"in", "within"} and _is_to_come(said), _from_today),
    (lambda said: said.lead == "for" and _is_away(said), _from_today),
    (lambda said: said.alone and said.part[0].kind != "unit", _moved),
)
RULES: tuple[Rule, ...] = (
    ("(another|plus|more) QUANTITY? more? working? unit", counted),
    ("AMOUNT (and|or)? (more|extension|sooner|someday|behind)", counted),
    ("AMOUNT (ago|time|from (now|today))", counted),
    ("the? which QUANTITY working? unit", counted),
    ("AMOUNT|unit extension", counted),
)
