"""The weekly summary: the week of mockups.md typed in, and every figure counted again."""

from collections import Counter
from datetime import datetime, time, timedelta

import pytest

from dialogs.messages import Heading, Line, Reply, Section
from storage import models as m
from storage.calendar import LONDON, at_london
from storage.vocabulary import Rating, UpdateKind
from tests.dialogs.chat import TRAINING_MANAGER, Chat, lines
from tests.dialogs.larger import grow_workforce
from tests.dialogs.week import (
    FRIDAY,
    IMPACT,
    THURSDAY,
    WEEK,
    WORDS,
    link_the_channel,
    report_the_week,
)
from tests.storage.conftest import HR_PARTNER, RECRUITMENT_LEAD, WORKFORCE_LEAD

POSTED = [
    "Workforce · weekly summary · Mon 14 to Fri 18 November",
    "WF-02 has gone from Amber to Red. 3 of 4 actions have news.",
    "Delivery: ■ Red 1 (was 0) · ▲ Amber 1 (was 2) · ● Green 1 · ◆ Blue 1 · overdue: none",
    "KEY UPDATES AND IMPACT",
    "■ WF-02 Retention offer, fewer agency staff. "
    "Red, was Amber · 50% · due 31 Jan, forecast 28 Feb",
    f"“{WORDS['WF-02']}” (HR Business Partner – Children's, 17 Nov)",
    "▲ WF-01 Recruitment campaign. Amber · 75%, was 65% · due 30 Dec",
    f"“{WORDS['WF-01']}” (Recruitment and Retention Lead, 16 Nov)",
    f"So what for children: “{IMPACT}”",
    "RISKS",
    "R-01 Agency social workers leave before permanent staff arrive. 25 (5 × 5), was 20, high",
    "MITIGATING ACTIONS",
    "R-01 in place: early conversion offers",
    "ACHIEVEMENTS",
    "◆ WF-03 Caseload ceiling.",
    f"“{WORDS['WF-03']}” (Service Manager – Assessment, 15 Nov)",
    "NO UPDATE",
    "WF-04 Multi-agency training. Last update 10 Nov: ● Green, 62%",
]


def said(reply: Reply) -> list[str]:
    """What a summary says, line by line."""
    return [
        block.text.upper() if isinstance(block, Section) else block.text
        for block in reply.blocks
        if isinstance(block, Heading | Section | Line)
    ]


@pytest.fixture
def posted(chat: Chat) -> Reply:
    """The summary of the week of the mock-ups."""
    link_the_channel(chat)
    report_the_week(chat)
    chat.tick(FRIDAY)
    (post,) = chat.posted()
    return post.reply


def test_the_week_of_the_mock_ups_is_posted_as_drawn(posted: Reply) -> None:
    """mockups.md 10.1, as far as there are no decisions and no line of the lead's yet."""
    assert said(posted) == POSTED
    assert posted.first_line == "Workforce, week to Fri 18 Nov: WF-02 has gone from Amber to Red."


def test_every_count_is_the_records(chat: Chat, posted: Reply) -> None:
    """Counted again by hand: the last row of each action is how it stands."""
    workforce = [row for row in chat.rows(m.Action) if row.ref.startswith("WF-")]
    last = {row.action_id: row.rating for row in chat.rows(m.Update)}
    first = {
        row.action_id: row.rating for row in chat.rows(m.Update) if row.kind == UpdateKind.OPENING
    }
    now = Counter(last[action.id] for action in workforce)
    was = Counter(first[action.id] for action in workforce)
    delivery = said(posted)[2]
    for rating, name in (("red", "Red"), ("amber", "Amber"), ("green", "Green"), ("blue", "Blue")):
        change = "" if now[rating] == was[rating] else f" (was {was[rating]})"
        assert f"{name} {now[rating]}{change} ·" in delivery
    news = {row.action_id for row in chat.rows(m.Update) if row.kind == UpdateKind.PROGRESS}
    assert f"{len(news)} of {len(workforce)} actions have news." in said(posted)[1]


def test_every_quotation_is_in_the_record_word_for_word(chat: Chat, posted: Reply) -> None:
    """Nothing is said in an author's name that the author did not write."""
    written = {row.note for row in chat.rows(m.Update)}
    written |= {row.impact_note for row in chat.rows(m.Update)}
    quoted = [line.split("”")[0].split("“")[1] for line in said(posted) if "“" in line]
    assert len(quoted) == 4
    assert set(quoted) <= written


def test_every_line_names_rows_that_are_there(chat: Chat, posted: Reply) -> None:
    """Each figure can be traced: its sources are ids of the record."""
    rows = {
        "update": {row.id for row in chat.rows(m.Update)},
        "risk_revision": {row.id for row in chat.rows(m.RiskRevision)},
    }
    facts = [line for line in lines(posted) if line.about]
    assert len(facts) == len(POSTED) - 7  # all but the title, the headline and five headings
    for line in facts:
        assert line.sources
        for source in line.sources:
            kind, _, id_ = source.partition(":")
            assert int(id_) in rows[kind]


def test_what_was_posted_is_kept_as_it_was(chat: Chat, posted: Reply) -> None:
    """A later update changes the status, not the summary."""
    chat.say(RECRUITMENT_LEAD, "WF-01 10%, all offers were turned down")
    chat.say(RECRUITMENT_LEAD, "yes")
    (digest,) = chat.rows(m.Digest)
    assert Reply.model_validate(digest.content) == posted


def test_after_the_cut_off_is_next_week(chat: Chat) -> None:
    """An update of Thursday noon is quoted, one of a minute later a week on."""
    link_the_channel(chat)
    noon = at_london(THURSDAY.date(), time(12, 0))
    for moment, text in ((noon, "in time"), (noon + timedelta(minutes=1), "too late")):
        chat.at(moment)
        chat.say(RECRUITMENT_LEAD, f"WF-01 {text}")
        chat.say(RECRUITMENT_LEAD, "yes")
    chat.tick(FRIDAY)
    chat.tick(FRIDAY + WEEK)
    first, second = (" ".join(said(post.reply)) for post in chat.posted())
    assert "in time" in first
    assert "too late" not in first
    assert "too late" in second
    assert "in time" not in second


def test_a_quiet_week_is_short(chat: Chat) -> None:
    """mockups.md 10.2: what was not asked after is not there, and what comes next is."""
    link_the_channel(chat)
    chat.tick(FRIDAY)
    chat.tick(FRIDAY + WEEK)
    quiet = said(chat.posted()[-1].reply)
    assert quiet[0] == "Workforce · weekly summary · Mon 21 to Fri 25 November"
    assert quiet[1] == "No change this week. 0 of 4 actions have news."
    assert "KEY UPDATES AND IMPACT" not in quiet
    assert quiet[-1] == "Next: WF-04 due Fri 23 Dec · Improvement Board Tue 29 Nov"


def test_no_change_counts_as_an_answer_and_not_as_news(chat: Chat) -> None:
    """Everyone has answered, and nobody is listed as silent."""
    link_the_channel(chat)
    for role in (RECRUITMENT_LEAD, HR_PARTNER, TRAINING_MANAGER):
        chat.say(role, "no change")
        chat.say(role, "yes")
    chat.tick(FRIDAY)
    (post,) = chat.posted()
    quiet = said(post.reply)
    assert quiet[1] == "No change this week. Everyone who was asked has answered."
    assert "NO UPDATE" not in quiet
    assert "KEY UPDATES AND IMPACT" not in quiet


@pytest.mark.parametrize(
    ("role", "update", "headline"),
    [
        (HR_PARTNER, "WF-02 red, trouble", "WF-02 has gone from Amber to Red."),
        (HR_PARTNER, "WF-02 green, better", "WF-02 has gone from Amber to Green."),
        (
            HR_PARTNER,
            "WF-02 risk: a wholly other matter, likelihood 5 impact 3",
            "R-07 is a new high risk: 15 (5 × 3).",
        ),
        (RECRUITMENT_LEAD, "WF-01 70%, steady", "No rating has changed this week."),
    ],
)
def test_the_headline_is_chosen_from_facts(
    chat: Chat, role: str, update: str, headline: str
) -> None:
    """In the order of mockups.md 10.1, never a reason of its own."""
    link_the_channel(chat)
    chat.say(role, update)
    chat.say(role, "yes")
    chat.tick(FRIDAY)
    (post,) = chat.posted()
    assert said(post.reply)[1].startswith(headline)


def test_what_became_overdue_is_in_the_headline_and_in_the_counts(chat: Chat) -> None:
    """PT-03 was due on Fri 18 Nov; a week later it is late."""
    chat.in_channel("Detective Superintendent – Public Protection", "link this channel to PT")
    chat.tick(FRIDAY)
    chat.tick(FRIDAY + WEEK)
    late = said(chat.posted()[-1].reply)
    assert late[1].startswith("PT-03 is now overdue.")
    assert late[2].endswith("overdue: PT-03")


def test_five_key_updates_are_told_and_the_rest_are_named(chat: Chat) -> None:
    """Worst first; mockups.md 10.1."""
    link_the_channel(chat)
    refs = ["WF-01", *grow_workforce(chat, 10)]
    parts = [f"{ref} {'red' if ref == 'WF-09' else 'amber'} 70%, news" for ref in refs[:7]]
    chat.say(RECRUITMENT_LEAD, "; ".join(parts[1:6]))
    chat.say(RECRUITMENT_LEAD, "yes")
    chat.say(RECRUITMENT_LEAD, f"{parts[0]}; {parts[6]}")
    chat.say(RECRUITMENT_LEAD, "yes")
    chat.tick(FRIDAY)
    told = said(chat.posted()[-1].reply)
    section = told[told.index("KEY UPDATES AND IMPACT") + 1 : told.index("RISKS")]
    titles = [line.split()[1] for line in section if line.startswith(("■", "▲", "●"))]
    assert len(titles) == 5
    assert titles[0] == "WF-09"
    (rest,) = (line for line in section if "more with news" in line)
    named = rest.partition(": ")[2].split(", ")
    assert rest.startswith(f"{len(named)} more with news")
    assert set(titles) | set(named) >= set(refs[:7])


def test_a_priority_action_is_told_before_a_worse_one(chat: Chat) -> None:
    """The programme decides what matters first, then the rating does."""
    with chat.database.transaction() as session:
        session.query(m.Action).filter_by(ref="WF-01").one().priority = True
    link_the_channel(chat)
    report_the_week(chat)
    chat.tick(FRIDAY)
    told = " ".join(said(chat.posted()[-1].reply))
    assert told.index("▲ WF-01") < told.index("■ WF-02")


def test_a_post_names_roles_and_no_person(chat: Chat, posted: Reply) -> None:
    """Everyone in the channel reads it, guests too."""
    everything = posted.model_dump_json()
    assert not [one.name for one in chat.rows(m.Person) if one.name in everything]


def test_a_rating_that_was_taken_back_is_not_reported(chat: Chat) -> None:
    """Undo before the cut-off: the summary never saw it."""
    link_the_channel(chat)
    chat.say(HR_PARTNER, "WF-02 red, a slip of the finger")
    saved = chat.say(HR_PARTNER, "yes")
    chat.tap(HR_PARTNER, saved, "Undo WF-02")
    chat.tick(FRIDAY)
    (post,) = chat.posted()
    assert "slip" not in " ".join(said(post.reply))
    assert said(post.reply)[1].startswith("No change this week.")


def test_an_update_for_somebody_else_says_so(chat: Chat) -> None:
    """Entered by a lead: labelled with the role that it was entered for."""
    link_the_channel(chat)
    chat.say(WORKFORCE_LEAD, "WF-04 70%, told by phone")
    chat.say(WORKFORCE_LEAD, "yes")
    chat.tick(FRIDAY)
    (post,) = chat.posted()
    behalf = "(Head of HR and Organisational Development, 16 Nov, for the Workforce Development"
    assert any(f"“told by phone” {behalf}" in line for line in said(post.reply))


def test_a_week_across_two_months_names_both(chat: Chat) -> None:
    """Mon 28 November to Fri 2 December."""
    link_the_channel(chat)
    chat.tick(datetime(2022, 12, 2, 11, 0, tzinfo=LONDON))
    assert said(chat.posted()[-1].reply)[0].endswith("Mon 28 November to Fri 2 December")


def test_no_colour_comes_from_a_percentage(chat: Chat) -> None:
    """100% stays amber until somebody says otherwise."""
    link_the_channel(chat)
    chat.say(RECRUITMENT_LEAD, "WF-01 100%, all posts filled")
    chat.say(RECRUITMENT_LEAD, "yes")
    chat.tick(FRIDAY)
    (post,) = chat.posted()
    assert any("WF-01 Recruitment campaign. Amber · 100%" in line for line in said(post.reply))
    assert chat.saved("WF-01")[-1].rating == Rating.AMBER
