"""What a database's own part of backups must be able to do, and how it says that it cannot."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from sqlalchemy import Engine

Tell = Callable[[str], None]
"""Told in a few words what is being done, for a terminal."""

Settle = Callable[[], dict[str, int]]
"""Puts to rest, in the open transaction, what the copy would revive; how many of what."""


class BackupFault(Exception):
    """Nothing was written or changed; the message says why, and what to do."""


class Keeper(Protocol):
    """One kind of database."""

    def write(self, engine: Engine, written: Path, tell: Tell) -> None:
        """Copy the database as it is at one moment into the empty file `written`. Raises BackupFault."""

    def revision_in(self, path: Path) -> str:
        """The schema of the backup in `path`, which is read to its end. Raises BackupFault when it is not whole."""

    def restore(self, engine: Engine, path: Path, settle: Settle, tell: Tell) -> dict[str, int]:
        """Hold what `path` holds, at this program's schema and settled, all or nothing. Raises BackupFault."""
