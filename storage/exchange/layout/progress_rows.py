"""Rows about how far actions have come: measures with their latest reading, milestones."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field, field_validator

from storage.exchange.layout.action_rows import Context, not_after_as_at
from storage.exchange.layout.fields import Day, KnownAction, Line, Number, Text, choice_of
from storage.exchange.layout.row import PlanRow
from storage.vocabulary import Better

READING_WITHOUT_DATE = "the latest reading needs the date on which it was read."
READING_IN_FUTURE = "the latest reading is dated after the plan's as-at day."
DONE_IN_FUTURE = "this date is after the plan's as-at day; leave it empty until it is done."


class MeasureRow(PlanRow):
    """What shows that an action works, with its latest reading."""

    KEY = ("action", "name")
    COLUMNS = ("action", "name", "unit", "baseline", "target", "better", "latest", "out_of")
    action: KnownAction = Field(alias="Action", description="The action's reference.")
    name: Line = Field(alias="Measure", description="What is counted.")
    unit: Line = Field(alias="Unit", default="", description="In what: %, days, families.")
    baseline: Number | None = Field(
        alias="Baseline", default=None, description="The value before the action."
    )
    target: Number | None = Field(alias="Target", default=None, description="The value aimed at.")
    better: Annotated[Better, choice_of(Better)] = Field(
        alias="Better",
        default=Better.HIGHER,
        description="Whether a Higher or a Lower value is better. Empty means Higher.",
    )
    read_on: Day | None = Field(
        alias="Read on", default=None, description="The date of the latest value."
    )
    latest: Number | None = Field(alias="Latest", default=None, description="The latest value.")
    out_of: Number | None = Field(
        alias="Out of", default=None, description="For “14 of 20”: the 20."
    )

    @field_validator("read_on")
    @classmethod
    def _read_by_now(cls, day: date | None, info: Context) -> date | None:
        return not_after_as_at(day, info, READING_IN_FUTURE)

    @field_validator("latest")
    @classmethod
    def _dated(cls, reading: Decimal | None, info: Context) -> Decimal | None:
        if info.data.get("read_on", reading) is None:
            raise ValueError(READING_WITHOUT_DATE)
        return reading


class MilestoneRow(PlanRow):
    """A step on the way to an action's end."""

    KEY = ("action", "title")
    action: KnownAction = Field(alias="Action", description="The action's reference.")
    title: Text = Field(alias="Milestone", description="What will have been reached.")
    due: Day = Field(alias="Due", description="By when.")
    done_on: Day | None = Field(
        alias="Done on", default=None, description="When it was reached; empty until then."
    )

    @field_validator("done_on")
    @classmethod
    def _done_by_now(cls, day: date | None, info: Context) -> date | None:
        return not_after_as_at(day, info, DONE_IN_FUTURE)
