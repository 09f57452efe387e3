"""Five servers' worth of turns, in rounds, so that a drift of the machine meets all of them."""

import asyncio
import os
import socket
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import ClientError, ClientSession
from rich.console import Console
from rich.table import Table
from sqlalchemy import func, select

from storage import models as m
from storage.database import Database
from storage.vocabulary import UpdateKind
from tests.bench.teams import Teams, Writer, at_once, teams

ROOT = Path(__file__).parents[2]
ROUNDS = 5
READY_SECONDS = 30
ECHOES, BARE_ECHOES, HELPS, STATUSES, YES_BATCHES = 160, 1600, 800, 160, 10


@dataclass
class Figures:
    """Turns per second of each round, and the seconds of every turn."""

    per_second: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """The median round."""
        return statistics.median(self.per_second)

    def percentile(self, share: float) -> float:
        """Milliseconds within which this share of the turns was answered."""
        return sorted(self.seconds)[int(len(self.seconds) * share)] * 1000


class Benchmark:
    """Who is measured, with what, and how it went."""

    def __init__(self, side: Teams, stock: str, bare: str, ours: str) -> None:
        self._side = side
        self._ours = ours
        self.saved = 0
        self.measured: dict[str, tuple[Figures, Callable[[], Awaitable[tuple[int, float]]]]] = {}
        self._add("stock CloudAdapter, echo", lambda: self._many(stock, "hello", ECHOES))
        self._add("bare aiohttp, echo", lambda: self._many(bare, "hello", BARE_ECHOES))
        self._add("planbot, help", lambda: self._many(ours, "help", HELPS))
        self._add("planbot, a saved update", self._yes)
        self._add(
            "planbot, theme status", lambda: self._many(ours, "status of workforce", STATUSES)
        )

    def _add(self, name: str, work: Callable[[], Awaitable[tuple[int, float]]]) -> None:
        self.measured[name] = Figures(), work

    async def run(self) -> None:
        """Warm up, then measure everything in turn, round by round."""
        await at_once(self._side.writers, lambda who: self._side.say(self._ours, who, "help"))
        for round_ in range(ROUNDS + 1):
            for figures, work in self.measured.values():
                self._seconds: list[float] = []
                turns, seconds = await work()
                if round_:  # the first is the warm-up
                    figures.per_second.append(turns / seconds)
                    figures.seconds += self._seconds

    async def _many(self, bot: str, text: str, turns: int) -> tuple[int, float]:
        async def turn(who: Writer) -> None:
            self._seconds.append(await self._side.say(bot, who, text))

        everyone = self._side.writers
        start = time.perf_counter()
        await at_once([everyone[number % len(everyone)] for number in range(turns)], turn)
        return turns, time.perf_counter() - start

    async def _yes(self) -> tuple[int, float]:
        """Only the yes is timed: the read-backs before it are somebody else's turns."""
        taken = 0.0
        for batch in range(YES_BATCHES):

            async def report(who: Writer, batch: int = batch) -> None:
                line = f"{who.ref} {(batch * 7 + who.number) % 100}%, week {batch} of it done"
                await self._side.say(self._ours, who, line)

            await at_once(self._side.writers, report)
            _, seconds = await self._many(self._ours, "yes", len(self._side.writers))
            taken += seconds
        turns = YES_BATCHES * len(self._side.writers)
        self.saved += turns
        return turns, taken


@asynccontextmanager
async def server(*arguments: str, port: int, **environment: str) -> AsyncIterator[str]:
    """A server process on a port of this machine, ended with the block."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=asyncio.subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        await _until_ready(url)
        yield url
    finally:
        process.terminate()
        await process.wait()


async def measure() -> None:
    """Measure, check what was saved, and print the table."""
    with tempfile.TemporaryDirectory(prefix="planbot-bench-") as folder:
        url = f"sqlite:///{folder}/planbot.db"
        async with AsyncExitStack() as stack:
            side = await stack.enter_async_context(teams())
            one, two, three = _free_ports(3)
            stock = server("-m", "tests.bench.stock", str(one), port=one)
            bare = server("-m", "tests.bench.bare", str(two), port=two)
            ours = server(
                *("-m", "bot", "serve", "--local", "--no-browser"),
                port=three,
                PLANBOT_PORT=str(three),
                PLANBOT_DATABASE_URL=url,
            )
            urls = [await stack.enter_async_context(each) for each in (stock, bare, ours)]
            benchmark = Benchmark(side, *urls)
            await benchmark.run()
        saved = _saved(url)
    _print(benchmark)
    assert saved == benchmark.saved, f"{benchmark.saved} said yes, {saved} were saved"
    print(f"{saved} updates were confirmed, and {saved} are in the record.")


def _saved(url: str) -> int:
    database = Database(url)
    with database.transaction() as session:
        counted = session.scalar(
            select(func.count()).select_from(m.Update).where(m.Update.kind == UpdateKind.PROGRESS)
        )
    database.dispose()
    return counted or 0


def _print(benchmark: Benchmark) -> None:
    table = Table(title="one process each, 8 connections, loopback, SQLite at full sync")
    for name in ("", "turns/s", "p50 ms", "p99 ms", "x stock"):
        table.add_column(name, justify="left" if not name else "right")
    figures = [(name, figures) for name, (figures, _) in benchmark.measured.items()]
    stock = figures[0][1].rate
    for name, each in figures:
        table.add_row(
            name,
            f"{each.rate:,.0f}",
            f"{each.percentile(0.5):.1f}",
            f"{each.percentile(0.99):.1f}",
            f"{each.rate / stock:.1f}",
        )
    Console().print(table)


async def _until_ready(url: str) -> None:
    async with asyncio.timeout(READY_SECONDS), ClientSession() as http:
        while True:
            try:
                async with http.get(url):
                    return
            except ClientError:
                await asyncio.sleep(0.05)


def _free_ports(number: int) -> list[int]:
    probes = [socket.socket() for _ in range(number)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports: list[int] = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports
