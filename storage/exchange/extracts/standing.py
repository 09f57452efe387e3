"""Updates that stood at a moment, neither corrected nor withdrawn, and what they last measured."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, exists, select
from sqlalchemy.orm import Session, aliased

from storage import models as m
from storage.rows import Found
from storage.vocabulary import UpdateKind


def standing(update: Any, until: datetime) -> ColumnElement[bool]:
    """A condition: it was said by then, and neither corrected nor withdrawn by then."""
    newer, then = aliased(m.Update), bindparam(None, until, type_=m.Instant())
    return and_(
        update.at <= then,
        update.kind != UpdateKind.WITHDRAWAL,
        ~exists().where(newer.supersedes_id == update.id, newer.at <= then),
    )


def latest_readings(session: Session, until: datetime) -> dict[int, Found]:
    """Measure id → its latest reading by its day, with what is measured."""
    reading, measure = m.MeasureReading, m.Measure
    query = (
        select(*reading.__table__.columns, measure.action_id, measure.name, measure.unit)
        .join(measure, measure.id == reading.measure_id)
        .join(m.Update, m.Update.id == reading.update_id)
        .where(standing(m.Update, until))
        .order_by(reading.read_on, reading.id)
    )
    rows = session.connection().execute(query, execution_options={"yield_per": 1_000})
    return {row.measure_id: row for row in rows}
