"""Dates, days left, percentages and quotations, as mockups.md section 1 words them."""

from datetime import UTC, date, datetime

import pytest

from dialogs import wording
from storage.vocabulary import Rating

TUESDAY = date(2022, 11, 15)


@pytest.mark.parametrize(
    ("on", "shown"),
    [
        (date(2022, 12, 9), "Fri 9 Dec"),
        (date(2023, 1, 31), "Tue 31 Jan"),
        (date(2024, 1, 31), "Wed 31 Jan 2024"),
        (date(2021, 12, 31), "Fri 31 Dec 2021"),
    ],
)
def test_a_year_is_named_only_when_it_is_neither_this_nor_the_next(on: date, shown: str) -> None:
    """Day, month in letters, so that nobody reads it in the other order."""
    assert wording.day(on, TUESDAY) == shown


@pytest.mark.parametrize(
    ("on", "shown"),
    [
        (date(2022, 11, 16), "1 day"),
        (date(2022, 11, 18), "3 days"),
        (date(2022, 11, 29), "14 days"),
        (date(2022, 11, 30), "2 weeks"),
        (date(2022, 12, 9), "3 weeks"),
        (date(2022, 12, 30), "6 weeks"),
    ],
)
def test_days_are_counted_up_to_fourteen_then_weeks(on: date, shown: str) -> None:
    """The figures of mockups.md 4.1 and 4.3."""
    assert wording.days_left(on, TUESDAY) == shown


def test_a_clock_is_londons() -> None:
    """An hour ahead of UTC in summer."""
    assert wording.clock(datetime(2022, 7, 1, 9, 30, tzinfo=UTC)) == "10:30"
    assert wording.day_and_clock(datetime(2022, 11, 16, 10, 13, tzinfo=UTC)) == "Wed 16 Nov, 10:13"


def test_every_rating_has_a_shape_of_its_own_and_a_word() -> None:
    """Colour comes third."""
    assert len({wording.SHAPES[rating] for rating in Rating}) == len(Rating)
    assert wording.rated(Rating.AMBER) == "▲ Amber"


def test_a_long_note_is_cut_at_a_word() -> None:
    """With an ellipsis, and never within a word."""
    note = "word " * 100
    shown = wording.quoted(note)
    assert shown.endswith("word…”")
    assert len(shown) <= wording.LONG_NOTE + 3
    assert wording.quoted("short") == "“short”"


@pytest.mark.parametrize(
    ("names", "shown"),
    [(["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")],
)
def test_names_are_listed_as_they_are_spoken(names: list[str], shown: str) -> None:
    """A, B and C."""
    assert wording.listed(names) == shown


def test_no_figure_is_not_nought() -> None:
    """An action without a percentage says so."""
    assert wording.percent(None) == "no percentage yet"
    assert wording.percent(0) == "0%"


def test_abbreviations_keep_their_capitals() -> None:
    """MASH stays MASH in the middle of a sentence."""
    assert wording.uncapitalised("Agency staff leave") == "agency staff leave"
    assert wording.uncapitalised("MASH posts fall vacant") == "MASH posts fall vacant"
