"""What goes out, where it goes to, and what was posted or submitted and is frozen since."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, History


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


class Digest(History):
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


class Report(History):
    """A paper for a board; each of draft, approved and submitted is a row (seed 2.9)."""

    __tablename__ = "reports"
    __table_args__ = (Index("ix_reports_theme_id", "theme_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("themes.id"))
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"))
    covers_from: Mapped[date]
    covers_to: Mapped[date]
    version: Mapped[int]
    status: Mapped[str] = mapped_column(String(10))
    content: Mapped[dict[str, Any]]
    sha256: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]


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
