"""Who answers instead, until when, and who owns it from now on."""

import pytest

from tests.dialogs.language.meant import Json, asked_back, item, items, lead, office, owner, slots
from tests.dialogs.language.situations import situation

NURSE = "PT-02"


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("on leave til Monday, ask the deputy", "2022-11-21"),
        ("on leave until 5 Dec, my deputy is covering", "2022-12-05"),
        ("I'm off til the 28th, deputy will pick up PT-02", "2022-11-28"),
        ("on a/l til Monday, deputy covering", "2022-11-21"),
        ("away until 1 Dec please ask my deputy", "2022-12-01"),
    ],
)
def test_the_deputy_stands_in_until_the_day(text: str, until: str) -> None:
    """For the sender's open actions."""
    assert items(text, owner(NURSE)) == [
        {"op": "delegate", "actions": [NURSE], "to_role": "Deputy Designated Nurse", "until": until}
    ]


@pytest.mark.parametrize(
    "text",
    ["on a/l til Monday", "on leave til Monday", "I'm away til Monday", "out of office til Monday"],
)
def test_being_away_is_no_progress(text: str) -> None:
    """The deputy, if there is one, answers."""
    assert [one["op"] for one in items(text, owner(NURSE))] == ["delegate"]


def test_a_role_that_is_named_stands_in() -> None:
    """Rather than the deputy."""
    found = item("on leave til Monday, the Service Manager Assessment is covering", owner(NURSE))
    assert found["to_role"] == "Service Manager - Assessment"


def test_only_the_actions_that_are_named_are_delegated() -> None:
    """Of several."""
    text = "on leave til Monday, my deputy will cover QP-01"
    assert item(text, owner("QP-01"))["actions"] == ["QP-01"]
    both = item("on leave til Monday, ask my deputy", owner("QP-01"))
    assert both["actions"] == ["PT-03", "QP-01"]


def test_who_covers_gives_an_update() -> None:
    """On behalf of whom they cover for."""
    deputy = situation("HR Business Partner - Children's", "2022-11-23", "deputy")
    found = item("covering for the HR BP this wk, WF-02 still amber, 55%", deputy)
    wanted = {
        "op": "progress", "action": "WF-02", "percent": 55, "delivery_rag": "amber",
        "on_behalf_of": "HR Business Partner - Children's",
    }  # fmt: skip
    assert slots(found, wanted) == wanted


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("stop chasing me til the 5th, nothing will move before then", "2022-12-05"),
        ("don't chase me until 1 Dec", "2022-12-01"),
        ("no reminders til Monday please, pause them", "2022-11-21"),
        ("snooze until 5 Dec", "2022-12-05"),
        ("ask me again after 5 Dec", "2022-12-06"),
        ("dont ask me again before 5 Dec", "2022-12-05"),
    ],
)
def test_nobody_is_asked_before_the_day(text: str, until: str) -> None:
    """For all of the sender's open actions."""
    assert items(text, owner("PT-04")) == [{"op": "snooze", "actions": ["PT-04"], "until": until}]


def test_several_actions_or_one_of_them_are_snoozed() -> None:
    """As it is said."""
    assert item("mute both till 1st dec please", owner("QP-01"))["actions"] == ["PT-03", "QP-01"]
    assert item("snooze QP-01 til 1st dec", owner("QP-01"))["actions"] == ["QP-01"]


def test_a_day_that_cannot_be_told_is_asked() -> None:
    """“After half term” is none."""
    asked = asked_back("stop chasing me til after half term", owner("PT-04"))
    assert asked is not None
    assert asked["about"] == "exact_date"
    assert items("stop chasing me til after half term", owner("PT-04")) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("reassign RK-01 to the Service Manager Assessment from 1 Dec",
         {"action": "RK-01", "to_role": "Service Manager - Assessment", "effective": "2022-12-01"}),
        ("RK-01 goes over to the Case Systems Manager",
         {"action": "RK-01", "to_role": "Case Systems Manager", "effective": None}),
    ],
)  # fmt: skip
def test_the_office_gives_an_action_to_another_role(text: str, wanted: Json) -> None:
    """From the day that is named."""
    found = item(text, office())
    assert found["op"] == "reassign"
    assert slots(found, wanted) == wanted


def test_an_owner_asks_for_it() -> None:
    """The same words request it only."""
    found = item("RK-01 should be with the Case Systems Manager", owner("RK-01"))
    wanted = {"op": "reassign_request", "action": "RK-01", "to_role": "Case Systems Manager"}
    assert slots(found, wanted) == wanted


@pytest.mark.parametrize(
    "text",
    ["RK-01 isn't mine any more", "someone else should own RK-01", "RK-01 needs a new owner"],
)
def test_a_new_owner_who_is_not_named_is_asked(text: str) -> None:
    """That it shall be somebody else is said; who is not."""
    at = owner("RK-01")
    asked = asked_back(text, at)
    assert asked is not None
    assert (asked["about"], asked["action"]) == ("new_owner", "RK-01")
    assert items(text, at) == [{"op": "reassign_request", "action": "RK-01"}]


def test_a_lead_who_is_no_office_asks_for_it() -> None:
    """Until the office decides."""
    found = item("reassign WF-01 to the HR Business Partner", lead("WF"))
    assert found["op"] in {"reassign", "reassign_request"}
    assert found["to_role"] == "HR Business Partner - Children's"


@pytest.mark.parametrize(
    "text", ["WF-01 75%, 3 social workers off sick", "WF-01 amber, their manager is on leave",
     "WF-01 75%, two staff on maternity leave"]
)  # fmt: skip
def test_somebody_elses_absence_is_progress(text: str) -> None:
    """It explains the figures."""
    assert [one["op"] for one in items(text, owner("WF-01"))] == ["progress"]
