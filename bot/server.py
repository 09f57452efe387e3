"""The running service: web server, delivery and ticker, from ready to a graceful stop."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from aiohttp import web

from bot.app import planbot
from bot.settings import Settings
from storage.database import Database

GRACE_SECONDS = 8


class PortInUse(Exception):
    """Another program listens there; the message says what to do."""


@asynccontextmanager
async def serving(settings: Settings, database: Database) -> AsyncIterator[str]:
    """Serve until the block ends; gives the address. In-flight turns are finished first.

    Raises PortInUse.
    """
    async with planbot(settings, database) as bot:
        runner = web.AppRunner(
            bot.web, access_log=None, shutdown_timeout=GRACE_SECONDS, handle_signals=False
        )
        await runner.setup()
        delivering = asyncio.create_task(bot.delivery.run())
        bot.schedule.start()
        try:
            yield await _listen(runner, settings)
        finally:
            await runner.cleanup()
            bot.schedule.stop()
            delivering.cancel()
            with suppress(asyncio.CancelledError):
                await delivering


async def until_stopped() -> None:
    """Wait for Ctrl-C or a polite kill."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    await stopped.wait()


async def _listen(runner: web.AppRunner, settings: Settings) -> str:
    site = web.TCPSite(runner, settings.host, settings.port)
    try:
        await site.start()
    except OSError:
        raise PortInUse(
            f"Port {settings.port} on {settings.host} is in use. Stop what runs there, or set "
            "PLANBOT_PORT."
        ) from None
    host, port = runner.addresses[0][:2]
    return f"http://{host}:{port}"
