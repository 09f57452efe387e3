"""What a message can ask for."""

from dataclasses import dataclass
from datetime import date

from storage.vocabulary import Rating


@dataclass(frozen=True, slots=True)
class Greeting:
    """Hello."""


@dataclass(frozen=True, slots=True)
class Help:
    """What the bot can do is asked."""


@dataclass(frozen=True, slots=True)
class MyActions:
    """Show my actions."""


@dataclass(frozen=True, slots=True)
class ThemeStatus:
    """How a theme stands is asked; `theme` is as it was typed, "" if none was named."""

    theme: str


@dataclass(frozen=True, slots=True)
class ActionStatus:
    """How one action stands is asked."""

    ref: str


@dataclass(frozen=True, slots=True)
class LinkChannel:
    """Send a theme's weekly summary to this channel."""

    theme: str


@dataclass(frozen=True, slots=True)
class PostSummary:
    """Post an extra summary now."""

    theme: str


@dataclass(frozen=True, slots=True)
class DeleteRequest:
    """Delete what I said."""


@dataclass(frozen=True, slots=True)
class Confirm:
    """Yes, to what was read back."""


@dataclass(frozen=True, slots=True)
class Cancel:
    """Throw away what was read back."""


@dataclass(frozen=True, slots=True)
class Amend:
    """Not quite: another percentage, rating or action; all None is a bare "no"."""

    percent: "Percent | None" = None
    rating: Rating | None = None
    ref: str | None = None


@dataclass(frozen=True, slots=True)
class Percent:
    """Completion as typed, and where in the text it stands; may be outside 0 to 100."""

    value: float
    span: tuple[int, int]

    @property
    def possible(self) -> bool:
        """A whole number from 0 to 100."""
        return 0 <= self.value <= 100 and self.value == int(self.value)


@dataclass(frozen=True, slots=True)
class UnknownRating:
    """A colour that is no rating, and where in the text it stands."""

    word: str
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class RiskMention:
    """A risk in the author's own words, with its scores as typed, possibly outside 1 to 5."""

    words: str
    likelihood: int | None
    impact: int | None


@dataclass(frozen=True, slots=True)
class ReportItem:
    """What a message says of one action; `ref` is None when no action was named."""

    ref: str | None
    percent: Percent | None = None
    rating: Rating | None = None
    unknown_rating: UnknownRating | None = None
    forecast: date | None = None
    no_change: bool = False
    note: str = ""
    risk: RiskMention | None = None

    @property
    def says_something(self) -> bool:
        """Anything beyond naming an action."""
        return self != ReportItem(self.ref)

    @property
    def has_figures(self) -> bool:
        """A percentage, a rating, a date, a risk or "no change": surely an update."""
        return self != ReportItem(self.ref, note=self.note)


@dataclass(frozen=True, slots=True)
class Report:
    """Progress on one or more actions."""

    items: tuple[ReportItem, ...]


@dataclass(frozen=True, slots=True)
class OtherQuestion:
    """Something is asked that the bot does not answer yet."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """Nothing that the grammar knows."""


Intent = (
    Greeting
    | Help
    | MyActions
    | ThemeStatus
    | ActionStatus
    | LinkChannel
    | PostSummary
    | DeleteRequest
    | Confirm
    | Cancel
    | Amend
    | Report
    | OtherQuestion
    | Unclear
)
