"""The ticker asks, the database decides: what is due happens once, and trouble ends no tick."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import func, select
from structlog.testing import capture_logs

from bot import schedule as scheduling
from bot.delivery import Delivery
from bot.schedule import Schedule
from storage import models as m
from storage.database import Database
from storage.errors import RecordConflict, RecordUnavailable
from tests.databases import NOW
from tests.storage.conftest import (
    CHANNEL,
    FRIDAY,
    WORKFORCE_LEAD,
    person,
    theme,
    turn,
)

SECONDS = 10
DONE = ["Fri 11:00 summary to Workforce"]


class Woken(Delivery):
    """A delivery that counts how often it is woken."""

    def __init__(self) -> None:
        self.times = 0

    def wake(self) -> None:
        self.times += 1


class Scripted(Database):
    """A record whose questions end as the script says, and after it with nothing due."""

    def __init__(self, *endings: list[str] | Exception) -> None:
        self._endings: Iterator[list[str] | Exception] = iter(endings)
        self.asked_at: list[datetime] = []
        self.finished = asyncio.Event()

    async def run(self, now: datetime, work: Callable[..., Any]) -> Any:
        self.asked_at.append(now)
        ending = next(self._endings, None)
        if ending is None:
            self.finished.set()
            return []
        if isinstance(ending, Exception):
            raise ending
        return ending


def linked(database: Database, *codes: str) -> None:
    """Link a channel to each of these themes."""
    with turn(database) as record:
        lead = person(record, WORKFORCE_LEAD).id
        for code in codes:
            address = type(CHANNEL)(
                CHANNEL.tenant_id, CHANNEL.service_url, f"19:{code}", CHANNEL.bot_id
            )
            record.channels.link(theme(record, code).id, address, lead)


def posts(database: Database) -> int:
    with database.transaction() as session:
        return session.scalar(select(func.count()).select_from(m.OutboxMessage)) or 0


async def test_a_tick_does_what_is_due_says_so_and_wakes_delivery(
    sample_database: Database,
) -> None:
    """Once: the next tick finds the summary in the record."""
    linked(sample_database, "WF")
    delivery = Woken()
    schedule = Schedule(sample_database, delivery, lambda: FRIDAY)
    assert await schedule.tick() == DONE
    assert (posts(sample_database), delivery.times) == (1, 1)
    assert await schedule.tick() == []
    assert (posts(sample_database), delivery.times) == (1, 1)


async def test_nothing_due_wakes_nobody(sample_database: Database) -> None:
    """Before the moment, and where no channel is linked."""
    delivery = Woken()
    assert await Schedule(sample_database, delivery, lambda: FRIDAY).tick() == []
    linked(sample_database, "WF")
    assert await Schedule(sample_database, delivery, lambda: NOW).tick() == []
    assert (posts(sample_database), delivery.times) == (0, 0)


async def test_replicas_that_tick_at_once_post_once(sample_url: str) -> None:
    """The unique row of (theme, instant) lets one of them through."""
    replicas = [Database(sample_url) for _ in range(3)]
    linked(replicas[0], "WF", "PT")
    ticks = [Schedule(replica, Woken(), lambda: FRIDAY).tick() for replica in replicas]
    done = await asyncio.gather(*ticks)
    with replicas[0].transaction() as session:
        summaries = session.scalars(select(m.OutboxMessage.conversation_id)).all()
    assert sorted(summaries) == sorted(set(summaries))
    assert sorted(map(len, done))[:2] == [0, 0]
    for replica in replicas:
        replica.dispose()


async def test_another_replica_that_was_quicker_is_no_trouble() -> None:
    """What the conflict rolled back, the other one has done."""
    delivery = Woken()
    database = Scripted(RecordConflict("digests"))
    assert await Schedule(database, delivery, lambda: NOW).tick() == []
    assert delivery.times == 0


async def test_trouble_is_the_callers_to_hear() -> None:
    """`/clock` and the tick command must not say that nothing was due."""
    with pytest.raises(RecordUnavailable):
        await Schedule(Scripted(RecordUnavailable("08006")), Woken(), lambda: NOW).tick()


async def test_started_it_goes_on_through_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that is away is logged, a conflict is not; the tick after them does its work."""
    monkeypatch.setattr(scheduling, "TICK_SECONDS", 0.01)
    database = Scripted(RecordUnavailable("08006"), RecordConflict("digests"), DONE)
    delivery = Woken()
    schedule = Schedule(database, delivery, lambda: NOW)
    with capture_logs() as logged:
        schedule.start()
        await asyncio.wait_for(database.finished.wait(), SECONDS)
        schedule.stop()
    assert database.asked_at[:4] == [NOW] * 4
    assert delivery.times == 1
    assert logged == [
        {"event": "tick_failed", "error": "RecordUnavailable", "code": "08006",
         "log_level": "error"},
        {"event": "tick", "done": DONE, "log_level": "info"},
    ]  # fmt: skip
