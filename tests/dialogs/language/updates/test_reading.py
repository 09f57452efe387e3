"""A whole update: which actions it is about, and everything that it says of each."""

import pytest

from tests.dialogs.language.meant import (
    MASH,
    Json,
    asked_back,
    item,
    items,
    lead,
    office,
    owner,
    slots,
)
from tests.dialogs.language.situations import situation

BOTH = situation(MASH, "2022-11-14")


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("88% of contacts decided in time, amber", "QP-01"),
        ("strategy meeting protocol agreed by all bar schools", "PT-03"),
        ("contacts in a day: 80%", "QP-01"),
        ("pt3 90%", "PT-03"),
    ],
)
def test_one_of_several_own_actions_is_known_by_its_words(text: str, ref: str) -> None:
    """Or by its reference."""
    assert [one["action"] for one in items(text, BOTH)] == [ref]


@pytest.mark.parametrize(
    "text", ["all done", "75%", "amber", "no change", "need another month", "evidence to follow"]
)
def test_where_it_could_be_either_it_is_asked(text: str) -> None:
    """With the sender's open actions to choose from; nothing is recorded."""
    assert items(text, BOTH) == []
    asked = asked_back(text, BOTH)
    assert asked is not None
    assert (asked["about"], asked["candidates"]) == ("action_ref", ["PT-03", "QP-01"])


@pytest.mark.parametrize(
    ("text", "candidates"),
    [("WF-11 70% green", ["WF-01"]), ("QP-09 70%", ["QP-01", "QP-02", "QP-03", "QP-04"])],
)
def test_an_unknown_reference_is_asked_back(text: str, candidates: list[str]) -> None:
    """With the sender's own of that theme, else all of it."""
    at = owner("WF-01")
    assert items(text, at) == []
    asked = asked_back(text, at)
    assert asked is not None
    assert (asked["about"], asked["candidates"]) == ("action_ref", candidates)


def test_an_answer_is_about_what_was_asked() -> None:
    """Whichever other actions the sender has."""
    at = situation(MASH, "2022-11-14", bot_asked="How would you rate QP-01: green, amber or red?")
    wanted = {"action": "QP-01", "delivery_rag": "amber"}
    assert slots(item("amberish?", at), wanted) == wanted


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("qp1 88% of contacts in time, amber; pt3 protocol signed by all except probation, 90%, "
         "shd close fri",
         [{"op": "progress", "action": "QP-01", "percent": None, "delivery_rag": "amber",
          "note": "88% of contacts in time"},
          {"op": "progress", "action": "PT-03", "percent": 90, "delivery_rag": None,
           "forecast": "2022-11-18"}]),
        ("QP-01 85% amber; pt3 90%",
         [{"action": "QP-01", "percent": 85, "delivery_rag": "amber"},
          {"action": "PT-03", "percent": 90, "delivery_rag": None}]),
        ("no change on QP-01 and PT-03", [{"op": "no_change", "action": "QP-01"},
         {"op": "no_change", "action": "PT-03"}]),
        ("QP-01 and PT-03 no change", [{"op": "no_change", "action": "QP-01"}, {"op": "no_change",
         "action": "PT-03"}]),
        ("QP-01 & PT-03 green", [{"op": "progress", "action": "QP-01", "delivery_rag": "green"},
         {"op": "progress", "action": "PT-03", "delivery_rag": "green"}]),
        ("QP-01 and PT-03 amber", [{"op": "progress", "action": "QP-01", "delivery_rag": "amber"},
         {"op": "progress", "action": "PT-03", "delivery_rag": "amber"}]),
        ("QP-01, PT-03 both amber", [{"op": "progress", "action": "QP-01",
         "delivery_rag": "amber"}, {"op": "progress", "action": "PT-03", "delivery_rag": "amber"}]),
        ("QP-01/PT-03 no change", [{"op": "no_change", "action": "QP-01"}, {"op": "no_change",
         "action": "PT-03"}]),
        ("no change on both", [{"op": "no_change", "action": "PT-03"}, {"op": "no_change",
         "action": "QP-01"}]),
        ("both amber", [{"op": "progress", "action": "PT-03", "delivery_rag": "amber"},
         {"op": "progress", "action": "QP-01", "delivery_rag": "amber"}]),
        ("QP-01 50% and PT-03 60%", [{"action": "QP-01", "percent": 50}, {"action": "PT-03",
         "percent": 60}]),
        ("QP-01 no change\nPT-03 60%", [{"op": "no_change", "action": "QP-01"}, {"op": "progress",
         "action": "PT-03", "percent": 60}]),
    ],
)  # fmt: skip
def test_several_actions_in_one_message_each_have_their_part(text: str, found: list[Json]) -> None:
    """In the order they are named."""
    got = items(text, BOTH)
    assert len(got) == len(found)
    assert [slots(one, wanted) for one, wanted in zip(got, found, strict=True)] == found


def test_both_of_something_else_is_not_both_actions() -> None:
    """It is asked which one is meant, or known by its words; never saved to both."""
    assert len(items("both police and health signed the protocol, 60%", BOTH)) <= 1
    assert len(items("both partners happy, 60%", BOTH)) <= 1


def test_what_is_said_of_no_action_is_not_said_of_the_first() -> None:
    """Figures of the theme before the actions, one by one."""
    text = "s47 timeliness 84%, ICPC in 15 days 79%. WF-01 no change, WF-02 no change, WF-04 70%"
    found = items(text, lead("WF", "2022-11-24"))
    assert [slots(one, ["op", "action", "percent"]) for one in found] == [
        {"op": "no_change", "action": "WF-01", "percent": None},
        {"op": "no_change", "action": "WF-02", "percent": None},
        {"op": "progress", "action": "WF-04", "percent": 70},
    ]


def test_an_update_a_risk_and_a_request_in_one_breath() -> None:
    """Each becomes what it is, and each word belongs to one of them."""
    text = (
        "PT-02 65%, second nurse starts 3 Jan, risk she's only funded to 31/3 so L4 I3, "
        "want it flagged at board"
    )
    found = {one["op"]: one for one in items(text, owner("PT-02", "2022-12-07"))}
    assert sorted(found) == ["escalate", "progress", "risk_add"]
    assert slots(found["progress"], ["percent", "next_date"]) == {
        "percent": 65,
        "next_date": "2023-01-03",
    }
    assert slots(found["risk_add"], ["likelihood", "impact", "proximity"]) == {
        "likelihood": 4, "impact": 3, "proximity": "2023-03-31"
    }  # fmt: skip
    assert slots(found["escalate"], ["action", "to", "board_date"]) == {
        "action": "PT-02", "to": "IOB", "board_date": "2022-12-20"
    }  # fmt: skip
    assert "fund" not in str(found["progress"])


def test_a_sentence_after_what_is_done_about_a_risk_is_its_own() -> None:
    """A request is not lost in the mitigation."""
    text = "WF-01 20% - risk staff leave (L4 x I5), mitigating w bonus. Also move it to 31 Jan"
    found = {one["op"]: one for one in items(text, owner("WF-01"))}
    assert sorted(found) == ["due_change_request", "progress", "risk_add"]
    assert "31 Jan" not in found["risk_add"]["mitigation"]


@pytest.mark.parametrize(
    ("text", "ops"),
    [
        ("WF-01 75% amber, 14 interviews done; risk: agency staff leaving, likelihood 4 impact 3",
         ["progress", "risk_add"]),
        ("WF-01 75%, can we move it to 13 Jan", ["due_change_request", "progress"]),
        ("WF-01 75%. evidence https://a.example/x", ["evidence_add", "progress"]),
        ("WF-01 75%, evidence to follow", ["evidence_promised", "progress"]),
        ("WF-01 75%, R-01 down to 3x4", ["progress", "risk_update"]),
        ("WF-01 amber, blocked by IT", ["issue", "progress"]),
    ],
)  # fmt: skip
def test_several_things_of_one_action(text: str, ops: list[str]) -> None:
    """Nothing that is said beside the figures is lost."""
    assert sorted(one["op"] for one in items(text, owner("WF-01"))) == ops


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("attached the signed ToR", "LG-01"),
        ("evidence attached", "LG-01"),
        ("here's the file, attached", "LG-01"),
    ],
)
def test_a_files_name_tells_its_action(text: str, ref: str) -> None:
    """Where the message does not."""
    at = owner("LG-01", "2022-12-07", attachments=["MASH_ToR_signed.pdf"])
    wanted = {"op": "evidence_add", "action": ref, "attachment": "MASH_ToR_signed.pdf"}
    assert slots(item(text, at), wanted) == wanted


def test_an_open_issue_is_resolved() -> None:
    """On the action that it stands in the way of."""
    at = owner("PT-04", open_issue={"action": "PT-04", "desc": "guest accounts"})
    found = item("unblocked now, access sorted this morning", at)
    assert slots(found, ["op", "action"]) == {"op": "issue_resolve", "action": "PT-04"}
    assert "access sorted this morning" in found["note"]


def test_a_lead_reports_on_behalf_of_an_owner() -> None:
    """And the office too; the action is known by its words."""
    found = item("recruitment campaign 70%", lead("WF"))
    wanted = {"action": "WF-01", "percent": 70, "on_behalf_of": "Recruitment and Retention Lead"}
    assert slots(found, wanted) == wanted
    assert item("WF-01 70%", office())["on_behalf_of"] == "Recruitment and Retention Lead"


def test_a_message_that_gives_figures_of_own_actions_by_their_words() -> None:
    """One clause each."""
    found = items("strategy meeting protocol 90%, contacts in a day 85%", BOTH)
    assert [slots(one, ["action", "percent"]) for one in found] == [
        {"action": "PT-03", "percent": 90}, {"action": "QP-01", "percent": 85}
    ]  # fmt: skip
