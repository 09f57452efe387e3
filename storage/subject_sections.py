"""What the record holds about a person, table by table, and under which headings it is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from storage import models as m

# Heading → the mapped column that is told under it.
Shown = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Section:
    """Rows that belong to a person: by a column that names the person, or through such a row.

    `person` is the column that names the person; `through` refers to the row that has it.
    """

    heading: str
    person: Any
    shows: Shown
    through: Any = None


# Table → what its rows are called by.
LABELS: Mapping[str, Any] = {
    "actions": m.Action.ref,
    "issues": m.Issue.ref,
    "measures": m.Measure.name,
    "risks": m.Risk.ref,
    "roles": m.Role.title,
    "themes": m.Theme.name,
}

IDENTITY: Shown = {
    "Name": m.Person.name,
    "Email": m.Person.email,
    "Weekdays worked, Monday as 0": m.Person.working_days,
    "Entra tenant": m.Person.tenant_id,
    "Entra account": m.Person.entra_id,
    "Account known since": m.Person.bound_at,
    "Last day": m.Person.left_on,
    "Made anonymous": m.Person.pseudonymised_at,
}

AUDITED: Shown = {
    "Day and time": m.AuditEntry.at,
    "What": m.AuditEntry.operation,
    "By": m.AuditEntry.person_id,
}

REPORTED: Shown = {
    "Day and time": m.Update.at,
    "Action": m.Update.action_id,
    "As": m.Update.author_role_id,
    "For": m.Update.on_behalf_of_role_id,
    "Told by": m.Update.told_by,
    "Told on": m.Update.told_on,
    "Kind": m.Update.kind,
    "Rating": m.Update.rating,
    "Impact rating": m.Update.impact_rating,
    "Stage": m.Update.stage,
    "Percent": m.Update.percent,
    "Forecast": m.Update.forecast,
    "Note": m.Update.note,
    "Impact": m.Update.impact_note,
    "Achievement": m.Update.achievement,
    "Next steps": m.Update.next_steps,
    "Blocked by": m.Update.blocked_by,
    "Spend": m.Update.spend,
    "Reason": m.Update.reason,
}

SECTIONS = (
    Section(
        "Roles you hold or held",
        m.RoleHolding.person_id,
        {
            "Role": m.RoleHolding.role_id,
            "From": m.RoleHolding.held_from,
            "Until": m.RoleHolding.held_to,
        },
    ),
    Section(
        "Days you were away",
        m.Absence.person_id,
        {
            "From": m.Absence.first_day,
            "Until": m.Absence.last_day,
            "Told by": m.Absence.told_by_id,
            "Day and time": m.Absence.at,
        },
    ),
    # Whose days and which is somebody else's personal data.
    Section("When you told of days away", m.Absence.told_by_id, {"Day and time": m.Absence.at}),
    Section(
        "Your chats with the bot",
        m.Address.person_id,
        {
            "Tenant": m.Address.tenant_id,
            "Conversation": m.Address.conversation_id,
            "Service": m.Address.service_url,
        },
    ),
    Section(
        "What you saved",
        m.Submission.person_id,
        {"Day and time": m.Submission.at, "Kind": m.Submission.kind},
    ),
    Section("Updates you wrote", m.Update.author_id, REPORTED),
    Section(
        "Evidence you gave",
        m.Update.author_id,
        {
            "Action": m.Update.action_id,
            "Title": m.Evidence.title,
            "Link": m.Evidence.url,
        },
        through=m.Evidence.update_id,
    ),
    Section(
        "Measures you gave",
        m.Update.author_id,
        {
            "Measure": m.MeasureReading.measure_id,
            "Value": m.MeasureReading.value,
            "Of": m.MeasureReading.out_of,
            "Day": m.MeasureReading.read_on,
        },
        through=m.MeasureReading.update_id,
    ),
    Section(
        "Risks you wrote about",
        m.RiskRevision.author_id,
        {
            "Day and time": m.RiskRevision.at,
            "Risk": m.RiskRevision.risk_id,
            "As": m.RiskRevision.author_role_id,
            "Kind": m.RiskRevision.kind,
            "Likelihood": m.RiskRevision.likelihood,
            "Impact": m.RiskRevision.impact,
            "Likelihood after mitigation": m.RiskRevision.residual_likelihood,
            "Impact after mitigation": m.RiskRevision.residual_impact,
            "Response": m.RiskRevision.response,
            "Expected by": m.RiskRevision.proximity,
            "Status": m.RiskRevision.status,
            "Words": m.RiskRevision.words,
        },
    ),
    Section(
        "Mitigating actions you gave",
        m.RiskRevision.author_id,
        {
            "Risk": m.RiskRevision.risk_id,
            "Words": m.Mitigation.words,
            "State": m.Mitigation.state,
            "Owner": m.Mitigation.owner_role_id,
            "Due": m.Mitigation.due,
        },
        through=m.Mitigation.revision_id,
    ),
    Section(
        "Issues you wrote about",
        m.IssueRevision.author_id,
        {
            "Day and time": m.IssueRevision.at,
            "Issue": m.IssueRevision.issue_id,
            "As": m.IssueRevision.author_role_id,
            "Status": m.IssueRevision.status,
            "Words": m.IssueRevision.words,
        },
    ),
    Section(
        "What you asked for",
        m.Request.author_id,
        {
            "Day and time": m.Request.at,
            "Kind": m.Request.kind,
            "Theme": m.Request.theme_id,
            "Action": m.Request.action_id,
            "Risk": m.Request.risk_id,
            "As": m.Request.author_role_id,
            "For": m.Request.on_behalf_of_role_id,
            "Due date before": m.Request.due_from,
            "Due date asked for": m.Request.due_to,
            "Role asked for": m.Request.role_to_id,
            "Priority asked for": m.Request.priority_to,
            "Reason": m.Request.reason,
        },
    ),
    Section(
        "What you decided",
        m.Decision.author_id,
        {
            "Day and time": m.Decision.at,
            "Request": m.Decision.request_id,
            "As": m.Decision.author_role_id,
            "Level": m.Decision.level,
            "Outcome": m.Decision.outcome,
            "Meeting": m.Decision.meeting_id,
            "Reason": m.Decision.reason,
        },
    ),
    Section(
        "What you challenged or answered",
        m.Challenge.author_id,
        {
            "Day and time": m.Challenge.at,
            "Action": m.Challenge.action_id,
            "As": m.Challenge.author_role_id,
            "Words": m.Challenge.words,
        },
    ),
    Section(
        "Risks you put before a board",
        m.BoardSighting.person_id,
        {
            "Day and time": m.BoardSighting.at,
            "Risk": m.BoardSighting.risk_id,
            "Meeting": m.BoardSighting.meeting_id,
        },
    ),
    Section(
        "Reports you drafted, approved or submitted",
        m.Report.person_id,
        {
            "Day and time": m.Report.at,
            "Kind": m.Report.kind,
            "Theme": m.Report.theme_id,
            "Meeting": m.Report.meeting_id,
            "Version": m.Report.version,
            "Status": m.Report.status,
        },
    ),
    Section(
        "Versions of the plan you kept",
        m.PlanVersion.person_id,
        {
            "Day and time": m.PlanVersion.at,
            "Name": m.PlanVersion.name,
            "Status": m.PlanVersion.status,
        },
    ),
    Section(
        "What you changed in the plan",
        m.PlanChange.person_id,
        {
            "Day and time": m.PlanChange.at,
            "Table": m.PlanChange.subject,
            "Row": m.PlanChange.row_id,
            "Field": m.PlanChange.field,
            "Was": m.PlanChange.was,
            "Became": m.PlanChange.became,
        },
    ),
    Section(
        "Channels you linked",
        m.LinkedChannel.linked_by_id,
        {"Day and time": m.LinkedChannel.linked_at, "Theme": m.LinkedChannel.theme_id},
    ),
    Section(
        "What waits for your yes",
        m.Draft.person_id,
        {"Day and time": m.Draft.at, "Content": m.Draft.content},
    ),
    Section(
        "What was sent to you",
        m.OutboxMessage.person_id,
        {
            "Day and time": m.OutboxMessage.at,
            "Kind": m.OutboxMessage.kind,
            "State": m.OutboxMessage.state,
            "Why not sent": m.OutboxMessage.reason,
            "Content": m.OutboxMessage.content,
        },
    ),
    Section(
        "What you did, by the audit trail",
        m.AuditEntry.person_id,
        {
            "Day and time": m.AuditEntry.at,
            "What": m.AuditEntry.operation,
            "With": m.AuditEntry.subject,
            "Detail": m.AuditEntry.detail,
        },
    ),
)
