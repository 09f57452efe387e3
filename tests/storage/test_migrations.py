"""The tables are made by migrations alone, and the migrations make what the models say."""

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from storage.database import MIGRATIONS, Database
from storage.models import Base
from tests.databases import NOW, Copies
from tests.storage.conftest import (
    turn,
)


def config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def downgrade(database: Database, revision: str) -> None:
    with database.engine.begin() as connection:
        handing_in = config()
        handing_in.attributes["connection"] = connection
        command.downgrade(handing_in, revision)


def tables(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names()) - {"alembic_version"}


def test_migrations_make_the_tables_of_the_models(empty_database: Database) -> None:
    """No column, key, index or type was changed in one place only."""
    with empty_database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"render_as_batch": True})
        assert compare_metadata(context, Base.metadata) == []
    assert tables(empty_database) == set(Base.metadata.tables)


def test_a_planted_difference_is_seen(empty_database: Database) -> None:
    """The comparison above can fail."""
    with empty_database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE themes ADD COLUMN planted INTEGER"))
    with empty_database.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert len(compare_metadata(context, Base.metadata)) == 1


def test_the_way_back_and_forth_is_open(empty_database: Database) -> None:
    """Every revision can be taken back and made again."""
    downgrade(empty_database, "base")
    assert tables(empty_database) == set()
    empty_database.upgrade()
    assert tables(empty_database) == set(Base.metadata.tables)


def test_an_upgrade_of_a_newest_record_changes_nothing(database: Database) -> None:
    """The bot upgrades at every start."""
    database.upgrade()
    with turn(database, NOW) as record:
        assert len(record.plan.refs()) == 24


def test_revisions_form_one_line() -> None:
    """Two heads would mean that the start of the bot has to choose."""
    assert len(ScriptDirectory.from_config(config()).get_heads()) == 1


def test_alembic_by_itself_reaches_the_database_of_the_environment(
    copies: Copies, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For whoever looks after the server: the same URL, the same migrations."""
    url = copies("empty")
    monkeypatch.setenv("PLANBOT_DATABASE_URL", url)
    command.downgrade(config(), "base")
    database = Database(url)
    assert tables(database) == set()
    command.upgrade(config(), "head")
    assert tables(database) == set(Base.metadata.tables)
    database.dispose()
