"""The commands: python -m bot serve, tick, package, chat, and the programme office's."""

import asyncio
import logging
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import structlog
import typer

from bot import playground
from bot.app import planbot
from bot.chat import chat
from bot.commands import (
    database_at,
    opened,
    or_stop,
    read_settings,
    record_settings,
    say,
    warn,
)
from bot.keeping import keeping
from bot.office import counted, office
from bot.package import build_package
from bot.returns import returns
from bot.server import serving, until_stopped
from bot.settings import UK, Settings
from bot.understanding import understanding
from bot.window import StandardStreams
from dialogs.help import COMMANDS
from storage.calendar import london_date
from storage.database import Database
from storage.exchange.reading.workbook import read_plan
from storage.exchange.taking_in.plan_in import import_plan, weeks_to_today
from storage.record import Record

SAMPLE = Path("manifests/sample/plan.xlsx")
NO_BROWSER = 'talk      .venv/bin/python -m bot chat --as "Recruitment and Retention Lead"'

TRY_THIS = """
  Try this, in this order:
  1  type   WF-01 75% amber, 14 interviews done          then tap Save
  2  type   status of workforce
  3  type   /as Head of HR and Organisational Development  to be the theme's lead
  4  type   @planbot link this channel to Workforce       in the channel Workforce
  5  type   @planbot post the summary now                 in the same channel
  6  type   /clock fri 11:00                              to let the week go on
  Ctrl-C stops it · make reset starts again · nothing to sign in to"""

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)
app.add_typer(office)
app.add_typer(returns)
app.add_typer(keeping)
app.add_typer(understanding)

Local = Annotated[bool, typer.Option("--local", help="On this machine only, without Teams.")]
Clock = Annotated[
    datetime | None,
    typer.Option("--clock", help="Local mode: begin at this time, for example 2022-11-15T09:30."),
]


@app.command()
def serve(
    local: Local = False,
    clock: Clock = None,
    browser: Annotated[
        bool, typer.Option(help="Local mode: start the Teams look-alike, where it is installed.")
    ] = True,
) -> None:
    """Serve Teams, or with --local a browser window and a terminal on this machine."""
    settings = read_settings(local=local or None, clock=clock)
    _log(local=settings.local)
    or_stop(lambda: asyncio.run(_serve(settings, browser=browser)))


@app.command()
def upgrade() -> None:
    """Bring the database to the newest schema (embedded SQLite does it at every start)."""
    settings = record_settings()

    def bring_up() -> None:
        with database_at(settings.database_url) as database:
            database.upgrade()

    or_stop(bring_up)


@app.command()
def tick(
    now: Annotated[datetime | None, typer.Option("--now")] = None, local: Local = False
) -> None:
    """Do once what is due, as at --now (ISO, UK time), and deliver it."""
    settings = read_settings(local=local or None)
    _log(local=settings.local)
    moment = datetime.now(UTC) if now is None else now.replace(tzinfo=now.tzinfo or UK)
    or_stop(lambda: asyncio.run(_tick(settings, moment)))


@app.command()
def package(
    app_id: Annotated[str, typer.Option("--app-id", help="The bot's Entra application id.")],
    host: Annotated[str, typer.Option("--host", help="The public host name of the bot.")],
    out: Annotated[Path, typer.Option("--out")] = Path("planbot.zip"),
) -> None:
    """Make the app package that an administrator uploads to Teams."""
    or_stop(lambda: build_package(app_id, host, COMMANDS, out))
    say(f"{out} is ready to be uploaded in the Teams admin centre.")


@app.command(name="chat")
def chat_as(
    person: Annotated[str, typer.Option("--as", help="Who you are: a role or a name of the plan.")],
    bot: Annotated[str, typer.Option("--bot", help="The address of a bot on this machine.")] = "",
    channel: Annotated[
        str, typer.Option("--channel", help="Speak in this channel, with a mention of the bot.")
    ] = "",
) -> None:
    """Chat in this terminal with the local bot that is running."""
    settings = record_settings()
    address = bot or f"http://127.0.0.1:{settings.port}"
    or_stop(lambda: asyncio.run(_chat(settings, address, person, channel)))


async def _serve(settings: Settings, *, browser: bool) -> None:
    started = asyncio.get_running_loop().time()
    with opened(settings) as database:
        plan = _sample(database, settings) if settings.local else None
        async with serving(settings, database) as url:
            if not settings.local:
                say(f"planbot · ready at {url}")
                await until_stopped()
            else:
                seconds = asyncio.get_running_loop().time() - started
                await _locally(url, plan, seconds, browser=browser and playground.installed())


async def _locally(url: str, plan: str | None, seconds: float, *, browser: bool) -> None:
    say("planbot · local · nothing leaves this computer")
    if plan:
        say(f"  plan      {plan}")
    say(f"  bot       {url}      ready in {seconds:.1f} s")
    if not browser:
        say(f"  {NO_BROWSER}")
        say(TRY_THIS)
        await until_stopped()
        return
    try:
        async with playground.playground(f"{url}/api/messages", playground.PORT) as page:
            say(f"  open      {page}     a Teams look-alike in your browser")
            say(TRY_THIS)
            await until_stopped()
    except playground.PlaygroundFailed as failed:
        warn(f"  {failed}")
        await until_stopped()


async def _tick(settings: Settings, now: datetime) -> None:
    with opened(settings) as database:
        async with planbot(settings, database, clock=lambda: now) as bot:
            done = await bot.schedule.tick()
            while await bot.delivery.deliver_waiting():
                continue
    say("\n".join(done) if done else "Nothing is due.")


async def _chat(settings: Settings, address: str, person: str, channel: str) -> None:
    with database_at(settings.database_url) as database:
        await chat(database, address, person, channel, StandardStreams())


def _sample(database: Database, settings: Settings) -> str:
    """Take the sample plan in at the first local start, with its dates moved to this week."""
    now = settings.clock or datetime.now(UTC)
    plan = read_plan(SAMPLE)
    with database.transaction() as session:
        if Record(session, now).plan.refs():
            return "the plan that is in the database"
        weeks = weeks_to_today(plan.programme.as_at, london_date(now))
        taken = import_plan(session, plan, now=now, weeks_moved=weeks)
    moved = (
        f"\n            dates moved by {weeks} weeks, so that it is a plan of today"
        if weeks
        else ""
    )
    return f"sample plan of Arden: {counted(taken)}{moved}"


def _log(*, local: bool) -> None:
    """One JSON object a line for whoever collects logs; on this machine only what went wrong."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.WARNING if local else logging.INFO
        ),
    )


if __name__ == "__main__":
    sys.exit(app())
