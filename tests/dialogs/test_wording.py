"""How facts are worded (mockups.md, 1)."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.wording import (
    IMPACT,
    LONG_NOTE,
    NAMES,
    SHAPES,
    WORST_FIRST,
    capitalised,
    clock,
    day,
    day_and_clock,
    days_left,
    listed,
    moved,
    percent,
    plural,
    quoted,
    rated,
    short_day,
    uncapitalised,
)
from storage.vocabulary import ImpactRating, Rating

TODAY = date(2022, 11, 16)


def test_every_rating_has_a_shape_and_a_word_of_its_own() -> None:
    """Colour comes third; without it nothing is lost."""
    assert set(SHAPES) == set(NAMES) == set(WORST_FIRST) == set(Rating)
    assert len(set(SHAPES.values())) == len(set(NAMES.values())) == len(Rating)
    assert rated(Rating.AMBER) == "▲ Amber"
    assert rated(Rating.GREY) == "○ Not started"
    assert set(IMPACT) == set(ImpactRating)
    assert IMPACT[ImpactRating.UNKNOWN] == "○ Not yet known"


@pytest.mark.parametrize(
    ("on", "shown"),
    [
        (date(2022, 12, 9), "Fri 9 Dec"),
        (date(2023, 2, 28), "Tue 28 Feb"),
        (date(2024, 1, 5), "Fri 5 Jan 2024"),
        (date(2021, 12, 31), "Fri 31 Dec 2021"),
    ],
)
def test_a_day_has_its_year_only_when_it_is_not_this_or_the_next(on: date, shown: str) -> None:
    """And never a leading zero."""
    assert day(on, TODAY) == shown


@pytest.mark.parametrize(
    ("on", "shown"),
    [
        (date(2022, 11, 17), "1 day"),
        (date(2022, 11, 19), "3 days"),
        (date(2022, 11, 30), "14 days"),
        (date(2022, 12, 1), "2 weeks"),
        (date(2022, 12, 30), "6 weeks"),
    ],
)
def test_days_are_counted_up_to_fourteen_then_weeks(on: date, shown: str) -> None:
    """Whole weeks only."""
    assert days_left(on, TODAY) == shown


def test_moments_are_told_on_a_london_clock() -> None:
    """In summer an hour ahead of UTC."""
    assert day_and_clock(datetime(2022, 11, 16, 10, 13, tzinfo=UTC)) == "Wed 16 Nov, 10:13"
    assert clock(datetime(2022, 7, 1, 23, 30, tzinfo=UTC)) == "00:30"
    assert day_and_clock(datetime(2022, 7, 1, 23, 30, tzinfo=UTC)) == "Sat 2 Jul, 00:30"
    assert short_day(TODAY) == "16 Nov"


def test_numbers_and_lists_read_like_english() -> None:
    """One action, two actions; A, B and C."""
    assert [plural(count, "action") for count in (0, 1, 2)] == [
        "0 actions",
        "1 action",
        "2 actions",
    ]
    assert [listed(names) for names in (["A"], ["A", "B"], ["A", "B", "C"])] == [
        "A", "A and B", "A, B and C"
    ]  # fmt: skip
    assert [percent(value) for value in (0, 75, None)] == ["0%", "75%", "no percentage yet"]
    assert moved("75%", "65%") == "75%, was 65%"
    assert moved("75%", "75%") == moved("75%", None) == "75%"


def test_only_the_first_letter_changes() -> None:
    """Abbreviations stay."""
    assert capitalised("agency staff in the MASH") == "Agency staff in the MASH"
    assert uncapitalised("Agency staff in the MASH") == "agency staff in the MASH"
    assert uncapitalised("GP chronologies") == "GP chronologies"
    assert capitalised("") == uncapitalised("") == ""


@given(st.text(max_size=LONG_NOTE))
def test_words_are_quoted_unchanged(text: str) -> None:
    """In the author's own letters."""
    assert quoted(text) == f"“{text}”"


@given(st.text(st.characters(codec="utf-8"), min_size=LONG_NOTE + 1, max_size=3 * LONG_NOTE))
def test_a_long_note_is_cut_and_says_so(text: str) -> None:
    """What is shown is the beginning of what was written, then "…"."""
    shown = quoted(text)
    assert shown.startswith("“")
    assert shown.endswith("…”")
    assert text.startswith(shown[1:-2])
    assert len(shown) <= LONG_NOTE + 3


def test_a_long_note_is_cut_at_a_word() -> None:
    """Not in the middle of one."""
    assert quoted("word " * 100).endswith("word…”")
