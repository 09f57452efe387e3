"""Rows about who is in the programme: its name, organisations, people, boards and their days."""

from datetime import date
from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from storage.exchange.layout.fields import (
    Day,
    DefinedRole,
    Email,
    KnownOrganisation,
    KnownRoles,
    Line,
    Name,
    WorkingDays,
    choice_of,
)
from storage.exchange.layout.known import Known
from storage.exchange.layout.row import PlanRow
from storage.vocabulary import PlanStatus, Standing

TURNED_ROUND = "the last day is before the first."
MONDAY_TO_FRIDAY = (0, 1, 2, 3, 4)


class ProgrammeRow(PlanRow):
    """The plan's name and the day whose state the workbook shows."""

    KEY = ("name",)
    name: Line = Field(alias="Programme", description="The plan's name.")
    as_at: Day = Field(
        alias="As at", description="The day whose state this workbook shows, as 30/12/2022."
    )
    version: Line = Field(
        alias="Version", default="", description="What this version is called, such as 2.1."
    )
    status: Annotated[PlanStatus, choice_of(PlanStatus)] = Field(
        alias="Status",
        default=PlanStatus.DRAFT,
        description="Draft, or Accepted once the board has agreed it. Empty means Draft.",
    )


class OrganisationRow(PlanRow):
    """A council, police force, NHS body, school or partnership."""

    KEY = ("name",)
    name: Name = Field(
        alias="Organisation",
        description="A council, police force, NHS body, school or partnership; one a row.",
    )


class ClosedDaysRow(PlanRow):
    """Days on which an organisation does not work, such as school holidays."""

    KEY = ("organisation", "first_day")
    organisation: KnownOrganisation = Field(
        alias="Organisation", description="A name from the sheet Organisations."
    )
    first_day: Day = Field(alias="From", description="The first closed day.")
    last_day: Day = Field(alias="To", description="The last closed day.")
    why: Line = Field(alias="Why", default="", description="For example: school holidays.")

    @field_validator("last_day")
    @classmethod
    def _not_before_first(cls, day: date, info: ValidationInfo[Known]) -> date:
        if day < info.data.get("first_day", day):
            raise ValueError(TURNED_ROUND)
        return day


class PersonRow(PlanRow):
    """A person in a role. Someone with two roles has two rows, a shared role one row a person."""

    KEY = ("role", "email")
    name: Line = Field(alias="Name", description="First and last name of who holds the role.")
    email: Email = Field(
        alias="Email", description="The address with which this person signs in to Teams."
    )
    role: DefinedRole = Field(
        alias="Role",
        description="The post. People change, roles last: actions belong to roles. Someone with "
        "two roles has two rows.",
    )
    organisation: KnownOrganisation = Field(
        alias="Organisation", description="A name from the sheet Organisations."
    )
    standing: Annotated[Standing, choice_of(Standing)] = Field(
        alias="Standing",
        default=Standing.MEMBER,
        description="Programme office for those who run the plan, Board for those who read it; "
        "empty means Member.",
    )
    deputy_for: KnownRoles = Field(
        alias="Deputy for",
        default=(),
        description="The roles that this role stands in for, separated by semicolons.",
    )
    working_days: WorkingDays = Field(
        alias="Working days",
        default=MONDAY_TO_FRIDAY,
        description="For example Mon Tue Wed, or Mon-Thu. Empty means Monday to Friday.",
    )
    held_from: Day | None = Field(
        alias="From", default=None, description="Since when this person has held the role."
    )

    @property
    def label(self) -> str:
        """The role: nobody is named where the plan's differences are told."""
        return self.role


class MeetingRow(PlanRow):
    """A day on which a board meets."""

    KEY = ("board", "held_on")
    board: Line = Field(alias="Board", description="The board's name.")
    held_on: Day = Field(alias="Date", description="A day on which it meets; one a row.")
