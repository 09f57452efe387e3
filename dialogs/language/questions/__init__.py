"""From a message to what is asked: the first rule of the grammar that fits says the kind."""

import re
from collections.abc import Callable, Mapping

from dialogs.language.meaning import QueryKind
from dialogs.language.naming.themes import SHARED
from dialogs.language.phrases import Rule, rules
from dialogs.language.questions import lists, subjects
from dialogs.language.questions.asking import Asking
from dialogs.language.questions.cues import likeliest
from dialogs.language.questions.shape import FEW, Shape, corrected, slots_of_rules
from dialogs.language.questions.slots import Asked, partner
from dialogs.language.questions.topics import asks_of_nothing, nothing_else, strange_topic
from dialogs.language.situation import Situation

__all__ = ["Asked", "asked", "rule_of"]

THEME_AND_RATING = 3
LONGEST = 1200
"""Letters: nobody asks at greater length, and a pasted email holds much that is not asked."""


def asked(text: str, situation: Situation) -> Asked | None:
    """What a message asks; None where it asks nothing that the record can answer."""
    if not text.strip() or len(text) > LONGEST:
        return None
    asking = Asking(text, situation)
    if not asking.shape.may_ask:
        return None
    rule = rule_of(asking)
    if rule is None:
        return _bare_subject(asking) or _by_cues(asking) or _at_least_a_subject(asking)
    said = slots_of_rules()[rule.name]
    if said["kind"] == "none":
        return None
    found = _built(asking, said)
    return (_by_cues(asking) or found) if _which_theme(found) else found


def _which_theme(found: Asked) -> bool:
    """Whether it would have to be asked back of what theme the status is wanted."""
    return found.clarify is not None and found.query.kind is QueryKind.THEME_STATUS


def rule_of(asking: Asking) -> Rule | None:
    """The first rule that is found in a message and whose needs it meets."""
    found = _first(asking)
    if found is None and asking.shape.asks:
        better = corrected(asking.shape.text)
        if better != asking.shape.text:
            asking.shape = Shape(better)
            found = _first(asking)
    return found


def _first(asking: Asking) -> Rule | None:
    """The first rule that the question itself fits, else the first that all of the text does."""
    question, everything = asking.shape.question, asking.shape.text
    found = _first_in(question, asking) if question != everything else None
    return found or _first_in(everything, asking)


def _first_in(text: str, asking: Asking) -> Rule | None:
    for rule, match in rules("questions").all(text):
        needs = slots_of_rules()[rule.name].get("needs", "").split()
        if all(NEEDS[need](asking, match) for need in needs):
            return rule
    return None


def _by_cues(asking: Asking) -> Asked | None:
    kind = likeliest(asking)
    return _built(asking, {"kind": kind.value}) if kind else None


def _bare_subject(asking: Asking) -> Asked | None:
    """A theme and nothing else, or an action with a question mark."""
    shape = asking.shape
    if shape.words > FEW or shape.figures or asking.rating:
        return None
    if asking.refs:
        bare = shape.question_mark and asks_of_nothing(asking) and len(asking.refs) == 1
        return _built(asking, {"kind": QueryKind.ACTION_DETAIL}) if bare else None
    sure = asking.themes and (asking.themes[0].score > SHARED or shape.question_mark)
    if not sure or not nothing_else(asking):
        return None
    return _built(asking, {"kind": QueryKind.THEME_STATUS})


def _at_least_a_subject(asking: Asking) -> Asked | None:
    """What there is on a thing of the plan, where it is asked in words that are not understood."""
    shape = asking.shape
    asks = shape.wonders or (shape.polite and shape.words <= FEW)
    if not (asks or (shape.opens and not shape.has("requests"))):
        return None
    if not (shape.untold and shape.asks_outright):
        return None
    kind = _kind_for_subject(asking)
    return _built(asking, {"kind": kind}) if kind else None


def _kind_for_subject(asking: Asking) -> QueryKind | None:
    """What is mostly asked of an action, a role, a source, a partner, a theme, one's own."""
    if asking.refs:
        return QueryKind.ACTION_DETAIL if len(asking.refs) == 1 else None
    likely = (
        (QueryKind.FILTER, asking.roles),
        (QueryKind.BY_SOURCE, asking.sources),
        (QueryKind.THEME_STATUS, len(asking.themes) == 1 and asking.themes[0].score > SHARED),
        (QueryKind.BY_PARTNER, partner(asking)),
        (QueryKind.MY_ACTIONS, asking.own and asking.shape.has("owning")),
    )
    return next((kind for kind, named in likely if named), None)


def _built(asking: Asking, said: Mapping[str, str]) -> Asked:
    """The question, with what its rule says of it and all that the message names."""
    kind = QueryKind(said["kind"])
    return BUILDERS.get(kind, lists.narrowed)(asking, kind, said)


def _subject(asking: Asking) -> bool:
    return bool(asking.action or asking.theme_candidates or asking.unknown_theme)


def _topic(asking: Asking) -> bool:
    """A subject, however faint, or something that can only be meant as a theme."""
    if _subject(asking) or asking.faint_theme or asking.partners or asking.theirs:
        return True
    return strange_topic(asking) or (asks_of_nothing(asking) and not asking.own)


def _themed(asking: Asking) -> bool:
    narrow = bool(asking.themes or asking.period or asking.everywhere)
    return narrow or asking.shape.words <= FEW


def _listing(asking: Asking) -> bool:
    if asking.theme and asking.shape.words <= THEME_AND_RATING and not asking.shape.opens:
        return True
    plural = any(f"{rating}s" in asking.folded for rating in ("red", "amber", "green", "blue"))
    return plural or asking.shape.has("listing")


def _periods(asking: Asking) -> bool:
    return asking.period is not None and len(asking.period.periods) > 1


Need = Callable[[Asking, "re.Match[str]"], bool]
NEEDS: dict[str, Need] = {
    "asks": lambda asking, _: asking.shape.asks,
    "opens": lambda asking, _: asking.shape.opens,
    "untold": lambda asking, _: asking.shape.opens or asking.shape.tells_nothing,
    "wanted": lambda asking, match: asking.shape.wants(match.start()),
    "why": lambda asking, _: asking.shape.asks and not asking.shape.has("that_is_why"),
    "small": lambda asking, _: asking.shape.opens or asking.shape.words <= FEW,
    "listing": lambda asking, _: _listing(asking),
    "ref": lambda asking, _: bool(asking.refs),
    "no_action": lambda asking, _: not asking.refs,
    "not_one_action": lambda asking, _: len(asking.refs) != 1,
    "action": lambda asking, _: asking.action is not None,
    "explainable": lambda asking, _: _subject(asking) or asking.likely_action is not None,
    "unnamed": lambda asking, _: not asking.themes and asking.named_action is None,
    "no_partner": lambda asking, _: partner(asking) is None,
    "topic": lambda asking, _: _topic(asking),
    "no_topic": lambda asking, _: not _subject(asking) and not asking.themes,
    "not_strange": lambda asking, _: not strange_topic(asking) and not asking.theirs,
    "themed": lambda asking, _: _themed(asking),
    "no_theme": lambda asking, _: not asking.theme_candidates and not asking.unknown_theme,
    "no_my_theme": lambda asking, _: not asking.theirs,
    "not_own": lambda asking, _: not asking.own,
    "partner": lambda asking, _: partner(asking) is not None,
    "role": lambda asking, _: bool(asking.roles),
    "source": lambda asking, _: bool(asking.sources),
    "rating": lambda asking, _: asking.rating is not None,
    "periods": lambda asking, _: _periods(asking),
    "period": lambda asking, _: asking.past_period is not None,
}
Builder = Callable[[Asking, QueryKind, Mapping[str, str]], Asked]
BUILDERS: dict[QueryKind, Builder] = {
    QueryKind.THEME_STATUS: subjects.status,
    QueryKind.PLAN_STATUS: subjects.whole_plan,
    QueryKind.ACTION_DETAIL: subjects.detail,
    QueryKind.HISTORY: subjects.about_action,
    QueryKind.EXPLAIN: subjects.about_action,
    QueryKind.TREND: subjects.trend,
    QueryKind.CALENDAR: subjects.calendar,
    QueryKind.PROGRAMME_READINESS: subjects.readiness,
    QueryKind.HIGHLIGHT_REPORT: subjects.highlight_report,
    QueryKind.EXCEPTION_REPORT: subjects.exception_report,
    QueryKind.EXPORT: subjects.export,
    QueryKind.NO_UPDATE_SINCE: lists.quiet,
    QueryKind.CHANGES_SINCE: lists.changed,
    QueryKind.RISKS: lists.risks,
    QueryKind.DUE_BETWEEN: lists.due,
    QueryKind.MY_ACTIONS: lists.mine,
    QueryKind.BY_PARTNER: lists.of_partner,
    QueryKind.BY_SOURCE: lists.of_source,
}
