"""What the bot says on a tour through its conversations, to be drawn."""

import pytest

from dialogs.messages import Reply
from tests.bot.rendering.test_cards import HOSTILE
from tests.dialogs.chat import INSPECTOR, RECORDING_MANAGER, Chat
from tests.dialogs.conftest import chat  # noqa: F401 -- a fixture
from tests.dialogs.week import FRIDAY, LINE, report_the_week
from tests.storage.conftest import RECRUITMENT_LEAD, WORKFORCE_LEAD


@pytest.fixture
def tour(chat: Chat) -> list[Reply]:  # noqa: F811 -- the fixture above
    """What the bot says on the way through a week, by text, by card and in the channel."""
    link = chat.in_channel(WORKFORCE_LEAD, "link this channel to Workforce")
    hello = chat.say(RECRUITMENT_LEAD, "hello")
    actions = chat.say(RECRUITMENT_LEAD, "my actions")
    form = chat.tap(RECRUITMENT_LEAD, actions, "WF-01 update")
    bad = chat.tap(RECRUITMENT_LEAD, form, "Save WF-01", percent="140")
    read_back = chat.say(RECRUITMENT_LEAD, LINE)
    change = chat.tap(RECRUITMENT_LEAD, read_back, "Change")
    again = chat.say(RECRUITMENT_LEAD, f"WF-01 70%, {HOSTILE}")
    saved = chat.say(RECRUITMENT_LEAD, "yes")
    back = chat.tap(RECRUITMENT_LEAD, saved, "Undo WF-01")
    put = chat.tap(RECRUITMENT_LEAD, back, "Put it back")
    extra = chat.in_channel(WORKFORCE_LEAD, "post the summary now")
    shown = [link, hello, actions, form, bad, read_back, change, again, saved, back, put, extra]
    two = chat.say(INSPECTOR, "my actions")
    folded = chat.tap(INSPECTOR, two, "PT-01 no change")
    shown += [two, folded, chat.tap(INSPECTOR, folded, "RK-04 no change")]
    shown += [
        chat.say(RECORDING_MANAGER, text)
        for text in (
            *("help", "my actions", "status of workforce", "status of nothing", "purple", "yes"),
            *("WF-01 50%", "RK-11 50%", "RK-01 purple", "RK-01 140%", "how is RK-01", "RK-01"),
            *("RK-01 50%; risk: late, likelihood 9 impact 1", "call 07700 900123", "😀"),
            "delete my updates",
        )
    ]
    status = chat.say(WORKFORCE_LEAD, "status of workforce")
    shown += [status, chat.tap(WORKFORCE_LEAD, status, "Copy as text")]
    report_the_week(chat)
    chat.tick(FRIDAY)
    for post in chat.posted():
        shown += [post, *(chat.tap(WORKFORCE_LEAD, post, label) for label in post.labels)]
    chat.say(RECRUITMENT_LEAD, LINE)
    shown += [chat.say(RECRUITMENT_LEAD, "cancel")]
    shown += [chat.tap(WORKFORCE_LEAD, link, "Unlink Workforce")]
    return [one.reply for one in shown if one.reply.blocks]
