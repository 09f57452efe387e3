"""Counts what is sent to a database, for the promise that questions stay few as history grows."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from storage.database import Database


@contextmanager
def statements_to(database: Database) -> Iterator[list[str]]:
    """The statements of the transactions within the block, in order, as they are sent."""
    sent: list[str] = []

    def note(*about: object) -> None:
        sent.append(str(about[2]))

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
