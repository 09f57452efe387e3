"""Who did what and when; ids only, so that a leaver can be made anonymous later."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from storage import chain


class Audit:
    """Adds entries to the audit trail; they are appended last in the transaction, chained."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now

    def note(self, person_id: int | None, operation: str, subject: str, **detail: Any) -> None:
        """Add one entry. `detail` holds ids, kinds and numbers, never words of a person."""
        chain.note(
            self._session,
            {
                "at": self._now,
                "person_id": person_id,
                "operation": operation,
                "subject": subject,
                "detail": detail,
            },
        )
