"""Readers of days told from another: the week before Christmas, two days after the board."""

from datetime import date

from dialogs.language.dates import arithmetic
from dialogs.language.dates.arithmetic import DAY, Days
from dialogs.language.dates.days import MAY, day_named, is_no_saturday, named
from dialogs.language.dates.patterns import Rule
from dialogs.language.dates.said import Said
from dialogs.language.dates.when import When, moved
from dialogs.language.dates.words import listed

CHRISTMAS = 25
SIDES = {"before", "after", "of", "from"}


def from_day(said: Said) -> When | None:
    """Two days before the board, the Friday after 5 Dec, within a month of 1 Dec."""
    place = next(n for n, token in enumerate(said.part) if token.kind in SIDES)
    side = said.part[place].kind
    if side == "of" and said.lead != "within":
        return None
    around = _target(said.within(said.begin + place + 1, said.end))
    if around is None:
        return _vague(said)
    number = said.within(said.begin, said.begin + place)
    if number.find("weekday") is not None:
        return _weekday(number, said, around, side)
    return _amount(number, said, around, side)


def _vague(said: Said) -> When:
    return said.when(said.today, vague=True)


def _target(said: Said) -> Days | None:
    """The day, or days, that is counted from; None where it is not known."""
    if said.find("easter") is not None:
        sunday = arithmetic.easter_sunday(said.today, back=said.back)
        return sunday - 2 * DAY, sunday + DAY
    day = _board(said) if said.find("board") is not None else _feast(said) or _day(said)
    return (day, day) if day else None


def _feast(said: Said) -> date | None:
    if said.find("christmas") is not None:
        return arithmetic.day_of_month(CHRISTMAS, 12, said.today, back=said.back)
    if said.find("new") is not None and said.find("unit") == "year":
        return arithmetic.day_of_month(1, 1, said.today, back=said.back)
    return None


def _day(said: Said) -> date | None:
    if said.find("today") is not None:
        return said.today + DAY * int(said.find("today"))
    if (named := day_named(said)) is not None or said.find("weekday") is None:
        return named
    return arithmetic.weekday(said.find("weekday"), said.today, back=said.back)


def _board(said: Said) -> date | None:
    if (month := said.find("month")) is not None:
        stretch = arithmetic.month(month, None, said.today, back=said.back)
        return next((day for day in said.boards if stretch[0] <= day <= stretch[1]), None)
    if (day := day_named(said)) is not None:
        return day
    return arithmetic.board(said.today, said.boards, said.find("which") or 1)


def _weekday(named: Said, said: Said, around: Days, side: str) -> When | None:
    """The Friday before, the first Monday after."""
    if (named.find("place") or 1) > 1 or side == "of" or is_no_saturday(named):
        return None
    number, back = named.find("weekday"), side == "before"
    day = arithmetic.weekday(number, around[0] if back else around[1], back=back)
    coming = arithmetic.weekday(number, said.today, back=False)
    plain = named.find("the", "place") is None and day != coming
    return said.when(day, exact=True, rival=coming if plain else None)


def _amount(named: Said, said: Said, around: Days, side: str) -> When | None:
    unit = "working" if named.find("working") else named.find("unit")
    count = named.find("number") or named.find("place") or 1
    count = 2 if named.find("small") == "couple" else int(count)
    if side == "of":
        return said.when((around[0], moved(around[1], count, unit)))
    if named.find("small") == "few" or (named.find("place") and unit != "working"):
        return _vague(said)
    back = side == "before"
    if named.find("the") is not None and unit in {"week", "month"} and named.find("number") is None:
        return _stretch(said, around, unit, back=back)
    if not named.find("the", "a", "number", "small", "place"):
        return _vague(said)
    day = moved(around[0] if back else around[1], -count if back else count, unit)
    return said.when(day, exact=True)


def _stretch(said: Said, around: Days, unit: str, *, back: bool) -> When:
    """The week before Christmas is up to its eve."""
    if back:
        last = around[0] - DAY
        return said.when((moved(around[0], -1, unit), last), day=_working(last))
    first, last = around[1] + DAY, moved(around[1], 1, unit)
    return said.when((first, last), day=_working(last))


def _working(day: date) -> date:
    return day - DAY * max(0, day.weekday() - 4)


def unknown_day(said: Said) -> When:
    """The Monday after half term."""
    return _vague(said)


def after_next(said: Said) -> When | None:
    """The week after next, the month before last, the Friday after next."""
    step = said.find("which")
    after = bool(said.find("after"))
    if step is None or (step > 0) != after or step == 0:
        return None
    if (number := said.find("weekday")) is not None:
        if not after or is_no_saturday(said):
            return None
        monday = arithmetic.around("week", said.today, 1)[0]
        day = monday + DAY * (int(number) + 7)
        coming = arithmetic.weekday(number, said.today, back=False)
        rival = coming + 7 * DAY
        return said.when(day, exact=True, rival=rival if rival != day else None)
    unit = said.find("unit")
    if unit in {"day", "fortnight", "year"}:
        return None
    stretch = arithmetic.around(unit, said.today, 2 * step)
    day = stretch[0] + 4 * DAY if unit == "week" else stretch[1]
    return said.when(stretch, day=day)


def part_after_next(said: Said) -> When | None:
    """The end of the week after next."""
    place = next(n for n, token in enumerate(said.part) if token.kind in {"the", "unit"})
    found = after_next(said.within(said.begin + place, said.end))
    if found is None:
        return None
    name = said.find("part")
    first, last = arithmetic.part(name, (found.first, found.last))
    return said.when((first, last), day=first if name == "start" else last)


def this_time(said: Said) -> When | None:
    """This time next week, the same time next month."""
    head = said.part[0]
    step = said.all("which")[-1]
    if not (head.kind == "same" or head.value == 0) or not step:
        return None
    return said.when(moved(said.today, step, said.find("unit")), exact=said.find("unit") == "week")


def board_week(said: Said) -> When | None:
    """The week of the board."""
    found = _board(said)
    if said.find("unit") != "week":
        return None
    if found is None:
        return _vague(said)
    stretch = arithmetic.around("week", found, 0)
    return said.when(stretch, day=arithmetic.friday_of(stretch, said.today))


def on_bank_holiday(said: Said) -> When | None:
    """The 2nd Jan bank holiday."""
    day = day_named(said)
    return said.when(day, exact=True) if day else None


def month_bank_holiday(said: Said) -> When | None:
    """The August bank holiday; May has two."""
    first, last = arithmetic.month(said.find("month"), None, said.today, back=said.back)
    found, day = [], arithmetic.bank_holiday(first - DAY, back=False)
    while day <= last:
        found.append(day)
        day = arithmetic.bank_holiday(day, back=False)
    place = {"early": 0, "late": -1, "end": -1, "start": 0}.get(said.find("part"))
    if not found or (place is None and len(found) > 1):
        return _vague(said)
    return said.when(found[place or 0], exact=True)


def of_year(said: Said) -> When | None:
    """The 9th of Jan next year."""
    month, number = said.find("month"), said.find("ordinal", "number")
    if said.find("unit") != "year":
        place = next(n for n, token in enumerate(said.part) if token.kind in {"the", "which"} and n)
        place = place if said.part[place - 1].kind == "month" else len(said.part) - 2
        return named(said.within(said.begin, said.begin + place)) if number else None
    year = said.today.year + int(said.find("which"))
    if number is None:
        return said.when(arithmetic.month(month, year, said.today, back=False))
    return said.when(date(year, month, int(str(number).rstrip("stndrh"))), exact=True)


def which_month(said: Said) -> When | None:
    """Next January, last Nov."""
    number, step = said.find("month"), said.find("which")
    if said.after.kind == "unknown" and not said.lead:
        return None
    if number == MAY and (not said.lead or said.after.text in listed("may", "verbs")):
        return None
    first = said.today.replace(day=1)
    if step == 0 and first.month == number:
        return said.when(arithmetic.around("month", said.today, 0))
    stretch = arithmetic.around("month", first, step or 1)
    while stretch[0].month != number:
        stretch = arithmetic.around("month", stretch[0], step or 1)
    return said.when(stretch)


def christmas_to_new_year(said: Said) -> When | None:
    """Between Christmas and new year; over both."""
    if said.find("unit") not in {None, "year"} or said.lead not in {"between", "over", "during"}:
        return None
    christmas = arithmetic.day_of_month(CHRISTMAS, 12, said.today, back=said.back)
    step = 1 if said.lead == "between" else 0
    return said.when((christmas + DAY * step, christmas + DAY * (7 - step)))


TARGET = (
    "(FULL|the? (month|FULL)? BOARD|the? which BOARD|the? christmas (?!eve|unit|holiday|break)"
    "|the? new unit (?!eve|unit)|the? easter (?!weekday|holiday|break)|today"
    "|the? ordinal (?!NOUN)|the? weekday (?!unit))"
)
RULES: tuple[Rule, ...] = (
    ("the? (unit|weekday) (after|before) which (?!unit|weekday|number|BOARD|small)", after_next),
    (
        "part of? the? unit (after|before) which (?!unit|weekday|number|BOARD|small)",
        part_after_next,
    ),
    ("(which|same) time which unit", this_time),
    ("the? unit of (the? month BOARD|the? which? BOARD)", board_week),
    ("christmas and the? new unit", christmas_to_new_year),
    (
        f"(the? place? weekday|(the|QUANTITY|the place) working? unit) (before|after) {TARGET}",
        from_day,
    ),
    (f"QUANTITY working? unit of {TARGET}", from_day),
    (
        "(the? place? weekday|(the|QUANTITY|the place) working? unit) (before|after)"
        " (the? which? (half term|halfterm|(new|season)? term)|HOLIDAYS)",
        unknown_day,
    ),
    ("(PART of? the?)? (month|season|easter) (half term|halfterm)", unknown_day),
    ("PART of? the? which? (half term|halfterm)", unknown_day),
    (
        "QUANTITY working? unit from (FULL|the? (month|FULL)? BOARD|the? which BOARD|the? ordinal)",
        from_day,
    ),
    ("FULL bank holiday", on_bank_holiday),
    ("part? month bank holiday weekday?", month_bank_holiday),
    ("(weekday comma?)? the? DAY of? month the? which unit|month the? which unit", of_year),
    ("the? which month (?!number|ordinal|year|BOARD|the|which)", which_month),
)
