"""What the programme is called."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import models as m


def programme_name(session: Session, until: datetime) -> str:
    """The name that the last workbook by then gave it, or the first one if none had come yet."""
    came = select(m.PlanImport.id).order_by(m.PlanImport.id)
    last = came.where(m.PlanImport.at <= until).order_by(None).order_by(m.PlanImport.id.desc())
    id_ = session.scalar(last.limit(1)) or session.scalar(came.limit(1))
    taken_in = session.get(m.PlanImport, id_) if id_ else None
    return str(taken_in.summary.get("programme", "")) if taken_in else ""
