"""What is due by the rules of retention is reported; only what is not history can be cleared."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from storage import models as m
from storage.calendar import LONDON
from storage.database import Database
from storage.outbox import Ending, State
from storage.record import Record
from storage.retention import Clearable, Due, Retention
from storage.verification import verify
from tests.databases import NOW
from tests.storage.conftest import (
    HR_PARTNER,
    OPENS,
    PROGRAMME_MANAGER,
    RECRUITMENT_LEAD,
    chat,
    person,
    turn,
)

DAY = timedelta(days=1)
RULES = Retention()
MESSAGES, DRAFTS, ABSENCES = Clearable.MESSAGES, Clearable.DRAFTS, Clearable.ABSENCES
YEARS_LATER = datetime(2031, 1, 1, 9, 0, tzinfo=LONDON)


@pytest.fixture
def used(database: Database) -> Database:
    """At NOW: a message sent, one undeliverable, one waiting, one unknown; a draft; days away."""
    with turn(database) as record:
        samira = person(record, RECRUITMENT_LEAD)
        for state in (State.SENT, State.UNDELIVERABLE, State.WAITING, State.UNKNOWN):
            id_ = record.outbox.put(chat(samira), "reply", {"text": state})
            record.outbox.settle(Ending(id_, state))
        record.conversations.keep("a:chat", samira.id, {"note": "half a sentence"})
        record.absences.add(samira.id, NOW.date() - DAY, NOW.date(), samira.id)
        record.absences.add(samira.id, NOW.date() + DAY, None, samira.id)
    return database


def due(database: Database, now: datetime, rules: Retention = RULES) -> dict[str, Due]:
    """What is due, by its first word."""
    with turn(database, now) as record:
        return {found.what.split()[0]: found for found in record.keeping.due(rules)}


@pytest.mark.parametrize(
    ("first_word", "days", "count"),
    [
        ("Messages", RULES.messages_days, 2),
        ("Drafts", RULES.drafts_days, 1),
        ("Periods", RULES.absences_days, 1),
    ],
)
def test_what_is_kept_for_longer_than_its_rule_is_reported(
    used: Database, first_word: str, days: int, count: int
) -> None:
    """Not on the last day, but on the next; with its oldest day, its rule, and what can be done."""
    assert first_word not in due(used, NOW + days * DAY)
    found = due(used, NOW + (days + 1) * DAY)[first_word]
    assert (found.count, found.oldest) == (count, NOW.date())
    assert found.rule == f"{days} days"
    assert found.remedy.endswith(".")


def test_the_rules_can_be_set(used: Database) -> None:
    """A council has its own schedule."""
    short = Retention(messages_days=1, drafts_days=1, absences_days=1)
    assert set(due(used, NOW + 2 * DAY, short)) == {"Messages", "Drafts", "Periods"}
    assert set(due(used, NOW + 2 * DAY)) == set()


@pytest.mark.parametrize("days", [0, -1])
@pytest.mark.parametrize("rule", Retention.__dataclass_fields__)
def test_nothing_is_kept_for_less_than_a_day(rule: str, days: int) -> None:
    """A message that was just sent must be found if Teams delivers its cause again."""
    with pytest.raises(ValueError, match="one day or one year at least"):
        Retention(**{rule: days})


def test_leavers_who_are_still_named_are_reported(database: Database) -> None:
    """Two years after their last day, until they are anonymous."""
    with turn(database) as record:
        samira, office = person(record, RECRUITMENT_LEAD).id, person(record, PROGRAMME_MANAGER).id
        record.leavers.leave(samira, date(2022, 12, 1), office)
    assert "People" not in due(database, datetime(2024, 12, 1, tzinfo=LONDON))
    later = datetime(2024, 12, 2, tzinfo=LONDON)
    found = due(database, later)["People"]
    assert (found.count, found.oldest) == (1, date(2022, 12, 1))
    assert found.rule == "2 years after the last day"
    with turn(database, later) as record:
        record.leavers.pseudonymise(samira, office)
    assert "People" not in due(database, later)


def test_the_record_itself_is_reported_and_never_cleared(database: Database) -> None:
    """After six years; the oldest entries are the plan's opening positions."""
    six = OPENS.replace(year=2028)
    assert "Entries" not in due(database, six)
    found = due(database, six + timedelta(minutes=1))["Entries"]
    with database.transaction() as session:
        openings = len(session.scalars(select(m.Update.id)).all())
        openings += len(session.scalars(select(m.RiskRevision.id)).all())
    assert (found.count, found.oldest, found.rule) == (openings, OPENS.date(), "6 years")
    assert "never deletes" in found.remedy


def test_asking_removes_nothing(used: Database) -> None:
    """However long after."""

    def everything(record: Record) -> list[object]:
        tables = m.Base.metadata.sorted_tables
        session = record.people._session
        return [tuple(row) for table in tables for row in session.execute(select(table))]

    with turn(used, YEARS_LATER) as record:
        before = everything(record)
        assert len(record.keeping.due(RULES)) == 4
        assert everything(record) == before
    with turn(used, YEARS_LATER) as record:
        assert everything(record) == before


def test_messages_are_emptied(used: Database) -> None:
    """That they were sent, to whom and when is kept; what waits or is unknown is still needed."""
    later = NOW + (RULES.messages_days + 1) * DAY
    with turn(used, later) as record:
        office = person(record, PROGRAMME_MANAGER).id
        assert record.keeping.clear(MESSAGES, RULES, office) == 2
        assert record.keeping.clear(MESSAGES, RULES, office) == 0
    with used.transaction() as session:
        rows = session.scalars(select(m.OutboxMessage).order_by(m.OutboxMessage.id)).all()
    assert [row.content for row in rows] == [{}, {}, {"text": "waiting"}, {"text": "unknown"}]
    assert all(row.person_id and row.at == NOW for row in rows)
    assert "Messages" not in due(used, later)


def test_drafts_and_days_away_are_deleted(used: Database) -> None:
    """What is not due stays: a draft of today, days away that go on."""
    later = NOW + 400 * DAY
    with turn(used, later) as record:
        office, claire = person(record, PROGRAMME_MANAGER).id, person(record, HR_PARTNER).id
        record.conversations.keep("a:other", claire, {})
        assert record.keeping.clear(DRAFTS, RULES, office) == 1
        assert record.keeping.clear(ABSENCES, RULES, office) == 1
    with used.transaction() as session:
        assert session.scalars(select(m.Draft.person_id)).all() == [claire]
        assert session.scalars(select(m.Absence.last_day)).all() == [None]


def test_clearing_is_in_the_audit_trail_and_changes_no_history(used: Database) -> None:
    """What, how much, by which rule, by whom; clearing nothing leaves no trace."""
    with used.transaction() as session:
        entries = len(session.scalars(select(m.AuditEntry.id)).all())
    with turn(used, NOW + 40 * DAY) as record:
        office = person(record, PROGRAMME_MANAGER).id
        assert [record.keeping.clear(kind, RULES, office) for kind in Clearable] == [0, 1, 0]
    with used.transaction() as session:
        added = session.scalars(select(m.AuditEntry).order_by(m.AuditEntry.id)).all()[entries:]
        assert verify(session.connection()).faults == ()
    (entry,) = added
    assert (entry.person_id, entry.operation, entry.subject) == (office, "clear", "drafts")
    assert entry.detail == {"count": 1, "days": RULES.drafts_days}
