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


CLOSED_STAGES = frozenset({Stage.IMPLEMENTED, Stage.EMBEDDED})
"""Signed off: nothing but words is reported until the action is reopened."""


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
    CORRECTION = "correction"
    DECISION = "decision"
    WITHDRAWAL = "withdrawal"


class RevisionKind(StrEnum):
    """Why a revision of a risk or an issue exists. A colleague's view moves no score."""

    OPENING = "opening"
    RAISED = "raised"
    REVISED = "revised"
    VIEW = "view"
    WITHDRAWAL = "withdrawal"


class ToldBy(StrEnum):
    """How somebody learned what they enter for another (programme.md, Entered for them)."""

    EMAIL = "email"
    PHONE = "phone"
    MEETING = "meeting"
    WORKBOOK = "workbook"


class RequestKind(StrEnum):
    """What can be asked for that its author may not decide alone."""

    DUE_DATE = "due_date"
    COMPLETION = "completion"
    EMBEDDING = "embedding"
    REOPENING = "reopening"
    PRIORITY = "priority"
    ESCALATION = "escalation"
    NEW_OWNER = "new_owner"


class Level(StrEnum):
    """Who decides: the theme's lead, or a board whose decision the programme office records."""

    LEAD = "lead"
    BOARD = "board"


class Outcome(StrEnum):
    """How a request was decided at one level."""

    APPROVED = "approved"
    REFUSED = "refused"
    TO_BOARD = "to_board"
    WITHDRAWN = "withdrawn"
    """Taken back by whoever asked, before anybody decided."""


HIGH_RISK = 15
MEDIUM_RISK = 5


def risk_band(score: int) -> str:
    """Name the band of a risk score (likelihood x impact, 1 to 25): low, medium or high."""
    if score >= HIGH_RISK:
        return "high"
    return "medium" if score >= MEDIUM_RISK else "low"


class PlanStatus(StrEnum):
    """Whether the board has accepted this version of the plan (seed 2.7)."""

    DRAFT = "draft"
    ACCEPTED = "accepted"


class SourceKind(StrEnum):
    """What kind of document an action comes from (seed 2.3, 2.4, 2.12)."""

    INSPECTION = "inspection"
    IMPROVEMENT_PLAN = "improvement_plan"
    REVIEW = "review"
    MOCK_INSPECTION = "mock_inspection"
    OTHER = "other"


class Better(StrEnum):
    """Which way a measure's value has to move."""

    HIGHER = "higher"
    LOWER = "lower"


class Response(StrEnum):
    """What is done about a risk."""

    TREAT = "treat"
    TOLERATE = "tolerate"
    TRANSFER = "transfer"
    TERMINATE = "terminate"


class RiskStatus(StrEnum):
    """Whether a risk may still happen; one that did is an issue now."""

    OPEN = "open"
    CLOSED = "closed"
    MATERIALISED = "materialised"


class MitigationState(StrEnum):
    """Whether a mitigating action is in place already or still planned."""

    EXISTING = "existing"
    PLANNED = "planned"


class IssueStatus(StrEnum):
    """Whether something that has happened still needs work. An issue is not a risk."""

    OPEN = "open"
    RESOLVED = "resolved"
