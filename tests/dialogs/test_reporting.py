"""An owner reports by one line: read back, put right, saved by one yes; or told what is wrong."""

import pytest

from dialogs.help import MAX_TEXT
from dialogs.messages import ChoiceField, Facts
from storage import models as m
from storage.vocabulary import Rating, UpdateKind
from tests.dialogs.chat import HEAD_OF_MASH, INSPECTOR, Chat, Shown, blocks_of, fields
from tests.dialogs.language.test_understanding import HOSTILE
from tests.dialogs.larger import grow_workforce
from tests.dialogs.week import LINE
from tests.storage.conftest import (
    CHAIR,
    HR_ADVISER,
    HR_PARTNER,
    MINUTE,
    RECRUITMENT_LEAD,
    WORKFORCE_LEAD,
)


def facts(shown: Shown) -> dict[str, str]:
    """The labels and values on a card."""
    rows = [block.rows for block in blocks_of(shown.reply.blocks) if isinstance(block, Facts)]
    return {label: value for group in rows for label, value in group}


def say_or_tap(chat: Chat, role: str, card: Shown, answer: str) -> Shown:
    """Answer a read-back by its button or, where it has none like that, by word."""
    if answer in card.labels:
        return chat.tap(role, card, answer)
    return chat.say(role, answer)


def test_one_line_is_read_back_old_beside_new(chat: Chat) -> None:
    """Mockups 5.1: every figure with what it was, the author's words, and the risk it resembles."""
    card = chat.say(RECRUITMENT_LEAD, LINE)
    assert card.reply.first_line == "Please check WF-01 before I save it."
    assert facts(card) == {
        "Completed": "75%, was 65%",
        "Rating": "▲ Amber (stays)",
        "Your words": "“14 interviews done, 6 offers”",
        "Risk": "“agency staff leaving”",
        "": "likelihood 4 × impact 3 = 12, medium",
    }
    assert (
        "This looks like R-01: agency social workers leave before permanent staff arrive "
        "(20, high; WF-02)."
    ) in card.text
    (choice,) = (one for one in fields(card.reply.blocks) if isinstance(one, ChoiceField))
    assert choice.options == (
        ("same", "Same risk: pass my view to its owner"),
        ("different", "A different risk: add it to WF-01"),
    )
    assert card.labels == ["Save", "Change", "Cancel"]
    assert "Or type: yes · no, 70 · not amber, green · wrong action, WF-02" in card.text


def test_nothing_is_saved_before_the_yes(chat: Chat) -> None:
    """A read-back is a draft and nothing else."""
    chat.say(RECRUITMENT_LEAD, LINE)
    assert chat.saved("WF-01") == []
    assert chat.rows(m.Submission) == []
    assert len(chat.rows(m.Draft)) == 1


@pytest.mark.parametrize("typed", [True, False])
def test_one_yes_saves_what_was_read_back(chat: Chat, typed: bool) -> None:
    """By word or by tap; in place of the read-back; and the draft is gone."""
    card = chat.say(RECRUITMENT_LEAD, "WF-01 75% green, 14 interviews done, forecast 19 Dec")
    chat.at(chat.now + MINUTE)
    saved = say_or_tap(chat, RECRUITMENT_LEAD, card, "yes" if typed else "Save")
    assert saved.card_id == card.card_id
    assert saved.reply.first_line == "Saved: WF-01."
    (row,) = chat.saved("WF-01")
    assert (row.kind, row.percent, row.rating) == (UpdateKind.PROGRESS, 75, Rating.GREEN)
    assert (row.note, str(row.forecast)) == ("14 interviews done", "2022-12-19")
    assert (row.at, row.on_behalf_of_role_id) == (chat.now, None)
    assert chat.rows(m.Draft) == []


def test_what_is_filled_in_on_the_read_back_is_saved_with_it(chat: Chat) -> None:
    """The impact on children, and that the risk is a different one."""
    card = chat.say(RECRUITMENT_LEAD, LINE)
    chat.tap(RECRUITMENT_LEAD, card, "Save", impact_note="fewer handovers", risk="different")
    (row,) = chat.saved("WF-01")
    assert row.impact_note == "fewer handovers"
    added = chat.rows(m.Risk)[-1]
    assert (added.ref, added.description) == ("R-07", "agency staff leaving")


def test_conversation_a_from_its_second_step(chat: Chat) -> None:
    """No change by one tap, one line, put right, yes: and the card above shows both done."""
    actions = chat.say(INSPECTOR, "my actions")
    folded = chat.tap(INSPECTOR, actions, "PT-01 no change")
    assert "✓ PT-01  no change · saved 10:12" in folded.text
    first = chat.say(INSPECTOR, "rk4 50%, forms trialled in 2 teams")
    assert facts(first)["Completed"] == "50%, was 40%"
    assert facts(first)["Rating"] == "▲ Amber (stays)"
    again = chat.say(INSPECTOR, "no, 45")
    assert facts(again)["Completed"] == "45%, was 40%"
    assert again.card_id == first.card_id
    assert chat.say(INSPECTOR, "yes").reply.first_line == "Saved: RK-04."
    outgoing, shown = chat.delivered[-1]
    assert outgoing.replaces == actions.card_id
    assert "Your actions (done, thank you)" in Shown(shown, "").text
    assert [row.kind for row in chat.saved("PT-01")] == [UpdateKind.NO_CHANGE]
    (row,) = chat.saved("RK-04")
    assert (row.percent, row.note) == (45, "forms trialled in 2 teams")


@pytest.mark.parametrize(
    ("correction", "label", "value"),
    [
        ("no, 70", "Completed", "70%, was 65%"),
        ("not amber, green", "Rating", "● Green, was Amber"),
        ("no, 65", "Completed", "65% (stays)"),
    ],
)
def test_a_correction_is_read_back_in_the_same_place(
    chat: Chat, correction: str, label: str, value: str
) -> None:
    """And everything else of the draft stays."""
    first = chat.say(RECRUITMENT_LEAD, LINE)
    again = chat.say(RECRUITMENT_LEAD, correction)
    assert again.card_id == first.card_id
    assert facts(again) == facts(first) | {label: value}
    assert chat.saved("WF-01") == []


def test_the_wrong_action_is_put_right(chat: Chat) -> None:
    """The same words, read back for the other action."""
    chat.say(INSPECTOR, "PT-01 50%, forms trialled")
    card = chat.say(INSPECTOR, "wrong action, RK-04")
    assert card.reply.first_line == "Please check RK-04 before I save it."
    assert facts(card)["Completed"] == "50%, was 40%"
    chat.say(INSPECTOR, "yes")
    assert (len(chat.saved("PT-01")), len(chat.saved("RK-04"))) == (0, 1)


@pytest.mark.parametrize(
    ("correction", "answer"),
    [
        ("no, 140", "Completed goes from 0 to 100%, in whole numbers. You wrote 140%."),
        ("no, -5", "Completed goes from 0 to 100%, in whole numbers. You wrote -5%."),
        ("wrong action, WF-02", "WF-02 belongs to the HR Business Partner – Children's"),
        ("wrong action, WF-77", "There is no WF-77."),
        ("no", "What should I change? For example: no, 70"),
    ],
)
def test_a_correction_that_cannot_be_leaves_the_draft_as_it_was(
    chat: Chat, correction: str, answer: str
) -> None:
    """It says what is wrong; a later yes saves what was read back before."""
    chat.say(RECRUITMENT_LEAD, "WF-01 75%")
    assert answer in chat.say(RECRUITMENT_LEAD, correction).text
    chat.say(RECRUITMENT_LEAD, "yes")
    assert [row.percent for row in chat.saved("WF-01")] == [75]


@pytest.mark.parametrize("typed", [True, False])
def test_cancel_throws_the_draft_away(chat: Chat, typed: bool) -> None:
    """And the record is as it was."""
    card = chat.say(RECRUITMENT_LEAD, LINE)
    gone = say_or_tap(chat, RECRUITMENT_LEAD, card, "cancel" if typed else "Cancel")
    assert gone.reply.first_line == "Not saved: WF-01. The record is as it was."
    assert gone.card_id == card.card_id
    assert chat.say(RECRUITMENT_LEAD, "yes").reply.first_line.startswith("There is nothing waiting")
    assert chat.saved("WF-01") == []
    assert chat.rows(m.Draft) == []


def test_change_opens_the_form_with_what_was_read_back(chat: Chat) -> None:
    """Nothing has to be typed twice."""
    card = chat.say(RECRUITMENT_LEAD, LINE)
    form = chat.tap(RECRUITMENT_LEAD, card, "Change", impact_note="fewer handovers")
    assert form.card_id == card.card_id
    filled = form.filled_in
    assert (filled["percent"], filled["note"]) == ("75", "14 interviews done, 6 offers")
    assert (filled["impact_note"], filled["risk_words"]) == (
        "fewer handovers",
        "agency staff leaving",
    )
    assert (filled["likelihood"], filled["impact"]) == ("4", "3")


def test_two_actions_are_read_back_and_saved_together(chat: Chat) -> None:
    """One card, one yes, one submission."""
    card = chat.say(HEAD_OF_MASH, "QP-01 85%; pt3 90%, protocol signed by all except probation")
    assert card.reply.first_line == "Please check QP-01 and PT-03 before I save them."
    assert card.labels[0] == "Save both"
    chat.tap(HEAD_OF_MASH, card, "Save both")
    assert [row.percent for row in chat.saved("QP-01") + chat.saved("PT-03")] == [85, 90]
    assert len(chat.rows(m.Submission)) == 1


# ---- what cannot be saved is answered with what can --------------------------------------------


@pytest.mark.parametrize(
    ("text", "answer", "labels"),
    [
        ("WF-01 140%", "Completed goes from 0 to 100%, in whole numbers. You wrote 140%.",
         ["Leave the percentage", "WF-01 on a form"]),
        ("WF-01 -5% amber", "Completed goes from 0 to 100%, in whole numbers. You wrote -5%.",
         ["Leave the percentage", "WF-01 on a form"]),
        ("WF-01 75.5%", "Completed goes from 0 to 100%, in whole numbers. You wrote 75.5%.",
         ["Leave the percentage", "WF-01 on a form"]),
        ("WF-01 purple", "Purple is not a rating. It can be green, amber or red.",
         ["WF-01 green", "WF-01 amber", "WF-01 red"]),
        ("WF-01 blue", "Blue is for an action that is signed off. I can ask the lead for sign-off.",
         ["WF-01 on a form"]),
        ("WF-01 grey",
         "Grey is for an action that has not started, and WF-01 has. It can be green, amber, red.",
         ["WF-01 on a form"]),
        ("WF-11 70% green", "There is no WF-11. Did you mean WF-01?", ["WF-01", "My actions"]),
        ("ZZ-01 70%", "There is no ZZ-01.", ["My actions", "Help"]),
        ("RK-02 70%",
         "RK-02 belongs to the Case Systems Manager, so I cannot save that from you.",
         ["Pass it on", "Cancel"]),
        ("WF-01 70%; WF-02 50%",
         "WF-02 belongs to the HR Business Partner – Children's, so I cannot save that from you.",
         ["Pass it on", "Cancel"]),
        ("WF-01; risk: staff leave, likelihood 6 impact 0",
         "Likelihood and impact go from 1 to 5. You wrote likelihood 6 impact 0.",
         ["WF-01 on a form"]),
        ("yes", "There is nothing waiting for a yes.", ["My actions"]),
        ("no, 70", "There is nothing waiting for a yes.", ["My actions"]),
        ("cancel", "There is nothing waiting for a yes.", ["My actions"]),
    ],
)  # fmt: skip
def test_what_cannot_be_saved_is_answered_with_what_can(
    chat: Chat, text: str, answer: str, labels: list[str]
) -> None:
    """The sentence says what is wrong, the buttons what is possible, and no row is left."""
    chat.say(RECRUITMENT_LEAD, "help")
    with chat.nothing_saved():
        shown = chat.say(RECRUITMENT_LEAD, text)
    assert shown.reply.first_line == answer
    assert shown.labels == labels


@pytest.mark.parametrize(
    ("text", "label", "expected"),
    [
        ("WF-01 140% amber, 6 offers", "Leave the percentage", "65% (stays)"),
        ("WF-01 purple 70%, 6 offers", "WF-01 green", "70%, was 65%"),
        ("WF-11 70%, 6 offers", "WF-01", "70%, was 65%"),
    ],
)
def test_a_choice_that_is_offered_leads_on_with_the_same_words(
    chat: Chat, text: str, label: str, expected: str
) -> None:
    """Nobody types it again."""
    card = chat.tap(RECRUITMENT_LEAD, chat.say(RECRUITMENT_LEAD, text), label)
    assert card.reply.first_line == "Please check WF-01 before I save it."
    assert facts(card)["Completed"] == expected
    assert "6 offers" in facts(card)["Your words"]


def test_an_update_without_a_reference_is_for_ones_only_action(chat: Chat) -> None:
    """And where there are several, I ask which."""
    card = chat.say(RECRUITMENT_LEAD, "70%, 6 offers")
    assert card.reply.first_line == "Please check WF-01 before I save it."
    asked = chat.say(INSPECTOR, "60% amber")
    assert asked.reply.first_line == "Which action is it about?"
    assert asked.labels == ["PT-01", "RK-04", "My actions"]
    assert facts(chat.tap(INSPECTOR, asked, "RK-04"))["Completed"] == "60%, was 40%"


def test_words_about_anothers_action_can_be_passed_on(chat: Chat) -> None:
    """Its owner gets them; the record does not."""
    chat.say(HR_PARTNER, "hello")
    shown = chat.say(RECRUITMENT_LEAD, "WF-02 red, two more left")
    passed = chat.tap(RECRUITMENT_LEAD, shown, "Pass it on")
    assert passed.reply.first_line == (
        "I have passed your words to the HR Business Partner – Children's."
    )
    (told,) = chat.told(HR_PARTNER)
    assert "The Recruitment and Retention Lead says about WF-02" in told
    assert "“WF-02 red, two more left”" in told
    assert told.splitlines()[0] == "A colleague has written about WF-02."
    assert chat.saved("WF-02") == []


def test_words_for_an_owner_out_of_reach_are_not_said_to_be_passed_on(chat: Chat) -> None:
    """I say so, and what to do."""
    shown = chat.say(RECRUITMENT_LEAD, "WF-02 red, two more left")
    with chat.nothing_saved():
        passed = chat.tap(RECRUITMENT_LEAD, shown, "Pass it on")
    assert "I cannot reach the HR Business Partner – Children's in Teams yet" in passed.text


def test_text_longer_than_an_update_may_be_is_not_kept(chat: Chat) -> None:
    """The sentence says how long it was and what to do."""
    chat.say(RECRUITMENT_LEAD, "help")
    with chat.nothing_saved():
        answer = chat.say(RECRUITMENT_LEAD, f"WF-01 75%, {'x' * MAX_TEXT}")
    assert "8,011 characters, and the most is 8,000. Please send the main points" in answer.text
    longest = "x" * (MAX_TEXT - len("WF-01 75%, "))
    chat.say(RECRUITMENT_LEAD, f"WF-01 75%, {longest}")
    chat.say(RECRUITMENT_LEAD, "yes")
    assert chat.saved("WF-01")[0].note == longest


@pytest.mark.parametrize("words", HOSTILE)
def test_words_are_kept_as_typed(chat: Chat, words: str) -> None:
    """One update once confirmed, letter for letter, also where the card cuts it."""
    card = chat.say(RECRUITMENT_LEAD, f"WF-01 75% amber, {words}")
    assert facts(card)["Your words"] == f"“{words}”"
    chat.say(RECRUITMENT_LEAD, "yes")
    assert [row.note for row in chat.saved("WF-01")] == [words]


def test_more_actions_than_a_card_holds_are_sent_in_parts(chat: Chat) -> None:
    """Twelve are read back, thirteen are not, and none is lost in silence."""
    refs = ["WF-01", *grow_workforce(chat, 20)]
    shown = chat.say(RECRUITMENT_LEAD, "; ".join(f"{ref} 70%" for ref in refs[:12]))
    assert shown.labels[0] == "Save all"
    answer = chat.say(RECRUITMENT_LEAD, "; ".join(f"{ref} 70%" for ref in refs[:13]))
    assert answer.reply.first_line == (
        "That is 13 actions in one message, and I can read back 12 at a time. "
        "Please send it in parts."
    )


# ---- once, in order, and by whom -----------------------------------------------------------------


def test_save_tapped_twice_saves_once_with_the_same_answer(chat: Chat) -> None:
    """A double tap is two activities with one draft."""
    card = chat.say(RECRUITMENT_LEAD, LINE)
    first = chat.tap(RECRUITMENT_LEAD, card, "Save")
    second = chat.tap(RECRUITMENT_LEAD, card, "Save")
    assert first.reply == second.reply
    assert len(chat.saved("WF-01")) == len(chat.rows(m.Submission)) == 1


def test_the_same_activity_twice_saves_once_with_the_same_answer(chat: Chat) -> None:
    """Teams repeats what was not acknowledged in time."""
    chat.say(RECRUITMENT_LEAD, LINE)
    first = chat.say(RECRUITMENT_LEAD, "yes", activity_id="the same")
    second = chat.say(RECRUITMENT_LEAD, "yes", activity_id="the same")
    assert (first.reply, first.card_id) == (second.reply, second.card_id)
    assert len(chat.saved("WF-01")) == 1


def test_a_card_that_was_replaced_saves_nothing(chat: Chat) -> None:
    """Only the newest read-back can be saved."""
    old = chat.say(RECRUITMENT_LEAD, "WF-01 75%")
    chat.say(RECRUITMENT_LEAD, "WF-01 80%")
    for label in ("Save", "Change", "Cancel"):
        answer = chat.tap(RECRUITMENT_LEAD, old, label)
        assert answer.reply.first_line == (
            "This card has been replaced by a newer one. Nothing was saved from it."
        )
    chat.say(RECRUITMENT_LEAD, "yes")
    assert [row.percent for row in chat.saved("WF-01")] == [80]


@pytest.mark.parametrize("typed", [True, False])
def test_a_card_older_than_the_newest_update_is_read_back_anew(chat: Chat, typed: bool) -> None:
    """It shows how the action stands now and what was to be saved; only a second yes saves."""
    card = chat.say(HR_PARTNER, "WF-02 60%, offers out")
    chat.say(HR_ADVISER, "WF-02 55% red, two more left")
    chat.say(HR_ADVISER, "yes")
    chat.at(chat.now + MINUTE)
    fresh = say_or_tap(chat, HR_PARTNER, card, "yes" if typed else "Save")
    assert (
        "WF-02 has been updated since this card (Wed 16 Nov, 10:12, HR Adviser – Children's). "
        "This is how it stands now: ■ Red, 55%, “two more left”."
    ) in fresh.text
    assert facts(fresh)["Completed"] == "60%, was 55%"
    assert facts(fresh)["Your words"] == "“offers out”"
    assert [row.note for row in chat.saved("WF-02")] == ["two more left"]
    chat.say(HR_PARTNER, "yes")
    assert [row.note for row in chat.saved("WF-02")] == ["two more left", "offers out"]


def test_nobodys_yes_confirms_anothers_draft(chat: Chat) -> None:
    """Also not by a tap on a card that another was shown."""
    card = chat.say(RECRUITMENT_LEAD, LINE)
    assert "nothing waiting for a yes" in chat.say(INSPECTOR, "yes").text
    for label in ("Save", "Change", "Cancel"):
        answer = chat.tap(INSPECTOR, card, label)
        assert "This card was made for someone else. Here are your own actions." in answer.text
        assert "PT-01" in answer.text
        assert "WF-01" not in answer.text
    assert chat.saved("WF-01") == []
    chat.say(RECRUITMENT_LEAD, "yes")
    assert len(chat.saved("WF-01")) == 1


@pytest.mark.parametrize("place", ["in_channel", "in_group"])
def test_where_others_read_along_nothing_is_saved(chat: Chat, place: str) -> None:
    """Neither an update nor its yes: I say where to write it."""
    say = getattr(chat, place)
    chat.say(RECRUITMENT_LEAD, "help")
    with chat.nothing_saved():
        answer = say(RECRUITMENT_LEAD, "WF-01 75%")
        assert "Please write that to me in a personal chat" in answer.text
        say(RECRUITMENT_LEAD, "yes")
        say(RECRUITMENT_LEAD, "my actions")


def test_a_deputy_reports_as_deputy(chat: Chat) -> None:
    """Under their own role, and it is nobody's behalf."""
    chat.say(HR_ADVISER, "WF-02 55%")
    assert "entered by you for" not in chat.say(HR_ADVISER, "yes").text
    (row,) = chat.saved("WF-02")
    roles = {role.id: role.title for role in chat.rows(m.Role)}
    assert roles[row.author_role_id] == HR_ADVISER
    assert row.on_behalf_of_role_id is None


def test_a_lead_enters_for_an_owner_who_is_told(chat: Chat) -> None:
    """It is labelled, and the owner hears of it."""
    chat.say(RECRUITMENT_LEAD, "hello")
    chat.say(WORKFORCE_LEAD, "WF-01 70%, told by phone")
    saved = chat.say(WORKFORCE_LEAD, "yes")
    assert (
        "Saved for WF-01, entered by you for the Recruitment and Retention Lead. "
        "They have been told."
    ) in saved.text
    (told,) = chat.told(RECRUITMENT_LEAD)
    assert told.splitlines()[0] == "WF-01 was updated for you."
    assert "“told by phone”" in told
    roles = {role.id: role.title for role in chat.rows(m.Role)}
    (row,) = chat.saved("WF-01")
    assert roles[row.author_role_id] == WORKFORCE_LEAD
    assert roles[row.on_behalf_of_role_id or 0] == RECRUITMENT_LEAD


@pytest.mark.parametrize("role", [CHAIR, INSPECTOR, HR_PARTNER])
def test_nobody_reports_on_an_action_that_is_not_theirs(chat: Chat, role: str) -> None:
    """Neither a board member, nor another owner, nor one of the same theme."""
    chat.say(role, "help")
    with chat.nothing_saved():
        answer = chat.say(role, "WF-01 75%")
    assert "WF-01 belongs to the Recruitment and Retention Lead" in answer.text


def test_a_reference_alone_opens_the_form(chat: Chat) -> None:
    """There is nothing to read back yet."""
    assert chat.say(RECRUITMENT_LEAD, "WF-01").reply.kind == "form"


RECOVERY = "What would bring it back, and what help do you need? (optional)"


def labels_of(shown: Shown) -> list[str]:
    """The labels of a card's boxes."""
    return [one.label for one in fields(shown.reply.blocks)]


@pytest.mark.parametrize(("line", "asked"), [("WF-02 red", True), ("WF-02 green", False)])
def test_one_question_where_a_rating_gets_worse(chat: Chat, line: str, asked: bool) -> None:
    """Mockups 5.3: what would bring it back; and never two boxes at once."""
    card = chat.say(HR_PARTNER, line)
    assert labels_of(card) == ([RECOVERY] if asked else ["So what for children? (optional)"])


def test_what_would_bring_it_back_is_saved_in_the_owners_words(chat: Chat) -> None:
    """Beside what has changed."""
    card = chat.say(HR_PARTNER, "WF-02 red, 4 agency workers gave notice")
    chat.tap(HR_PARTNER, card, "Save", recovery="the retention payment, agreed by January")
    (saved,) = chat.saved("WF-02")
    assert (saved.note, saved.next_steps) == (
        "4 agency workers gave notice",
        "the retention payment, agreed by January",
    )


@pytest.mark.parametrize("answer", ["yes", "Save"])
def test_an_empty_box_is_allowed_and_recorded(chat: Chat, answer: str) -> None:
    """As "no recovery plan given"."""
    card = chat.say(HR_PARTNER, "WF-02 red")
    say_or_tap(chat, HR_PARTNER, card, answer)
    assert [row.next_steps for row in chat.saved("WF-02")] == ["no recovery plan given"]


def test_a_rating_put_right_takes_its_question_along(chat: Chat) -> None:
    """Not red after all: nothing is asked, and nothing recorded of a plan."""
    chat.say(HR_PARTNER, "WF-02 red")
    card = chat.say(HR_PARTNER, "not red, green")
    assert labels_of(card) == ["So what for children? (optional)"]
    chat.say(HR_PARTNER, "yes")
    assert [row.next_steps for row in chat.saved("WF-02")] == [""]
