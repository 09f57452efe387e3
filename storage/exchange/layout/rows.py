"""The sheets of a plan workbook in their order, and what a row of each must hold."""

from storage.exchange.layout.action_rows import ActionRow
from storage.exchange.layout.people_rows import (
    ClosedDaysRow,
    MeetingRow,
    OrganisationRow,
    PersonRow,
    ProgrammeRow,
)
from storage.exchange.layout.progress_rows import MeasureRow, MilestoneRow
from storage.exchange.layout.risk_rows import IssueRow, MitigationRow, RiskEntry, RiskRow
from storage.exchange.layout.row import PlanRow
from storage.exchange.layout.theme_rows import (
    CouncilPriorityRow,
    FindingRow,
    FocusAreaRow,
    SourceRow,
    ThemeRow,
)

__all__ = [
    "SHEETS",
    "ActionRow",
    "ClosedDaysRow",
    "CouncilPriorityRow",
    "FindingRow",
    "FocusAreaRow",
    "IssueRow",
    "MeasureRow",
    "MeetingRow",
    "MilestoneRow",
    "MitigationRow",
    "OrganisationRow",
    "PersonRow",
    "PlanRow",
    "ProgrammeRow",
    "RiskEntry",
    "RiskRow",
    "SourceRow",
    "ThemeRow",
]

PROGRAMME, ORGANISATIONS, CLOSED_DAYS = "Programme", "Organisations", "Closed days"
PEOPLE, THEMES, SOURCES, FINDINGS = "People", "Themes", "Sources", "Findings"
FOCUS_AREAS, COUNCIL_PRIORITIES = "Focus areas", "Council priorities"
ACTIONS, MEASURES, MILESTONES = "Actions", "Measures", "Milestones"
RISKS, MITIGATIONS, ISSUES, MEETINGS = "Risks", "Mitigations", "Issues", "Board meetings"

SHEETS: dict[str, type[PlanRow]] = {
    PROGRAMME: ProgrammeRow,
    ORGANISATIONS: OrganisationRow,
    CLOSED_DAYS: ClosedDaysRow,
    PEOPLE: PersonRow,
    THEMES: ThemeRow,
    SOURCES: SourceRow,
    FINDINGS: FindingRow,
    FOCUS_AREAS: FocusAreaRow,
    COUNCIL_PRIORITIES: CouncilPriorityRow,
    ACTIONS: ActionRow,
    MEASURES: MeasureRow,
    MILESTONES: MilestoneRow,
    RISKS: RiskEntry,
    MITIGATIONS: MitigationRow,
    ISSUES: IssueRow,
    MEETINGS: MeetingRow,
}
MAY_BE_MISSING = frozenset(
    {
        CLOSED_DAYS,
        SOURCES,
        FINDINGS,
        FOCUS_AREAS,
        COUNCIL_PRIORITIES,
        MEASURES,
        MILESTONES,
        MITIGATIONS,
        ISSUES,
    }
)
MAY_BE_EMPTY = MAY_BE_MISSING | {RISKS, MEETINGS}
