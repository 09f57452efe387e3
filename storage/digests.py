"""Theme summaries as they were posted, and which one is due."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage import models as m
from storage.calendar import cut_off_before, london_date, summary_instant
from storage.plan import Theme


class Edition(StrEnum):
    """Scheduled: one per theme and instant. Extra: asked for, changes nothing about Friday's."""

    SCHEDULED = "scheduled"
    EXTRA = "extra"


@dataclass(frozen=True, slots=True)
class Period:
    """What a summary covers: after `start`, up to and including `end`."""

    start: datetime
    end: datetime


class Digests:
    """Decides which summary is due, and keeps each frozen."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now

    def due_instant(self, theme: Theme, linked_at: datetime) -> datetime | None:
        """The latest scheduled instant that has passed and has no summary yet.

        Only the latest: after downtime one summary covers the gap (design.md, The way of the
        clock). Instants before the channel was linked are not made up for.
        """
        instant = last_instant(theme, self._now)
        if instant is None or instant <= linked_at or self._exists(theme.id, instant):
            return None
        return instant

    def scheduled_period(self, theme_id: int, instant: datetime, starts: datetime) -> Period:
        """(previous cut-off, this cut-off]; the first one reaches back to the record's start."""
        previous = self._last_cut_off(theme_id)
        week_before = cut_off_before(instant - timedelta(days=7))
        end = cut_off_before(instant)
        return Period(min(previous or max(week_before, starts), end), end)

    def extra_period(self, theme_id: int, starts: datetime) -> Period:
        """(previous cut-off, now]."""
        previous = self._last_cut_off(theme_id)
        return Period(previous or max(self._now - timedelta(days=7), starts), self._now)

    def keep(
        self,
        theme_id: int,
        edition: Edition,
        instant: datetime,
        period: Period,
        content: dict[str, Any],
    ) -> int:
        """Freeze a summary and return its id; the database refuses a second of the same."""
        row = m.Digest(
            theme_id=theme_id,
            edition=edition,
            instant=instant,
            covers_from=period.start,
            covers_to=period.end,
            content=content,
        )
        self._session.add(row)
        self._session.flush()
        return row.id

    def content(self, theme_id: int, edition: Edition, instant: datetime) -> dict[str, Any] | None:
        """A summary as it was first posted."""
        return self._session.scalar(
            select(m.Digest.content).where(
                m.Digest.theme_id == theme_id,
                m.Digest.edition == edition,
                m.Digest.instant == instant,
            )
        )

    def _last_cut_off(self, theme_id: int) -> datetime | None:
        return self._session.scalar(
            select(func.max(m.Digest.covers_to)).where(
                m.Digest.theme_id == theme_id, m.Digest.edition == Edition.SCHEDULED
            )
        )

    def _exists(self, theme_id: int, instant: datetime) -> bool:
        row = select(m.Digest.id).where(
            m.Digest.theme_id == theme_id,
            m.Digest.edition == Edition.SCHEDULED,
            m.Digest.instant == instant,
        )
        return self._session.scalar(row) is not None


def last_instant(theme: Theme, now: datetime) -> datetime | None:
    """The latest moment, now or before, at which a summary of the theme was to go out.

    None if there was none in the last four weeks.
    """
    today = london_date(now)
    for weeks in range(4):
        week = today - timedelta(weeks=weeks)
        instant = summary_instant(week, theme.summary_weekday, theme.summary_time)
        if instant is not None and instant <= now:
            return instant
    return None


def next_instant(theme: Theme, now: datetime) -> datetime:
    """The first moment after now at which a summary of the theme goes out."""
    week = london_date(now)
    while True:
        instant = summary_instant(week, theme.summary_weekday, theme.summary_time)
        if instant is not None and instant > now:
            return instant
        week += timedelta(weeks=1)
