"""Readers of feasts and holidays, and of the words that name no day: soon, spring, TBC."""

from dataclasses import replace

from dialogs.language.dates import arithmetic
from dialogs.language.dates.arithmetic import DAY
from dialogs.language.dates.bases import base
from dialogs.language.dates.patterns import Rule
from dialogs.language.dates.said import Said
from dialogs.language.dates.when import When
from dialogs.language.dates.words import listed

DEADLINES = {"by", "before", "until"}
NEAR_FEAST = {*DEADLINES, "after", "over", "at", "for", "since", "from", "to", "during"}
AROUND = {*DEADLINES, "after", "over", "during", "since", "in"}
ONCE = {"once", "when"}
BEFORE_DAY = {"after", "before", "by", "until", "since", "during", "over", "between", "part"}
DAY_SIGNS = {
    *("month", "weekday", "week_of", "christmas", "easter", "term", "half", "halfterm", "holiday"),
    *("ordinal", "dm", "dmy", "iso", "unit", "season", "board", "quarter"),
}
FRIDAY = 4


def christmas(said: Said) -> When | None:
    """By or before Christmas is by Christmas Eve; the word alone names no day."""
    december = arithmetic.day_of_month(25, 12, said.today, back=said.back)
    if said.find("eve"):
        return said.when(december - DAY, exact=True)
    if said.find("unit") == "day":
        return said.when(december, exact=True)
    if said.lead in {"by", "until"}:
        return said.when(december - DAY)
    return said.when(december) if said.lead in NEAR_FEAST else None


def boxing_day(said: Said) -> When | None:
    """26 December."""
    if said.find("unit") != "day":
        return None
    return said.when(arithmetic.day_of_month(26, 12, said.today, back=said.back), exact=True)


def new_year(said: Said) -> When | None:
    """Up to the new year is up to 31 December; in it is no day."""
    if said.find("unit") != "year":
        return None
    first = arithmetic.day_of_month(1, 1, said.today, back=said.back)
    if said.find("eve"):
        return said.when(first - DAY, exact=True)
    if len(said.all("unit")) > 1:
        return said.when(first, exact=True) if said.all("unit")[1] == "day" else None
    if said.lead in {"by", "until"}:
        return said.when(first - DAY)
    if said.lead == "before":
        return said.when(first)
    return said.when((first, arithmetic.month_end(first)), vague=True) if said.lead else None


def easter(said: Said) -> When | None:
    """Easter is its Sunday; by and before it are before Good Friday."""
    sunday = arithmetic.easter_sunday(said.today, back=said.back)
    weekday = said.find("weekday")
    if said.find("good"):
        return said.when(sunday - 2 * DAY, exact=True) if weekday == FRIDAY else None
    if weekday is not None:
        step = {0: 1, 6: 0}.get(weekday)
        return None if step is None else said.when(sunday + step * DAY, exact=True)
    if said.lead not in NEAR_FEAST or said.after.kind == "unknown":
        return None
    if said.lead in {"by", "until"}:
        return said.when(sunday - 3 * DAY)
    holidays = said.after.kind == "holiday"
    return said.when((sunday - 2 * DAY, sunday + DAY), day=sunday, vague=holidays)


def bank_holiday(said: Said) -> When | None:
    """The next bank holiday of England, or the last."""
    back = said.back or (said.find("which") or 0) < 0
    return said.when(arithmetic.bank_holiday(said.today, back=back), exact=True)


def half_term(said: Said) -> When:
    """Every council has its own."""
    return said.when(said.today, vague=True)


def holidays(said: Said) -> When | None:
    """After the school hols, once the holidays are over, over the xmas break."""
    if said.find("christmas") and said.lead in DEADLINES:
        return christmas(said)
    before, after = said.before().text, said.after.text
    if said.part[-1].kind == "break" and after == "up" and said.find("school"):
        return said.when(said.today, vague=True)
    if after in listed("holidays", "nouns"):
        return None
    if before in ONCE:
        return _after(said) if after in listed("holidays", "over") else None
    named = len(said.part) > 1
    if said.lead not in AROUND or not (named or said.after.kind in {"stop", "comma"}):
        return None
    return said.when(said.today, vague=True)


def _after(said: Said) -> When:
    """Once the holidays are over is after them."""
    return replace(said.when(said.today, vague=True), lead="after")


def school(said: Said) -> When | None:
    """Once the schools go back, before term ends."""
    if said.after.text not in listed("holidays", "over"):
        return None
    if said.before().text in ONCE:
        return _after(said)
    return said.when(said.today, vague=True) if said.lead in {"after", "before", "until"} else None


def season(said: Said) -> When | None:
    """In the spring is asked back; a season without a word before it is no date."""
    near = NEAR_FEAST | {"in", "into", "due"}
    named = said.lead in near or said.find("someday", "year")
    if not named or said.after.text in listed("holidays", "no_season"):
        return None
    stretch = base(said)[0]
    return said.when(stretch, vague=stretch[1] >= said.today)


def someday(said: Said) -> When | None:
    """Soon, asap, later, TBC, at some point: no days at all, today stands in for them."""
    word = said.find("someday")
    before, after = said.before(), said.after
    if word in {"soon", "sometime", "later"} and _has_day(said):
        return None
    if word == "soon" and (before.text in {"as", "too", "so"} or after.text in {"as", "to"}):
        return None
    if word == "later" and (
        after.kind in {"than", "today"} or before.kind in {"the", "or", "unit"}
    ):
        return None
    return said.when(said.today, vague=True)


def _has_day(said: Said) -> bool:
    """Sometime before 9 Dec, soon after the new year: the day that follows counts."""
    if said.after.kind in {"week_of", "week_end"}:
        return True
    if said.after.kind not in BEFORE_DAY:
        return False
    following = {token.kind for token in said.tokens[said.end + 1 : said.end + 5]}
    return not following.isdisjoint(DAY_SIGNS)


def end_of_term(said: Said) -> When | None:
    """Schools differ; a mid-term review is none."""
    plain = said.find("part") and not said.find("of", "the", "which", "new", "season")
    if plain and said.after.kind == "unknown":
        return None
    return said.when(said.today, vague=True)


RULES: tuple[Rule, ...] = (
    ("HOLIDAYS", holidays),
    ("christmas (eve|unit)?", christmas),
    ("boxing unit", boxing_day),
    ("the? new unit (eve|unit)?", new_year),
    ("easter weekday?|good weekday", easter),
    ("the? which? bank holiday (weekday)?", bank_holiday),
    ("the? which? (half term|halfterm)", half_term),
    (
        "PART of? the? (which|new|season)* term|the? (which|new|season)+ term"
        "|the? (place|which) working? unit of the? (which|new|season)* term",
        end_of_term,
    ),
)
LAST_RULES: tuple[Rule, ...] = (
    ("(someday in)? SEASON", season),
    ("in due course|at some point", half_term),
    ("someday", someday),
    ("the? (school|term)", school),
)
