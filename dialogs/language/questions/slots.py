"""What narrows a question down: theme, whose, rating, stage, partner, owner, days."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta

from dialogs.language.meaning import Clarify, Intent, Query, QueryKind
from dialogs.language.questions.asking import Asking

REPORTS = {QueryKind.HIGHLIGHT_REPORT, QueryKind.EXCEPTION_REPORT, QueryKind.EXPORT}
BY_CHANNEL = {
    QueryKind.OVERDUE,
    QueryKind.FILTER,
    QueryKind.NO_UPDATE_SINCE,
    QueryKind.CHANGES_SINCE,
    QueryKind.RISKS,
    QueryKind.DUE_BETWEEN,
    QueryKind.COUNTS,
    QueryKind.EXPORT,
}
"""In a theme's channel these are asked of that theme, unless all are meant."""
RATED = {
    QueryKind.FILTER,
    QueryKind.COUNTS,
    QueryKind.OVERDUE,
    QueryKind.DUE_BETWEEN,
    QueryKind.CHANGES_SINCE,
    QueryKind.NO_UPDATE_SINCE,
}
STAGES = ("completion_claimed", "implemented", "embedded", "not_started", "in_progress")
"""The grammar lists under each how it is said; of several the first is meant."""
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question or a request for a report, and what must be asked back before it is answered."""

    query: Query
    clarify: Clarify | None = None
    intent: Intent = Intent.QUERY


def as_asked(kind: QueryKind, clarify: Clarify | None = None, **slots: Any) -> Asked:
    """A question of this kind with the slots that are known."""
    intent = Intent.REPORT_REQUEST if kind in REPORTS else Intent.QUERY
    return Asked(Query(kind=kind, **slots), clarify, intent)


def filters(asking: Asking, kind: QueryKind) -> dict[str, Any]:
    """All that narrows a list of actions down."""
    slots: dict[str, Any] = {"theme": theme(asking, kind)}
    if asking.own:
        slots["scope"] = "own"
    elif slots["theme"] is None:
        slots["scope"] = "all"
    if kind in RATED and asking.rating:
        slots["rag"] = asking.rating
    if asking.roles and not asking.own:
        slots["owner"] = asking.roles[0].what
    elif asking.partners:
        slots["organisation"] = partner(asking)
    return {key: value for key, value in slots.items() if value is not None}


def theme(asking: Asking, kind: QueryKind) -> str | None:
    """The theme named, or the asker's own where it is called so, or the channel's."""
    if asking.theme:
        return asking.theme
    if asking.theirs:
        return asking.led_theme
    wide = asking.everywhere or asking.own
    return asking.situation.earlier.channel if kind in BY_CHANNEL and not wide else None


def partner(asking: Asking) -> str | None:
    """The partner named, unless its name is part of a theme's or of a role's."""
    beside = [*asking.themes, *asking.roles]
    for named in asking.partners:
        if not any(one.start <= named.start and named.end <= one.end for one in beside):
            return named.what
    return None


def stage(asking: Asking) -> dict[str, Any]:
    """The stage named."""
    named = next((stage for stage in STAGES if asking.shape.has(stage)), None)
    return {"stage": named} if named else {}


def since(asking: Asking) -> date | None:
    """The day from which on it is asked; not later than today."""
    period = asking.past_period
    day = (period.since or period.from_) if period else None
    if period and day is None and period.to:
        day = period.to + DAY
    return day if day and day <= asking.today else None


def periods(asking: Asking) -> tuple[tuple[date, date], ...]:
    """The two periods that are compared; where one is named it is compared with what came after."""
    today, period = asking.today, asking.period
    if period and len(period.periods) > 1:
        return period.periods
    if period and period.from_ and period.to and period.from_ < period.to < today:
        return ((period.to + DAY, today), (period.from_, period.to))
    if period and period.from_ and period.from_ < today:
        before = period.from_ - DAY
        length = min(today - period.from_, before - date.min)
        return ((period.from_, today), (before - length, before))
    return _this_and_last(asking)


def _this_and_last(asking: Asking) -> tuple[tuple[date, date], ...]:
    today = asking.today
    if asking.shape.has("quarters"):
        months, first = 3, today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
    else:
        months, first = 1, today.replace(day=1)
    return ((first, today), (first - relativedelta(months=months), first - DAY))
