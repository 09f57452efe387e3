"""My actions: each answered by one tap, folded as it is answered, in one place."""

import pytest

from storage import models as m
from storage.vocabulary import UpdateKind
from tests.dialogs.chat import (
    ASSESSMENT_MANAGER,
    HEAD_OF_MASH,
    INSPECTOR,
    RECORDING_MANAGER,
    Chat,
    Shown,
)
from tests.storage.conftest import CHAIR, HR_ADVISER, HR_PARTNER, MINUTE, RECRUITMENT_LEAD

DEPUTY_INSPECTOR = "Detective Inspector – MASH"


def in_order(text: str, *parts: str) -> bool:
    """Whether all parts are there, one after the other."""
    places = [text.find(part) for part in parts]
    return -1 not in places and places == sorted(places)


def test_each_action_is_shown_with_how_it_stands_and_what_was_said(chat: Chat) -> None:
    """Mockups 4.1, without being asked for."""
    shown = chat.say(INSPECTOR, "my actions")
    assert shown.reply.first_line == "You own 2 actions: PT-01 and RK-04."
    assert in_order(
        shown.text,
        "Your actions (2 actions)",
        "Reply in your own words, or tap.",
        "PT-01  Police posts in the MASH",
        "▲ Amber · 55% · due Fri 9 Dec (3 weeks)",
        "You said on 9 Nov: “3 of 5 posts filled, vetting under way for the rest”",
        "RK-04  Police referral forms",
        "▲ Amber · 40% · due Fri 30 Dec (6 weeks)",
        "You said on 9 Nov: “new form briefed to response teams”",
    )
    assert shown.labels == [
        "PT-01 no change", "PT-01 update", "RK-04 no change", "RK-04 update", "No change on both"
    ]  # fmt: skip


def test_soonest_due_comes_first(chat: Chat) -> None:
    """PT-03 is due before QP-01, whatever their letters."""
    shown = chat.say(HEAD_OF_MASH, "my actions")
    assert in_order(shown.text, "PT-03  Strategy", "QP-01  Contacts")


def test_a_deputy_sees_the_same_actions(chat: Chat) -> None:
    """Whoever stands in has the same list."""
    assert "PT-01  Police posts" in chat.say(DEPUTY_INSPECTOR, "my actions").text


def test_an_action_that_is_done_is_not_asked_about(chat: Chat) -> None:
    """WF-03 is implemented; its owner's other action is there."""
    shown = chat.say(ASSESSMENT_MANAGER, "my actions")
    assert "QP-02" in shown.text
    assert "WF-03" not in shown.text


def test_somebody_without_an_action_hears_what_they_can_ask(chat: Chat) -> None:
    """A board member owns none."""
    shown = chat.say(CHAIR, "my actions")
    assert shown.reply.first_line == (
        "You own no open action in the plan. You can ask how a theme stands."
    )
    assert shown.labels == ["Theme status", "Help"]


def test_no_change_saves_at_once_and_folds_in_place(chat: Chat) -> None:
    """The label said all of it: rating, percentage and forecast stay, and it is an answer."""
    card = chat.say(INSPECTOR, "my actions")
    shown = chat.tap(INSPECTOR, card, "PT-01 no change")
    assert shown.card_id == card.card_id
    assert "Your actions (1 of 2 done)" in shown.text
    assert "✓ PT-01  no change · saved 10:12" in shown.text
    assert shown.labels == ["Undo PT-01", "Correct PT-01", "RK-04 no change", "RK-04 update"]
    (row,) = chat.saved("PT-01")
    assert (row.kind, row.rating, row.percent) == (UpdateKind.NO_CHANGE, "amber", 55)
    assert (row.note, row.forecast) == ("", None)


def test_no_change_on_all_is_one_tap_and_one_submission(chat: Chat) -> None:
    """Then the card says so."""
    card = chat.say(INSPECTOR, "my actions")
    shown = chat.tap(INSPECTOR, card, "No change on both")
    assert shown.reply.first_line == "Your actions: 2 actions, all answered."
    assert "Your actions (done, thank you)" in shown.text
    assert len(chat.saved("PT-01") + chat.saved("RK-04")) == 2
    assert len(chat.rows(m.Submission)) == 1


def test_no_change_tapped_twice_saves_once(chat: Chat) -> None:
    """And shows the same card."""
    card = chat.say(INSPECTOR, "my actions")
    first = chat.tap(INSPECTOR, card, "PT-01 no change")
    assert chat.tap(INSPECTOR, card, "PT-01 no change").text == first.text
    assert len(chat.saved("PT-01")) == 1


def test_no_change_on_a_card_older_than_the_newest_update_is_read_back(chat: Chat) -> None:
    """What had not changed then may have changed since."""
    card = chat.say(HR_PARTNER, "my actions")
    chat.say(HR_ADVISER, "WF-02 55%, two more left")
    chat.say(HR_ADVISER, "yes")
    shown = chat.tap(HR_PARTNER, card, "WF-02 no change")
    assert shown.reply.kind == "read_back"
    assert "WF-02 has been updated since this card" in shown.text
    assert len(chat.saved("WF-02")) == 1


def test_an_overdue_action_is_not_offered_no_change(chat: Chat) -> None:
    """It asks for more than that; the days are counted."""
    shown = chat.say(RECORDING_MANAGER, "my actions")
    assert "due Fri 11 Nov, 5 days overdue" in shown.text
    assert shown.labels == ["RK-01 update"]


def test_an_answer_can_be_undone_from_the_list(chat: Chat) -> None:
    """The action waits again, in the same place."""
    card = chat.tap(INSPECTOR, chat.say(INSPECTOR, "my actions"), "PT-01 no change")
    shown = chat.tap(INSPECTOR, card, "Undo PT-01")
    assert shown.card_id == card.card_id
    assert "PT-01 no change" in shown.labels
    assert [row.kind for row in chat.saved("PT-01")] == ["no_change", "withdrawal"]


def test_after_ten_minutes_an_answer_is_corrected_not_undone(chat: Chat) -> None:
    """The button changes with the time."""
    card = chat.tap(INSPECTOR, chat.say(INSPECTOR, "my actions"), "PT-01 no change")
    chat.at(chat.now + 11 * MINUTE)
    shown = chat.tap(INSPECTOR, card, "RK-04 no change")
    assert "Undo PT-01" not in shown.labels
    assert {"Correct PT-01", "Undo RK-04", "Correct RK-04"} <= set(shown.labels)


def test_the_open_list_follows_what_is_saved_by_text(chat: Chat) -> None:
    """Changed in place, not sent again."""
    card = chat.say(RECRUITMENT_LEAD, "my actions")
    chat.say(RECRUITMENT_LEAD, "WF-01 75%, 6 offers")
    chat.say(RECRUITMENT_LEAD, "yes")
    ((outgoing, reply),) = chat.delivered
    assert outgoing.replaces == card.card_id
    assert "✓ WF-01  ▲ Amber · 75%, was 65% · saved 10:12" in Shown(reply, "").text


def give_all_to_the_inspector(chat: Chat) -> None:
    """One owner for the whole plan."""
    with chat.database.transaction() as session:
        for action in session.query(m.Action):
            action.owner_role_id = session.query(m.Role).filter_by(title=INSPECTOR).one().id


def test_five_are_in_sight_and_the_rest_open_in_place(chat: Chat) -> None:
    """A long list stays short; "no change" is not offered on all while one is overdue."""
    give_all_to_the_inspector(chat)
    shown = chat.say(INSPECTOR, "my actions")
    assert "18 more:" in shown.text
    assert not any(label.startswith("No change on all") for label in shown.labels)


def test_no_change_on_many_actions_is_saved(chat: Chat) -> None:
    """However many references the token has to stand for."""
    give_all_to_the_inspector(chat)
    with chat.database.transaction() as session:
        for action in session.query(m.Action):
            action.due = chat.now.date().replace(year=2023)
    shown = chat.tap(INSPECTOR, chat.say(INSPECTOR, "my actions"), "No change on all 23")
    assert "done, thank you" in shown.text
    (submission,) = chat.rows(m.Submission)
    assert len(submission.token) <= 64


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"bases": {"WF-01": 1}, "nonce": "x"},
        {"bases": {"WF-01": "1"}},
        {"bases": ["PT-01"]},
        {"bases": {"PT-01": 0, "WF-01": 0}},
    ],
)
def test_no_change_on_what_is_not_ones_own_saves_nothing(
    chat: Chat, data: dict[str, object]
) -> None:
    """A card that was made for another, or by nobody."""
    shown = chat.press(INSPECTOR, "no_change", data)
    assert "This card was made for someone else. Here are your own actions." in shown.text
    assert chat.rows(m.Submission) == []


@pytest.mark.parametrize("since", ["", "yesterday", "2022-11-16", "9999-99-99T00:00:00"])
def test_a_list_of_unknown_age_is_a_new_one(chat: Chat, since: str) -> None:
    """Card data comes from the client."""
    assert "2 actions" in chat.press(INSPECTOR, "my_actions", {"since": since}).text
