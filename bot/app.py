"""Wires everything once; what is opened here is closed here."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from aiohttp import ClientSession, DummyCookieJar, TCPConnector, web

from bot.adapter import Adapter
from bot.authentication import Authentication, SigningKeys
from bot.connector import Connector
from bot.credentials import credentials_for
from bot.delivery import Delivery
from bot.endpoints import application
from bot.inbound import Audience
from bot.local import LocalClock, LocalMode
from bot.schedule import Schedule
from bot.settings import Settings
from bot.teams import TeamsBot
from dialogs.conversation import read_the_grammar
from storage.database import Database

CONNECTIONS = 100


@dataclass(frozen=True)
class Planbot:
    """The parts of a running bot that a command or a test reaches for."""

    database: Database
    delivery: Delivery
    schedule: Schedule
    web: web.Application


@asynccontextmanager
async def planbot(
    settings: Settings, database: Database, clock: Callable[[], datetime] | None = None
) -> AsyncIterator[Planbot]:
    """Everything but the web server, ready to take turns. Time is the server's unless given."""
    clock = clock or (LocalClock(settings.clock) if settings.local else _server_time)
    now = clock()
    database.do(now, lambda record: read_the_grammar(record, now))
    connections = TCPConnector(limit=CONNECTIONS)
    async with ClientSession(connector=connections, cookie_jar=DummyCookieJar()) as session:
        connector = Connector(session, credentials_for(settings), local=settings.local)
        delivery = Delivery(database, connector, clock)
        schedule = Schedule(database, delivery, clock)
        local = LocalMode(database, clock, schedule.tick) if isinstance(clock, LocalClock) else None
        bot = TeamsBot(
            database,
            connector,
            delivery,
            audience=_audience(settings),
            clock=clock,
            local=local,
        )
        authentication = Authentication(
            settings.app_id, SigningKeys(session), connector, local=settings.local
        )
        yield Planbot(database, delivery, schedule, application(Adapter(authentication), bot))
        await delivery.finish()


def _audience(settings: Settings) -> Audience:
    return Audience(
        frozenset(settings.tenants), frozenset(settings.email_domains), settings.front_door
    )


def _server_time() -> datetime:
    return datetime.now(UTC)
