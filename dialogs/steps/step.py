"""What one yes may do besides reporting on an action and raising a risk."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from dialogs.turn import Turn
from storage.plan import Action
from storage.submissions import Submission

Rows = tuple[tuple[str, str], ...]
Actions = Mapping[str, Action]
"""The actions of a draft as they stand now, by reference."""


class Step(BaseModel, ABC):
    """One thing that is read back and then saved; `ref` is the action that it is about, if any.

    Nothing is looked up again that the author did not see: what is shown is what is saved.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    ref: str | None = None

    @property
    @abstractmethod
    def subject(self) -> str:
        """What the read-back's first line calls it: WF-02, R-01."""

    @property
    def save_label(self) -> str:
        """What the button that saves says, where this is all that it saves."""
        return "Save"

    def title(self, turn: Turn, actions: Actions) -> str:
        """What stands above its rows."""
        action = actions.get(self.ref or "")
        return f"{action.ref}  {action.short_title}" if action else self.subject

    @abstractmethod
    def rows(self, turn: Turn, actions: Actions) -> Rows:
        """What is to be saved, label by label."""

    @property
    def question(self) -> str:
        """What has to be said before it can be saved; "" where nothing is missing."""
        return ""

    def answered(self, words: str) -> Self:
        """The same with the answer to its question."""
        return self

    def corrected(self, field: str, value: object) -> Self:
        """The same with one value put right; unchanged where it has no such value."""
        return self

    def as_said(self) -> dict[str, Any]:
        """What it says, by the names of the language's slots: what a correction is read against."""
        return {"action": self.ref}

    @abstractmethod
    def refusal(self, turn: Turn, actions: Actions) -> str:
        """Why it cannot be saved as things stand; "" where it can."""

    @abstractmethod
    def save(self, turn: Turn, submission: Submission, actions: Actions) -> None:
        """Write it down, and tell whoever has to know."""
