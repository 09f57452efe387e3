"""The addresses that are not Teams': a monitor's, and the pages that the app package names."""

from typing import NoReturn

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from botbuilder.core import Bot, TurnContext

from bot.adapter import Adapter
from bot.authentication import Authentication, SigningKeys
from bot.connector import Connector
from bot.credentials import NoCredentials
from bot.endpoints import application
from bot.package import manifest
from dialogs.help import COMMANDS

APP_ID = "3f2b8c1e-0000-4000-8000-5c1d2e3f4a5b"


class SilentBot(Bot):
    """Takes no turn."""

    async def on_turn(self, context: TurnContext) -> NoReturn:
        raise AssertionError("no page takes a turn")


async def answer(path: str) -> tuple[int, str, str]:
    """Status, content type and text of a GET."""
    async with ClientSession() as http:
        connector = Connector(http, NoCredentials(), local=True)
        adapter = Adapter(Authentication("", SigningKeys(http), connector, local=True))
        app: web.Application = application(adapter, SilentBot())
        async with TestServer(app) as server, http.get(server.make_url(path)) as response:
            return response.status, response.content_type, await response.text()


async def test_a_monitor_is_told_that_the_bot_is_ready() -> None:
    """GET /health needs no token and says nothing else."""
    assert await answer("/health") == (200, "application/json", '{"status": "ready"}')


@pytest.mark.parametrize("name", ["websiteUrl", "privacyUrl", "termsOfUseUrl"])
async def test_every_page_that_the_app_package_names_is_there(name: str) -> None:
    """An administrator who follows the links of the package before installing finds a page."""
    address = manifest(APP_ID, "bot.arden.example", COMMANDS)["developer"][name]
    path = address.removeprefix("https://bot.arden.example") or "/"
    status, content_type, text = await answer(path)
    assert (status, content_type) == (200, "text/html")
    assert "<h1>" in text


async def test_anything_else_is_not_found() -> None:
    """No page lists a folder or reads a file by its name."""
    assert (await answer("/../pyproject.toml"))[0] == 404
