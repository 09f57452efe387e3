"""The history of progress as tables: every update with its words, readings and evidence."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Select, select

from storage import models as m
from storage.changes import as_it_was
from storage.exchange.extracts.coverage import actions_then
from storage.exchange.extracts.extract import Extract, children, rows_of
from storage.exchange.extracts.listing import Column, Kind, Listing, Value
from storage.exchange.extracts.titles import worded
from storage.rows import Found

UPDATE_COLUMNS = (
    Column("Number", Kind.NUMBER),
    Column("Reference"),
    Column("Theme", Kind.NAME),
    Column("Saved at", Kind.MOMENT),
    Column("Reported on", Kind.DAY),
    Column("By role", Kind.NAME),
    Column("On behalf of", Kind.NAME),
    Column("Told by"),
    Column("Told on", Kind.DAY),
    Column("Kind"),
    Column("Rating"),
    Column("Impact rating"),
    Column("Stage"),
    Column("Percent", Kind.NUMBER),
    Column("Forecast", Kind.DAY),
    Column("Note", Kind.TEXT),
    Column("Impact on children", Kind.TEXT),
    Column("Achievement", Kind.TEXT),
    Column("Next steps", Kind.TEXT),
    Column("Blocked by", Kind.TEXT),
    Column("Spend", Kind.TEXT),
    Column("Readings", Kind.TEXT),
    Column("Evidence", Kind.TEXT),
    Column("Corrects or withdraws number", Kind.NUMBER),
    Column("Why", Kind.TEXT),
)
NAME = Column("By", Kind.NAME)
READING_COLUMNS = (
    Column("Reference"),
    Column("Measure", Kind.NAME),
    Column("Unit"),
    Column("Baseline", Kind.NUMBER),
    Column("Target", Kind.NUMBER),
    Column("Better"),
    Column("Value", Kind.NUMBER),
    Column("Out of", Kind.NUMBER),
    Column("Read on", Kind.DAY),
    Column("Update number", Kind.NUMBER),
)
MILESTONE_COLUMNS = (
    Column("Reference"),
    Column("Milestone", Kind.TEXT),
    Column("Due", Kind.DAY),
    Column("Done on", Kind.DAY),
)


def updates(extract: Extract) -> Listing:
    """Every update, corrected and withdrawn ones too, in the order in which they were saved."""
    named = (NAME,) if extract.named else ()
    return Listing("Updates", UPDATE_COLUMNS + named, _updates(extract))


def readings(extract: Extract) -> Listing:
    """Every value that was read of a measure, with what it was to become."""
    return Listing("Measure readings", READING_COLUMNS, _readings(extract))


def milestones(extract: Extract) -> Listing:
    """The milestones of the actions, the earliest first, as they stood."""
    return Listing("Milestone log", MILESTONE_COLUMNS, _milestones(extract))


def _updates(extract: Extract) -> Iterator[Sequence[Value]]:
    scope = extract.scope
    query = rows_of(m.Update).where(
        scope.by_then(m.Update.at), scope.of_actions(m.Update.action_id)
    )
    themes = {row["id"]: row["theme_id"] for row in actions_then(extract.session, scope.until)}
    for batch in extract.batches(query):
        ids = [row.id for row in batch]
        read = children(extract, _reading_texts(), m.MeasureReading.update_id, ids)
        shown = children(extract, _links(), m.Evidence.update_id, ids)
        for row in batch:
            theme = extract.titles.themes[themes[row.action_id]]
            yield _update(extract, row, theme, read.get(row.id, []), shown.get(row.id, []))


def _update(
    extract: Extract, row: Found, theme: str, read: list[Found], shown: list[Found]
) -> Sequence[Value]:
    titles = extract.titles
    values: tuple[Value, ...] = (
        row.id,
        titles.actions[row.action_id],
        theme,
        row.at,
        row.reported_on,
        titles.roles[row.author_role_id],
        titles.roles.get(row.on_behalf_of_role_id),
        worded(row.told_by),
        row.told_on,
        worded(row.kind),
        worded(row.rating),
        worded(row.impact_rating),
        worded(row.stage),
        row.percent,
        row.forecast,
        row.note,
        row.impact_note,
        row.achievement,
        row.next_steps,
        row.blocked_by,
        row.spend,
        "\n".join(map(reading_text, read)),
        "\n".join(f"{link.title} {link.url}".strip() for link in shown),
        row.supersedes_id,
        row.reason,
    )
    return (*values, titles.people.get(row.author_id)) if extract.named else values


def reading_text(row: Found) -> str:
    """Contacts decided in a day: 14 of 20 contacts (9 Nov 2022)."""
    value = f"{row.value:f}" if row.out_of is None else f"{row.value:f} of {row.out_of:f}"
    unit = f" {row.unit}" if row.unit else ""
    return f"{row.name}: {value}{unit} ({row.read_on.day} {row.read_on:%b %Y})"


def _reading_texts() -> Select[*tuple[Any, ...]]:
    reading = m.MeasureReading
    return (
        select(
            reading.update_id.label("parent_id"),
            m.Measure.name,
            m.Measure.unit,
            reading.value,
            reading.out_of,
            reading.read_on,
        )
        .join(m.Measure, m.Measure.id == reading.measure_id)
        .order_by(reading.id)
    )


def _links() -> Select[*tuple[Any, ...]]:
    link = m.Evidence
    return select(link.update_id.label("parent_id"), link.title, link.url).order_by(link.id)


def _readings(extract: Extract) -> Iterator[Sequence[Value]]:
    reading, update, scope = m.MeasureReading, m.Update, extract.scope
    query = (
        select(*reading.__table__.columns, update.action_id)
        .join(update, update.id == reading.update_id)
        .where(scope.by_then(update.at), scope.of_actions(update.action_id))
        .order_by(reading.id)
    )
    measures = {row.id: row for row in extract.session.scalars(select(m.Measure))}
    for row in extract.stream(query):
        measure = measures[row.measure_id]
        yield (
            extract.titles.actions[row.action_id],
            measure.name,
            measure.unit,
            measure.baseline,
            measure.target,
            worded(measure.better),
            row.value,
            row.out_of,
            row.read_on,
            row.update_id,
        )


def _milestones(extract: Extract) -> Iterator[Sequence[Value]]:
    query = (
        select(*m.Milestone.__table__.columns)
        .where(extract.scope.of_actions(m.Milestone.action_id))
        .order_by(m.Milestone.due, m.Milestone.id)
    )
    rows = [dict(row._mapping) for row in extract.stream(query)]
    for row in as_it_was(extract.session, "milestones", rows, extract.scope.until):
        yield (
            extract.titles.actions[row["action_id"]],
            row["title"],
            row["due"],
            row["done_on"],
        )
