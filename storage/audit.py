"""Who did what and when; ids only, so that a leaver can be made anonymous later."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from storage import models as m
from storage.rows import add


class Audit:
    """Adds entries to the audit trail, last in a transaction."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now

    def note(self, person_id: int | None, operation: str, subject: str, **detail: Any) -> None:
        """Add one entry. `detail` holds ids, kinds and numbers, never words of a person."""
        add(
            self._session,
            m.AuditEntry,
            at=self._now,
            person_id=person_id,
            operation=operation,
            subject=subject,
            detail=detail,
        )
