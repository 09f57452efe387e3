"""Days worked out from what was named: the year that was left out, weeks, months, quarters, feasts.

`back` means that the text looks back: the latest such day is meant, not the next to come.
"""

from calendar import monthrange
from datetime import date, timedelta

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta

from storage.calendar import is_working_day, monday_of

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
MONTH = relativedelta(months=1)
NEAR = relativedelta(months=11)
Days = tuple[date, date]
FINANCIAL_QUARTERS = {1: 4, 2: 7, 3: 10, 4: 1}
"""The month that each quarter of a council's year begins with."""
SEASON_MONTHS = 3


def day_of_month(day: int, month: int, today: date, *, back: bool) -> date:
    """The day in the year that must be meant; ValueError if there is none near.

    It is the one that comes within 11 months, else the one of the month just gone; looking back it
    is the other way round.
    """
    found = [_or_none(year, month, day) for year in range(today.year - 1, today.year + 2)]
    days = [one for one in found if one is not None]
    if back:
        gone = [one for one in days if today - NEAR <= one <= today]
        return max(gone or [one for one in days if today < one <= today + MONTH])
    coming = [one for one in days if today <= one <= today + NEAR]
    return min(coming or [one for one in days if today - MONTH <= one < today])


def _or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def ordinal(day: int, today: date, *, back: bool, weekday: int | None = None) -> date:
    """The next (or the latest) 5th; with a weekday, of the near ones the one that falls on it."""
    first = today.replace(day=1)
    step = -1 if back else 1
    months = [first + relativedelta(months=step * month) for month in range(5)]
    found = [_or_none(month.year, month.month, day) for month in months]
    days = [one for one in found if one and (one <= today if back else one >= today)]
    fitting = [one for one in days[:3] if weekday in {None, one.weekday()}]
    return min(fitting or days, key=lambda one: abs(one - today))


def weekday(number: int, today: date, *, back: bool) -> date:
    """The coming Friday (or the latest); today's own weekday means a week from today."""
    if back:
        return today - DAY * ((today.weekday() - number - 1) % 7 + 1)
    return today + DAY * ((number - today.weekday() - 1) % 7 + 1)


def month(number: int, year: int | None, today: date, *, back: bool, farthest: int = 10) -> Days:
    """All of a month; without a year the current or next one, unless that is too far off."""
    if year is None:
        away = (number - today.month) % 12
        away -= 12 if away and (back or away > farthest) else 0
        start = today.replace(day=1) + relativedelta(months=away)
    else:
        start = date(year, number, 1)
    return start, month_end(start)


def month_end(day: date) -> date:
    """The last day of the month that a day is in."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def quarter(number: int, financial_year: int | None, today: date, *, back: bool) -> Days:
    """All of a council's quarter; without a year the current one or the next (or the latest)."""
    starts = FINANCIAL_QUARTERS[number]
    if financial_year is not None:
        return _quarter(date(financial_year + (number == 4), starts, 1))
    near = [_quarter(date(year, starts, 1)) for year in range(today.year - 1, today.year + 2)]
    if back:
        return max(days for days in near if days[0] <= today)
    return min(days for days in near if days[1] >= today)


def _quarter(start: date) -> Days:
    return start, month_end(start + relativedelta(months=2))


def around(unit: str, today: date, step: int) -> Days:
    """This (0), the next (1) or the last (-1) week, month, quarter, year or financial year."""
    if unit == "week":
        monday = monday_of(today) + WEEK * step
        return monday, monday + 6 * DAY
    if unit == "month":
        start = today.replace(day=1) + relativedelta(months=step)
        return start, month_end(start)
    if unit == "quarter":
        start = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
        return _quarter(start + relativedelta(months=3 * step))
    if unit == "financial":
        return financial_year(today.year - (today.month < 4) + step)
    if unit == "year":
        return date(today.year + step, 1, 1), date(today.year + step, 12, 31)
    return _fortnight(today, step) if unit == "fortnight" else (today + DAY * step,) * 2


def _fortnight(today: date, step: int) -> Days:
    return (today - 14 * DAY, today) if step < 0 else (today, today + 14 * DAY)


def financial_year(starts_in: int) -> Days:
    """April to March."""
    return date(starts_in, 4, 1), date(starts_in + 1, 3, 31)


def week_from(day: date) -> Days:
    """The week that commences on a day, up to its Sunday."""
    return day, day + DAY * (6 - day.weekday() if day.weekday() < 6 else 6)


def week_to(day: date) -> Days:
    """The week that ends on a day, from its Monday."""
    return monday_of(day), day


def friday_of(days: Days, today: date) -> date:
    """The Friday of a week, or its last day where that Friday is gone."""
    friday = monday_of(days[1]) + 4 * DAY
    return friday if today <= friday <= days[1] or days[1] < today else days[1]


def nth_week(number: int, days: Days) -> Days:
    """The first (1), second ... or last (-1) seven days of a month."""
    if number < 0:
        return days[1] - 6 * DAY, days[1]
    start = days[0] + WEEK * (number - 1)
    if start > days[1]:
        raise ValueError
    return start, min(start + 6 * DAY, days[1])


def nth_day(number: int, days: Days, weekday: int | None, *, working: bool) -> date:
    """The first, second ... or last (-1) Monday, working day or day of a period."""
    length = (days[1] - days[0]).days + 1
    found = [
        day
        for day in (days[0] + DAY * step for step in range(min(length, 366)))
        if weekday in {None, day.weekday()} and (not working or is_working_day(day))
    ]
    place = number if number < 0 else number - 1
    if not number or not -len(found) <= place < len(found):
        raise ValueError
    return found[place]


def halves(days: Days) -> tuple[Days, Days]:
    """The first and the second half of a period."""
    if (days[1] - days[0]).days > 360:
        middle = month_end(days[0] + relativedelta(months=5))
        return (days[0], middle), (middle + DAY, days[1])
    middle = days[0] + (days[1] - days[0]) // 2
    return (days[0], middle), (middle + DAY, days[1])


MIDDLE = range(11, 16)
"""Of a month: the 12th to the 16th, as "mid Dec" is the 12th to the 16th of December."""
SATURDAY = 5


def part(name: str, days: Days) -> Days:
    """The start, early, mid or late part, or the end of a week, a month or anything longer."""
    length = (days[1] - days[0]).days + 1
    if length == 7:
        low, high = {
            "start": (0, 0),
            "early": (0, 1),
            "mid": (1, 3),
            "late": (3, 4),
            "end": (4, 4),
        }[name]
        return days[0] + low * DAY, days[0] + high * DAY
    if name == "start":
        return days[0], days[0] + 6 * DAY
    if name == "end":
        return days[1], days[1]
    return _part_of_month(name, days) if length < 32 else _third(name, days, length)


def _part_of_month(name: str, days: Days) -> Days:
    first = days[0]
    if name == "early":
        return first, first + 9 * DAY
    if name == "late":
        return first + 20 * DAY, days[1]
    working = [day for day in (first + count * DAY for count in MIDDLE) if day.weekday() < SATURDAY]
    return working[0], working[-1]


def _third(name: str, days: Days, length: int) -> Days:
    third = length // 3 * DAY
    if name == "early":
        return days[0], days[0] + third
    return (days[1] - third, days[1]) if name == "late" else (days[0] + third, days[1] - third)


def season(starts: int, year: int | None, today: date, *, back: bool) -> Days:
    """Spring is March to May, and so on."""
    if year is not None:
        return _season(date(year, starts, 1))
    near = [_season(date(near, starts, 1)) for near in range(today.year - 1, today.year + 2)]
    if back:
        return max(days for days in near if days[0] <= today)
    return min(days for days in near if days[1] >= today)


def _season(start: date) -> Days:
    return start, month_end(start + relativedelta(months=SEASON_MONTHS - 1))


def easter_sunday(today: date, *, back: bool) -> date:
    """The next (or the latest) Easter Sunday."""
    near = [easter(year) for year in range(today.year - 1, today.year + 2)]
    return max(d for d in near if d <= today) if back else min(d for d in near if d >= today)


def bank_holiday(today: date, *, back: bool) -> date:
    """The next (or the latest) bank holiday of England."""
    step = -DAY if back else DAY
    day = today + step
    while day.weekday() > 4 or is_working_day(day):
        day += step
    return day


def board(today: date, boards: tuple[date, ...], step: int) -> date | None:
    """The next meeting after today, or the last one before it."""
    if step > 0:
        return min((day for day in boards if day > today), default=None)
    return max((day for day in boards if day < today), default=None)
