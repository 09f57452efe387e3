"""Which revision the tables of a database are at, and how they come to the newest."""

from enum import Enum, auto
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

MIGRATIONS = Path(__file__).parent / "migrations"


class Schema(Enum):
    """How a database's tables stand to this version of planbot."""

    NONE = auto()
    """No tables of planbot."""
    OLDER = auto()
    NEWEST = auto()
    NEWER = auto()
    """At a revision that this version has never heard of."""


def schema_of(connection: Connection) -> Schema:
    """How the tables of a database stand to this version; changes nothing."""
    at = set(MigrationContext.configure(connection).get_current_heads())
    scripts = ScriptDirectory(str(MIGRATIONS))
    if not at:
        return Schema.NONE
    if not at <= {script.revision for script in scripts.walk_revisions()}:
        return Schema.NEWER
    return Schema.NEWEST if at == set(scripts.get_heads()) else Schema.OLDER


def migrate(connection: Connection, to: str = "head") -> None:
    """Bring the tables up to a revision, within the transaction that the connection is in."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, to)
