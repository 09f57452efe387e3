"""What a theme's status and its weekly summary are made of, gathered once from the record."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from storage.calendar import at_london, london_date, monday_of
from storage.plan import Action, Position, Theme
from storage.record import Record
from storage.risks import Risk
from storage.updates import Report
from storage.vocabulary import Rating, UpdateKind


@dataclass(frozen=True, slots=True)
class ThemeFacts:
    """A theme as it stood at `start` and at `end`, and what was reported in between."""

    theme: Theme
    start: datetime
    end: datetime
    actions: tuple[Action, ...]
    before: dict[str, Position]
    reports: dict[int, list[Report]]
    """By action id, oldest first."""
    risks: tuple[Risk, ...]
    risks_before: dict[str, Risk]
    next_meeting: tuple[str, date] | None

    @property
    def today(self) -> date:
        """The day that the facts are of."""
        return london_date(self.end)

    def reports_on(self, action: Action) -> list[Report]:
        """What was reported on an action in the period, oldest first."""
        return self.reports.get(action.id, [])

    def has_news(self, action: Action) -> bool:
        """Whether something other than "no change" was reported."""
        return any(r.kind is not UpdateKind.NO_CHANGE for r in self.reports_on(action))

    @property
    def counts(self) -> dict[Rating, int]:
        """Actions by delivery rating."""
        return _count([action.position for action in self.actions])

    @property
    def counts_before(self) -> dict[Rating, int]:
        """Actions by delivery rating at the start."""
        return _count(list(self.before.values()))

    @property
    def overdue(self) -> list[Action]:
        """Open actions past their due date, the longest first."""
        late = [action for action in self.actions if action.overdue(self.today)]
        return sorted(late, key=lambda action: action.due)

    def is_silent(self, action: Action) -> bool:
        """Open, and nobody has reported on it in the period."""
        return action.open and not self.reports_on(action)

    @property
    def silent(self) -> list[Action]:
        """Open actions that nobody has reported on in the period."""
        return [action for action in self.actions if self.is_silent(action)]


def gather(record: Record, theme: Theme, start: datetime, end: datetime) -> ThemeFacts:
    """Ask the record for a theme's facts; the number of queries does not grow with history."""
    actions = record.plan.actions_of_theme(theme.id, end)
    before = record.plan.actions_of_theme(theme.id, start)
    return ThemeFacts(
        theme=theme,
        start=start,
        end=end,
        actions=actions,
        before={action.ref: action.position for action in before},
        reports=_by_action(record.updates.reports([action.id for action in actions], start, end)),
        risks=record.risks.of_theme(theme.id, end),
        risks_before={risk.ref: risk for risk in record.risks.of_theme(theme.id, start)},
        next_meeting=record.plan.next_meeting(london_date(end)),
    )


def week_start(record: Record, now: datetime) -> datetime:
    """This week's Monday (on a Monday the one before), or where the record starts."""
    today = london_date(now)
    monday = monday_of(today - timedelta(days=1))
    starts = record.plan.record_starts()
    moment = at_london(monday, time(0, 0))
    return max(moment, starts) if starts else moment


def _by_action(reports: list[Report]) -> dict[int, list[Report]]:
    found: dict[int, list[Report]] = {}
    for report in reports:
        found.setdefault(report.action_id, []).append(report)
    return found


def _count(positions: list[Position]) -> dict[Rating, int]:
    return {rating: sum(p.rating is rating for p in positions) for rating in Rating}
