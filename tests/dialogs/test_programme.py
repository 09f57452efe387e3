"""Linking a channel, posting a summary, and where each of its lines comes from."""

from datetime import datetime, timedelta

import pytest

from storage import models as m
from storage.calendar import LONDON
from tests.dialogs.chat import Chat
from tests.dialogs.week import FRIDAY, LINE, WEEK, link_the_channel, report_the_week
from tests.storage.conftest import (
    HR_PARTNER,
    PROGRAMME_MANAGER,
    RECRUITMENT_LEAD,
    WORKFORCE_LEAD,
)

LINKED = (
    "This channel now gets the Workforce summary on Fridays at 11:00. "
    "Everyone in this channel can read it, guests too."
)
OTHER_CHANNEL = "19:another@thread.tacv2"


@pytest.mark.parametrize("role", [WORKFORCE_LEAD, PROGRAMME_MANAGER])
@pytest.mark.parametrize("name", ["Workforce", "workforce", "WF", "the workforce theme"])
def test_a_channel_is_linked_by_its_lead_or_the_office(chat: Chat, role: str, name: str) -> None:
    """In the channel itself, by any name that is close enough."""
    assert LINKED in chat.in_channel(role, f"link this channel to {name}").text
    (link,) = chat.rows(m.LinkedChannel)
    assert [row.operation for row in chat.rows(m.AuditEntry)][-1] == "link_channel"
    assert link.linked_at == chat.now


@pytest.mark.parametrize("role", [RECRUITMENT_LEAD, HR_PARTNER])
def test_nobody_else_links_a_channel_or_posts_there(chat: Chat, role: str) -> None:
    """An owner is told who may; nothing is saved."""
    for text in ("link this channel to Workforce", "post the workforce summary now"):
        with chat.nothing_saved():
            answer = chat.in_channel(role, text)
        assert "Workforce is led by the Head of HR and Organisational Development." in answer.text


def test_a_channel_is_linked_in_the_channel(chat: Chat) -> None:
    """In a personal chat or a group there is nothing to link."""
    for say in (chat.say, chat.in_group):
        with chat.nothing_saved():
            answer = say(WORKFORCE_LEAD, "link this channel to Workforce")
        assert "in the channel itself" in answer.text


def test_an_unknown_theme_is_answered_with_those_there_are(chat: Chat) -> None:
    """mockups.md 8.4."""
    with chat.nothing_saved():
        answer = chat.in_channel(PROGRAMME_MANAGER, "link this channel to Education")
    assert "There is no theme called Education. The themes are: Leadership" in answer.text


def test_a_theme_has_one_channel(chat: Chat) -> None:
    """Linking another moves the summary there, and says so; the first gets nothing more."""
    link_the_channel(chat)
    moved = chat.in_channel(WORKFORCE_LEAD, "link this channel to Workforce", OTHER_CHANNEL)
    assert "The channel that had it before no longer gets it." in moved.text
    chat.tick(FRIDAY)
    (post,) = [outgoing for outgoing, _ in chat.delivered if outgoing.new_thread]
    assert post.address.conversation_id == OTHER_CHANNEL


def test_a_link_is_undone_by_who_may_link(chat: Chat) -> None:
    """One tap; an owner's tap changes nothing."""
    linked = chat.in_channel(WORKFORCE_LEAD, "link this channel to Workforce")
    chat.tap(RECRUITMENT_LEAD, linked, "Unlink Workforce")
    assert len(chat.rows(m.LinkedChannel)) == 1
    answer = chat.tap(WORKFORCE_LEAD, linked, "Unlink Workforce")
    assert "no longer gets a summary" in answer.text
    assert chat.rows(m.LinkedChannel) == []
    chat.tick(FRIDAY)
    assert chat.posted() == []


def test_a_summary_on_request_is_an_extra_edition(chat: Chat) -> None:
    """Headed "as at", and Friday's still goes out with the whole week."""
    link_the_channel(chat)
    chat.say(RECRUITMENT_LEAD, LINE)
    chat.say(RECRUITMENT_LEAD, "yes")
    answer = chat.in_channel(WORKFORCE_LEAD, "post the summary now")
    assert "The Workforce summary as at Wed 16 Nov is on its way" in answer.text
    chat.tick(FRIDAY)
    extra, friday = (post.text for post in chat.posted())
    assert "Workforce · summary as at Wed 16 Nov" in extra
    assert "Workforce · weekly summary · Mon 14 to Fri 18 November" in friday
    assert "“14 interviews done, 6 offers”" in extra
    assert "“14 interviews done, 6 offers”" in friday


def test_a_lead_asks_for_it_in_a_personal_chat_too(chat: Chat) -> None:
    """The theme that one leads is meant; it is posted to its channel."""
    link_the_channel(chat)
    chat.say(WORKFORCE_LEAD, "post the summary now")
    assert len(chat.posted()) == 1


def test_a_theme_without_a_channel_posts_nothing(chat: Chat) -> None:
    """The answer says how to get one."""
    with chat.nothing_saved():
        assert chat.say(PROGRAMME_MANAGER, "post the summary now").text.endswith(
            "This channel is not linked to one."
        )
        answer = chat.say(WORKFORCE_LEAD, "post the workforce summary now")
    assert "Workforce has no channel yet. Write in one: link this channel to Workforce." in (
        answer.text
    )


def test_a_summary_is_posted_once_and_only_when_due(chat: Chat) -> None:
    """Not before eleven, not twice, not for a Friday before the link."""
    link_the_channel(chat)
    assert chat.tick(FRIDAY - timedelta(minutes=1)) == []
    assert chat.tick(FRIDAY) == ["Fri 11:00 summary to Workforce"]
    assert chat.tick(FRIDAY + timedelta(minutes=1)) == []
    assert len(chat.posted()) == 1


@pytest.mark.parametrize(
    "wakes",
    [
        datetime(2022, 11, 18, 11, 20, tzinfo=LONDON),
        datetime(2022, 11, 21, 8, 30, tzinfo=LONDON),
    ],
)
def test_a_missed_summary_is_made_up_for_once(chat: Chat, wakes: datetime) -> None:
    """Stopped at 10:59 and started later: it goes out at the next working hour."""
    link_the_channel(chat)
    report_the_week(chat)
    assert chat.tick(wakes) == ["Fri 11:00 summary to Workforce"]
    assert chat.tick(wakes + timedelta(minutes=1)) == []


@pytest.mark.parametrize(
    "late",
    [
        datetime(2022, 11, 18, 17, 31, tzinfo=LONDON),
        datetime(2022, 11, 19, 11, 0, tzinfo=LONDON),
        datetime(2022, 11, 21, 8, 29, tzinfo=LONDON),
    ],
)
def test_nothing_is_posted_at_night_or_at_the_weekend(chat: Chat, late: datetime) -> None:
    """Unasked messages keep to working hours (mockups.md, 3)."""
    link_the_channel(chat)
    assert chat.tick(late) == []


def test_after_downtime_one_summary_covers_the_gap(chat: Chat) -> None:
    """Three Fridays missed: one summary, from the last cut-off to the newest."""
    link_the_channel(chat)
    chat.tick(FRIDAY)
    chat.at(FRIDAY + WEEK)
    chat.say(RECRUITMENT_LEAD, "WF-01 70%, while the bot's clock stood still")
    chat.say(RECRUITMENT_LEAD, "yes")
    chat.tick(FRIDAY + 3 * WEEK)
    assert len(chat.posted()) == 2
    assert "while the bot's clock stood still" in chat.posted()[-1].text


def test_each_line_is_vouched_for_by_name_role_and_time(chat: Chat) -> None:
    """mockups.md 10.5, and back to the summary as it was posted."""
    link_the_channel(chat)
    report_the_week(chat)
    chat.tick(FRIDAY)
    (post,) = chat.posted()
    sources = chat.tap(RECRUITMENT_LEAD, post, "Where each line comes from")
    for expected in (
        "Counts; “was” is the record as at Mon 14 Nov",
        "WF-02 Red, was Amber · 50% · due 31 Jan, forecast 28 Feb",
        "Claire Donnelly, HR Business Partner – Children's · Thu 17 Nov, 09:05",
        "Samira Khalid, Recruitment and Retention Lead · Wed 16 Nov, 10:13",
        "R-01 25 (5 × 5)",
        "Workforce Development Manager · in the plan, 14 Nov",
    ):
        assert expected in sources.text
    back = chat.tap(RECRUITMENT_LEAD, sources, "Back to the summary")
    assert back.reply.blocks == post.reply.blocks


def test_copy_as_text_goes_to_the_readers_own_chat(chat: Chat) -> None:
    """mockups.md 10.4: headings in capitals, no shapes lost, nothing posted to the channel."""
    link_the_channel(chat)
    report_the_week(chat)
    chat.tick(FRIDAY)
    (post,) = chat.posted()
    answer = chat.tap(RECRUITMENT_LEAD, post, "Copy as text")
    assert "as text in our personal chat" in answer.text
    copied = chat.told(RECRUITMENT_LEAD)[-1]
    for expected in ("KEY UPDATES AND IMPACT", "■ WF-02", "◆ WF-03 Caseload ceiling."):
        assert expected in copied
    assert len(chat.posted()) == 1


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"theme": "WF", "edition": "scheduled", "instant": "yesterday"},
        {"theme": "WF", "edition": "other", "instant": "2022-11-18T11:00:00+00:00"},
        {"theme": "XX", "edition": "scheduled", "instant": "2022-11-18T11:00:00+00:00"},
        {"theme": "WF", "edition": "scheduled", "instant": "2022-11-18T11:00:00"},
    ],
)
@pytest.mark.parametrize("verb", ["sources", "summary", "copy_digest"])
def test_a_summary_that_is_not_kept_is_said_to_be_gone(
    chat: Chat, verb: str, data: dict[str, str]
) -> None:
    """Whatever a client sends, the answer is a sentence."""
    link_the_channel(chat)
    assert "I do not have that summary any more." in chat.press(WORKFORCE_LEAD, verb, data).text
