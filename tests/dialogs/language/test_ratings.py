"""A rating is what the author gives for now; a colour alone is none."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.language.phrases import folded
from dialogs.language.ratings import MENTION, ratings_in


def rated(text: str) -> list[str]:
    """The ratings as the record names them; two of them where it was left open."""
    return ["/".join(one.ratings) or one.unknown for one in ratings_in(folded(text))]


@pytest.mark.parametrize(
    ("text", "rating"),
    [
        ("amber", "amber"), ("RED", "red"), ("now Green.", "green"), ("on track", "green"),
        ("On  Track", "green"), ("on trak", "green"), ("on target", "green"), ("at risk", "amber"),
        ("blue", "blue"), ("grey", "grey"), ("🟠", "amber"), ("🔴", "red"), ("🟢", "green"),
        ("🟡", "amber"), ("amberish?", "amber"), ("amber-ish", "amber"), ("ambr", "amber"),
        ("WF-01: Amber", "amber"), ("it's red I'm afraid", "red"), ("rated green", "green"),
        ("Amber til someone's in post", "amber"), ("not started", "grey"), ("(amber)", "amber"),
        ("still amber", "amber"), ("call it amber", "amber"), ("RAG = red", "red"),
        ("amber,75%", "amber"), ("gone red", "red"), ("turned red this week", "red"),
    ],
)  # fmt: skip
def test_a_rating_is_read(text: str, rating: str) -> None:
    """By its name, the plan's own words for it, a sign, or a slip of the keyboard."""
    assert rated(text) == [rating]


@pytest.mark.parametrize(
    ("text", "rating"),
    [
        ("not red, amber", "amber"),
        ("wouldnt call it green any more, amber", "amber"),
        ("gone from green to red", "red"),
        ("was amber now green", "green"),
        ("were green, slipped to amber", "amber"),
        ("amber rather than red", "amber"),
        ("amber not green", "amber"),
        ("no longer red, it's amber", "amber"),
        ("used to be red, green now", "green"),
        ("isn't green yet, still amber", "amber"),
    ],
)
def test_what_it_was_or_is_not_is_left_out(text: str, rating: str) -> None:
    """Only the rating for now."""
    assert rated(text) == [rating]


@pytest.mark.parametrize(
    "text",
    [
        "could go red", "might turn amber", "hoping for green by xmas", "heading for red",
        "will be green by then", "no longer red", "not green yet", "if it goes red",
        "aim to get back to green", "danger of going red",
    ],
)  # fmt: skip
def test_what_it_may_become_is_none(text: str) -> None:
    """Nor what it no longer is, when nothing is said of now."""
    assert rated(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "the amber team grew to 12", "red tape", "green light from finance", "two red flags raised",
        "the green paper is out", "children at risk were seen", "at risk of losing the post",
        "families at risk", "the red team met", "the blue folder", "young people at risk",
        "12 red cases reviewed", "the white paper",
    ],
)  # fmt: skip
def test_a_colour_that_belongs_to_a_thing_is_none(text: str) -> None:
    """Nor is a child at risk a rating."""
    assert rated(text) == []


@pytest.mark.parametrize(
    "text",
    ["redo the form", "credit", "evergreen", "green-field", "bluebell ward", "Redditch", "",
     "at r\u0131\u017fk", "greenfields", "ambered", "Mr Green's slides are in"],
)  # fmt: skip
def test_a_word_that_holds_a_rating_is_none(text: str) -> None:
    """Whole words only, and only with letters of the alphabet."""
    assert rated(text) == []


@pytest.mark.parametrize(
    ("text", "ratings"),
    [
        ("amber/green", "amber/green"),
        ("Amber / Green for RK-01", "amber/green"),
        ("amber or red", "amber/red"),
        ("amber going on red", "amber/red"),
        ("somewhere between amber and red", "amber/red"),
        ("amber-red", "amber/red"),
        ("amber verging on red", "amber/red"),
    ],
)
def test_a_choice_that_was_left_open_has_both(text: str, ratings: str) -> None:
    """The worse or the better of two is never picked for anybody."""
    assert rated(text) == [ratings]


@pytest.mark.parametrize("text", ["purple", "now Yellow", "WF-01 orange"])
def test_another_colour_is_named_so_that_it_can_be_answered(text: str) -> None:
    """Purple is no rating."""
    (found,) = ratings_in(folded(text))
    assert (found.ratings, text.lower().endswith(found.unknown)) == ((), True)


@pytest.mark.parametrize(
    ("text", "ratings"),
    [
        ("delivery green, impact amber", [("green", False), ("amber", True)]),
        ("delivery green but impact still amber", [("green", False), ("amber", True)]),
        ("impact rating is red", [("red", True)]),
        ("impact on children: amber, delivery green", [("amber", True), ("green", False)]),
        ("amber, no impact yet", [("amber", False)]),
        ("impact amber delivery red", [("amber", True), ("red", False)]),
    ],
)
def test_impact_is_told_from_delivery(text: str, ratings: list[tuple[str, bool]]) -> None:
    """The two are never the same slot."""
    found = ratings_in(folded(text))
    assert [("/".join(one.ratings), one.impact) for one in found] == ratings


SCRAPS = st.lists(
    st.sampled_from(
        ["amber", "red", "green", "on track", "at", "risk", "/", "or", "and", "not", "was", "from",
         "to", "the", "team", "impact", "purple", "🟠", "-", "ish", ",", ".", "between", "may"]
    ),
    max_size=14,
).map(" ".join)  # fmt: skip


@given(st.text() | SCRAPS)
def test_a_rating_stands_where_it_says(text: str) -> None:
    """In order, apart, and in the words of the grammar."""
    plain = folded(text)
    found = ratings_in(plain)
    assert all(MENTION.match(plain, one.start) for one in found)
    pairs = pairwise(found)
    assert all(one.end <= other.start for one, other in pairs)
    assert all(bool(one.ratings) != bool(one.unknown) for one in found)
