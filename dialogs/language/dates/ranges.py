"""Readers of ranges: 28 Nov to 9 Dec, 1-9 Dec, June to August, Tuesday or Wednesday."""

from datetime import date

from dialogs.language.dates import arithmetic
from dialogs.language.dates.arithmetic import DAY, Days
from dialogs.language.dates.days import day_named, near, weekday
from dialogs.language.dates.patterns import Rule
from dialogs.language.dates.said import Said
from dialogs.language.dates.when import When
from dialogs.language.dates.words import listed


def _split(said: Said, *kinds: str) -> tuple[Said, Said]:
    """What stands before and after the first word of these kinds."""
    place = next(place for place in range(said.begin, said.end) if said.tokens[place].kind in kinds)
    return said.within(said.begin, place), said.within(place + 1, said.end)


def between_days(said: Said) -> When | None:
    """28 Nov to 9 Dec, 5/12/22-9/12/22, between 1 Oct and 31 Dec."""
    first_said, last_said = _split(said, "to", "dash", "and", "until")
    if (stretch := _months_of_years(first_said, last_said)) is not None:
        return said.when(stretch)
    first, last = day_named(first_said), day_named(last_said)
    if first is None or last is None:
        return None
    return said.when(_in_order(first, last, said, first_said))


def _months_of_years(first: Said, last: Said) -> Days | None:
    """Apr 22 to Mar 23: months, for both figures are years near by."""
    if any([token.kind for token in one.part] != ["month", "number"] for one in (first, last)):
        return None
    years = [one.find("number") - one.today.year % 100 for one in (first, last)]
    if not -2 <= years[0] <= years[1] <= 2:
        return None
    begins, ends = (
        arithmetic.month(one.find("month"), one.today.year + step, one.today, back=False)
        for one, step in zip((first, last), years, strict=True)
    )
    return (begins[0], ends[1]) if begins[0] <= ends[0] else None


def _in_order(first: date, last: date, said: Said, first_said: Said) -> Days:
    """The year that was not given is such that the second day is the later one."""
    dated = first_said.find("year", "dmy", "iso")
    if first > last and dated is None and first.replace(year=first.year - 1) <= last:
        return first.replace(year=first.year - 1), last
    if last < first:
        return first, last.replace(year=last.year + 1)
    return first, last


def days_of_month(said: Said) -> When | None:
    """1-9 Dec, between 1 and 9 Dec."""
    numbers = [int(str(n).rstrip("stndrh")) for n in said.all("ordinal", "number")]
    last = day_named(said.within(said.end - _tail(said), said.end))
    if last is not None and _is_ref(said):
        return said.within(said.end - _tail(said), said.end).when(last, exact=True)
    if last is None or numbers[0] > last.day:
        return None
    return said.when((last.replace(day=numbers[0]), last))


def _is_ref(said: Said) -> bool:
    """PT 1 to 20 Dec: the action is moved to that day."""
    before = said.before()
    return before.kind == "unknown" and len(before.text) < 3


def _tail(said: Said) -> int:
    return next(
        n for n in range(1, said.end) if said.tokens[said.end - n].kind in {"ordinal", "number"}
    )


def two_days(said: Said) -> When | None:
    """5/6 Dec is one of two days."""
    low, high = map(int, said.find("dm").split("/"))
    first, last = near(low, said.find("month"), said), near(high, said.find("month"), said)
    return said.when((first, last)) if first < last else None


def months(said: Said) -> When | None:
    """June to August: needs a word before it, for it is said of what was, too."""
    numbers = said.all("month")
    if said.lead not in listed("lead", "bare") and not said.loose:
        return None
    last = arithmetic.month(numbers[1], said.find("year"), said.today, back=said.back)
    first = last[0]
    while first.month != numbers[0]:
        first = arithmetic.around("month", first, -1)[0]
    return said.when((first, last[1]))


def weekdays(said: Said) -> When | None:
    """Tuesday or Wednesday, Mon to Wed; Mon-Fri is when one works."""
    first_said, last_said = _split(said, "or", "to", "dash", "slash")
    first, last = weekday(first_said), weekday(last_said)
    if first is None or last is None or said.find("dash"):
        return None
    if said.find("unit"):
        return _of_week(said, first_said, last_said)
    later = arithmetic.weekday(last_said.find("weekday"), first.day, back=False)
    return said.when((first.day, later))


def _of_week(said: Said, first_said: Said, last_said: Said) -> When | None:
    """Thurs or Fri next week."""
    monday = arithmetic.around("week", said.today, said.all("which")[-1])[0]
    first, last = (monday + DAY * int(one.find("weekday")) for one in (first_said, last_said))
    return said.when((first, last)) if said.find("unit") == "week" and first < last else None


RULES: tuple[Rule, ...] = (
    ("(?<!from)(?<!from the) FULL (to|dash|until) FULL", between_days),
    ("(?<=between) FULL and FULL", between_days),
    ("dm of? month", two_days),
    (
        "(?<!from)(?<!from the) weekday? the? DAY (to|dash|until|or|slash) weekday? the? DAY"
        " of? month (comma? year)?",
        days_of_month,
    ),
    ("(?<=between) the? DAY (and|to|dash) the? DAY of? month (comma? year)?", days_of_month),
    ("month (to|dash|until|slash|or) month (comma? year)?", months),
    (
        "(the? which)? weekday (or|to|dash|slash) (the? which)? weekday (the? which unit)?"
        " (?! DAY of? month)",
        weekdays,
    ),
)
