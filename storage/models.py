"""The tables of the record."""

from datetime import UTC, date, datetime, time
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Text,
    Time,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(TypeDecorator[datetime]):
    """An aware moment, kept as UTC; refuses naive datetimes, which have no meaning here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware moment into UTC.

        Raises:
            ValueError: the moment has no time zone.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment in the record needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the moment back as aware UTC (SQLite keeps no zone)."""
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """Common ground of all tables."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: Instant,
        date: Date,
        time: Time,
        bool: Boolean,
        str: Text,
        int: BigInteger().with_variant(Integer, "sqlite"),
        dict[str, Any]: JSON,
    }


class Organisation(Base):
    """A council, police force, NHS body, school or partnership."""

    __tablename__ = "organisations"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class Role(Base):
    """A post in the programme. People change, roles last."""

    __tablename__ = "roles"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    standing: Mapped[str] = mapped_column(String(20))
    deputy_role_id: Mapped[int | None] = mapped_column(ForeignKey("roles.id"))


class Person(Base):
    """Somebody named in the plan; bound to an Entra account once, at first contact."""

    __tablename__ = "people"
    __table_args__ = (UniqueConstraint("tenant_id", "entra_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str] = mapped_column(unique=True)
    tenant_id: Mapped[str | None] = mapped_column(String(64))
    entra_id: Mapped[str | None] = mapped_column(String(64))
    bound_at: Mapped[datetime | None]


class RoleHolding(Base):
    """A person holds a role from a day, until another holds it."""

    __tablename__ = "role_holdings"
    __table_args__ = (Index("ix_role_holdings_person_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    role_id: Mapped[int] = mapped_column(ForeignKey("roles.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    held_from: Mapped[date]
    held_to: Mapped[date | None]


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
    """One action of the plan: one owner role, one organisation (seed 2.3, 2.6)."""

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
    finding: Mapped[str]
    success_measure: Mapped[str]
    priority: Mapped[bool]
    original_due: Mapped[date]
    due: Mapped[date]


class SupportingOrganisation(Base):
    """An organisation that helps to carry out an action."""

    __tablename__ = "supporting_organisations"

    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), primary_key=True)


class Submission(Base):
    """One act of a person that changed the record: everything it saved carries its id."""

    __tablename__ = "submissions"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str] = mapped_column(String(20))
    token: Mapped[str] = mapped_column(String(64), unique=True)
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("submissions.id"), unique=True)
    at: Mapped[datetime]


class Update(Base):
    """An action's position as somebody reported it. Append-only: a correction is a new row."""

    __tablename__ = "updates"
    __table_args__ = (
        Index("ix_updates_action_id_id", "action_id", "id"),
        Index("ix_updates_submission_id", "submission_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"))
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submissions.id"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    author_role_id: Mapped[int] = mapped_column(ForeignKey("roles.id"))
    on_behalf_of_role_id: Mapped[int | None] = mapped_column(ForeignKey("roles.id"))
    kind: Mapped[str] = mapped_column(String(20))
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("updates.id"), unique=True)
    rating: Mapped[str] = mapped_column(String(10))
    impact_rating: Mapped[str] = mapped_column(String(10))
    stage: Mapped[str] = mapped_column(String(20))
    percent: Mapped[int | None]
    forecast: Mapped[date | None]
    note: Mapped[str]
    impact_note: Mapped[str]
    reported_on: Mapped[date]
    at: Mapped[datetime]


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


class RiskRevision(Base):
    """A risk's scores and mitigating action as somebody gave them. Append-only."""

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
    kind: Mapped[str] = mapped_column(String(20))
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("risk_revisions.id"), unique=True)
    likelihood: Mapped[int | None]
    impact: Mapped[int | None]
    mitigation: Mapped[str]
    words: Mapped[str]
    at: Mapped[datetime]


class Address(Base):
    """Where a conversation is reached: a person's chat or a channel."""

    __tablename__ = "addresses"
    __table_args__ = (
        UniqueConstraint("conversation_id", "person_id"),
        Index("ix_addresses_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    tenant_id: Mapped[str] = mapped_column(String(64))
    service_url: Mapped[str]
    conversation_id: Mapped[str]
    bot_id: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class LinkedChannel(Base):
    """The channel that a theme's weekly summary is posted to."""

    __tablename__ = "linked_channels"

    id: Mapped[int] = mapped_column(primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("themes.id"), unique=True)
    address_id: Mapped[int] = mapped_column(ForeignKey("addresses.id"), unique=True)
    linked_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    linked_at: Mapped[datetime]


class Digest(Base):
    """A theme's summary as it was posted, frozen. One per theme and scheduled instant."""

    __tablename__ = "digests"
    __table_args__ = (UniqueConstraint("theme_id", "edition", "instant"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("themes.id"))
    edition: Mapped[str] = mapped_column(String(10))
    instant: Mapped[datetime]
    covers_from: Mapped[datetime]
    covers_to: Mapped[datetime]
    content: Mapped[dict[str, Any]]


class Draft(Base):
    """What was read back to a person and waits for a yes, one per person and conversation."""

    __tablename__ = "drafts"

    conversation_id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    token: Mapped[str] = mapped_column(String(64))
    content: Mapped[dict[str, Any]]
    outbox_id: Mapped[int | None] = mapped_column(ForeignKey("outbox.id"))
    at: Mapped[datetime]


class OutboxMessage(Base):
    """Something to be sent, by whom it is claimed, and how it ended."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("conversation_id", "answers"),
        Index("ix_outbox_open", "state", "conversation_id", "id"),
        Index("ix_outbox_person_id_kind", "person_id", "kind", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    service_url: Mapped[str]
    conversation_id: Mapped[str]
    tenant_id: Mapped[str] = mapped_column(String(64))
    bot_id: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    digest_id: Mapped[int | None] = mapped_column(ForeignKey("digests.id"))
    answers: Mapped[str | None]
    replaces: Mapped[str | None]
    new_thread: Mapped[bool]
    content: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str | None]
    activity_id: Mapped[str | None]
    attempts: Mapped[int]
    claimed_by: Mapped[str | None] = mapped_column(String(64))
    lease_ends: Mapped[datetime | None]
    not_before: Mapped[datetime | None]
    at: Mapped[datetime]


class AuditEntry(Base):
    """Who did what to which row, and when. Append-only; holds ids, never names."""

    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    operation: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str]
    detail: Mapped[dict[str, Any]]


class PlanImport(Base):
    """A workbook that was taken in, and by how many weeks its dates were moved."""

    __tablename__ = "plan_imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    as_at: Mapped[date]
    sha256: Mapped[str] = mapped_column(String(64))
    weeks_moved: Mapped[int]
    summary: Mapped[dict[str, Any]]
