"""A measure is told from completion, shown with its target, saved as a reading."""

from datetime import date
from decimal import Decimal

import pytest

from storage import models as m
from tests.dialogs.chat import ASSESSMENT_MANAGER, HEAD_OF_MASH, TRAINING_MANAGER, Chat
from tests.dialogs.steps.test_asking import facts
from tests.storage.conftest import HR_PARTNER, MINUTE, RECRUITMENT_LEAD

BOTH = (
    "qp1 88% of contacts in time, amber; pt3 protocol signed by all except probation, 90%, "
    "shd close fri"
)


def readings(chat: Chat) -> list[tuple[Decimal, Decimal | None, date]]:
    """What was saved of measures since the plan came in."""
    opened = {row.id for row in chat.rows(m.Update) if row.kind == "opening"}
    return [
        (row.value, row.out_of, row.read_on)
        for row in chat.rows(m.MeasureReading)
        if row.update_id not in opened
    ]


def test_two_actions_in_one_message_and_a_measure_that_is_no_percentage(chat: Chat) -> None:
    """88% is read of the measure; completion stays where it was."""
    card = chat.say(HEAD_OF_MASH, BOTH)
    text = card.text
    assert card.reply.first_line == "Please check QP-01 and PT-03 before I save them."
    assert "Measure: Contacts decided within one working day: 88% (target 95%)" in text
    assert "Completed: 80% (stays)" in text
    assert "Completed: 90%, was 75%" in text
    saved = chat.say(HEAD_OF_MASH, "yes")
    assert "QP-01  Contacts decided within one working day: 88%" in saved.text
    assert readings(chat) == [(Decimal(88), None, date(2022, 11, 16))]
    assert [row.percent for row in chat.saved("QP-01")] == [80]


@pytest.mark.parametrize(
    ("role", "text", "shown"),
    [
        (ASSESSMENT_MANAGER, "WF-03 caseloads avg 17.1", "Average caseload: 17.1 children"),
        (RECRUITMENT_LEAD, "WF-01 vacancy rate down to 18%", "Vacancy rate: 18% (target 15%)"),
        (
            HR_PARTNER,
            "WF-02 agency share 24.5%",
            "Agency share of the social work workforce: 24.5%",
        ),
        (TRAINING_MANAGER, "WF-04 560 of 900 staff trained", "Staff trained: 560 of 900"),
    ],
)
def test_a_figure_finds_its_measure(chat: Chat, role: str, text: str, shown: str) -> None:
    """By its words and its unit."""
    assert facts(chat.say(role, text))["Measure"].startswith(shown)


@pytest.mark.parametrize(
    ("role", "text"),
    [
        (RECRUITMENT_LEAD, "WF-01 14 interviews done"),
        (RECRUITMENT_LEAD, "WF-01 75% amber"),
        (TRAINING_MANAGER, "WF-04 3 venues booked"),
        (HR_PARTNER, "WF-02 4 agency workers gave notice"),
    ],
)
def test_what_is_counted_otherwise_stays_in_the_words(chat: Chat, role: str, text: str) -> None:
    """Nothing is made a reading that is none."""
    assert "Measure" not in facts(chat.say(role, text))
    chat.say(role, "yes")
    assert readings(chat) == []


def test_a_reading_is_put_right_by_word(chat: Chat) -> None:
    """No, 91."""
    chat.say(HEAD_OF_MASH, "QP-01 88% of contacts decided in time")
    card = chat.say(HEAD_OF_MASH, "no, 91%")
    assert facts(card)["Measure"].startswith("Contacts decided within one working day: 91%")


def test_undo_takes_a_reading_back(chat: Chat) -> None:
    """With its update; put back it is there again."""
    chat.say(HEAD_OF_MASH, "QP-01 88% of contacts decided in time")
    saved = chat.say(HEAD_OF_MASH, "yes")
    chat.at(chat.now + MINUTE)
    undone = chat.tap(HEAD_OF_MASH, saved, "Undo QP-01")
    assert "QP-01 is ▲ Amber, 80% again." in undone.text
    again = chat.tap(HEAD_OF_MASH, undone, "Put it back")
    assert "QP-01  Contacts decided within one working day: 88%" in again.text
