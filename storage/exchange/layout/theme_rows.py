"""Rows about what the plan answers and how it is ordered: themes, sources, findings, tags."""

from datetime import time
from typing import Annotated

from pydantic import BeforeValidator, Field

from storage.exchange.layout import days
from storage.exchange.layout.fields import (
    Code,
    Day,
    KnownRole,
    KnownSource,
    Line,
    Name,
    Reference,
    Text,
    choice_of,
)
from storage.exchange.layout.row import PlanRow
from storage.vocabulary import SourceKind


class ThemeRow(PlanRow):
    """A theme, its lead, and when its weekly summary goes out."""

    KEY = ("code",)
    code: Code = Field(
        alias="Code",
        description="One to four letters, such as WF, with which the references of the theme's "
        "actions begin.",
    )
    name: Line = Field(alias="Name", description="The theme's name.")
    lead_role: KnownRole = Field(
        alias="Lead role", description="The role that leads the theme, from the sheet People."
    )
    summary_weekday: Annotated[int, BeforeValidator(days.weekday)] = Field(
        alias="Summary day",
        default=days.FRIDAY,
        description="The weekday of the weekly summary. Empty means Friday.",
    )
    summary_time: Annotated[time, BeforeValidator(days.clock)] = Field(
        alias="Summary time",
        default=time(11, 0),
        description="Its time, between 08:30 and 17:30. Empty means 11:00.",
    )


class SourceRow(PlanRow):
    """A document that actions come from (seed 2.3, 2.4, 2.6, 2.12)."""

    KEY = ("name",)
    name: Name = Field(
        alias="Source", description="What the document is called, such as Ofsted inspection 2022."
    )
    kind: Annotated[SourceKind, choice_of(SourceKind)] = Field(
        alias="Kind",
        default=SourceKind.OTHER,
        description="What kind of document it is. Empty means Other.",
    )
    published: Day | None = Field(
        alias="Published", default=None, description="The day on which it was published."
    )


class FindingRow(PlanRow):
    """What a source found, which actions answer (seed 2.2)."""

    KEY = ("ref",)
    ref: Reference = Field(alias="Reference", description="A reference of its own, such as F-01.")
    words: Text = Field(alias="Finding", description="What was found, in the source's words.")
    source: KnownSource | None = Field(
        alias="Source", default=None, description="A name from the sheet Sources."
    )


class FocusAreaRow(PlanRow):
    """An area that an inspection asked to look at; a tag of actions (seed 2.4)."""

    KEY = ("name",)
    name: Name = Field(alias="Focus area", description="A focus area; one a row.")


class CouncilPriorityRow(PlanRow):
    """A priority of the Council Plan that actions contribute to (seed 5.1)."""

    KEY = ("name",)
    name: Name = Field(
        alias="Council priority", description="A priority of the Council Plan; one a row."
    )
