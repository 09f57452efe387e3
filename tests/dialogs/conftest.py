"""A chat over a fresh copy of the sample plan, on Wednesday 16 November 2022, 10:12."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from storage.calendar import LONDON
from storage.database import Database
from tests.databases import Copies
from tests.dialogs.chat import Chat

WEDNESDAY = datetime(2022, 11, 16, 10, 12, tzinfo=LONDON)


@pytest.fixture
def chat(sqlite_copies: Copies) -> Iterator[Chat]:
    database = Database(sqlite_copies("sample"))
    yield Chat(database, WEDNESDAY)
    database.dispose()
