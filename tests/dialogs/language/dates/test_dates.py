"""Dates as people type them, and what looks like a date and is none."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.language.dates import dates_in
from dialogs.language.dates.when import When
from dialogs.language.dates.words import grammar, lexicon

WED = date(2022, 11, 16)
BOARDS = [
    date(2022, 10, 25),
    date(2022, 11, 29),
    date(2022, 12, 20),
    date(2023, 1, 31),
    date(2023, 2, 28),
]


def only(text: str, today: date = WED, due: date | None = None) -> When:
    """The one date of a text."""
    found = dates_in(text, today, boards=BOARDS, due=due)
    assert len(found) == 1, (text, found)
    return found[0]


def day(text: str) -> date:
    return date.fromisoformat(text)


EXACT = [
    # in figures, day before month
    ("2022-11-16", "03/02/23", "2023-02-03"),
    ("2022-11-16", "14/11/22", "2022-11-14"),
    ("2022-11-16", "by 31/3", "2023-03-31"),
    ("2022-11-16", "31/3", "2023-03-31"),
    ("2022-11-16", "06.12.22", "2022-12-06"),
    ("2022-11-16", "06/12/2022", "2022-12-06"),
    ("2022-11-16", "6.2.23", "2023-02-06"),
    ("2022-11-16", "05-12-22", "2022-12-05"),
    ("2022-11-16", "2022-12-06", "2022-12-06"),
    ("2022-11-16", "2022-12-06T10:00", "2022-12-06"),
    ("2022-11-17", "dashboard deadline to 3/12 pls, police feed", "2022-12-03"),
    ("2022-11-22", "RK-01 pls extend to 9/12, two teams left", "2022-12-09"),
    ("2022-12-01", "due date can come fwd to 16/1", "2023-01-16"),
    ("2022-11-18", "can R-01 go on the agenda for the 29/11 board pls", "2022-11-29"),
    ("2022-12-07", "she's only funded to 31/3 so L4 I3", "2023-03-31"),
    ("2022-12-21", "IOB 20/12 signed wf3 off", "2022-12-20"),
    ("2022-11-16", "by 3/4", "2023-04-03"),
    ("2022-11-16", "Fri 9/12", "2022-12-09"),
    ("2022-11-16", "deadline 30/11 missed", "2022-11-30"),
    ("2022-11-16", "6/1 now", "2023-01-06"),
    ("2022-11-16", "new date 6/1", "2023-01-06"),
    ("2022-11-16", "by 31/3 funding ends", "2023-03-31"),
    # a day and a month
    ("2022-11-16", "5 Dec", "2022-12-05"),
    ("2022-11-16", "5th Dec", "2022-12-05"),
    ("2022-11-16", "5dec", "2022-12-05"),
    ("2022-11-16", "5-Dec-22", "2022-12-05"),
    ("2022-11-16", "the 5th of December", "2022-12-05"),
    ("2022-11-16", "Dec 5", "2022-12-05"),
    ("2022-11-16", "Dec 5th", "2022-12-05"),
    ("2022-11-16", "Dec 5th 2022", "2022-12-05"),
    ("2022-11-16", "December 5, 2022", "2022-12-05"),
    ("2022-11-16", "5 Dec '22", "2022-12-05"),
    ("2022-11-16", "5 Dec 22", "2022-12-05"),
    ("2022-11-16", "5 December 2024", "2024-12-05"),
    ("2022-11-16", "Thurs 1 Dec 10am", "2022-12-01"),
    ("2022-11-16", "Thursday, 1st December at 10:30", "2022-12-01"),
    ("2022-11-16", "by 5 May", "2023-05-05"),
    ("2022-11-16", "5th May", "2023-05-05"),
    ("2022-11-16", "31 march", "2023-03-31"),
    ("2022-12-12", "will def miss the 13 jan date", "2023-01-13"),
    ("2022-12-12", "when the contract ends 31 march", "2023-03-31"),
    ("2022-12-06", "go live now 9 jan tho", "2023-01-09"),
    # the year that was left out
    ("2022-12-28", "3 Jan", "2023-01-03"),
    ("2022-12-31", "1/1", "2023-01-01"),
    ("2022-11-15", "was due 11 Nov", "2022-11-11"),
    ("2022-12-01", "new forms live in test since 28/11", "2022-11-28"),
    ("2022-11-16", "16 Nov", "2022-11-16"),
    ("2022-11-16", "on 3 Oct we agreed it", "2022-10-03"),
    ("2022-11-16", "on 28 Oct we met", "2022-10-28"),
    ("2022-11-16", "met on 3 Oct", "2022-10-03"),
    ("2023-01-03", "since 28 Dec", "2022-12-28"),
    ("2022-11-15", "since 1 dec", "2021-12-01"),
    # leap years
    ("2023-11-16", "29 Feb", "2024-02-29"),
    ("2024-03-01", "since 29 Feb", "2024-02-29"),
    ("2022-11-16", "29 feb 2024", "2024-02-29"),
    ("2023-03-30", "29 feb", "2024-02-29"),
    # the day of a month
    ("2022-11-22", "stop chasing me til the 5th, nothing will move", "2022-12-05"),
    ("2022-11-16", "by the 27th", "2022-11-27"),
    ("2022-11-16", "until 30th", "2022-11-30"),
    ("2022-11-16", "27th pls", "2022-11-27"),
    ("2022-11-17", "nothing received since the 5th?", "2022-11-05"),
    ("2022-12-08", "cant make the 16th", "2022-12-16"),
    ("2022-11-24", "pulse survey goes out to all staff weds 30th", "2022-11-30"),
    ("2022-12-01", "until the 12th", "2022-12-12"),
    ("2023-01-30", "the 31st", "2023-01-31"),
    ("2023-02-01", "the 31st", "2023-03-31"),
    ("2022-11-16", "the 5th of next month", "2022-12-05"),
    ("2022-11-16", "5th of the month", "2022-11-05"),
    # weekdays
    ("2022-11-16", "fri", "2022-11-18"),
    ("2022-11-16", "wont hit friday", "2022-11-18"),
    ("2022-11-16", "Monday", "2022-11-21"),
    ("2022-11-16", "on Wed", "2022-11-23"),
    ("2022-11-16", "this Wed", "2022-11-16"),
    ("2022-11-16", "this Fri", "2022-11-18"),
    ("2022-11-16", "next Fri", "2022-11-25"),
    ("2022-11-24", "next fri", "2022-12-02"),
    ("2022-11-20", "next Tues", "2022-11-22"),
    ("2022-11-16", "last Fri", "2022-11-11"),
    ("2022-11-17", "QA-02 dashboard live since Tues", "2022-11-15"),
    ("2022-11-23", "posts: 4 of 5 filled since monday", "2022-11-21"),
    ("2022-11-21", "the terms were considered on Thursday", "2022-11-17"),
    ("2022-11-24", "we did the last two teams briefing on tues", "2022-11-22"),
    ("2022-12-07", "We ran the parents forum on Mon, 11 came", "2022-12-05"),
    ("2022-11-16", "Tues was hard", "2022-11-15"),
    ("2022-11-23", "on leave til Monday, ask the deputy", "2022-11-28"),
    ("2022-11-16", "Friday's panel", "2022-11-18"),
    ("2022-11-16", "tuseday", "2022-11-22"),
    ("2022-11-16", "by wensday", "2022-11-23"),
    ("2022-11-16", "thrusday", "2022-11-17"),
    ("2022-11-16", "cop Friday", "2022-11-18"),
    ("2022-11-16", "on sat", "2022-11-19"),
    ("2022-11-16", "Tues next week", "2022-11-22"),
    ("2022-11-16", "next week tues", "2022-11-22"),
    ("2022-11-16", "last Friday of Nov", "2022-11-25"),
    ("2022-11-16", "first Monday in Dec", "2022-12-05"),
    ("2022-11-16", "last day of Nov", "2022-11-30"),
    ("2022-11-16", "last working day of the month", "2022-11-30"),
    ("2022-12-16", "last working day of the month", "2022-12-30"),
    # a week after one
    ("2022-11-16", "Friday week", "2022-11-25"),
    ("2022-11-22", "reckon we land QA-01 by friday week", "2022-12-02"),
    ("2022-12-14", "due date friday week", "2022-12-23"),
    ("2022-11-16", "Tuesday week", "2022-11-29"),
    ("2022-11-16", "a week on Tuesday", "2022-11-29"),
    ("2022-11-16", "2 weeks on Friday", "2022-12-02"),
    ("2022-11-16", "Friday fortnight", "2022-12-02"),
    ("2022-11-16", "a week tomorrow", "2022-11-24"),
    ("2022-11-16", "a week today", "2022-11-23"),
    ("2022-11-16", "3 weeks from Monday", "2022-12-12"),
    # from today
    ("2022-11-16", "today", "2022-11-16"),
    ("2022-11-16", "tomorrow", "2022-11-17"),
    ("2022-11-16", "tmrw", "2022-11-17"),
    ("2022-11-16", "tommorow", "2022-11-17"),
    ("2022-12-31", "tomorrow", "2023-01-01"),
    ("2022-11-16", "yesterday", "2022-11-15"),
    ("2022-11-29", "yesterdays update on QA-03", "2022-11-28"),
    ("2022-11-16", "the day after tomorrow", "2022-11-18"),
    ("2022-11-16", "day before yesterday", "2022-11-14"),
    ("2022-11-16", "end of the day", "2022-11-16"),
    # meetings
    ("2022-11-16", "next board", "2022-11-29"),
    ("2022-11-29", "by next board", "2022-12-20"),
    ("2022-11-23", "since last board", "2022-10-25"),
    ("2022-11-30", "last IOB", "2022-11-29"),
    ("2022-11-23", "extend LG-01 until the december board", "2022-12-20"),
    ("2022-12-01", "pls put R-06 on decembers board", "2022-12-20"),
    ("2022-11-16", "next improvement board", "2022-11-29"),
    ("2022-12-05", "PT 1 to the 20 dec board", "2022-12-20"),
    ("2022-12-05", "escalate PT-01 to the 20 dec board", "2022-12-20"),
    # feasts
    ("2022-11-16", "christmas eve", "2022-12-24"),
    ("2022-11-16", "boxing day", "2022-12-26"),
    ("2022-11-16", "new years eve", "2022-12-31"),
    ("2022-11-16", "new year's day", "2023-01-01"),
    ("2022-11-16", "good friday", "2023-04-07"),
    ("2022-11-16", "easter monday", "2023-04-10"),
    ("2022-11-16", "the bank holiday", "2022-12-26"),
    ("2023-04-20", "bank holiday monday", "2023-05-01"),
    # the day of a month in words
    ("2022-11-14", "the second of December", "2022-12-02"),
    ("2022-11-14", "fourteenth of December", "2022-12-14"),
    ("2022-11-14", "on the first of November", "2022-11-01"),
    ("2022-11-14", "twenty first of Jan", "2023-01-21"),
    ("2022-11-14", "twenty-first of january", "2023-01-21"),
    ("2022-11-14", "the thirty first of Jan 2024", "2024-01-31"),
    ("2022-11-14", "sixteenth november 2022", "2022-11-16"),
    ("2022-11-14", "December the second", "2022-12-02"),
    ("2022-11-14", "by second december", "2022-12-02"),
    ("2022-11-14", "by the thirtieth", "2022-11-30"),
    ("2022-11-24", "till the fourteenth on the strategic board", "2022-12-14"),
    ("2022-11-14", "extend to the twenty eighth pls", "2022-11-28"),
    ("2022-11-14", "will be done by the second", "2022-12-02"),
    ("2022-11-14", "Monday the fourteenth", "2022-11-14"),
    ("2022-11-14", "first of the month", "2022-11-01"),
    ("2022-11-14", "the second of next month", "2022-12-02"),
    ("2022-12-21", "the board agreed on the twentieth to merge them", "2022-12-20"),
    # Friday's update
    ("2022-11-14", "friday's update", "2022-11-11"),
    ("2022-11-14", "fridays update", "2022-11-11"),
    ("2022-11-28", "fridays update on WF-04 said 580", "2022-11-25"),
    ("2022-11-14", "tuesday's panel went well", "2022-11-08"),
    ("2022-11-14", "thursdays audit found 3 gaps", "2022-11-10"),
    ("2022-11-14", "we agreed it at tuesdays board", "2022-11-08"),
    ("2022-11-14", "missed friday's deadline", "2022-11-11"),
    ("2022-11-14", "need it for fridays report", "2022-11-18"),
    ("2022-11-14", "friday's update will be late", "2022-11-18"),
    ("2022-11-14", "monday's session is cancelled", "2022-11-21"),
    ("2022-11-14", "to be agreed at tuesday's board", "2022-11-15"),
    ("2022-11-24", "needs to go to tuesdays board", "2022-11-29"),
    ("2022-12-22", "tuesdays board was content", "2022-12-20"),
    # a week after one, said otherwise
    ("2022-11-14", "by Friday week I'd think", "2022-11-25"),
    ("2022-11-14", "til Friday week", "2022-11-25"),
    ("2022-11-14", "yest wks", "2022-11-13"),
    ("2022-11-14", "monday fortnight", "2022-12-05"),
    ("2022-11-14", "thurs wk", "2022-11-24"),
    ("2022-11-14", "a week last tuesday", "2022-11-01"),
    ("2022-11-14", "a month today", "2022-12-14"),
    ("2022-11-14", "2 months from today", "2023-01-14"),
    ("2022-12-06", "10 working days from 6 Dec", "2022-12-20"),
    ("2022-11-14", "this time next week", "2022-11-21"),
    ("2022-11-14", "same time next week", "2022-11-21"),
    ("2022-11-14", "the Friday after next", "2022-12-02"),
    ("2022-11-14", "next friday but one", "2022-12-02"),
    ("2022-11-14", "this coming thursday", "2022-11-17"),
    ("2022-11-14", "thursday coming", "2022-11-17"),
    ("2022-11-14", "thurs next", "2022-11-24"),
    ("2022-11-14", "friday gone", "2022-11-11"),
    ("2022-11-14", "friday last", "2022-11-11"),
    ("2022-11-14", "Mon 5", "2022-12-05"),
    # the end of a day
    ("2022-11-14", "by COP Friday", "2022-11-18"),
    ("2022-11-14", "by close of business thurs 24th", "2022-11-24"),
    ("2022-11-14", "close of play fri", "2022-11-18"),
    ("2022-11-14", "eod thurs", "2022-11-17"),
    ("2022-11-14", "by eod", "2022-11-14"),
    ("2022-11-14", "by end of Friday", "2022-11-18"),
    ("2022-12-06", "9/12 14:00", "2022-12-09"),
    ("2022-12-06", "09Dec22", "2022-12-09"),
    # counted from another day
    ("2022-11-14", "2 weeks before the board", "2022-11-15"),
    ("2022-11-14", "2 working days before the board", "2022-11-25"),
    ("2022-11-14", "the day after the board", "2022-11-30"),
    ("2022-11-14", "the day before 20 Dec", "2022-12-19"),
    ("2022-11-14", "a week before xmas", "2022-12-18"),
    ("2022-11-14", "the first Monday after new year", "2023-01-02"),
    ("2022-11-14", "the Friday before Christmas", "2022-12-23"),
    ("2022-11-14", "the friday before the board", "2022-11-25"),
    ("2022-11-14", "1 week after friday", "2022-11-25"),
    # boards and bank holidays
    ("2022-11-14", "the board on the 20th", "2022-12-20"),
    ("2022-11-14", "for next month's board", "2022-12-20"),
    ("2022-11-14", "at last months board", "2022-10-25"),
    ("2022-11-14", "next board but one", "2022-12-20"),
    ("2022-12-06", "2nd Jan bank hol", "2023-01-02"),
    ("2022-12-06", "the August bank holiday", "2023-08-28"),
    # from and to
    ("2022-11-14", "no later than 9 dec", "2022-12-09"),
    ("2022-11-14", "on or before 9 dec", "2022-12-09"),
    ("2022-11-14", "no earlier than 9 January", "2023-01-09"),
    ("2022-11-14", "backdated to 1 Oct", "2022-10-01"),
    ("2022-11-14", "for the 20 Dec board", "2022-12-20"),
    ("2022-12-06", "the 9th of jan next year", "2023-01-09"),
    ("2022-12-06", "9 Dec this week", "2022-12-09"),
    # slips of the pen
    ("2022-11-16", "decmber 5th", "2022-12-05"),
    ("2022-11-16", "5 decmber", "2022-12-05"),
    ("2022-11-16", "febuary 3rd", "2023-02-03"),
    ("2022-11-16", "3 janurary", "2023-01-03"),
    ("2022-11-16", "9 novmber", "2022-11-09"),
]


@pytest.mark.parametrize(("today", "text", "expected"), EXACT)
def test_a_day_is_told_from_its_words(today: str, text: str, expected: str) -> None:
    """Day before month, and the year that makes sense."""
    when = only(text, day(today))
    assert (when.first, when.last, when.day) == (day(expected),) * 3
    assert when.exact
    assert not when.vague


STRETCHES = [
    # weeks
    ("2022-11-15", "remaining 2 by w/c 28 Nov", "2022-11-28", "2022-12-04", "2022-12-02"),
    ("2022-11-16", "w/c 5 Dec", "2022-12-05", "2022-12-11", "2022-12-09"),
    ("2022-11-16", "wc 5/12", "2022-12-05", "2022-12-11", "2022-12-09"),
    ("2022-11-16", "w/c 5th", "2022-12-05", "2022-12-11", "2022-12-09"),
    ("2022-11-16", "w/c Monday", "2022-11-21", "2022-11-27", "2022-11-25"),
    ("2022-11-16", "week commencing 5 December", "2022-12-05", "2022-12-11", "2022-12-09"),
    ("2022-11-16", "w/b 5 dec", "2022-12-05", "2022-12-11", "2022-12-09"),
    ("2022-11-16", "week of 5 Dec", "2022-12-05", "2022-12-11", "2022-12-09"),
    ("2022-12-14", "w/c 16 jan", "2023-01-16", "2023-01-22", "2023-01-20"),
    ("2022-11-16", "w/e 9 Dec", "2022-12-05", "2022-12-09", "2022-12-09"),
    ("2022-11-16", "week ending 9 dec", "2022-12-05", "2022-12-09", "2022-12-09"),
    ("2022-11-16", "this wk", "2022-11-14", "2022-11-20", "2022-11-18"),
    ("2022-11-16", "next week", "2022-11-21", "2022-11-27", "2022-11-25"),
    ("2022-11-16", "nxt wk", "2022-11-21", "2022-11-27", "2022-11-25"),
    ("2022-11-16", "last week", "2022-11-07", "2022-11-13", "2022-11-11"),
    ("2022-12-30", "next week", "2023-01-02", "2023-01-08", "2023-01-06"),
    ("2022-11-16", "early next week", "2022-11-21", "2022-11-22", "2022-11-22"),
    ("2022-11-16", "late next week", "2022-11-24", "2022-11-25", "2022-11-25"),
    ("2022-11-16", "end of the week", "2022-11-18", "2022-11-18", "2022-11-18"),
    ("2022-11-16", "eow", "2022-11-18", "2022-11-18", "2022-11-18"),
    ("2022-11-18", "eow", "2022-11-18", "2022-11-18", "2022-11-18"),
    ("2022-11-19", "end of the week", "2022-11-25", "2022-11-25", "2022-11-25"),
    ("2022-11-23", "til end of next wk", "2022-12-02", "2022-12-02", "2022-12-02"),
    ("2022-11-16", "first week of Jan", "2023-01-01", "2023-01-07", "2023-01-06"),
    ("2022-11-16", "2nd week of Jan", "2023-01-08", "2023-01-14", "2023-01-13"),
    ("2022-11-16", "last week of Jan", "2023-01-25", "2023-01-31", "2023-01-31"),
    ("2022-11-16", "later this week", "2022-11-16", "2022-11-20", "2022-11-18"),
    ("2022-11-16", "sometime next week", "2022-11-21", "2022-11-27", "2022-11-25"),
    ("2022-11-16", "thurs or fri next week", "2022-11-24", "2022-11-25", "2022-11-25"),
    ("2022-11-16", "within the week", "2022-11-16", "2022-11-23", "2022-11-23"),
    ("2022-11-16", "this weekend", "2022-11-19", "2022-11-20", "2022-11-20"),
    ("2022-11-14", "family moved over w/e", "2022-11-12", "2022-11-13", "2022-11-13"),
    # months
    ("2022-11-16", "end of Nov", "2022-11-30", "2022-11-30", "2022-11-30"),
    ("2022-11-16", "by end Jan", "2023-01-31", "2023-01-31", "2023-01-31"),
    ("2022-11-16", "end-Feb", "2023-02-28", "2023-02-28", "2023-02-28"),
    ("2023-11-16", "end of feb", "2024-02-29", "2024-02-29", "2024-02-29"),
    ("2022-11-16", "end of Dec 22", "2022-12-31", "2022-12-31", "2022-12-31"),
    ("2022-11-24", "QP-01 pushing to mid dec", "2022-12-12", "2022-12-16", "2022-12-16"),
    ("2022-11-16", "mid-December", "2022-12-12", "2022-12-16", "2022-12-16"),
    ("2022-12-05", "move wf01 to mid jan pls", "2023-01-12", "2023-01-16", "2023-01-16"),
    ("2022-11-16", "middle of Feb", "2023-02-13", "2023-02-16", "2023-02-16"),
    ("2022-11-16", "early Jan", "2023-01-01", "2023-01-10", "2023-01-10"),
    ("2022-11-16", "early in Jan", "2023-01-01", "2023-01-10", "2023-01-10"),
    ("2022-11-16", "late Jan", "2023-01-21", "2023-01-31", "2023-01-31"),
    ("2022-11-16", "start of Jan", "2023-01-01", "2023-01-07", "2023-01-01"),
    ("2022-11-16", "mid/late Jan", "2023-01-12", "2023-01-31", "2023-01-31"),
    ("2022-11-16", "first half of Feb", "2023-02-01", "2023-02-14", "2023-02-14"),
    ("2022-11-24", "funding ends in march", "2023-03-01", "2023-03-31", "2023-03-31"),
    ("2022-12-02", "build wont be ready til feb now", "2023-02-01", "2023-02-28", "2023-02-28"),
    ("2022-11-16", "by May", "2023-05-01", "2023-05-31", "2023-05-31"),
    ("2022-11-16", "in may", "2023-05-01", "2023-05-31", "2023-05-31"),
    ("2022-11-16", "Feb", "2023-02-01", "2023-02-28", "2023-02-28"),
    ("2022-11-16", "more like march now", "2023-03-01", "2023-03-31", "2023-03-31"),
    ("2022-11-16", "prob Feb for us", "2023-02-01", "2023-02-28", "2023-02-28"),
    ("2022-11-16", "in Nov", "2022-11-01", "2022-11-30", "2022-11-30"),
    ("2022-12-01", "38/40 strategy mtgs in nov", "2022-11-01", "2022-11-30", "2022-11-30"),
    ("2022-12-07", "in October", "2022-10-01", "2022-10-31", "2022-10-31"),
    ("2022-11-16", "March 2024", "2024-03-01", "2024-03-31", "2024-03-31"),
    ("2022-11-21", "post unfilled since Sept", "2022-09-01", "2022-09-30", "2022-09-01"),
    ("2022-12-01", "export updates since august", "2022-08-01", "2022-08-31", "2022-08-01"),
    ("2022-11-16", "next month", "2022-12-01", "2022-12-31", "2022-12-31"),
    ("2022-12-16", "next month", "2023-01-01", "2023-01-31", "2023-01-31"),
    ("2023-01-31", "last month", "2022-12-01", "2022-12-31", "2022-12-31"),
    ("2022-11-16", "end of the month", "2022-11-30", "2022-11-30", "2022-11-30"),
    ("2022-11-16", "eom", "2022-11-30", "2022-11-30", "2022-11-30"),
    ("2022-11-16", "month end", "2022-11-30", "2022-11-30", "2022-11-30"),
    ("2024-01-31", "end of next month", "2024-02-29", "2024-02-29", "2024-02-29"),
    ("2022-11-16", "sometime in Jan", "2023-01-01", "2023-01-31", "2023-01-31"),
    ("2022-11-16", "later in the month", "2022-11-16", "2022-11-30", "2022-11-30"),
    ("2022-11-16", "mid-month", "2022-11-14", "2022-11-16", "2022-11-16"),
    ("2022-11-16", "in jan or feb", "2023-01-01", "2023-02-28", "2023-02-28"),
    # quarters and years
    ("2022-12-07", "WF-04 deadline into Q4 pls", "2023-01-01", "2023-03-31", "2023-03-31"),
    ("2022-11-16", "in Q3", "2022-10-01", "2022-12-31", "2022-12-31"),
    ("2022-11-16", "by Q1", "2023-04-01", "2023-06-30", "2023-06-30"),
    ("2022-11-16", "Q1 2022/23", "2022-04-01", "2022-06-30", "2022-06-30"),
    ("2022-11-16", "Q4 22/23", "2023-01-01", "2023-03-31", "2023-03-31"),
    ("2022-11-16", "by Q1 next year", "2023-04-01", "2023-06-30", "2023-06-30"),
    ("2022-11-16", "end of FY", "2023-03-31", "2023-03-31", "2023-03-31"),
    ("2022-11-16", "start of the new financial year", "2023-04-01", "2023-04-07", "2023-04-01"),
    ("2022-12-12", "push LG-04 back to end of Q4", "2023-03-31", "2023-03-31", "2023-03-31"),
    ("2022-11-16", "start of Q4", "2023-01-01", "2023-01-07", "2023-01-01"),
    ("2022-11-16", "end of the quarter", "2022-12-31", "2022-12-31", "2022-12-31"),
    ("2022-11-16", "this quarter", "2022-10-01", "2022-12-31", "2022-12-31"),
    ("2023-01-24", "last quarter", "2022-10-01", "2022-12-31", "2022-12-31"),
    ("2022-11-16", "year end", "2023-03-31", "2023-03-31", "2023-03-31"),
    ("2022-12-14", "end of the financial year", "2023-03-31", "2023-03-31", "2023-03-31"),
    ("2023-04-01", "year end", "2024-03-31", "2024-03-31", "2024-03-31"),
    ("2022-11-16", "end of the year", "2022-12-31", "2022-12-31", "2022-12-31"),
    ("2022-11-16", "end of 2023", "2023-12-31", "2023-12-31", "2023-12-31"),
    ("2022-11-16", "end of 2022/23", "2023-03-31", "2023-03-31", "2023-03-31"),
    # before and by
    ("2022-11-28", "need comms to teams b4 xmas", "2022-11-28", "2022-12-24", "2022-12-24"),
    ("2022-11-16", "before Christmas", "2022-11-16", "2022-12-24", "2022-12-24"),
    ("2022-11-16", "by xmas", "2022-12-24", "2022-12-24", "2022-12-24"),
    ("2022-11-16", "before the new year", "2022-11-16", "2022-12-31", "2022-12-31"),
    ("2022-11-16", "before Easter", "2022-11-16", "2023-04-06", "2023-04-06"),
    ("2024-01-16", "before Easter", "2024-01-16", "2024-03-28", "2024-03-28"),
    ("2022-11-16", "by Easter", "2023-04-06", "2023-04-06", "2023-04-06"),
    ("2022-12-01", "finish before next board", "2022-12-01", "2022-12-19", "2022-12-19"),
    ("2022-11-16", "before the board", "2022-11-16", "2022-11-28", "2022-11-28"),
    ("2022-11-16", "before 5 Dec", "2022-11-16", "2022-12-04", "2022-12-04"),
    ("2022-11-16", "prior to 5 Dec", "2022-11-16", "2022-12-04", "2022-12-04"),
    # amounts from today
    ("2022-11-16", "in 2 weeks", "2022-11-30", "2022-11-30", "2022-11-30"),
    ("2022-11-16", "in a fortnight", "2022-11-30", "2022-11-30", "2022-11-30"),
    ("2022-11-16", "in a couple of weeks", "2022-11-30", "2022-11-30", "2022-11-30"),
    ("2022-11-16", "in about 3 months", "2023-02-16", "2023-02-16", "2023-02-16"),
    ("2022-11-16", "in 3 weeks' time", "2022-12-07", "2022-12-07", "2022-12-07"),
    ("2022-11-16", "a month from now", "2022-12-16", "2022-12-16", "2022-12-16"),
    ("2022-11-16", "will be finished in 10 working days", "2022-11-30", "2022-11-30", "2022-11-30"),
    ("2022-12-20", "within 5 working days", "2022-12-29", "2022-12-29", "2022-12-29"),
    ("2022-11-16", "in 2-3 weeks", "2022-11-30", "2022-12-07", "2022-12-07"),
    ("2022-11-16", "in a week or two", "2022-11-23", "2022-11-30", "2022-11-30"),
    ("2022-11-16", "over the next month", "2022-11-16", "2022-12-16", "2022-12-16"),
    ("2022-11-16", "in the next 2 weeks", "2022-11-16", "2022-11-30", "2022-11-30"),
    ("2022-11-16", "2 weeks ago", "2022-11-02", "2022-11-02", "2022-11-02"),
    ("2022-11-16", "in the last 3 weeks", "2022-10-26", "2022-11-16", "2022-11-16"),
    ("2022-11-16", "snooze me for 2 weeks", "2022-11-30", "2022-11-30", "2022-11-30"),
    # ranges
    ("2022-11-16", "next Tuesday or Wednesday", "2022-11-22", "2022-11-23", "2022-11-23"),
    ("2022-11-16", "fri/mon", "2022-11-18", "2022-11-21", "2022-11-21"),
    ("2022-11-16", "1-9 Dec", "2022-12-01", "2022-12-09", "2022-12-09"),
    ("2022-11-16", "between 1 and 15 Dec", "2022-12-01", "2022-12-15", "2022-12-15"),
    ("2022-11-16", "5 or 6 Dec", "2022-12-05", "2022-12-06", "2022-12-06"),
    ("2022-11-16", "5/6 Dec", "2022-12-05", "2022-12-06", "2022-12-06"),
    ("2022-11-16", "Mon 5th to Fri 9th Dec", "2022-12-05", "2022-12-09", "2022-12-09"),
    ("2022-11-16", "28 Nov - 9 Dec", "2022-11-28", "2022-12-09", "2022-12-09"),
    ("2022-11-28", "sampled 1/10/22 to 31/10/22", "2022-10-01", "2022-10-31", "2022-10-31"),
    ("2022-11-16", "5/12/22-9/12/22", "2022-12-05", "2022-12-09", "2022-12-09"),
    ("2022-12-10", "20 Dec to 5 Jan", "2022-12-20", "2023-01-05", "2023-01-05"),
    ("2022-11-14", "this wk & next", "2022-11-14", "2022-11-27", "2022-11-27"),
    ("2022-11-14", "next week and the week after", "2022-11-21", "2022-12-04", "2022-12-04"),
    ("2022-11-14", "22nd-24th nov", "2022-11-22", "2022-11-24", "2022-11-24"),
    (
        "2022-11-14",
        "between the first and fourteenth of December",
        "2022-12-01",
        "2022-12-14",
        "2022-12-14",
    ),
    ("2022-11-14", "between xmas and new year", "2022-12-26", "2022-12-31", "2022-12-31"),
    ("2022-12-06", "apr 22 to mar 23", "2022-04-01", "2023-03-31", "2023-03-31"),
    # weeks and months by another day
    ("2022-11-14", "wk beg 5 dec", "2022-12-05", "2022-12-11", "2022-12-09"),
    ("2022-11-14", "week of the 5th", "2022-12-05", "2022-12-11", "2022-12-09"),
    ("2022-11-14", "1st wk of feb", "2023-02-01", "2023-02-07", "2023-02-07"),
    ("2022-11-14", "w/c 5th or 12th Dec", "2022-12-05", "2022-12-18", "2022-12-16"),
    ("2022-12-06", "w/c 16th Jan or 23rd Jan", "2023-01-16", "2023-01-29", "2023-01-27"),
    ("2022-11-14", "end of w/c 5 Dec", "2022-12-09", "2022-12-09", "2022-12-09"),
    ("2022-12-06", "week end 16 dec", "2022-12-12", "2022-12-16", "2022-12-16"),
    ("2022-11-14", "sometime w/c 12th", "2022-12-12", "2022-12-18", "2022-12-16"),
    ("2022-11-14", "the week of the board", "2022-11-28", "2022-12-04", "2022-12-02"),
    ("2022-11-14", "the week before xmas", "2022-12-18", "2022-12-24", "2022-12-23"),
    ("2022-11-14", "the week after next", "2022-11-28", "2022-12-04", "2022-12-02"),
    ("2022-11-14", "week before last", "2022-10-31", "2022-11-06", "2022-11-04"),
    ("2022-11-14", "month after next", "2023-01-01", "2023-01-31", "2023-01-31"),
    ("2022-11-14", "end of the week after next", "2022-12-02", "2022-12-02", "2022-12-02"),
    ("2022-11-14", "week 2 of jan", "2023-01-08", "2023-01-14", "2023-01-13"),
    ("2022-11-14", "within the week of 5 Dec", "2022-12-05", "2022-12-11", "2022-12-09"),
    ("2022-11-14", "next week but one", "2022-11-28", "2022-12-04", "2022-12-02"),
    ("2022-11-14", "later on this week", "2022-11-14", "2022-11-20", "2022-11-18"),
    ("2022-11-16", "earlier this week", "2022-11-14", "2022-11-16", "2022-11-16"),
    ("2022-11-14", "rest of the month", "2022-11-14", "2022-11-30", "2022-11-30"),
    ("2022-11-14", "this time next month", "2022-12-14", "2022-12-14", "2022-12-14"),
    ("2022-11-14", "2nd half of jan", "2023-01-17", "2023-01-31", "2023-01-31"),
    ("2022-11-14", "first half of 2023", "2023-01-01", "2023-06-30", "2023-06-30"),
    ("2022-11-14", "back end of jan", "2023-01-31", "2023-01-31", "2023-01-31"),
    ("2022-11-14", "tail end of feb", "2023-02-28", "2023-02-28", "2023-02-28"),
    ("2022-11-14", "end of autumn", "2022-11-30", "2022-11-30", "2022-11-30"),
    ("2022-11-14", "by end of FY 23/24", "2024-03-31", "2024-03-31", "2024-03-31"),
    ("2022-12-06", "end of quarter 4", "2023-03-31", "2023-03-31", "2023-03-31"),
    ("2022-11-14", "in apr 23", "2023-04-01", "2023-04-30", "2023-04-30"),
    ("2022-11-14", "apr-23", "2023-04-01", "2023-04-30", "2023-04-30"),
    ("2022-12-06", "next January", "2023-01-01", "2023-01-31", "2023-01-31"),
    ("2022-12-06", "last Dec", "2021-12-01", "2021-12-31", "2021-12-31"),
    ("2022-12-06", "in Jan next year", "2023-01-01", "2023-01-31", "2023-01-31"),
    # amounts
    ("2022-11-14", "in a fortnight's time", "2022-11-28", "2022-11-28", "2022-11-28"),
    ("2022-11-14", "six weeks' time", "2022-12-26", "2022-12-26", "2022-12-26"),
    ("2022-11-14", "before crimbo", "2022-11-14", "2022-12-24", "2022-12-24"),
    ("2022-11-14", "before the xmas break", "2022-11-14", "2022-12-24", "2022-12-24"),
    ("2022-11-14", "within a month of 1 Dec", "2022-12-01", "2023-01-01", "2023-01-01"),
]


@pytest.mark.parametrize(("today", "text", "first", "last", "taken"), STRETCHES)
def test_a_stretch_has_its_first_and_last_day_and_one_to_take(
    today: str, text: str, first: str, last: str, taken: str
) -> None:
    """The Friday of a week, the last day of other stretches, the first after since."""
    when = only(text, day(today))
    assert (when.first, when.last, when.day) == (day(first), day(last), day(taken))
    assert not when.exact
    assert not when.vague


FROM_DUE = [
    ("RK-03 need another month", "2023-01-31", "2023-02-28"),
    ("another month", "2024-01-31", "2024-02-29"),
    ("a month", "2023-01-31", "2023-02-28"),
    ("2 weeks pls", "2022-12-09", "2022-12-23"),
    ("PT-01 slipped 2 wks", "2022-12-09", "2022-12-23"),
    ("so RK-01 will slip a wk", "2022-11-11", "2022-11-18"),
    ("slipping by about a fortnight", "2022-12-09", "2022-12-23"),
    ("+3 weeks", "2022-12-09", "2022-12-30"),
    ("10 working days", "2022-12-09", "2022-12-23"),
    ("10 working days", "2022-12-16", "2023-01-04"),
    ("need 10 extra days on QA-04", "2023-02-10", "2023-02-20"),
    ("an extra week", "2022-12-09", "2022-12-16"),
    ("2 more weeks pls", "2022-12-09", "2022-12-23"),
    ("2 weeks more", "2022-12-09", "2022-12-23"),
    ("requesting a fortnights extension QA-03", "2023-01-27", "2023-02-10"),
    ("a week's extension", "2022-12-09", "2022-12-16"),
    ("push it back 3 weeks", "2022-12-09", "2022-12-30"),
    ("delayed by 2 months", "2022-12-31", "2023-02-28"),
    ("PT-01 and RK-04 both need another wk", "2022-12-30", "2023-01-06"),
    ("a week later", "2022-12-09", "2022-12-16"),
    ("bring forward 2 weeks", "2022-12-23", "2022-12-09"),
    ("a week earlier", "2022-12-23", "2022-12-16"),
    ("we are two weeks behind", "2022-12-09", "2022-12-23"),
    ("running a week late", "2022-12-09", "2022-12-16"),
    ("extension of 2 weeks", "2022-12-09", "2022-12-23"),
    ("asking for 2 weeks", "2022-12-09", "2022-12-23"),
    ("extend the deadline by two weeks", "2022-12-09", "2022-12-23"),
    ("it needs 2 weeks to embed", "2022-12-09", "2022-12-23"),
    ("needs 2-3 weeks", "2022-12-09", "2022-12-30"),
    ("twenty eight days extension", "2022-12-09", "2023-01-06"),
    ("six-month extension", "2022-12-09", "2023-06-09"),
]


@pytest.mark.parametrize(("text", "due", "expected"), FROM_DUE)
def test_more_time_counts_from_the_due_date(text: str, due: str, expected: str) -> None:
    """Whether that is known when the text is read or later; until then it counts from today."""
    when = only(text)
    assert when.relative_to_due
    assert not when.exact
    assert when.resolved(day(due)).day == day(expected)
    assert only(text, due=day(due)).day == day(expected)
    assert when.resolved(None) == when


@pytest.mark.parametrize(
    "text",
    [
        "PT-02 moved to after half term",
        "half term",
        "after half term",
        "in the new year",
        "early in the new year",
        "LG-03 moving to in the spring",
        "sometime in the spring",
        "by summer",
        "soon",
        "asap",
        "will upload later",
        "TBC",
        "in due course",
        "at some point",
        "in the coming weeks",
        "over the next few weeks",
        "in a few months",
        "another few weeks",
        "in a week or so",
        "after Easter",
        "after xmas",
        "after 5 Dec",
        "after the next board",
        "end of term",
        "next year",
        "early 2023",
        "summer 2023",
        "not till the new year",
        "after the school hols",
        "after the holidays",
        "once the holidays are over",
        "over the christmas holidays",
        "in the new term",
        "when the schools go back",
        "before the schools break up",
        "QA-03 has moved to the summer term",
        "start of the spring term",
        "last day of term",
        "after the break",
        "slipped to Feb half term",
        "the monday after half term",
        "2 weeks after half term",
        "sometime in the new yr",
        "sometime after christmas",
        "turn of the year",
        "a month before year end",
        "the May bank holiday",
        "a few days after the 5th",
        "hold until 2023",
        "wk 3 jan",
    ],
)
def test_what_names_no_day_is_asked_back(text: str) -> None:
    """It is found, so that the question can name it."""
    when = only(text)
    assert when.vague
    assert not when.exact


def test_without_board_dates_the_next_board_is_asked_back() -> None:
    """It is not guessed."""
    assert dates_in("by next board", WED)[0].vague
    assert dates_in("after the december board", WED)[0].vague


@pytest.mark.parametrize(
    "text",
    [
        "",
        "WF-02 amber",
        "QP-03 PT 02 R-01",
        "1 of 3",
        "R-03 down to 2x3",
        "R-03 down to 4/2",
        "now 4/3",
        "L4 I3",
        "L4/I3",
        "QP-03 3/5 posts",
        "3/5 posts filled",
        "by 3/5 posts",
        "QA-01 32/40 audits done",
        "20/30 families",
        "20/10 teams",
        "5/7 teams",
        "5/7 of them",
        "at 8/12 schools",
        "by 3/5 schools",
        "the 2nd school visit",
        "up to 6/7 now",
        "staff on duty 24/7",
        "covered 24/7 by MASH",
        "60% done",
        "scored 3/4",
        "section 47",
        "s47 timeliness 84%, ICPC in 15 days 79%",
        "91% seen in a day",
        "1-2-1 with the PSW",
        "Power BI v2.14.0 gateway",
        "release 22.3.1 installed",
        "v1.2",
        "£12.50 and £14,200",
        "12.5k",
        "10am",
        "at 10.30",
        "09:15",
        "0121 496 0100",
        "07700 900050",
        "48 hours",
        "waited more than 48 hrs",
        "Working Together 2018",
        "Children Act 1989 s17",
        "the 2016 review",
        "budget for 2023/24",
        "budget 22/23",
        "31 Nov",
        "31/11",
        "30/2",
        "29/2/23",
        "29 Feb",
        "32 dec",
        "0 dec",
        "00/00/00",
        "2022-13-45",
        "may slip",
        "it may be late",
        "we may need 5 of them",
        "the 5 may slip",
        "all 3 may close",
        "May was a low point",
        "march on",
        "marching orders",
        "sat with the family",
        "we sat on it",
        "out in the sun",
        "every Friday",
        "drop-ins on Fridays",
        "Mon-Fri 9-5",
        "nov avg caseload 17.4",
        "heres the nov pack",
        "3 of 5 nov audits",
        "autumn was slow, june to august slower",
        "xmas kills interviews",
        "spring",
        "Easter egg in the dashboard",
        "2nd month running under 18",
        "all three at strategy board 1st time",
        "the 2nd nurse post",
        "on the 3rd floor",
        "this is the 3rd of 4",
        "cover 2 days/wk",
        "median wait 2 days",
        "needs 2 days training",
        "the checks took 3 weeks",
        "open for 3 weeks",
        "no worker for 6 wks",
        "two months to go",
        "43 days late",
        "year 11 pilot",
        "early years team",
        "the next day",
        "no sooner said",
        "as soon as we can",
        "sooner or later",
        "paper no. 22/11/03",
        "paper 22/11/07b",
        "job ref ARD/4417/22",
        "cost centre 9981204417",
        "no info on R220118",
        "DOB 12.09.14",
        "dob: 1st jan 12",
        "child born 4th May 2016",
        "https://sharepoint.example/iocsb/qa02-dashboard-nov.pdf",
        "Recording_Standard_May_2022_v4.docx",
        "board-5-dec-2022.pdf",
        "fri@5dec.example",
        "escalate R-05 to board please",
        "mark everything amber til further notice",
        "morning!",
        "on hold",
        "in a yr",
        "QA-02 is second to none",
        "the second audit is done",
        "waiting on the second",
        "on the first, we are green",
        "replaced by the second",
        "second of the three audits",
        "by the second of the three",
        "a third of December cases",
        "one third complete",
        "the second of december's audits",
        "the first of many",
        "by the third sector partners",
        "the thirtieth",
        "the tenth week of jan",
        "thirty two of forty",
        "the day before",
        "when the audit is done",
        "before the clocks change",
        "after the break clause",
        "after the holiday pay dispute",
        "mid-term review",
        "in the long term",
        "the rest of the team",
        "turn of phrase",
        "fridays are hard",
        "every other friday",
        "every second tuesday",
        "second tuesday of each month",
        "black friday",
        "remembrance sunday",
        "having police sat next to us",
        "after the autumn statement",
        "this may slip",
        "cop shop",
        "born on the third of march 2011",
    ],
)
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    """References, shares, scores, measures, numbers, titles, names and verbs."""
    assert dates_in(text, WED, boards=BOARDS) == []


def test_a_count_after_a_month_is_no_day_of_it() -> None:
    """20 forms were done in all of November."""
    assert days_of("in nov 20 forms were done") == ["2022-11-30"]
    assert days_of("in nov 22 schools signed up") == ["2022-11-30"]
    assert days_of("nov 20") == ["2022-11-20"]


def days_of(text: str, today: date = WED) -> list[str]:
    return [when.day.isoformat() for when in dates_in(text, today, boards=BOARDS)]


def test_several_dates_stand_in_order() -> None:
    """Each where it was typed."""
    assert days_of("14 Nov, 21 Nov and 28 Nov") == ["2022-11-14", "2022-11-21", "2022-11-28"]
    assert days_of("5th, 12th and 19th Dec") == ["2022-12-05", "2022-12-12", "2022-12-19"]
    assert days_of("5 and 6 Dec") == ["2022-12-05", "2022-12-06"]
    assert days_of("from 30 nov to 14 dec") == ["2022-11-30", "2022-12-14"]
    assert days_of("moved from 5 to 9 Dec") == ["2022-12-05", "2022-12-09"]
    assert days_of("19/12/22 -> 09/01/23") == ["2022-12-19", "2023-01-09"]
    assert days_of("the first and second of Feb") == ["2023-02-01", "2023-02-02"]
    assert days_of("mon 5 + tues 6 dec") == ["2022-12-05", "2022-12-06"]
    assert days_of("not this friday, next friday") == ["2022-11-18", "2022-11-25"]
    later = days_of("move QA-01 from next fri to the fri after", date(2022, 11, 24))
    assert later == ["2022-12-02", "2022-12-09"]


def test_a_date_knows_the_word_before_it() -> None:
    """By, until, since ...; "not" and "instead of" refuse a day."""
    leads = {
        "by 5 Dec": "by",
        "til the 5th": "until",
        "b4 5 Dec": "before",
        "not before 5 Dec": "from",
        "no later than 5 Dec": "by",
        "no earlier than 5 Dec": "from",
        "on or after 5 Dec": "from",
        "by close of play 5 Dec": "by",
        "once the holidays are over": "after",
        "wef 5 Dec": "from",
        "as of 5 Dec": "from",
        "not the 5th": "not",
        "instead of 5 Dec": "not",
        "5 Dec": "",
    }
    assert {text: only(text).lead for text in leads} == leads


def test_a_date_stands_where_it_was_typed() -> None:
    """Without the word before it."""
    text = "İ’ll do it by w/c 5 DEC – latest"
    when = only(text)
    assert text[when.start : when.end] == "w/c 5 DEC"


def test_the_refused_day_is_the_due_date() -> None:
    """03/02/23 please, not 27th: of January, when it is due, not of December."""
    asked, refused = dates_in(
        "QA-03 - due date 03/02/23 please not 27th", date(2022, 12, 15), due=date(2023, 1, 27)
    )
    assert asked.day == date(2023, 2, 3)
    assert (refused.day, refused.bare_ordinal) == (date(2023, 1, 27), True)


def test_other_readings_are_told() -> None:
    """Next Friday on a Wednesday, and a weekday that the day is not."""
    assert only("next Fri").rival == date(2022, 11, 18)
    assert only("next Fri", date(2022, 11, 19)).rival is None
    assert only("next Mon", WED).rival is None
    assert only("by mar 23").rival == date(2023, 3, 31)
    assert only("friday before xmas").rival == date(2022, 11, 18)
    assert only("last Tues").rival == date(2022, 11, 8)
    assert only("Fri 1 Dec 2022").mismatch
    assert not only("Thurs 1 Dec 2022").mismatch


def test_a_text_that_looks_back_means_the_latest_day() -> None:
    """As the caller says."""
    texts = ["Tues", "28 Oct", "on the 5th", "in October", "5 Jan", "in Q2"]
    found = [dates_in(text, WED, prefer="past")[0].first for text in texts]
    assert found == [
        date(2022, 11, 15),
        date(2022, 10, 28),
        date(2022, 11, 5),
        date(2022, 10, 1),
        date(2022, 1, 5),
        date(2022, 7, 1),
    ]


def test_what_lies_before_today_is_past() -> None:
    """And nothing else."""
    past = ["since Tues", "yesterday", "last month", "14/11/22", "2 weeks ago", "as at 1 Nov"]
    assert all(only(text).past for text in past)
    assert not any(only(text).past for text in ["today", "this wk", "5 Dec", "slip 2 wks"])


WORDS = st.one_of(
    st.sampled_from(sorted(lexicon())),
    st.from_regex(r"[0-9]{1,5}(st|th|/[0-9]{1,3}|\.[0-9]{2}\.[0-9]{2}|%)?", fullmatch=True),
    st.sampled_from(list("-/,.;&+'")),
    st.text(max_size=4),
)
TEXTS = st.one_of(st.text(), st.lists(WORDS, max_size=14).map(" ".join))


@given(TEXTS, st.dates(), st.sampled_from(["future", "past"]), st.none() | st.dates())
def test_nothing_that_is_typed_on_any_day_raises(
    text: str, today: date, prefer: str, due: date | None
) -> None:
    """Nor do dates overlap, end before they begin or stand outside the text."""
    near = [today + timedelta(days=5)] if today < date(9999, 12, 1) else []
    found = dates_in(
        text, today, boards=near, due=due, prefer="past" if prefer == "past" else "future"
    )
    ends = 0
    for when in found:
        assert ends <= when.start < when.end <= len(text)
        assert when.first <= when.last
        assert when.resolved(due).first <= when.resolved(due).last
        assert when.first <= when.day <= when.last
        ends = when.end


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.dates(date(1950, 1, 1), date(2150, 1, 1)))
def test_a_full_date_is_itself_on_any_day(named: date, today: date) -> None:
    """In figures, as ISO and in words."""
    for form in ("%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d", "%d %B %Y", "%a %d %b %Y", "%B %d, %Y"):
        assert only(named.strftime(form), today).day == named


@given(st.dates(date(1950, 1, 1), date(2150, 1, 1)), st.integers(1, 334))
def test_a_day_to_come_needs_no_year(today: date, ahead: int) -> None:
    """Up to 11 months on it is the next such day."""
    named = today + timedelta(days=ahead)
    assert only(f"by {named:%d %b}", today).day == named


@given(st.dates(date(1950, 1, 1), date(2150, 1, 1)), st.integers(0, 6))
def test_a_weekday_is_within_a_week_and_never_today(today: date, number: int) -> None:
    """The coming one; after since the latest."""
    name = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][number]
    coming, latest = only(f"by {name}", today).day, only(f"since {name}", today).day
    assert (coming - latest).days in {7, 14}
    assert 1 <= (coming - today).days <= 7
    assert coming.weekday() == latest.weekday() == number


LONG = ["in 2 weeks ", "the 5th ", "1st, ", "fri to ", "1/ ", "1-", "dec ", "not ", "may ", "the "]


@pytest.mark.parametrize("unit", LONG)
def test_long_texts_are_read_in_one_go(unit: str) -> None:
    """4,000 characters of anything."""
    text = (unit * 4000)[:4000]
    assert all(when.end <= len(text) for when in dates_in(text, WED))


def test_each_word_of_the_grammar_has_one_kind() -> None:
    """A word in two lists would silently be of the later one."""
    sections = [name for name in grammar() if name in {"word", *grammar()["kinds"]["valued"]}]
    words = [word for name in sections for part in grammar()[name].values() for word in part]
    assert {word for word in words if words.count(word) > 1} == set()


def test_the_day_of_a_week_that_begins_late_is_in_it() -> None:
    """A week that is said to begin on a Saturday has no Friday of its own."""
    (found,) = dates_in("w/c 28 Nov 2020", date(2022, 11, 16))
    assert found.first <= found.day <= found.last
