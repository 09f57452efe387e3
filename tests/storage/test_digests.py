"""Which summary is due: one per theme and instant, and one for a gap; each covers what is new."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from storage.calendar import at_london
from storage.database import Database
from storage.digests import Edition, Period, last_instant, next_instant
from storage.errors import RecordConflict
from storage.plan import Theme
from storage.record import Record
from tests.databases import NOW
from tests.storage.conftest import (
    CUT_OFF,
    FRIDAY,
    MINUTE,
    OPENS,
    theme,
    turn,
)

WEEK = timedelta(weeks=1)
WORKFORCE = Theme(3, "WF", "Workforce", 3, "Lead", summary_weekday=4, summary_time=time(11, 0))
SECOND = timedelta(seconds=1)


def friday(year: int, month: int, day: int) -> datetime:
    return at_london(date(year, month, day), time(11, 0))


def post(database: Database, now: datetime, linked_at: datetime = NOW) -> datetime | None:
    """What the clock does at a tick: keep the summary that is due, if one is."""
    with turn(database, now) as record:
        workforce = theme(record, "WF")
        instant = record.digests.due_instant(workforce, linked_at)
        if instant is not None:
            period = record.digests.scheduled_period(workforce.id, instant, OPENS)
            record.digests.keep(workforce.id, Edition.SCHEDULED, instant, period, {})
        return instant


def period_at(record: Record, instant: datetime) -> Period:
    return record.digests.scheduled_period(theme(record, "WF").id, instant, OPENS)


@pytest.mark.parametrize(
    ("now", "last", "following"),
    [
        (FRIDAY - SECOND, FRIDAY - WEEK, FRIDAY),
        (FRIDAY, FRIDAY, FRIDAY + WEEK),
        (FRIDAY + timedelta(days=2), FRIDAY, FRIDAY + WEEK),
    ],
)
def test_a_summary_goes_out_on_its_second(
    now: datetime, last: datetime, following: datetime
) -> None:
    """The instant itself is reached at 11:00:00."""
    assert last_instant(WORKFORCE, now) == last
    assert next_instant(WORKFORCE, now) == following


@pytest.mark.parametrize(
    ("before", "after", "utc_hours"),
    [
        (friday(2022, 10, 28), friday(2022, 11, 4), (10, 11)),
        (friday(2023, 3, 24), friday(2023, 3, 31), (11, 10)),
    ],
)
def test_the_clock_changes_move_no_summary(
    before: datetime, after: datetime, utc_hours: tuple[int, int]
) -> None:
    """A week of 169 or 167 hours lies between two Fridays 11:00."""
    assert next_instant(WORKFORCE, before) == after
    assert last_instant(WORKFORCE, after - SECOND) == before
    assert (before.astimezone(UTC).hour, after.astimezone(UTC).hour) == utc_hours


def test_good_fridays_summary_goes_out_after_easter() -> None:
    """And the week's own follows on its Friday."""
    easter_tuesday = at_london(date(2023, 4, 11), time(11, 0))
    assert next_instant(WORKFORCE, friday(2023, 3, 31)) == easter_tuesday
    assert last_instant(WORKFORCE, easter_tuesday + MINUTE) == easter_tuesday
    assert next_instant(WORKFORCE, easter_tuesday) == friday(2023, 4, 14)


def test_christmas_has_no_summary() -> None:
    """From Friday 23 December to Friday 6 January."""
    assert next_instant(WORKFORCE, friday(2022, 12, 23)) == friday(2023, 1, 6)
    assert last_instant(WORKFORCE, friday(2022, 12, 30)) == friday(2022, 12, 23)


def test_each_theme_has_its_own_hour() -> None:
    """Thursday 16:30 for one that says so."""
    other = replace(WORKFORCE, summary_weekday=3, summary_time=time(16, 30))
    assert next_instant(other, NOW) == at_london(date(2022, 11, 17), time(16, 30))


def test_a_summary_is_due_from_its_instant_on(database: Database) -> None:
    """Not a second earlier, and once only."""
    assert post(database, FRIDAY - SECOND) is None
    assert post(database, FRIDAY) == FRIDAY
    assert post(database, FRIDAY) is None
    assert post(database, FRIDAY + timedelta(days=3)) is None
    assert post(database, FRIDAY + WEEK) == FRIDAY + WEEK


def test_themes_have_summaries_of_their_own(database: Database) -> None:
    """One theme's post does not stand for another's."""
    post(database, FRIDAY)
    with turn(database, FRIDAY) as record:
        assert record.digests.due_instant(theme(record, "PT"), NOW) == FRIDAY
        assert record.digests.due_instant(theme(record, "WF"), NOW) is None


def test_what_came_before_the_link_is_not_made_up_for(database: Database) -> None:
    """A channel that is linked on Friday at 11:00 or later hears the next one first."""
    assert post(database, FRIDAY + MINUTE, linked_at=FRIDAY) is None
    assert post(database, FRIDAY + MINUTE, linked_at=FRIDAY - SECOND) == FRIDAY


def test_after_downtime_one_summary_covers_the_gap(database: Database) -> None:
    """Down over two Fridays: the latest is posted, and reaches back to the last cut-off."""
    post(database, FRIDAY)
    back_again = FRIDAY + 3 * WEEK + timedelta(minutes=20)
    with turn(database, back_again) as record:
        period = period_at(record, FRIDAY + 3 * WEEK)
    assert period == Period(CUT_OFF, CUT_OFF + 3 * WEEK)
    assert post(database, back_again) == FRIDAY + 3 * WEEK
    assert post(database, back_again) is None


def test_the_first_summary_covers_the_week(database: Database) -> None:
    """From the record's start if that is later than the cut-off a week ago."""
    with turn(database, FRIDAY) as record:
        assert period_at(record, FRIDAY) == Period(OPENS, CUT_OFF)
        assert period_at(record, FRIDAY + 2 * WEEK) == Period(CUT_OFF + WEEK, CUT_OFF + 2 * WEEK)


def test_periods_follow_each_other_without_a_gap(database: Database) -> None:
    """What one leaves out, the next one tells: also over Easter and Christmas."""
    instants = [FRIDAY]
    while len(instants) < 25:
        instants.append(next_instant(WORKFORCE, instants[-1]))
    periods = []
    for instant in instants:
        with turn(database, instant) as record:
            periods.append(period_at(record, instant))
        assert post(database, instant) == instant
    assert [period.start for period in periods[1:]] == [period.end for period in periods[:-1]]
    assert all(period.start < period.end < instant
               for period, instant in zip(periods, instants, strict=True))  # fmt: skip


def test_an_extra_edition_covers_what_is_new_until_now(database: Database) -> None:
    """Since Thursday's cut-off; before the first summary, the last seven days of the record."""
    with turn(database, NOW) as record:
        workforce = theme(record, "WF").id
        assert record.digests.extra_period(workforce, OPENS) == Period(OPENS, NOW)
    with turn(database, NOW + 3 * WEEK) as record:
        extra = record.digests.extra_period(workforce, OPENS)
        assert extra == Period(NOW + 2 * WEEK, NOW + 3 * WEEK)
    post(database, FRIDAY)
    with turn(database, FRIDAY + MINUTE) as record:
        extra = record.digests.extra_period(workforce, OPENS)
    assert extra == Period(CUT_OFF, FRIDAY + MINUTE)


def test_an_extra_edition_changes_nothing_about_fridays(database: Database) -> None:
    """Neither whether it goes out nor what it covers."""
    with turn(database, FRIDAY - MINUTE) as record:
        workforce = theme(record, "WF").id
        extra = record.digests.extra_period(workforce, OPENS)
        record.digests.keep(workforce, Edition.EXTRA, FRIDAY - MINUTE, extra, {})
        record.digests.keep(workforce, Edition.EXTRA, FRIDAY, extra, {})
    with turn(database, FRIDAY) as record:
        assert period_at(record, FRIDAY) == Period(OPENS, CUT_OFF)
    assert post(database, FRIDAY) == FRIDAY


def test_a_summary_is_kept_as_it_was_posted(database: Database) -> None:
    """Word for word, by theme, edition and instant."""
    content = {"actions": [{"ref": "WF-01", "words": "“14 interviews”"}], "rows": [1, 2]}
    with turn(database, FRIDAY) as record:
        workforce = theme(record, "WF").id
        period = Period(OPENS, CUT_OFF)
        record.digests.keep(workforce, Edition.SCHEDULED, FRIDAY, period, content)
    with turn(database, FRIDAY + WEEK) as record:
        assert record.digests.content(workforce, Edition.SCHEDULED, FRIDAY) == content
        assert record.digests.content(workforce, Edition.EXTRA, FRIDAY) is None
        assert record.digests.content(workforce, Edition.SCHEDULED, FRIDAY + WEEK) is None


def test_two_replicas_keep_one_summary(database: Database) -> None:
    """The database refuses the second, whoever is the slower."""

    def keep(record: Record) -> None:
        workforce = theme(record, "WF").id
        period = Period(OPENS, CUT_OFF)
        record.digests.keep(workforce, Edition.SCHEDULED, FRIDAY, period, {})

    database.do(FRIDAY, keep)
    with pytest.raises(RecordConflict):
        database.do(FRIDAY, keep)
