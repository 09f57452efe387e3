"""A browser for the tests of what people see; where a part is missing they are skipped.

Under PLANBOT_REQUIRE_ALL=1 the skip is a failure, as everywhere (tests/conftest.py).
"""

import shutil
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, async_playwright

from tests.end_to_end.playground import CLI_VARIABLE, cli

# Beside those that Playwright sets itself: no sandbox, no updates, nothing in the background.
FLAGS = ["--disable-gpu", "--disable-quic"]


@pytest.fixture(autouse=True)
def _tools() -> None:
    for program in ("chromium", "node"):
        if shutil.which(program) is None:
            pytest.skip(f"no {program} here")
    if not cli().exists():
        pytest.skip(f"no Agents Playground here: `make playground`, or {CLI_VARIABLE}=…/cli.js")


@pytest.fixture
async def browser(_tools: None) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=FLAGS
        )
        yield chromium
        await chromium.close()
