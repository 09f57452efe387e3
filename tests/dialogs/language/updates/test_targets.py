"""Which action is meant where none is named by reference."""

import pytest

from dialogs.language.updates.targets import (
    asked_about,
    by_due_day,
    by_shared_words,
    by_words,
    measure_words,
    open_own,
    own_words,
    owns_group,
    theme_group,
    wider,
)
from tests.dialogs.language.meant import clauses, lead, office, owner
from tests.dialogs.language.situations import ACTIONS


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("nearly there w the MASH ToR", "LG-01"),
        ("recruitment campaign going well", "WF-01"),
        ("mash dashboard", "QA-02"),
        ("caseload ceiling", "WF-03"),
        ("hospital audit", "QA-04"),
        ("gp chronologies", "RK-03"),
        ("domestic abuse advice", "QP-03"),
    ],
)
def test_an_action_is_known_by_its_words(text: str, ref: str) -> None:
    """Of all actions of the plan, the one that stands clearly above the others."""
    assert by_words(text, office(), tuple(ACTIONS)) == ref


@pytest.mark.parametrize("text", ["", "going well", "the audit", "75%", "posts in the MASH"])
def test_words_that_fit_several_or_none_name_no_action(text: str) -> None:
    """It is asked back instead."""
    assert by_words(text, office(), tuple(ACTIONS)) is None


def test_only_the_actions_in_question_are_looked_at() -> None:
    """A clear name of another one does not count."""
    assert by_words("caseload ceiling", owner("PT-03"), ("PT-03", "QP-01")) is None
    assert by_words("anything", owner("PT-03"), ()) is None


def test_words_of_a_measure_name_its_action() -> None:
    """“9 strategy meetings” is of the protocol, “88% of contacts” of the contacts."""
    at = owner("PT-03")
    assert by_shared_words("88% of contacts decided in time", at, ("PT-03", "QP-01")) == "QP-01"
    assert by_shared_words("trialled at 9 strategy meetings", at, ("PT-03", "QP-01")) == "PT-03"
    assert by_shared_words("12 of 14", at, ("PT-03", "QP-01")) is None


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("no change on both", True),
        ("both mine green", True),
        ("all of my actions are green", True),
        ("neither of mine has moved", True),
        ("my two are amber", True),
        ("both partners agreed the protocol", False),
        ("all done", False),
        ("any of the teams", False),
        ("both police and health signed", False),
    ],
)
def test_all_of_the_senders_own(text: str, whole: bool) -> None:
    """Not whatever comes in twos."""
    assert owns_group(clauses(text)) is whole


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("all RK no change", "RK"),
        ("no change on everything in workforce", "WF"),
        ("all of partnerships", "PT"),
        ("every open QA action", "QA"),
        ("all RK-01 teams", None),
        ("all three partners signed", None),
        ("whole of last week", None),
    ],
)
def test_all_of_a_theme(text: str, theme: str | None) -> None:
    """By its code or its name."""
    assert theme_group(text, text.lower(), office()) == theme


def test_a_due_day_names_the_one_action_that_is_due_then() -> None:
    """“Won't hit Friday”: PT-03 is due on Friday 18 November."""
    at = owner("PT-03")
    assert by_due_day(clauses("wont hit friday", at), at) == "PT-03"
    assert by_due_day(clauses("wont hit 30 Nov", at), at) == "QP-01"
    assert by_due_day(clauses("wont hit 1 Dec", at), at) is None


@pytest.mark.parametrize(
    ("asked", "refs"),
    [
        ("How would you rate QP-03: green, amber or red?", ["QP-03"]),
        ("How are WF-01 and WF-02 going?", ["WF-01", "WF-02"]),
        ("Anything new?", []),
        (None, []),
    ],
)
def test_an_answer_is_about_what_was_asked(asked: str | None, refs: list[str]) -> None:
    """The actions of the bot's last question."""
    assert asked_about(owner("QP-03", bot_asked=asked)) == refs


def test_a_lead_speaks_of_the_theme_and_the_office_of_the_plan() -> None:
    """An owner of their own only."""
    assert wider(owner("WF-01")) == []
    assert set(wider(lead("WF"))) == {"WF-01", "WF-02", "WF-03", "WF-04"}
    assert set(wider(office())) == set(ACTIONS)


def test_only_open_actions_are_ones_own_to_report_on() -> None:
    """WF-03 is implemented; its owner has QP-02 as well."""
    at = owner("WF-03")
    assert [action.ref for action in open_own(at)] == ["QP-02"]


def test_an_action_and_its_measure_have_their_words() -> None:
    """In small letters, without those that tell nothing."""
    assert {"recruitment", "campaign"} <= own_words(office(), "WF-01")
    assert {"vacancy", "rate"} <= measure_words(office(), "WF-01")
    assert "the" not in own_words(office(), "QP-01")
    assert own_words(office(), "ZZ-01") == measure_words(office(), "ZZ-01") == frozenset()
