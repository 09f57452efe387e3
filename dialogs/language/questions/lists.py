"""Questions that are answered with a list of actions or risks, or with how many there are."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from dialogs.language.meaning import QueryKind
from dialogs.language.questions.asking import Asking
from dialogs.language.questions.slots import (
    Asked,
    as_asked,
    filters,
    partner,
    since,
    stage,
    theme,
)
from storage.calendar import monday_of
from storage.vocabulary import Rating

SOON, QUIET, LATELY = timedelta(weeks=4), timedelta(weeks=2), timedelta(weeks=1)
NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10}
RANKS = r"(?:top|biggest|highest|worst|main|first|largest|key)"
NUMBER = r"\d{1,2}|two|three|four|five|six|ten"
TOP = re.compile(rf"(?<!\w)(?:{RANKS}\s({NUMBER})|({NUMBER})\s(?:\w+\s)?{RANKS})(?!\w)")
BAND = re.compile(r"(?<!\w)(high|medium|low)(?!\w|\s(?:level|light))")

Said = Mapping[str, str]


def narrowed(asking: Asking, kind: QueryKind, said: Said) -> Asked:
    """A list of actions, narrowed by all that is named."""
    slots = filters(asking, kind)
    slots |= {key: said[key] for key in ("stage", "evidence", "rag", "sort") if key in said}
    if kind is QueryKind.COUNTS or "evidence" in said:
        slots |= stage(asking)
    return as_asked(kind, **slots)


def quiet(asking: Asking, kind: QueryKind, _said: Said) -> Asked:
    """Who has said nothing since a day; without one since this week began, or for two weeks."""
    day = since(asking)
    if day is None:
        silent = asking.shape.has("silent")
        day = asking.today - QUIET if silent else monday_of(asking.today)
    return as_asked(kind, since=day, **filters(asking, kind))


def changed(asking: Asking, kind: QueryKind, _said: Said) -> Asked:
    """What has moved since a day; without one in the last week."""
    if asking.refs:
        return as_asked(QueryKind.HISTORY, action=asking.refs[0], since=since(asking))
    slots = filters(asking, kind)
    period = asking.past_period
    if period and not period.since and period.from_ and period.to and period.to < asking.today:
        slots["to"] = period.to
    return as_asked(kind, since=since(asking) or asking.today - LATELY, **slots)


def due(asking: Asking, kind: QueryKind, _said: Said) -> Asked:
    """Due in a period; without one in the next four weeks."""
    period, today = asking.coming_period, asking.today
    first = period.from_ if period and period.from_ else today
    last = period.to if period and period.to else first + SOON
    return as_asked(kind, from_=min(first, last), to=last, **filters(asking, kind))


def risks(asking: Asking, kind: QueryKind, _said: Said) -> Asked:
    """Risks of a theme, an action, a partner; how many, in which band, and whether ranked."""
    slots: dict[str, Any] = {"theme": theme(asking, kind)}
    if asking.refs or (slots["theme"] is None and asking.named_action):
        slots["action"] = asking.named_action
    elif asking.roles:
        slots["owner"] = asking.roles[0].what
    elif asking.partners:
        slots["organisation"] = partner(asking)
    if asking.own:
        slots["scope"] = "own"
    return as_asked(kind, **slots, **_ranked(asking))


def _ranked(asking: Asking) -> dict[str, Any]:
    """The order, how many, and the band: "top 3", "high"."""
    slots: dict[str, Any] = {}
    if top := TOP.search(asking.shape.text):
        number = top[1] or top[2]
        slots["limit"] = NUMBERS.get(number) or int(number)
    elif asking.shape.has("the_one_risk"):
        slots["limit"] = 1
    if asking.shape.has("ranked"):
        slots["sort"] = "score"
    if band := BAND.search(asking.shape.text):
        slots["field"] = band[1]
    elif asking.rating is Rating.RED:
        slots["field"] = "high"
    return slots


def mine(_asking: Asking, kind: QueryKind, _said: Said) -> Asked:
    """The asker's own actions."""
    return as_asked(kind, scope="own")


def of_partner(asking: Asking, kind: QueryKind, _said: Said) -> Asked:
    """What a partner owns or owes; where none is named, what each of them does."""
    inside = asking.partners[0].what if asking.partners else None
    return as_asked(kind, organisation=partner(asking) or inside)


def of_source(asking: Asking, kind: QueryKind, _said: Said) -> Asked:
    """What answers an inspection, a review; where none is named, what answers each of them."""
    named = asking.sources[0].what if asking.sources else None
    return as_asked(kind, source=named, theme=asking.theme)
