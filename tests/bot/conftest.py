"""A bot on this machine that holds the sample plan, as `make run` starts it."""

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.server import serving
from bot.settings import load_settings
from storage.database import Database
from storage.exchange.reading.workbook import read_plan
from storage.exchange.taking_in.plan_in import import_plan
from tests.databases import NOW, SAMPLE
from tests.storage.conftest import (
    WEDNESDAY,
)


@dataclass(frozen=True)
class LocalBot:
    """A running bot: its address, and the record behind it."""

    url: str
    database: Database


@pytest.fixture
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is set on this machine has no say."""
    for name in [name for name in os.environ if name.startswith("PLANBOT_")]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the sample plan, made once: copy it."""
    file = tmp_path_factory.mktemp("bot") / "sample.db"
    database = Database(f"sqlite:///{file}")
    database.prepare()
    with database.transaction() as session:
        import_plan(session, read_plan(SAMPLE), now=NOW)
    database.dispose()
    return file


@pytest.fixture
def sample_url(sample_file: Path, tmp_path: Path) -> str:
    """The URL of a database of one's own that holds the sample plan."""
    return f"sqlite:///{shutil.copy(sample_file, tmp_path / 'planbot.db')}"


@pytest.fixture
def sample_database(sample_url: str) -> Iterator[Database]:
    """The sample plan as at Monday 14 November 2022."""
    database = Database(sample_url)
    yield database
    database.dispose()


@pytest.fixture
async def local_bot(no_settings: None, sample_url: str) -> AsyncIterator[LocalBot]:
    """A bot in local mode on Wednesday 16 November 2022, 10:13."""
    async with running(sample_url, clock=WEDNESDAY) as bot:
        yield bot


@asynccontextmanager
async def running(database_url: str, **settings: Any) -> AsyncIterator[LocalBot]:
    """A bot in local mode on a port of its own."""
    chosen = load_settings(local=True, port=0, database_url=database_url, **settings)
    database = Database(database_url)
    async with serving(chosen, database) as url:
        yield LocalBot(url, database)
    database.dispose()
