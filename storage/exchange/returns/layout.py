"""The sheets of a return workbook, and what a row of each may say."""

import re
from enum import StrEnum
from functools import partial
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator

from storage.exchange.layout import cells, ratings
from storage.exchange.layout.fields import LONG, Day, OneToFive, Percent, Reference, Text, YesNo
from storage.exchange.layout.known import folded
from storage.exchange.layout.row import PlanRow
from storage.said import Change, Link
from storage.vocabulary import Rating

READ_ME, RETURN, NEW_RISKS, KEY = "Read me", "Return", "New risks", "Key"

# What the record knows of an action, left of the cells to fill in. None of it is read back.
KNOWN = (
    "Action",
    "Owner role",
    "Due",
    "Rating now",
    "Percent now",
    "Forecast now",
    "Last note",
)

NOT_A_RATING = "“{}” is not possible here; use No change, Grey, Green, Amber or Red."
BLUE_IS_DECIDED = (
    "Blue means complete and signed off, which the theme's lead decides; put Yes under Done? to "
    "ask for it."
)
NOT_A_LINK = "“{}” is not a link; paste the whole address, beginning with https://."
DATE_WITHOUT_REASON = "say why a new due date is needed."
REASON_WITHOUT_DATE = "give the new due date that this is the reason for, or leave this empty."
HALF_SCORED = (
    "a score needs both its likelihood and its impact; leave both empty if you cannot tell."
)
DONE_AND_LATER = "an action that is done needs no new due date; keep one of the two."

SAME = frozenset({"no change", "no-change", "unchanged"})
LINK = re.compile(r"https?://[^\s/.]+\.\S+", re.ASCII | re.IGNORECASE)
LONGEST_LINK = 2_000


class NoChange(StrEnum):
    """The rating stays. It is an answer, and it does not mean "on track" (programme.md, Rules)."""

    NO_CHANGE = "no_change"


def _rating(value: object) -> Rating | NoChange:
    typed = cells.line(value)
    if folded(typed) in SAME:
        return NoChange.NO_CHANGE
    try:
        rating = ratings.rating(Rating, typed)
    except ValueError:
        raise ValueError(NOT_A_RATING.format(cells.shown(typed))) from None
    if rating is Rating.BLUE:
        raise ValueError(BLUE_IS_DECIDED)
    return rating


def _links(value: object) -> tuple[str, ...]:
    """One link, or several with spaces or line breaks between them."""
    links = cells.text(value).split()
    for link in links:
        cells.at_most(LONGEST_LINK, link)
        if not LINK.fullmatch(link):
            raise ValueError(NOT_A_LINK.format(cells.shown(link)))
    return tuple(dict.fromkeys(links))


class KeyRow(PlanRow):
    """By which a workbook is known as a return: whose it is, and when it was made."""

    KEY = ("organisation",)
    organisation: Annotated[str, BeforeValidator(cells.line)] = Field(
        alias="Organisation", description="Whose return this is."
    )
    made_on: Day = Field(alias="Made on", description="The day on which the workbook was made.")


class ActionReturn(PlanRow):
    """What an organisation says about one of its actions; what is left empty stays as it is."""

    KEY = ("ref",)
    ref: Reference = Field(alias="Reference", description="The action's reference.")
    rating: Annotated[Rating | NoChange, BeforeValidator(_rating)] | None = Field(
        alias="Rating",
        default=None,
        description="No change, Green (on track), Amber (at risk, recovery plan in hand), Red "
        "(will miss or has missed) or Grey (not started).",
    )
    percent: Percent | None = Field(
        alias="Percent", default=None, description="How much of it is done, 0 to 100."
    )
    note: Text = Field(
        alias="What changed", default="", description="What has happened since the last note."
    )
    impact_note: Text = Field(
        alias="So what for children?",
        default="",
        description="What is different for children and families. Nobody may be recognisable.",
    )
    achievement: Text = Field(
        alias="Achievement", default="", description="Something achieved that others should hear."
    )
    next_steps: Text = Field(alias="Next steps", default="", description="What comes next.")
    blocked_by: Text = Field(
        alias="Blocked by", default="", description="What holds it up, and who could help."
    )
    forecast: Day | None = Field(
        alias="Forecast",
        default=None,
        description="When you expect it to be done. This does not move the due date.",
    )
    evidence: Annotated[tuple[str, ...], BeforeValidator(_links), LONG] = Field(
        alias="Evidence link",
        default=(),
        description="Where the evidence is kept: a link beginning with https://.",
    )
    new_due: Day | None = Field(
        alias="New due date",
        default=None,
        description="Asks for this due date; the theme's lead or the board decides.",
    )
    why: Text = Field(
        alias="Why a new due date?",
        default="",
        validate_default=True,
        description="Why the due date cannot be kept.",
    )
    done: YesNo = Field(
        alias="Done?",
        default=False,
        description="Yes asks the theme's lead to sign the action off.",
    )
    basis: Annotated[int, BeforeValidator(partial(cells.whole, 1, 999_999_999))] = Field(
        alias="Key", description="From which update of the action this row was made."
    )

    @field_validator("why")
    @classmethod
    def _both_or_neither(cls, why: str, info: ValidationInfo[Any]) -> str:
        new_due = info.data.get("new_due", why or None)
        if new_due and not why:
            raise ValueError(DATE_WITHOUT_REASON)
        if why and not new_due:
            raise ValueError(REASON_WITHOUT_DATE)
        return why

    @field_validator("done")
    @classmethod
    def _not_later(cls, done: bool, info: ValidationInfo[Any]) -> bool:
        if done and info.data.get("new_due"):
            raise ValueError(DONE_AND_LATER)
        return done

    @property
    def said(self) -> frozenset[str]:
        """The fields that say something."""
        return frozenset(self.content()) - {"ref", "basis"}

    @property
    def only_no_change(self) -> bool:
        """Nothing but that nothing has changed."""
        return self.rating is NoChange.NO_CHANGE and self.said == {"rating"}

    @property
    def reports(self) -> bool:
        """Whether there is an update in it; a request alone is none."""
        return self.rating is NoChange.NO_CHANGE or not self.change.empty

    @property
    def change(self) -> Change:
        """What the row reports, as an update of the record."""
        return Change(
            rating=self.rating if isinstance(self.rating, Rating) else None,
            percent=self.percent,
            forecast=self.forecast,
            note=self.note,
            impact_note=self.impact_note,
            achievement=self.achievement,
            next_steps=self.next_steps,
            blocked_by=self.blocked_by,
            evidence=tuple(Link(url, "") for url in self.evidence),
        )


class RiskReturn(PlanRow):
    """A risk that is not in the register yet."""

    KEY = ("action", "words")
    action: Reference = Field(
        alias="Action", description="The reference of the action that the risk is about."
    )
    words: Text = Field(
        alias="Risk",
        description="One sentence: because of what, what may happen, and what it would lead to.",
    )
    likelihood: OneToFive | None = Field(
        alias="Likelihood", default=None, description="1 rare to 5 almost certain."
    )
    impact: OneToFive | None = Field(
        alias="Impact",
        default=None,
        validate_default=True,
        description="1 slight to 5 severe.",
    )
    mitigation: Text = Field(
        alias="What is done about it",
        default="",
        description="The mitigating action that is in place already.",
    )

    @field_validator("impact")
    @classmethod
    def _both_or_neither(cls, impact: int | None, info: ValidationInfo[Any]) -> int | None:
        likelihood = info.data.get("likelihood", impact)
        if (likelihood is None) != (impact is None):
            raise ValueError(HALF_SCORED)
        return impact
