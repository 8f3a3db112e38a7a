"""Brings a database to the current schema, and tells whether it is there. Alembic does the work."""

from __future__ import annotations

from functools import cache
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


def is_behind(engine: Engine) -> bool:
    """Whether the database lacks a migration this program has. A database newer than the program is not behind."""
    with engine.connect() as connection:
        stands = MigrationContext.configure(connection).get_current_revision()
    return stands is None or (stands != head() and stands in _known())


def head() -> str | None:
    """The newest revision on disk."""
    return _known()[0] if _known() else None


@cache
def _known() -> tuple[str, ...]:
    """All revisions on disk, the newest first."""
    return tuple(each.revision for each in ScriptDirectory.from_config(_config(None)).walk_revisions())


def _config(connection: object) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config
