"""The period that words name: Nov, next week, the quarter, Q4, 2022/23, the spring."""

from datetime import date

from dialogs.language.dates import arithmetic
from dialogs.language.dates.arithmetic import Days
from dialogs.language.dates.said import Said


def base(said: Said) -> tuple[Days, str]:
    """The period that is named, and its unit."""
    if (number := said.find("month")) is not None:
        return _month(number, said), "month"
    if (number := said.find("quarter")) is not None:
        year = said.find("year")
        fin = said.find("fin_year")
        if said.find("unit"):
            begins, _ = arithmetic.around("financial", said.today, said.find("which"))
            year = begins.year + (number == 4)
        start = _starts_in(fin) if fin else (year - (number == 4) if year else None)
        return arithmetic.quarter(number, start, said.today, back=said.back), "quarter"
    if (fin := said.find("fin_year")) is not None:
        return arithmetic.financial_year(_starts_in(fin)), "year"
    if (starts := said.find("season")) is not None:
        return arithmetic.season(starts, said.find("year"), said.today, back=said.back), "season"
    if (year := said.find("year")) is not None:
        return (date(year, 1, 1), date(year, 12, 31)), "year"
    return _unit(said)


def _month(number: int, said: Said) -> Days:
    """What was "in October" was, rather than being nine months or more off."""
    farthest = 8 if said.lead in {"in", "during"} else 10
    year = said.find("year")
    return arithmetic.month(number, year, said.today, back=said.back, farthest=farthest)


def _starts_in(fin_year: str) -> int:
    return int(fin_year.replace("-", "/").split("/")[0]) % 100 + 2000


def _unit(said: Said) -> tuple[Days, str]:
    unit = "financial" if said.find("financial", "fiscal") else said.find("unit")
    if said.find("new") and unit == "financial":
        return arithmetic.around(unit, said.today, 1), unit
    if said.find("new"):
        return arithmetic.around("year", said.today, 1), "new"
    step = said.find("which") or 0
    return arithmetic.around(unit, said.today, step), unit
