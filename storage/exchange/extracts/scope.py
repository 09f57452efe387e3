"""What an export covers: everything, or one theme, or one organisation, as at a day."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, bindparam, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from storage import models as m
from storage.calendar import at_london, london_date
from storage.exchange.extracts.coverage import (
    Wanted,
    covered_actions,
    covered_issues,
    covered_risks,
)
from storage.exchange.extracts.target import ExportRefused
from storage.exchange.layout.days import shown_day
from storage.exchange.layout.suggestions import suggestion
from storage.plan import FAR_FUTURE, Plan

NO_THEME = "There is no theme “{}”."
NO_ORGANISATION = "There is no organisation “{}”."
IN_FUTURE = "{} is after today: the record can be told up to today."
TOO_EARLY = "The record begins on {}: there is nothing to tell as at {}."
NOTHING_YET = "There is no plan in the record yet. Take one in first: python -m bot import."

MIDNIGHT = time(0, 0)
INSTANT = timedelta(microseconds=1)

Column = InstrumentedAttribute[Any]


@dataclass(frozen=True, slots=True)
class Scope:
    """The rows that an export covers; ids of actions, risks and issues, where None is all."""

    as_at: date
    """The day whose end the export shows, and at which days overdue are counted."""
    until: datetime
    theme: str = ""
    organisation: str = ""
    whole_theme_id: int | None = None
    """The theme, where it is covered whole and not for one organisation only."""
    actions: frozenset[int] | None = None
    risks: frozenset[int] | None = None
    issues: frozenset[int] | None = None

    @property
    def whole(self) -> bool:
        """Whether nothing is left out but what came after the day."""
        return self.actions is None

    def of_actions(self, column: Column) -> ColumnElement[bool]:
        """A condition: the action is covered."""
        return _among(column, self.actions)

    def of_risks(self, column: Column) -> ColumnElement[bool]:
        """A condition: the risk is covered."""
        return _among(column, self.risks)

    def of_issues(self, column: Column) -> ColumnElement[bool]:
        """A condition: the issue is covered."""
        return _among(column, self.issues)

    def of_themes(self, column: Column) -> ColumnElement[bool]:
        """A condition: what belongs to a theme as a whole, a summary or a report, is covered."""
        return true() if self.whole else column == self.whole_theme_id

    def by_then(self, column: Column) -> ColumnElement[bool]:
        """A condition: it was in the record at the day's end."""
        return column <= bindparam(None, self.until, type_=m.Instant())


def scope_of(
    session: Session,
    *,
    theme: str | None,
    organisation: str | None,
    as_at: date | None,
    today: date,
) -> Scope:
    """Find what is covered; a theme by its code or name, an organisation by its name.

    An action is an organisation's if it owns or supports it, a risk or an issue if its action is
    or its owner's role is there. What changed hands after the day counts where it was then.

    Raises:
        ExportRefused: no such theme or organisation, a day after today, or before the record.
    """
    day = as_at or today
    _check_day(session, day, today)
    until = end_of(day) if as_at else FAR_FUTURE
    found = _theme(session, theme) if theme else None
    theirs = _organisation(session, organisation) if organisation else None
    if found is None and theirs is None:
        return Scope(day, until)
    wanted = Wanted(found[0] if found else None, theirs[0] if theirs else None)
    actions = covered_actions(session, until, wanted)
    return Scope(
        as_at=day,
        until=until,
        theme=found[1] if found else "",
        organisation=theirs[1] if theirs else "",
        whole_theme_id=None if theirs else wanted.theme_id,
        actions=actions,
        risks=covered_risks(session, until, wanted, actions),
        issues=covered_issues(session, until, wanted, actions),
    )


def end_of(day: date) -> datetime:
    """The last moment of a London day."""
    return at_london(day + timedelta(days=1), MIDNIGHT) - INSTANT


def _check_day(session: Session, day: date, today: date) -> None:
    if day > today:
        raise ExportRefused(IN_FUTURE.format(shown_day(day)))
    starts = Plan(session).record_starts()
    if starts is None:
        raise ExportRefused(NOTHING_YET)
    first = london_date(starts)
    if day < first:
        raise ExportRefused(TOO_EARLY.format(shown_day(first), shown_day(day)))


def _theme(session: Session, wanted: str) -> tuple[int, str]:
    """Id and name of a theme."""
    rows = session.execute(select(m.Theme.id, m.Theme.name, m.Theme.code)).all()
    for id_, name, code in rows:
        if _folded(wanted) in {_folded(name), _folded(code)}:
            return id_, name
    names = [name for _, *both in rows for name in both]
    raise ExportRefused(NO_THEME.format(wanted) + suggestion(wanted, names))


def _organisation(session: Session, wanted: str) -> tuple[int, str]:
    """Id and name of an organisation."""
    rows = session.execute(select(m.Organisation.id, m.Organisation.name)).all()
    for id_, name in rows:
        if _folded(wanted) == _folded(name):
            return id_, name
    raise ExportRefused(
        NO_ORGANISATION.format(wanted) + suggestion(wanted, [name for _, name in rows])
    )


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _among(column: Column, ids: frozenset[int] | None) -> ColumnElement[bool]:
    """Ids are written into the statement: there may be more of them than it may have values."""
    if ids is None:
        return true()
    return column.in_(bindparam(None, sorted(ids), expanding=True, literal_execute=True))
