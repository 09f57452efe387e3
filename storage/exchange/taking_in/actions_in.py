"""Takes in actions: what was agreed, what they belong to, and where they stand."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Column, Table, delete, select

from storage import models as m
from storage.exchange.layout.action_rows import ActionRow
from storage.exchange.layout.rows import ACTIONS, MEASURES, MILESTONES, MeasureRow, MilestoneRow
from storage.exchange.taking_in.intake import Intake
from storage.plan import Action, Plan
from storage.rows import add
from storage.said import Author, Change, Opening, Reading
from storage.updates import Updates
from storage.vocabulary import ToldBy

AGREED = (
    "short_title",
    "title",
    "success_measure",
    "priority",
    "start",
    "original_due",
    "due",
    "cost_note",
    "equality_note",
)
PROGRESS = (
    "stage",
    "rating",
    "impact_rating",
    "percent",
    "forecast",
    "last_note",
    "last_note_date",
    "impact_note",
)
READ = frozenset({"latest", "out_of", "read_on"})
LINKS = ("supporting", "sources", "findings", "focus_areas", "council_priorities")


def take_in_actions(intake: Intake) -> None:
    """Add actions with their opening positions, change what was agreed, and mark what is gone."""
    new = [row for row in intake.added(ACTIONS, ActionRow) if row.ref not in intake.ids.actions]
    back = [row for row in intake.added(ACTIONS, ActionRow) if row.ref in intake.ids.actions]
    for row in new:
        _add(intake, row)
    _take_in_measures(intake)
    _take_in_milestones(intake)
    for done, row in enumerate(new, start=1):
        _open(intake, row)
        intake.progress(ACTIONS, done, len(new))
    for row in back:
        _agree(intake, row, frozenset(ActionRow.model_fields))
    for row, _, fields in intake.changed(ACTIONS, ActionRow):
        _agree(intake, row, fields)
    _report(intake, {row.ref for row in new})
    gone = [intake.ids.actions[row.ref] for row in intake.gone(ACTIONS, ActionRow)]
    intake.mark_gone(m.Action, gone)


def _add(intake: Intake, row: ActionRow) -> None:
    id_ = add(
        intake.session,
        m.Action,
        ref=row.ref,
        theme_id=intake.ids.themes[row.theme],
        owner_role_id=intake.ids.roles[row.owner_role],
        organisation_id=intake.ids.organisations[row.organisation],
        slips=row.slips,
        **{name: getattr(row, name) for name in AGREED},
    )
    intake.ids.actions[row.ref] = id_
    for name in LINKS:
        _link(intake, id_, name, getattr(row, name))
    _add_former_references(intake, id_, row.former_references)


def _agree(intake: Intake, row: ActionRow, fields: frozenset[str]) -> None:
    """Change what was agreed about an action; one that was gone is back."""
    id_ = intake.ids.actions[row.ref]
    before = intake.session.get_one(m.Action, id_)
    values: dict[str, Any] = {name: getattr(row, name) for name in AGREED if name in fields}
    if "due" in values and row.due > before.due:
        values["slips"] = before.slips + 1
    if "owner_role" in fields:
        values["owner_role_id"] = intake.ids.roles[row.owner_role]
    if "organisation" in fields:
        values["organisation_id"] = intake.ids.organisations[row.organisation]
    intake.change(m.Action, id_, values | {"vanished_on": None})
    for name in fields.intersection(LINKS):
        _relink(intake, id_, name, getattr(row, name))
    if "former_references" in fields:
        _add_former_references(intake, id_, row.former_references)


def _link(intake: Intake, action_id: int, name: str, values: Iterable[str]) -> None:
    table, column, ids = _links(intake, name)
    for value in values:
        link = {"action_id": action_id, column.name: ids[value]}
        intake.session.execute(table.insert(), link)


def _relink(intake: Intake, action_id: int, name: str, values: tuple[str, ...]) -> None:
    table, column, ids = _links(intake, name)
    titles = {id_: title for title, id_ in ids.items()}
    mine = table.c.action_id == action_id
    were = [titles[id_] for id_ in intake.session.scalars(select(column).where(mine))]
    if set(were) == set(values):
        return
    left = [ids[value] for value in were if value not in values]
    intake.session.execute(delete(table).where(mine, column.in_(left)))
    _link(intake, action_id, name, [value for value in values if value not in were])
    intake.note(m.Action, action_id, name, were, list(values))


def _links(intake: Intake, name: str) -> tuple[Table, Column[Any], dict[str, int]]:
    """The table that holds a list of an action, its column, and the ids of the names listed."""
    kinds: dict[str, tuple[type[m.Base], str, dict[str, int]]] = {
        "supporting": (
            m.SupportingOrganisation,
            "organisation_id",
            intake.ids.organisations,
        ),
        "sources": (m.ActionSource, "source_id", intake.ids.sources),
        "findings": (m.ActionFinding, "finding_id", intake.ids.findings),
        "focus_areas": (m.ActionFocusArea, "focus_area_id", intake.ids.focus_areas),
        "council_priorities": (
            m.ActionCouncilPriority,
            "council_priority_id",
            intake.ids.council_priorities,
        ),
    }
    kind, column, ids = kinds[name]
    table = m.Base.metadata.tables[kind.__tablename__]
    return table, table.c[column], ids


def _add_former_references(
    intake: Intake, action_id: int, references: Iterable[tuple[str, str]]
) -> None:
    """What an action was called is kept for good; none is ever taken away."""
    former = m.FormerReference
    rows = intake.session.execute(
        select(former.source_id, former.ref).where(former.action_id == action_id)
    )
    known = {(row.source_id, row.ref) for row in rows}
    for source, ref in references:
        source_id = intake.ids.sources[source] if source else None
        if (source_id, ref) not in known:
            values = {"action_id": action_id, "source_id": source_id, "ref": ref}
            add(intake.session, former, **values)


def _open(intake: Intake, row: ActionRow) -> None:
    position = Opening(
        rating=row.rating,
        percent=row.percent,
        stage=row.stage,
        note=row.last_note,
        reported_on=row.last_note_date or intake.as_at,
        impact_rating=row.impact_rating,
        impact_note=row.impact_note,
        forecast=row.forecast,
        readings=tuple(_readings(intake, row.ref)),
    )
    Updates(intake.session, intake.now).open_position(
        intake.ids.actions[row.ref], intake.ids.roles[row.owner_role], position, intake.opens
    )


def _readings(intake: Intake, ref: str) -> Iterable[Reading]:
    rows: list[MeasureRow] = list(intake.added(MEASURES, MeasureRow))
    rows += [row for row, _, fields in intake.changed(MEASURES, MeasureRow) if fields & READ]
    for row in rows:
        if row.action == ref and row.latest is not None and row.read_on is not None:
            measure_id = intake.ids.measures[intake.ids.actions[ref], row.name]
            yield Reading(measure_id, row.latest, row.out_of, row.read_on)


def _take_in_measures(intake: Intake) -> None:
    for row in intake.added(MEASURES, MeasureRow):
        action_id = intake.ids.actions[row.action]
        id_ = add(intake.session, m.Measure, action_id=action_id, name=row.name, **_measure(row))
        intake.ids.measures[action_id, row.name] = id_
    for row, _, fields in intake.changed(MEASURES, MeasureRow):
        id_ = intake.ids.measures[intake.ids.actions[row.action], row.name]
        values = {name: value for name, value in _measure(row).items() if name in fields}
        intake.change(m.Measure, id_, values)


def _measure(row: MeasureRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("unit", "baseline", "target", "better")}


def _take_in_milestones(intake: Intake) -> None:
    for row in intake.added(MILESTONES, MilestoneRow):
        values = {"title": row.title, "due": row.due, "done_on": row.done_on}
        add(intake.session, m.Milestone, action_id=intake.ids.actions[row.action], **values)
    for row, _, _ in intake.changed(MILESTONES, MilestoneRow):
        id_ = intake.session.scalar(
            select(m.Milestone.id).where(
                m.Milestone.action_id == intake.ids.actions[row.action],
                m.Milestone.title == row.title,
            )
        )
        if id_ is not None:
            intake.change(m.Milestone, id_, {"due": row.due, "done_on": row.done_on})


def _report(intake: Intake, new: set[str]) -> None:
    """What the workbook says about progress is an update of whoever enters it, for the owner."""
    changes = {
        row.ref: _progress(row, fields)
        for row, _, fields in intake.changed(ACTIONS, ActionRow)
        if fields.intersection(PROGRESS)
    }
    measured = {row.action for row in intake.added(MEASURES, MeasureRow)} | {
        row.action for row, _, fields in intake.changed(MEASURES, MeasureRow) if fields & READ
    }
    refs = sorted((changes.keys() | measured) - new)
    for action in Plan(intake.session).actions_by_ref(refs):
        readings = tuple(_readings(intake, action.ref))
        said = changes.get(action.ref, {}) | {"readings": readings}
        _enter(intake, action, Change(**said))


def _progress(row: ActionRow, fields: frozenset[str]) -> dict[str, Any]:
    names = {"last_note": "note"}
    return {
        names.get(name, name): getattr(row, name)
        for name in PROGRESS
        if name in fields and name != "last_note_date"
    }


def _enter(intake: Intake, action: Action, change: Change) -> None:
    if change.empty or intake.person is None or intake.submission is None:
        return
    owner = action.owner_role_id
    entered = Author.of(intake.person, owner, ToldBy.WORKBOOK, intake.as_at)
    updates = Updates(intake.session, intake.now)
    updates.report(intake.submission, entered, action, action.position.update_id, change)
