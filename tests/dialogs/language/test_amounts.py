"""Percentages, ratings, scores and dates as people type them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.language.amounts import (
    forecast_in,
    percent_in,
    rating_in,
    scores_in,
    unknown_rating_in,
)
from storage.vocabulary import Rating

TODAY = date(2022, 11, 16)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("75%", 75),
        ("75 %", 75),
        ("60 pct", 60),
        ("60 per cent", 60),
        ("60 percent", 60),
        ("140%", 140),
        ("-5%", -5),
        ("−5%", -5),
        ("75.5%", 75.5),
        ("0%", 0),
    ],
)
def test_a_percentage_is_read_as_typed(text: str, value: float) -> None:
    """Also one that cannot be: it must be answered, not bent."""
    found = percent_in(f"about {text}, going well")
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("75", "a bare number may count anything"),
        ("88% of contacts in time", "a measure, not completion"),
        ("41% were late", "a measure"),
        ("three quarters", "words"),
        ("v1.75%", "a version"),
    ],
)
def test_what_is_no_completion_is_not_read_as_one(text: str, why: str) -> None:
    """A percentage is never guessed."""
    assert percent_in(text) is None, why


@pytest.mark.parametrize(
    ("value", "possible"), [("0", 1), ("100", 1), ("101", 0), ("-1", 0), ("75.5", 0)]
)
def test_only_whole_numbers_from_0_to_100_are_possible(value: str, possible: int) -> None:
    """Completion is a whole number of per cent."""
    found = percent_in(f"{value}%")
    assert found is not None
    assert found.possible is bool(possible)


@pytest.mark.parametrize(
    ("text", "rating"),
    [
        ("amber", Rating.AMBER),
        ("RED", Rating.RED),
        ("now Green.", Rating.GREEN),
        ("on track", Rating.GREEN),
        ("at risk", Rating.AMBER),
        ("blue", Rating.BLUE),
        ("grey", Rating.GREY),
    ],
)
def test_a_rating_is_read(text: str, rating: Rating) -> None:
    """By its name or by the plan's own words for it."""
    found = rating_in(text)
    assert found is not None
    assert found[0] is rating


@pytest.mark.parametrize(
    "text",
    ["redo the form", "credit", "evergreen", "green-field", "at r\u0131\u017fk", "purple", ""],
)
def test_a_word_that_holds_a_rating_is_none(text: str) -> None:
    """Whole words only, and only with letters of the alphabet."""
    assert rating_in(text) is None


def test_another_colour_is_named_so_that_it_can_be_answered() -> None:
    """Purple is no rating."""
    found = unknown_rating_in("PT-01 Purple now")
    assert found is not None
    assert (found.word, found.span) == ("purple", (6, 12))


@pytest.mark.parametrize(
    "text",
    [
        "staff leaving, likelihood 4 impact 3",
        "staff leaving (likelihood: 4, impact: 3)",
        "staff leaving, likelihood of 4 and impact of 3",
        "staff leaving, L4 I3",
        "staff leaving L4/I3",
        "staff leaving, 4x3",
        "staff leaving (4 × 3)",
    ],
)
def test_scores_are_read_in_that_order(text: str) -> None:
    """Likelihood first, then impact."""
    found = scores_in(text)
    assert found is not None
    assert found[:2] == (4, 3)


def test_scores_out_of_range_are_read_so_that_they_can_be_answered() -> None:
    """And no number is too long to be read."""
    assert (scores_in("likelihood 6 impact 0") or ())[:2] == (6, 0)
    assert scores_in(f"likelihood {'9' * 5000} impact 3") is None


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("forecast 9 Dec", date(2022, 12, 9)),
        ("forecast 28 Feb", date(2023, 2, 28)),
        ("forecast 30 May", date(2023, 5, 30)),
        ("now expected by 3rd January", date(2023, 1, 3)),
        ("expect to finish on 5/6", date(2023, 6, 5)),
        ("forecast 5/6/2024", date(2024, 6, 5)),
        ("forecast: 28/02/23", date(2023, 2, 28)),
        ("forecast 16 Nov", TODAY),
    ],
)
def test_a_forecast_is_day_before_month_and_the_next_to_come(text: str, on: date) -> None:
    """As it is written in Britain."""
    found = forecast_in(text, TODAY)
    assert found is not None
    assert found[0] == on


def test_29_february_waits_for_a_leap_year() -> None:
    """Neither an error nor a day that there is not."""
    assert (forecast_in("forecast 29 Feb", date(2024, 11, 1)) or [None])[0] == date(2028, 2, 29)
    assert forecast_in("forecast 29 Feb 2023", TODAY) is None


@pytest.mark.parametrize("text", ["forecast 31 Nov", "forecast 9 interviews", "9 Dec", "forecast"])
def test_a_date_that_is_none_stays_words(text: str) -> None:
    """Not every date is a forecast, and not every number is a date."""
    assert forecast_in(text, TODAY) is None


@given(st.text(), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_nothing_that_is_typed_raises(text: str, today: date) -> None:
    """Each reader finds something or nothing."""
    for around in (text, f"forecast {text}", f"likelihood {text} impact {text}", f"{text}%"):
        percent_in(around)
        rating_in(around)
        unknown_rating_in(around)
        scores_in(around)
        forecast_in(around, today)
