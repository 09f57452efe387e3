"""The addresses of planbot: Teams posts to one, a monitor asks one, people read the rest."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from aiohttp import web
from botbuilder.core import Bot

from bot.adapter import Adapter

MESSAGES = "/api/messages"
HEALTH = "/health"
PAGES = Path(__file__).parents[1] / "manifests/teams/pages"
# The app package names these to whoever installs it.
PAGE_OF = {"/": "index.html", "/privacy": "privacy.html", "/terms": "terms.html"}
BODY_LIMIT = 1024 * 1024  # bytes, after decompression


def application(adapter: Adapter, bot: Bot) -> web.Application:
    """Make the web application; a larger body than the limit is answered 413."""
    app = web.Application(client_max_size=BODY_LIMIT)
    app.add_routes(routes(adapter, bot))
    return app


def routes(adapter: Adapter, bot: Bot) -> list[web.RouteDef]:
    """List the routes; any other method of an address is answered 405."""

    async def messages(request: web.Request) -> web.Response:
        return await adapter.process(request, bot)

    pages = [web.get(path, _page(PAGES / name)) for path, name in PAGE_OF.items()]
    return [web.post(MESSAGES, messages), web.get(HEALTH, _health), *pages]


async def _health(_request: web.Request) -> web.Response:
    return web.json_response({"status": "ready"})


def _page(file: Path) -> Callable[[web.Request], Awaitable[web.Response]]:
    text = file.read_text(encoding="utf-8")

    async def page(_request: web.Request) -> web.Response:
        return web.Response(text=text, content_type="text/html")

    return page
