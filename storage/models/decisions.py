"""What was asked for, what was decided, and what was challenged. Append-only."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, History


class Request(History):
    """Something that its author may not decide: a due date, completion, a risk to the board."""

    __tablename__ = "requests"
    __table_args__ = (
        Index("ix_requests_action_id", "action_id", "id"),
        Index("ix_requests_theme_id", "theme_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))
    kind: Mapped[str] = mapped_column(String(20))
    theme_id: Mapped[int] = mapped_column(ForeignKey("themes.id"))
    action_id: Mapped[int | None] = mapped_column(ForeignKey("actions.id"))
    risk_id: Mapped[int | None] = mapped_column(ForeignKey("risks.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    author_role_id: Mapped[int] = mapped_column(ForeignKey("roles.id"))
    on_behalf_of_role_id: Mapped[int | None] = mapped_column(ForeignKey("roles.id"))
    told_by: Mapped[str] = mapped_column(String(10), default="", server_default="")
    told_on: Mapped[date | None]
    due_from: Mapped[date | None]
    due_to: Mapped[date | None]
    role_to_id: Mapped[int | None] = mapped_column(ForeignKey("roles.id"))
    priority_to: Mapped[bool | None]
    reason: Mapped[str]
    at: Mapped[datetime]


class WaitingRequest(Base):
    """A request that nobody has decided yet: what waits is found without reading what was decided.

    Not history: `requests` and `decisions` are, and `check` holds this against them.
    """

    __tablename__ = "waiting_requests"
    __table_args__ = (
        Index("ix_waiting_requests_theme_id", "theme_id"),
        Index("ix_waiting_requests_action_id", "action_id"),
    )

    request_id: Mapped[int] = mapped_column(ForeignKey("requests.id"), primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("themes.id"))
    action_id: Mapped[int | None] = mapped_column(ForeignKey("actions.id"))


class Decision(History):
    """What a lead or a board decided on a request; one of each at most, whoever was quicker."""

    __tablename__ = "decisions"
    __table_args__ = (UniqueConstraint("request_id", "level"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("requests.id"))
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))
    level: Mapped[str] = mapped_column(String(10))
    outcome: Mapped[str] = mapped_column(String(10))
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    author_role_id: Mapped[int] = mapped_column(ForeignKey("roles.id"))
    reason: Mapped[str]
    at: Mapped[datetime]


class Challenge(History):
    """A doubt about a rating, a summary or a report, and what was answered (seed 2.9)."""

    __tablename__ = "challenges"
    __table_args__ = (Index("ix_challenges_action_id", "action_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))
    update_id: Mapped[int | None] = mapped_column(ForeignKey("updates.id"))
    action_id: Mapped[int | None] = mapped_column(ForeignKey("actions.id"))
    digest_id: Mapped[int | None] = mapped_column(ForeignKey("digests.id"))
    report_id: Mapped[int | None] = mapped_column(ForeignKey("reports.id"))
    answers_id: Mapped[int | None] = mapped_column(ForeignKey("challenges.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    author_role_id: Mapped[int] = mapped_column(ForeignKey("roles.id"))
    words: Mapped[str]
    at: Mapped[datetime]
