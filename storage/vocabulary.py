"""The programme's fixed words: ratings, stages, standings and risk bands (seed 2.9, 2.12)."""

from enum import StrEnum


class Rating(StrEnum):
    """Delivery rating of an action (BRAG). Never derived from a percentage."""

    GREY = "grey"
    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    BLUE = "blue"


class ImpactRating(StrEnum):
    """Rating of the impact on children; stands on its own, never merged with delivery."""

    UNKNOWN = "unknown"
    RED = "red"
    AMBER = "amber"
    GREEN = "green"


class Stage(StrEnum):
    """Where an action stands on its way to being embedded (seed 2.12)."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    COMPLETION_CLAIMED = "completion_claimed"
    IMPLEMENTED = "implemented"
    EMBEDDED = "embedded"


class Standing(StrEnum):
    """What a role may do beyond the actions it owns and the themes it leads."""

    MEMBER = "member"
    PROGRAMME_OFFICE = "programme_office"
    BOARD = "board"


class UpdateKind(StrEnum):
    """Why an update row exists."""

    OPENING = "opening"
    PROGRESS = "progress"
    NO_CHANGE = "no_change"
    WITHDRAWAL = "withdrawal"


class RevisionKind(StrEnum):
    """Why a risk revision row exists. A view is a colleague's opinion and moves no score."""

    OPENING = "opening"
    RAISED = "raised"
    REVISED = "revised"
    VIEW = "view"
    WITHDRAWAL = "withdrawal"


HIGH_RISK = 15
MEDIUM_RISK = 5


def risk_band(score: int) -> str:
    """Name the band of a risk score (likelihood x impact, 1 to 25): low, medium or high."""
    if score >= HIGH_RISK:
        return "high"
    return "medium" if score >= MEDIUM_RISK else "low"
