"""What somebody says about an action: what changes, in which words, by whom, with what evidence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Self

from storage.people import Person
from storage.vocabulary import ImpactRating, Rating, Stage, ToldBy

WORDS = ("note", "impact_note", "achievement", "next_steps", "blocked_by", "spend")


@dataclass(frozen=True, slots=True)
class Reading:
    """A measure's value on a day: 14 (of 20), 91 (%). It is never a percent complete."""

    measure_id: int
    value: Decimal
    out_of: Decimal | None
    read_on: date


@dataclass(frozen=True, slots=True)
class Link:
    """Evidence that is kept elsewhere."""

    url: str
    title: str


@dataclass(frozen=True, slots=True)
class Change:
    """What an update changes; None or "" leaves the value as it stands."""

    rating: Rating | None = None
    impact_rating: ImpactRating | None = None
    percent: int | None = None
    forecast: date | None = None
    stage: Stage | None = None
    note: str = ""
    impact_note: str = ""
    achievement: str = ""
    next_steps: str = ""
    blocked_by: str = ""
    spend: str = ""
    readings: tuple[Reading, ...] = ()
    evidence: tuple[Link, ...] = ()

    @property
    def empty(self) -> bool:
        """Nothing is changed and nothing is said."""
        return self == Change()

    @property
    def words(self) -> Mapping[str, str]:
        """What is said, by column."""
        return {name: getattr(self, name) for name in WORDS}


@dataclass(frozen=True, slots=True)
class Author:
    """Who saves: the person, the role acted under, and the role acted for if it is another.

    `told_by` and `told_on` say how and when the author heard what is entered for that other role.
    """

    person_id: int
    role_id: int
    on_behalf_of_role_id: int | None = None
    told_by: ToldBy | None = None
    told_on: date | None = None

    @classmethod
    def of(
        cls,
        person: Person,
        owner_role_id: int,
        told_by: ToldBy | None = None,
        told_on: date | None = None,
    ) -> Self:
        """Somebody who says something about what a role owns.

        Its holder and its deputy speak for themselves; anybody else on the role's behalf.
        """
        role = person.acting_for(owner_role_id)
        if owner_role_id in person.own_role_ids:
            return cls(person.id, role.id)
        return cls(person.id, role.id, owner_role_id, told_by, told_on)

    @property
    def columns(self) -> dict[str, Any]:
        """Who it is and for whom, as every row that somebody saves has it."""
        return {
            "author_id": self.person_id,
            "author_role_id": self.role_id,
            "on_behalf_of_role_id": self.on_behalf_of_role_id,
            "told_by": self.told_by or "",
            "told_on": self.told_on,
        }


@dataclass(frozen=True, slots=True)
class Opening:
    """Where an action stands when the plan is taken in."""

    rating: Rating
    percent: int | None
    stage: Stage
    note: str
    reported_on: date
    impact_rating: ImpactRating = ImpactRating.UNKNOWN
    impact_note: str = ""
    forecast: date | None = None
    readings: tuple[Reading, ...] = ()
