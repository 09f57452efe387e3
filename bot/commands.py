"""How every command speaks, finds its settings, opens the record, and stops."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from bot.chat import NoChat
from bot.package import BadPackage
from bot.server import PortInUse
from bot.settings import BadSettings, Settings, load_settings
from storage.database import Database
from storage.errors import DatabaseUnusable, RecordError
from storage.exchange.extracts.target import ExportRefused
from storage.exchange.layout.mistakes import PlanRejected
from storage.exchange.returns.refused import ReturnRefused
from storage.move import MoveRefused

# What a file or a cell is called is shown as it is: no markup, no emoji codes.
say = Console(highlight=False, soft_wrap=True, markup=False, emoji=False).print
errors = Console(stderr=True, highlight=False, soft_wrap=True, markup=False, emoji=False)
warn = errors.print

Told = Callable[[str, int, int], None]


def read_settings(**overrides: object) -> Settings:
    """The settings of the environment; a mistake in them ends the command."""
    try:
        return load_settings(**overrides)
    except BadSettings as mistakes:
        stop(str(mistakes))


def record_settings() -> Settings:
    """What commands need that work on the record alone: no app, no tenant, no address."""
    return read_settings(local=True, host="127.0.0.1")


@contextmanager
def database_at(url: str) -> Iterator[Database]:
    """A database, closed at the end whatever happens."""
    database = Database(url)
    try:
        yield database
    finally:
        database.dispose()


@contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """The database of the settings, with the newest schema."""
    with database_at(settings.database_url) as database:
        database.prepare()
        yield database


@contextmanager
def progress() -> Iterator[Told]:
    """A bar on stderr for long work: what is being done, how much of it is, and how much there is.

    Nothing is drawn where nobody watches.
    """
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    quiet = not errors.is_terminal
    with Progress(*columns, console=errors, transient=True, disable=quiet) as bars:
        bar = bars.add_task("", total=None)

        def tell(what: str, done: int, total: int) -> None:
            bars.update(bar, description=what, completed=done, total=total or None)

        yield tell


def or_stop(work: Callable[[], None]) -> None:
    """Do the work of a command; what people can put right ends it with a sentence, exit code 2."""
    try:
        work()
    except (PlanRejected, ReturnRefused) as rejected:
        stop("\n".join(rejected.mistakes))
    except (
        BadPackage,
        BadSettings,
        DatabaseUnusable,
        ExportRefused,
        MoveRefused,
        NoChat,
        PortInUse,
    ) as error:
        stop(str(error))
    except RecordError as error:
        stop(f"The record could not be changed ({error or type(error).__name__}).")


def stop(sentence: str) -> NoReturn:
    """End the command with a sentence on stderr."""
    warn(sentence)
    raise typer.Exit(2)
