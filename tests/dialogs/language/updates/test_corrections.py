"""What was read back or saved is put right."""

from typing import Any

import pytest

from dialogs.language.meaning import Intent
from dialogs.language.understanding import understand
from tests.dialogs.language.meant import Json, item, items, owner, slots

SAVED = {"action": "WF-01", "percent": 75, "delivery_rag": "amber"}
DRAFT = {"op": "progress", "action": "WF-01", "percent": 75, "delivery_rag": "amber"}


@pytest.mark.parametrize("context", [{"last_update": SAVED}, {"awaiting_confirm": DRAFT}])
@pytest.mark.parametrize(
    ("text", "field", "old", "new"),
    [
        ("sorry meant 60", "percent", 75, 60),
        ("no, 60%", "percent", 75, 60),
        ("60 not 75", "percent", 75, 60),
        ("not 75, 60", "percent", 75, 60),
        ("should be 60%", "percent", 75, 60),
        ("make it 60", "percent", 75, 60),
        ("not amber, green", "delivery_rag", "amber", "green"),
        ("no, red", "delivery_rag", "amber", "red"),
        ("oops that should have been green", "delivery_rag", "amber", "green"),
        ("typo, 60%", "percent", 75, 60),
    ],
)
def test_a_figure_is_put_right(context: Json, text: str, field: str, old: Any, new: Any) -> None:
    """In the draft or in what was saved last; what it was is kept."""
    found = item(text, owner("WF-01", **context))
    wanted = {"op": "correct", "action": "WF-01", "field": field, "old": old, "new": new}
    assert slots(found, wanted) == wanted


@pytest.mark.parametrize(
    ("text", "field", "new"),
    [("60", "percent", 60), ("green", "delivery_rag", "green"), ("60% and green", None, None)],
)
def test_a_bare_figure_puts_a_draft_right(text: str, field: str | None, new: Any) -> None:
    """While it waits for a yes."""
    found = items(text, owner("WF-01", awaiting_confirm=DRAFT))
    if field is None:
        assert {one["field"]: one["new"] for one in found} == {
            "percent": 60,
            "delivery_rag": "green",
        }
    else:
        assert [(one["op"], one["field"], one["new"]) for one in found] == [("correct", field, new)]


def test_a_score_is_put_right_and_counted_anew() -> None:
    """The other one stays."""
    draft = {"op": "risk_add", "theme": "PT", "likelihood": 2, "impact": 5}
    found = item("impact 4 not 5", owner("PT-02", awaiting_confirm=draft))
    wanted = {"op": "correct", "field": "impact", "old": 5, "new": 4, "score": 8}
    assert slots(found, wanted) == wanted


def test_an_earlier_reading_is_put_right() -> None:
    """Of the action that is named."""
    history = [{"action": "QA-03", "date": "2022-11-28", "metric": {"value": 19, "of": 30}}]
    text = "yesterdays update on QA-03 said 19 families, shd be 21"
    found = item(text, owner("QA-03", "2022-11-29", history=history))
    wanted = {"op": "correct", "action": "QA-03", "field": "metric", "old": 19, "new": 21}
    assert slots(found, wanted) == wanted


def test_a_forecast_is_put_right() -> None:
    """A day for the day that was given."""
    draft = {"op": "progress", "action": "WF-01", "percent": 75, "forecast": "2022-12-09"}
    found = item("no, 16 Dec", owner("WF-01", awaiting_confirm=draft))
    wanted = {"op": "correct", "field": "forecast", "old": "2022-12-09", "new": "2022-12-16"}
    assert slots(found, wanted) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "wrong action, meant PT-03",
        "no, PT-03",
        "that was for PT-03 not QP-01",
        "should be PT-03 sorry",
    ],
)
def test_it_was_meant_for_another_action(text: str) -> None:
    """From the one it was saved for."""
    at = owner("QP-01", last_update={"action": "QP-01", "percent": 80})
    assert items(text, at) == [{"op": "retarget", "from": "QP-01", "to": "PT-03"}]


@pytest.mark.parametrize(
    "text",
    ["scrap that last one", "undo", "please withdraw my last update", "cancel that", "never mind",
     "forget that", "ignore my last message"],
)  # fmt: skip
def test_it_is_taken_back(text: str) -> None:
    """The draft, or what was saved last."""
    saved = owner("PT-01", last_update={"action": "PT-01", "percent": 80})
    assert items(text, saved) == [{"op": "withdraw", "action": "PT-01", "what": "last_update"}]
    draft = owner("PT-01", awaiting_confirm={"op": "progress", "action": "PT-01", "percent": 80})
    assert items(text, draft) == [{"op": "withdraw", "action": "PT-01", "what": "draft"}]


@pytest.mark.parametrize("text", ["wrong", "no", "that's wrong", "not right"])
def test_a_no_without_more_is_a_correction_to_ask_about(text: str) -> None:
    """It says nothing of what it should be."""
    found = understand(text, owner("WF-01", awaiting_confirm=DRAFT))
    assert (found.intent, found.items) == (Intent.CORRECTION, ())


@pytest.mark.parametrize(
    "text",
    [
        "no interviews this week, WF-01 70%",
        "not yet started interviews, waiting for HR. 70%",
        "no luck with HR",
        "sorry for the delay, WF-01 80% now, 14 interviews done and the panel is booked for "
        "December",
        "no change",
        "WF-01 80%, cancelled the old advert",
    ],
)
def test_a_sentence_that_begins_with_no_is_no_correction(text: str) -> None:
    """After something was saved too it is an update, in the author's words."""
    for at in (owner("WF-01"), owner("WF-01", last_update=SAVED)):
        ops = {one["op"] for one in items(text, at)}
        assert ops <= {"progress", "no_change"}, ops
        assert ops


@pytest.mark.parametrize("text", ["sorry meant 60", "not amber, green", "WF-01 70%"])
def test_nothing_is_put_right_where_nothing_was_said(text: str) -> None:
    """Without a draft or an earlier update no correction can be recorded."""
    assert all(one["op"] not in {"retarget", "withdraw"} for one in items(text, owner("WF-01")))
