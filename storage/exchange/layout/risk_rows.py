"""Rows about what may go wrong or has gone wrong: risks, mitigating actions, issues."""

from datetime import date
from typing import Annotated

from pydantic import Field, field_validator

from storage.exchange.layout.action_rows import Context, not_after_as_at
from storage.exchange.layout.fields import (
    Day,
    KnownAction,
    KnownRisk,
    KnownTheme,
    OneToFive,
    Owner,
    Reference,
    Text,
    choice_of,
)
from storage.exchange.layout.row import PlanRow
from storage.vocabulary import IssueStatus, MitigationState, Response, RiskStatus

OTHER_THEME = "the action {} belongs to the theme {}, not to {}."
HALF_SCORE = "the residual score needs both its likelihood and its impact."
RAISED_IN_FUTURE = "this date is after the plan's as-at day."


class ThemedRow(PlanRow):
    """A row of a theme, perhaps about one of its actions."""

    KEY = ("ref",)
    COLUMNS = ("ref",)
    theme: KnownTheme = Field(
        alias="Theme", description="The theme's code or name, from the sheet Themes."
    )
    ref: Reference = Field(
        alias="Reference",
        description="A reference of its own: R-01 for a risk, I-01 for an issue.",
    )
    action: KnownAction | None = Field(
        alias="Action",
        default=None,
        description="The reference of the action that it is about; empty if the whole theme is.",
    )

    @field_validator("action")
    @classmethod
    def _of_this_theme(cls, ref: str | None, info: Context) -> str | None:
        theme, theirs = info.data.get("theme"), info.context.theme_of_action.get(ref or "")
        if theme and theirs and theirs != theme:
            raise ValueError(OTHER_THEME.format(ref, theirs, theme))
        return ref


class RiskRow(ThemedRow):
    """A risk of the register as it stands (programme.md, Risk)."""

    description: Text = Field(alias="Description", description="What may happen.")
    cause: Text = Field(alias="Cause", default="", description="Because of what.")
    effect: Text = Field(alias="Effect", default="", description="What it would lead to.")
    likelihood: OneToFive | None = Field(
        alias="Likelihood",
        default=None,
        description="1 rare to 5 almost certain, before mitigating actions. Empty until scored.",
    )
    impact: OneToFive | None = Field(
        alias="Impact",
        default=None,
        description="1 slight to 5 severe, before mitigating actions. Empty until scored.",
    )
    residual_likelihood: OneToFive | None = Field(
        alias="Residual likelihood",
        default=None,
        description="1 to 5, with the mitigating actions that are in place.",
    )
    residual_impact: OneToFive | None = Field(
        alias="Residual impact",
        default=None,
        validate_default=True,
        description="1 to 5, with the mitigating actions that are in place.",
    )
    owner_role: Owner = Field(
        alias="Owner role", description="The role that answers for the risk, from the sheet People."
    )
    response: Annotated[Response, choice_of(Response)] | None = Field(
        alias="Response", default=None, description="What is done about it."
    )
    proximity: Day | None = Field(
        alias="Proximity", default=None, description="When it would happen."
    )
    status: Annotated[RiskStatus, choice_of(RiskStatus)] = Field(
        alias="Status", default=RiskStatus.OPEN, description="Open or Closed. Empty means Open."
    )

    @field_validator("residual_impact")
    @classmethod
    def _both_or_neither(cls, impact: int | None, info: Context) -> int | None:
        likelihood = info.data.get("residual_likelihood", impact)
        if (likelihood is None) != (impact is None):
            raise ValueError(HALF_SCORE)
        return impact


class MitigationRow(PlanRow):
    """A mitigating action of a risk, in place or planned."""

    KEY = ("risk", "words")
    risk: KnownRisk = Field(alias="Risk", description="The risk's reference.")
    words: Text = Field(alias="Mitigating action", description="What is done about the risk.")
    state: Annotated[MitigationState, choice_of(MitigationState)] = Field(
        alias="State",
        default=MitigationState.EXISTING,
        description="Existing if it is in place, else Planned. Empty means Existing.",
    )
    owner_role: Owner | None = Field(
        alias="Owner role", default=None, description="The role that does it."
    )
    by: Day | None = Field(alias="By", default=None, description="By when.")


class RiskEntry(RiskRow):
    """A risk as it stands on its sheet, with the short way to give one mitigating action."""

    mitigation: Text = Field(
        alias="Mitigating action",
        default="",
        description="One mitigating action that is in place; more, and planned ones, stand on the "
        "sheet Mitigations.",
    )

    def risk(self) -> RiskRow:
        """The risk itself."""
        checked = {name: getattr(self, name) for name in RiskRow.model_fields}
        return RiskRow.model_construct(**checked)

    def mitigation_row(self) -> MitigationRow:
        """Its mitigating action as a row of its own, in place already."""
        return MitigationRow.model_construct(risk=self.ref, words=self.mitigation)


class IssueRow(ThemedRow):
    """Something that has happened already; it is not a risk."""

    risk: KnownRisk | None = Field(
        alias="Risk", default=None, description="The reference of the risk that it was before."
    )
    description: Text = Field(alias="Description", description="What has happened.")
    owner_role: Owner = Field(
        alias="Owner role",
        description="The role that answers for the issue, from the sheet People.",
    )
    status: Annotated[IssueStatus, choice_of(IssueStatus)] = Field(
        alias="Status",
        default=IssueStatus.OPEN,
        description="Open or Resolved. Empty means Open.",
    )
    raised_on: Day | None = Field(
        alias="Raised on", default=None, description="The day on which it was raised."
    )

    @field_validator("raised_on")
    @classmethod
    def _raised_by_now(cls, day: date | None, info: Context) -> date | None:
        return not_after_as_at(day, info, RAISED_IN_FUTURE)
