"""What HTTP alone costs: the same two hops in bare aiohttp."""

import sys
from collections.abc import AsyncIterator

from aiohttp import ClientSession, web

SESSION = web.AppKey("session", ClientSession)


async def messages(request: web.Request) -> web.Response:
    activity = await request.json()
    conversation = activity["conversation"]["id"]
    url = f"{activity['serviceUrl']}v3/conversations/{conversation}/activities"
    echo = {"type": "message", "text": f"echo {activity['text']}"}
    async with request.app[SESSION].post(url, json=echo) as response:
        await response.read()
    return web.Response(status=201)


async def one_session(app: web.Application) -> AsyncIterator[None]:
    async with ClientSession() as session:
        app[SESSION] = session
        yield


if __name__ == "__main__":
    application = web.Application()
    application.router.add_post("/api/messages", messages)
    application.cleanup_ctx.append(one_session)
    web.run_app(
        application, host="127.0.0.1", port=int(sys.argv[1]), print=lambda *_: None, access_log=None
    )
