"""The programme's days: London's clock, England's bank holidays, the pause at Christmas."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from storage.calendar import (
    LONDON,
    at_london,
    cut_off_before,
    in_christmas_pause,
    in_period,
    is_working_day,
    london,
    london_date,
    may_speak,
    monday_of,
    next_working_day,
    previous_working_day,
    summary_instant,
    working_days_until,
)

FRIDAY, MONDAY = 4, 0
ELEVEN = time(11, 0)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2022, 7, 1, 22, 59, tzinfo=UTC), date(2022, 7, 1)),
        (datetime(2022, 7, 1, 23, 0, tzinfo=UTC), date(2022, 7, 2)),
        (datetime(2022, 12, 1, 23, 59, tzinfo=UTC), date(2022, 12, 1)),
    ],
)
def test_a_day_begins_at_midnight_in_london(moment: datetime, day: date) -> None:
    """An hour earlier in UTC in summer."""
    assert london_date(moment) == day
    assert london(moment) == moment


@pytest.mark.parametrize(
    ("day", "hour"),
    [(date(2022, 3, 25), 11), (date(2022, 4, 1), 10), (date(2022, 10, 28), 10),
     (date(2022, 11, 4), 11)],
)  # fmt: skip
def test_eleven_is_eleven_in_summer_and_winter(day: date, hour: int) -> None:
    """Across both clock changes the wall clock counts."""
    moment = at_london(day, ELEVEN)
    assert moment == datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    assert (moment.hour, moment.tzinfo) == (11, LONDON)


def test_an_hour_that_spring_skips_is_read_an_hour_later() -> None:
    """On 27 March 2022 there was no 01:30."""
    moment = at_london(date(2022, 3, 27), time(1, 30))
    assert (moment.hour, moment.minute) == (2, 30)
    assert moment == datetime(2022, 3, 27, 1, 30, tzinfo=UTC)


def test_an_hour_that_autumn_repeats_comes_first() -> None:
    """On 30 October 2022 it was 01:30 twice."""
    moment = at_london(date(2022, 10, 30), time(1, 30))
    assert moment.astimezone(UTC) == datetime(2022, 10, 30, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2022, 11, 18), True),
        (date(2022, 11, 19), False),
        (date(2022, 9, 19), False),  # the Queen's funeral
        (date(2022, 12, 27), False),  # Christmas Day, moved from Sunday
        (date(2023, 4, 7), False),  # Good Friday
        (date(2023, 4, 10), False),  # Easter Monday, not a holiday in Scotland
        (date(2023, 5, 8), False),  # the coronation
        (date(2023, 8, 7), True),  # a bank holiday in Scotland only
    ],
)
def test_a_working_day_is_englands(day: date, working: bool) -> None:
    """Monday to Friday without the bank holidays of England."""
    assert is_working_day(day) is working


@pytest.mark.parametrize(
    ("day", "weekdays", "working"),
    [
        (date(2022, 11, 16), "024", True),
        (date(2022, 11, 17), "024", False),
        (date(2022, 11, 19), "56", True),
        (date(2022, 12, 26), "0123456", False),  # Boxing Day is one for everybody
    ],
)
def test_a_person_may_work_on_other_weekdays(day: date, weekdays: str, working: bool) -> None:
    """Part of the week, or weekends; nobody is expected on a bank holiday."""
    assert is_working_day(day, weekdays) is working


@pytest.mark.parametrize(
    ("day", "last", "within"),
    [
        (date(2022, 11, 13), date(2022, 11, 18), False),
        (date(2022, 11, 14), date(2022, 11, 18), True),
        (date(2022, 11, 18), date(2022, 11, 18), True),
        (date(2022, 11, 19), date(2022, 11, 18), False),
        (date(2032, 11, 19), None, True),
    ],
)
def test_a_period_holds_both_its_ends(day: date, last: date | None, within: bool) -> None:
    """From Monday 14 November 2022 to a day, or until further notice."""
    assert in_period(day, date(2022, 11, 14), last) is within


def test_the_next_working_day_may_be_today() -> None:
    """Over Easter it is four days away."""
    assert next_working_day(date(2023, 4, 6)) == date(2023, 4, 6)
    assert next_working_day(date(2023, 4, 7)) == date(2023, 4, 11)


def test_the_previous_working_day_is_before_today() -> None:
    """Also when today is one."""
    assert previous_working_day(date(2022, 11, 18)) == date(2022, 11, 17)
    assert previous_working_day(date(2023, 4, 11)) == date(2023, 4, 6)


@pytest.mark.parametrize(
    ("day", "count"),
    [
        (date(2022, 11, 15), 0),
        (date(2022, 11, 14), 0),
        (date(2022, 11, 16), 1),
        (date(2022, 11, 21), 4),
        (date(2022, 11, 29), 10),
    ],
)
def test_working_days_are_counted_to_the_day_itself(day: date, count: int) -> None:
    """From the day after today, Tuesday 15 November; none to a day that is past."""
    assert working_days_until(date(2022, 11, 15), day) == count


def test_a_week_begins_on_monday() -> None:
    """Sunday belongs to the Monday before."""
    assert monday_of(date(2022, 11, 20)) == monday_of(date(2022, 11, 14)) == date(2022, 11, 14)


@pytest.mark.parametrize(
    ("moment", "possible"),
    [
        ("2022-11-15T08:29:59+00:00", False),
        ("2022-11-15T08:30:00+00:00", True),
        ("2022-11-15T17:30:00+00:00", True),
        ("2022-11-15T17:30:01+00:00", False),
        ("2022-07-15T07:30:00+00:00", True),  # half past eight in summer
        ("2022-11-19T12:00:00+00:00", False),  # Saturday
        ("2022-12-26T12:00:00+00:00", False),  # Boxing Day
    ],
)
def test_unasked_messages_keep_office_hours(moment: str, possible: bool) -> None:
    """Working days, 08:30 to 17:30 in London (mockups.md, 3)."""
    assert may_speak(datetime.fromisoformat(moment)) is possible


@pytest.mark.parametrize(
    ("day", "paused"),
    [
        (date(2022, 12, 23), False),
        (date(2022, 12, 24), True),
        (date(2022, 12, 31), True),
        (date(2023, 1, 1), True),
        (date(2023, 1, 2), False),
    ],
)
def test_nothing_happens_between_christmas_and_new_year(day: date, paused: bool) -> None:
    """24 December to 1 January, both included (mockups.md, 3)."""
    assert in_christmas_pause(day) is paused


@pytest.mark.parametrize("step", range(7))
def test_a_weeks_summary_is_the_same_on_all_its_days(step: int) -> None:
    """Friday 11:00, asked on Monday or on Sunday."""
    day = date(2022, 11, 14) + timedelta(days=step)
    assert summary_instant(day, FRIDAY, ELEVEN) == at_london(date(2022, 11, 18), ELEVEN)


@pytest.mark.parametrize(
    ("week", "weekday", "goes_out"),
    [
        (date(2023, 4, 3), FRIDAY, date(2023, 4, 11)),  # Good Friday: after Easter Monday
        (date(2023, 5, 8), MONDAY, date(2023, 5, 9)),
        (date(2022, 12, 19), FRIDAY, date(2022, 12, 23)),
        (date(2023, 1, 2), MONDAY, date(2023, 1, 3)),  # New Year's Day, moved from Sunday
    ],
)
def test_a_bank_holiday_moves_a_summary_to_the_next_working_day(
    week: date, weekday: int, goes_out: date
) -> None:
    """At the same time of day (mockups.md, 3)."""
    assert summary_instant(week, weekday, ELEVEN) == at_london(goes_out, ELEVEN)


@pytest.mark.parametrize("weekday", range(5))
def test_a_summary_of_the_christmas_week_does_not_go_out(weekday: int) -> None:
    """On no day of it."""
    assert summary_instant(date(2022, 12, 28), weekday, ELEVEN) is None


@pytest.mark.parametrize(
    ("summary", "cut_off"),
    [
        (date(2022, 11, 18), date(2022, 11, 17)),
        (date(2022, 11, 21), date(2022, 11, 18)),
        (date(2023, 4, 11), date(2023, 4, 6)),
    ],
)
def test_the_cut_off_is_noon_of_the_working_day_before(summary: date, cut_off: date) -> None:
    """Thursday for Friday; over Easter the Thursday before."""
    assert cut_off_before(at_london(summary, ELEVEN)) == at_london(cut_off, time(12, 0))
