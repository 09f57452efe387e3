"""Whose name it is depends on what is said, never on the name."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.language.privacy import Kind, Ruling, judge
from tests.dialogs.language.privacy.names import FIRST_NAMES, SURNAMES
from tests.dialogs.language.situations import directory

PLAN = directory()
NAME = st.tuples(st.sampled_from(FIRST_NAMES), st.sampled_from(SURNAMES)).map(" ".join)
FIRST = st.sampled_from(FIRST_NAMES)

CHILDREN = (
    "{}'s assessment is 43 days late, rest of backlog cleared",
    "whats happening with {}?",
    "still no visit to {}, QP-01 77%",
    "the audit of {} found no management oversight, QA-01 71%",
    "{} still waiting for a visit, QP-01 81% amber",
    "{} moved to us from Wales, transfer-in conf late. qp01 79%, amber",
    "risk: parents will go to press abt {}. WF-01, likelihood 4 impact 4",
    "approve it, the delay is down to {}'s court case not the team",
    "sorry 62 not 60, was mixing it up w {}'s review",
    "LG-01 board spent 40 mins on {} instead of the ToR. 86% green",
)
SMALL = (
    "{} was the good example we used at the launch. QP-02 40% green",
    "{} case = best practice. 30% on QP-02, green",
    "{} isnt on any system, LA says not theirs. RK-02 amber",
    "{}'s mum rang again. QA-03 still amber, 47%",
    "sorry late. {} review took all week. QA-01 74% green",
)
FIRST_NAMES_ALONE = (
    "{}'s mum wont sign. QA-03 46%",
    "{} and Tia got their return home interviews, and PT-01 is 60% amber",
    "any news on little {}",
    "{} (real name Zainab) did the young inspector day, QA-03 55% green",
    "her brother {} was left off the plan. RK-01 69%",
    "{} was placed out of area on friday, sw stretched. WF-01 66%",
)
RELATIVES = (
    "QA-03 20 of 30 families. mother {} said no one rang back",
    "nan, {}, rang 4 times b4 anyone logged it. QP-04 20%",
    "Mrs {}, foster carer, quit over the recording form. RK-01 amber",
    "her partner {} was not checked with probation. PT-04 38%",
)
COLLEAGUES = (
    "spoke w Insp {} yesterday, second DC confirmed for PT-01, 60%",
    "Trainer {} booked for 4 sessions, WF-04 66%",
    "LGA peer lead {} is happy with the draft scope, LG-04 40%",
    "Named nurse {} now full time in MASH, PT-02 70% green",
    "mtg chaired by {}, went ok. PT-03 at 81%",
    "60% on rk2. thanks {}",
)
FIRST_NAMES_OF_COLLEAGUES = (
    "{} from HR sent the figures over, wf02 53% amber",
    "no change on PT-03, {} (headteacher rep) off to chase schools",
    "Participation worker {} ran the session brilliantly, QA-03 50% amber",
    "can {} in comms see what i type in here?",
    "whats overdue in record keeping, thx {}",
    "scrap that last one pls, {} gave me last months numbers",
)
WORKERS = (
    "SW {} off with stress so RK-01 will slip a wk",
    "{} had a miscarriage, training cover tbc. WF-04 63% amber",
)


def _left(cleaned: str | None, name: str) -> set[str]:
    """The words of a name that a cleaned text still has."""
    return set((cleaned or "").casefold().replace("'s", " ").split()) & set(name.casefold().split())


def _held_as(template: str, name: str, kind: Kind) -> None:
    verdict = judge(template.format(name), PLAN)
    assert verdict.ruling is Ruling.HOLD, name
    assert kind in verdict.kinds, name
    assert not _left(verdict.cleaned, name), name


@pytest.mark.parametrize("template", CHILDREN)
@given(name=NAME)
@settings(max_examples=30)
def test_any_childs_name_is_held(template: str, name: str) -> None:
    """Whatever culture it comes from."""
    _held_as(template, name, Kind.CHILD_NAME)


@pytest.mark.parametrize("template", SMALL)
@given(name=NAME)
@settings(max_examples=30)
def test_any_childs_name_in_small_letters_is_held(template: str, name: str) -> None:
    """People type in small letters."""
    _held_as(template, name.lower(), Kind.CHILD_NAME)


@pytest.mark.parametrize("template", FIRST_NAMES_ALONE)
@given(name=FIRST)
@settings(max_examples=30)
def test_any_first_name_of_a_child_is_held(template: str, name: str) -> None:
    """What stands around it says that it is a child's."""
    _held_as(template, name, Kind.CHILD_NAME)


@pytest.mark.parametrize("template", RELATIVES)
@given(name=NAME)
@settings(max_examples=30)
def test_any_name_of_a_relative_is_held(template: str, name: str) -> None:
    """Their relation to the child says so."""
    _held_as(template, name, Kind.ADULT_FAMILY_NAME)


@pytest.mark.parametrize("template", WORKERS)
@given(name=NAME)
@settings(max_examples=30)
def test_any_workers_illness_is_held(template: str, name: str) -> None:
    """With the name of whoever has it."""
    _held_as(template, name, Kind.STAFF_HEALTH)


@pytest.mark.parametrize("template", COLLEAGUES)
@given(name=NAME)
@settings(max_examples=30)
def test_any_name_of_a_colleague_passes(template: str, name: str) -> None:
    """Their work says so."""
    assert judge(template.format(name), PLAN).ruling is Ruling.PASS, name


@pytest.mark.parametrize("template", FIRST_NAMES_OF_COLLEAGUES)
@given(name=FIRST)
@settings(max_examples=30)
def test_any_first_name_of_a_colleague_passes(template: str, name: str) -> None:
    """Their work says so."""
    assert judge(template.format(name), PLAN).ruling is Ruling.PASS, name
