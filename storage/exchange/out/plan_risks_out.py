"""Risks, mitigating actions and issues, in the layout of a plan's sheets."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from storage import models as m
from storage.calendar import london_date
from storage.changes import Row
from storage.exchange.extracts.coverage import rows_then
from storage.exchange.extracts.titles import Titles
from storage.exchange.layout.rows import IssueRow, MitigationRow, RiskRow
from storage.exchange.out.plan_actions_out import has_left
from storage.exchange.out.plan_texts import as_cell
from storage.issues import Issue, Issues
from storage.risks import Risk, Risks


class PlanRisks:
    """The risks and issues that were in the plan at a moment, closed ones too."""

    def __init__(self, session: Session, as_at: datetime, titles: Titles) -> None:
        self._session = session
        self._as_at = as_at
        self._titles = titles
        self._agreed = self._in_plan(m.Risk)
        register = Risks(session, as_at).all(as_at)
        self._risks = tuple(risk for risk in register if risk.id in self._agreed)

    def rows(self) -> Iterator[RiskRow]:
        """Each risk as it stood."""
        for risk in self._risks:
            yield RiskRow.model_construct(
                **self._about(self._agreed[risk.id]),
                cause=as_cell(self._agreed[risk.id]["cause"]),
                effect=as_cell(self._agreed[risk.id]["effect"]),
                **_scores(risk),
                response=risk.response,
                proximity=risk.proximity,
                status=risk.status,
            )

    def mitigations(self) -> Iterator[MitigationRow]:
        """The mitigating actions that stood with each risk; one said twice counts as said last."""
        for risk in self._risks:
            last = {as_cell(one.words): one for one in risk.mitigations}
            for words, one in last.items():
                yield MitigationRow.model_construct(
                    risk=risk.ref,
                    words=words,
                    state=one.state,
                    owner_role=one.owner_role,
                    by=one.due,
                )

    def issues(self) -> Iterator[IssueRow]:
        """Each issue as it stood."""
        agreed = self._in_plan(m.Issue)
        for issue in Issues(self._session, self._as_at).all(self._as_at):
            if issue.id in agreed:
                yield self._issue(issue, agreed[issue.id])

    def _issue(self, issue: Issue, agreed: Row) -> IssueRow:
        return IssueRow.model_construct(
            **self._about(agreed),
            risk=self._titles.risks.get(agreed["risk_id"]),
            status=issue.status,
            raised_on=agreed["raised_on"],
        )

    def _about(self, agreed: Row) -> Row:
        return {
            "ref": agreed["ref"],
            "theme": self._titles.theme_codes[agreed["theme_id"]],
            "action": self._titles.actions.get(agreed["action_id"]),
            "description": as_cell(agreed["description"]),
            "owner_role": self._titles.roles[agreed["owner_role_id"]],
        }

    def _in_plan(self, kind: type[m.Risk | m.Issue]) -> dict[int, Row]:
        """Id → the row as it was agreed, of those that had not left the plan."""
        day = london_date(self._as_at)
        rows = rows_then(self._session, kind, self._as_at)
        return {row["id"]: row for row in rows if not has_left(row, day)}


def _scores(risk: Risk) -> Row:
    """The four scores; those of a risk that nobody has scored yet are empty."""
    return {
        "likelihood": risk.likelihood,
        "impact": risk.impact,
        "residual_likelihood": risk.residual_likelihood,
        "residual_impact": risk.residual_impact,
    }
