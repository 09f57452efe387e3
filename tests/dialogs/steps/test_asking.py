"""What an owner asks for and others decide: read back with the reason, saved, told to the lead."""

from datetime import date

import pytest

from dialogs.messages import Facts
from storage import models as m
from storage.vocabulary import Outcome, RequestKind
from tests.dialogs.chat import (
    ASSESSMENT_MANAGER,
    INSPECTOR,
    TRAINING_MANAGER,
    Chat,
    Shown,
    blocks_of,
)
from tests.storage.conftest import HR_PARTNER, MINUTE, RECRUITMENT_LEAD, WORKFORCE_LEAD

WHY = "payment needs the Employment Committee on 6 Dec"
ASKED = f"WF-02 can we move it to 28 Feb, {WHY}"
LEAD = "Head of HR and Organisational Development"
WHY_MOVE = "Why should WF-02 move? One line is enough: it goes with your request."


def facts(shown: Shown) -> dict[str, str]:
    """The labels and values on a card."""
    rows = [block.rows for block in blocks_of(shown.reply.blocks) if isinstance(block, Facts)]
    return {label: value for group in rows for label, value in group}


def requests(chat: Chat) -> list[m.Request]:
    """What was asked for, in order."""
    return chat.rows(m.Request)


def test_a_new_due_date_is_read_back_with_its_reason(chat: Chat) -> None:
    """The old date beside the new one, which slip it is, and who decides (mockups.md, 11)."""
    card = chat.say(HR_PARTNER, ASKED)
    assert card.reply.first_line == "Please check WF-02 before I save it."
    assert facts(card) == {
        "New due date": "Tue 28 Feb, now Tue 31 Jan (4 weeks later, first slip)",
        "Why": f"“{WHY}”",
        "Decided by": LEAD,
    }
    assert card.labels == ["Save", "Cancel"]
    assert requests(chat) == []


@pytest.mark.parametrize("answer", ["yes", "Save"])
def test_a_yes_asks_for_it_and_the_date_stands_until_it_is_decided(chat: Chat, answer: str) -> None:
    """A request moves nothing (programme.md, Due date)."""
    card = chat.say(HR_PARTNER, ASKED)
    said = chat.say(HR_PARTNER, answer) if answer == "yes" else chat.tap(HR_PARTNER, card, answer)
    assert said.text.splitlines() == [
        "Saved: WF-02.",
        "✓ Saved Wed 16 Nov, 10:12",
        "WF-02: due Tue 28 Feb asked for. It waits for a decision, and I will tell you when there "
        "is one.",
    ]
    (request,) = requests(chat)
    assert (request.kind, request.due_from, request.due_to, request.reason) == (
        RequestKind.DUE_DATE, date(2023, 1, 31), date(2023, 2, 28), WHY,
    )  # fmt: skip
    assert chat.saved("WF-02") == []
    assert "due Tue 31 Jan" in chat.say(HR_PARTNER, "my actions").text


def test_the_lead_hears_of_it_at_once(chat: Chat) -> None:
    """With what is asked and why, once, and only after the yes."""
    chat.say(WORKFORCE_LEAD, "hello")
    chat.say(HR_PARTNER, ASKED)
    assert chat.told(WORKFORCE_LEAD) == []
    chat.say(HR_PARTNER, "yes")
    (note,) = chat.told(WORKFORCE_LEAD)
    assert note.splitlines()[0] == "A decision is asked of you: WF-02."
    assert "New due date: Tue 28 Feb, now Tue 31 Jan" in note
    assert WHY in note
    assert "Asked by HR Business Partner – Children's" in note


def test_the_lead_who_asks_is_not_told_of_it(chat: Chat) -> None:
    """One's own request is no news."""
    chat.say(WORKFORCE_LEAD, ASKED)
    chat.say(WORKFORCE_LEAD, "yes")
    assert len(requests(chat)) == 1
    assert chat.told(WORKFORCE_LEAD) == []


def test_a_missing_reason_is_asked_for_before_anything_is_saved(chat: Chat) -> None:
    """One short question; a yes does not get round it, the next line answers it."""
    card = chat.say(HR_PARTNER, "WF-02 can I have til 28 feb please")
    assert card.reply.first_line == WHY_MOVE
    assert card.labels == ["Cancel"]
    assert chat.say(HR_PARTNER, "yes").reply.first_line == WHY_MOVE
    assert requests(chat) == []
    told = chat.say(HR_PARTNER, WHY)
    assert facts(told)["Why"] == f"“{WHY}”"
    chat.say(HR_PARTNER, "yes")
    assert [request.reason for request in requests(chat)] == [WHY]


@pytest.mark.parametrize(
    "why",
    [
        "supplier says it wont be ready til feb",
        "3 more agency staff leave",
        "the board moved",
        "sickness",
    ],
)
def test_whatever_it_sounds_like_the_next_line_is_the_reason(chat: Chat, why: str) -> None:
    """It may read like a problem, a risk or a figure of its own."""
    chat.say(HR_PARTNER, "WF-02 needs until 28 Feb")
    assert facts(chat.say(HR_PARTNER, why))["Why"] == f"“{why}”"


def test_another_update_is_no_answer(chat: Chat) -> None:
    """It is read back by itself, and the request that was not finished is gone."""
    chat.say(RECRUITMENT_LEAD, "WF-01 move to 31 Jan")
    card = chat.say(RECRUITMENT_LEAD, "WF-01 70% amber")
    assert facts(card)["Completed"] == "70%, was 65%"
    chat.say(RECRUITMENT_LEAD, "yes")
    assert requests(chat) == []


def test_a_question_in_between_leaves_the_draft_waiting(chat: Chat) -> None:
    """It is answered, and the reason may still come."""
    chat.say(HR_PARTNER, "WF-02 needs until 28 Feb")
    assert "Workforce" in chat.say(HR_PARTNER, "status of workforce").text
    assert facts(chat.say(HR_PARTNER, WHY))["Why"] == f"“{WHY}”"


def test_a_held_reason_is_not_kept(chat: Chat) -> None:
    """The reason is judged like every other word."""
    chat.say(HR_PARTNER, "WF-02 needs until 28 Feb")
    held = chat.say(HR_PARTNER, "Mabel Notreal's mum rang 07700 900123 about it")
    assert held.reply.first_line == "I have not kept that message. Please look."
    assert chat.say(HR_PARTNER, "yes").reply.first_line == WHY_MOVE


def test_the_date_is_put_right_by_word(chat: Chat) -> None:
    """As with any read-back; the reason stays."""
    chat.say(HR_PARTNER, ASKED)
    card = chat.say(HR_PARTNER, "no, 3 March")
    assert facts(card)["New due date"].startswith("Fri 3 Mar, now Tue 31 Jan")
    assert facts(card)["Why"] == f"“{WHY}”"


def test_figures_and_a_request_are_one_read_back_and_one_yes(chat: Chat) -> None:
    """Both are of WF-01, so its title stands once."""
    card = chat.say(RECRUITMENT_LEAD, "WF-01 70% amber, need until 31 Jan because vetting is slow")
    assert facts(card) | {"Your words": ""} == {
        "Completed": "70%, was 65%",
        "Rating": "▲ Amber (stays)",
        "Your words": "",
        "New due date": "Tue 31 Jan, now Fri 30 Dec (4 weeks later, first slip)",
        "Why": "“vetting is slow”",
        "Decided by": LEAD,
    }
    assert card.text.count("WF-01  Recruitment campaign") == 1
    saved = chat.say(RECRUITMENT_LEAD, "yes")
    assert saved.reply.first_line == "Saved: WF-01."
    assert [row.percent for row in chat.saved("WF-01")] == [70]
    assert [row.due_to for row in requests(chat)] == [date(2023, 1, 31)]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (
            "WF-02 new due date 1 Nov 2022, committee met late",
            "Tue 1 Nov has passed. A new due date has to lie ahead.",
        ),
        (
            "WF-03 move to 28 Feb, committee met late",
            "WF-03 is signed off, so its due date stands. It would have to be reopened first.",
        ),
    ],
)
def test_what_cannot_be_asked_for_is_said_before_it_is_read_back(
    chat: Chat, text: str, answer: str
) -> None:
    """And nothing is left behind."""
    role = ASSESSMENT_MANAGER if text.startswith("WF-03") else HR_PARTNER
    chat.say(role, "hello")
    with chat.nothing_saved():
        assert chat.say(role, text).reply.first_line == answer


def test_the_date_that_stands_is_not_asked_for(chat: Chat) -> None:
    """Put right to the day on which it is due anyway; the draft stays as it was."""
    chat.say(HR_PARTNER, ASKED)
    refused = chat.say(HR_PARTNER, "no, 31 Jan")
    assert refused.reply.first_line == "WF-02 is due then already, on Tue 31 Jan."
    chat.say(HR_PARTNER, "yes")
    assert [row.due_to for row in requests(chat)] == [date(2023, 2, 28)]


def test_what_waits_is_not_asked_for_twice(chat: Chat) -> None:
    """The date that is asked for already is named; also where it was asked in the meantime."""
    chat.say(HR_PARTNER, ASKED)
    chat.say(HR_PARTNER, "yes")
    again = chat.say(HR_PARTNER, "WF-02 move to 10 March, still no date")
    assert again.reply.first_line == (
        "That is asked for already, since Wed 16 Nov, and waits for a decision: "
        "WF-02 to Tue 28 Feb."
    )
    assert len(requests(chat)) == 1


def test_a_request_that_another_was_quicker_with_is_not_saved(chat: Chat) -> None:
    """The lead asked while the owner's draft waited."""
    chat.say(HR_PARTNER, ASKED)
    chat.say(WORKFORCE_LEAD, "WF-02 move to 7 March, finance meet in February")
    chat.say(WORKFORCE_LEAD, "yes")
    late = chat.say(HR_PARTNER, "yes")
    assert "waits for a decision: WF-02 to Tue 7 Mar. Nothing was saved." in late.text
    assert [row.due_to for row in requests(chat)] == [date(2023, 3, 7)]


def test_undo_takes_a_request_back_and_put_back_asks_again(chat: Chat) -> None:
    """Nothing is removed: the request is withdrawn, then asked anew."""
    chat.say(HR_PARTNER, ASKED)
    saved = chat.say(HR_PARTNER, "yes")
    chat.at(chat.now + MINUTE)
    undone = chat.tap(HR_PARTNER, saved, "Undo WF-02")
    assert "What was asked for WF-02 is taken back." in undone.text
    assert [row.outcome for row in chat.rows(m.Decision)] == [Outcome.WITHDRAWN]
    assert chat.rows(m.WaitingRequest) == []
    again = chat.tap(HR_PARTNER, undone, "Put it back")
    assert "WF-02: due Tue 28 Feb asked for." in again.text
    assert len(chat.rows(m.WaitingRequest)) == 1


def test_nobody_asks_for_what_is_not_theirs(chat: Chat) -> None:
    """Owners ask for their own, leads for their theme (programme.md, Rights)."""
    answer = chat.say(INSPECTOR, ASKED)
    assert answer.reply.first_line == (
        "WF-02 belongs to the HR Business Partner – Children's, so I cannot save that from you."
    )
    assert requests(chat) == []


def test_a_risk_is_asked_to_the_board_with_its_next_day(chat: Chat) -> None:
    """The board's next meeting is named; once asked, it is not asked again."""
    card = chat.say(HR_PARTNER, "escalate R-01 to board please, the agency market has gone")
    assert facts(card) == {
        "Take it up": "R-01 to Improvement Board, Tue 29 Nov",
        "Why": "“the agency market has gone”",
        "Decided by": LEAD,
    }
    saved = chat.say(HR_PARTNER, "yes")
    assert "R-01: asked to go to the board." in saved.text
    (request,) = requests(chat)
    assert (request.kind, request.action_id) == (RequestKind.ESCALATION, None)
    again = chat.say(HR_PARTNER, "escalate R-01 to the board, it is worse")
    assert "waits for a decision: R-01 to the board." in again.reply.first_line


def test_an_action_is_asked_to_the_board_too(chat: Chat) -> None:
    """With what is asked of the board."""
    chat.say(TRAINING_MANAGER, "want WF-04 on the board agenda")
    card = chat.say(TRAINING_MANAGER, "we need 30k for backfill")
    assert facts(card)["Why"] == "“we need 30k for backfill”"
    chat.say(TRAINING_MANAGER, "yes")
    (request,) = requests(chat)
    assert (request.kind, request.reason) == (RequestKind.ESCALATION, "we need 30k for backfill")


def test_a_new_owner_is_asked_for_and_the_office_decides(chat: Chat) -> None:
    """The action stays where it is until then."""
    card = chat.say(INSPECTOR, "RK-04 should go to the Service Manager - Children in Need")
    assert facts(card) == {
        "New owner": "Service Manager – Children in Need, now Detective Chief Inspector – MASH",
        "Decided by": "the programme office",
    }
    chat.say(INSPECTOR, "yes")
    (request,) = requests(chat)
    assert request.kind == RequestKind.NEW_OWNER
    assert "PT-01 and RK-04" in chat.say(INSPECTOR, "my actions").reply.first_line


def test_what_is_signed_off_is_asked_to_be_reopened(chat: Chat) -> None:
    """For a reason; of what goes on there is nothing to reopen."""
    card = chat.say(ASSESSMENT_MANAGER, "reopen WF-03, caseloads back over 20")
    assert facts(card) == {
        "Reopen it": "back to in progress",
        "Why": "“caseloads back over 20”",
        "Decided by": LEAD,
    }
    chat.say(ASSESSMENT_MANAGER, "yes")
    assert [row.kind for row in requests(chat)] == [RequestKind.REOPENING]
    open_one = chat.say(HR_PARTNER, "reopen WF-02, it is not done")
    assert open_one.reply.first_line == "WF-02 is not signed off, so there is nothing to reopen."


def test_a_request_that_is_cancelled_leaves_nothing(chat: Chat) -> None:
    """Also while its reason is still missing."""
    card = chat.say(HR_PARTNER, "WF-02 needs until 28 Feb")
    cancelled = chat.tap(HR_PARTNER, card, "Cancel")
    assert cancelled.reply.first_line == "Not saved: WF-02. The record is as it was."
    assert chat.say(HR_PARTNER, "yes").reply.first_line == "There is nothing waiting for a yes."
    assert requests(chat) == []


def test_a_save_that_no_card_offers_does_not_get_round_the_question(chat: Chat) -> None:
    """A tap made by hand while the reason is missing asks for it again."""
    chat.say(HR_PARTNER, "WF-02 needs until 28 Feb")
    (draft,) = chat.rows(m.Draft)
    answer = chat.press(HR_PARTNER, "save", {"draft": draft.token})
    assert answer.reply.first_line == WHY_MOVE
    assert requests(chat) == []
