"""The update form: values as they stand, its own read-back, and a sentence for each mistake."""

from datetime import date

import pytest

from dialogs.messages import ChoiceField, DateField, NumberField
from storage import models as m
from storage.vocabulary import Rating, Stage, UpdateKind
from tests.dialogs.chat import INSPECTOR, Chat, Shown, fields
from tests.dialogs.language.test_understanding import HOSTILE
from tests.storage.conftest import CHAIR, HR_ADVISER, HR_PARTNER, MINUTE, RECRUITMENT_LEAD


@pytest.fixture
def form(chat: Chat) -> Shown:
    """The form of WF-01, open."""
    return chat.tap(RECRUITMENT_LEAD, chat.say(RECRUITMENT_LEAD, "my actions"), "WF-01 update")


def save(chat: Chat, form: Shown, **filled_in: str) -> Shown:
    return chat.tap(RECRUITMENT_LEAD, form, "Save WF-01", **filled_in)


def test_the_form_opens_in_place_with_the_values_as_they_stand(chat: Chat, form: Shown) -> None:
    """Mockups 4.6: stay Amber, 65, nothing written, the due date as what is expected."""
    assert form.card_id == form.reply.replaces
    found = {field.name: field for field in fields(form.reply.blocks)}
    rating, percent, forecast = found["rating"], found["percent"], found["forecast"]
    assert isinstance(rating, ChoiceField)
    assert rating.value == "keep"
    assert [title for _, title in rating.options] == [
        "stay Amber", "Green", "Red", "ask for sign-off as complete"
    ]  # fmt: skip
    assert isinstance(percent, NumberField)
    assert percent.value == 65
    assert isinstance(forecast, DateField)
    assert forecast.value == date(2022, 12, 30)
    assert found["note"].label == "What changed since 9 Nov?"
    assert found["impact_note"].label == "So what for children? (optional)"
    assert form.labels == ["Save WF-01", "Back"]


def test_save_saves_and_the_list_folds(chat: Chat, form: Shown) -> None:
    """The form was its own read-back."""
    shown = save(chat, form, rating="green", percent="80", note="all offered", impact_note="calm")
    assert "✓ WF-01  ● Green, was Amber · 80%, was 65% · saved 10:12" in shown.text
    assert shown.card_id == form.card_id
    (row,) = chat.saved("WF-01")
    assert (row.rating, row.percent, row.note) == (Rating.GREEN, 80, "all offered")
    assert (row.impact_note, row.forecast) == ("calm", None)


def test_what_is_not_touched_is_not_changed(chat: Chat, form: Shown) -> None:
    """Words alone leave rating, percentage and forecast as they stand."""
    save(chat, form, note="waiting for HR")
    (row,) = chat.saved("WF-01")
    assert (row.rating, row.percent, row.forecast) == (Rating.AMBER, 65, None)
    assert row.kind == UpdateKind.PROGRESS


@pytest.mark.parametrize("words", HOSTILE)
def test_words_are_kept_as_typed(chat: Chat, form: Shown, words: str) -> None:
    """Letter for letter."""
    save(chat, form, note=words)
    assert [row.note for row in chat.saved("WF-01")] == [words]


def test_completion_is_claimed_not_rated_blue(chat: Chat, form: Shown) -> None:
    """Blue needs the lead's sign-off."""
    save(chat, form, rating="claim", note="all posts filled")
    (row,) = chat.saved("WF-01")
    assert (row.stage, row.rating) == (Stage.COMPLETION_CLAIMED, Rating.AMBER)
    (asked,) = chat.rows(m.Request)
    assert (asked.kind, asked.reason) == ("completion", "all posts filled")


@pytest.mark.parametrize(
    ("filled_in", "answer"),
    [
        ({}, "Nothing has been filled in yet. If nothing has moved, tap WF-01 no change."),
        ({"percent": "140"}, "Completed goes from 0 to 100, in whole numbers."),
        ({"percent": "-5"}, "Completed goes from 0 to 100, in whole numbers."),
        ({"percent": "75.5"}, "Completed goes from 0 to 100, in whole numbers."),
        ({"percent": "9" * 5000}, "Completed goes from 0 to 100, in whole numbers."),
        ({"percent": "most"}, "Completed goes from 0 to 100, in whole numbers."),
        ({"forecast": "31/31/2022"}, "I cannot read that date."),
        ({"likelihood": "4"}, "Please say in a few words what the risk is."),
        ({"mitigation": "talks"}, "Please say in a few words what the risk is."),
        ({"risk_words": "staff leave", "impact": "6"}, "Likelihood and impact go from 1 to 5."),
        ({"rating": "purple"}, "Nothing has been filled in yet."),
    ],
)
def test_a_mistake_is_named_and_nothing_is_saved(
    chat: Chat, form: Shown, filled_in: dict[str, str], answer: str
) -> None:
    """The form comes again, with what was written."""
    with chat.nothing_saved():
        again = save(chat, form, **filled_in)
    assert answer in again.text
    assert again.reply.kind == "form"


def test_a_mistake_loses_nothing_that_was_written(chat: Chat, form: Shown) -> None:
    """Only the wrong figure has to be put right."""
    again = save(chat, form, percent="140", note="6 offers", rating="red", impact_note="calm")
    assert again.filled_in | {"note": "6 offers", "rating": "red", "impact_note": "calm"} == (
        again.filled_in
    )
    save(chat, again, percent="70")
    assert [(row.percent, row.note) for row in chat.saved("WF-01")] == [(70, "6 offers")]


def test_a_risk_that_is_new_is_added_to_the_register(chat: Chat, form: Shown) -> None:
    """With the owner of the action as its owner."""
    save(chat, form, risk_words="Interview panels fall through", likelihood="2", impact="3",
         mitigation="A reserve panel")  # fmt: skip
    risk, revision = chat.rows(m.Risk)[-1], chat.rows(m.RiskRevision)[-1]
    assert (risk.ref, risk.description) == ("R-07", "Interview panels fall through")
    assert (revision.likelihood, revision.impact) == (2, 3)
    mitigation = chat.rows(m.Mitigation)[-1]
    assert (mitigation.revision_id, mitigation.words) == (revision.id, "A reserve panel")
    roles = {role.id: role.title for role in chat.rows(m.Role)}
    assert roles[risk.owner_role_id] == RECRUITMENT_LEAD


def test_a_risk_like_one_in_the_register_is_asked_about_first(chat: Chat, form: Shown) -> None:
    """A second entry of the same risk would be counted twice."""
    asked = save(chat, form, risk_words="agency staff leaving", likelihood="4", impact="3")
    assert asked.reply.kind == "read_back"
    assert "This looks like R-01" in asked.text
    assert chat.saved("WF-01") == []
    chat.tap(RECRUITMENT_LEAD, asked, "Save", risk="different")
    assert [risk.ref for risk in chat.rows(m.Risk)][-1] == "R-07"


def test_the_same_form_saved_twice_saves_once(chat: Chat, form: Shown) -> None:
    """A double tap shows the same list."""
    first = save(chat, form, note="6 offers")
    second = save(chat, form, note="6 offers")
    assert first.text == second.text
    assert len(chat.saved("WF-01")) == len(chat.rows(m.Submission)) == 1


def test_a_form_older_than_the_newest_update_is_read_back(chat: Chat) -> None:
    """With both positions; only then a yes saves."""
    form = chat.say(HR_PARTNER, "WF-02")
    chat.say(HR_ADVISER, "WF-02 55%, two more left")
    chat.say(HR_ADVISER, "yes")
    chat.at(chat.now + MINUTE)
    fresh = chat.tap(HR_PARTNER, form, "Save WF-02", percent="60", note="offers out")
    assert fresh.reply.kind == "read_back"
    assert "This is how it stands now: ▲ Amber, 55%, “two more left”." in fresh.text
    assert "“offers out”" in fresh.text
    assert len(chat.saved("WF-02")) == 1
    chat.tap(HR_PARTNER, fresh, "Save")
    assert [row.percent for row in chat.saved("WF-02")] == [55, 60]


@pytest.mark.parametrize("role", [INSPECTOR, CHAIR])
def test_a_form_made_for_another_saves_nothing(chat: Chat, form: Shown, role: str) -> None:
    """Whoever taps it is shown their own actions."""
    shown = chat.tap(role, form, "Save WF-01", note="not mine")
    assert "WF-01" not in shown.text
    assert chat.saved("WF-01") == []


@pytest.mark.parametrize("basis", ["", "x", "1.5", "9" * 5000])
def test_a_form_whose_basis_was_tampered_with_is_read_back(
    chat: Chat, form: Shown, basis: str
) -> None:
    """What I cannot tell is older, I take to be older."""
    data = form.button("Save WF-01").data | {"basis": basis, "note": "6 offers"}
    assert chat.press(RECRUITMENT_LEAD, "save_form", data, form).reply.kind == "read_back"
    assert chat.saved("WF-01") == []


def test_back_shows_the_list_again(chat: Chat, form: Shown) -> None:
    """In the same place, with nothing saved."""
    shown = chat.tap(RECRUITMENT_LEAD, form, "Back")
    assert (shown.reply.kind, shown.card_id) == ("actions", form.card_id)
    assert chat.saved("WF-01") == []


def test_raising_a_risk_opens_the_form_at_its_risk(chat: Chat) -> None:
    """With several actions, one is chosen first."""
    help_card = chat.say(INSPECTOR, "help")
    asked = chat.tap(INSPECTOR, help_card, "Raise a risk")
    assert asked.labels == ["Risk for PT-01", "Risk for RK-04"]
    form = chat.tap(INSPECTOR, asked, "Risk for RK-04")
    assert "risk_words" in {getattr(block, "name", "") for block in form.reply.blocks}
    alone = chat.tap(RECRUITMENT_LEAD, chat.say(RECRUITMENT_LEAD, "help"), "Raise a risk")
    assert alone.labels == ["Save WF-01", "Back"]
