"""What a workbook may not change: what is decided elsewhere stays with whoever decides it."""

from collections.abc import Iterator

from storage.exchange.layout.action_rows import ActionRow
from storage.exchange.layout.rows import (
    ACTIONS,
    ISSUES,
    MEASURES,
    MITIGATIONS,
    RISKS,
    MeasureRow,
    MitigationRow,
)
from storage.exchange.taking_in.actions_in import PROGRESS, READ
from storage.exchange.taking_in.differences import Added, Changed, Difference
from storage.exchange.taking_in.risks_in import SCORED
from storage.vocabulary import CLOSED_STAGES, Rating, Stage

ORIGINAL_STAYS = "Actions: {}: the original due date stays as it was agreed; change Due."
NEEDS_BOARD = (
    "Actions: {}: a later date for {} is for the board to decide; have the owner ask for it in "
    "chat and record the board's decision there."
)
DECIDED = (
    "Actions: {}: an action is signed off, embedded or reopened by a decision in chat, not by a "
    "workbook; leave Stage and Rating as they were ({})."
)
CLOSED = "Actions: {}: it is signed off; its percent stands until it is reopened in chat."
BACKWARDS = "Actions: {}: work has begun; the stage cannot go back to Not started."
NEEDS_NAME = (
    "{}: {}: this changes what was reported, which needs a name. Say who enters it: "
    "--by and an email address of the plan."
)
REPORTED = {
    ACTIONS: frozenset(PROGRESS),
    MEASURES: READ,
    RISKS: frozenset(SCORED),
    MITIGATIONS: frozenset({"state", "owner_role", "by"}),
    ISSUES: frozenset({"status"}),
}
PRIORITY, SECOND = "a priority action", "an action that has slipped before"


def refusals(found: tuple[Difference, ...], *, named: bool) -> Iterator[str]:
    """A sentence for everything that the record's rules forbid a workbook to change.

    `named` says whether it is known who enters it.
    """
    new = frozenset((one.sheet, one.row.key) for one in found if isinstance(one, Added))
    for one in found:
        if isinstance(one, Changed) and isinstance(one.row, ActionRow):
            yield from _of_action(one, one.row)
        if not named and _reports(one, new):
            yield NEEDS_NAME.format(one.sheet, one.row.label)


def _of_action(changed: Changed, row: ActionRow) -> Iterator[str]:
    stands, fields = changed.stands, changed.fields
    assert isinstance(stands, ActionRow)  # noqa: S101 -- the same sheet's row
    if "original_due" in fields:
        yield ORIGINAL_STAYS.format(row.ref)
    if "due" in fields and row.due > stands.due and (stands.priority or stands.slips):
        yield NEEDS_BOARD.format(row.ref, PRIORITY if stands.priority else SECOND)
    if {"stage", "rating"} & fields:
        yield from _of_stage(row, stands)
    if "percent" in fields and stands.stage in CLOSED_STAGES:
        yield CLOSED.format(row.ref)


def _of_stage(row: ActionRow, stands: ActionRow) -> Iterator[str]:
    decided = {row.stage, stands.stage} & CLOSED_STAGES or Rating.BLUE in {
        row.rating,
        stands.rating,
    }
    if decided:
        yield DECIDED.format(row.ref, stands.stage.replace("_", " "))
    elif row.stage is Stage.NOT_STARTED and stands.stage is not Stage.NOT_STARTED:
        yield BACKWARDS.format(row.ref)


def _reports(one: Difference, new: frozenset[tuple[str, str]]) -> bool:
    """Whether a difference is progress, a score or an issue's end, which somebody must report."""
    if isinstance(one, Changed):
        return bool(one.fields & REPORTED.get(one.sheet, frozenset()))
    if isinstance(one, Added) and isinstance(one.row, MeasureRow):
        return one.row.latest is not None and (ACTIONS, one.row.action) not in new
    if isinstance(one, Added) and isinstance(one.row, MitigationRow):
        return (RISKS, one.row.risk) not in new
    return False
