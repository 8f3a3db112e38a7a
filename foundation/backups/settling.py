"""What a restored copy would bring back to life, and how it is put to rest (T49).

The copy does not know what happened after it was made: which links were used, which sessions ended, which mails sent.
So none of those that were open works again. Each room hands down its own (`Revived`, in `rooms.py`); mails and jobs are
ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, update

from foundation import db, jobs, outbox
from foundation.audit import Event

REVIVED = "hearth-revived-by-a-backup"
"""Where the app keeps all that a restored copy puts to rest: OURS and what the rooms above hand down."""

WAITED = "It waited when the backup was made, and may have been {} since."


@dataclass(frozen=True)
class BackupMade(Event):
    """`size` in bytes."""

    size: int


@dataclass(frozen=True)
class BackupRestored(Event):
    """`schema` is the revision of the file; `settled` how many of what were put to rest."""

    schema: str
    replacing: bool
    settled: dict[str, int]


@dataclass(frozen=True)
class Revived:
    """Rows of one table that still work (`lives`), and the values that end them at a moment.

    `called` is what a person calls them: "sessions".
    """

    model: type[db.Base]
    called: str
    lives: ColumnElement[bool]
    ends: Callable[[datetime], dict[str, Any]]


OURS = (
    Revived(
        outbox.Mail,
        "waiting mails",
        outbox.QUEUE.is_open,
        lambda at: {"parked_at": at, "leased_until": None, "secret": None, "last_error": WAITED.format("sent")},
    ),
    Revived(
        jobs.Job,
        "waiting jobs",
        jobs.QUEUE.is_open,
        lambda at: {"parked_at": at, "leased_until": None, "last_error": WAITED.format("done")},
    ),
)


def settle(revived: Iterable[Revived], *, at: datetime) -> dict[str, int]:
    """End in the open transaction all that is `revived`; how many of each."""
    return {each.called: _end(each, at=at) for each in revived}


def _end(revived: Revived, *, at: datetime) -> int:
    ended = db.session().execute(update(revived.model).where(revived.lives).values(revived.ends(at)))
    return cast(CursorResult[Any], ended).rowcount
