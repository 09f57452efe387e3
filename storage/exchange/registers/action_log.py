"""The action log in the layout that councils use: one row an action, as it stood at a day."""

from collections.abc import Iterator, Sequence

from storage import models as m
from storage.exchange.extracts.coverage import rows_then
from storage.exchange.extracts.extract import Extract
from storage.exchange.extracts.listing import Column, Kind, Listing, Value
from storage.exchange.extracts.titles import worded
from storage.exchange.registers import shown
from storage.exchange.registers.action_facts import ActionFacts, Facts
from storage.plan import Action, Plan

COLUMNS = (
    Column("Reference"),
    Column("Sources", Kind.NAME),
    Column("Findings", Kind.TEXT),
    Column("Theme", Kind.NAME),
    Column("Action", Kind.TEXT),
    Column("Owner", Kind.NAME),
    Column("Organisation", Kind.NAME),
    Column("Supporting organisations", Kind.NAME),
    Column("Priority"),
    Column("Start", Kind.DAY),
    Column("Original due", Kind.DAY),
    Column("Due", Kind.DAY),
    Column("Slips", Kind.NUMBER),
    Column("Forecast", Kind.DAY),
    Column("Stage"),
    Column("Delivery rating"),
    Column("Impact rating"),
    Column("Percent", Kind.NUMBER),
    Column("Last update", Kind.TEXT),
    Column("By", Kind.NAME),
    Column("On", Kind.DAY),
    Column("Next steps", Kind.TEXT),
    Column("Blocked by", Kind.TEXT),
    Column("Success measure", Kind.TEXT),
    Column("Latest reading", Kind.TEXT),
    Column("Evidence", Kind.NUMBER),
    Column("Days overdue", Kind.NUMBER),
    Column("Left the plan on", Kind.DAY),
)


def action_log(extract: Extract) -> Listing:
    """All actions by theme and reference; overdue is counted by the agreed due date."""
    return Listing("Action log", COLUMNS, _rows(extract), for_paper=True)


def _rows(extract: Extract) -> Iterator[Sequence[Value]]:
    scope, session = extract.scope, extract.session
    plan = Plan(session)
    by_theme = [plan.actions_of_theme(theme.id, scope.until) for theme in plan.themes()]
    actions = [action for actions in by_theme for action in actions]
    facts = ActionFacts(extract)
    agreed = {row["id"]: row for row in rows_then(session, m.Action, scope.until)}
    for action in actions:
        if scope.actions is None or action.id in scope.actions:
            yield (
                *_agreed(extract, action, facts.of(action)),
                *_reported(action, facts.of(action)),
                (scope.as_at - action.due).days if action.overdue(scope.as_at) else None,
                agreed[action.id]["vanished_on"],
            )


def _agreed(extract: Extract, action: Action, facts: Facts) -> Sequence[Value]:
    return (
        action.ref,
        "\n".join(facts.sources),
        "\n".join(facts.findings),
        extract.titles.themes[action.theme_id],
        action.title,
        action.owner_role,
        action.organisation,
        "\n".join(facts.supporting),
        "Yes" if action.priority else "",
        action.start,
        action.original_due,
        action.due,
        action.slips,
    )


def _reported(action: Action, facts: Facts) -> Sequence[Value]:
    position, words = action.position, action.words
    return (
        position.forecast,
        worded(position.stage),
        shown.delivery(position.rating),
        shown.impact(position.impact_rating),
        position.percent,
        words.text if words else "",
        words.role if words else position.author_role,
        words.on if words else position.reported_on,
        facts.next_steps,
        facts.blocked_by,
        action.success_measure,
        "\n".join(facts.readings),
        facts.evidence,
    )
