"""After saving: the card of what was saved, taken back, put back, and who is told."""

import pytest

from storage import models as m
from storage.vocabulary import RevisionKind, UpdateKind
from tests.dialogs.chat import ASSESSMENT_MANAGER, INSPECTOR, Chat, Shown
from tests.dialogs.week import IMPACT, LINE, RISEN
from tests.storage.conftest import HR_ADVISER, HR_PARTNER, MINUTE, RECRUITMENT_LEAD


@pytest.fixture
def saved(chat: Chat) -> Shown:
    """The line of mockups 5.1, saved a minute after it was read back; R-01's owner is reachable."""
    chat.say(HR_PARTNER, "hello")
    card = chat.say(RECRUITMENT_LEAD, LINE)
    chat.at(chat.now + MINUTE)
    return chat.tap(RECRUITMENT_LEAD, card, "Save", impact_note=IMPACT)


def test_the_card_says_what_was_saved_and_when(saved: Shown) -> None:
    """Mockups 6, word for word as far as there is evidence to add."""
    assert saved.text.splitlines() == [
        "Saved: WF-01.",
        "✓ Saved Wed 16 Nov, 10:13",
        "WF-01  ▲ Amber · 75%, was 65% · “14 interviews done, 6 offers”",
        "R-01: your view has gone to its owner.",
    ]
    assert saved.labels == ["Undo WF-01", "My actions"]


def test_a_view_of_anothers_risk_moves_no_score_and_reaches_its_owner(
    chat: Chat, saved: Shown
) -> None:
    """It is kept as a view, and the owner hears it in the author's words."""
    revision = chat.rows(m.RiskRevision)[-1]
    assert (revision.kind, revision.words) == (RevisionKind.VIEW, "agency staff leaving")
    assert (revision.likelihood, revision.impact) == (4, 3)
    (told,) = chat.told(HR_PARTNER)
    assert told.splitlines() == [
        "R-01: a colleague has passed you a view.",
        "R-01: the Recruitment and Retention Lead sees it as 4 × 3. “agency staff leaving”",
    ]
    assert "R-01  20 (4 × 5) · high" in chat.say(HR_PARTNER, "status of workforce").text


def test_a_view_for_an_owner_out_of_reach_is_said_to_be_kept(chat: Chat) -> None:
    """Never told as sent."""
    chat.say(RECRUITMENT_LEAD, LINE)
    assert "R-01: your view is kept for its owner, whom I cannot reach in Teams yet." in (
        chat.say(RECRUITMENT_LEAD, "yes").text
    )


def test_its_owner_changes_a_risk(chat: Chat) -> None:
    """The score moves; the mitigating action stays."""
    read_back = chat.say(HR_PARTNER, f"WF-02 red; {RISEN}")
    assert "likelihood 5 × impact 5 = 25, high" in read_back.text
    assert "R-01 changed: 25 (5 × 5)." in chat.say(HR_PARTNER, "yes").text
    revision = chat.rows(m.RiskRevision)[-1]
    assert (revision.kind, revision.likelihood, revision.impact) == (RevisionKind.REVISED, 5, 5)
    standing = [row.words for row in chat.rows(m.Mitigation) if row.revision_id == revision.id]
    assert standing == ["Early conversion offers"]


def test_undo_takes_back_the_update_and_its_risk(chat: Chat, saved: Shown) -> None:
    """By a line more in the history; nothing is removed."""
    chat.at(chat.now + 2 * MINUTE)
    undone = chat.tap(RECRUITMENT_LEAD, saved, "Undo WF-01")
    assert undone.card_id == saved.card_id
    assert undone.text.splitlines() == [
        "Taken back: WF-01.",
        "↩ Taken back Wed 16 Nov, 10:15. WF-01 is ▲ Amber, 65% again. "
        "What you said about R-01 is withdrawn.",
    ]
    assert undone.labels == ["Put it back", "New update of WF-01"]
    assert [row.kind for row in chat.saved("WF-01")] == ["progress", "withdrawal"]
    assert [row.kind for row in chat.rows(m.RiskRevision)][-2:] == ["view", "withdrawal"]


def test_put_back_saves_again_what_was_taken_back(chat: Chat, saved: Shown) -> None:
    """Words, figures and all."""
    undone = chat.tap(RECRUITMENT_LEAD, saved, "Undo WF-01")
    again = chat.tap(RECRUITMENT_LEAD, undone, "Put it back")
    assert "WF-01  ▲ Amber · 75%, was 65% · “14 interviews done, 6 offers”" in again.text
    last = chat.saved("WF-01")[-1]
    assert (last.kind, last.percent, last.impact_note) == (UpdateKind.PROGRESS, 75, IMPACT)


def test_undo_tapped_twice_undoes_once(chat: Chat, saved: Shown) -> None:
    """The same card again."""
    first = chat.tap(RECRUITMENT_LEAD, saved, "Undo WF-01")
    assert chat.tap(RECRUITMENT_LEAD, saved, "Undo WF-01").reply == first.reply
    assert len(chat.saved("WF-01")) == 2


def test_a_save_tapped_after_the_undo_says_that_it_was_taken_back(chat: Chat) -> None:
    """An old tap saves nothing a second time."""
    card = chat.say(RECRUITMENT_LEAD, LINE)
    undone = chat.tap(RECRUITMENT_LEAD, chat.tap(RECRUITMENT_LEAD, card, "Save"), "Undo WF-01")
    assert chat.tap(RECRUITMENT_LEAD, card, "Save").reply == undone.reply
    assert len(chat.saved("WF-01")) == 2


def test_after_ten_minutes_nothing_is_taken_back(chat: Chat, saved: Shown) -> None:
    """A new update is offered, and the history will show both."""
    chat.at(chat.now + 11 * MINUTE)
    refused = chat.tap(RECRUITMENT_LEAD, saved, "Undo WF-01")
    assert "I cannot take that back: it is more than ten minutes old" in refused.text
    assert refused.labels == ["WF-01 update", "My actions"]
    assert len(chat.saved("WF-01")) == 1


def test_what_something_newer_builds_on_is_not_taken_back(chat: Chat) -> None:
    """The deputy has reported since."""
    chat.say(HR_PARTNER, "WF-02 60%")
    saved = chat.say(HR_PARTNER, "yes")
    chat.say(HR_ADVISER, "WF-02 70%")
    chat.say(HR_ADVISER, "yes")
    assert "something newer builds on it" in chat.tap(HR_PARTNER, saved, "Undo WF-02").text
    assert [row.percent for row in chat.saved("WF-02")] == [60, 70]


@pytest.mark.parametrize(("verb", "name"), [("undo", "submission"), ("put_back", "undo")])
@pytest.mark.parametrize("number", [1, 0, -1, 99, "1", None, True])
def test_nobody_takes_back_anothers_update(
    chat: Chat, saved: Shown, verb: str, name: str, number: object
) -> None:
    """Whatever number a card may carry."""
    answer = chat.press(INSPECTOR, verb, {name: number})
    assert answer.reply.first_line.startswith("I cannot ")
    assert "WF-01" not in answer.text
    assert len(chat.saved("WF-01")) == 1


CLOSED = (
    "WF-03 is implemented: its rating and percentage stand until it is reopened, which the lead "
    "of Workforce decides. Nothing was saved."
)


@pytest.mark.parametrize("line", ["WF-03 50%", "WF-03 red, caseload is up", "WF-03 amber 90%"])
def test_a_signed_off_action_keeps_its_figures(chat: Chat, line: str) -> None:
    """The answer says who may reopen it; words alone are welcome."""
    with chat.nothing_saved():
        assert CLOSED in chat.say(ASSESSMENT_MANAGER, line).text
    chat.say(ASSESSMENT_MANAGER, "WF-03 average caseload 17.1")
    assert "Saved" in chat.say(ASSESSMENT_MANAGER, "yes").text


def test_a_draft_that_a_sign_off_overtakes_is_not_saved(chat: Chat) -> None:
    """Also where the figure comes with a correction of the read-back."""
    chat.say(ASSESSMENT_MANAGER, "WF-03 every team is below the ceiling")
    with chat.nothing_saved():
        assert CLOSED in chat.say(ASSESSMENT_MANAGER, "no, 70").text
