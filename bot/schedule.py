"""The ticker: APScheduler asks the database what is due; the database decides."""

from collections.abc import Callable
from datetime import datetime

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.delivery import Delivery
from dialogs.programme import post_due_summaries
from storage.database import Database
from storage.errors import RecordConflict, RecordError

TICK_SECONDS = 20

log = structlog.get_logger()


class Schedule:
    """Ticks in every replica; what falls due is claimed by a unique row, so it happens once."""

    def __init__(
        self, database: Database, delivery: Delivery, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._delivery = delivery
        self._clock = clock
        self._scheduler = AsyncIOScheduler(timezone="UTC")

    def start(self) -> None:
        """Tick from now on."""
        self._scheduler.add_job(
            self._tick_or_log, "interval", seconds=TICK_SECONDS, coalesce=True, max_instances=1
        )
        self._scheduler.start()

    def stop(self) -> None:
        """Tick no more."""
        self._scheduler.shutdown(wait=False)

    async def tick(self) -> list[str]:
        """Do what is due now, and say what that was."""
        try:
            done = await self._database.run(self._clock(), post_due_summaries)
        except RecordConflict:
            return []  # another replica was quicker
        if done:
            log.info("tick", done=done)
            self._delivery.wake()
        return done

    async def _tick_or_log(self) -> None:
        try:
            await self.tick()
        except RecordError as error:
            log.error("tick_failed", error=type(error).__name__, code=str(error))
