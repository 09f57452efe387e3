"""Greetings and thanks around a message are no part of what it says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.language.courtesies import body_of, only_courtesies
from dialogs.language.phrases import folded, rules

BODIES = (
    ("hi all, WF-01 70%", "WF-01 70%"),
    ("ok so PT-02 is amber", "PT-02 is amber"),
    ("right, R-03 down to 2x3", "R-03 down to 2x3"),
    ("Hi Karen,\nWF-01 done.\nKind regards", "WF-01 done"),
    ("morning - can you book a room", "can you book a room"),
    ("just a quickie QP-03 45%", "QP-03 45%"),
    ("update: PT-01 60%", "PT-01 60%"),
    ("Hello. Sorry for the delay, RK-02 amber", "RK-02 amber"),
    ("no change ta", "no change"),
    ("yes thanks", "yes"),
    ("20 👍", "20"),
    ("WF-01 70% x", "WF-01 70%"),
    ("QP-01 done. Many thanks. Kind regards", "QP-01 done"),
)
WHOLE = (
    "update WF-01 60%",
    "right person started",
    "WF-01 70% thanks to the new lead",
    "50 x 3",
    "R-03 likelihood 4 x",
    "ok, 60",
    "sorry, 60 not 70",
    "the team said hi",
)
ONLY = ("hi", "morning! ta", "Hi all, thanks", "thanks", "👍", "x", "fyi")


@pytest.mark.parametrize(("text", "body"), BODIES, ids=[text for text, _ in BODIES])
def test_what_is_said_stands_between_the_courtesies(text: str, body: str) -> None:
    """Whatever stands around it."""
    start, end = body_of(text)
    assert text[start:end] == body


@pytest.mark.parametrize("text", WHOLE)
def test_a_word_that_says_something_is_no_courtesy(text: str) -> None:
    """An x between figures multiplies, thanks to somebody is a reason, sorry puts right."""
    assert body_of(text) == (0, len(text))


@pytest.mark.parametrize("text", ONLY)
def test_a_message_of_nothing_else_stays_whole(text: str) -> None:
    """So that it is seen to be a greeting."""
    assert only_courtesies(folded(text))
    assert body_of(text) == (0, len(text))


@given(st.text(alphabet="hi thanks ok so,.!-\nx👍0%WF1", max_size=60))
def test_the_body_is_always_a_part_of_the_text(text: str) -> None:
    """In order, within bounds, and never empty where the text is not."""
    start, end = body_of(text)
    assert 0 <= start <= end <= len(text)
    assert text == "" or start < end


@pytest.mark.parametrize("rule", rules("courtesies").rules, ids=lambda rule: rule.name)
def test_each_rule_is_found_in_its_examples(rule: object) -> None:
    """And not in its counterexamples."""
    for example in rule.examples:  # type: ignore[attr-defined]
        assert body_of(example) != (0, len(example)), example
    for example in rule.counterexamples:  # type: ignore[attr-defined]
        assert body_of(example) == (0, len(example)), example
