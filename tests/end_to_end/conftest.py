"""A browser for the tests of what people see; where a part is missing they are skipped.

Under PLANBOT_REQUIRE_ALL=1 the skip is a failure, as everywhere (tests/conftest.py).
"""

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright

from bot import playground

# Where the Playground's cli.js is, if not where `make playground` puts it.
ELSEWHERE = "PLANBOT_PLAYGROUND"
# Beside those that Playwright sets itself: no sandbox, no updates, nothing in the background.
FLAGS = ["--disable-gpu", "--disable-quic"]


@pytest.fixture(autouse=True)
def _tools(monkeypatch: pytest.MonkeyPatch) -> None:
    if ELSEWHERE in os.environ:
        monkeypatch.setattr(playground, "CLI", Path(os.environ[ELSEWHERE]))
    if shutil.which("chromium") is None:
        pytest.skip("no chromium here")
    if not playground.installed():
        pytest.skip(f"no Node or no Agents Playground here: `make playground`, or set {ELSEWHERE}")


@pytest.fixture
async def browser(_tools: None) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=FLAGS
        )
        yield chromium
        await chromium.close()
