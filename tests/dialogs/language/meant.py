"""Who says something on Wednesday 16 November 2022, and what was made of it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from pydantic import BaseModel

from dialogs.language.clauses import Clause, clauses_of
from dialogs.language.marks import marked
from dialogs.language.understanding import understand
from tests.dialogs.language.situations import ACTIONS, PLAN, PROGRAMME_OFFICE, At, situation

Json = dict[str, Any]

TODAY = date(2022, 11, 16)
LEADS = {theme["code"]: theme["lead_role"] for theme in PLAN["themes"]}
MASH = "Head of MASH and Front Door"
"""Owns two actions: PT-03 and QP-01."""


def owner(ref: str, today: date | str = TODAY, **context: Any) -> At:
    """The owner of an action writes."""
    return situation(ACTIONS[ref].owner_role, today, **context)


def lead(theme: str, today: date | str = TODAY, **context: Any) -> At:
    """The lead of a theme writes."""
    return situation(LEADS[theme], today, "theme_lead", **context)


def office(today: date | str = TODAY, **context: Any) -> At:
    """The programme office writes."""
    return situation(PROGRAMME_OFFICE, today, "programme_manager", **context)


def clauses(text: str, at: At | None = None) -> tuple[Clause, ...]:
    """The clauses of a message."""
    return clauses_of(marked(text, at or office()))


def clause(text: str, at: At | None = None) -> Clause:
    """The one clause of a message."""
    (only,) = clauses(text, at)
    return only


def items(text: str, at: At) -> list[Json]:
    """What is to be recorded of a message: slots that are not set are left out."""
    found: list[Json] = understand(text, at).as_json()["items"]
    return found


def item(text: str, at: At) -> Json:
    """The one thing that is to be recorded of a message."""
    found = understand(text, at)
    assert len(found.items) == 1, found
    (only,) = found.as_json()["items"]
    return dict(only)


def asked_back(text: str, at: At) -> Json | None:
    """What has to be asked back: about, action, candidates."""
    found: Json | None = understand(text, at).as_json()["clarify"]
    return found


def slots(found: Json | BaseModel, names: Iterable[str]) -> Json:
    """Some slots only; None where one is not set."""
    if isinstance(found, BaseModel):
        found = found.model_dump(mode="json", by_alias=True)
    return {name: found.get(name) for name in names}
