"""Something that a check found, and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum


class What(StrEnum):
    """What a trouble is about."""

    SCHEMA = "schema"
    HISTORY = "history"
    VALUES = "values"
    REFERENCES = "references"
    PLAN = "plan"
    FINDINGS = "findings"
    ROLES = "roles"
    PEOPLE = "people"
    CHANNELS = "channels"
    MESSAGES = "messages"


DAMAGE = frozenset({What.SCHEMA, What.HISTORY, What.VALUES, What.REFERENCES, What.PLAN})


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong, in one sentence, and what to do about it, in another."""

    what: What
    sentence: str
    remedy: str

    @property
    def grave(self) -> bool:
        """The record itself is not whole, as against work that is left for somebody."""
        return self.what in DAMAGE
