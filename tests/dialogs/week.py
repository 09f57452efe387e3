"""The week of mockups.md, section 2, typed in by the people who report."""

from datetime import datetime, timedelta

from storage.calendar import LONDON
from tests.dialogs.chat import ASSESSMENT_MANAGER, Chat
from tests.storage.conftest import HR_PARTNER, RECRUITMENT_LEAD, WORKFORCE_LEAD

TUESDAY = datetime(2022, 11, 15, 14, 20, tzinfo=LONDON)
WEDNESDAY = datetime(2022, 11, 16, 10, 13, tzinfo=LONDON)
THURSDAY = datetime(2022, 11, 17, 9, 5, tzinfo=LONDON)
FRIDAY = datetime(2022, 11, 18, 11, 0, tzinfo=LONDON)
WEEK = timedelta(weeks=1)

LINE = (
    "WF-01 75% amber, 14 interviews done, 6 offers; "
    "risk: agency staff leaving, likelihood 4 impact 3"
)
WORDS = {
    "WF-01": "14 interviews done, 6 offers",
    "WF-02": "4 agency workers gave notice, retention payment not agreed",
    "WF-03": "average caseload 17.1, third month at or under 18",
}
IMPACT = "2 teams have a permanent manager again"
RISEN = "risk: agency social workers leave before permanent staff arrive, likelihood 5 impact 5"


def report_the_week(chat: Chat) -> None:
    """Everything that was saved from Tuesday to Thursday."""
    chat.at(TUESDAY)
    chat.say(HR_PARTNER, "hello")
    chat.say(ASSESSMENT_MANAGER, f"WF-03 {WORDS['WF-03']}")
    chat.say(ASSESSMENT_MANAGER, "yes")
    chat.at(WEDNESDAY)
    chat.tap(RECRUITMENT_LEAD, chat.say(RECRUITMENT_LEAD, LINE), "Save", impact_note=IMPACT)
    chat.at(THURSDAY)
    chat.say(HR_PARTNER, f"WF-02 red, {WORDS['WF-02']}, forecast 28 Feb; {RISEN}")
    chat.say(HR_PARTNER, "yes")


def link_the_channel(chat: Chat) -> None:
    """The theme's lead links the channel Workforce."""
    chat.in_channel(WORKFORCE_LEAD, "link this channel to Workforce")
