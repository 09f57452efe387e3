"""The audit trail."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import History


class AuditEntry(History):
    """Who did what to which row, and when; holds ids, never names.

    The last entry of a transaction covers the rows of history that it wrote, and each entry's
    mark covers the one before it (`storage.chain`).
    """

    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    operation: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str]
    detail: Mapped[dict[str, Any]]
    covers: Mapped[dict[str, Any] | None]
    """Table → the first and last id of each run of rows: {"updates": [[7, 9]]}."""
    content_sha256: Mapped[str | None] = mapped_column(String(64))
    chain_sha256: Mapped[str | None] = mapped_column(String(64))
