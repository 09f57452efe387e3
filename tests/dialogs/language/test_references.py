"""Which action or risk is meant, however its reference is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.language.phrases import folded
from dialogs.language.references import (
    action_references,
    could_name_an_action,
    references,
    risk_references,
    written,
)
from tests.dialogs.language.situations import DIRECTORY

CODES = frozenset({"LG", "PT", "WF", "QP", "QA", "RK"})
TYPED = ["WF-01", "wf-01", "WF01", "wf1", "Wf 1", "WF - 01", "WF–01", "wf\t01", "(WF-01)", "WF-01:",
         "WF-01.", "WF-01,", "WF-01's", "#WF-01", "WF-01?"]  # fmt: skip
NOT_TYPED = [
    ("forms trialled in 2 teams", "in 2 is no reference: no theme is called IN"),
    ("up 5% on last week", "a percentage"),
    ("WF-01-2022", "a longer number"),
    ("xWF-01", "the end of a longer word"),
    ("WF-011", "three figures"),
    ("WF.01", "a version or a file"),
    ("the WF 10.5 rate", "a decimal"),
]


def actions(text: str) -> list[tuple[str, bool]]:
    """References of a text, and whether the plan has them."""
    return [(found.ref, found.known) for found in action_references(text, DIRECTORY)]


@pytest.mark.parametrize("typed", TYPED)
def test_a_reference_is_read_however_it_is_typed(typed: str) -> None:
    """Case, hyphen, space and leading zero do not matter."""
    assert [ref for ref, _, _ in references(f"{typed} 75%", CODES)] == ["WF-01"]
    assert actions(f"{typed} 75%") == [("WF-01", True)]


@pytest.mark.parametrize(("text", "why"), NOT_TYPED)
def test_what_only_looks_like_a_reference_is_left_alone(text: str, why: str) -> None:
    """An update is never saved to an action that nobody named."""
    assert references(text, CODES) == [], why
    assert actions(text) == [], why


@pytest.mark.parametrize(
    "text", ["QA 20 audits moderated", "QP 88% in time", "all RK 7 teams use it", "PT 9 meetings"]
)
def test_a_theme_and_a_number_beside_it_are_no_action(text: str) -> None:
    """With a space between them only what the plan has is a reference."""
    assert actions(text) == []


@pytest.mark.parametrize(
    ("text", "refs"),
    [
        ("qp1 88%; pt3 90%", ["QP-01", "PT-03"]),
        ("PT-01 and RK-04", ["PT-01", "RK-04"]),
        ("WF-01/WF-02 no change", ["WF-01", "WF-02"]),
        ("wf1,wf2,wf4 no change", ["WF-01", "WF-02", "WF-04"]),
        ("WF-01 & WF-02", ["WF-01", "WF-02"]),
        ("WF-01+WF-02", ["WF-01", "WF-02"]),
    ],
)
def test_several_references_come_in_their_order(text: str, refs: list[str]) -> None:
    """However they are joined."""
    assert actions(text) == [(ref, True) for ref in refs]


def test_references_have_their_places() -> None:
    """So that the text can be divided between them."""
    text = "qp1 88%; pt3 90%"
    found = action_references(text, DIRECTORY)
    assert [text[one.start : one.end] for one in found] == ["qp1", "pt3"]


@pytest.mark.parametrize("text", ["WF-11 70% green", "wf-11 70%", "WF11 is green", "RK-99"])
def test_a_reference_that_the_plan_has_not_got_is_seen(text: str) -> None:
    """It must be answered, not taken for words about the sender's one action."""
    assert [known for _, known in actions(text)] == [False]


def test_an_unknown_reference_at_the_beginning_is_seen() -> None:
    """Also of a theme that there is not; but not beside one that the plan has."""
    assert references("ZZ-01 70%", CODES) == [("ZZ-01", 0, 5)]
    assert references("paper ZZ-01 agreed, 70%", CODES) == []
    assert actions("ZZ-01 70%") == [("ZZ-01", False)]
    assert actions("AB-12 letter sent, WF-01 70%") == [("WF-01", True)]


@pytest.mark.parametrize(
    "typed",
    ["R-03", "r-03", "R03", "r3", "R 3", "risk 3", "risk no 3", "risk no. 3", "(R-03)", "R–03"],
)
def test_a_risk_is_read_however_it_is_typed(typed: str) -> None:
    """By its reference, or as risk and number."""
    assert [found.ref for found in risk_references(folded(f"{typed} down to 2x3"))] == ["R-03"]


@pytest.mark.parametrize(
    "text",
    [
        "year 3 pupils",
        "for 3 weeks",
        "R-123",
        "WR-03",
        "r3%",
        "they're 3 down",
        "R3.5",
        "risk: 3 posts vacant",
    ],
)
def test_what_only_looks_like_a_risk_is_left_alone(text: str) -> None:
    """The register is never changed by chance."""
    assert risk_references(folded(text)) == []


@given(st.sampled_from(sorted(CODES)), st.integers(0, 99), st.text(" ,;.", max_size=3))
def test_every_reference_of_the_plan_is_found_as_the_plan_writes_it(
    code: str, number: int, after: str
) -> None:
    """Whatever punctuation follows."""
    ref = written(code, str(number))
    assert references(f"{ref}{after}", CODES) == [(ref, 0, len(ref))]
    assert [found for found, _ in actions(f"{ref}{after}")] == [ref]
    assert could_name_an_action(ref)


@given(st.text())
def test_nothing_that_is_typed_raises(text: str) -> None:
    """Each reference lies in the text."""
    found = [*action_references(text, DIRECTORY), *risk_references(folded(text))]
    assert all(text[one.start : one.end].strip() for one in found)
