"""Brings a database to the current schema, and tells whether it is there. Alembic does the work."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

MIGRATIONS = Path(__file__).parent.parent / "migrations"


def upgrade(engine: Engine, *, to: str = "head") -> None:
    """Run every migration that is missing, in one transaction."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        command.upgrade(_config(connection), to)


def downgrade(engine: Engine, *, to: str) -> None:
    """Undo migrations down to `to` (a revision, or `base`)."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        command.downgrade(_config(connection), to)


def bring_up(connection: Connection) -> None:
    """Run every migration that is missing in the transaction open on `connection`."""
    command.upgrade(_config(connection), "head")


def take_down(connection: Connection) -> None:
    """Remove all of Hearth's tables in the transaction open on `connection`."""
    if revision_on(connection) is not None:
        command.downgrade(_config(connection), "base")
    connection.execute(text("DROP TABLE IF EXISTS alembic_version"))


def revision_on(connection: Connection) -> str | None:
    """Where the database stands; None without a schema."""
    return MigrationContext.configure(connection).get_current_revision()


def is_current(engine: Engine) -> bool:
    """Whether the database stands at the newest migration."""
    with engine.connect() as connection:
        return revision_on(connection) == head()


def is_behind(engine: Engine) -> bool:
    """Whether the database lacks a migration this program has. A database newer than the program is not behind."""
    with engine.connect() as connection:
        stands = revision_on(connection)
    return stands is None or (stands != head() and stands in known())


def head() -> str | None:
    """The newest revision on disk."""
    return known()[0] if known() else None


@cache
def known() -> tuple[str, ...]:
    """All revisions on disk, the newest first."""
    return tuple(each.revision for each in ScriptDirectory.from_config(_config(None)).walk_revisions())


def _config(connection: object) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config
