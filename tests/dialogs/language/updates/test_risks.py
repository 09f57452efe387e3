"""Risks and issues in their author's words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.language.updates.risks import Scores, alike_risk
from tests.dialogs.language.meant import (
    Json,
    asked_back,
    clauses,
    item,
    items,
    lead,
    office,
    owner,
    slots,
)
from tests.dialogs.language.situations import DIRECTORY


def risk(text: str, ref: str = "WF-01") -> Json:
    """The risk in a message of an action's owner."""
    (found,) = (one for one in items(text, owner(ref)) if one["op"] == "risk_add")
    return found


@pytest.mark.parametrize(
    ("text", "likelihood", "impact"),
    [
        ("risk: staff leaving, likelihood 4 impact 3", 4, 3),
        ("risk: staff leaving (likelihood: 4, impact: 3)", 4, 3),
        ("risk: staff leaving, L4 I3", 4, 3),
        ("risk: staff leaving L4/I3", 4, 3),
        ("risk: staff leaving, 4x3", 4, 3),
        ("risk: staff leaving (4 × 3)", 4, 3),
        ("risk: staff leaving, impact 3, likelihood 4", 4, 3),
        ("risk: 4x3 staff leaving", 4, 3),
    ],
)  # fmt: skip
def test_scores_are_as_typed(text: str, likelihood: int, impact: int) -> None:
    """Likelihood, impact, and their product; nothing has to be asked."""
    found = risk(text)
    assert slots(found, ["likelihood", "impact", "score"]) == {
        "likelihood": likelihood, "impact": impact, "score": likelihood * impact
    }  # fmt: skip
    assert asked_back(text, owner("WF-01")) is None


@pytest.mark.parametrize(
    ("text", "desc"),
    [
        ("risk: staff leaving, 4x3", "staff leaving"),
        ("risk: likelihood 4 impact 3, staff leaving", "staff leaving"),
        ("risk: staff leave (4x3) before March", "staff leave (4x3) before March"),
        ("risk – staff leave, 4x3", "staff leave"),
        ("new risk: staff leave, L4 I3", "staff leave"),
        ("please log a risk - staff leave 4x3", "staff leave"),
        ("WF-01 risk: staff “leave” – again, 4x3", "staff “leave” – again"),
    ],
)
def test_a_risks_words_are_the_authors_own(text: str, desc: str) -> None:
    """Without the scores at their edge; in mid-sentence they stay."""
    assert risk(text)["desc"] == desc


@pytest.mark.parametrize(
    ("text", "mitigation"),
    [
        (
            "risk: agency staff leaving, likelihood 4 impact 5, mitigating by early conversion "
            "offers",
            "early conversion offers",
        ),
        ("risk: staff leave 4x3, mitigation: retention payment", "retention payment"),
        (
            "risk: staff leave 4x3, mitigated by a rota and a bank; residual 2x3",
            "a rota and a bank",
        ),
        ("risk: staff leave 4x3", None),
    ],
)
def test_what_is_done_about_it(text: str, mitigation: str | None) -> None:
    """Apart from what it is."""
    found = risk(text)
    assert found.get("mitigation") == mitigation
    assert "mitigat" not in found["desc"]


def test_what_is_left_of_a_risk_is_apart() -> None:
    """Residual scores are not the risk's own."""
    found = risk("risk: staff leave 4x5, mitigated by early offers, residual 2x3")
    wanted = {
        "likelihood": 4, "impact": 5, "score": 20,
        "residual_likelihood": 2, "residual_impact": 3, "residual_score": 6,
    }  # fmt: skip
    assert slots(found, wanted) == wanted


def test_a_risk_has_its_action_theme_owner_and_day() -> None:
    """As far as they are said."""
    text = "risk: she's only funded to 31/3 so L4 I3, owner Designated Nurse"
    found = risk(text, "PT-02")
    wanted = {
        "action": "PT-02", "theme": "PT", "proximity": "2023-03-31",
        "owner_role": "Designated Nurse - Safeguarding Children",
    }  # fmt: skip
    assert slots(found, wanted) == wanted


def test_a_risk_like_one_of_the_register_says_so() -> None:
    """So that it is not entered twice; another one is new."""
    text = "risk: agency social workers leave before the permanent staff arrive, 4x5"
    assert risk(text, "WF-02")["dedupe_candidate"] == "R-01"
    assert "dedupe_candidate" not in risk("risk: office lease ends, 2x2", "WF-02")


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("risk: staff leaving", "risk_scores"),
        ("worried ICB funding for the 2nd nurse post ends in march", "risk_scores"),
        ("risk: staff leaving, likelihood 6 impact 3", "likelihood_out_of_range"),
        ("risk: staff leaving, 4x9", "likelihood_out_of_range"),
        ("risk: staff leaving, likelihood 0 impact 3", "likelihood_out_of_range"),
    ],
)
def test_scores_that_are_missing_or_off_the_scale_are_asked(text: str, about: str) -> None:
    """They are never made up or bent."""
    asked = asked_back(text, owner("PT-02"))
    assert asked is not None
    assert asked["about"] == about


@pytest.mark.parametrize(
    "text",
    ["WF-01 green, risk-based approach agreed", "WF-01 green, high risk families seen first",
     "WF-01 75%, no risks", "WF-01 75%, risk assessment template agreed",
      "WF-01 75%, children at risk seen",
     "WF-01 at risk"],
)  # fmt: skip
def test_a_word_that_is_no_risk(text: str) -> None:
    """It is progress."""
    assert [one["op"] for one in items(text, owner("WF-01"))] == ["progress"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("R-03 down to 2x3 now police data sharing agreement signed",
         {"likelihood": 2, "impact": 3, "score": 6}),
        ("r3 likelihood now 4", {"likelihood": 4, "impact": None}),
        ("close R-03, data agreement signed", {"status": "closed"}),
        ("R-03 has happened", {"status": "materialised"}),
        ("reopen R-03", {"status": "open"}),
        ("we'll tolerate R-03", {"response": "tolerate"}),
        ("R-03: treating it", {"response": "treat"}),
        ("R-03 reviewed, no change to scores", {"status": None, "likelihood": None,
         "note": "reviewed, no change to scores"}),
    ],
)  # fmt: skip
def test_a_risk_of_the_register_is_updated(text: str, wanted: Json) -> None:
    """What is new about it, with the author's words."""
    found = item(text, owner("QA-02"))
    assert (found["op"], found["risk"]) == ("risk_update", "R-03")
    assert slots(found, wanted) == wanted


def test_several_risks_are_updated_in_one_line() -> None:
    """Each of them with the same words."""
    found = items("R-01 R-02 R-05 all reviewed 14/11/22 no change to scores", office())
    assert [(one["op"], one["risk"]) for one in found] == [
        ("risk_update", ref) for ref in ("R-01", "R-02", "R-05")
    ]
    assert all("no change" in one["note"] for one in found)


def test_a_risk_that_there_is_not_is_asked_back() -> None:
    """Nothing is recorded of it."""
    at = owner("QA-02")
    asked = asked_back("R-77 down to 2x3", at)
    assert asked is not None
    assert asked["about"] == "action_ref"
    assert items("R-77 down to 2x3", at) == []
    assert items("R-03 likelihood 7", at) == []


@pytest.mark.parametrize(
    ("ref", "text", "wanted"),
    [
        ("PT-04", "PT-04 blocked. IT wont sort the guest accounts",
         {"action": "PT-04", "blocked": True}),
        ("PT-04", "we're stuck til IT reply", {"action": "PT-04", "blocked": True}),
        ("RK-02", "supplier says build wont be ready til feb now",
         {"action": "RK-02", "blocked": False, "related_risk": "R-04"}),
        ("PT-04", "PT-04 blocked by RK-02", {"action": "PT-04", "depends_on": "RK-02"}),
        ("PT-04", "blocked by the IT guest accounts", {"depends_on": "the IT guest accounts"}),
        ("PT-04", "PT-04 stuck, need a decision from the SIRO", {"decision_needed_from": "SIRO"}),
    ],
)  # fmt: skip
def test_what_stands_in_the_way(ref: str, text: str, wanted: Json) -> None:
    """In the author's words, and what or whom it waits for."""
    found = item(text, owner(ref))
    assert found["op"] == "issue"
    assert slots(found, wanted) == wanted
    assert all(piece in text for piece in found["desc"].split(" … "))


def test_what_blocks_an_action_beside_figures_is_of_that_action() -> None:
    """The other action is only what it waits for."""
    found = items("PT-04 amber, blocked by RK-02", owner("PT-04"))
    (issue,) = (one for one in found if one["op"] == "issue")
    assert (issue["action"], issue["depends_on"]) == ("PT-04", "RK-02")
    assert {one["action"] for one in found} == {"PT-04"}


@pytest.mark.parametrize(
    "text", ["WF-01 75%, no issues", "WF-01 75%, no blockers", "WF-01 75%, supplier let us down"]
)
def test_figures_with_words_about_trouble_are_progress(text: str) -> None:
    """What went wrong explains them."""
    assert [one["op"] for one in items(text, owner("WF-01"))] == ["progress"]


@pytest.mark.parametrize("text", ["risk", "Risk:", "WF-01 75%, risk: ,", "new risk 4x3"])
def test_a_risk_without_words_is_none(text: str) -> None:
    """It would stand in the register and say nothing."""
    assert [one for one in items(text, owner("WF-01")) if one.get("desc") == ""] == []


def test_a_risk_of_a_theme_belongs_to_no_action() -> None:
    """A lead raises it for the whole theme."""
    (found,) = items("risk for workforce: the regional market tightens, 3x4", lead("WF"))
    wanted = {"op": "risk_add", "theme": "WF", "action": None, "likelihood": 3, "impact": 4}
    assert slots(found, wanted) == wanted


def test_alike_is_only_what_is_near() -> None:
    """Of the same action or theme."""
    words = "Supplier delivers the workflow build late"
    assert (alike_risk(words, "RK-02", "RK", DIRECTORY) or DIRECTORY.risks[0]).ref == "R-04"
    assert alike_risk(words, "WF-01", "WF", DIRECTORY) is None
    assert alike_risk(words, None, None, DIRECTORY) is None


@given(st.text(alphabet="lipxLI 0123456789likelihood impact residual,×*/="))
def test_scores_are_from_1_to_5_or_impossible(text: str) -> None:
    """Whatever is typed."""
    scores = Scores(clauses(f"risk {text}"))
    given_ones = [
        scores.likelihood,
        scores.impact,
        scores.residual_likelihood,
        scores.residual_impact,
    ]
    assert scores.possible is all(one is None or one in range(1, 6) for one in given_ones)
