"""Takes in the risk register and the issue log."""

from collections.abc import Iterable

from storage import models as m
from storage.assessments import Assessment, Mitigation
from storage.exchange.layout.rows import (
    ISSUES,
    MITIGATIONS,
    RISKS,
    IssueRow,
    MitigationRow,
    RiskRow,
)
from storage.exchange.taking_in.intake import Intake
from storage.issues import Issue, Issues
from storage.risks import Risk, Risks
from storage.said import Author
from storage.vocabulary import ToldBy

SCORED = (
    "likelihood",
    "impact",
    "residual_likelihood",
    "residual_impact",
    "response",
    "proximity",
    "status",
)


def take_in_risks(intake: Intake) -> None:
    """Add risks as they stand, revise those that moved, and mark what is gone."""
    risks = Risks(intake.session, intake.now)
    new = [row for row in intake.added(RISKS, RiskRow) if row.ref not in intake.ids.risks]
    back = [row for row in intake.added(RISKS, RiskRow) if row.ref in intake.ids.risks]
    for row in new:
        _add(intake, risks, row)
    for row in back:
        _change_identity(intake, row, frozenset(RiskRow.model_fields))
    for row, _, fields in intake.changed(RISKS, RiskRow):
        _change_identity(intake, row, fields)
    _revise(intake, risks, {row.ref for row in new})
    gone = (intake.ids.risks[row.ref] for row in intake.gone(RISKS, RiskRow))
    intake.mark_gone(m.Risk, gone)


def _add(intake: Intake, risks: Risks, row: RiskRow) -> None:
    owner = intake.ids.roles[row.owner_role]
    id_ = risks.register(
        row.ref,
        intake.ids.themes[row.theme],
        intake.ids.actions[row.action] if row.action else None,
        owner,
        row.description,
        cause=row.cause,
        effect=row.effect,
    )
    intake.ids.risks[row.ref] = id_
    assessment = Assessment(
        **{name: getattr(row, name) for name in SCORED},
        mitigations=tuple(_mitigations(intake, row.ref)),
    )
    risks.open_position(id_, owner, assessment, intake.opens)


def _change_identity(intake: Intake, row: RiskRow, fields: frozenset[str]) -> None:
    values: dict[str, object] = {
        "description": row.description,
        "cause": row.cause,
        "effect": row.effect,
        "owner_role_id": intake.ids.roles[row.owner_role],
        "action_id": intake.ids.actions[row.action] if row.action else None,
    }
    named = {"owner_role_id": "owner_role", "action_id": "action"}
    kept = {k: v for k, v in values.items() if named.get(k, k) in fields}
    intake.change(m.Risk, intake.ids.risks[row.ref], kept | {"vanished_on": None})


def _revise(intake: Intake, risks: Risks, new: set[str]) -> None:
    """New scores and mitigating actions are a revision of whoever enters them."""
    scores = {
        row.ref: {name: getattr(row, name) for name in SCORED if name in fields}
        for row, _, fields in intake.changed(RISKS, RiskRow)
        if fields.intersection(SCORED)
    }
    mitigated = {row.risk for row in intake.added(MITIGATIONS, MitigationRow)} | {
        row.risk for row, _, _ in intake.changed(MITIGATIONS, MitigationRow)
    }
    for ref in sorted((scores.keys() | mitigated) - new):
        risk = risks.by_ref(ref)
        if risk is not None:
            said = Assessment(**scores.get(ref, {}), mitigations=tuple(_mitigations(intake, ref)))
            _enter(intake, risks, risk, said)


def _mitigations(intake: Intake, ref: str) -> Iterable[Mitigation]:
    rows = list(intake.added(MITIGATIONS, MitigationRow))
    rows += [row for row, _, _ in intake.changed(MITIGATIONS, MitigationRow)]
    for row in rows:
        if row.risk == ref:
            owner = intake.ids.roles[row.owner_role] if row.owner_role else None
            yield Mitigation(row.words, row.state, owner, row.owner_role, row.by)


def _enter(intake: Intake, risks: Risks, risk: Risk, said: Assessment) -> None:
    author = _author(intake, risk.owner_role_id)
    if author is not None and intake.submission is not None:
        risks.revise(intake.submission, author, risk, said)


def _author(intake: Intake, owner_role_id: int) -> Author | None:
    if intake.person is None:
        return None
    return Author.of(intake.person, owner_role_id, ToldBy.WORKBOOK, intake.as_at)


def take_in_issues(intake: Intake) -> None:
    """Add issues as they stand, and say how they went on."""
    issues = Issues(intake.session, intake.now)
    for row in intake.added(ISSUES, IssueRow):
        if row.ref in intake.ids.issues:
            _change_issue(intake, issues, row, frozenset(IssueRow.model_fields))
        else:
            _add_issue(intake, issues, row)
    for row, _, fields in intake.changed(ISSUES, IssueRow):
        _change_issue(intake, issues, row, fields)
    gone = (intake.ids.issues[row.ref] for row in intake.gone(ISSUES, IssueRow))
    intake.mark_gone(m.Issue, gone)


def _add_issue(intake: Intake, issues: Issues, row: IssueRow) -> None:
    owner = intake.ids.roles[row.owner_role]
    id_ = issues.register(
        row.ref,
        intake.ids.themes[row.theme],
        owner,
        row.description,
        action_id=intake.ids.actions[row.action] if row.action else None,
        risk_id=intake.ids.risks[row.risk] if row.risk else None,
        raised_on=row.raised_on or intake.as_at,
    )
    intake.ids.issues[row.ref] = id_
    issues.open_position(id_, owner, row.status, intake.opens)


def _change_issue(intake: Intake, issues: Issues, row: IssueRow, fields: frozenset[str]) -> None:
    values: dict[str, object] = {
        "description": row.description,
        "owner_role_id": intake.ids.roles[row.owner_role],
        "action_id": intake.ids.actions[row.action] if row.action else None,
        "risk_id": intake.ids.risks[row.risk] if row.risk else None,
    }
    named = {"owner_role_id": "owner_role", "action_id": "action", "risk_id": "risk"}
    kept = {k: v for k, v in values.items() if named.get(k, k) in fields}
    intake.change(m.Issue, intake.ids.issues[row.ref], kept | {"vanished_on": None})
    issue = issues.by_ref(row.ref)
    if "status" in fields and issue is not None:
        _say(intake, issues, issue, row)


def _say(intake: Intake, issues: Issues, issue: Issue, row: IssueRow) -> None:
    author = _author(intake, issue.owner_role_id)
    if author is not None and intake.submission is not None:
        issues.revise(intake.submission, author, issue, "", row.status)
