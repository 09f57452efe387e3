"""News of the registers: a risk's owner moves it, others pass a view, a problem comes and goes."""

import pytest

from storage import models as m
from storage.vocabulary import IssueStatus, RevisionKind, RiskStatus
from tests.dialogs.chat import HEAD_OF_MASH, INSPECTOR, Chat
from tests.dialogs.steps.test_asking import facts
from tests.storage.conftest import HR_PARTNER, MINUTE


def last_revision(chat: Chat) -> m.RiskRevision:
    """What was said last about a risk."""
    return chat.rows(m.RiskRevision)[-1]


def test_the_owner_moves_a_score(chat: Chat) -> None:
    """The old score beside the new one, and the way to the board from 15 on."""
    card = chat.say(HR_PARTNER, "R-01 is 5x5 now, agency firm pulled out")
    assert "R-01  Agency social workers leave before permanent staff arrive" in card.text
    assert facts(card)["Score"] == "25, high, was 20 (4 × 5)"
    assert facts(card)["Saved as"] == "you own it"
    assert facts(card)["Board"].startswith("15 or more: you can ask for the board")
    assert "R-01 changed: 25 (5 × 5)." in chat.say(HR_PARTNER, "yes").text
    said = last_revision(chat)
    assert (said.kind, said.likelihood, said.impact) == (RevisionKind.REVISED, 5, 5)


def test_a_colleague_passes_a_view_and_the_score_stands(chat: Chat) -> None:
    """Its owner hears of it."""
    chat.say(HR_PARTNER, "hello")
    card = chat.say(HEAD_OF_MASH, "R-01 down to 2x2, two teams are staffed")
    assert facts(card)["Saved as"] == (
        "your view goes to its owner, the HR Business Partner – Children's"
    )
    assert "R-01: your view has gone to its owner." in chat.say(HEAD_OF_MASH, "yes").text
    assert last_revision(chat).kind == RevisionKind.VIEW
    assert "was 20" in chat.say(HR_PARTNER, "R-01 is 5x5").text
    (note,) = chat.told(HR_PARTNER)
    assert "sees it as 4, low, was 20 (4 × 5)" in note


def test_a_score_is_put_right_in_the_read_back(chat: Chat) -> None:
    """No, impact 4."""
    chat.say(HR_PARTNER, "R-01 is 5x5 now")
    assert facts(chat.say(HR_PARTNER, "no, impact 4"))["Score"].startswith("20, high")


def test_a_risk_is_closed_by_its_owner(chat: Chat) -> None:
    """And then nothing more can be said about it as a risk."""
    assert facts(chat.say(HR_PARTNER, "close R-01, all posts filled"))["Status"] == "closed"
    assert "R-01 closed." in chat.say(HR_PARTNER, "yes").text
    assert last_revision(chat).status == RiskStatus.CLOSED
    again = chat.say(HR_PARTNER, "R-01 down to 1x1")
    assert again.reply.first_line == ("R-01 is closed, so nothing can be said about it as a risk.")


def test_a_risk_that_has_happened_is_a_problem_from_then_on(chat: Chat) -> None:
    """It leaves the open risks, and the log has it (programme.md, Risks and issues)."""
    card = chat.say(INSPECTOR, "R-02 has happened, two posts pulled today")
    assert facts(card)["Status"] == "it has happened: a problem is opened in its place"
    saved = chat.say(INSPECTOR, "yes")
    assert "R-02 has happened and is a problem from now on." in saved.text
    assert "I-01 opened on PT-01." in saved.text
    assert last_revision(chat).status == RiskStatus.MATERIALISED
    (issue,) = chat.rows(m.Issue)
    assert issue.risk_id is not None


def test_what_blocks_is_read_back_and_opened(chat: Chat) -> None:
    """In its author's words, with what it waits for."""
    card = chat.say(INSPECTOR, "PT-01 blocked, waiting on vetting clearance")
    assert facts(card) == {
        "Blocked": "“PT-01 blocked, waiting on vetting clearance”",
        "Waits for": "vetting clearance",
    }
    saved = chat.say(INSPECTOR, "yes")
    assert saved.text.splitlines() == [
        "Saved: I-01.", "✓ Saved Wed 16 Nov, 10:12", "I-01 opened on PT-01.",
    ]  # fmt: skip
    (issue,) = chat.rows(m.Issue)
    assert issue.description == "PT-01 blocked, waiting on vetting clearance"


def test_a_problem_is_resolved_in_words(chat: Chat) -> None:
    """The one that is open is named before it is closed."""
    chat.say(INSPECTOR, "PT-01 blocked, waiting on vetting clearance")
    chat.say(INSPECTOR, "yes")
    card = chat.say(INSPECTOR, "PT-01 unblocked, vetting came through")
    assert facts(card)["Resolved"] == "I-01 “PT-01 blocked, waiting on vetting clearance”"
    assert "I-01 on PT-01 is resolved." in chat.say(INSPECTOR, "yes").text
    assert chat.rows(m.IssueRevision)[-1].status == IssueStatus.RESOLVED


def test_nothing_open_is_nothing_to_resolve(chat: Chat) -> None:
    """A clear sentence, and nothing saved."""
    chat.say(INSPECTOR, "hello")
    with chat.nothing_saved():
        answer = chat.say(INSPECTOR, "PT-01 unblocked now")
    assert answer.reply.first_line == (
        "There is no open problem on PT-01, so there is nothing to resolve."
    )


def test_of_several_problems_the_one_that_is_meant_is_chosen(chat: Chat) -> None:
    """Each is offered by its reference."""
    for words in ("PT-01 blocked, waiting on vetting", "PT-01 stuck, no desks til the move"):
        chat.say(INSPECTOR, words)
        chat.say(INSPECTOR, "yes")
    card = chat.say(INSPECTOR, "PT-01 unblocked, desks arrived")
    assert card.labels == ["I-01 is resolved", "I-02 is resolved"]
    chosen = chat.tap(INSPECTOR, card, "I-02 is resolved")
    assert facts(chosen)["Resolved"].startswith("I-02")
    chat.say(INSPECTOR, "yes")
    assert [row.status for row in chat.rows(m.IssueRevision)] == ["open", "open", "resolved"]


def test_nobody_resolves_anothers_problem(chat: Chat) -> None:
    """Whatever a card may carry."""
    chat.say(INSPECTOR, "PT-01 blocked, waiting on vetting")
    chat.say(INSPECTOR, "yes")
    data = {"ref": "PT-01", "issue": "I-01", "words": "done"}
    answer = chat.press(HR_PARTNER, "solve", data)
    assert "This card was made for someone else." in answer.text
    assert chat.rows(m.Draft) == []


def test_a_problem_that_is_resolved_already_is_not_resolved_again(chat: Chat) -> None:
    """An old card says so."""
    chat.say(INSPECTOR, "PT-01 blocked, waiting on vetting")
    chat.say(INSPECTOR, "yes")
    chat.say(INSPECTOR, "PT-01 unblocked, it came")
    chat.say(INSPECTOR, "yes")
    answer = chat.press(INSPECTOR, "solve", {"ref": "PT-01", "issue": "I-01", "words": ""})
    assert answer.reply.first_line == "I-01 is not an open problem any more."


@pytest.mark.parametrize("text", ["R-77 is 5x5 now", "close R-77"])
def test_there_is_no_such_risk(chat: Chat, text: str) -> None:
    """It is said, and nothing is saved."""
    chat.say(HR_PARTNER, "hello")
    with chat.nothing_saved():
        assert "There is no R-77." in chat.say(HR_PARTNER, text).text


def test_undo_takes_back_what_was_said_of_a_problem(chat: Chat) -> None:
    """By a line more."""
    chat.say(INSPECTOR, "PT-01 blocked, waiting on vetting")
    saved = chat.say(INSPECTOR, "yes")
    chat.at(chat.now + MINUTE)
    undone = chat.tap(INSPECTOR, saved, "Undo I-01")
    assert undone.reply.first_line == "Taken back: I-01."
    assert [row.kind for row in chat.rows(m.IssueRevision)] == ["raised", "withdrawal"]
