"""The grammar's phrases: quick to find, and never missed for being quick."""

from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.language.marks import marked
from dialogs.language.phrases import (
    BadPhrase,
    Rule,
    Rules,
    compiled,
    folded,
    rule_of,
    rules,
    words,
)
from dialogs.language.understanding import shape_of
from tests.dialogs.language.judging import messages
from tests.dialogs.language.meant import office

FILES = ["acts", "sayings", "questions"]


def rule(name: str, *phrases: str, unless: str | None = None, whole: bool = False) -> Rule:
    """One rule of a grammar."""
    entry = {"name": name, "say": phrases, "whole": whole}
    return rule_of(entry | ({"unless": [unless]} if unless else {}))


@lru_cache
def shapes() -> tuple[str, ...]:
    """Every example message in folded words, its marks as their kinds."""
    return tuple(shape_of(marked(case["text"], office())) for case in messages("owners", "leads"))


@pytest.mark.parametrize("file", FILES)
def test_no_rule_is_missed_for_being_tried_seldom(file: str) -> None:
    """What trying every rule finds, trying those with a fitting word finds too."""
    found = rules(file)
    for text in shapes():
        every = [one.name for one in found.rules if one.search(text)]
        assert [one.name for one, _ in found.all(text)] == every, text


@pytest.mark.parametrize(
    ("phrase", "texts"),
    [
        ("what's overdue", ["what's overdue", "whats overdue", "what’s overdue"]),
        ("no* (of|in) <week>", ["nothing of weeks", "no in wk"]),
        ("[still] (at|in) [the] risk", ["still at the risk", "at risk", "in the risk"]),
        ("... late", ["all of it is late", "late"]),
        ("# days", ["14 days", "1.5 days"]),
        ("a/l", ["on a/l today"]),
        ("don't (stop|quit)", ["dont quit", "don't stop"]),
    ],
)
def test_a_rule_is_found_however_it_is_written(phrase: str, texts: list[str]) -> None:
    """Through the choice of rules by their words as well."""
    found = Rules([rule("only", phrase)])
    assert [text for text in texts if not found.first(folded(text))] == []


def test_the_first_rule_that_fits_is_found_first() -> None:
    """The order of the file counts, not the place in the text."""
    found = Rules([rule("second", "red"), rule("first", "amber")])
    hit = found.first("amber then red")
    assert hit is not None
    assert (hit[0].name, hit[1].start()) == ("second", 11)
    assert [one.name for one, _ in found.all("amber then red")] == ["second", "first"]
    assert found.first("green") is None


def test_a_rule_is_not_found_beside_what_makes_it_something_else() -> None:
    """Wherever that stands."""
    found = rule("risk", "risk", unless="risk assessment")
    assert found.search("a risk to staff")
    assert found.search("the risk assessment is a risk") is None


@pytest.mark.parametrize(
    ("text", "fits"),
    [("yes", True), (" yes! ", True), ("yes.", True), ("yes but", False), ("oh yes", False)],
)
def test_a_saying_is_the_whole_message(text: str, fits: bool) -> None:
    """With a full stop or space around it."""
    assert bool(rule("confirm", "yes", whole=True).search(text)) is fits


@pytest.mark.parametrize(
    "phrase", ["(a", "a)", "[a]", "...", "(a|)", "<none>", "", "[a] ...", "a]"]
)
def test_a_phrase_that_cannot_be_read_says_so(phrase: str) -> None:
    """When the grammar is loaded, not when somebody writes."""
    with pytest.raises(BadPhrase, match="“"):
        compiled([phrase])


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("What’s NEW – Eh?", "what's new - eh?"),
        ("‘quoted’ `so`", "'quoted' 'so'"),
        ("−5%", "-5%"),
        ("\u0130stanbul", "\u0130stanbul"),
        ("STRASSE ß", "strasse ß"),
    ],
)
def test_a_text_is_folded(typed: str, plain: str) -> None:
    """Small letters, plain apostrophes and dashes."""
    assert folded(typed) == plain


@given(st.text())
def test_every_character_stays_where_it_was(text: str) -> None:
    """Places in the folded text are places in the message."""
    assert len(folded(text)) == len(text)
    assert folded(folded(text)) == folded(text)


def test_lists_of_single_words_are_folded() -> None:
    """They are compared with folded words, so a capital would never be found."""
    for name in ("fillers", "completion", "claims", "polite", "consent", "yes", "no", "asks"):
        assert words(name)
        assert {word for word in words(name) if folded(word) != word} == set()
