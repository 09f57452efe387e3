"""Who takes part: organisations, roles, the people who hold them, and when they are away."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.calendar import MONDAY_TO_FRIDAY
from storage.models.base import Base


class Organisation(Base):
    """A council, police force, NHS body, school or partnership."""

    __tablename__ = "organisations"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class ClosedDays(Base):
    """Days on which an organisation does not work beside the bank holidays: school holidays."""

    __tablename__ = "closed_days"
    __table_args__ = (UniqueConstraint("organisation_id", "first_day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    first_day: Mapped[date]
    last_day: Mapped[date]
    why: Mapped[str]


class Role(Base):
    """A post in the programme. People change, roles last."""

    __tablename__ = "roles"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    standing: Mapped[str] = mapped_column(String(20))
    deputy_role_id: Mapped[int | None] = mapped_column(ForeignKey("roles.id"))
    successor_role_id: Mapped[int | None] = mapped_column(ForeignKey("roles.id"))


class Person(Base):
    """Somebody named in the plan; bound to an Entra account once, at first contact."""

    __tablename__ = "people"
    __table_args__ = (UniqueConstraint("tenant_id", "entra_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str] = mapped_column(unique=True)
    working_days: Mapped[str] = mapped_column(
        String(7), default=MONDAY_TO_FRIDAY, server_default=MONDAY_TO_FRIDAY
    )
    """The weekdays worked, Monday as 0: "024" is Monday, Wednesday and Friday."""
    tenant_id: Mapped[str | None] = mapped_column(String(64))
    entra_id: Mapped[str | None] = mapped_column(String(64))
    bound_at: Mapped[datetime | None]
    left_on: Mapped[date | None]
    pseudonymised_at: Mapped[datetime | None]


class RoleHolding(Base):
    """A person holds a role from a day up to and including another, or until further notice."""

    __tablename__ = "role_holdings"
    __table_args__ = (Index("ix_role_holdings_person_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    role_id: Mapped[int] = mapped_column(ForeignKey("roles.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    held_from: Mapped[date]
    held_to: Mapped[date | None]


class Absence(Base):
    """Days on which a person is away. Why is nobody's business and is not kept."""

    __tablename__ = "absences"
    __table_args__ = (Index("ix_absences_person_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    first_day: Mapped[date]
    last_day: Mapped[date | None]
    told_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
