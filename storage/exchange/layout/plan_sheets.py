"""A plan as its sheets hold it, checked: what a workbook or a folder of CSV files was read into."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from storage.exchange.layout.rows import (
    SHEETS,
    ActionRow,
    ClosedDaysRow,
    CouncilPriorityRow,
    FindingRow,
    FocusAreaRow,
    IssueRow,
    MeasureRow,
    MeetingRow,
    MilestoneRow,
    MitigationRow,
    OrganisationRow,
    PersonRow,
    PlanRow,
    ProgrammeRow,
    RiskRow,
    SourceRow,
    ThemeRow,
)


@dataclass(frozen=True, slots=True)
class PlanSheets:
    """A checked plan: every name in it is known, every value possible, nothing there twice."""

    programme: ProgrammeRow
    organisations: tuple[OrganisationRow, ...]
    closed_days: tuple[ClosedDaysRow, ...]
    people: tuple[PersonRow, ...]
    themes: tuple[ThemeRow, ...]
    sources: tuple[SourceRow, ...]
    findings: tuple[FindingRow, ...]
    focus_areas: tuple[FocusAreaRow, ...]
    council_priorities: tuple[CouncilPriorityRow, ...]
    actions: tuple[ActionRow, ...]
    measures: tuple[MeasureRow, ...]
    milestones: tuple[MilestoneRow, ...]
    risks: tuple[RiskRow, ...]
    mitigations: tuple[MitigationRow, ...]
    issues: tuple[IssueRow, ...]
    meetings: tuple[MeetingRow, ...]
    remarks: tuple[str, ...] = field(default=(), compare=False)
    """What was understood tolerantly: sentences with sheet, row and column."""
    unsaid: Mapping[str, frozenset[str]] = field(default_factory=dict, compare=False)
    """Sheet → the fields that it has no column for; a sheet that is not there lacks all of them.

    What a plan has no place for, it says nothing about.
    """

    def sheets(self) -> dict[str, tuple[PlanRow, ...]]:
        """The rows by the title of their sheet, in the workbook's order."""
        return {
            title: tuple(rows)
            for title, rows in zip(SHEETS, ((self.programme,), *self._tables()), strict=True)
        }

    def moved(self, weeks: int) -> "PlanSheets":
        """The same plan with all its dates moved by whole weeks."""
        by = timedelta(weeks=weeks)
        names = [name for name in self.__slots__ if name not in {"programme", "remarks", "unsaid"}]
        tables: dict[str, Any] = {
            name: tuple(row.moved(by) for row in getattr(self, name)) for name in names
        }
        return replace(self, programme=self.programme.moved(by), **tables)

    def rows(self) -> dict[str, dict[str, dict[str, Any]]]:
        """Sheet → key → row as JSON has it, without what is at its default."""
        return {
            title: {row.key: row.content() for row in rows} for title, rows in self.sheets().items()
        }

    @property
    def sha256(self) -> str:
        """Equal for workbooks with equal content, however they are laid out."""
        content = json.dumps(self.rows(), sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()

    def _tables(self) -> tuple[tuple[PlanRow, ...], ...]:
        return (
            self.organisations,
            self.closed_days,
            self.people,
            self.themes,
            self.sources,
            self.findings,
            self.focus_areas,
            self.council_priorities,
            self.actions,
            self.measures,
            self.milestones,
            self.risks,
            self.mitigations,
            self.issues,
            self.meetings,
        )
