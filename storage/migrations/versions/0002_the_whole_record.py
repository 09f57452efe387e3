"""The whole plan, its decisions, and the chain of the audit trail."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.append_only import release
from storage.chain import Written, append
from storage.models import Instant, Quantity

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NEW_TABLES = (
    "council_priorities",
    "focus_areas",
    "sources",
    "absences",
    "closed_days",
    "findings",
    "plan_versions",
    "reports",
    "action_council_priorities",
    "action_findings",
    "action_focus_areas",
    "action_sources",
    "former_references",
    "measures",
    "milestones",
    "issues",
    "requests",
    "waiting_requests",
    "decisions",
    "issue_revisions",
    "plan_changes",
    "board_sightings",
    "challenges",
    "evidence",
    "measure_readings",
    "mitigations",
)
# What each table gains, beside the references below.
NEW_COLUMNS = {
    "actions": (
        ("start", sa.Date()),
        ("slips", ID, "0"),
        ("cost_note", sa.Text(), ""),
        ("equality_note", sa.Text(), ""),
        ("vanished_on", sa.Date()),
    ),
    "audit_entries": (
        ("covers", sa.JSON(none_as_null=True)),
        ("content_sha256", sa.String(length=64)),
        ("chain_sha256", sa.String(length=64)),
    ),
    "people": (
        ("working_days", sa.String(length=7), "01234"),
        ("left_on", sa.Date()),
        ("pseudonymised_at", Instant()),
    ),
    "risk_revisions": (
        ("residual_likelihood", ID),
        ("residual_impact", ID),
        ("response", sa.String(length=10), ""),
        ("proximity", sa.Date()),
        ("status", sa.String(length=14), "open"),
        ("told_by", sa.String(length=10), ""),
        ("told_on", sa.Date()),
    ),
    "risks": (
        ("cause", sa.Text(), ""),
        ("effect", sa.Text(), ""),
        ("vanished_on", sa.Date()),
    ),
    "updates": (
        ("told_by", sa.String(length=10), ""),
        ("told_on", sa.Date()),
        ("achievement", sa.Text(), ""),
        ("next_steps", sa.Text(), ""),
        ("blocked_by", sa.Text(), ""),
        ("spend", sa.Text(), ""),
        ("reason", sa.Text(), ""),
    ),
}
# Written out below: SQLite takes a reference with its column only, Alembic would add it after it.
REFERENCES = (
    ("roles", "successor_role_id", "roles"),
    ("updates", "decision_id", "decisions"),
    ("risk_revisions", "decision_id", "decisions"),
    ("risk_revisions", "on_behalf_of_role_id", "roles"),
)
HISTORY_SO_FAR = (
    "submissions",
    "updates",
    "risk_revisions",
    "mitigations",
    "digests",
    "plan_imports",
    "audit_entries",
)


def upgrade() -> None:
    """Apply this revision; nothing that was recorded is changed, and from now on it is sealed."""
    _new_tables()
    _new_columns()
    _references()
    _findings_of_their_own()
    _mitigations_of_their_own()
    _places()
    op.execute("UPDATE actions SET slips = 1 WHERE due > original_due")
    _seal()


def _new_tables() -> None:
    op.create_table(
        "council_priorities",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_council_priorities")),
        sa.UniqueConstraint("name", name=op.f("uq_council_priorities_name")),
    )
    op.create_table(
        "focus_areas",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_focus_areas")),
        sa.UniqueConstraint("name", name=op.f("uq_focus_areas_name")),
    )
    op.create_table(
        "sources",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sources")),
        sa.UniqueConstraint("name", name=op.f("uq_sources_name")),
    )
    op.create_table(
        "absences",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("told_by_id", ID, nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_absences_person_id")),
        sa.ForeignKeyConstraint(["told_by_id"], ["people.id"], name=op.f("fk_absences_told_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
    )
    op.create_index("ix_absences_person_id", "absences", ["person_id"], unique=False)
    op.create_table(
        "closed_days",
        sa.Column("id", ID, nullable=False),
        sa.Column("organisation_id", ID, nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_closed_days_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closed_days")),
        sa.UniqueConstraint(
            "organisation_id", "first_day", name=op.f("uq_closed_days_organisation_id_first_day")
        ),
    )
    op.create_table(
        "findings",
        sa.Column("id", ID, nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("source_id", ID, nullable=True),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_findings_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_findings")),
        sa.UniqueConstraint("ref", name=op.f("uq_findings_ref")),
    )
    op.create_table(
        "plan_versions",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("plan_import_id", ID, nullable=True),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("meeting_id", ID, nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_plan_versions_meeting_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_plan_versions_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["plan_import_id"], ["plan_imports.id"], name=op.f("fk_plan_versions_plan_import_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_versions")),
        sa.UniqueConstraint("name", "status", name=op.f("uq_plan_versions_name_status")),
    )
    op.create_table(
        "reports",
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("theme_id", ID, nullable=True),
        sa.Column("meeting_id", ID, nullable=True),
        sa.Column("covers_from", sa.Date(), nullable=False),
        sa.Column("covers_to", sa.Date(), nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("content", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_reports_meeting_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_reports_person_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["themes.id"], name=op.f("fk_reports_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
    )
    op.create_index("ix_reports_theme_id", "reports", ["theme_id", "id"], unique=False)
    op.create_table(
        "action_council_priorities",
        sa.Column("action_id", ID, nullable=False),
        sa.Column("council_priority_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["actions.id"], name=op.f("fk_action_council_priorities_action_id")
        ),
        sa.ForeignKeyConstraint(
            ["council_priority_id"],
            ["council_priorities.id"],
            name=op.f("fk_action_council_priorities_council_priority_id"),
        ),
        sa.PrimaryKeyConstraint(
            "action_id", "council_priority_id", name=op.f("pk_action_council_priorities")
        ),
    )
    op.create_table(
        "action_findings",
        sa.Column("action_id", ID, nullable=False),
        sa.Column("finding_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["actions.id"], name=op.f("fk_action_findings_action_id")
        ),
        sa.ForeignKeyConstraint(
            ["finding_id"], ["findings.id"], name=op.f("fk_action_findings_finding_id")
        ),
        sa.PrimaryKeyConstraint("action_id", "finding_id", name=op.f("pk_action_findings")),
    )
    op.create_table(
        "action_focus_areas",
        sa.Column("action_id", ID, nullable=False),
        sa.Column("focus_area_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["actions.id"], name=op.f("fk_action_focus_areas_action_id")
        ),
        sa.ForeignKeyConstraint(
            ["focus_area_id"], ["focus_areas.id"], name=op.f("fk_action_focus_areas_focus_area_id")
        ),
        sa.PrimaryKeyConstraint("action_id", "focus_area_id", name=op.f("pk_action_focus_areas")),
    )
    op.create_table(
        "action_sources",
        sa.Column("action_id", ID, nullable=False),
        sa.Column("source_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["actions.id"], name=op.f("fk_action_sources_action_id")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_action_sources_source_id")
        ),
        sa.PrimaryKeyConstraint("action_id", "source_id", name=op.f("pk_action_sources")),
    )
    op.create_table(
        "former_references",
        sa.Column("id", ID, nullable=False),
        sa.Column("action_id", ID, nullable=False),
        sa.Column("source_id", ID, nullable=True),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["actions.id"], name=op.f("fk_former_references_action_id")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_former_references_source_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_references")),
        sa.UniqueConstraint(
            "action_id",
            "source_id",
            "ref",
            name=op.f("uq_former_references_action_id_source_id_ref"),
        ),
    )
    op.create_table(
        "measures",
        sa.Column("id", ID, nullable=False),
        sa.Column("action_id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("baseline", Quantity(), nullable=True),
        sa.Column("target", Quantity(), nullable=True),
        sa.Column("better", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["actions.id"], name=op.f("fk_measures_action_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measures")),
        sa.UniqueConstraint("action_id", "name", name=op.f("uq_measures_action_id_name")),
    )
    op.create_table(
        "milestones",
        sa.Column("id", ID, nullable=False),
        sa.Column("action_id", ID, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["action_id"], ["actions.id"], name=op.f("fk_milestones_action_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestones")),
        sa.UniqueConstraint("action_id", "title", name=op.f("uq_milestones_action_id_title")),
    )
    op.create_table(
        "issues",
        sa.Column("id", ID, nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("theme_id", ID, nullable=False),
        sa.Column("action_id", ID, nullable=True),
        sa.Column("risk_id", ID, nullable=True),
        sa.Column("owner_role_id", ID, nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("vanished_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["action_id"], ["actions.id"], name=op.f("fk_issues_action_id")),
        sa.ForeignKeyConstraint(
            ["owner_role_id"], ["roles.id"], name=op.f("fk_issues_owner_role_id")
        ),
        sa.ForeignKeyConstraint(["risk_id"], ["risks.id"], name=op.f("fk_issues_risk_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["themes.id"], name=op.f("fk_issues_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issues")),
        sa.UniqueConstraint("ref", name=op.f("uq_issues_ref")),
    )
    op.create_index("ix_issues_theme_id", "issues", ["theme_id"], unique=False)
    op.create_table(
        "requests",
        sa.Column("id", ID, nullable=False),
        sa.Column("submission_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("theme_id", ID, nullable=False),
        sa.Column("action_id", ID, nullable=True),
        sa.Column("risk_id", ID, nullable=True),
        sa.Column("author_id", ID, nullable=False),
        sa.Column("author_role_id", ID, nullable=False),
        sa.Column("on_behalf_of_role_id", ID, nullable=True),
        sa.Column("told_by", sa.String(length=10), server_default="", nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("due_from", sa.Date(), nullable=True),
        sa.Column("due_to", sa.Date(), nullable=True),
        sa.Column("role_to_id", ID, nullable=True),
        sa.Column("priority_to", sa.Boolean(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["actions.id"], name=op.f("fk_requests_action_id")),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_requests_author_id")),
        sa.ForeignKeyConstraint(
            ["author_role_id"], ["roles.id"], name=op.f("fk_requests_author_role_id")
        ),
        sa.ForeignKeyConstraint(
            ["on_behalf_of_role_id"], ["roles.id"], name=op.f("fk_requests_on_behalf_of_role_id")
        ),
        sa.ForeignKeyConstraint(["risk_id"], ["risks.id"], name=op.f("fk_requests_risk_id")),
        sa.ForeignKeyConstraint(["role_to_id"], ["roles.id"], name=op.f("fk_requests_role_to_id")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_requests_submission_id")
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["themes.id"], name=op.f("fk_requests_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requests")),
    )
    op.create_index("ix_requests_action_id", "requests", ["action_id", "id"], unique=False)
    op.create_index("ix_requests_theme_id", "requests", ["theme_id", "id"], unique=False)
    op.create_table(
        "waiting_requests",
        sa.Column("request_id", ID, nullable=False),
        sa.Column("theme_id", ID, nullable=False),
        sa.Column("action_id", ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["action_id"], ["actions.id"], name=op.f("fk_waiting_requests_action_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["requests.id"], name=op.f("fk_waiting_requests_request_id")
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["themes.id"], name=op.f("fk_waiting_requests_theme_id")
        ),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_waiting_requests")),
    )
    op.create_index("ix_waiting_requests_theme_id", "waiting_requests", ["theme_id"])
    op.create_index("ix_waiting_requests_action_id", "waiting_requests", ["action_id"])
    op.create_table(
        "decisions",
        sa.Column("id", ID, nullable=False),
        sa.Column("request_id", ID, nullable=False),
        sa.Column("submission_id", ID, nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("meeting_id", ID, nullable=True),
        sa.Column("author_id", ID, nullable=False),
        sa.Column("author_role_id", ID, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_decisions_author_id")),
        sa.ForeignKeyConstraint(
            ["author_role_id"], ["roles.id"], name=op.f("fk_decisions_author_role_id")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_decisions_meeting_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["requests.id"], name=op.f("fk_decisions_request_id")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_decisions_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint("request_id", "level", name=op.f("uq_decisions_request_id_level")),
    )
    op.create_table(
        "issue_revisions",
        sa.Column("id", ID, nullable=False),
        sa.Column("issue_id", ID, nullable=False),
        sa.Column("submission_id", ID, nullable=True),
        sa.Column("author_id", ID, nullable=True),
        sa.Column("author_role_id", ID, nullable=False),
        sa.Column("on_behalf_of_role_id", ID, nullable=True),
        sa.Column("told_by", sa.String(length=10), server_default="", nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("supersedes_id", ID, nullable=True),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("decision_needed_from_role_id", ID, nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["on_behalf_of_role_id"],
            ["roles.id"],
            name=op.f("fk_issue_revisions_on_behalf_of_role_id"),
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["people.id"], name=op.f("fk_issue_revisions_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["author_role_id"], ["roles.id"], name=op.f("fk_issue_revisions_author_role_id")
        ),
        sa.ForeignKeyConstraint(
            ["decision_needed_from_role_id"],
            ["roles.id"],
            name=op.f("fk_issue_revisions_decision_needed_from_role_id"),
        ),
        sa.ForeignKeyConstraint(
            ["issue_id"], ["issues.id"], name=op.f("fk_issue_revisions_issue_id")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_issue_revisions_submission_id")
        ),
        sa.ForeignKeyConstraint(
            ["supersedes_id"], ["issue_revisions.id"], name=op.f("fk_issue_revisions_supersedes_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue_revisions")),
        sa.UniqueConstraint("supersedes_id", name=op.f("uq_issue_revisions_supersedes_id")),
    )
    op.create_index(
        "ix_issue_revisions_issue_id_id", "issue_revisions", ["issue_id", "id"], unique=False
    )
    op.create_index(
        "ix_issue_revisions_submission_id", "issue_revisions", ["submission_id"], unique=False
    )
    op.create_table(
        "plan_changes",
        sa.Column("id", ID, nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("row_id", ID, nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("was", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("became", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("plan_import_id", ID, nullable=True),
        sa.Column("decision_id", ID, nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_plan_changes_decision_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_plan_changes_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["plan_import_id"], ["plan_imports.id"], name=op.f("fk_plan_changes_plan_import_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_changes")),
    )
    op.create_index(
        "ix_plan_changes_subject_row_id", "plan_changes", ["subject", "row_id", "id"], unique=False
    )
    op.create_index("ix_plan_changes_subject_at", "plan_changes", ["subject", "at"], unique=False)
    op.create_table(
        "board_sightings",
        sa.Column("id", ID, nullable=False),
        sa.Column("risk_id", ID, nullable=False),
        sa.Column("revision_id", ID, nullable=False),
        sa.Column("meeting_id", ID, nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_board_sightings_meeting_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_board_sightings_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["risk_revisions.id"], name=op.f("fk_board_sightings_revision_id")
        ),
        sa.ForeignKeyConstraint(["risk_id"], ["risks.id"], name=op.f("fk_board_sightings_risk_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_sightings")),
    )
    op.create_index(
        "ix_board_sightings_risk_id_held_on", "board_sightings", ["risk_id", "held_on", "id"]
    )
    op.create_table(
        "challenges",
        sa.Column("id", ID, nullable=False),
        sa.Column("submission_id", ID, nullable=False),
        sa.Column("update_id", ID, nullable=True),
        sa.Column("action_id", ID, nullable=True),
        sa.Column("digest_id", ID, nullable=True),
        sa.Column("report_id", ID, nullable=True),
        sa.Column("answers_id", ID, nullable=True),
        sa.Column("author_id", ID, nullable=False),
        sa.Column("author_role_id", ID, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["actions.id"], name=op.f("fk_challenges_action_id")
        ),
        sa.ForeignKeyConstraint(
            ["answers_id"], ["challenges.id"], name=op.f("fk_challenges_answers_id")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_challenges_author_id")),
        sa.ForeignKeyConstraint(
            ["author_role_id"], ["roles.id"], name=op.f("fk_challenges_author_role_id")
        ),
        sa.ForeignKeyConstraint(
            ["digest_id"], ["digests.id"], name=op.f("fk_challenges_digest_id")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["reports.id"], name=op.f("fk_challenges_report_id")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_challenges_submission_id")
        ),
        sa.ForeignKeyConstraint(
            ["update_id"], ["updates.id"], name=op.f("fk_challenges_update_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenges")),
    )
    op.create_index("ix_challenges_action_id", "challenges", ["action_id", "id"], unique=False)
    op.create_table(
        "evidence",
        sa.Column("id", ID, nullable=False),
        sa.Column("update_id", ID, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["update_id"], ["updates.id"], name=op.f("fk_evidence_update_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    op.create_index("ix_evidence_update_id", "evidence", ["update_id"], unique=False)
    op.create_table(
        "measure_readings",
        sa.Column("id", ID, nullable=False),
        sa.Column("update_id", ID, nullable=False),
        sa.Column("measure_id", ID, nullable=False),
        sa.Column("value", Quantity(), nullable=False),
        sa.Column("out_of", Quantity(), nullable=True),
        sa.Column("read_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["measure_id"], ["measures.id"], name=op.f("fk_measure_readings_measure_id")
        ),
        sa.ForeignKeyConstraint(
            ["update_id"], ["updates.id"], name=op.f("fk_measure_readings_update_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_readings")),
    )
    op.create_index(
        "ix_measure_readings_measure_id", "measure_readings", ["measure_id", "id"], unique=False
    )
    op.create_index(
        "ix_measure_readings_update_id", "measure_readings", ["update_id"], unique=False
    )
    op.create_table(
        "mitigations",
        sa.Column("id", ID, nullable=False),
        sa.Column("revision_id", ID, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("owner_role_id", ID, nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["owner_role_id"], ["roles.id"], name=op.f("fk_mitigations_owner_role_id")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["risk_revisions.id"], name=op.f("fk_mitigations_revision_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mitigations")),
    )
    op.create_index("ix_mitigations_revision_id", "mitigations", ["revision_id"], unique=False)


def _new_columns() -> None:
    for table, columns in NEW_COLUMNS.items():
        for name, kind, *default in columns:
            op.add_column(table, _column(name, kind, *default))


def _column(name: str, kind: Any, default: str | None = None) -> sa.Column[Any]:
    return sa.Column(name, kind, server_default=default, nullable=default is None)


def _references() -> None:
    number = "INTEGER" if op.get_context().dialect.name == "sqlite" else "BIGINT"
    for table, column, other in REFERENCES:
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN {column} {number} "
            f"CONSTRAINT fk_{table}_{column} REFERENCES {other} (id)"
        )


def _findings_of_their_own() -> None:
    connection = op.get_bind()
    refs: dict[str, int] = {}
    rows = connection.execute(
        sa.text("SELECT id, finding FROM actions WHERE finding <> '' ORDER BY id")
    )
    for action_id, words in rows.all():
        if words not in refs:
            refs[words] = len(refs) + 1
            connection.execute(
                sa.text("INSERT INTO findings (id, ref, words) VALUES (:id, :ref, :words)"),
                {"id": refs[words], "ref": f"F-{refs[words]:02d}", "words": words},
            )
        connection.execute(
            sa.text("INSERT INTO action_findings (action_id, finding_id) VALUES (:action, :id)"),
            {"action": action_id, "id": refs[words]},
        )
    op.drop_column("actions", "finding")
    if op.get_context().dialect.name == "postgresql":
        op.execute("SELECT setval(pg_get_serial_sequence('findings', 'id'), max(id)) FROM findings")


def _mitigations_of_their_own() -> None:
    op.execute(
        "INSERT INTO mitigations (revision_id, words, state) "
        "SELECT id, mitigation, 'existing' FROM risk_revisions WHERE mitigation <> '' ORDER BY id"
    )
    op.drop_column("risk_revisions", "mitigation")


def _places() -> None:
    """Until now a position was the latest update; a correction will take the place of another."""
    release(op.get_bind(), "updates")
    op.add_column("updates", sa.Column("place", ID, server_default="0", nullable=False))
    op.execute("UPDATE updates SET place = id")
    op.drop_index("ix_updates_action_id_id", "updates")
    op.create_index("ix_updates_action_id_place", "updates", ["action_id", "place", "id", "at"])
    op.create_index("ix_updates_action_id_at", "updates", ["action_id", "at"])


def _seal() -> None:
    """One entry that covers everything recorded so far, the unchained entries included."""
    connection = op.get_bind()
    rows = Written()
    for name in HISTORY_SO_FAR:
        table = sa.Table(name, sa.MetaData(), autoload_with=connection)
        for row in connection.execute(sa.select(table).order_by(table.c.id)).mappings():
            rows.add(table, dict(row))
    if rows.runs:
        entry: dict[str, Any] = {
            "at": datetime.now(UTC),
            "person_id": None,
            "operation": "upgrade",
            "subject": revision,
            "detail": {},
        }
        append(connection, [entry], rows)


def downgrade() -> None:
    """Take this revision back, from a record that nothing was recorded in yet.

    Raises:
        RuntimeError: there is something that would be lost; restore the backup instead.
    """
    if op.get_bind().scalar(sa.text("SELECT count(*) FROM actions")):
        raise RuntimeError("the record is in use: restore the backup made before the upgrade")
    for table, column, _ in REFERENCES:
        with op.batch_alter_table(table) as batch:
            batch.drop_column(column)
    for table in reversed(NEW_TABLES):
        op.drop_table(table)
    op.drop_index("ix_updates_action_id_at", "updates")
    op.drop_index("ix_updates_action_id_place", "updates")
    op.create_index("ix_updates_action_id_id", "updates", ["action_id", "id"])
    op.drop_column("updates", "place")
    for table, columns in NEW_COLUMNS.items():
        for name, *_ in columns:
            op.drop_column(table, name)
    op.add_column("actions", sa.Column("finding", sa.Text(), server_default="", nullable=False))
    op.add_column(
        "risk_revisions", sa.Column("mitigation", sa.Text(), server_default="", nullable=False)
    )
