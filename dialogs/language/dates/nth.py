"""Readers of days by their place: Tuesday next week, the 5th of next month, last Friday of Nov."""

from dialogs.language.dates import arithmetic
from dialogs.language.dates.arithmetic import DAY
from dialogs.language.dates.bases import base
from dialogs.language.dates.days import weekday
from dialogs.language.dates.patterns import Rule
from dialogs.language.dates.said import Said
from dialogs.language.dates.when import When


def weekday_of_week(said: Said) -> When | None:
    """Tuesday next week, next week Tues."""
    if said.find("unit") != "week":
        return weekday(said)
    monday = arithmetic.around("week", said.today, said.find("which"))[0]
    return said.when(monday + DAY * int(said.find("weekday")), exact=True)


def ordinal_of_month(said: Said) -> When | None:
    """The 5th of next month."""
    if said.find("unit") != "month":
        return None
    first = arithmetic.around("month", said.today, said.find("which") or 0)[0]
    day = int(str(said.find("ordinal")).rstrip("stndrh"))
    return said.when(first.replace(day=day), exact=True)


def nth_day(said: Said) -> When | None:
    """The first Monday of Dec, the last working day of the month."""
    head = next(n for n, token in enumerate(said.part) if token.kind in {"of", "in"})
    named = said.within(said.begin, said.begin + head)
    number = named.find("place") or named.find("which")
    number = number or int(str(named.find("ordinal")).rstrip("stndrh"))
    stretch = base(said.within(said.begin + head + 1, said.end))[0]
    if named.find("unit") not in {None, "day"}:
        return None
    weekday, working = named.find("weekday"), bool(named.find("working"))
    day = arithmetic.nth_day(number, stretch, weekday, working=working)
    return said.when(day, exact=True)


RULES: tuple[Rule, ...] = (
    ("the? weekday (of|in)? the? which unit|the? which unit on? weekday", weekday_of_week),
    ("the? ordinal of the? which? unit", ordinal_of_month),
    ("the? (place|ordinal|which) working? (weekday|unit) (of|in) BASE", nth_day),
)
