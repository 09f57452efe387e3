"""Readers of periods: a week, a month or part of it, a quarter, a year, a weekend."""

from datetime import date

from dialogs.language.dates import arithmetic
from dialogs.language.dates.arithmetic import DAY, Days
from dialogs.language.dates.bases import base
from dialogs.language.dates.days import day_named, named, near, weekday
from dialogs.language.dates.nth import nth_day
from dialogs.language.dates.patterns import Rule
from dialogs.language.dates.said import Said
from dialogs.language.dates.when import When, moved
from dialogs.language.dates.words import listed

MAY = 5
MARCH = 3
AFTER_CLOSE = {"weekday", "today", "which", "the", "on", "ordinal", "number", "dm", "dmy", "iso"}
ROLLING = {"in", "over", "within", "during"}


def week(said: Said) -> When | None:
    """W/c 5 Dec is up to its Sunday, w/e 9 Dec from its Monday."""
    inner = said.within(said.begin + _heading(said), said.end)
    day = day_named(inner)
    if day is None:
        found = weekday(inner)
        day = found.day if found else None
    if day is None:
        return None
    if said.find("week_end", "ending") or said.find("part") == "end":
        return said.when(arithmetic.week_to(day))
    stretch = arithmetic.week_from(day)
    return said.when(
        stretch,
        day=max(
            day, min(stretch[1], arithmetic.around("week", day, day.weekday() == 6)[0] + 4 * DAY)
        ),
    )


def two_weeks(said: Said) -> When | None:
    """W/c 5th or 12th Dec."""
    months, year = said.all("month"), said.find("year")
    days = [int(str(number).rstrip("stndrh")) for number in said.all("ordinal", "number")]
    first, last = (
        date(year, month, day) if year is not None else near(day, month, said)
        for day, month in zip(days, (months[0], months[-1]), strict=True)
    )
    if first > last:
        return None
    stretch = arithmetic.week_from(last)
    both = first, stretch[1]
    return said.when(both, day=arithmetic.friday_of(both, said.today))


def part_of_week(said: Said) -> When | None:
    """End of w/c 5 Dec."""
    head = next(n for n, token in enumerate(said.part) if token.kind in {"week_of", "unit"})
    found = week(said.within(said.begin + head, said.end))
    if found is None:
        return None
    monday = arithmetic.around("week", found.day, 0)
    name = said.part[0].value
    first, last = arithmetic.part(name, monday)
    return said.when((first, last), day=first if name == "start" else last)


def _heading(said: Said) -> int:
    heads = {"week_of", "week_end", "ending", "commencing", "part", "of", "unit"}
    return next(n for n, token in enumerate(said.part) if token.kind not in heads)


def part(said: Said) -> When | None:
    """End of Nov, mid Dec, early next week, start of Q4, end of the financial year."""
    if _is_no_part(said):
        return None
    stretch, unit = base(said)
    names = said.all("part")
    if unit == "day":
        return said.when(stretch, exact=True) if names == ["end"] else None
    if unit == "new":
        return said.when(
            arithmetic.part("early", arithmetic.month(1, None, said.today, back=False)), vague=True
        )
    if unit == "week" and names == ["end"] and not said.find("which"):
        return said.when(_end_of_week(said.today))
    first, last = arithmetic.part(names[0], stretch)[0], arithmetic.part(names[-1], stretch)[1]
    vague = unit in {"season", "year", "financial"} and set(names) <= {"early", "mid", "late"}
    return said.when((first, last), day=first if names[-1] == "start" else last, vague=vague)


def _is_no_part(said: Said) -> bool:
    """Early years, late week: no part of a year, nor of a week."""
    if said.find("of", "in", "the", "which", "new", "calendar", "financial", "fiscal"):
        return False
    unit = said.find("unit")
    return unit is not None and (unit == "year" or said.part[-1].text.endswith("s"))


def half(said: Said) -> When | None:
    """The first half of Jan."""
    number = said.find("place") or int(str(said.find("ordinal")).rstrip("stndrh"))
    if number > 2:
        return None
    head = next(n for n, token in enumerate(said.part) if token.kind == "of")
    return said.when(
        arithmetic.halves(base(said.within(said.begin + head, said.end))[0])[number - 1]
    )


def _end_of_week(today: date) -> date:
    return today if today.weekday() == 4 else arithmetic.weekday(4, today, back=False)


def ends(said: Said) -> When | None:
    """Eow, eom, year end (of the financial year), month end."""
    if said.find("end_of") == "day":
        return _end_of_day(said)
    unit = said.find("end_of") or said.find("unit")
    if unit == "year" and not said.find("end_of"):
        unit = "financial"
    if unit == "week":
        return said.when(_end_of_week(said.today))
    if unit in {"day", "fortnight"}:
        return None
    return said.when(arithmetic.around(unit, said.today, 0)[1])


def _end_of_day(said: Said) -> When | None:
    """By cob is by today; cob Friday is Friday."""
    if said.after.kind in AFTER_CLOSE or said.after.text in listed("looking_back", "after"):
        return None
    if not (said.lead in {"by", "before", "until"} or said.alone):
        return None
    exact = said.lead != "before"
    return When(
        first=said.today,
        last=said.today,
        start=said.part[0].start,
        end=said.part[-1].end,
        day=said.today,
        exact=exact,
        lead="by" if said.lead == "before" else said.lead,
    )


def nth_week(said: Said) -> When | None:
    """First week of Jan: seven days; its day is the last working one of them."""
    if said.find("unit") == "day":
        return nth_day(said)
    if said.find("unit") != "week":
        return None
    number = said.find("which") if said.part[0].kind == "which" else None
    number = number or said.find("place", "number") or int(said.find("ordinal").rstrip("stndrh"))
    stretch = arithmetic.nth_week(number, base(said.within(said.begin + 2, said.end))[0])
    last = stretch[1]
    while last.weekday() > 4:
        last -= DAY
    return said.when(stretch, day=last)


def numbered_week(said: Said) -> When | None:
    """Wk 3 Jan is the third week, or the one of the 3rd."""
    if said.find("unit") != "week" or said.part[0].text.endswith("s"):
        return named(said.within(said.begin + 1, said.end))
    return said.when(
        arithmetic.month(said.find("month"), None, said.today, back=said.back), vague=True
    )


def which_unit(said: Said) -> When | None:
    """This week, next month, last quarter, next year."""
    stretch, unit = base(said)
    if said.find("which") == 1 and unit in {"week", "month"} and said.but_one:
        stretch = arithmetic.around(unit, said.today, 2)
    if unit == "day":
        return None
    if said.find("which") is None and unit in {"week", "month", "quarter", "year"}:
        return said.when(_rolling(1, unit, said.today))
    if said.part[-1].text.endswith("s") and said.part[-2].text.endswith("coming"):
        return said.when(stretch, vague=True)
    if said.find("the") and said.lead in ROLLING and unit in {"week", "month", "quarter", "year"}:
        return said.when(_rolling(said.find("which"), unit, said.today))
    day = arithmetic.friday_of(stretch, said.today) if unit == "week" else stretch[1]
    far = unit in {"year", "season", "financial"} and stretch[1] >= said.today
    return said.when(stretch, day=day, vague=far)


def some_time(said: Said) -> When | None:
    """Sometime next week, later this month, at some point in Jan."""
    stretch, unit = base(said)
    if unit == "day" or (unit == "year" and not said.find("which")):
        return None
    first = max(stretch[0], min(said.today, stretch[1]))
    day = arithmetic.friday_of(stretch, said.today) if unit == "week" else stretch[1]
    if unit == "new":
        return said.when((first, arithmetic.month_end(first)), vague=True)
    vague = unit in {"year", "season", "financial"}
    return said.when((first, stretch[1]), day=day, vague=vague)


def _rolling(step: int, unit: str, today: date) -> Days:
    """Over the next month is a month from today, not December."""
    first, last = sorted((today, moved(today, step, unit)))
    return first, last


def two_units(said: Said) -> When | None:
    """This wk and next, this month or the one after: one stretch."""
    units, first = said.all("unit"), said.find("which")
    if said.part[-1].kind == "which" and said.after.text in listed("two", "nouns"):
        head = next(n for n, token in enumerate(said.part) if token.kind == "unit")
        return which_unit(said.within(said.begin, said.begin + head + 1))
    found = [
        arithmetic.around(units[0], said.today, first),
        arithmetic.around(units[-1], said.today, _second_step(said, first)),
    ]
    return said.when((min(found)[0], max(last for _, last in found)))


def _second_step(said: Said, first: int) -> int:
    if said.find("after"):
        return first + 1
    if said.find("before"):
        return first - 1
    named: list[int] = said.all("which")
    following = any(token.text == "following" for token in said.part)
    return first + 1 if following else named[-1]


def earlier(said: Said) -> When | None:
    """Earlier this week: up to today."""
    if said.find("unit") == "day" or said.part[0].text != "earlier":
        return None
    first, last = base(said)[0]
    return said.when((first, max(first, min(last, said.today))))


def turn_of_year(said: Said) -> When | None:
    """The last days of December or the first of January."""
    if said.all("unit")[-1] != "year":
        return None
    first = arithmetic.day_of_month(1, 1, said.today, back=said.back)
    return said.when((first - DAY, first), vague=True)


def rest(said: Said) -> When | None:
    """The rest of the month: from today on."""
    first, last = base(said)[0]
    if said.find("unit") == "day" or not first <= said.today <= last:
        return None
    day = arithmetic.friday_of((first, last), said.today) if last - first == 6 * DAY else last
    return said.when((said.today, last), day=day)


def month(said: Said) -> When | None:
    """A month alone is all of it, where a word before it shows that it is one."""
    number = said.find("month")
    if said.find("year") is None and not _is_month(said, number):
        return None
    return said.when(base(said)[0])


def _is_month(said: Said, number: int) -> bool:
    """By May, prob Feb, or nothing but Feb; not: it may slip, the nov pack."""
    if number == MAY and said.after.text in listed("may", "verbs"):
        return False
    if said.lead in listed("lead", "bare") or said.alone:
        return True
    return number != MAY and (said.before().kind == "about" or (said.loose and number != MARCH))


def quarter(said: Said) -> When | None:
    """Q4 is January to March."""
    if not (
        said.lead in listed("lead", "bare") or said.loose or said.find("the", "year", "fin_year")
    ):
        return None
    return said.when(base(said)[0])


def year(said: Said) -> When | None:
    """In 2023, by 2024, in 2022/23: no title's year ("Working Together 2018")."""
    if said.lead not in {"in", "by", "until", "during", "before", "since"}:
        return None
    if said.find("fin_year") and said.after.kind == "unknown":
        return None
    stretch = base(said)[0]
    unclear = said.lead in {"in", "during"} or (said.lead == "until" and said.find("year"))
    return said.when(stretch, vague=stretch[1] >= said.today and bool(unclear))


def weekend(said: Said) -> When | None:
    """Saturday and Sunday."""
    if said.part[-1].kind == "week_end" and said.lead not in {"over", "at"}:
        return None
    saturday = arithmetic.around("week", said.today, said.find("which") or 0)[0] + 5 * DAY
    just_gone = said.find("which") is None and said.today.weekday() < 2
    if (said.back or just_gone) and saturday > said.today:
        saturday -= 7 * DAY
    return said.when((saturday, saturday + DAY))


RULES: tuple[Rule, ...] = (
    (
        "week_of DAY (of? month)? (or|slash|dash|and|to) week_of? DAY of? month (comma? year)?",
        two_weeks,
    ),
    ("part of? the? (week_of of?|unit (commencing|part|of)) EXACT", part_of_week),
    ("week_of of? EXACT|unit (commencing|part|of) EXACT", week),
    ("week_end EXACT|unit ending EXACT", week),
    ("(place|ordinal|which) unit of BASE|unit number of (month|the? which unit)", nth_week),
    ("unit number month", numbered_week),
    (
        "(someday (in|on)?|at some point in?)"
        " (the? (which|new) unit|month (comma? year)?|the unit)",
        some_time,
    ),
    ("the? (place|ordinal) half of BASE", half),
    ("sooner (the? which unit|in the unit)", earlier),
    ("turn of the new? unit", turn_of_year),
    ("the? rest of the? which? unit", rest),
    ("tail? PART of? BASE|part in BASE", part),
    (
        "the? which unit (and|or|plus|slash)"
        " (the? which unit|the (number|unit) (after|before)|the? which number|the? which ALONE)",
        two_units,
    ),
)
LAST_RULES: tuple[Rule, ...] = (
    ("financial? unit part", ends),
    ("end_of", ends),
    ("(the? which)? weekend|week_end", weekend),
    (
        "(?<=within) the unit (?!of|commencing)|the? (which|new)? financial unit fin_year?"
        "|the? which? fiscal fin_year?|the? which unit",
        which_unit,
    ),
    ("month (comma? year)?", month),
    ("QUARTER", quarter),
    ("year|fin_year", year),
)
