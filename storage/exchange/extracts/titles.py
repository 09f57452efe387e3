"""What the ids of the record are called, in people's words."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import models as m
from storage.vocabulary import ImpactRating, Rating, risk_band

WORDS: Mapping[str, str] = {
    "": "",
    Rating.GREY: "Not started",
    ImpactRating.UNKNOWN: "Not yet known",
    "to_board": "Sent to the board",
}
SOMEBODY = "person {}"
NUMBERED = "{} {}"


class Titles:
    """Roles, themes, actions and the rest by id; people as numbers unless they are to be named."""

    def __init__(self, session: Session, *, named: bool = False) -> None:
        self._session = session
        self._named = named

    @cached_property
    def roles(self) -> Mapping[int, str]:
        """Role id → title."""
        return self._pairs(m.Role.id, m.Role.title)

    @cached_property
    def people(self) -> Mapping[int, str]:
        """Person id → name, or "person 12"."""
        names = self._pairs(m.Person.id, m.Person.name)
        return names if self._named else {id_: SOMEBODY.format(id_) for id_ in names}

    @cached_property
    def organisations(self) -> Mapping[int, str]:
        """Organisation id → name."""
        return self._pairs(m.Organisation.id, m.Organisation.name)

    @cached_property
    def sources(self) -> Mapping[int, str]:
        """Source id → name."""
        return self._pairs(m.Source.id, m.Source.name)

    @cached_property
    def theme_codes(self) -> Mapping[int, str]:
        """Theme id → code."""
        return self._pairs(m.Theme.id, m.Theme.code)

    @cached_property
    def themes(self) -> Mapping[int, str]:
        """Theme id → name."""
        return self._pairs(m.Theme.id, m.Theme.name)

    @cached_property
    def actions(self) -> Mapping[int, str]:
        """Action id → reference."""
        return self._pairs(m.Action.id, m.Action.ref)

    @cached_property
    def risks(self) -> Mapping[int, str]:
        """Risk id → reference."""
        return self._pairs(m.Risk.id, m.Risk.ref)

    @cached_property
    def issues(self) -> Mapping[int, str]:
        """Issue id → reference."""
        return self._pairs(m.Issue.id, m.Issue.ref)

    @cached_property
    def meetings(self) -> Mapping[int, str]:
        """Meeting id → board and day."""
        rows = self._session.execute(
            select(m.Meeting.id, m.Board.name, m.Meeting.held_on).join(
                m.Board, m.Board.id == m.Meeting.board_id
            )
        )
        return {id_: f"{board}, {day.day} {day:%b %Y}" for id_, board, day in rows}

    def of(self, table: str, id_: int) -> str:
        """What a row of any table is called: a title if it has one, else "milestones 12"."""
        known: Mapping[str, Callable[[], Mapping[int, str]]] = {
            "roles": lambda: self.roles,
            "people": lambda: self.people,
            "organisations": lambda: self.organisations,
            "themes": lambda: self.themes,
            "actions": lambda: self.actions,
            "risks": lambda: self.risks,
            "issues": lambda: self.issues,
            "meetings": lambda: self.meetings,
        }
        found = known[table]().get(id_) if table in known else None
        return found or NUMBERED.format(table.replace("_", " "), id_)

    def _pairs(self, id_: Any, title: Any) -> Mapping[int, str]:
        return dict(self._session.execute(select(id_, title)).all())


def worded(value: str) -> str:
    """One of the programme's fixed words as people write it: "In progress", "Not yet known"."""
    return WORDS.get(value, value.replace("_", " ").capitalize())


def scored(likelihood: int | None, impact: int | None) -> int | None:
    """Likelihood x impact, 1 to 25; None until somebody has scored it."""
    return likelihood * impact if likelihood and impact else None


def banded(score: int | None) -> str:
    """High, Medium, Low, or "" without a score."""
    return risk_band(score).capitalize() if score else ""
