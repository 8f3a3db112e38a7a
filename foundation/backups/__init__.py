"""Backups: one file that holds the whole database as it was at one moment, and the way back.

A backup is written aside, read back whole, and only then given its name. Restoring is one step for everybody else:
the database holds what it held before, or all that the file held. On the way, whatever the file would bring back to
life is put to rest (`settling`), and a file of an older schema is brought up to this program's.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, inspect, select

from foundation import audit, db, schema
from foundation.audit import Actor
from foundation.backups import postgresql, settling, sqlite
from foundation.backups.keeping import BackupFault, Keeper, Tell
from foundation.backups.settling import OURS, REVIVED, BackupMade, BackupRestored, Revived

__all__ = [
    "OURS",
    "REVIVED",
    "BackupFault",
    "BackupMade",
    "BackupRestored",
    "Revived",
    "Tell",
    "make",
    "restore",
]


def make(path: Path, *, by: Actor, at: datetime, tell: Tell) -> int:
    """Write the whole database to the new file `path`, its owner's alone; returns its bytes. Raises BackupFault.

    Others go on reading and writing meanwhile. Killed half-way, it leaves nothing under the name `path`.
    """
    if path.exists():
        raise BackupFault(f"{path} exists and is left as it is. Name a new file.")
    with db.engine().connect() as connection:
        if schema.revision_on(connection) is None:
            raise BackupFault("The database holds no schema yet, so there is nothing to back up.")
    kept = _keeper()
    with _aside(path) as written:
        kept.write(db.engine(), written, tell)
        tell("Reading it back")
        kept.revision_in(written)
        size = written.stat().st_size
        _give_name(written, path)
    with db.transaction():
        audit.record(BackupMade(size), by=by, at=at)
    return size


def restore(
    path: Path, *, replacing: bool, revived: Iterable[Revived], by: Actor, at: datetime, tell: Tell
) -> dict[str, int]:
    """Put what the file `path` holds into the database; tells how much of what was put to rest. Raises BackupFault.

    A database that holds records is refused, unless they are to be replaced (`replacing`).
    """
    if not path.is_file():
        raise BackupFault(f"There is no file {path}.")
    kept = _keeper()
    tell("Reading the file")
    revision = kept.revision_in(path)
    if revision not in schema.known():
        raise BackupFault(
            f"{path} is of schema {revision}, which this program does not know. Restore it with the version of Hearth "
            "that made it, or a newer one."
        )
    with db.engine().connect() as connection:
        _refuse_to_lose_records(connection, replacing=replacing)

    def settle() -> dict[str, int]:
        settled = settling.settle(revived, at=at)
        audit.record(BackupRestored(revision, replacing, settled), by=by, at=at)
        return settled

    return kept.restore(db.engine(), path, settle, tell)


def _keeper() -> Keeper:
    return sqlite if db.is_sqlite() else postgresql


def _refuse_to_lose_records(connection: Connection, *, replacing: bool) -> None:
    stands, tables = schema.revision_on(connection), set(inspect(connection).get_table_names())
    if stands is None and not tables - {"alembic_version"}:
        return
    if stands not in schema.known():
        raise BackupFault(
            "The database holds tables this program does not know, and they are left as they are. Name an empty one "
            "in HEARTH_DATABASE."
        )
    ours = [table for table in db.Base.metadata.sorted_tables if table.name in tables]
    if not replacing and any(connection.execute(select(1).select_from(each).limit(1)).first() for each in ours):
        raise BackupFault(
            "The database holds records, and they are left as they are. To lose them and hold what the file holds "
            "instead, say --replace."
        )


@contextmanager
def _aside(path: Path) -> Iterator[Path]:
    """A new file near `path`, its owner's alone; gone afterwards with all that SQLite may have put beside it."""
    try:
        folder = tempfile.TemporaryDirectory(prefix=f".{path.name}-", suffix=".partial", dir=path.parent)
    except OSError as problem:
        raise BackupFault(f"Nothing can be written in {path.parent}: {problem.strerror or problem}.") from problem
    with folder:
        written = Path(folder.name) / path.name
        try:
            written.touch(mode=0o600)
            yield written
        except OSError as problem:
            raise BackupFault(f"{path} could not be written: {problem.strerror or problem}.") from problem


def _give_name(written: Path, path: Path) -> None:
    """Only a file that is whole, and safe on its disk, is called by its name; one of that name is never replaced."""
    _reach_the_disk(written)
    try:
        os.link(written, path)
    except FileExistsError as problem:
        raise BackupFault(f"{path} exists and is left as it is. Name a new file.") from problem
    except OSError:  # a disk without hard links, such as a network share
        written.rename(path)
    _reach_the_disk(path.parent)


def _reach_the_disk(path: Path) -> None:
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
