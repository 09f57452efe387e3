"""How Alembic reaches the record: over the connection that the caller hands in, or a URL."""

import os

from alembic import context
from sqlalchemy import Connection

from storage.database import Database
from storage.models import Base


def _migrate(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


handed_in: Connection | None = context.config.attributes.get("connection")
if handed_in is not None:
    _migrate(handed_in)
else:
    database = Database(os.environ.get("PLANBOT_DATABASE_URL", "sqlite:///planbot.db"))
    with database.engine.begin() as connection:
        _migrate(connection)
    database.dispose()
