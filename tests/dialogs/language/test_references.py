"""Which action is meant, however its reference is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.language.references import could_name_an_action, references, written

CODES = frozenset({"LG", "PT", "WF", "QP", "QA", "RK"})


@pytest.mark.parametrize(
    "typed",
    [
        "WF-01",
        "wf-01",
        "WF01",
        "wf1",
        "Wf 1",
        "WF - 01",
        "WF–01",
        "wf\t01",
        "(WF-01)",
        "WF-01:",
        "WF-01.",
    ],
)
def test_a_reference_is_read_however_it_is_typed(typed: str) -> None:
    """Case, hyphen, space and leading zero do not matter."""
    assert [ref for ref, _, _ in references(f"{typed} 75%", CODES)] == ["WF-01"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("forms trialled in 2 teams", "in 2 is no reference: no theme is called IN"),
        ("up 5% on last week", "a percentage"),
        ("WF-01-2022", "a longer number"),
        ("xWF-01", "the end of a longer word"),
        ("WF-011", "three figures"),
        ("WF.01", "a version or a file"),
        ("the WF 10.5 rate", "a decimal"),
    ],
)
def test_what_only_looks_like_a_reference_is_left_alone(text: str, why: str) -> None:
    """An update is never saved to an action that nobody named."""
    assert references(text, CODES) == [], why


def test_several_references_come_in_their_order_with_their_places() -> None:
    """So that the text can be divided between them."""
    text = "qp1 88%; pt3 90%"
    found = references(text, CODES)
    assert [(ref, text[start:end]) for ref, start, end in found] == [
        ("QP-01", "qp1"),
        ("PT-03", "pt3"),
    ]


def test_an_unknown_reference_at_the_beginning_is_seen() -> None:
    """It must be answered, not taken for words about the sender's one action."""
    assert references("ZZ-01 70%", CODES) == [("ZZ-01", 0, 5)]
    assert references("paper ZZ-01 agreed, 70%", CODES) == []
    assert [ref for ref, _, _ in references("AB-12 letter sent, WF-01 70%", CODES)] == ["WF-01"]


@given(st.sampled_from(sorted(CODES)), st.integers(0, 99), st.text(" ,;.", max_size=3))
def test_every_reference_of_the_plan_is_found_as_the_plan_writes_it(
    code: str, number: int, after: str
) -> None:
    """Whatever punctuation follows."""
    ref = written(code, str(number))
    assert references(f"{ref}{after}", CODES) == [(ref, 0, len(ref))]
    assert could_name_an_action(ref)
