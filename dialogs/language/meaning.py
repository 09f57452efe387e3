"""What a message means: its intent, what is to be recorded, what is asked, what must be asked back.

The names are closed lists: whoever reads a result can rely on them. A slot that the message does
not support is None; nothing is ever filled in by guessing.
"""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from storage.vocabulary import ImpactRating, Rating, Stage

Number = int | float


class Intent(StrEnum):
    """What kind of message it is."""

    PROGRESS_UPDATE = "progress_update"
    COMPLETION_CLAIM = "completion_claim"
    SIGN_OFF = "sign_off"
    REOPEN = "reopen"
    DUE_CHANGE_REQUEST = "due_change_request"
    DUE_CHANGE_DECISION = "due_change_decision"
    RISK_RAISE = "risk_raise"
    RISK_UPDATE = "risk_update"
    ESCALATE = "escalate"
    ISSUE_RAISE = "issue_raise"
    ISSUE_RESOLVE = "issue_resolve"
    MULTI = "multi"
    CORRECTION = "correction"
    CONFIRM = "confirm"
    DELEGATE = "delegate"
    REASSIGN = "reassign"
    SNOOZE = "snooze"
    EVIDENCE_ADD = "evidence_add"
    EVIDENCE_PROMISED = "evidence_promised"
    QUERY = "query"
    REPORT_REQUEST = "report_request"
    HELP = "help"
    GREETING = "greeting"
    OUT_OF_SCOPE = "out_of_scope"
    DELETE_REQUEST = "delete_request"
    REFUSED = "refused"
    PLAN_CHANGE = "plan_change"
    SAFEGUARDING_CONCERN = "safeguarding_concern"
    UNCLEAR = "unclear"


class QueryKind(StrEnum):
    """What is asked."""

    THEME_STATUS = "theme_status"
    PLAN_STATUS = "plan_status"
    OVERDUE = "overdue"
    FILTER = "filter"
    MY_ACTIONS = "my_actions"
    NO_UPDATE_SINCE = "no_update_since"
    CHANGES_SINCE = "changes_since"
    RISKS = "risks"
    DUE_BETWEEN = "due_between"
    ACTION_DETAIL = "action_detail"
    HISTORY = "history"
    EXPLAIN = "explain"
    COUNTS = "counts"
    BY_PARTNER = "by_partner"
    BY_SOURCE = "by_source"
    TREND = "trend"
    PROGRAMME_READINESS = "programme_readiness"
    CALENDAR = "calendar"
    HIGHLIGHT_REPORT = "highlight_report"
    EXCEPTION_REPORT = "exception_report"
    EXPORT = "export"


class About(StrEnum):
    """What has to be asked back."""

    ACTION_REF = "action_ref"
    EXACT_DATE = "exact_date"
    PERCENT = "percent"
    RAG = "rag"
    RAG_CONFLICT = "rag_conflicts_with_forecast"
    SCORE_RANGE = "likelihood_out_of_range"
    RISK_SCORES = "risk_scores"
    BULK_CHANGE = "bulk_change"
    NEW_OWNER = "new_owner"
    THEME = "theme"


class _Meaning(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", populate_by_name=True, hide_input_in_errors=True
    )


AUTHORS_WORDS = frozenset(
    {"note", "desc", "reason", "mitigation", "ask", "title", "what", "spend", "depends_on"}
)
"""The slots that hold what the author typed."""


class _Said(_Meaning):
    def in_words(self, spoken: Callable[[str], str]) -> Self:
        """The same, with the author's words as `spoken` gives them."""
        words = {
            name: spoken(value) if isinstance(value, str) else value.in_words(spoken)
            for name, value in self
            if (isinstance(value, str) and name in AUTHORS_WORDS) or isinstance(value, Metric)
        }
        return self.model_copy(update=words) if words else self


class Metric(_Said):
    """A measure's value as said: 91 (%), 14 of 20, 28 down to 19. Never a percent complete."""

    value: Number
    of: Number | None = None
    unit: str | None = None
    what: str | None = None
    target: Number | None = None
    previous: Number | None = None


# ---- what is to be recorded ----------------------------------------------------------------------


class Progress(_Said):
    """An update: completion, ratings and the author's words on one action."""

    op: Literal["progress"] = "progress"
    action: str | None = None
    percent: Number | None = None
    delivery_rag: Rating | None = None
    impact_rag: ImpactRating | None = None
    note: str | None = None
    metric: Metric | None = None
    forecast: date | None = None
    next_date: date | None = None
    event_date: date | None = None
    spend: str | None = None
    stage: Stage | None = None
    on_behalf_of: str | None = None


class NoChange(_Said):
    """Nothing has moved: counts as an answer, keeps rating and percent."""

    op: Literal["no_change"] = "no_change"
    action: str
    note: str | None = None
    on_behalf_of: str | None = None


class CompletionClaim(_Said):
    """The owner says that it is done; the lead decides."""

    op: Literal["completion_claim"] = "completion_claim"
    action: str | None = None
    evidence: tuple[str, ...] = ()
    note: str | None = None
    on_behalf_of: str | None = None


class SignOff(_Said):
    """A lead's or a board's word on completion or embedding."""

    op: Literal["sign_off"] = "sign_off"
    action: str | None = None
    stage: Stage | None = None
    level: Literal["theme_lead", "board"] = "theme_lead"
    decision: Literal["accept", "reject"] = "accept"
    reason: str | None = None
    board_date: date | None = None


class Reopen(_Said):
    """What was signed off goes on."""

    op: Literal["reopen"] = "reopen"
    action: str | None = None
    reason: str | None = None


class DueChangeRequest(_Said):
    """The owner asks for another due date."""

    op: Literal["due_change_request"] = "due_change_request"
    action: str | None = None
    from_: date | None = Field(default=None, alias="from")
    to: date | None = None
    reason: str | None = None


class DueChangeDecision(_Said):
    """A request for another due date is decided."""

    op: Literal["due_change_decision"] = "due_change_decision"
    action: str | None = None
    decision: Literal["approve", "reject"] = "approve"
    to: date | None = None
    reason: str | None = None


class RiskAdd(_Said):
    """A risk, in its author's words; scores as typed."""

    op: Literal["risk_add"] = "risk_add"
    action: str | None = None
    theme: str | None = None
    desc: str
    likelihood: int | None = None
    impact: int | None = None
    score: int | None = None
    mitigation: str | None = None
    owner_role: str | None = None
    proximity: date | None = None
    residual_likelihood: int | None = None
    residual_impact: int | None = None
    residual_score: int | None = None
    dedupe_candidate: str | None = None


class RiskUpdate(_Said):
    """Something new about a risk of the register."""

    op: Literal["risk_update"] = "risk_update"
    risk: str
    likelihood: int | None = None
    impact: int | None = None
    score: int | None = None
    response: Literal["treat", "tolerate", "transfer", "terminate"] | None = None
    status: Literal["open", "closed", "materialised"] | None = None
    note: str | None = None


class IssueSaid(_Said):
    """Something that has happened and stands in the way."""

    op: Literal["issue"] = "issue"
    action: str | None = None
    desc: str
    blocked: bool = False
    depends_on: str | None = None
    decision_needed_from: str | None = None
    forecast: date | None = None
    related_risk: str | None = None


class IssueResolve(_Said):
    """What stood in the way is out of it."""

    op: Literal["issue_resolve"] = "issue_resolve"
    action: str | None = None
    note: str | None = None


class Escalate(_Said):
    """An action or a risk is to go further up."""

    op: Literal["escalate"] = "escalate"
    action: str | None = None
    risk: str | None = None
    to: str | None = None
    ask: str | None = None
    reason: str | None = None
    board_date: date | None = None


class EvidenceAdd(_Said):
    """Links or files that show it."""

    op: Literal["evidence_add"] = "evidence_add"
    action: str | None = None
    urls: tuple[str, ...] = ()
    attachment: str | None = None
    desc: str | None = None


class EvidencePromised(_Said):
    """Evidence is to follow."""

    op: Literal["evidence_promised"] = "evidence_promised"
    action: str | None = None


class Correct(_Said):
    """One value was wrong: in what was read back, or in what was saved."""

    op: Literal["correct"] = "correct"
    action: str | None = None
    field: str
    old: Number | str | date | None = None
    new: Number | str | date | None = None
    score: int | None = None


class Retarget(_Said):
    """It was meant for another action."""

    op: Literal["retarget"] = "retarget"
    from_: str | None = Field(default=None, alias="from")
    to: str | None = None


class Withdraw(_Said):
    """What was said last is taken back."""

    op: Literal["withdraw"] = "withdraw"
    action: str | None = None
    what: str | None = None


class Confirmed(_Said):
    """Yes, exactly what was read back."""

    op: Literal["confirm"] = "confirm"


class Delegate(_Said):
    """Somebody stands in for a while."""

    op: Literal["delegate"] = "delegate"
    actions: tuple[str, ...] = ()
    to_role: str | None = None
    until: date | None = None


class Snooze(_Said):
    """Not to be asked before a day."""

    op: Literal["snooze"] = "snooze"
    actions: tuple[str, ...] = ()
    until: date | None = None


class Reassign(_Said):
    """The programme office or a lead gives an action to another role."""

    op: Literal["reassign"] = "reassign"
    action: str | None = None
    to_role: str | None = None
    effective: date | None = None


class ReassignRequest(_Said):
    """An owner says that the action is no longer, or should not be, theirs."""

    op: Literal["reassign_request"] = "reassign_request"
    action: str | None = None
    to_role: str | None = None
    effective: date | None = None


class PlanChange(_Said):
    """The programme office changes the plan: two actions become one, or one is added."""

    op: Literal["plan_change"] = "plan_change"
    kind: Literal["merge", "add_action"]
    from_: str | None = Field(default=None, alias="from")
    into: str | None = None
    title: str | None = None
    theme: str | None = None
    owner_role: str | None = None
    due: date | None = None
    source: str | None = None
    authority: str | None = None
    decided: date | None = None


class PlanChangeSuggestion(_Said):
    """Anybody else proposes an action."""

    op: Literal["plan_change_suggestion"] = "plan_change_suggestion"
    theme: str | None = None
    title: str | None = None


Item = Annotated[
    Progress
    | NoChange
    | CompletionClaim
    | SignOff
    | Reopen
    | DueChangeRequest
    | DueChangeDecision
    | RiskAdd
    | RiskUpdate
    | IssueSaid
    | IssueResolve
    | Escalate
    | EvidenceAdd
    | EvidencePromised
    | Correct
    | Retarget
    | Withdraw
    | Confirmed
    | Delegate
    | Snooze
    | Reassign
    | ReassignRequest
    | PlanChange
    | PlanChangeSuggestion,
    Field(discriminator="op"),
]


# ---- what is asked, and what must be asked back --------------------------------------------------


class Query(_Meaning):
    """A question, with what narrows it down. A filter that was not named is None."""

    kind: QueryKind
    theme: str | None = None
    action: str | None = None
    scope: Literal["own", "all"] | None = None
    from_: date | None = Field(default=None, alias="from")
    to: date | None = None
    since: date | None = None
    rag: Rating | None = None
    stage: Stage | None = None
    evidence: Literal["none", "some"] | None = None
    organisation: str | None = None
    owner: str | None = None
    source: str | None = None
    audience: str | None = None
    field: str | None = None
    periods: tuple[tuple[date, date], ...] | None = None
    sort: str | None = None
    limit: int | None = None


class Clarify(_Meaning):
    """One short question before the item it concerns is saved; `candidates` are what to offer."""

    about: About
    action: str | None = None
    candidates: tuple[str, ...] = ()
    span: Annotated[tuple[int, int] | None, Field(exclude=True)] = None
    """Where the doubtful words stand in the message; None where something is missing."""


class Understanding(_Meaning):
    """All that one message means."""

    intent: Intent
    items: tuple[Item, ...] = ()
    query: Query | None = None
    clarify: Clarify | None = None

    def as_json(self) -> dict[str, Any]:
        """Plain values: dates as ISO text, unset slots left out."""
        return {
            "intent": self.intent.value,
            "items": [_plain(item) for item in self.items],
            "query": _plain(self.query) if self.query else None,
            "clarify": {"needed": True, **_plain(self.clarify)} if self.clarify else None,
        }


def _plain(model: BaseModel) -> dict[str, Any]:
    return model.model_dump(mode="json", by_alias=True, exclude_none=True)
