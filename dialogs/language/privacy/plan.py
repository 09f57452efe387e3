"""What a plan says about words and names: its own vocabulary and the people in it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from dialogs.language.phrases import folded
from storage.directory import Directory

WORDS = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class PlanWords:
    """The words that a plan is written in, its people's names and its themes' codes."""

    words: frozenset[str]
    people: frozenset[str]
    """Full names in small letters, without signs between."""
    codes: frozenset[str]
    email_domains: frozenset[str]


@lru_cache(maxsize=16)
def plan_words(directory: Directory) -> PlanWords:
    """What is to be known of a plan, worked out once for each directory."""
    return PlanWords(
        words=frozenset(word for text in _texts(directory) for word in _words(text)),
        people=frozenset(" ".join(_words(name)) for name in directory.people),
        codes=frozenset(theme.code.upper() for theme in directory.themes),
        email_domains=directory.email_domains,
    )


def _texts(directory: Directory) -> Iterable[str]:
    for theme in directory.themes:
        yield from (theme.code, theme.name, theme.lead_role)
    for action in directory.actions:
        yield from (action.short_title, action.title, action.success_measure)
        yield from (action.owner_role, action.organisation)
    for risk in directory.risks:
        yield from (risk.description, risk.owner_role)
    for role in directory.roles:
        yield from (role.title, role.organisation)
    yield from directory.organisations
    yield from directory.sources
    yield from (name for name, _ in directory.meetings)


def _words(text: str) -> list[str]:
    return WORDS.findall(folded(text))
