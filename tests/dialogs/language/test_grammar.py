"""The grammar is data: every rule is found in its own examples, and not where it must not be."""

import pytest

from dialogs.language.clauses import clauses_of
from dialogs.language.marks import marked
from dialogs.language.phrases import BadPhrase, compiled, folded, lexicon, rules
from dialogs.language.understanding import shape_of
from tests.dialogs.language.situations import situation

LEAD = situation("Improvement Programme Manager", "2022-11-16", "programme_manager")


def of_rules(file: str, kind: str) -> list[tuple[str, str]]:
    """(rule, message) of every example or counterexample in a file of the grammar."""
    return [
        (rule.name, text)
        for rule in rules(file).rules
        for text in (rule.examples if kind == "examples" else rule.counterexamples)
    ]


def acts_of(text: str) -> frozenset[str]:
    """What the clauses of a message do."""
    clauses = clauses_of(marked(text, LEAD))
    return frozenset().union(*(clause.acts for clause in clauses))


def sayings_of(text: str) -> frozenset[str]:
    """Which sayings a message holds, its marks read as their kinds."""
    shape = shape_of(marked(text, LEAD))
    return frozenset(rule.name for rule, _ in rules("sayings").all(shape))


@pytest.mark.parametrize(("name", "text"), of_rules("acts", "examples"))
def test_an_act_is_found_in_its_example(name: str, text: str) -> None:
    """A programme officer who adds a wording adds a message that shows it."""
    assert name in acts_of(text)


@pytest.mark.parametrize(("name", "text"), of_rules("acts", "not"))
def test_an_act_is_not_found_in_its_counterexample(name: str, text: str) -> None:
    """What only looks like it is something else."""
    assert name not in acts_of(text)


@pytest.mark.parametrize(("name", "text"), of_rules("sayings", "examples"))
def test_a_saying_is_found_in_its_example(name: str, text: str) -> None:
    """The same for what a message is as a whole."""
    assert name in sayings_of(text)


@pytest.mark.parametrize(("name", "text"), of_rules("sayings", "not"))
def test_a_saying_is_not_found_in_its_counterexample(name: str, text: str) -> None:
    """The same for what a message is as a whole."""
    assert name not in sayings_of(text)


@pytest.mark.parametrize("file", ["acts", "sayings"])
def test_every_rule_has_an_example(file: str) -> None:
    """A rule without one cannot be reviewed."""
    shown = {name for name, _ in of_rules(file, "examples")}
    assert [rule.name for rule in rules(file).rules if rule.name not in shown] == []


@pytest.mark.parametrize(
    ("phrase", "found", "not_found"),
    [
        ("what's overdue", ["What's overdue", "whats  overdue?"],
         ["what is overdue", "whats overdues"]),
        ("(red|amber) team", ["the red team", "amber team"], ["green team", "red teams"]),
        ("no [real] change", ["no change", "no real change"], ["no big change", "know change"]),
        ("recruit*", ["recruitment drive", "recruit"], ["unrecruited"]),
        ("how many ... actions", ["how many of the red actions", "how many actions"],
         ["how many. actions", "how many a b c d e f actions"]),
        ("due in # days", ["due in 14 days"], ["due in two days"]),
        ("last <week>", ["last wk", "last week"], ["last year"]),
    ],
)  # fmt: skip
def test_the_notation_of_phrases(phrase: str, found: list[str], not_found: list[str]) -> None:
    """Words, choices, what may be missing, gaps, endings, numbers and lists of the lexicon."""
    pattern, _ = compiled([phrase])
    assert [text for text in found if not pattern.search(folded(text))] == []
    assert [text for text in not_found if pattern.search(folded(text))] == []


@pytest.mark.parametrize("phrase", ["(a", "a)", "[a]", "...", "(a|)", "<none>"])
def test_a_phrase_that_cannot_be_read_says_so(phrase: str) -> None:
    """When the grammar is loaded, not when somebody writes."""
    with pytest.raises(BadPhrase, match="“"):
        compiled([phrase])


def test_lists_of_the_lexicon_are_not_empty() -> None:
    """Every list has words."""
    assert all(lexicon().values())
