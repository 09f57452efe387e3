"""Starts the Agents Playground, the Teams look-alike, on a running bot."""

import asyncio
import os
import re
import shutil
import signal
import socket
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import aiohttp

ROOT = Path(__file__).parents[2]
CONFIG = ROOT / "manifests/playground/planbot.yml"
CLI = ROOT / ".playground/node_modules/@microsoft/m365agentsplayground/cli.js"
CLI_VARIABLE = "PLANBOT_PLAYGROUND"
CONFIG_NAME = ".m365agentsplayground.yml"
LOG_NAME = "devTools/m365agentsplayground.log"
LISTENING = re.compile(rb"^Listening on (\d+)$", re.MULTILINE)
POLL_SECONDS = 0.05
STOP_SECONDS = 5


class PlaygroundFailed(Exception):
    """The Playground did not come up; its own log, which holds no secrets, says why."""


@dataclass(frozen=True)
class Playground:
    """A running Playground: the address of its page and the folder it works in."""

    url: str
    folder: Path


def cli() -> Path:
    """The Playground's cli.js: where PLANBOT_PLAYGROUND says, or where `make` installs it."""
    return Path(os.environ.get(CLI_VARIABLE, CLI))


@asynccontextmanager
async def playground(
    bot_url: str, *, config: Path = CONFIG, seconds: float = 30
) -> AsyncIterator[Playground]:
    """The Playground on the bot at `bot_url` (its /api/messages), ready for a browser.

    It ends, with all its processes, when the block does. Raises PlaygroundFailed if it is not
    ready within `seconds`.
    """
    with tempfile.TemporaryDirectory(prefix="planbot-playground-") as name:
        folder = Path(name)
        shutil.copyfile(config, folder / CONFIG_NAME)
        process = await _start(bot_url, folder, port := _free_port())
        try:
            await _until_ready(process, folder, port, seconds)
            yield Playground(f"http://127.0.0.1:{port}/", folder)
        finally:
            await _stop(process)


async def _start(bot_url: str, folder: Path, port: int) -> asyncio.subprocess.Process:
    arguments = ["--app-endpoint", bot_url, "--channel-id", "msteams", "--port", str(port)]
    # By itself it says "localhost", which may be ::1; planbot's own address is 127.0.0.1.
    arguments += ["--service-url", f"http://127.0.0.1:{port}/_connector", "--disable-telemetry"]
    with _output(folder).open("wb") as output:
        return await asyncio.create_subprocess_exec(
            "node", str(cli()), "start", *arguments,
            cwd=folder,
            env={"PATH": os.environ["PATH"], "HOME": str(folder), "TEAMSAPPTESTER_BROWSER": "none"},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )  # fmt: skip


async def _until_ready(
    process: asyncio.subprocess.Process, folder: Path, port: int, seconds: float
) -> None:
    """It says "Listening" first and reads its configuration after, so a page is not enough."""
    try:
        async with asyncio.timeout(seconds), aiohttp.ClientSession() as http:
            while not await _answers(http, port):
                _check(process, folder, port)
                await asyncio.sleep(POLL_SECONDS)
            _check(process, folder, port)
    except TimeoutError:
        message = f"no answer from the Playground within {seconds} s: {_said(folder)}"
        raise PlaygroundFailed(message) from None


async def _answers(http: aiohttp.ClientSession, port: int) -> bool:
    with suppress(aiohttp.ClientError):
        async with http.get(f"http://127.0.0.1:{port}/_internal/v1/testConfig") as response:
            return response.status == 200
    return False


def _check(process: asyncio.subprocess.Process, folder: Path, port: int) -> None:
    """Still alive, and on its own port: where that is taken it goes to another, unasked."""
    if process.returncode is not None:
        raise PlaygroundFailed(f"the Playground ended: {_said(folder)}")
    listening = LISTENING.search(_output(folder).read_bytes())
    if listening and int(listening[1]) != port:
        raise PlaygroundFailed(f"port {port} was taken before the Playground had it")


async def _stop(process: asyncio.subprocess.Process) -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), STOP_SECONDS)


def _output(folder: Path) -> Path:
    return folder / "output"


def _said(folder: Path) -> str:
    log = folder / LOG_NAME
    lines = [*_output(folder).read_text().splitlines()]
    lines += log.read_text().splitlines() if log.exists() else []
    return "\n".join(lines[-10:])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
