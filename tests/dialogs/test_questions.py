"""How a theme stands, and one action: in words that anybody can count again."""

from collections.abc import Iterator

import pytest

from dialogs.messages import Block, Chart, Facts, Line
from storage import models as m
from tests.dialogs.chat import CHANNEL, RECORDING_MANAGER, Chat, Shown, blocks_of, lines
from tests.dialogs.larger import grow_workforce
from tests.dialogs.week import FRIDAY, WORDS, link_the_channel, report_the_week
from tests.storage.conftest import (
    CHAIR,
    HR_PARTNER,
    PROGRAMME_MANAGER,
    RECRUITMENT_LEAD,
    WORKFORCE_LEAD,
)

THEMES = (
    "Leadership and Governance, Partnerships, Workforce, Quality of Practice, "
    "Quality Assurance & Performance, Record Keeping"
)
STATUS = """\
Workforce: 1 red, 1 amber, 1 green, 1 blue. Nothing overdue.
Workforce (Fri 18 Nov, 15:40)
Next Improvement Board: Tue 29 Nov, in 7 working days
Delivery: ■ Red 1, was 0 · ▲ Amber 1, was 2 · ● Green 1 · ◆ Blue 1
Impact on children: ○ Not yet known 4
Stage: in progress 3 · implemented 1
(was: Mon 14 Nov)
■ WF-02  Retention offer, fewer agency staff
Red, was Amber · 50% · due 31 Jan, forecast 28 Feb
▲ WF-01  Recruitment campaign
Amber · 75%, was 65% · due 30 Dec
● WF-04  Multi-agency training
Green · 62% · due 23 Dec · no update since 10 Nov
◆ WF-03  Caseload ceiling
Blue, implemented, not yet embedded
Top risk: R-01  25 (5 × 5), was 20 · high
Overdue: none
No update: WF-04 (last 10 Nov)
What changed:"""


def blocks(shown: Shown) -> Iterator[Block]:
    return blocks_of(shown.reply.blocks)


def watch(shown: Shown) -> dict[str, str]:
    """The labelled facts of a status."""
    return {
        label: value
        for block in blocks(shown)
        if isinstance(block, Facts)
        for label, value in block.rows
        if label
    }


@pytest.fixture
def friday(chat: Chat) -> Chat:
    """The week of the mock-ups is reported, and it is Friday afternoon."""
    report_the_week(chat)
    chat.at(FRIDAY.replace(hour=15, minute=40))
    return chat


def test_a_leads_question_gets_the_card_of_the_mock_ups(friday: Chat) -> None:
    """Mockups 8.1, as far as there are no decisions yet: words first, worst first."""
    shown = friday.say(WORKFORCE_LEAD, "how's workforce lookin")
    said = [line for line in shown.text.splitlines() if line]
    assert said[: len(STATUS.splitlines())] == STATUS.splitlines()
    assert shown.labels == ["Copy as text"]


def test_what_changed_is_told_in_the_authors_words(friday: Chat) -> None:
    """Since Monday, with role and date."""
    changed = friday.say(WORKFORCE_LEAD, "status of workforce").text.partition("What changed:")[2]
    assert "Since Mon 14 Nov" in changed
    for words in WORDS.values():
        assert f"“{words}” (" in changed
    assert "(HR Business Partner – Children's, 17 Nov)" in changed
    assert (
        "R-01  Agency social workers leave before permanent staff arrive. 25 (5 × 5), was 20"
        in (changed)
    )


@pytest.mark.parametrize("role", [RECRUITMENT_LEAD, CHAIR, PROGRAMME_MANAGER])
def test_everyone_named_in_the_plan_sees_the_same(friday: Chat, role: str) -> None:
    """Reading is everyone's right."""
    lead = friday.say(WORKFORCE_LEAD, "status of workforce")
    assert friday.say(role, "status of workforce").text == lead.text


@pytest.mark.parametrize(
    "asked",
    ["status of Workforce", "status of WF", "workforce status", "status workforse",
     "how is the workforce doing?", "STATUS OF WORKFORCE"],
)  # fmt: skip
def test_a_theme_is_found_by_name_code_or_nearly(chat: Chat, asked: str) -> None:
    """A slip of the finger does not hide it."""
    assert chat.say(CHAIR, asked).reply.first_line.startswith("Workforce: ")


def test_an_unknown_theme_is_answered_with_those_there_are(chat: Chat) -> None:
    """Mockups 8.4: named in the sentence, and as buttons."""
    shown = chat.say(CHAIR, "status of Education")
    assert shown.reply.first_line == (
        f"There is no theme called Education. The themes are: {THEMES}."
    )
    assert shown.labels == THEMES.split(", ")
    assert chat.tap(CHAIR, shown, "Partnerships").reply.first_line.startswith("Partnerships: ")


def test_no_theme_named_asks_which(chat: Chat) -> None:
    """By text and by the help's button."""
    typed = chat.say(CHAIR, "status")
    tapped = chat.tap(CHAIR, chat.say(CHAIR, "help"), "Theme status")
    assert typed.reply.first_line == tapped.reply.first_line == "Which theme?"
    assert typed.labels == tapped.labels == THEMES.split(", ")


def test_asking_saves_nothing(chat: Chat) -> None:
    """A turn that changes nothing writes nothing."""
    chat.say(CHAIR, "help")
    with chat.nothing_saved():
        for text in ("status of workforce", "how is WF-02", "status", "top risks"):
            chat.say(CHAIR, text)


def test_what_is_overdue_is_counted_in_days(chat: Chat) -> None:
    """RK-01 was due on Fri 11 Nov."""
    shown = chat.say(RECORDING_MANAGER, "status of record keeping")
    assert shown.reply.first_line.endswith("1 action overdue.")
    assert watch(shown)["Overdue"] == "RK-01 (due Fri 11 Nov, 5 days overdue)"
    assert "Amber · 70% · due 11 Nov · overdue" in shown.text


def test_a_forecast_moves_no_due_date(chat: Chat) -> None:
    """Expected later is still overdue."""
    chat.say(RECORDING_MANAGER, "RK-01 72%, forecast 9 Dec")
    chat.say(RECORDING_MANAGER, "yes")
    shown = chat.say(RECORDING_MANAGER, "status of record keeping")
    assert "due 11 Nov, forecast 9 Dec · overdue" in shown.text
    assert watch(shown)["Overdue"].startswith("RK-01")
    assert str(next(a.due for a in chat.rows(m.Action) if a.ref == "RK-01")) == "2022-11-11"


def test_every_line_of_a_status_names_the_update_it_came_from(friday: Chat) -> None:
    """The newest of that action, to be found in the record."""
    updates = {f"update:{row.id}" for row in friday.rows(m.Update)}
    shown = friday.say(CHAIR, "status of workforce")
    sourced = [line for line in lines(shown.reply) if line.sources]
    assert len(sourced) == 4 + 4  # how each action stands; what changed on three, and one risk
    for line in sourced:
        assert line.sources[0] in updates or line.sources[0].startswith("risk_revision:")


@pytest.mark.parametrize(("actions", "charts"), [(4, 0), (7, 0), (8, 1), (24, 1)])
def test_a_chart_is_drawn_from_eight_actions_up(chat: Chat, actions: int, charts: int) -> None:
    """Below that the words alone say it."""
    grow_workforce(chat, actions)
    found = [b for b in blocks(chat.say(CHAIR, "status of WF")) if isinstance(b, Chart)]
    assert len(found) == charts


def test_a_chart_says_what_the_words_above_it_say(chat: Chat) -> None:
    """Bar by bar, shape and word beside the colour."""
    grow_workforce(chat, 24)
    shown = chat.say(CHAIR, "status of workforce")
    order = [type(block) for block in shown.reply.blocks]
    assert order.index(Facts) < order.index(Chart)
    (chart,) = (block for block in blocks(shown) if isinstance(block, Chart))
    words = watch(shown)["Delivery"].split(" · ")
    assert [word.partition(",")[0] for word in words] == [
        f"{bar.label} {bar.value}" for bar in chart.bars
    ]
    assert sum(bar.value for bar in chart.bars) == 24


def test_twelve_actions_are_in_sight_and_the_rest_open_in_place(chat: Chat) -> None:
    """None is left out."""
    refs = grow_workforce(chat, 24)
    shown = chat.say(CHAIR, "status of workforce")
    in_sight = [b for b in shown.reply.blocks if isinstance(b, Line) and b.rating]
    assert len(in_sight) == 12
    assert "12 more:" in shown.text
    assert all(ref in shown.text for ref in refs)


def test_a_linked_channel_shows_its_own_theme_only(chat: Chat) -> None:
    """Named or not; another theme is for a personal chat."""
    link_the_channel(chat)
    for asked in ("status", "status of workforce"):
        assert chat.in_channel(CHAIR, asked).reply.first_line.startswith("Workforce: ")
    with chat.nothing_saved():
        answer = chat.in_channel(CHAIR, "status of partnerships")
    assert answer.text == "\n".join(
        ["This channel shows Workforce. Please ask about other themes in a personal chat with me."]
        * 2
    )


def test_a_channel_that_is_not_linked_shows_nothing(chat: Chat) -> None:
    """Not everyone there may be named in the plan."""
    answer = chat.in_channel(CHAIR, "status of workforce", "19:elsewhere")
    assert "This channel is not linked to a theme." in answer.text
    assert "WF-" not in answer.text


def test_a_channels_members_need_not_be_named_in_the_plan(friday: Chat) -> None:
    """Any member of the tenant who asks in a linked channel sees its theme."""
    link_the_channel(friday)
    seen = friday.stranger_in_channel("status of workforce", CHANNEL)
    assert seen.text == friday.in_channel(WORKFORCE_LEAD, "status of workforce").text
    elsewhere = friday.stranger_in_channel("status of workforce", "19:elsewhere")
    assert elsewhere.text.startswith("Hello. I only work with people named in the plan")


def test_a_group_chat_shows_nothing_of_the_plan(chat: Chat) -> None:
    """Somebody there may be nobody of the plan."""
    answer = chat.in_group(CHAIR, "status of workforce")
    assert "In a group chat I keep quiet about the plan" in answer.text
    assert "WF-" not in answer.text


def test_a_status_is_copied_as_text(friday: Chat) -> None:
    """The same facts, with nothing to tap."""
    status = friday.say(WORKFORCE_LEAD, "status of workforce")
    copied = friday.tap(WORKFORCE_LEAD, status, "Copy as text")
    assert copied.reply.kind == "as_text"
    assert copied.labels == []
    assert [line.strip() for line in copied.text.splitlines()] == [
        line.strip() for line in status.text.splitlines() if line.strip()
    ]


def test_one_action_is_told_in_facts_and_its_owners_last_words(friday: Chat) -> None:
    """To whoever asks, with role and date."""
    shown = friday.say(CHAIR, "how is WF-02?")
    assert shown.reply.first_line == "WF-02: ■ Red, 50%."
    assert watch(shown) == {
        "Owner": "HR Business Partner – Children's, Arden Borough Council",
        "Rating": "■ Red",
        "Completed": "50%",
        "Due": "Tue 31 Jan (10 weeks)",
        "Forecast": "Tue 28 Feb",
        "Last words": f"“{WORDS['WF-02']}” (HR Business Partner – Children's, 17 Nov)",
    }
    assert friday.tap(CHAIR, shown, "Workforce status").reply.kind == "status"


@pytest.mark.parametrize("asked", ["how is WF-77", "status of ZZ-01"])
def test_an_unknown_action_is_answered(chat: Chat, asked: str) -> None:
    """It says so, or that it is no theme."""
    assert chat.say(HR_PARTNER, asked).reply.first_line.startswith("There is no ")
