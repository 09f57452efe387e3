"""What was reported on actions. Append-only: a correction is a new row that supersedes."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import History


class Submission(History):
    """One act of a person that changed the record: everything it saved carries its id."""

    __tablename__ = "submissions"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str] = mapped_column(String(20))
    token: Mapped[str] = mapped_column(String(64), unique=True)
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("submissions.id"), unique=True)
    at: Mapped[datetime]


class Update(History):
    """An action's position as somebody reported it, in the author's own words."""

    __tablename__ = "updates"
    __table_args__ = (
        # With `at` in it, a day long ago is found without reading every later row.
        Index("ix_updates_action_id_place", "action_id", "place", "id", "at"),
        Index("ix_updates_action_id_at", "action_id", "at"),
        Index("ix_updates_submission_id", "submission_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"))
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submissions.id"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    author_role_id: Mapped[int] = mapped_column(ForeignKey("roles.id"))
    on_behalf_of_role_id: Mapped[int | None] = mapped_column(ForeignKey("roles.id"))
    told_by: Mapped[str] = mapped_column(String(10), default="", server_default="")
    """How the author was told what they entered for somebody else: email, phone, meeting …"""
    told_on: Mapped[date | None]
    kind: Mapped[str] = mapped_column(String(20))
    place: Mapped[int]
    """Orders an action's updates; a correction has the place of what it corrects."""
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("updates.id"), unique=True)
    rating: Mapped[str] = mapped_column(String(10))
    impact_rating: Mapped[str] = mapped_column(String(10))
    stage: Mapped[str] = mapped_column(String(20))
    percent: Mapped[int | None]
    forecast: Mapped[date | None]
    note: Mapped[str]
    impact_note: Mapped[str]
    achievement: Mapped[str] = mapped_column(default="", server_default="")
    next_steps: Mapped[str] = mapped_column(default="", server_default="")
    blocked_by: Mapped[str] = mapped_column(default="", server_default="")
    spend: Mapped[str] = mapped_column(default="", server_default="")
    reason: Mapped[str] = mapped_column(default="", server_default="")
    """Why an earlier update is superseded: what its author says when correcting it."""
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"))
    reported_on: Mapped[date]
    at: Mapped[datetime]


class MeasureReading(History):
    """A measure's value as an update gave it: "14 of 20", "91 %". Never a percent complete."""

    __tablename__ = "measure_readings"
    __table_args__ = (
        Index("ix_measure_readings_update_id", "update_id"),
        Index("ix_measure_readings_measure_id", "measure_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    update_id: Mapped[int] = mapped_column(ForeignKey("updates.id"))
    measure_id: Mapped[int] = mapped_column(ForeignKey("measures.id"))
    value: Mapped[Decimal]
    out_of: Mapped[Decimal | None]
    read_on: Mapped[date]


class Evidence(History):
    """A link that an update gives to show what it says."""

    __tablename__ = "evidence"
    __table_args__ = (Index("ix_evidence_update_id", "update_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    update_id: Mapped[int] = mapped_column(ForeignKey("updates.id"))
    url: Mapped[str]
    title: Mapped[str]
