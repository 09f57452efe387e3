"""What comes in and what goes out: a Message, a Reply, and the blocks that a Reply is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from storage.channels import Address
from storage.vocabulary import Rating

# ---- in ------------------------------------------------------------------------------------------


class Place(StrEnum):
    """Where a message was written."""

    PERSONAL = "personal"
    GROUP = "groupChat"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Sender:
    """The account that wrote: a person is (tenant, Entra object id)."""

    tenant_id: str
    entra_id: str
    ours: bool = True
    """Whether the settings allow this tenant."""


@dataclass(frozen=True, slots=True)
class Tap:
    """A button that was pressed: its verb, its data and what was filled in on the card."""

    verb: str
    data: Mapping[str, Any]
    card_id: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """One thing that a person sent: words or a tap, where, and when it was received."""

    sender: Sender
    place: Place
    address: Address
    activity_id: str
    at: datetime
    text: str = ""
    tap: Tap | None = None
    channel_id: str | None = None
    roster: tuple[str, ...] | None = None
    """Email addresses that the roster gives for the sender; None until the roster was asked."""
    address_kept: bool = False
    """Whether the record is known to hold the address already."""
    front_door: str = ""
    """Whom to tell when a child may be at risk, as the settings have it."""


@dataclass(frozen=True, slots=True)
class NeedsIdentity:
    """The record does not know the sender: ask the roster, then come again."""


# ---- out -----------------------------------------------------------------------------------------


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Button(_Frozen):
    """A tap offered to the reader. The label says what it does and carries the reference."""

    label: str
    verb: str
    data: dict[str, Any] = Field(default_factory=dict)
    main: bool = False
    with_fields: bool = False
    """Whether what was filled in on the card comes along."""


class Heading(_Frozen):
    """What the card is about, and a short remark at its right."""

    kind: Literal["heading"] = "heading"
    text: str
    aside: str = ""


class Section(_Frozen):
    """The title of a part of a document, in capitals."""

    kind: Literal["section"] = "section"
    text: str


class Line(_Frozen):
    """One sentence or fact, with the rows of the record that it came from."""

    kind: Literal["line"] = "line"
    text: str
    rating: Rating | None = None
    """Draws the rating's shape, where the text has it, in the rating's colour."""
    strong: bool = False
    subtle: bool = False
    close: bool = False
    """Belongs to the line above and stands close to it."""
    sources: tuple[str, ...] = ()
    about: str = ""
    """What the sources vouch for, in a few words: "WF-02 Red, was Amber"."""


class Facts(_Frozen):
    """Labels and values, one pair a row."""

    kind: Literal["facts"] = "facts"
    rows: tuple[tuple[str, str], ...]


class Rule(_Frozen):
    """A line across."""

    kind: Literal["rule"] = "rule"


class Buttons(_Frozen):
    """Up to four buttons in a row."""

    kind: Literal["buttons"] = "buttons"
    buttons: tuple[Button, ...]


class TextField(_Frozen):
    """A box to type in."""

    kind: Literal["text_field"] = "text_field"
    name: str
    label: str
    value: str = ""
    lines: bool = False


class NumberField(_Frozen):
    """A box for a whole number."""

    kind: Literal["number_field"] = "number_field"
    name: str
    label: str
    value: int | None = None
    least: int = 0
    most: int = 100


class DateField(_Frozen):
    """A date picker."""

    kind: Literal["date_field"] = "date_field"
    name: str
    label: str
    value: date | None = None


class ChoiceField(_Frozen):
    """One of several; a list when `compact`, else each in sight."""

    kind: Literal["choice_field"] = "choice_field"
    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    value: str = ""
    compact: bool = False


class Bar(_Frozen):
    """One bar of a chart."""

    label: str
    value: int
    rating: Rating


class Chart(_Frozen):
    """Counts by rating. Always said in words directly above."""

    kind: Literal["chart"] = "chart"
    title: str
    bars: tuple[Bar, ...]


class Fold(_Frozen):
    """A part that opens in place."""

    kind: Literal["fold"] = "fold"
    label: str
    blocks: tuple["Block", ...]


Block = Annotated[
    Heading
    | Section
    | Line
    | Facts
    | Rule
    | Buttons
    | TextField
    | NumberField
    | DateField
    | ChoiceField
    | Chart
    | Fold,
    Field(discriminator="kind"),
]


class Reply(_Frozen):
    """What the bot says: one plain sentence for the lock screen, and what the card shows.

    A reply without blocks is a plain message. `keep` marks a reply that must not be lost and whose
    card may change later; `replaces` is the activity that it takes the place of.
    """

    first_line: str
    kind: str = "answer"
    blocks: tuple[Block, ...] = ()
    keep: bool = False
    replaces: str | None = None
    context: dict[str, str] = Field(default_factory=dict)


Fold.model_rebuild()


@dataclass(frozen=True, slots=True)
class Fields:
    """What was filled in on a card, every value a trimmed text."""

    values: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Fields":
        """The texts and numbers among a tap's data."""
        return cls(
            {
                name: str(value).strip()
                for name, value in data.items()
                if isinstance(value, str | int | float) and not isinstance(value, bool)
            }
        )

    def text(self, name: str) -> str:
        """The text of a field, "" if it was left empty."""
        return self.values.get(name, "")
