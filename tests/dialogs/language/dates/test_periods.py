"""The periods that questions are about."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.language.dates.periods import Period, period_in
from dialogs.language.dates.words import lexicon

WED = date(2022, 11, 16)
BOARDS = [date(2022, 10, 25), date(2022, 11, 29), date(2022, 12, 20), date(2023, 1, 31)]


def asked(text: str, today: str = "2022-11-16") -> Period:
    """The period of a question that names one."""
    found = period_in(text, date.fromisoformat(today), boards=BOARDS)
    assert found is not None, text
    return found


def iso(day: date | None) -> str:
    return day.isoformat() if day else ""


@pytest.mark.parametrize(
    ("today", "text", "since"),
    [
        ("2022-11-16", "whos gone quiet since 1 nov", "2022-11-01"),
        ("2022-11-16", "since 1 Nov", "2022-11-01"),
        ("2022-11-17", "QA: nothing received since the 5th?", "2022-11-05"),
        ("2022-11-23", "no update at all since last board?", "2022-10-25"),
        ("2022-11-24", "what's moved since we last met as a board", "2022-10-25"),
        ("2022-11-24", "what's moved since we last met", "2022-10-25"),
        ("2022-12-21", "since board yesterday what has shifted in RK", "2022-12-20"),
        ("2022-11-18", "wots changed since monday", "2022-11-14"),
        ("2022-11-14", "since monday", "2022-11-07"),
        ("2022-12-06", "partnerships - changes since last wk", "2022-11-28"),
        ("2022-12-01", "export workforce updates since august", "2022-08-01"),
        ("2022-12-08", "everything logged on recordkeeping since 1/9", "2022-09-01"),
        ("2022-11-21", "owners i havent heard from since 6/11", "2022-11-06"),
        ("2022-11-18", "who hasnt updated since 1 nov 2022", "2022-11-01"),
        ("2022-11-16", "in the last fortnight", "2022-11-02"),
        ("2022-11-16", "changes in last 10 days", "2022-11-06"),
        ("2022-11-16", "over the past 6 weeks", "2022-10-05"),
        ("2022-11-16", "moved in the last month", "2022-10-16"),
        ("2022-11-15", "not been touched for a fortnight", "2022-11-01"),
        ("2022-11-16", "no update for 3 weeks", "2022-10-26"),
        ("2022-11-16", "nothing in a month", "2022-10-16"),
        ("2022-11-16", "silent for longer than 2 weeks", "2022-11-02"),
        ("2022-11-16", "changes this month so far", "2022-11-01"),
        ("2022-11-16", "so far this month", "2022-11-01"),
        ("2022-11-16", "this month to date", "2022-11-01"),
        ("2022-11-18", "not heard from since the first of November", "2022-11-01"),
    ],
)
def test_since_runs_up_to_today(today: str, text: str, since: str) -> None:
    """A day, a meeting, a week or an amount of time."""
    found = asked(text, today)
    assert (iso(found.since), iso(found.from_), iso(found.to)) == (since, since, today)


@pytest.mark.parametrize(
    ("today", "text", "first", "last"),
    [
        ("2022-11-14", "whats due this wk & next across all themes", "2022-11-14", "2022-11-27"),
        ("2022-11-16", "this week and next week", "2022-11-14", "2022-11-27"),
        ("2022-12-01", "due this month or next", "2022-12-01", "2023-01-31"),
        ("2022-12-05", "every theme: deadlines this wk + next", "2022-12-05", "2022-12-18"),
        ("2022-11-28", "due this week and the one after", "2022-11-28", "2022-12-11"),
        ("2022-11-23", "due next wk and the wk after, all themes", "2022-11-28", "2022-12-11"),
        ("2022-11-21", "due this wk or next wk, every theme", "2022-11-21", "2022-12-04"),
        ("2022-11-14", "this quarter or next", "2022-10-01", "2023-03-31"),
        ("2022-11-14", "this week and next month", "2022-11-14", "2022-12-31"),
        ("2022-11-14", "november and december", "2022-11-01", "2022-12-31"),
        ("2022-11-14", "between now and end of jan", "2022-11-14", "2023-01-31"),
        ("2022-11-14", "this week and next steps", "2022-11-14", "2022-11-20"),
        ("2022-12-06", "late Jan/early Feb", "2023-01-21", "2023-02-10"),
        ("2022-11-14", "q2/q3", "2022-07-01", "2022-12-31"),
        ("2022-12-06", "quarter 4", "2023-01-01", "2023-03-31"),
        ("2022-11-14", "due no earlier than 9 January", "2023-01-09", ""),
        ("2022-11-14", "from january onwards", "2023-01-01", ""),
        ("2022-11-14", "on or before 9 dec", "", "2022-12-09"),
        ("2022-11-30", "what falls due nxt week", "2022-12-05", "2022-12-11"),
        ("2023-01-05", "deadlines w/c 16 jan please", "2023-01-16", "2023-01-22"),
        ("2022-11-24", "whats due between 1 and 9 dec", "2022-12-01", "2022-12-09"),
        ("2022-11-16", "between 1 and 15 Dec", "2022-12-01", "2022-12-15"),
        ("2022-11-16", "due 1 to 15 Dec", "2022-12-01", "2022-12-15"),
        ("2022-12-01", "landing between now and the 20 dec board", "2022-12-01", "2022-12-20"),
        ("2022-11-16", "between now and next board", "2022-11-16", "2022-11-29"),
        ("2022-11-16", "from now until xmas", "2022-11-16", "2022-12-24"),
        ("2022-11-16", "between last board and next board", "2022-10-25", "2022-11-29"),
        ("2023-01-10", "download all updates 1 oct to 31 dec", "2022-10-01", "2022-12-31"),
        ("2023-01-10", "updates from 1 oct to 31 dec", "2022-10-01", "2022-12-31"),
        ("2022-11-16", "due from 1 dec to 31 jan", "2022-12-01", "2023-01-31"),
        ("2022-11-16", "Q3", "2022-10-01", "2022-12-31"),
        ("2022-12-12", "record keepng deadlines in q4", "2023-01-01", "2023-03-31"),
        ("2022-11-16", "updates in q2", "2022-07-01", "2022-09-30"),
        ("2022-11-16", "in December", "2022-12-01", "2022-12-31"),
        ("2022-11-21", "anything due in dec", "2022-12-01", "2022-12-31"),
        ("2022-11-16", "due dec", "2022-12-01", "2022-12-31"),
        ("2022-11-16", "dec and jan deadlines", "2022-12-01", "2023-01-31"),
        ("2022-11-16", "changes in december", "2021-12-01", "2021-12-31"),
        ("2022-11-16", "next 4 weeks", "2022-11-16", "2022-12-14"),
        ("2022-11-16", "due in 2 weeks", "2022-11-16", "2022-11-30"),
        ("2022-11-16", "due in the next fortnight", "2022-11-16", "2022-11-30"),
        ("2022-11-16", "next month", "2022-12-01", "2022-12-31"),
        ("2022-11-16", "updates last month", "2022-10-01", "2022-10-31"),
        ("2022-11-16", "this month and last", "2022-10-01", "2022-11-30"),
        ("2022-11-16", "what moved yesterday", "2022-11-15", "2022-11-15"),
        ("2022-11-21", "whens next board", "2022-11-29", "2022-11-29"),
        ("2022-12-13", "IOB dates in the new year?", "2023-01-01", "2023-01-31"),
        ("2022-11-16", "due next year", "2023-01-01", "2023-12-31"),
        ("2022-11-16", "this financial year", "2022-04-01", "2023-03-31"),
        ("2022-11-16", "in 2022/23", "2022-04-01", "2023-03-31"),
        ("2022-11-16", "by end of Jan", "", "2023-01-31"),
        ("2022-11-16", "before the next board", "", "2022-11-28"),
        ("2022-11-16", "due before 5 dec", "", "2022-12-04"),
        ("2022-11-16", "up to 20 dec", "", "2022-12-20"),
        ("2022-11-16", "due by xmas", "", "2022-12-24"),
        ("2022-11-16", "from 1 dec onwards", "2022-12-01", ""),
        ("2022-11-16", "due after 1 dec", "2022-12-02", ""),
    ],
)
def test_a_period_has_two_ends_or_one(today: str, text: str, first: str, last: str) -> None:
    """Both days included; "by" has no first and "from" no last."""
    found = asked(text, today)
    assert (iso(found.from_), iso(found.to), found.since) == (first, last, None)
    assert not found.periods


@pytest.mark.parametrize(
    ("today", "text", "one", "other"),
    [
        (
            "2022-11-28",
            "compare workforce this month w last month",
            ("2022-11-01", "2022-11-28"),
            ("2022-10-01", "2022-10-31"),
        ),
        (
            "2022-11-28",
            "this month w last",
            ("2022-11-01", "2022-11-28"),
            ("2022-10-01", "2022-10-31"),
        ),
        (
            "2022-12-05",
            "workforce, nov against oct",
            ("2022-11-01", "2022-11-30"),
            ("2022-10-01", "2022-10-31"),
        ),
        (
            "2022-12-14",
            "RK this wk vs last wk",
            ("2022-12-12", "2022-12-14"),
            ("2022-12-05", "2022-12-11"),
        ),
        (
            "2023-01-24",
            "How does this quarter compare with the previous one for partnerships?",
            ("2023-01-01", "2023-01-24"),
            ("2022-10-01", "2022-12-31"),
        ),
        (
            "2022-12-08",
            "direction of travel, qual of practice: dec so far v november",
            ("2022-12-01", "2022-12-08"),
            ("2022-11-01", "2022-11-30"),
        ),
        (
            "2022-11-16",
            "compare q2 and q3",
            ("2022-07-01", "2022-09-30"),
            ("2022-10-01", "2022-11-16"),
        ),
        (
            "2022-11-16",
            "compare nov and oct",
            ("2022-11-01", "2022-11-16"),
            ("2022-10-01", "2022-10-31"),
        ),
        (
            "2022-11-16",
            "compare this month and last",
            ("2022-11-01", "2022-11-16"),
            ("2022-10-01", "2022-10-31"),
        ),
    ],
)
def test_two_periods_are_compared(
    today: str, text: str, one: tuple[str, str], other: tuple[str, str]
) -> None:
    """In the order named; the one that is not over ends today."""
    found = asked(text, today)
    assert [(iso(first), iso(last)) for first, last in found.periods] == [one, other]
    assert found.since is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "whats overdue in partnerships",
        "status of workforce",
        "what may slip",
        "show me my actions",
        "why is PT-01 amber",
        "QA-01 32/40 audits",
        "anything due soon",
        "due after half term",
        "top 5 risks",
        "s47 timeliness",
    ],
)
def test_most_questions_name_no_period(text: str) -> None:
    """And words too vague for one are none."""
    assert period_in(text, WED, boards=BOARDS) is None


def test_the_caller_may_know_which_way_it_looks() -> None:
    """For the same words."""
    past, future = (period_in("in January", WED, prefer=way) for way in ("past", "future"))
    assert past is not None
    assert future is not None
    assert (iso(past.from_), iso(future.from_)) == ("2022-01-01", "2023-01-01")


def test_a_period_stands_where_it_was_typed() -> None:
    """So that the rest of the question can be read without it."""
    text = "whats due this wk & next across all themes"
    found = asked(text)
    assert text[found.start : found.end] == "this wk & next"


WORDS = st.one_of(
    st.sampled_from(sorted(lexicon())),
    st.from_regex(r"[0-9]{1,5}(st|th|/[0-9]{1,3})?", fullmatch=True),
    st.sampled_from(["compare", "met", "updates", "due", "not", *"-/,.&+'"]),
)


@given(st.one_of(st.text(), st.lists(WORDS, max_size=14).map(" ".join)), st.dates())
def test_nothing_that_is_asked_on_any_day_raises(text: str, today: date) -> None:
    """And no period ends before it begins."""
    near = [today + timedelta(days=5)] if today < date(9999, 12, 1) else []
    found = period_in(text, today, boards=near)
    if found is not None:
        assert 0 <= found.start < found.end <= len(text)
        assert found.from_ is None or found.to is None or found.from_ <= found.to
        assert all(first <= last for first, last in found.periods)
