"""Due dates asked for and decided, completion signed off, reopened, escalated; evidence."""

import pytest

from tests.dialogs.language.meant import Json, asked_back, item, items, lead, office, owner, slots

DUE_REQUEST = {"op": "due_change_request", "action": "QP-01", "to": "2022-12-15"}
CLAIM = {"op": "completion_claim", "action": "QP-04"}


@pytest.mark.parametrize(
    ("ref", "text", "due", "to"),
    [
        ("LG-01", "LG-01 new date 06/12/2022 pls, ICB board moved", "2022-11-30", "2022-12-06"),
        ("RK-03", "RK-03 need another month", "2023-01-31", "2023-02-28"),
        ("QA-03", "QA-03 - due date 03/02/23 please not 27th", "2023-01-27", "2023-02-03"),
        ("PT-01", "PT-01 slipped 2 wks", "2022-12-09", "2022-12-23"),
        ("QP-03", "could QP-03 be put back to 10th march", "2023-02-28", "2023-03-10"),
        ("QP-02", "can I have until 23 Jan for QP-02", "2023-01-16", "2023-01-23"),
        ("WF-01", "move WF-01 from 30 Dec to 13 Jan", "2022-12-30", "2023-01-13"),
        ("WF-01", "please extend WF-01 to 13/1", "2022-12-30", "2023-01-13"),
        ("WF-01", "WF-01 needs another 2 weeks", "2022-12-30", "2023-01-13"),
        ("WF-01", "pushing it back to 13 Jan", "2022-12-30", "2023-01-13"),
        ("WF-01", "deadline for WF-01 needs to move to 13 Jan", "2022-12-30", "2023-01-13"),
        ("WF-01", "bring WF-01 forward to 16 Dec", "2022-12-30", "2022-12-16"),
    ],
)
def test_another_due_date_is_asked_for(ref: str, text: str, due: str, to: str) -> None:
    """From the day it is due to the day that is asked for, counted from the due date."""
    found = item(text, owner(ref))
    wanted = {"op": "due_change_request", "action": ref, "from": due, "to": to}
    assert slots(found, wanted) == wanted


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("WF-01 new date 13 Jan pls, the unions want another meeting",
         "the unions want another meeting"),
        ("move WF-01 to 13 Jan because the panel is ill", "the panel is ill"),
        ("the panel is ill, can we move WF-01 to 13 Jan", "the panel is ill"),
        ("WF-01 slipped 2 wks", None),
    ],
)  # fmt: skip
def test_the_reason_is_the_authors_own(text: str, reason: str | None) -> None:
    """Wherever in the message it stands."""
    assert item(text, owner("WF-01")).get("reason") == reason


@pytest.mark.parametrize(
    ("ref", "text"),
    [
        ("PT-02", "PT-02 moved to after half term"),
        ("PT-03", "wont hit friday"),
        ("WF-01", "WF-01 needs more time"),
        ("WF-01", "WF-01 going to miss the due date"),
        ("WF-01", "need an extension"),
    ],
)
def test_a_day_that_cannot_be_told_is_asked(ref: str, text: str) -> None:
    """None is made up."""
    at = owner(ref)
    asked = asked_back(text, at)
    assert asked is not None
    assert (asked["about"], asked["action"]) == ("exact_date", ref)
    assert items(text, at) == []


@pytest.mark.parametrize(
    "text",
    ["workshop moved to Council House, WF-01 60%", "WF-01 60%, push ahead with the plan",
     "WF-01 60%, interviews moved to 9 Dec", "WF-01 60%, launch pushed back to 9 Dec"],
)  # fmt: skip
def test_what_moves_beside_figures_is_not_always_the_due_date(text: str) -> None:
    """A workshop or an interview has its own day."""
    ops = [one["op"] for one in items(text, owner("WF-01"))]
    assert ops == ["progress"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("reject the extension on QP-01, board wont wear it",
         {"decision": "reject", "to": None, "reason": "board wont wear it"}),
        ("no", {"decision": "reject", "to": None}),
        ("no, the board won't wear it", {"decision": "reject",
         "reason": "the board won't wear it"}),
        ("approve", {"decision": "approve", "to": "2022-12-15"}),
        ("yes", {"decision": "approve", "to": "2022-12-15"}),
        ("ok but only to 9 Dec", {"decision": "approve", "to": "2022-12-09"}),
        ("approve QP-01 to 9 Dec", {"decision": "approve", "to": "2022-12-09"}),
        ("extension agreed", {"decision": "approve", "to": "2022-12-15"}),
        ("happy with that", {"decision": "approve", "to": "2022-12-15"}),
        ("not agreed, stick with 30 Nov", {"decision": "reject", "to": None}),
    ],
)  # fmt: skip
def test_a_request_is_decided_by_its_lead(text: str, wanted: Json) -> None:
    """Yes, yes to another day, or no, with the reason that is given."""
    found = item(text, lead("QP", pending=DUE_REQUEST))
    assert (found["op"], found["action"]) == ("due_change_decision", "QP-01")
    assert slots(found, wanted) == wanted


def test_a_request_is_decided_without_one_that_waits_in_the_chat() -> None:
    """By naming the action."""
    for text, decision in (
        ("approve QP-01 to 9 Dec", "approve"),
        ("reject the extension on QP-01", "reject"),
    ):
        found = item(text, lead("QP"))
        wanted = {"op": "due_change_decision", "action": "QP-01", "decision": decision}
        assert slots(found, wanted) == wanted


def test_an_owner_decides_nothing() -> None:
    """Whatever words are used."""
    for text in ("approve QP-01 to 9 Dec", "extension agreed on QP-01", "sign off QP-01"):
        ops = {one["op"] for one in items(text, owner("QP-01"))}
        assert not ops & {"due_change_decision", "sign_off"}, text


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("happy to sign off QP-04, seen the standard",
         {"decision": "accept", "level": "theme_lead", "stage": "implemented",
          "reason": "seen the standard"}),
        ("QP-04 signed off", {"decision": "accept", "level": "theme_lead"}),
        ("not happy to sign off QP-04 yet, no audits",
         {"decision": "reject", "reason": "no audits"}),
        ("send QP-04 back, needs more work before we close it", {"decision": "reject"}),
    ],
)  # fmt: skip
def test_completion_is_decided(text: str, wanted: Json) -> None:
    """By the theme's lead."""
    found = item(text, lead("QP"))
    assert (found["op"], found["action"]) == ("sign_off", "QP-04")
    assert slots(found, wanted) == wanted


@pytest.mark.parametrize(
    ("text", "decision"),
    [("yes", "accept"), ("agreed", "accept"), ("no", "reject"), ("not yet, no audits", "reject")],
)
def test_a_claim_that_waits_is_decided(text: str, decision: str) -> None:
    """In one word."""
    found = item(text, lead("QP", pending=CLAIM))
    wanted = {"op": "sign_off", "action": "QP-04", "decision": decision}
    assert slots(found, wanted) == wanted


def test_the_board_decides_on_embedding() -> None:
    """At its meeting that was the latest before today."""
    found = item("Board agreed WF-03 can go blue, 3 months under 18", office("2023-01-31"))
    wanted = {
        "op": "sign_off", "action": "WF-03", "stage": "embedded", "level": "board",
        "decision": "accept", "board_date": "2023-01-31", "reason": "3 months under 18",
    }  # fmt: skip
    assert slots(found, wanted) == wanted


def test_the_day_of_the_board_that_is_named_counts() -> None:
    """Rather than the latest."""
    found = item("Board on 20 Dec agreed WF-03 is embedded", office("2023-01-31"))
    assert slots(found, ["level", "board_date"]) == {"level": "board", "board_date": "2022-12-20"}


def test_what_was_closed_is_reopened() -> None:
    """For the reason that is given; a figure in it is no completion."""
    found = items("reopen WF-03, caseloads back over 20 in assessment", office("2023-01-10"))
    assert found == [
        {"op": "reopen", "action": "WF-03", "reason": "caseloads back over 20 in assessment"}
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("escalate PT-01 to the board please", {"action": "PT-01", "to": "IOB",
         "board_date": "2022-11-29"}),
        ("PT-01 needs to go to next board", {"action": "PT-01", "to": "IOB",
         "board_date": "2022-11-29"}),
        ("want PT-01 on the 20 Dec board agenda", {"action": "PT-01", "to": "IOB",
         "board_date": "2022-12-20"}),
        ("escalate R-02 to board, posts still vacant",
         {"risk": "R-02", "action": None, "to": "IOB", "reason": "posts still vacant"}),
        ("please escalate PT-01 to my lead", {"action": "PT-01", "to": "theme_lead",
         "board_date": None}),
        ("escalate PT-01 to the programme office", {"action": "PT-01", "to": "programme_office"}),
    ],
)  # fmt: skip
def test_it_goes_further_up(text: str, wanted: Json) -> None:
    """To the board's next meeting unless another is named, to the lead, or to the office."""
    found = item(text, owner("PT-01"))
    assert found["op"] == "escalate"
    assert slots(found, wanted) == wanted


def test_several_actions_go_up_together() -> None:
    """One item each."""
    found = items(
        "DCI wants PT-01 and RK-04 on the 29/11/2022 agenda item 7, paper no. 22/11/03", office()
    )
    assert [(one["op"], one["action"], one["board_date"]) for one in found] == [
        ("escalate", "PT-01", "2022-11-29"), ("escalate", "RK-04", "2022-11-29")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "context", "wanted"),
    [
        ("evidence QA-01 https://files.example/v1/file/50177948", {},
         {"urls": ["https://files.example/v1/file/50177948"]}),
        ("QA-01 minutes here https://a.example/1 and evidence https://a.example/2", {},
         {"urls": ["https://a.example/1", "https://a.example/2"]}),
        ("attached the signed report", {"attachments": ["report.pdf"]},
         {"attachment": "report.pdf"}),
        ("evidence attached", {"attachments": ["QA01_audits.pdf"]},
         {"attachment": "QA01_audits.pdf"}),
    ],
)  # fmt: skip
def test_evidence_is_added(text: str, context: Json, wanted: Json) -> None:
    """A link as typed, or the file that came with the message."""
    found = item(text, owner("QA-01", **context))
    assert (found["op"], found["action"]) == ("evidence_add", "QA-01")
    assert slots(found, wanted) == wanted


@pytest.mark.parametrize(
    "text",
    ["evidence for QP-01 is on my desktop, will upload later", "QP-01 evidence to follow",
     "will send the evidence for QP-01 tomorrow", "I'll upload the QP-01 minutes later"],
)  # fmt: skip
def test_evidence_is_promised(text: str) -> None:
    """It is not there yet, so none is added."""
    assert items(text, owner("QP-01")) == [{"op": "evidence_promised", "action": "QP-01"}]
