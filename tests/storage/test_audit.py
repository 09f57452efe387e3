"""The audit trail says who did what to which row, in ids."""

from sqlalchemy import select

from storage import models as m
from storage.database import Database
from tests.databases import NOW
from tests.storage.conftest import (
    RECRUITMENT_LEAD,
    person,
    turn,
)


def test_an_entry_holds_who_what_when(database: Database) -> None:
    """With details that are ids and numbers."""
    with turn(database) as record:
        samira = person(record, RECRUITMENT_LEAD).id
        record.audit.note(samira, "report", "updates 25", action_id=9, revisions=[1, 2])
    with database.transaction() as session:
        entry = session.scalars(select(m.AuditEntry).order_by(m.AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.person_id, entry.operation, entry.subject, entry.at) == (
        samira,
        "report",
        "updates 25",
        NOW,
    )
    assert entry.detail == {"action_id": 9, "revisions": [1, 2]}


def test_what_nobody_did_is_noted_too(database: Database) -> None:
    """The clock's acts have no person."""
    with turn(database) as record:
        record.audit.note(None, "post", "digests 1")
    with database.transaction() as session:
        entry = session.scalars(select(m.AuditEntry).order_by(m.AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.person_id, entry.detail) == (None, {})
