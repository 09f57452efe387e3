"""What is asked, in many wordings, and what is no question."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.language.meaning import About, Intent, QueryKind
from dialogs.language.phrases import rules
from dialogs.language.questions import asked, rule_of
from dialogs.language.questions.asking import Asking
from tests.dialogs.language.situations import At, situation

WEDNESDAY = "2022-11-16"
SENDERS = {
    "office": ("Improvement Programme Manager", "programme_manager"),
    "owner": ("Detective Chief Inspector - MASH", "action_owner"),
    "lead": ("Head of HR and Organisational Development", "theme_lead"),
}
REPORTS = {"highlight_report", "exception_report", "export"}
SLOT = re.compile(r"(\w+)=(.*?)(?= \w+=|\Z)")


def wordings() -> Iterator[tuple[str, str, str]]:
    """The table questions.txt: who, what they type, what it means."""
    path = Path(__file__).with_name("questions.txt")
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            who, text, means = (part.strip() for part in line.split(" | "))
            yield who, text, means


def of(who: str, **context: object) -> At:
    title, role = SENDERS[who]
    return situation(title, WEDNESDAY, role, **context)


@pytest.mark.parametrize(("who", "text", "means"), list(wordings()))
def test_a_wording_means(who: str, text: str, means: str) -> None:
    """Each wording of the table gives one of its kinds, with every filter that is named there."""
    kinds, _, rest = means.partition(" ")
    found = asked(text, of(who))
    if found is None:
        assert "none" in kinds.split("|")
        return
    got = found.query.model_dump(mode="json", by_alias=True, exclude_none=True)
    assert got["kind"] in kinds.split("|")
    asks_back = found.clarify is not None
    wanted = dict(SLOT.findall(rest))
    assert asks_back == (wanted.pop("clarify", None) is not None)
    assert {key: str(got.get(key)) for key in wanted} == wanted
    is_report = found.intent is Intent.REPORT_REQUEST
    assert is_report == (got["kind"] in REPORTS)


EXAMPLES = [(rule.name, text) for rule in rules("questions").rules for text in rule.examples]
OTHERS = [(rule.name, text) for rule in rules("questions").rules for text in rule.counterexamples]


@pytest.mark.parametrize(("name", "text"), EXAMPLES)
def test_an_example_of_a_rule_is_found_by_it(name: str, text: str) -> None:
    """What stands beside a rule as an example is what the rule finds first."""
    rule = rule_of(Asking(text, of("office")))
    assert rule is not None
    assert rule.name == name


@pytest.mark.parametrize(("name", "text"), OTHERS)
def test_a_counterexample_of_a_rule_is_not_found_by_it(name: str, text: str) -> None:
    """What a rule says is not meant by it means something else, or nothing."""
    rule = rule_of(Asking(text, of("office")))
    assert rule is None or rule.name != name


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("status of education", ("LG", "PT", "WF", "QP", "QA", "RK")),
        ("how's quality looking", ("QP", "QA")),
    ],
)
def test_a_theme_that_is_not_clear_is_asked_back(text: str, candidates: tuple[str, ...]) -> None:
    """All themes are offered for one that there is not, and only those that fit a doubtful word."""
    found = asked(text, of("office"))
    assert found is not None
    assert found.query.theme is None
    assert found.clarify is not None
    assert found.clarify.about is About.THEME
    assert found.clarify.candidates == candidates


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("owt overdue", "WF"),
        ("draft the highlight report", "WF"),
        ("status?", "WF"),
        ("any reds?", "WF"),
        ("whats due across all themes", None),
        ("how's record keeping", "RK"),
    ],
)
def test_in_a_channel_its_theme_is_meant(text: str, theme: str | None) -> None:
    """In a theme's channel that theme is meant, unless another or all of them are named."""
    found = asked(text, of("office", channel="WF"))
    assert found is not None
    assert found.query.theme == theme


def test_it_is_what_was_updated_last() -> None:
    """By "it" is meant the action that the person has just reported on."""
    found = asked("when is it due", of("owner", last_update={"action": "RK-04"}))
    assert found is not None
    assert (found.query.kind, found.query.action) == (QueryKind.ACTION_DETAIL, "RK-04")


@given(st.text(max_size=200))
def test_anything_may_be_typed(text: str) -> None:
    """No text makes it raise."""
    asked(text, of("lead"))


WORDS = [
    "what's", "how", "status", "of", "red", "overdue", "the", "WF-01", "who", "board", "since", "?",
    ",", "last", "risks", "why", "highlight", "report", "quality", "@ref",
]  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=20).map(" ".join))
def test_any_order_of_the_words_of_questions_may_be_typed(text: str) -> None:
    """No mixture of words that questions are made of makes it raise."""
    asked(text, of("owner"))
