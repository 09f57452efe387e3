"""A day is read in every way that names exactly one, and in no other."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.exchange.layout import days


@pytest.mark.parametrize(
    "written",
    [
        "30/12/2022", "30.12.22", "30-12-2022", "30 Dec 2022", "30th December 2022", "2022-12-30",
        "30-Dec-22", "Fri 30 Dec 2022", "Friday, 30 December 2022", "30th of December, 2022",
        "2022-12-30 00:00:00", " 30/12/2022 ", "30 dec. 2022", "44925", 44925, 44925.75,
        date(2022, 12, 30), datetime(2022, 12, 30, 14, 30),  # noqa: DTZ001 -- as Excel has it
    ],
)  # fmt: skip
def test_one_day_is_written_in_many_ways(written: object) -> None:
    """British order, month names, ISO, and the number by which Excel counts days."""
    assert days.day(written) == date(2022, 12, 30)


@pytest.mark.parametrize("written", ["1/1/85", "1 Jan 85"])
def test_two_figures_of_a_year_are_of_this_century(written: str) -> None:
    """A plan has no dates of the last one."""
    assert days.day(written) == date(2085, 1, 1)


@pytest.mark.parametrize("written", ["Dec 2022", "12/2022", "end of Dec", "may", "30/12"])
def test_a_part_of_a_date_is_no_day(written: str) -> None:
    """Neither a day of the month nor a year is guessed."""
    with pytest.raises(ValueError, match="is only part of a date; write day, month and year"):
        days.day(written)


@pytest.mark.parametrize(
    "written",
    ["soon", "12/30/2022", "31/02/2023", "29/02/2023", "2022-13-01", "1 Foo 2022", "1/2", "tbc",
     "00/00/0000", "Foo 1 Dec 2022", "99999", True, 4492, ""],
)  # fmt: skip
def test_what_names_no_day_is_refused(written: object) -> None:
    """With how to write one; months never come first."""
    with pytest.raises(ValueError, match="is not a date; write it as 30/12/2022"):
        days.day(written)


def test_a_weekday_that_does_not_fit_is_refused() -> None:
    """Either of the two is wrong, and nobody can tell which."""
    with pytest.raises(ValueError, match="“Mon 30 Dec 2022” is a Friday"):
        days.day("Mon 30 Dec 2022")


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_as_it_is_shown(day: date) -> None:
    """In each of the forms, on each day: day and month never change places."""
    for form in ("%d/%m/%Y", "%d.%m.%y", "%d %b %Y", "%A %d %B %Y", "%Y-%m-%d", "%d-%b-%y"):
        assert days.day(day.strftime(form)) == day


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Mon Tue Wed", (0, 1, 2)),
        ("Mon-Fri", (0, 1, 2, 3, 4)),
        ("Mon–Wed, Fri", (0, 1, 2, 4)),
        ("Monday to Wednesday and Friday", (0, 1, 2, 4)),
        ("fri, mon; Tues / thurs", (0, 1, 3, 4)),
        ("Sat & Sun", (5, 6)),
    ],
)
def test_working_days_are_listed_or_spanned(written: str, meant: tuple[int, ...]) -> None:
    """In any order, with any kind of dash."""
    assert days.working_days(written) == meant


@pytest.mark.parametrize("written", ["Fri-Mon", "Mo", "weekdays", "Mon-", "", "Mon-Tue-Wed", "3"])
def test_working_days_that_are_unclear_are_refused(written: str) -> None:
    """With how to write them."""
    with pytest.raises(ValueError, match="write them as Mon Tue Wed, or as Mon-Fri"):
        days.working_days(written)
