"""What was agreed: sources, findings, themes, actions, measures, boards, and every change of it."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, History


class Source(Base):
    """Where actions come from: an inspection, a review, an improvement plan (seed 2.3 to 2.6)."""

    __tablename__ = "sources"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    published_on: Mapped[date | None]


class Finding(Base):
    """What a source found and an action answers (seed 2.2)."""

    __tablename__ = "findings"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(12), unique=True)
    words: Mapped[str]
    source_id: Mapped[int | None] = mapped_column(ForeignKey("sources.id"))


class FocusArea(Base):
    """One of the areas that an inspection asked to look at (seed 2.4); a tag of actions."""

    __tablename__ = "focus_areas"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class CouncilPriority(Base):
    """A priority of the Council Plan that actions contribute to (seed 5.1)."""

    __tablename__ = "council_priorities"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class Theme(Base):
    """One of the plan's themes (seed 2.5), with the day and time of its weekly summary."""

    __tablename__ = "themes"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(4), unique=True)
    name: Mapped[str] = mapped_column(unique=True)
    lead_role_id: Mapped[int] = mapped_column(ForeignKey("roles.id"))
    summary_weekday: Mapped[int]
    summary_time: Mapped[time]


class Board(Base):
    """A body that the programme answers to."""

    __tablename__ = "boards"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class Meeting(Base):
    """A day on which a board meets."""

    __tablename__ = "meetings"
    __table_args__ = (UniqueConstraint("board_id", "held_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    board_id: Mapped[int] = mapped_column(ForeignKey("boards.id"))
    held_on: Mapped[date]


class Action(Base):
    """One action of the plan: one owner role, one organisation (seed 2.3, 2.6).

    The columns say what is agreed today; what was agreed before is in `plan_changes`.
    """

    __tablename__ = "actions"
    __table_args__ = (
        Index("ix_actions_theme_id", "theme_id"),
        Index("ix_actions_owner_role_id", "owner_role_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(12), unique=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("themes.id"))
    short_title: Mapped[str] = mapped_column(String(40))
    title: Mapped[str]
    owner_role_id: Mapped[int] = mapped_column(ForeignKey("roles.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    success_measure: Mapped[str]
    priority: Mapped[bool]
    start: Mapped[date | None]
    original_due: Mapped[date]
    due: Mapped[date]
    slips: Mapped[int] = mapped_column(default=0, server_default="0")
    cost_note: Mapped[str] = mapped_column(default="", server_default="")
    equality_note: Mapped[str] = mapped_column(default="", server_default="")
    vanished_on: Mapped[date | None]
    """The day on which a workbook no longer named this action; nothing is deleted."""


class SupportingOrganisation(Base):
    """An organisation that helps to carry out an action."""

    __tablename__ = "supporting_organisations"

    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), primary_key=True)


class ActionSource(Base):
    """A source that an action comes from."""

    __tablename__ = "action_sources"

    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"), primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id"), primary_key=True)


class FormerReference(Base):
    """What an action was called in a source, before sources were merged into one plan."""

    __tablename__ = "former_references"
    __table_args__ = (UniqueConstraint("action_id", "source_id", "ref"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"))
    source_id: Mapped[int | None] = mapped_column(ForeignKey("sources.id"))
    ref: Mapped[str]


class ActionFinding(Base):
    """A finding that an action answers."""

    __tablename__ = "action_findings"

    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"), primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("findings.id"), primary_key=True)


class ActionFocusArea(Base):
    """A focus area that an action belongs to."""

    __tablename__ = "action_focus_areas"

    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"), primary_key=True)
    focus_area_id: Mapped[int] = mapped_column(ForeignKey("focus_areas.id"), primary_key=True)


class ActionCouncilPriority(Base):
    """A council priority that an action contributes to."""

    __tablename__ = "action_council_priorities"

    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"), primary_key=True)
    council_priority_id: Mapped[int] = mapped_column(
        ForeignKey("council_priorities.id"), primary_key=True
    )


class Measure(Base):
    """What shows that an action works: "contacts decided in a day", from 71 to 95 %."""

    __tablename__ = "measures"
    __table_args__ = (UniqueConstraint("action_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"))
    name: Mapped[str]
    unit: Mapped[str]
    baseline: Mapped[Decimal | None]
    target: Mapped[Decimal | None]
    better: Mapped[str] = mapped_column(String(10))


class Milestone(Base):
    """A step on the way to an action's end."""

    __tablename__ = "milestones"
    __table_args__ = (UniqueConstraint("action_id", "title"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"))
    title: Mapped[str]
    due: Mapped[date]
    done_on: Mapped[date | None]


class PlanChange(History):
    """One agreed fact that changed: which row, which column, from what to what, and why.

    Values are as JSON has them: a date as "2022-12-30", a role as its id.
    """

    __tablename__ = "plan_changes"
    __table_args__ = (
        Index("ix_plan_changes_subject_row_id", "subject", "row_id", "id"),
        Index("ix_plan_changes_subject_at", "subject", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(40))
    row_id: Mapped[int]
    field: Mapped[str] = mapped_column(String(40))
    was: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True)
    became: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    plan_import_id: Mapped[int | None] = mapped_column(ForeignKey("plan_imports.id"))
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"))
    at: Mapped[datetime]


class PlanImport(History):
    """A workbook that was taken in, row by row, and by how many weeks its dates were moved."""

    __tablename__ = "plan_imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    as_at: Mapped[date]
    sha256: Mapped[str] = mapped_column(String(64))
    weeks_moved: Mapped[int]
    summary: Mapped[dict[str, Any]]


class PlanVersion(History):
    """A version of the plan as drafted or as accepted (seed 2.7); accepting one is a new row."""

    __tablename__ = "plan_versions"
    __table_args__ = (UniqueConstraint("name", "status"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    status: Mapped[str] = mapped_column(String(10))
    plan_import_id: Mapped[int | None] = mapped_column(ForeignKey("plan_imports.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"))
    at: Mapped[datetime]
