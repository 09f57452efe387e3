"""What a row of each sheet must hold, and which cells of a row must fit together."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import partial
from typing import Annotated, ClassVar, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
)

from storage.calendar import FRIDAY
from storage.exchange import cells
from storage.vocabulary import Rating, Stage, Standing

NO_ROLE = "there is no role “{}” on the sheet People."
NO_ORGANISATION = "there is no organisation “{}” on the sheet Organisations."
NO_THEME = "there is no theme “{}” on the sheet Themes."
NO_ACTION = "there is no action “{}” on the sheet Actions."
OTHER_THEME = "the action {} belongs to the theme {}, not to {}."
OTHER_LETTERS = "the reference “{}” must begin with its theme's code, {}-."
BLUE_TOO_EARLY = "Blue means complete and signed off: the stage must be Implemented or Embedded."
NOTE_WITHOUT_DATE = "the last note needs the date on which it was given."
NOTE_IN_FUTURE = "the last note is dated after the plan's as-at day."

DASHES = re.compile("[\u2010-\u2015\u2212]")  # what people type for a hyphen
APOSTROPHES = re.compile("[\u2018\u2019\u02bc]")  # and for an apostrophe
SIGNED_OFF = frozenset({Stage.IMPLEMENTED, Stage.EMBEDDED})


@dataclass(frozen=True, slots=True)
class Known:
    """What the sheets name, by folded name; None where the sheet itself is missing."""

    roles: Mapping[str, str] | None
    organisations: Mapping[str, str] | None
    themes: Mapping[str, str] | None
    theme_of_action: Mapping[str, str] | None
    as_at: date | None


def folded(name: str) -> str:
    """A name for comparison: the kind of dash, apostrophe, space and letter makes no odds."""
    plain = APOSTROPHES.sub("'", DASHES.sub("-", name))
    return " ".join(plain.split()).casefold()


def _look_up(name: str, among: Mapping[str, str] | None, unknown: str) -> str:
    found = name if among is None else among.get(folded(name))
    if found is None:
        raise ValueError(unknown.format(cells.shown(name)))
    return found


def _role(value: object, info: ValidationInfo[Known]) -> str:
    return _look_up(cells.line(value), info.context.roles, NO_ROLE)


def _roles(value: object, info: ValidationInfo[Known]) -> tuple[str, ...]:
    return tuple(_role(name, info) for name in parts(cells.line(value)))


def _organisation(value: object, info: ValidationInfo[Known]) -> str:
    return _look_up(cells.line(value), info.context.organisations, NO_ORGANISATION)


def _organisations(value: object, info: ValidationInfo[Known]) -> tuple[str, ...]:
    names = parts(cells.line(value))
    return tuple(dict.fromkeys(_organisation(name, info) for name in names))


def _theme(value: object, info: ValidationInfo[Known]) -> str:
    return _look_up(cells.line(value), info.context.themes, NO_THEME)


def parts(line: str) -> tuple[str, ...]:
    """The parts of a cell that holds several names, separated by semicolons."""
    return tuple(part for part in map(str.strip, line.split(";")) if part)


def _limit(length: int) -> AfterValidator:
    return AfterValidator(partial(cells.at_most, length))


Line = Annotated[str, BeforeValidator(cells.line), _limit(100)]
ShortTitle = Annotated[str, BeforeValidator(cells.line), _limit(40)]
Text = Annotated[str, BeforeValidator(cells.text), _limit(2_000)]
Day = Annotated[date, BeforeValidator(cells.day)]
Reference = Annotated[str, BeforeValidator(cells.reference)]
YesNo = Annotated[bool, BeforeValidator(cells.yes_no)]
Percent = Annotated[int, BeforeValidator(partial(cells.whole, 0, 100))]
OneToFive = Annotated[int, BeforeValidator(partial(cells.whole, 1, 5))]
KnownRole = Annotated[str, BeforeValidator(_role)]
KnownOrganisation = Annotated[str, BeforeValidator(_organisation)]
KnownTheme = Annotated[str, BeforeValidator(_theme)]


class PlanRow(BaseModel):
    """A checked row; each field's alias is the header of its column."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)
    KEY: ClassVar[tuple[str, ...]]

    @property
    def key(self) -> str:
        """What people call this row: a reference, a role, a name."""
        return ", ".join(str(getattr(self, name)) for name in self.KEY)

    def moved(self, by: timedelta) -> Self:
        """The same row with every date moved."""
        dates = {name: value + by for name, value in self if isinstance(value, date)}
        return self.model_copy(update=dates)

    def fingerprint(self) -> str:
        """Equal for equal content. A cell at its default counts as an empty one."""
        return hashlib.sha256(self.model_dump_json(exclude_defaults=True).encode()).hexdigest()


class ProgrammeRow(PlanRow):
    """The plan's name and the day whose state the workbook shows."""

    KEY = ("name",)
    name: Line = Field(alias="Programme")
    as_at: Day = Field(alias="As at")


class OrganisationRow(PlanRow):
    """A council, police force, NHS body, school or partnership."""

    KEY = ("name",)
    name: Line = Field(alias="Organisation")


class PersonRow(PlanRow):
    """A person in a role. Someone with two roles has two rows, a shared role one row a person."""

    KEY = ("role",)
    name: Line = Field(alias="Name")
    email: Annotated[str, BeforeValidator(cells.email)] = Field(alias="Email")
    role: Annotated[KnownRole, _limit(100)] = Field(alias="Role")
    organisation: KnownOrganisation = Field(alias="Organisation")
    standing: Annotated[Standing, BeforeValidator(partial(cells.choice, Standing))] = Field(
        alias="Standing", default=Standing.MEMBER
    )
    deputy_for: Annotated[tuple[str, ...], BeforeValidator(_roles)] = Field(
        alias="Deputy for", default=()
    )


class ThemeRow(PlanRow):
    """A theme, its lead, and when its weekly summary goes out."""

    KEY = ("code",)
    code: Annotated[str, BeforeValidator(cells.code)] = Field(alias="Code")
    name: Line = Field(alias="Name")
    lead_role: KnownRole = Field(alias="Lead role")
    summary_weekday: Annotated[int, BeforeValidator(cells.weekday)] = Field(
        alias="Summary day", default=FRIDAY
    )
    summary_time: Annotated[time, BeforeValidator(cells.clock)] = Field(
        alias="Summary time", default=time(11, 0)
    )


class ActionRow(PlanRow):
    """An action and its opening position."""

    KEY = ("ref",)
    theme: KnownTheme = Field(alias="Theme")
    ref: Reference = Field(alias="Reference")
    short_title: ShortTitle = Field(alias="Short title")
    title: Text = Field(alias="Action")
    finding: Text = Field(alias="Finding")
    owner_role: KnownRole = Field(alias="Owner role")
    organisation: KnownOrganisation = Field(alias="Organisation")
    supporting: Annotated[tuple[str, ...], BeforeValidator(_organisations)] = Field(
        alias="Supporting organisations", default=()
    )
    priority: YesNo = Field(alias="Priority", default=False)
    original_due: Day = Field(alias="Original due")
    due: Day = Field(alias="Due")
    success_measure: Text = Field(alias="Success measure")
    stage: Annotated[Stage, BeforeValidator(partial(cells.choice, Stage))] = Field(alias="Stage")
    rating: Annotated[Rating, BeforeValidator(partial(cells.choice, Rating))] = Field(
        alias="Rating"
    )
    percent: Percent | None = Field(alias="Percent", default=None)
    last_note_date: Day | None = Field(alias="Last note date", default=None)
    last_note: Text = Field(alias="Last note", default="")

    @field_validator("ref")
    @classmethod
    def _begins_with_theme(cls, ref: str, info: ValidationInfo[Known]) -> str:
        theme = info.data.get("theme")
        if theme and ref.partition("-")[0] != theme:
            raise ValueError(OTHER_LETTERS.format(ref, theme))
        return ref

    @field_validator("rating")
    @classmethod
    def _blue_when_signed_off(cls, rating: Rating, info: ValidationInfo[Known]) -> Rating:
        if rating is Rating.BLUE and info.data.get("stage", Stage.EMBEDDED) not in SIGNED_OFF:
            raise ValueError(BLUE_TOO_EARLY)
        return rating

    @field_validator("last_note_date")
    @classmethod
    def _not_after_as_at(cls, day: date | None, info: ValidationInfo[Known]) -> date | None:
        if day and info.context.as_at and day > info.context.as_at:
            raise ValueError(NOTE_IN_FUTURE)
        return day

    @field_validator("last_note")
    @classmethod
    def _dated(cls, note: str, info: ValidationInfo[Known]) -> str:
        if info.data.get("last_note_date", note) is None:
            raise ValueError(NOTE_WITHOUT_DATE)
        return note


class RiskRow(PlanRow):
    """A risk of the register as it stands."""

    KEY = ("ref",)
    theme: KnownTheme = Field(alias="Theme")
    ref: Reference = Field(alias="Reference")
    action: Reference | None = Field(alias="Action", default=None)
    description: Text = Field(alias="Description")
    likelihood: OneToFive = Field(alias="Likelihood")
    impact: OneToFive = Field(alias="Impact")
    owner_role: KnownRole = Field(alias="Owner role")
    mitigation: Text = Field(alias="Mitigating action", default="")

    @field_validator("action")
    @classmethod
    def _of_this_theme(cls, ref: str | None, info: ValidationInfo[Known]) -> str | None:
        actions, theme = info.context.theme_of_action, info.data.get("theme")
        if ref is None or actions is None:
            return ref
        if ref not in actions:
            raise ValueError(NO_ACTION.format(ref))
        if theme and actions[ref] != theme:
            raise ValueError(OTHER_THEME.format(ref, actions[ref], theme))
        return ref


class MeetingRow(PlanRow):
    """A day on which a board meets."""

    KEY = ("board", "held_on")
    board: Line = Field(alias="Board")
    held_on: Day = Field(alias="Date")
