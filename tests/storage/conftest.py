"""Both databases, each holding the sample plan as it stood on Monday 14 November 2022."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest

from storage.calendar import LONDON
from storage.channels import Address
from storage.database import Database
from storage.people import Person
from storage.plan import Action, Theme
from storage.record import Record
from storage.said import Author
from tests.databases import NOW, Copies

OPENS = datetime(2022, 11, 14, tzinfo=LONDON)  # Monday 00:00: the plan's opening positions
WEDNESDAY = datetime(2022, 11, 16, 10, 13, tzinfo=LONDON)
CUT_OFF = datetime(2022, 11, 17, 12, 0, tzinfo=LONDON)
FRIDAY = datetime(2022, 11, 18, 11, 0, tzinfo=LONDON)  # when Workforce's summary goes out
MINUTE = timedelta(minutes=1)

RECRUITMENT_LEAD = "Recruitment and Retention Lead"  # owns WF-01
HR_PARTNER = "HR Business Partner – Children's"  # owns WF-02 and the risk R-01
HR_ADVISER = "HR Adviser – Children's"  # her deputy
WORKFORCE_LEAD = "Head of HR and Organisational Development"
PROGRAMME_MANAGER = "Improvement Programme Manager"
CHAIR = "Independent Chair of the Improvement Board"

CHANNEL = Address("tenant", "https://connector.example/", "19:workforce@thread.tacv2", "28:bot")


@contextmanager
def turn(database: Database, now: datetime = NOW) -> Iterator[Record]:
    """One transaction at one moment, as the bot's turns are."""
    with database.transaction() as session:
        yield Record(session, now)


def person(record: Record, role: str) -> Person:
    """The person of the sample plan who holds a role."""
    return next(
        person for person in record.people.all() if role in {held.title for held in person.roles}
    )


def author(record: Record, role: str) -> Author:
    """Somebody of the sample plan as the author of an update, acting under that role."""
    holder = person(record, role)
    return Author(holder.id, holder.roles[0].id)


def action(record: Record, ref: str) -> Action:
    """An action that must be there."""
    found = record.plan.action(ref)
    assert found is not None
    return found


def theme(record: Record, code: str) -> Theme:
    """A theme of the sample plan."""
    return next(theme for theme in record.plan.themes() if theme.code == code)


def chat(person: Person) -> Address:
    """A person's chat with the bot."""
    return Address("tenant", "https://connector.example/", f"a:{person.id}", "28:bot", person.id)


@pytest.fixture
def database(copies: Copies) -> Iterator[Database]:
    """A record that holds the sample plan, in each database in turn."""
    yield from _opened(copies("sample"))


@pytest.fixture
def empty_database(copies: Copies) -> Iterator[Database]:
    """A record without a plan, in each database in turn."""
    yield from _opened(copies("empty"))


@pytest.fixture
def record(database: Database) -> Iterator[Record]:
    """The sample plan at NOW, for tests that one transaction is enough for."""
    with turn(database) as record:
        yield record


def _opened(url: str) -> Iterator[Database]:
    database = Database(url)
    yield database
    database.dispose()
