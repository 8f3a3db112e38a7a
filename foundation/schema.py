"""Brings a database to the current schema, and tells whether it is there. Alembic does the work.

It is brought in only where a schema is moved: whoever asks where a database stands does not wait for it to load.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

MIGRATIONS = Path(__file__).parent.parent / "migrations"
VERSION_TABLE = "alembic_version"


def upgrade(engine: Engine, *, to: str = "head") -> None:
    """Run every migration that is missing, in one transaction."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        _run("upgrade", connection, to)


def downgrade(engine: Engine, *, to: str) -> None:
    """Undo migrations down to `to` (a revision, or `base`)."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        _run("downgrade", connection, to)


def bring_up(connection: Connection) -> None:
    """Run every migration that is missing in the transaction open on `connection`."""
    _run("upgrade", connection, "head")


def take_down(connection: Connection) -> None:
    """Remove all of Hearth's tables in the transaction open on `connection`."""
    if revision_on(connection) is not None:
        _run("downgrade", connection, "base")
    connection.execute(text(f"DROP TABLE IF EXISTS {VERSION_TABLE}"))


def revision_on(connection: Connection) -> str | None:
    """Where the database stands; None without a schema."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    found: str | None = connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}"))  # noqa: S608 - a constant
    return found


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
    """All revisions on disk, the newest first: a migration's file begins with its number."""
    return tuple(sorted((path.name[:4] for path in MIGRATIONS.glob("versions/[0-9]*_*.py")), reverse=True))


def _run(step: str, connection: Connection, to: str) -> None:
    """One of Alembic's commands, in the transaction open on `connection`."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    getattr(command, step)(config, to)
