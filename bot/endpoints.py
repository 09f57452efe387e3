"""The addresses of planbot: Teams posts to one, whoever watches over it asks the other."""

from aiohttp import web
from botbuilder.core import Bot

from bot.adapter import Adapter

MESSAGES = "/api/messages"
HEALTH = "/health"
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

    return [web.post(MESSAGES, messages), web.get(HEALTH, _health)]


async def _health(_request: web.Request) -> web.Response:
    return web.json_response({"status": "ready"})
