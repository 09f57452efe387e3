"""What stands in a message is found once, where it stands."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.language.marks import Marked, marked
from tests.dialogs.language.meant import office


def found(text: str) -> list[tuple[str, str]]:
    """(kind, as typed) of everything in a message."""
    return [(mark.kind, text[mark.start : mark.end].strip()) for mark in of(text).marks]


def of(text: str) -> Marked:
    """A message with its marks."""
    return marked(text, office())


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("WF-01 75% amber", [("ref", "WF-01"), ("percent", "75%"), ("rating", "amber")]),
        ("pt3 90%, shd close fri", [("ref", "pt3"), ("percent", "90%"), ("date", "fri")]),
        ("🟠 60% PT-02", [("rating", "🟠"), ("percent", "60%"), ("ref", "PT-02")]),
        ("5 of 7 teams", [("fraction", "5 of 7")]),
        ("R-03 down to 2x3", [("risk", "R-03"), ("score", "2x3")]),
        ("14 interviews done, 6 offers", [("number", "14"), ("number", "6")]),
        ("1,200 staff", [("number", "1,200")]),
        ("average caseload 17.1", [("number", "17.1")]),
        ("spent £12k of £1,200.50", [("money", "£12k"), ("money", "£1,200.50")]),
        ("moved to after half term", [("vague", "half term")]),
        ("due 03/02/23 not 27th", [("date", "03/02/23"), ("date", "27th")]),
        ("2nd nurse starts 3 Jan", [("date", "3 Jan")]),
    ],
)  # fmt: skip
def test_everything_is_found_in_order(text: str, marks: list[tuple[str, str]]) -> None:
    """References, figures, ratings and days, each with its kind."""
    assert found(text) == marks


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("75%", 75), ("75 %", 75), ("60 pct", 60), ("60pct", 60), ("60 per cent", 60),
        ("60 percent", 60), ("140%", 140), ("-5%", -5), ("−5%", -5), ("75.5%", 75.5), ("0%", 0),
    ],
)  # fmt: skip
def test_a_percentage_is_read_as_typed(text: str, value: float) -> None:
    """Also one that cannot be: it must be answered, not bent."""
    (mark,) = of(f"about {text}").marks
    assert (mark.kind, mark.value) == ("percent", value)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("75", "a bare number may count anything"),
        ("three quarters", "words"),
        ("v1.75%", "a version"),
        ("£75%", "money"),
        ("99999%", "nobody means that"),
        ("75 percentage points", "a difference"),
    ],
)
def test_what_is_no_percentage_is_none(text: str, why: str) -> None:
    """A percentage is never guessed."""
    assert "percent" not in dict(found(text)), why


@pytest.mark.parametrize(
    ("text", "scores"),
    [
        ("4x3", [(4, 3)]),
        ("4 × 3", [(4, 3)]),
        ("4*3", [(4, 3)]),
        ("L4 I3", [(4, None), (None, 3)]),
        ("L4/I3", [(4, None), (None, 3)]),
        ("likelihood 4 impact 3", [(4, None), (None, 3)]),
        ("likelihood: 4, impact: 3", [(4, None), (None, 3)]),
        ("likelihood of 4 and impact of 3", [(4, None), (None, 3)]),
        ("likelyhood is now 4", [(4, None)]),
        ("impact up to 5", [(None, 5)]),
        ("prob 2, imp 3", [(2, None), (None, 3)]),
        ("l'hood 2", [(2, None)]),
        ("likelihood 9 impact 0", [(9, None), (None, 0)]),
    ],
)
def test_scores_are_read_as_typed(text: str, scores: list[tuple[int | None, int | None]]) -> None:
    """Likelihood first; one out of range is read so that it can be answered."""
    assert [mark.value for mark in of(text).marks if mark.kind == "score"] == scores


@pytest.mark.parametrize(
    "text", ["impact 85% positive", "likelihood high", "impact report 2022", "I 5/12 was away"]
)
def test_what_only_looks_like_a_score_is_none(text: str) -> None:
    """Nobody's risk is scored by chance."""
    assert "score" not in dict(found(text))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5 of 7 teams", (5, 7)),
        ("5 out of 7", (5, 7)),
        ("3 of the 5 posts", (3, 5)),
        ("32/40 audits", (32, 40)),
        ("2 of our 3 partners", (2, 3)),
        ("180 of 900 staff", (180, 900)),
        ("1,200 of 1,500 staff", (1200, 1500)),
        ("1,200/1,500", (1200, 1500)),
    ],
)
def test_a_part_of_a_whole_is_a_fraction(text: str, value: tuple[int, int]) -> None:
    """However the two are joined."""
    assert [mark.value for mark in of(text).marks if mark.kind == "fraction"] == [value]


@pytest.mark.parametrize("text", ["28% of the 50 records", "03/02/2023", "w/e 5/6/22", "24/7/2022"])
def test_a_share_or_a_date_is_no_fraction(text: str) -> None:
    """What stands for something else is not counted."""
    assert "fraction" not in dict(found(text))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("v1.75 of the form", []),
        ("meet at 10:30", []),
        ("1) audits done 2) comms out", []),
        ("1. audits done", []),
        ("the NRM2 form", []),
        ("found 6 w/o oversight (3 of them new)", [6, 3]),
        ("cost code 4010234567", []),
        ("12 children waited more than 48 hrs, down from 41", [12, 48, 41]),
    ],
)
def test_numbers_are_those_that_count(text: str, numbers: list[int]) -> None:
    """Versions, times, codes and the points of a list do not."""
    assert [mark.value for mark in of(text).marks if mark.kind == "number"] == numbers


@pytest.mark.parametrize("text", ["between 30 and 50%", "30-50%", "30 to 50%", "30% or 50%"])
def test_a_figure_left_open_is_a_range(text: str) -> None:
    """So that it can be asked back."""
    assert found(text)[0][0] == "range"


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("see https://a.example/WF-01/75%25/amber?x=5-of-7.",
         "https://a.example/WF-01/75%25/amber?x=5-of-7"),
        ("(https://a.example/x)", "https://a.example/x"),
        ("www.a.example/red, thanks", "www.a.example/red"),
        ("HTTPS://A.EXAMPLE/x!", "HTTPS://A.EXAMPLE/x"),
    ],
)  # fmt: skip
def test_a_link_is_one_thing(text: str, url: str) -> None:
    """What stands in it is no figure; what stands after it does not belong to it."""
    (mark,) = of(text).marks
    assert (mark.kind, mark.value) == ("url", url)


def test_a_role_is_looked_for_only_where_somebody_is_to_do_something() -> None:
    """A job title that is only mentioned stays words."""
    assert dict(found("reassign RK-01 to the Service Manager Assessment"))["role"].lower() == (
        "service manager assessment"
    )
    assert "role" not in dict(found("Head of MASH and DCI MASH both at strategy board"))


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("WF-01 now 75%, Amber", "@ref now @percent, @rating"),
        ("R-03 down to 2x3", "@risk down to @score"),
        ("want it at next board", "want it at @date board"),
        ("5 of 7 teams by Friday", "@fraction teams by @date"),
    ],
)
def test_the_shape_has_every_mark_as_its_kind(text: str, shape: str) -> None:
    """What the rules of the grammar are matched with."""
    assert of(text).shape(0, len(text)) == shape


def test_marks_of_a_part_are_those_that_lie_in_it() -> None:
    """By place and by kind."""
    message = of("WF-01 75% amber, PT-01 60% red")
    assert [m.kind for m in message.within(0, 15)] == ["ref", "percent", "rating"]
    assert [m.value for m in message.within(0, 40, "percent")] == [75, 60]
    assert message.within(1, 5) == ()


SCRAPS = st.lists(
    st.sampled_from(
        ["WF-01", "75%", "amber", "/", "red", "5 of 7", "4x3", "L4", "9 Dec", "£5k", "at", "risk",
         "R-03", ",", "1,200", "0.5", "between 3 and 5%", "https://a.example/x", "😀", "\u0130"]
    ),
    max_size=15,
).map("".join)  # fmt: skip


@given(st.text() | SCRAPS)
def test_marks_are_in_order_and_apart(text: str) -> None:
    """Whatever is typed; and each lies in the text."""
    message = of(text)
    assert len(message.folded) == len(text)
    assert all(0 <= mark.start < mark.end <= len(text) for mark in message.marks)
    pairs = pairwise(message.marks)
    assert all(one.end <= other.start for one, other in pairs)
