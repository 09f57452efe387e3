"""A rating is read from its word or its colour; a description is never turned into one."""

from typing import Any

import pytest
from openpyxl.styles import Color, GradientFill, PatternFill

from storage.exchange.layout import ratings
from storage.exchange.reading.colours import OFFICE_THEME, rating_of, theme_colours
from storage.vocabulary import ImpactRating, Rating

THEME = tuple(OFFICE_THEME.values())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Amber", Rating.AMBER),
        ("amber - at risk", Rating.AMBER),
        ("A", Rating.AMBER),
        ("r", Rating.RED),
        ("G", Rating.GREEN),
        ("B", Rating.BLUE),
        ("RAG: Green", Rating.GREEN),
        ("BRAG = r", Rating.RED),
        ("Gray", Rating.GREY),
        ("Red (red last month too)", Rating.RED),
    ],
)
def test_a_rating_is_known_by_its_word(typed: str, meant: Rating) -> None:
    """Its letter does, and more words behind it."""
    assert ratings.rating(Rating, typed) is meant


@pytest.mark.parametrize(
    "typed",
    ["On track", "not green", "was Amber", "Red/Amber", "Amber (was Green)", "Reddish", "GA", ""],
)
def test_a_description_is_not_interpreted(typed: str) -> None:
    """Which colour is meant is for its author to say."""
    with pytest.raises(ValueError, match="use Grey, Green, Amber, Red or Blue"):
        ratings.rating(Rating, typed)


def test_an_impact_rating_is_never_blue() -> None:
    """The two ratings are not the same."""
    with pytest.raises(ValueError, match="use Not yet known, Red, Amber or Green"):
        ratings.rating(ImpactRating, "Blue")


@pytest.mark.parametrize(
    ("typed", "colour", "word", "remark"),
    [
        ("Amber", None, "Amber", ""),
        ("amber", Rating.AMBER, "amber", ""),
        ("A", None, "A", "“A” is read as Amber."),
        ("Amber - late", Rating.AMBER, "Amber - late", "“Amber - late” is read as Amber."),
        ("Green", Rating.RED, "Green", "the word Green counts; the cell's colour looks Red."),
        ("", Rating.AMBER, "Amber", "read from the cell's colour as Amber."),
        ("", None, "", ""),
        ("On track", Rating.GREEN, "On track", ""),
    ],
)
def test_every_guess_is_remarked(typed: str, colour: Rating, word: str, remark: str) -> None:
    """A plain word that agrees with its colour is no guess; a refused one is no remark."""
    assert ratings.guess(Rating, typed, colour) == (word, remark)


def test_a_colour_that_an_impact_cannot_have_is_no_rating() -> None:
    """Blue and grey say nothing about impact."""
    assert ratings.guess(ImpactRating, "", Rating.BLUE) == ("", "")


def filled(**colour: Any) -> PatternFill:
    return PatternFill("solid", fgColor=Color(**colour))


@pytest.mark.parametrize(
    ("rgb", "looks"),
    [
        ("FFFF0000", Rating.RED), ("FFC00000", Rating.RED), ("FFFFC7CE", Rating.RED),
        ("FFFFC000", Rating.AMBER), ("FFFFFF00", Rating.AMBER), ("FFFFA500", Rating.AMBER),
        ("FFFFEB9C", Rating.AMBER), ("FFED7D31", Rating.AMBER),
        ("FF00B050", Rating.GREEN), ("FF92D050", Rating.GREEN), ("FFC6EFCE", Rating.GREEN),
        ("FF0070C0", Rating.BLUE), ("FF00B0F0", Rating.BLUE), ("FF4472C4", Rating.BLUE),
        ("FF808080", Rating.GREY), ("FFBFBFBF", Rating.GREY),
        ("FFFFFFFF", None), ("FF000000", None), ("FF7030A0", None), ("FFDDEBF7", None),
        ("FFBDD7EE", None),
    ],
)  # fmt: skip
def test_a_fill_looks_like_the_nearest_rating(rgb: str, looks: Rating | None) -> None:
    """Excel's standard colours do; white, black, purple and the pale blue of tables do not."""
    assert rating_of(filled(rgb=rgb), THEME) is looks


@pytest.mark.parametrize(
    ("colour", "looks"),
    [
        ({"indexed": 10}, Rating.RED),
        ({"indexed": 17}, Rating.GREEN),
        ({"indexed": 64}, None),
        ({"theme": 9}, Rating.GREEN),
        ({"theme": 7}, Rating.AMBER),
        ({"theme": 4}, Rating.BLUE),
        ({"theme": 4, "tint": 0.8}, None),
        ({"theme": 9, "tint": -0.25}, Rating.GREEN),
        ({"theme": 99}, None),
    ],
)
def test_colours_are_named_in_several_ways(colour: dict[str, Any], looks: Rating | None) -> None:
    """By a number in the palette, by the theme, lighter or darker."""
    assert rating_of(filled(**colour), THEME) is looks


@pytest.mark.parametrize(
    "fill", [PatternFill(), PatternFill("lightGrid", fgColor="FFFF0000"), GradientFill()]
)
def test_only_a_solid_fill_counts(fill: PatternFill) -> None:
    """A pattern is decoration."""
    assert rating_of(fill, THEME) is None


DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"


def test_a_theme_of_its_own_is_used() -> None:
    """A council's house colours."""
    theme = (
        f'<a:theme xmlns:a="{DRAWING}"><a:themeElements><a:clrScheme name="Council">'
        '<a:dk1><a:sysClr val="windowText" lastClr="111111"/></a:dk1>'
        '<a:accent1><a:srgbClr val="C00000"/></a:accent1>'
        "</a:clrScheme></a:themeElements></a:theme>"
    )
    found = theme_colours(theme)
    assert (found[1], found[4]) == ("111111", "C00000")
    assert rating_of(filled(theme=4), found) is Rating.RED


@pytest.mark.parametrize("theme", [None, b"", b"<torn", b"<theme/>"])
def test_without_a_theme_office_colours_count(theme: bytes | None) -> None:
    """A missing or damaged theme is no reason to refuse a plan."""
    assert theme_colours(theme) == THEME
