"""The SDK as its samples use it: an echo on the stock CloudAdapter, without authentication."""

import sys

from aiohttp import web
from botbuilder.core import ActivityHandler, TurnContext
from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication


class Configuration:
    """No app id turns authentication off."""

    APP_ID = APP_PASSWORD = APP_TENANTID = ""
    APP_TYPE = "MultiTenant"


class Echo(ActivityHandler):
    """Says what it hears."""

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        await turn_context.send_activity(f"echo {turn_context.activity.text}")


ADAPTER = CloudAdapter(ConfigurationBotFrameworkAuthentication(Configuration()))
BOT = Echo()


async def messages(request: web.Request) -> web.StreamResponse:
    return await ADAPTER.process(request, BOT) or web.Response()


if __name__ == "__main__":
    application = web.Application()
    application.router.add_post("/api/messages", messages)
    web.run_app(
        application, host="127.0.0.1", port=int(sys.argv[1]), print=lambda *_: None, access_log=None
    )
