"""What happens in a plan beside the reports: risks are reviewed, the board looks, dates move."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.orm import Session

from storage import models as m
from storage.calendar import london_date
from storage.decisions import Ruling
from storage.people import Person
from storage.record import Record
from storage.requests import Asked
from storage.said import Author
from storage.vocabulary import Outcome, RequestKind, Response, RevisionKind, RiskStatus
from tests.bench.scale_rows import add_many

DECISIONS_A_WEEK = 4
MORE_TIME = timedelta(weeks=2)


def review(session: Session, record: Record) -> None:
    """Every owner gives their risks new scores, the mitigating actions stand, the board looks."""
    risks = record.risks.all()
    rows = [
        {
            "risk_id": risk.id,
            "author_role_id": risk.owner_role_id,
            "kind": RevisionKind.REVISED,
            "likelihood": (risk.likelihood or 0) % 5 + 1,
            "impact": risk.impact,
            "response": Response.TREAT,
            "status": RiskStatus.OPEN,
            "words": "",
            "at": record.now,
        }
        for risk in risks
    ]
    revisions = add_many(session, m.RiskRevision, rows)
    stand = [
        {"revision_id": id_, "words": one.words, "state": one.state}
        for id_, risk in zip(revisions, risks, strict=True)
        for one in risk.mitigations
    ]
    add_many(session, m.Mitigation, stand)
    _show_board(record)


def _show_board(record: Record) -> None:
    """The board has the high risks before it."""
    meeting = record.plan.meetings()[0]
    for risk in record.risks.all():
        if risk.band == "high":
            record.risks.seen(risk, meeting.id, None)


def decide(record: Record, refs: Sequence[str], week: int) -> None:
    """A few due dates are asked for and agreed, each action's once."""
    first = week * DECISIONS_A_WEEK
    for ref in refs[first : first + DECISIONS_A_WEEK]:
        action = record.plan.action(ref)
        assert action is not None
        (owner,) = record.people.holding(action.owner_role_id)
        lead = _lead(record, action.theme_id)
        due = max(action.due, london_date(record.now)) + MORE_TIME
        asked = Asked(RequestKind.DUE_DATE, "Two posts were filled late", due)
        request = record.submissions.begin(owner.id, "request", f"request {ref}")
        author = Author(owner.id, action.owner_role_id)
        request_id = record.requests.ask(request, author, action, asked)
        ruling = Ruling(Outcome.REFUSED if action.priority else Outcome.APPROVED, "Once only")
        decision = record.submissions.begin(lead.id, "decision", f"decision {ref}")
        record.decisions.decide(decision, lead, request_id, ruling)


def _lead(record: Record, theme_id: int) -> Person:
    theme = next(one for one in record.plan.themes() if one.id == theme_id)
    return record.people.holding(theme.lead_role_id)[0]
