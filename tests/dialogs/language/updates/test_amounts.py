"""Completion of the action and a measure are told apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.language.updates.amounts import claims_completion, metric_in, percent_of
from tests.dialogs.language.meant import Json, clauses, slots

NO_WORDS: frozenset[str] = frozenset()


def percent(text: str, measured: str = "") -> float | None:
    """The completion that a message gives, of an action with these words in its measure."""
    found = (percent_of(clause, frozenset(measured.split())) for clause in clauses(text))
    return next((mark.value for mark in found if mark), None)


def metric(text: str) -> Json | None:
    """The measure that a message gives: value, of, unit, target and previous where they are set."""
    parts = clauses(text)
    percents = [mark for clause in parts if (mark := percent_of(clause, NO_WORDS))]
    found = metric_in(parts, percents[0] if percents else None)
    if found is None:
        return None
    names = ("value", "of", "unit", "target", "previous")
    return {name: value for name, value in slots(found, names).items() if value is not None}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("75%", 75),
        ("now 75%", 75),
        ("WF-01 75% amber", 75),
        ("WF-01 is at 75%", 75),
        ("WF-01 up to 75% now", 75),
        ("PT-02 60 pct, on track", 60),
        ("quick one from me PT-04 on trak 40%", 40),
        ("30% done", 30),
        ("60% complete", 60),
        ("about 60% of the way there", 60),
        ("60% through", 60),
        ("Id say 35 percent", 35),
        ("I'd call it 35%", 35),
        ("I reckon 35%", 35),
        ("WF-01 down to 55% from 65", 55),
        ("WF-01 55% (was 65%)", 55),
        ("from 40% to 60%", 60),
        ("LG-02 approved on cost code 4010234567, 60%", 60),
        ("WF-01 140%", 140),
        ("WF-01 -5%", -5),
        ("🟠 60% PT-02", 60),
        ("sitting at 45% WF-01", 45),
        ("WF-01 75% - 6 offers", 75),
        ("I'd put it at 45%", 45),
        ("WF-01: progress 45%", 45),
        ("overall we're 70% there", 70),
    ],
)
def test_completion_of_the_action_is_read(text: str, value: float) -> None:
    """A figure by itself, beside the reference or the rating, or said to be done."""
    assert percent(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "88% of contacts in time",
        "QP-01 88% of contacts decided in a day",
        "41% were late",
        "s47 timeliness 84%",
        "ICPC in 15 days 79%",
        "vacancy rate 17%",
        "agency share now 28%",
        "attendance at 95%",
        "28% of the 50 audited records were children from minority backgrounds",
        "85% compliant",
        "92% of forms complete at first submission",
        "police at 95% of strategy meetings",
        "survey had a 60% response",
        "target is 95%",
        "was 65%",
        "75",
        "no figure yet",
        "91% seen within a day",
        "compliance is 85%",
    ],
)
def test_a_measure_is_no_completion(text: str) -> None:
    """A percentage of something, a rate, a target or what it was."""
    assert percent(text) is None


def test_the_words_of_the_actions_own_measure_tell() -> None:
    """“90% trained” is a reading where the measure is staff trained."""
    assert percent("WF-04 66%", "identified staff trained") == 66
    assert percent("WF-04 66% identified", "identified staff trained") is None
    assert percent("vacancies 17%", "vacancies") is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("5 of 7 teams", {"value": 5, "of": 7}),
        ("32/40 audits done", {"value": 32, "of": 40}),
        ("3 out of 11 scripts passed", {"value": 3, "of": 11}),
        ("2 of 3 partners sending data", {"value": 2, "of": 3}),
        ("dip sample of 20 = 17 good, 3 requires improvement", {"value": 17, "of": 20}),
        ("88% of contacts in time", {"value": 88, "unit": "%"}),
        ("agency share 28%, was 31%", {"value": 28, "unit": "%", "previous": 31}),
        ("vacancy rate 17% against a target of 15%", {"value": 17, "unit": "%", "target": 15}),
        ("12 children waited more than 48 hrs last month, down from 41",
         {"value": 12, "previous": 41}),
        ("agency 28% (target 25%)", {"value": 28, "unit": "%", "target": 25}),
        ("average caseload 17.1", {"value": 17.1}),
        ("trialled on 9 mtgs so far", {"value": 9}),
        ("14 interviews done, 6 offers", {"value": 14}),
        ("30 families, 3 focus groups", {"value": 30}),
        ("1,200 staff trained", {"value": 1200}),
        ("caseloads down to 19 from 28", {"value": 19, "previous": 28}),
        ("28% of the 50 audited records", {"value": 28, "unit": "%"}),
        ("6 of 9 posts filled, target 9", {"value": 6, "of": 9}),
    ],
)  # fmt: skip
def test_a_measure_is_read(text: str, found: Json) -> None:
    """A part of a whole first, then a share, then what is counted."""
    got = metric(text)
    assert got is not None
    assert {name: got.get(name) for name in found} == found


@pytest.mark.parametrize(
    "text",
    [
        "75%",
        "WF-01 75% amber",
        "going well",
        "section 47 training booked",
        "year 3 class visited",
        "phase 2 agreed",
        "version 2 out",
        "2nd interview held",
        "in 3 weeks",
        "at 10 am",
        "agenda item 7",
        "from 65",
        "target 40",
        "Working Together 2018 slides added to training",
    ],
)
def test_what_names_or_times_is_no_measure(text: str) -> None:
    """Nor is completion, a target by itself or what it was before."""
    assert metric(text) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("5 of 7 teams using it", "teams"),
        ("14 interviews done", "interviews"),
        ("average caseload 17.1", "average caseload"),
        ("s47 timeliness 84%", "timeliness"),
        ("12 children waited more than 48 hrs", "children waited"),
    ],
)
def test_what_is_measured_is_in_the_authors_words(text: str, words: str) -> None:
    """After the number, or before it."""
    found = metric_in(clauses(text), None)
    assert found is not None
    assert found.what is not None
    assert words in found.what
    assert found.what in text


@pytest.mark.parametrize(
    "text",
    [
        "done", "all done", "QA-02 done ✅", "complete", "Completed!", "WF-04 finished",
        "that's all finished now", "WF-01 is done", "QA-02 100% complete", "✅",
        "can confirm it's complete", "signed sealed delivered", "WF-04 fully implemented",
        "done and dusted", "job done",
    ],
)  # fmt: skip
def test_it_is_said_that_it_is_done(text: str) -> None:
    """In a clause that says nothing else."""
    assert [c.text for c in clauses(text) if claims_completion(c, NO_WORDS)] == [text.rstrip("!")]


@pytest.mark.parametrize(
    "text",
    [
        "nearly done", "not done", "half done", "30% done", "will be done by Friday",
        "should be complete soon", "14 interviews done", "5 of 7 complete", "phase 1 complete",
        "when it's done", "first draft finished", "audits done", "not yet complete",
        "done for the quarter", "hasn't been finished", "going well", "mostly complete",
        "to be completed", "would be done",
    ],
)  # fmt: skip
def test_a_part_of_it_or_a_plan_for_it_is_no_claim(text: str) -> None:
    """Nobody's action is closed by a word."""
    assert [c.text for c in clauses(text) if claims_completion(c, NO_WORDS)] == []


def test_naming_the_action_adds_nothing_to_a_claim() -> None:
    """By the words that it is known by."""
    (clause,) = clauses("dashboard all done")
    assert claims_completion(clause, frozenset({"dashboard", "mash"}))
    assert not claims_completion(clause, NO_WORDS)


SCRAPS = st.lists(
    st.sampled_from(
        ["WF-01", "75%", "88%", "of", "contacts", "done", "amber", "5 of 7", "teams", "from", "was",
         "target", "12", "17.1", "children", "100%", "✅", "now", "-", ",", "(", "rate"]
    ),
    max_size=12,
).map(" ".join)  # fmt: skip


@given(st.text() | SCRAPS)
def test_nothing_that_is_typed_raises(text: str) -> None:
    """And one figure is never both completion and a measure."""
    parts = clauses(text)
    for part in parts:
        claims_completion(part, NO_WORDS)
        mark = percent_of(part, NO_WORDS)
        found = metric_in([part], mark)
        if mark and found and found.unit == "%":
            others = [other.value for other in part.marks("percent") if other != mark]
            assert found.value in others
