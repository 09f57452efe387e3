"""Progress on one action: what is a slot, what is a day, and what has to be asked."""

from typing import Any

import pytest

from tests.dialogs.language.meant import Json, asked_back, item, items, owner, slots


def says(ref: str, text: str, **context: Any) -> Json:
    """What the owner's message makes: the one item."""
    return item(text, owner(ref, **context))


@pytest.mark.parametrize(
    ("ref", "text", "found"),
    [
        ("WF-02", "WF-02 amber", {"delivery_rag": "amber", "percent": None, "note": None}),
        ("PT-02", "PT02 60 pct, on track", {"percent": 60, "delivery_rag": "green", "note": None}),
        ("WF-01", "WF-01 75% amber, 14 interviews done, 6 offers",
         {"percent": 75, "delivery_rag": "amber", "note": "14 interviews done, 6 offers"}),
        ("LG-01", "nearly there w the MASH ToR, just waiting on ICB signature",
         {"percent": None, "delivery_rag": None,
          "note": "nearly there w the MASH ToR, just waiting on ICB signature"}),
        ("PT-01", "gone from green to red on PT-01 sorry. 3 of the 5 MASH posts pulled back",
         {"delivery_rag": "red", "percent": None}),
        ("WF-01", "WF-01 down to 55% from 65, we recounted after 2 offers fell thru",
         {"percent": 55, "delivery_rag": None}),
        ("RK-02", "wouldnt call it green any more, amber. RK-02", {"delivery_rag": "amber"}),
        ("WF-01", "75%", {"action": "WF-01", "percent": 75}),
        ("WF-01", "amber", {"action": "WF-01", "delivery_rag": "amber"}),
        ("WF-01", "delivery green but impact still amber",
         {"delivery_rag": "green", "impact_rag": "amber"}),
        ("WF-01", "WF-01 impact red", {"delivery_rag": None, "impact_rag": "red"}),
        ("WF-01", "WF-01 75% amber\nforms out to 3 teams",
         {"percent": 75, "delivery_rag": "amber", "note": "forms out to 3 teams"}),
        ("WF-01", "12 red cases reviewed, WF-01 60%", {"percent": 60, "delivery_rag": None}),
        ("WF-01", "recruitment campaign 70%", {"percent": 70, "metric": None}),
        ("QA-02", "dashboard 92%", {"percent": 92, "metric": None}),
        ("WF-01", "the amber team grew to 12", {"delivery_rag": None,
         "note": "the amber team grew to 12"}),
        ("LG-02", "LG-02 approved on cost code 4010234567, 60%", {"percent": 60, "metric": None}),
        ("QA-04", "audit tool agreed, first 20 sets of notes being pulled. 30% done, no concerns",
         {"percent": 30,
          "note": "audit tool agreed, first 20 sets of notes being pulled … no concerns"}),
    ],
)  # fmt: skip
def test_an_update_is_divided_into_figures_and_words(ref: str, text: str, found: Json) -> None:
    """What is a figure is taken as one, the rest is the author's."""
    assert slots(says(ref, text), found) == found


@pytest.mark.parametrize(
    ("ref", "text", "metric"),
    [
        ("RK-02", "🔴 rk02 - only 3 of 11 scripts passed", {"value": 3, "of": 11}),
        ("RK-01", "Recording std rolled out to 5 of 7 teams", {"value": 5, "of": 7}),
        ("QP-01", "QP-01 88% of contacts in time, amber", {"value": 88, "unit": "%"}),
        ("WF-02", "agency share 28%, was 31%", {"value": 28, "unit": "%", "previous": 31}),
        ("QA-01", "dip sample of 20 = 17 good, 3 requires improvement", {"value": 17, "of": 20}),
        ("WF-01", "vacancy rate 17%", {"value": 17, "unit": "%"}),
        ("WF-04", "702 of 900 staff trained", {"value": 702, "of": 900}),
        ("WF-04", "1,200 of 1,500 staff trained", {"value": 1200, "of": 1500}),
    ],
)
def test_a_measure_is_never_completion(ref: str, text: str, metric: Json) -> None:
    """Whichever looks more like one."""
    (found,) = items(text, owner(ref))
    assert found.get("percent") is None
    assert slots(found["metric"], metric) == metric


def test_a_year_is_no_measure() -> None:
    """Nor is it completion."""
    found = says(
        "WF-04", "Working Together 2018 slides added to training, baby steps but WF-04 66%"
    )
    assert slots(found, ["percent", "metric"]) == {"percent": 66, "metric": None}


@pytest.mark.parametrize(
    ("ref", "text", "days"),
    [
        ("QA-02", "QA-02 dashboard live since Tues", {"event_date": "2022-11-15"}),
        ("RK-01", "5 of 7 teams, remaining 2 by w/c 28 Nov", {"forecast": "2022-12-02"}),
        ("PT-03", "pt3 signed by all except probation, 90%, shd close fri",
         {"forecast": "2022-11-18"}),
        ("QP-03", "QP-03 35%, advert closed, i/v 8 Dec",
         {"next_date": "2022-12-08", "forecast": None}),
        ("LG-03", "LG-03 pulse survey goes out to all staff weds 30th",
         {"next_date": "2022-11-30"}),
        ("LG-03", "workshop moved to Council House, Thurs 1 Dec 10am. LG-03 60%",
         {"next_date": "2022-12-01"}),
        ("WF-01", "WF-01 70%, forecast 9 Dec", {"forecast": "2022-12-09", "note": None}),
        ("WF-01", "WF-01 70%, expect to finish 16 Dec", {"forecast": "2022-12-16"}),
        ("WF-01", "WF-01 panel met 9 Nov, 70%", {"event_date": "2022-11-09", "forecast": None}),
        ("PT-02", "PT-02 65%, second nurse starts 3 Jan", {"next_date": "2023-01-03"}),
        ("WF-01", "WF-01 amber, should be done by 30 Dec", {"forecast": "2022-12-30"}),
        ("WF-01", "WF-01 amber, training event tomorrow", {"next_date": "2022-11-17"}),
        ("WF-01", "WF-01 75%", {"forecast": None, "next_date": None, "event_date": None}),
        ("WF-01", "WF-01 amber since 1 Nov", {"event_date": "2022-11-01"}),
    ],
)  # fmt: skip
def test_a_day_is_past_next_or_the_end(ref: str, text: str, days: Json) -> None:
    """What has happened, what comes next, and when it is expected to be finished."""
    found = next(one for one in items(text, owner(ref)) if one["op"] == "progress")
    assert slots(found, days) == days


@pytest.mark.parametrize(
    ("text", "spend"),
    [
        ("WF-01 75%, spent £12k of the £40k budget", "£12k of the £40k"),
        ("WF-01 75%, advert cost £1,200.50", "£1,200.50"),
        ("WF-01 75%, £15k paid to the agency", "£15k"),
        ("WF-01 75%, salary is £35k", None),
        ("WF-01 75%, 14 interviews", None),
    ],
)
def test_money_that_was_spent(text: str, spend: str | None) -> None:
    """As typed; money that is only mentioned is none."""
    assert says("WF-01", text).get("spend") == spend


@pytest.mark.parametrize(
    ("ref", "text", "note"),
    [
        ("WF-02", "no change this wk", None),
        ("WF-02", "WF-02 no change", None),
        ("WF-02", "nothing to report", None),
        ("WF-02", "same as last week", None),
        ("WF-02", "unchanged", None),
        ("WF-02", "no change, still waiting on the unions", "still waiting on the unions"),
    ],
)
def test_no_change_is_an_answer_of_its_own(ref: str, text: str, note: str | None) -> None:
    """It is not “on track”; what is said beside it is kept."""
    wanted = {"op": "no_change", "action": ref, "note": note, "percent": None}
    assert slots(says(ref, text), wanted) == wanted


@pytest.mark.parametrize(
    "words",
    ["panel on 2 Dec, offers by Xmas", "advert closed, i/v 8 Dec", "remaining 2 in January"],
)
def test_words_with_a_day_stay_whole(words: str) -> None:
    """A note that ends in “by” says less than its author did."""
    assert says("WF-01", f"WF-01 70%, {words}")["note"] == words


def test_no_change_beside_a_figure_is_progress() -> None:
    """Somebody who gives a figure gives an update."""
    found = says("WF-02", "WF-02 no change really, still amber 50%")
    assert slots(found, ["op", "percent", "delivery_rag"]) == {
        "op": "progress", "percent": 50, "delivery_rag": "amber"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("ref", "text", "evidence"),
    [
        ("QA-02", "QA-02 done ✅ dashboard pack here https://a.example/qa02.pdf",
         ["https://a.example/qa02.pdf"]),
        ("WF-01", "WF-01 complete", []),
        ("WF-01", "all done", []),
        ("WF-01", "WF-01 100% complete", []),
        ("RK-02", "RK-02 ready for sign off", []),
        ("WF-01", "please mark WF-01 as complete", []),
        ("WF-04", "WF-04 finished, 900 of 900 trained", []),
    ],
)  # fmt: skip
def test_done_is_claimed(ref: str, text: str, evidence: list[str]) -> None:
    """The lead decides; a link beside it is its evidence."""
    found = says(ref, text)
    assert (found["op"], found["action"], found["evidence"]) == ("completion_claim", ref, evidence)


@pytest.mark.parametrize(
    ("ref", "text"),
    [
        ("WF-01", "WF-01 80% done"),
        ("WF-01", "WF-01 nearly done"),
        ("WF-01", "WF-01 done by Friday"),
        ("WF-01", "WF-01 will be complete soon"),
        ("WF-01", "WF-01 14 interviews done"),
        ("QA-03", "30 families, 3 focus groups = QA-03 done for the quarter, 50%"),
        ("WF-01", "WF-01 not done"),
        ("WF-01", "WF-01 done, still red"),
    ],
)
def test_what_is_not_done_is_no_claim(ref: str, text: str) -> None:
    """A part of it, a day for it, a figure below 100, a worse rating."""
    assert says(ref, text)["op"] == "progress"


@pytest.mark.parametrize(
    ("ref", "text", "about", "candidates"),
    [
        ("RK-01", "Amber/green for RK-01", "rag", ["amber", "green"]),
        ("LG-02", "LG-02 somewhere between amber and red", "rag", ["amber", "red"]),
        ("WF-01", "WF-01 purple", "rag", ["green", "amber", "red"]),
        ("WF-01", "WF-01 140%", "percent", []),
        ("WF-01", "WF-01 -5%", "percent", []),
        ("WF-01", "WF-01 75.5%", "percent", []),
        ("WF-01", "WF-01 somewhere between 30 and 50%", "percent", []),
        ("WF-01", "WF-01 30-50%", "percent", []),
        ("WF-01", "WF-01 30 to 50% done", "percent", []),
    ],
)
def test_what_is_open_is_asked(ref: str, text: str, about: str, candidates: list[str]) -> None:
    """And nothing of it is to be recorded before that."""
    at = owner(ref)
    assert asked_back(text, at) == {
        "needed": True, "about": about, "action": ref, "candidates": candidates
    }  # fmt: skip
    assert items(text, at) == []


@pytest.mark.parametrize(
    "text",
    [
        "LG-04 green 40% but will def miss the 13 jan date",
        "LG-04 green 40%, expect to finish 20 Jan",
        "LG-04 on track 40%, wont make the due date",
    ],
)
def test_green_and_late_is_asked(text: str) -> None:
    """The completion is taken, the rating waits for the answer."""
    at = owner("LG-04")
    found = item(text, at)
    wanted = {"op": "progress", "percent": 40, "delivery_rag": None}
    assert slots(found, wanted) == wanted
    asked = asked_back(text, at)
    assert asked is not None
    assert (asked["about"], asked["action"]) == ("rag_conflicts_with_forecast", "LG-04")


def test_amber_and_late_is_no_conflict() -> None:
    """Nor is green and in time."""
    assert asked_back("LG-04 amber, expect to finish 20 Jan", owner("LG-04")) is None
    assert asked_back("LG-04 green, expect to finish 6 Jan", owner("LG-04")) is None


@pytest.mark.parametrize(
    ("asked", "text", "percent"),
    [
        ("How far is WF-01: per cent complete?", "60", 60),
        ("How complete is WF-01?", "about 60", 60),
        ("How would you rate WF-01: green, amber or red?", "60", None),
        (None, "60", None),
        ("How complete is WF-01?", "14 interviews", None),
    ],
)
def test_a_bare_number_answers_what_was_asked(asked: str | None, text: str, percent: int) -> None:
    """Otherwise it may count anything."""
    found = items(text, owner("WF-01", bot_asked=asked))
    assert [one.get("percent") for one in found] in (
        [percent],
        [] if percent is None else [percent],
    )


def test_a_bare_number_beside_a_rating_is_completion() -> None:
    """“WF-01 amber 60”."""
    assert says("WF-01", "WF-01 amber 60")["percent"] == 60
    assert says("WF-01", "WF-01 amber 14 offers").get("percent") is None


def test_who_speaks_for_another_role_says_so() -> None:
    """The deputy's update is on behalf of the owner; the owner's own is not."""
    assert says("WF-01", "WF-01 75%").get("on_behalf_of") is None
