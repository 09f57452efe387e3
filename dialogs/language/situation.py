"""What a message is understood against: who says it, when, after what, and what the plan names.

Questions of the record are asked only where a message needs the answer.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict

from storage.directory import Directory
from storage.people import Person
from storage.plan import Action


class Earlier(BaseModel):
    """What came before the message, as far as it bears on it."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    bot_asked: str | None = None
    """The bot's last question."""
    awaiting_confirm: Mapping[str, Any] | None = None
    """The draft that was read back: an item's op and slots."""
    pending: Mapping[str, Any] | None = None
    """A request that waits for this person's decision: an item's op and slots."""
    last_update: Mapping[str, Any] | None = None
    """What this person saved last: action and slots."""
    history: Sequence[Mapping[str, Any]] = ()
    """Earlier readings: action, date and metric."""
    open_issue: Mapping[str, Any] | None = None
    """An open issue on an action of this person: action and desc."""
    attachments: Sequence[str] = ()
    """Names of the files that came with the message."""
    channel: str | None = None
    """Code of the theme that the channel is linked to."""
    blocked_message: Any = None
    """Whether a message of this person was held just before."""


class Situation(Protocol):
    """What understanding may ask. The answers are looked up once and kept for the turn."""

    @property
    def today(self) -> date:
        """The day it is in London."""
        ...

    @property
    def person(self) -> Person:
        """Who wrote, with the roles held today."""
        ...

    @property
    def directory(self) -> Directory:
        """What the plan calls things."""
        ...

    @property
    def earlier(self) -> Earlier:
        """What came before."""
        ...

    @property
    def own(self) -> Sequence[Action]:
        """The actions that this person reports on, by reference, closed ones too."""
        ...

    def actions(self, refs: Collection[str]) -> Mapping[str, Action]:
        """These actions as they stand now, by reference; unknown ones are not there."""
        ...
