"""Brings a database to the current schema, and tells whether it is there. Alembic does the work."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

MIGRATIONS = Path(__file__).parent.parent / "migrations"


def upgrade(engine: Engine, *, to: str = "head") -> None:
    """Run every migration that is missing, in one transaction."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        command.upgrade(_config(connection), to)


def downgrade(engine: Engine, *, to: str) -> None:
    """Undo migrations down to `to` (a revision, or `base`)."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        command.downgrade(_config(connection), to)


def is_current(engine: Engine) -> bool:
    """Whether the database stands at the newest migration."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == head()


def head() -> str | None:
    """The newest revision on disk."""
    return ScriptDirectory.from_config(_config(None)).get_current_head()


def _config(connection: object) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config
