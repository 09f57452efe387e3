"""The plan itself: merged and added actions."""

import pytest

from tests.dialogs.language.meant import Json, item, items, office, owner, slots


@pytest.mark.parametrize(
    ("text", "from_", "into"),
    [
        ("merge PT-03 into PT-01", "PT-03", "PT-01"),
        ("fold QP-01 in with PT-03", "QP-01", "PT-03"),
        ("merge PT-03 and PT-01, keep PT-03", "PT-01", "PT-03"),
        ("combine PT-03 and QP-01 into QP-01", "PT-03", "QP-01"),
        ("PT-03 to be merged into PT-01", "PT-03", "PT-01"),
    ],
)
def test_one_action_is_taken_up_in_another(text: str, from_: str, into: str) -> None:
    """Which stays is what it says."""
    found = item(text, office())
    wanted = {"op": "plan_change", "kind": "merge", "from": from_, "into": into}
    assert slots(found, wanted) == wanted


def test_a_merge_says_who_agreed_it() -> None:
    """In the words that were typed."""
    found = item("merge PT-03 into PT-01, agreed at Partnership Board", office())
    assert found["authority"] == "Partnership Board"


@pytest.mark.parametrize(
    ("text", "theme", "title"),
    [
        ("add an action to WF please - exit interviews for everyone who leaves", "WF",
         "exit interviews for everyone who leaves"),
        ("can we add an action to workforce: exit interviews for leavers", "WF",
         "exit interviews for leavers"),
        ("suggestion for record keeping: new action - audit chronologies", "RK",
         "audit chronologies"),
    ],
)  # fmt: skip
def test_an_owner_suggests_an_action(text: str, theme: str, title: str) -> None:
    """It changes nothing by itself; the title is the author's."""
    assert item(text, owner("WF-01")) == {
        "op": "plan_change_suggestion", "theme": theme, "title": title
    }  # fmt: skip


def test_the_office_adds_one_with_what_it_needs() -> None:
    """Theme, title, owner, day, source and who decided."""
    text = (
        "add new action to WF: exit interviews for all leavers, owner Recruitment and Retention "
        "Lead, "
        "due 31 Jan 2023, agreed at IOB 25 Oct"
    )
    found: Json = item(text, office())
    wanted = {
        "op": "plan_change", "kind": "add_action", "theme": "WF",
        "title": "exit interviews for all leavers",
        "owner_role": "Recruitment and Retention Lead", "due": "2023-01-31",
        "decided": "2022-10-25",
    }  # fmt: skip
    assert slots(found, wanted) == wanted


@pytest.mark.parametrize(
    "text",
    ["WF-01 75%, new action plan agreed", "no new actions agreed, WF-01 75%",
     "WF-01 75%, merged the two lists",
     "WF-01 75%, added 3 actions from the audit"],
)  # fmt: skip
def test_an_update_changes_no_plan(text: str) -> None:
    """Whatever else is called an action."""
    assert [one["op"] for one in items(text, owner("WF-01"))] == ["progress"]


def test_one_action_alone_is_not_merged() -> None:
    """Nor with itself."""
    ops = [
        one["op"]
        for text in ("merge PT-03", "merge PT-03 into PT-03")
        for one in items(text, office())
    ]
    assert "plan_change" not in ops
