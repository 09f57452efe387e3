"""The grammar of the privacy verdict says what its examples show."""

import pytest

from dialogs.language.privacy.contexts import (
    ContextRule,
    context_rules,
    marked,
)
from dialogs.language.privacy.tokens import tokens_of
from dialogs.language.privacy.turns import AGE_MARK, NAME_MARK
from dialogs.language.privacy.vocabulary import Word, known, mistyped, word_lists

RULES = context_rules()


def _found(rule: ContextRule, example: str) -> bool:
    shown = example.replace("NAME", NAME_MARK).replace("AGE", AGE_MARK)
    found = marked(tokens_of(shown, frozenset()), ()).found(rule.means)
    return any(place.rule is rule for place in found)


@pytest.mark.parametrize(
    ("rule", "example"),
    [(rule, example) for rule in RULES for example in rule.examples],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_a_rule_is_found_in_its_examples(rule: ContextRule, example: str) -> None:
    """Whoever reads the file sees what a rule is for."""
    assert _found(rule, example)


@pytest.mark.parametrize(
    ("rule", "example"),
    [(rule, example) for rule in RULES for example in rule.counterexamples],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_a_rule_is_not_found_in_its_counterexamples(rule: ContextRule, example: str) -> None:
    """And what it is not for."""
    assert not _found(rule, example)


@pytest.mark.parametrize("name", sorted(word_lists()))
def test_the_words_of_a_list_are_in_small_letters(name: str) -> None:
    """As the text is when they are looked up."""
    assert all(word == word.lower() and word for word in word_lists()[name])


@pytest.mark.parametrize("word", ["recruitment", "campaign", "backlog", "assessment", "dashboard"])
def test_ordinary_words_are_known(word: str) -> None:
    """So that they are not taken for names."""
    assert known()[word] & Word.ORDINARY


@pytest.mark.parametrize("word", ["tracey", "hartley", "harriet", "malachi"])
def test_names_that_a_list_of_english_words_has_are_names_all_the_same(word: str) -> None:
    """The list has them because people write about people."""
    assert not known()[word] & Word.ORDINARY


@pytest.mark.parametrize(("word", "slip"), [("recrod", True), ("dashbord", True), ("zofia", False)])
def test_a_slip_of_a_finger_is_no_name(word: str, slip: bool) -> None:
    """One letter too many, too few, wrong or in the wrong place."""
    assert mistyped(word) is slip
