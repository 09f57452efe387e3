"""Rows about what is done: an action with its opening position."""

from datetime import date
from typing import Annotated, Any

from pydantic import Field, ValidationInfo, field_validator

from storage.exchange.layout.fields import (
    ActionOwner,
    Day,
    Findings,
    FormerReferences,
    KnownFocusAreas,
    KnownOrganisation,
    KnownOrganisations,
    KnownPriorities,
    KnownSources,
    KnownTheme,
    Percent,
    Reference,
    ReferenceOrNew,
    ShortTitle,
    Slips,
    Text,
    YesNo,
    choice_of,
    rating_of,
)
from storage.exchange.layout.known import Known
from storage.exchange.layout.row import PlanRow
from storage.vocabulary import CLOSED_STAGES, ImpactRating, Rating, Stage

OTHER_LETTERS = "the reference “{}” must begin with its theme's code, {}-."
BLUE_TOO_EARLY = "Blue means complete and signed off: the stage must be Implemented or Embedded."
BEFORE_START = "this date is before the start."
NOTE_WITHOUT_DATE = "the last note needs the date on which it was given."
NOTE_IN_FUTURE = "the last note is dated after the plan's as-at day."


Context = ValidationInfo[Known]


def not_after_as_at(day: date | None, info: Context, sentence: str) -> date | None:
    """The same day, unless it is after the day whose state the workbook shows.

    Raises:
        ValueError: with the sentence.
    """
    if day and info.context.as_at and day > info.context.as_at:
        raise ValueError(sentence)
    return day


def _due(checked: dict[str, Any]) -> date:
    due: date = checked["due"]
    return due


def _slips(checked: dict[str, Any]) -> int:
    return int(checked["original_due"] < checked["due"])


class ActionRow(PlanRow):
    """An action and its opening position."""

    KEY = ("ref",)
    COLUMNS = ("ref", "theme", "short_title", "title", "findings", "owner_role", "organisation",
               "supporting", "sources", "former_references", "focus_areas", "council_priorities",
               "priority", "start", "original_due", "due", "forecast", "slips", "success_measure",
               "stage", "rating", "impact_rating", "percent", "last_note")  # fmt: skip
    theme: KnownTheme = Field(
        alias="Theme", description="The theme's code or name, from the sheet Themes."
    )
    ref: Reference = Field(
        alias="Reference", description="The theme's code and a number, such as WF-01."
    )
    short_title: ShortTitle = Field(
        alias="Short title", description="A few words for cards and lists; at most 40 characters."
    )
    title: Text = Field(alias="Action", description="What is to be done.")
    findings: Findings = Field(
        alias="Findings",
        default=(),
        description="References of the sheet Findings, separated by semicolons, or one finding in "
        "its own words.",
    )
    owner_role: ActionOwner = Field(
        alias="Owner role",
        description="The one role that is accountable, from the sheet People.",
    )
    organisation: KnownOrganisation = Field(
        alias="Organisation", description="The accountable organisation."
    )
    supporting: KnownOrganisations = Field(
        alias="Supporting organisations",
        default=(),
        description="Organisations that help, separated by semicolons.",
    )
    sources: KnownSources = Field(
        alias="Sources",
        default=(),
        description="Names from the sheet Sources, separated by semicolons.",
    )
    former_references: FormerReferences = Field(
        alias="Former references",
        default=(),
        description="What the action was called before, separated by semicolons: 3.2, or "
        "Improvement plan: 3.2.",
    )
    focus_areas: KnownFocusAreas = Field(
        alias="Focus areas",
        default=(),
        description="Names from the sheet Focus areas, separated by semicolons.",
    )
    council_priorities: KnownPriorities = Field(
        alias="Council priorities",
        default=(),
        description="Names from the sheet Council priorities, separated by semicolons.",
    )
    priority: YesNo = Field(
        alias="Priority", default=False, description="Yes for a priority action. Empty means No."
    )
    start: Day | None = Field(alias="Start", default=None, description="When work starts.")
    due: Day = Field(alias="Due", description="The date agreed now.")
    original_due: Day = Field(
        alias="Original due",
        default_factory=_due,
        description="The date agreed at first. Empty means that it has not changed.",
    )
    forecast: Day | None = Field(
        alias="Forecast",
        default=None,
        description="When the owner expects it to be done; it moves no agreed date.",
    )
    slips: Slips = Field(
        alias="Slips",
        default_factory=_slips,
        description="How often the due date was moved. Empty means once if Due is later than "
        "Original due, else never.",
    )
    success_measure: Text = Field(
        alias="Success measure", description="By what it will be seen that the action worked."
    )
    stage: Annotated[Stage, choice_of(Stage)] = Field(
        alias="Stage", description="How far the action is."
    )
    rating: Annotated[Rating, rating_of(Rating)] = Field(
        alias="Rating",
        description="Delivery: Grey not started, Green on track, Amber at risk with a recovery "
        "plan, Red will miss or has missed, Blue complete and signed off.",
    )
    impact_rating: Annotated[ImpactRating, rating_of(ImpactRating)] = Field(
        alias="Impact rating",
        default=ImpactRating.UNKNOWN,
        description="Impact on children, apart from delivery. Empty means Not yet known.",
    )
    percent: Percent | None = Field(
        alias="Percent", default=None, description="How much of the action is done, 0 to 100."
    )
    last_note_date: Day | None = Field(
        alias="Last note date",
        default=None,
        description="When the last note was given; needed where there is a note.",
    )
    last_note: Text = Field(
        alias="Last note", default="", description="What the owner said last, in their own words."
    )
    impact_note: Text = Field(alias="Impact note", default="", description="So what for children?")
    cost_note: Text = Field(
        alias="Cost note", default="", description="What it costs, or what has been spent."
    )
    equality_note: Text = Field(
        alias="Equality note",
        default="",
        description="What it means for groups of people; never about one child or family.",
    )
    same_as: ReferenceOrNew | None = Field(
        alias="Same as",
        default=None,
        description="Leave empty. Where planbot says that an action looks like one it has: that "
        "one's reference, or the word New.",
    )

    @field_validator("ref")
    @classmethod
    def _begins_with_theme(cls, ref: str, info: Context) -> str:
        theme = info.data.get("theme")
        if theme and ref.partition("-")[0] != theme:
            raise ValueError(OTHER_LETTERS.format(ref, theme))
        return ref

    @field_validator("due", "original_due")
    @classmethod
    def _not_before_start(cls, day: date, info: Context) -> date:
        start = info.data.get("start")
        if start and day < start:
            raise ValueError(BEFORE_START)
        return day

    @field_validator("rating")
    @classmethod
    def _blue_when_signed_off(cls, rating: Rating, info: Context) -> Rating:
        if rating is Rating.BLUE and info.data.get("stage", Stage.EMBEDDED) not in CLOSED_STAGES:
            raise ValueError(BLUE_TOO_EARLY)
        return rating

    @field_validator("last_note_date")
    @classmethod
    def _noted_by_now(cls, day: date | None, info: Context) -> date | None:
        return not_after_as_at(day, info, NOTE_IN_FUTURE)

    @field_validator("last_note")
    @classmethod
    def _dated(cls, note: str, info: Context) -> str:
        if info.data.get("last_note_date", note) is None:
            raise ValueError(NOTE_WITHOUT_DATE)
        return note
