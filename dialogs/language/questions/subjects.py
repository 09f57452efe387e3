"""Questions about one theme, one action or the whole programme, and requests for reports."""

import re
from collections.abc import Mapping
from typing import Any

from dialogs.language.meaning import About, Clarify, QueryKind
from dialogs.language.naming import audiences_named
from dialogs.language.questions.asking import Asking
from dialogs.language.questions.slots import Asked, as_asked, partner, periods, since, theme
from dialogs.language.questions.topics import says_more, strange_topic

Said = Mapping[str, str]


def status(asking: Asking, kind: QueryKind, _said: Said) -> Asked:
    """How a theme stands; or an action, or a partner's part, where one of these is meant."""
    if asking.named_action:
        return as_asked(QueryKind.ACTION_DETAIL, action=asking.named_action)
    if len(asking.theme_candidates) > 1:
        return _which_theme(kind, asking)
    named = asking.theme or (asking.led_theme if asking.theirs else None)
    if named:
        return as_asked(kind, theme=named, **_as_at(asking))
    return _status_of_less(asking, kind)


def _status_of_less(asking: Asking, kind: QueryKind) -> Asked:
    """The same where no theme is named for sure."""
    if not asking.unknown_theme:
        if organisation := partner(asking):
            return as_asked(QueryKind.BY_PARTNER, organisation=organisation)
        if asking.faint_theme and not says_more(asking):
            return as_asked(kind, theme=asking.faint_theme, **_as_at(asking))
    if asking.unknown_theme or strange_topic(asking):
        return _which_theme(kind, asking)
    if asking.action:
        return as_asked(QueryKind.ACTION_DETAIL, action=asking.action)
    if asking.led_theme:
        return as_asked(kind, theme=asking.led_theme)
    return _which_theme(kind, asking)


def _as_at(asking: Asking) -> dict[str, Any]:
    """The one earlier day as at which it is asked."""
    period = asking.period
    one_day = period is not None and period.from_ == period.to and not period.since
    if period and one_day and period.to and period.to < asking.today and asking.shape.has("as_at"):
        return {"to": period.to}
    return {}


def _which_theme(kind: QueryKind, asking: Asking, **slots: Any) -> Asked:
    """The theme is asked back: one of those that it may be, else any."""
    every = tuple(one.code for one in asking.directory.themes)
    named = asking.theme_candidates or every
    clarify = Clarify(about=About.THEME, candidates=named, span=_topic(asking.text))
    return as_asked(kind, clarify, **slots)


TOPIC = re.compile(
    r"(?:(?<!\w)(?:of|on|for|in|how(?:'?s|\sis|\sare)|where(?:'?s|\sis|\sdoes))\s(?:the\s)?)"
    r"(?P<topic>[A-Za-z][\w&' -]*?)(?:\s(?:look\w*|doing|going|stands?|getting\son|theme|status))*"
    r"\s*[?.!]*\Z",
    re.IGNORECASE,
)


def _topic(text: str) -> tuple[int, int] | None:
    """Where the words stand that may have named a theme: "status of Education"."""
    match = TOPIC.search(text)
    return match.span("topic") if match else None


def detail(asking: Asking, kind: QueryKind, said: Said) -> Asked:
    """One thing of an action: when it is due, who owns it."""
    return as_asked(kind, action=asking.action, field=said.get("field"))


def about_action(asking: Asking, kind: QueryKind, _said: Said) -> Asked:
    """History or reason: of an action, else of a theme."""
    if asking.theme and not asking.named_action:
        return as_asked(kind, theme=asking.theme)
    day = since(asking) if kind is QueryKind.HISTORY else None
    return as_asked(kind, action=asking.likely_action, since=day)


def trend(asking: Asking, kind: QueryKind, _said: Said) -> Asked:
    """Two periods compared, for a theme or for all."""
    named = theme(asking, kind)
    if named is None and not asking.everywhere:
        named = asking.faint_theme or asking.led_theme
    return as_asked(kind, theme=named, periods=periods(asking))


def whole_plan(asking: Asking, kind: QueryKind, _said: Said) -> Asked:
    """How everything stands; where a theme is at home and the plan is not named, that theme."""
    wide = asking.everywhere or asking.shape.has("whole_plan")
    if asking.led_theme and not wide:
        return as_asked(QueryKind.THEME_STATUS, theme=asking.led_theme)
    return as_asked(kind)


def readiness(_asking: Asking, kind: QueryKind, _said: Said) -> Asked:
    """Whether the programme is ready for an inspection."""
    return as_asked(kind)


def calendar(asking: Asking, kind: QueryKind, _said: Said) -> Asked:
    """When boards meet and papers are due."""
    period = asking.period
    if period and period.from_ and period.to and period.from_ < period.to:
        return as_asked(kind, from_=period.from_, to=period.to)
    return as_asked(kind)


def highlight_report(asking: Asking, kind: QueryKind, _said: Said) -> Asked:
    """A theme's highlight report, and for whom."""
    named = asking.theme or asking.led_theme or asking.faint_theme
    if named is None or len(asking.theme_candidates) > 1:
        return _which_theme(kind, asking, audience=_audience(asking))
    return as_asked(kind, theme=named, audience=_audience(asking))


def exception_report(asking: Asking, kind: QueryKind, _said: Said) -> Asked:
    """An exception report on an action or on a theme."""
    slots: dict[str, Any] = {"audience": _audience(asking)}
    if asking.named_action or (asking.likely_action and not asking.theme):
        return as_asked(kind, action=asking.likely_action, **slots)
    named = asking.theme or asking.led_theme
    if named:
        return as_asked(kind, theme=named, **slots)
    return as_asked(kind, Clarify(about=About.ACTION_REF), **slots)


def export(asking: Asking, kind: QueryKind, _said: Said) -> Asked:
    """Everything that was recorded, of a theme or an action, between two days."""
    slots: dict[str, Any] = {"theme": theme(asking, kind)}
    if asking.refs:
        slots["action"] = asking.refs[0]
    if period := asking.since_period or asking.past_period:
        slots["from_"] = period.since or period.from_
        slots["to"] = period.to or (asking.today if slots["from_"] else None)
    return as_asked(kind, **slots)


def _audience(asking: Asking) -> str | None:
    """Who is to read it, as typed; of an abbreviation with its capitals."""
    named = next(iter(audiences_named(asking.text)), None)
    if named is None:
        return None
    typed = asking.text[named.start : named.end]
    return named.what if typed.lower() == named.what.lower() else typed
