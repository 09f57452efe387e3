"""Starts the Agents Playground, a Teams look-alike in the browser, on a running bot."""

import asyncio
import os
import re
import shutil
import signal
import socket
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import aiohttp

ROOT = Path(__file__).parents[1]
CLI = ROOT / ".playground/node_modules/@microsoft/m365agentsplayground/cli.js"
CONFIG = ROOT / "manifests/playground/planbot.yml"
CONFIG_NAME = ".m365agentsplayground.yml"
LOG_NAME = "devTools/m365agentsplayground.log"
LISTENING = re.compile(rb"^Listening on (\d+)$", re.MULTILINE)
ENVIRONMENT = {
    "TEAMSAPPTESTER_BROWSER": "none",  # it opens no window by itself
    "APPLICATION_INSIGHTS_NO_STATSBEAT": "1",  # its telemetry's own telemetry
}
PORT = 56150
POLL_SECONDS = 0.05
READY_SECONDS = 30
STOP_SECONDS = 5


class PlaygroundFailed(Exception):
    """The Playground did not come up; its own log, which holds no secrets, says why."""


def installed() -> bool:
    """Whether both Node and the Playground are on this machine."""
    return CLI.exists() and shutil.which("node") is not None


@asynccontextmanager
async def playground(bot_url: str, port: int | None = None) -> AsyncIterator[str]:
    """The Playground on the bot at `bot_url`; gives the address of its page.

    A port that is taken is replaced by a free one. It ends, with all its processes, when the block
    does. Raises PlaygroundFailed if it is not ready in time.
    """
    with tempfile.TemporaryDirectory(prefix="planbot-playground-") as name:
        folder = Path(name)
        shutil.copyfile(CONFIG, folder / CONFIG_NAME)
        chosen = _free_port(port)
        process = await _start(bot_url, folder, chosen)
        try:
            await _until_ready(process, folder, chosen)
            yield f"http://127.0.0.1:{chosen}/"
        finally:
            await _stop(process)


async def _start(bot_url: str, folder: Path, port: int) -> asyncio.subprocess.Process:
    arguments = ["--app-endpoint", bot_url, "--channel-id", "msteams", "--port", str(port)]
    # By itself it says "localhost", which may be ::1; planbot's own address is 127.0.0.1.
    arguments += ["--service-url", f"http://127.0.0.1:{port}/_connector", "--disable-telemetry"]
    with _output(folder).open("wb") as output:
        return await asyncio.create_subprocess_exec(
            "node",
            str(CLI),
            "start",
            *arguments,
            cwd=folder,
            env={**ENVIRONMENT, "PATH": os.environ["PATH"], "HOME": str(folder)},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )


async def _until_ready(process: asyncio.subprocess.Process, folder: Path, port: int) -> None:
    """It says "Listening" first and reads its configuration after, so a page is not enough."""
    try:
        async with asyncio.timeout(READY_SECONDS), aiohttp.ClientSession() as http:
            while not await _answers(http, port):
                _check(process, folder, port)
                await asyncio.sleep(POLL_SECONDS)
            _check(process, folder, port)
    except TimeoutError:
        raise PlaygroundFailed(f"no answer from the Playground: {_said(folder)}") from None


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


def _free_port(wanted: int | None) -> int:
    for port in (wanted, 0) if wanted else (0,):
        with socket.socket() as probe, suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port or 0))
            return int(probe.getsockname()[1])
    raise PlaygroundFailed("no port is free")
