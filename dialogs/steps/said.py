"""From what was understood to what is read back: one step for each thing that was said."""

from dialogs.language.meaning import (
    DueChangeRequest,
    Escalate,
    IssueResolve,
    IssueSaid,
    Item,
    Reassign,
    ReassignRequest,
    Reopen,
    RiskUpdate,
)
from dialogs.language.naming import roles_named
from dialogs.steps import AnyStep, DueDate, NewOwner, Problem, Reopening, RiskNews, Solved, ToBoard
from dialogs.turn import Turn
from storage.issues import Issue
from storage.vocabulary import IssueStatus, Response, RiskStatus


def step_of(turn: Turn, item: Item) -> AnyStep | None:  # noqa: PLR0911 -- one line a kind
    """The step that an item asks for; None where a chat cannot take it with what is said."""
    match item:
        case DueChangeRequest(action=str(ref), to=to) if to:
            return DueDate(ref=ref, to=to, reason=item.reason or "")
        case Escalate() if item.action or item.risk:
            return _to_board(item)
        case Reassign(action=str(ref), to_role=str(role)):
            return _new_owner(turn, ref, role)
        case ReassignRequest(action=str(ref), to_role=str(role)):
            return _new_owner(turn, ref, role)
        case Reopen(action=str(ref)):
            return Reopening(ref=ref, reason=item.reason or "")
        case RiskUpdate():
            return _risk_news(item)
        case IssueSaid(action=str(ref)):
            return _problem(turn, item, ref)
        case IssueResolve(action=str(ref)):
            return _solved(turn, ref, item.note or "")
    return None


def open_issues(turn: Turn, ref: str) -> list[Issue]:
    """The problems of an action that are not resolved."""
    action = turn.record.plan.action(ref)
    found = turn.record.issues.of_theme(action.theme_id) if action else ()
    return [one for one in found if one.action_ref == ref and one.status is IssueStatus.OPEN]


def _to_board(item: Escalate) -> ToBoard:
    said = [item.reason or "", item.ask or ""]
    reason = said[0] if said[1] in said[0] else ". ".join(filter(None, said))
    board = item.to if item.to and item.board_date else ""
    subject = {"risk": item.risk} if item.risk else {"ref": item.action}
    return ToBoard(**subject, reason=reason, board=board, on=item.board_date)


def _new_owner(turn: Turn, ref: str, title: str) -> NewOwner | None:
    roles = (role for role in turn.record.directory().roles if role.title == title)
    role = next(roles, None)
    return NewOwner(ref=ref, role_id=role.id, role=role.title) if role else None


def _risk_news(item: RiskUpdate) -> RiskNews:
    return RiskNews(
        risk=item.risk,
        likelihood=item.likelihood,
        impact=item.impact,
        response=Response(item.response) if item.response else None,
        status=RiskStatus(item.status) if item.status else None,
        words=item.note or "",
    )


def _problem(turn: Turn, item: IssueSaid, ref: str) -> Problem:
    directory = turn.record.directory()
    named = roles_named(item.decision_needed_from or "", directory)
    role = next((one for one in directory.roles if named and one.title == named[0].what), None)
    return Problem(
        ref=ref,
        words=item.desc,
        blocked=item.blocked,
        waits_for=item.depends_on or ("" if role else item.decision_needed_from or ""),
        decider_role_id=role.id if role else None,
        decider=role.title if role else "",
    )


def _solved(turn: Turn, ref: str, words: str) -> Solved | None:
    found = open_issues(turn, ref)
    return Solved(ref=ref, issue=found[0].ref, words=words) if len(found) == 1 else None
