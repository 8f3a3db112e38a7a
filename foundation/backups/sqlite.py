"""SQLite's part: the backup is a database file of its own, copied by SQLite itself under one moment of reading.

Restoring copies pages over those of the database in use, in one transaction of SQLite's. To put the file itself in the
place of one in use would leave the old one's journal to be read with the new file.
"""

from __future__ import annotations

import contextlib
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Connection, Engine

from foundation import db, schema
from foundation.backups.keeping import BackupFault, Settle, Tell

PAGES = 2000
"""Copied between two words to the terminal: 8 MB."""
ALL_AT_ONCE = -1
MAGIC = b"SQLite format 3\0"
MAGIC_OF_POSTGRESQL = b"PGDMP"


def write(engine: Engine, written: Path, tell: Tell) -> None:
    """See Keeper. What others write meanwhile does not come into the copy, because one reading is held open."""
    with _plainly(), engine.connect() as reading, contextlib.closing(sqlite3.connect(written)) as copy:
        reading.exec_driver_sql("SELECT count(*) FROM sqlite_schema")
        _driver(reading).backup(copy, pages=PAGES, progress=lambda _, left, pages: tell(_part(left, pages)))
        copy.execute("PRAGMA journal_mode=DELETE")


def revision_in(path: Path) -> str:
    """See Keeper."""
    with path.open("rb") as file:
        begins = file.read(len(MAGIC))
    if begins != MAGIC:
        told = "a backup of PostgreSQL" if begins.startswith(MAGIC_OF_POSTGRESQL) else "no backup of Hearth"
        raise BackupFault(f"{path} is {told}, and HEARTH_DATABASE names an SQLite database.")
    try:
        with contextlib.closing(_opened(path)) as found:
            (size,) = found.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size").fetchone()
            is_whole = (
                size == path.stat().st_size  # SQLite itself would read a last page cut short as ending in zeros
                and found.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
                and found.execute("PRAGMA foreign_key_check").fetchone() is None
            )
            has_schema = found.execute("SELECT 1 FROM sqlite_schema WHERE name = 'alembic_version'").fetchone()
            revision = has_schema and found.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.DatabaseError as problem:
        raise BackupFault(f"{path} is damaged ({problem}). Take another backup.") from problem
    if not is_whole:
        raise BackupFault(f"{path} is damaged. Take another backup.")
    if not revision:
        raise BackupFault(f"{path} is no backup of Hearth.")
    return str(revision[0])


def restore(engine: Engine, path: Path, settle: Settle, tell: Tell) -> dict[str, int]:
    """See Keeper. The copy is made ready aside: nobody ever meets one that is not settled."""
    live = Path(str(engine.url.database))
    with _plainly(), tempfile.TemporaryDirectory(prefix=".restore-", dir=live.parent) as folder:
        ready = Path(folder) / live.name
        with contextlib.closing(_opened(path)) as backup, contextlib.closing(sqlite3.connect(ready)) as copy:
            backup.backup(copy, pages=PAGES, progress=lambda _, left, pages: tell(_part(left, pages)))
        tell("Settling")
        settled = _settle(ready, settle)
        tell("Putting it in place")
        with contextlib.closing(_opened(ready)) as copy:
            _put_in_place(copy, live)
    return settled


def _settle(ready: Path, settle: Settle) -> dict[str, int]:
    aside = db.new_engine(f"sqlite:///{ready}")
    try:
        with aside.connect() as connection, db.transaction(on=connection):
            schema.bring_up(connection)
            return settle()
    finally:
        aside.dispose()


def _put_in_place(copy: sqlite3.Connection, live: Path) -> None:
    """One step is one transaction of the database in use. A writer who does not end is not waited for."""

    def refuse_to_wait(status: int, left: int, pages: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise BackupFault("The database is busy with another's long work. Nothing was changed; try again.")

    with contextlib.closing(sqlite3.connect(live, timeout=db.BUSY_MS / 1000)) as database:
        copy.backup(database, pages=ALL_AT_ONCE, progress=refuse_to_wait)
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@contextlib.contextmanager
def _plainly() -> Iterator[None]:
    """What SQLite itself complains of, such as a disk that is full, as a sentence."""
    try:
        yield
    except sqlite3.Error as problem:
        raise BackupFault(f"SQLite could not copy it ({problem}), and nothing was changed.") from problem


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)


def _driver(connection: Connection) -> sqlite3.Connection:
    return cast(sqlite3.Connection, cast(Any, connection.connection).driver_connection)


def _part(left: int, pages: int) -> str:
    return f"Copying, {100 * (pages - left) // max(pages, 1)} %"
