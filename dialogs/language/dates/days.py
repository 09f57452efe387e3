"""Readers of single days: 5 Dec, the 5th, 31/3, Friday, Friday week, tomorrow."""

from datetime import date

from dialogs.language.dates import arithmetic
from dialogs.language.dates.arithmetic import DAY, WEEK
from dialogs.language.dates.patterns import Rule
from dialogs.language.dates.said import Said
from dialogs.language.dates.when import When, moved
from dialogs.language.dates.words import Token, listed

SATURDAY = 5
MAY = 5
COMING = {"coming", "upcoming", "forthcoming"}
HIGHEST_SCORE = 5
PREPARED = {"by", "before", "until", "after", "since", "from", "on", "due", "between", "not"}
DATED = {*PREPARED, "to", "for", "at", "week_of", "week_end", "board", "extension"}


def day_named(said: Said) -> date | None:
    """The one day that a stretch names with its month, in figures or as an ordinal."""
    if said.find("dmy", "iso", "dm") is not None:
        return _in_figures(said)
    number, month = said.find("ordinal", "number"), said.find("month")
    if number is None:
        return None
    number = int(str(number).rstrip("stndrh"))
    if month is None:
        return arithmetic.ordinal(number, said.today, back=said.back, weekday=said.find("weekday"))
    if (year := said.find("year")) is not None:
        return date(year, month, number)
    return near(number, month, said)


def near(number: int, month: int, said: Said) -> date:
    """The day in the year that is meant where none is given."""
    found = arithmetic.day_of_month(number, month, said.today, back=said.back)
    if said.lead == "since" and found > said.today:
        return found.replace(year=found.year - 1)
    return found


def _in_figures(said: Said) -> date:
    if iso := said.find("iso"):
        year, month, day = iso.split("t")[0].split("-")
        return date(int(year), int(month), int(day))
    if dmy := said.find("dmy"):
        day, month, year = dmy.replace(".", "/").replace("-", "/").split("/")
        return date(_century(year), int(month), int(day))
    day, month = said.find("dm").split("/")
    return near(int(day), int(month), said)


def _century(year: str) -> int:
    if len(year) > 2:
        return int(year)
    return int(year) + (2000 if int(year) < 70 else 1900)


def named(said: Said) -> When | None:
    """5 Dec, Thurs 1 Dec 2022, 31/3, 2022-11-21."""
    if _no_date(said):
        return None
    day = day_named(said)
    if day is None:
        return None
    return said.when(day, exact=True, mismatch=_mismatch(said, day))


def _mismatch(said: Said, day: date) -> bool:
    return said.find("weekday") not in {None, day.weekday()}


def _no_date(said: Said) -> bool:
    if _is_birth(said) or (said.find("month") is None and _is_number(said)):
        return True
    if said.before().kind == "of" and said.before(2).kind == "number":
        return said.find("ordinal", "dmy", "iso") is None
    if said.find("dm") is not None and said.find("weekday") is None:
        return _is_share(said)
    return said.find("month") == MAY and _is_verb(said)


def _is_birth(said: Said) -> bool:
    """A date of birth is no date of the plan."""
    near = said.tokens[max(0, said.begin - 4) : said.begin]
    return any(token.text in listed("share", "births") for token in near)


def _is_number(said: Said) -> bool:
    """Paper 22/11/03, no. 5/12; not: a due date of 03/02/23."""
    before = said.before(2) if said.before().kind == "stop" else said.before()
    if before.kind == "of" and said.find("dmy", "iso") is not None:
        return said.before(2).kind == "number"
    return before.text in listed("share", "before")


def _is_verb(said: Said) -> bool:
    """The 5 may slip."""
    plain = said.find("ordinal") is None and said.find("year") is None
    return plain and said.part[-1].kind == "month" and said.after.text in listed("may", "verbs")


def _is_share(said: Said) -> bool:
    """3/5 posts, 24/7: no day, unless something before it says so."""
    day, month = map(int, said.find("dm").split("/"))
    prepared = said.lead in DATED or said.before().kind in DATED
    prepared = prepared or said.before().text in listed("share", "dated") or _is_hour(said.after)
    if (day, month) == (24, 7):
        return said.lead not in PREPARED
    if day > month and day > HIGHEST_SCORE:
        counted = said.after.kind == "unknown" and not _singular(said.after.text)
        return counted and not prepared
    if said.before(2).text in {"up", "down"}:
        return True
    if _is_counted(said) and day <= month:
        return not (prepared and said.after.kind == "unknown" and _singular(said.after.text))
    return not (prepared or said.alone)


def _is_hour(token: Token) -> bool:
    """14:00, 2pm."""
    return token.kind == "other" and (":" in token.text or token.text.endswith(("am", "pm")))


def _is_counted(said: Said) -> bool:
    after = said.after
    return after.kind in {"unknown", "unit", "working", "of"} or after.text in listed(
        "share", "nouns"
    )


def _singular(word: str) -> bool:
    return not word.endswith("s") and word not in listed("share", "nouns")


def first_of_two(said: Said) -> When | None:
    """The 5 of "from 5 to 9 Dec" and of "5 and 6 Dec"."""
    number = said.find("ordinal", "number")
    place = said.end
    while said.tokens[place].kind != "month":
        place += 1
    year = said.tokens[min(place + 1, len(said.tokens) - 1)]
    day, month = int(str(number).rstrip("stndrh")), said.tokens[place].value
    if said.find("number") is not None and said.before().kind == "of":
        return None
    found = date(year.value, month, day) if year.kind == "year" else near(day, month, said)
    return said.when(found, exact=True, mismatch=_mismatch(said, found))


def the_ordinal(said: Said) -> When | None:
    """The 5th, weds 30th, until 5th: not the 2nd post, nor 1st time."""
    after, weekday = said.after, said.find("weekday")
    definite = said.find("the") is not None
    if after.kind in {"unknown", "of", "number", "unit", "place", "quarter", "small", "working"}:
        return None
    meant = definite or weekday is not None or said.lead in {*PREPARED, "to", "for"}
    opens = said.begin == 0 and after.text in {"for", "please", "pls", "not", "instead"}
    if not (meant or said.alone or opens):
        return None
    if weekday is None and said.lead not in PREPARED and after.text in {"is", "was", "one"}:
        return None
    day = None if _is_birth(said) else _board_on(said) or day_named(said)
    if day is None:
        return None
    bare = weekday is None
    return said.when(day, exact=True, bare_ordinal=bare, mismatch=_mismatch(said, day))


def _board_on(said: Said) -> date | None:
    """The 20th board, the board on the 20th: the next one on such a day, if there is any."""
    before = said.tokens[max(0, said.begin - 2) : said.begin]
    if said.after.kind != "board" and not any(token.kind == "board" for token in before):
        return None
    number = int(str(said.find("ordinal")).rstrip("stndrh"))
    near = (day for day in said.boards if day.day == number)
    return min((day for day in near if (day <= said.today) == said.back), default=None)


def weekday(said: Said) -> When | None:
    """Friday, this Fri, next Fri, last Fri."""
    number, which = said.find("weekday"), said.find("which")
    if number >= SATURDAY and which is None and _is_no_weekend(said):
        return None
    if _is_repeated(said) or said.before().text in listed("named_days", "before"):
        return None
    if which is None:
        return said.when(arithmetic.weekday(number, said.today, back=said.back), exact=True)
    return _which(said, number, which)


def weekday_and_day(said: Said) -> When | None:
    """Mon 5, where the 5th is a Monday."""
    number, day = said.find("weekday"), said.find("number")
    if is_no_saturday(said):
        return None
    found = arithmetic.ordinal(day, said.today, back=said.back, weekday=number)
    if found.weekday() == number:
        return said.when(found, exact=True)
    return weekday(said.within(said.begin, said.end - 1))


def weekday_which(said: Said) -> When | None:
    """Thursday next, Friday last, Thursday coming."""
    number, which = said.find("weekday"), said.find("which")
    if said.after.kind == "to" or is_no_saturday(said):
        return None
    if which == 0:
        return weekday(said.within(said.begin, said.end - 1))
    if said.find("the") is None and _is_repeated(said):
        return None
    return _which(said, number, which)


def _is_repeated(said: Said) -> bool:
    """Every Friday, every other Friday, the second Tuesday of each month."""
    before = said.before()
    if before.kind == "every" or said.before(2).kind == "every":
        return True
    if before.kind in {"place", "ordinal"} or before.text in {"other", "alternate"}:
        return True
    return [token.kind for token in said.tokens[said.end : said.end + 2]] == ["of", "every"]


def is_no_saturday(said: Said) -> bool:
    """We sat next to them, sat before the board."""
    return any(token.text in {"sat", "sun"} for token in said.part) and not said.lead


def _is_no_weekend(said: Said) -> bool:
    """We sat with them, in the sun."""
    short = said.part[-1].text in {"sat", "sun"}
    return short and (said.find("the") is not None or (not said.lead and said.after.kind != "stop"))


def owned(said: Said) -> When | None:
    """Fridays update, mondays panel went well: one day; not: on Fridays, Mondays are hard."""
    if said.before().kind in {"every", "on"}:
        return None
    number, after = said.find("weekdays"), said.after
    if after.text not in listed("looking_back", "events") | listed("looking_back", "written"):
        return None
    if after.kind == "board" and (meeting := _meeting(number, said)):
        return said.when(meeting, exact=True)
    return said.when(arithmetic.weekday(number, said.today, back=said.back), exact=True)


def _meeting(number: int, said: Said) -> date | None:
    """The board on a Tuesday, where only one of the two Tuesdays has got one."""
    near = [arithmetic.weekday(number, said.today, back=back) for back in (False, True)]
    found = [day for day in near if day in said.boards]
    return found[0] if len(found) == 1 else None


def _which(said: Said, number: int, which: int) -> When:
    """Next Friday is that of next week; the coming one is what some people mean."""
    word = next(token.text for token in said.part if token.kind == "which")
    if word in COMING:
        return said.when(arithmetic.weekday(number, said.today, back=False), exact=True)
    if word == "following" and said.earlier:
        return said.when(arithmetic.weekday(number, said.earlier[-1].day, back=False), exact=True)
    if which == 0:
        back = said.back
        today_too = said.today.weekday() == number
        day = said.today if today_too else arithmetic.weekday(number, said.today, back=back)
        return said.when(day, exact=True)
    if which < 0:
        latest = arithmetic.weekday(number, said.today, back=True)
        early = latest >= arithmetic.around("week", said.today, 0)[0]
        return said.when(latest, exact=True, rival=latest - WEEK if early else None)
    day = arithmetic.around("week", said.today, 1)[0] + DAY * number
    if said.but_one:
        day += WEEK
    coming = arithmetic.weekday(number, said.today, back=False)
    return said.when(day, exact=True, rival=None if coming == day else coming)


def weekday_later(said: Said) -> When | None:
    """Friday week, Tuesday fortnight, a week on Tuesday, 2 weeks on Friday, a week tomorrow."""
    unit = said.find("unit")
    length = {"week": 7, "fortnight": 14}.get(unit)
    if length and said.part[-1].kind == "unit" and said.part[-1].text.endswith("s"):
        inner = said.within(said.begin, said.end - 1)
        return weekday(inner) if said.find("weekday") is not None else today(inner)
    if length is None:
        return weekday(said) if said.find("weekday") is not None else _from_today(said)
    count = said.find("number") or 1
    return said.when(_start(said) + DAY * length * int(count), exact=True)


def _from_today(said: Said) -> When | None:
    """A month today, 10 days from today."""
    unit, count = said.find("unit"), int(said.find("number") or 1)
    if said.find("a", "number") is None or (unit == "day" and not said.find("from")):
        return None
    return said.when(moved(_start(said), count, unit), exact=True)


def weeks_before(said: Said) -> When | None:
    """A week last Tuesday."""
    unit, which = said.find("unit"), said.find("which")
    if which != -1 or unit not in {"week", "fortnight"}:
        return weekday(said) if which is not None else None
    latest = arithmetic.weekday(said.find("weekday"), said.today, back=True)
    length = int(said.find("number") or 1) * (7 if unit == "week" else 14)
    return said.when(latest - DAY * length, exact=True)


def month_or_day(said: Said) -> When | None:
    """Apr-23 and "in Apr 23" are April 2023 where that is near, Dec 22 is a day."""
    number, month = said.find("number"), said.find("month")
    near_year = number in {said.today.year % 100, said.today.year % 100 + 1}
    if not near_year:
        return named(said)
    stretch = arithmetic.month(month, said.today.year // 100 * 100 + number, said.today, back=False)
    if said.lead == "in" or said.part[-1].text.startswith("-"):
        return said.when(stretch)
    day = day_named(said)
    return None if day is None else said.when(day, exact=True, rival=stretch[1])


def _start(said: Said) -> date:
    if (offset := said.find("today")) is not None:
        return said.today + DAY * int(offset)
    return arithmetic.weekday(said.find("weekday"), said.today, back=False)


def today(said: Said) -> When | None:
    """Today, tomorrow, yesterday, the day after tomorrow, the day before yesterday."""
    day = said.today + DAY * int(said.find("today"))
    if said.find("unit") is None:
        return said.when(day, exact=True)
    if said.find("unit") != "day":
        return None
    return said.when(day + (DAY if said.find("after") else -DAY), exact=True)


def one_after(said: Said) -> When | None:
    """The Fri after, the week after: counted from the day named before it in the same text."""
    if not said.earlier:
        return None
    last = said.earlier[-1].day
    if (number := said.find("weekday")) is not None:
        return said.when(arithmetic.weekday(number, last, back=False), exact=True)
    unit = said.find("unit")
    if unit == "day":
        return said.when(last + DAY, exact=True)
    return said.when(arithmetic.around(unit, last, 1))


RULES: tuple[Rule, ...] = (
    (
        "(weekday comma?)? the? DAY"
        " (?= (to|dash|and|plus|comma) (weekday comma?)? the? DAY of? month)",
        first_of_two,
    ),
    ("the? ordinal (?= (comma the? ordinal){1,6} (and the? ordinal)? of? month)", first_of_two),
    ("month number NO_NOUN (?!comma? year)", month_or_day),
    ("FULL", named),
    ("(weekday comma?)? the? ordinal", the_ordinal),
    ("(the? which)? weekday unit (?!number)", weekday_later),
    ("(a|number) unit (on|from)? the? (weekday|today)", weekday_later),
    ("(a|number) unit which weekday", weeks_before),
    ("the? weekday which (?!unit|weekday|number|month|NOUN|BOARD)", weekday_which),
    ("weekday number NO_NOUN (?!of|filler|and|to|or|plus|versus|a|in)", weekday_and_day),
    ("today unit", weekday_later),
    ("the? unit (after|before) today", today),
    ("the (weekday|unit) after (?! (which|the|month|FULL|weekday|unit|today))", one_after),
    ("the? which weekday", weekday),
)
LAST_RULES: tuple[Rule, ...] = (
    ("today", today),
    ("the? weekday", weekday),
    ("the? weekdays (?=unknown|filler|board)", owned),
)
