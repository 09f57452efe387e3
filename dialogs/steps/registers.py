"""News about what the registers hold: a risk, a problem, and that a problem is out of the way."""

from typing import Any, Literal, Self

from dialogs.messages import Line, Reply
from dialogs.steps.step import Actions, Rows, Step
from dialogs.turn import Turn, tell
from dialogs.wording import quoted, score
from storage.assessments import Assessment
from storage.errors import NothingAsked
from storage.risks import Risk
from storage.said import Author
from storage.submissions import Submission
from storage.vocabulary import HIGH_RISK, IssueStatus, Response, RiskStatus, risk_band

NO_RISK = "There is no risk {ref}."
NOT_OPEN = "{ref} is {status}, so nothing can be said about it as a risk."
NO_ISSUE = "{ref} is not an open problem any more."
VIEW_OF = "your view goes to its owner, the {role}"
OWN = "you own it"
TELL_VIEW = "{ref}: the {role} sees it as {seen}."
TELL_FIRST = "{ref}: a colleague has passed you a view."
STATUSES = {RiskStatus.CLOSED: "closed", RiskStatus.MATERIALISED: "has happened"}
HAPPENED = "it has happened: a problem is opened in its place"
BOARD_HINT = "15 or more: you can ask for the board, for example: {ref} to the board, because …"


class RiskNews(Step):
    """New scores, another response, closed, or happened; from others than its owner a view."""

    kind: Literal["risk_news"] = "risk_news"
    risk: str
    likelihood: int | None = None
    impact: int | None = None
    response: Response | None = None
    status: RiskStatus | None = None
    words: str = ""

    @property
    def subject(self) -> str:
        return self.risk

    def title(self, turn: Turn, actions: Actions) -> str:
        risk = turn.record.risks.by_ref(self.risk)
        return f"{self.risk}  {risk.description}" if risk else self.risk

    def rows(self, turn: Turn, actions: Actions) -> Rows:
        risk = turn.record.risks.by_ref(self.risk)
        if risk is None:
            return ()
        new = self._score(risk)
        rows = [
            ("Score", _scored(new, risk)),
            ("Response", self.response.value if self.response else ""),
            ("Status", self._status()),
            ("Your words", quoted(self.words) if self.words else ""),
            ("Saved as", OWN if _owns(turn, risk) else VIEW_OF.format(role=risk.owner_role)),
            ("Board", BOARD_HINT.format(ref=risk.ref) if new and new >= HIGH_RISK else ""),
        ]
        return tuple((label, value) for label, value in rows if value)

    def refusal(self, turn: Turn, actions: Actions) -> str:
        risk = turn.record.risks.by_ref(self.risk)
        if risk is None:
            return NO_RISK.format(ref=self.risk)
        if risk.status is RiskStatus.OPEN or self.status is RiskStatus.OPEN:
            return ""
        return NOT_OPEN.format(ref=self.risk, status=STATUSES[risk.status])

    def save(self, turn: Turn, submission: Submission, actions: Actions) -> None:
        risk = turn.record.risks.by_ref(self.risk)
        if risk is None:
            raise NothingAsked
        author = Author.of(turn.person, risk.owner_role_id)
        if not _owns(turn, risk):
            turn.record.risks.view(submission, author, risk, self._assessment())
            self._tell_owner(turn, risk)
        elif self.status is RiskStatus.MATERIALISED:
            words = self.words or risk.description
            turn.record.issues.materialise(submission, author, risk, words)
        else:
            turn.record.risks.revise(submission, author, risk, self._assessment())

    def corrected(self, field: str, value: object) -> Self:
        if field in {"likelihood", "impact"} and isinstance(value, int) and 1 <= value <= 5:
            return self.model_copy(update={field: value})
        return self

    def as_said(self) -> dict[str, Any]:
        return {
            "op": "risk_update",
            "risk": self.risk,
            "likelihood": self.likelihood,
            "impact": self.impact,
            "status": self.status,
        }

    def _assessment(self) -> Assessment:
        return Assessment(
            likelihood=self.likelihood,
            impact=self.impact,
            response=self.response,
            status=self.status if self.status is not RiskStatus.MATERIALISED else None,
            words=self.words or self._status(),
        )

    def _score(self, risk: Risk) -> int | None:
        likelihood, impact = self.likelihood or risk.likelihood, self.impact or risk.impact
        given = self.likelihood is not None or self.impact is not None
        return likelihood * impact if given and likelihood and impact else None

    def _status(self) -> str:
        if self.status is RiskStatus.MATERIALISED:
            return HAPPENED
        return STATUSES.get(self.status, "open again") if self.status else ""

    def _tell_owner(self, turn: Turn, risk: Risk) -> None:
        new = self._score(risk)
        seen = " · ".join(filter(None, (_scored(new, risk), self._status(), self.words)))
        role = turn.person.roles[0].title
        text = TELL_VIEW.format(ref=risk.ref, role=role, seen=seen or "it stands")
        first = TELL_FIRST.format(ref=risk.ref)
        tell(turn.record, risk.owner_role_id, Reply(first_line=first, blocks=(Line(text=text),)))


def _owns(turn: Turn, risk: Risk) -> bool:
    return risk.owner_role_id in turn.person.own_role_ids


def _scored(new: int | None, risk: Risk) -> str:
    if new is None:
        return ""
    was = f", was {score(risk)}" if risk.score else ""
    return f"{new}, {risk_band(new)}{was}"


class Problem(Step):
    """Something that has happened and stands in the way of an action."""

    kind: Literal["problem"] = "problem"
    ref: str
    words: str
    blocked: bool = False
    waits_for: str = ""
    decider_role_id: int | None = None
    decider: str = ""

    @property
    def subject(self) -> str:
        return self.ref

    def rows(self, turn: Turn, actions: Actions) -> Rows:
        rows = [
            ("Blocked" if self.blocked else "Problem", quoted(self.words)),
            ("Waits for", self.waits_for),
            ("Decision", f"needed from the {self.decider}" if self.decider else ""),
        ]
        return tuple((label, value) for label, value in rows if value)

    def refusal(self, turn: Turn, actions: Actions) -> str:
        return ""

    def save(self, turn: Turn, submission: Submission, actions: Actions) -> None:
        action = actions[self.ref]
        author = Author.of(turn.person, action.owner_role_id)
        turn.record.issues.raise_issue(submission, author, action, self.words, self.decider_role_id)


class Solved(Step):
    """A problem of the log is out of the way."""

    kind: Literal["solved"] = "solved"
    ref: str
    issue: str
    words: str = ""

    @property
    def subject(self) -> str:
        return self.issue

    def rows(self, turn: Turn, actions: Actions) -> Rows:
        issue = turn.record.issues.by_ref(self.issue)
        about = f"{self.issue} {quoted(issue.description)}" if issue else self.issue
        words = (("Your words", quoted(self.words)),) if self.words else ()
        return (("Resolved", about), *words)

    def refusal(self, turn: Turn, actions: Actions) -> str:
        issue = turn.record.issues.by_ref(self.issue)
        standing = issue is not None and issue.status is IssueStatus.OPEN
        return "" if standing else NO_ISSUE.format(ref=self.issue)

    def save(self, turn: Turn, submission: Submission, actions: Actions) -> None:
        issue = turn.record.issues.by_ref(self.issue)
        if issue is None:
            raise NothingAsked
        author = Author.of(turn.person, issue.owner_role_id)
        turn.record.issues.revise(submission, author, issue, self.words, IssueStatus.RESOLVED)
