"""The risk register and the issue log: identities, and append-only revisions."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, History


class Risk(Base):
    """Something that may happen (programme.md, Risk); its scores are in its revisions."""

    __tablename__ = "risks"
    __table_args__ = (Index("ix_risks_theme_id", "theme_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(12), unique=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("themes.id"))
    action_id: Mapped[int | None] = mapped_column(ForeignKey("actions.id"))
    owner_role_id: Mapped[int] = mapped_column(ForeignKey("roles.id"))
    description: Mapped[str]
    cause: Mapped[str] = mapped_column(default="", server_default="")
    effect: Mapped[str] = mapped_column(default="", server_default="")
    vanished_on: Mapped[date | None]


class RiskRevision(History):
    """A risk's scores and response as somebody gave them, with its mitigating actions."""

    __tablename__ = "risk_revisions"
    __table_args__ = (
        Index("ix_risk_revisions_risk_id_id", "risk_id", "id"),
        Index("ix_risk_revisions_submission_id", "submission_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    risk_id: Mapped[int] = mapped_column(ForeignKey("risks.id"))
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submissions.id"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    author_role_id: Mapped[int] = mapped_column(ForeignKey("roles.id"))
    on_behalf_of_role_id: Mapped[int | None] = mapped_column(ForeignKey("roles.id"))
    told_by: Mapped[str] = mapped_column(String(10), default="", server_default="")
    told_on: Mapped[date | None]
    kind: Mapped[str] = mapped_column(String(20))
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("risk_revisions.id"), unique=True)
    likelihood: Mapped[int | None]
    impact: Mapped[int | None]
    residual_likelihood: Mapped[int | None]
    residual_impact: Mapped[int | None]
    response: Mapped[str] = mapped_column(String(10), default="", server_default="")
    proximity: Mapped[date | None]
    status: Mapped[str] = mapped_column(String(14), server_default="open")
    words: Mapped[str]
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"))
    at: Mapped[datetime]


class Mitigation(History):
    """A mitigating action, in place or planned. A revision carries all that stand with it."""

    __tablename__ = "mitigations"
    __table_args__ = (Index("ix_mitigations_revision_id", "revision_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("risk_revisions.id"))
    words: Mapped[str]
    state: Mapped[str] = mapped_column(String(10))
    owner_role_id: Mapped[int | None] = mapped_column(ForeignKey("roles.id"))
    due: Mapped[date | None]


class BoardSighting(History):
    """The revision of a risk that a board had before it: "20 when the board last saw it"."""

    __tablename__ = "board_sightings"
    __table_args__ = (Index("ix_board_sightings_risk_id_held_on", "risk_id", "held_on", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    risk_id: Mapped[int] = mapped_column(ForeignKey("risks.id"))
    revision_id: Mapped[int] = mapped_column(ForeignKey("risk_revisions.id"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    held_on: Mapped[date]
    """The meeting's day: the latest sighting is found without looking at the others."""
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]


class Issue(Base):
    """Something that has happened already; not a risk, though it may have been one."""

    __tablename__ = "issues"
    __table_args__ = (Index("ix_issues_theme_id", "theme_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(12), unique=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("themes.id"))
    action_id: Mapped[int | None] = mapped_column(ForeignKey("actions.id"))
    risk_id: Mapped[int | None] = mapped_column(ForeignKey("risks.id"))
    owner_role_id: Mapped[int] = mapped_column(ForeignKey("roles.id"))
    description: Mapped[str]
    raised_on: Mapped[date]
    vanished_on: Mapped[date | None]


class IssueRevision(History):
    """How an issue stands, as somebody gave it."""

    __tablename__ = "issue_revisions"
    __table_args__ = (
        Index("ix_issue_revisions_issue_id_id", "issue_id", "id"),
        Index("ix_issue_revisions_submission_id", "submission_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    issue_id: Mapped[int] = mapped_column(ForeignKey("issues.id"))
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submissions.id"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    author_role_id: Mapped[int] = mapped_column(ForeignKey("roles.id"))
    on_behalf_of_role_id: Mapped[int | None] = mapped_column(ForeignKey("roles.id"))
    told_by: Mapped[str] = mapped_column(String(10), default="", server_default="")
    told_on: Mapped[date | None]
    kind: Mapped[str] = mapped_column(String(20))
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("issue_revisions.id"), unique=True)
    status: Mapped[str] = mapped_column(String(10))
    words: Mapped[str]
    decision_needed_from_role_id: Mapped[int | None] = mapped_column(ForeignKey("roles.id"))
    at: Mapped[datetime]
