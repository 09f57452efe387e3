"""By when a return is wanted back: at a cut-off, so that it counts in that week's summary."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from storage.calendar import (
    cut_off_before,
    london_date,
    summary_instant,
    working_days_until,
)
from storage.plan import Theme

WORKING_DAYS_TO_FILL_IN = 2
WEEKS_AHEAD = 4  # the pause at Christmas is two of them at most


def wanted_back(today: date, themes: Iterable[Theme]) -> datetime:
    """The first cut-off of any of these themes that leaves two working days to fill it in."""
    return min(_first(today, theme) for theme in themes)


def _first(today: date, theme: Theme) -> datetime:
    weeks = (today + timedelta(weeks=ahead) for ahead in range(WEEKS_AHEAD + 1))
    sums = (summary_instant(week, theme.summary_weekday, theme.summary_time) for week in weeks)
    cut_offs = (cut_off_before(instant) for instant in sums if instant)
    return next(
        cut_off
        for cut_off in cut_offs
        if working_days_until(today, london_date(cut_off)) >= WORKING_DAYS_TO_FILL_IN
    )
