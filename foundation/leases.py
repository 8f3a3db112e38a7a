"""Leases: how any number of workers share one table of work and no two do one row at once.

A row is claimed by one conditional UPDATE, which counts the attempt; on PostgreSQL rows that another worker is just
claiming are skipped. Whoever dies leaves a lease that runs out, and another takes the row up: work is done at least
once. The count of attempts is the fence: a worker that overslept its lease no longer changes a row taken up since.
A row that fails waits longer each time and is parked in the end, with its error, where people see it (T53).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, Row, Table, Update, and_, bindparam, select, update

from foundation import db

LONGEST_ERROR = 300


@dataclass(frozen=True)
class Queue:
    """A table of work: `id`, `attempts`, `leased_until`, `parked_at`, `last_error` and two columns named here.

    `due` is when a row may be tried, `done` when it was finished; `lease` is how long a claim holds; `waits` are the
    pauses after each failed attempt, and a row that fails after the last of them is parked. `erased` are columns that
    are emptied with the last mark.
    """

    model: type[db.Base]
    due: str
    done: str
    lease: timedelta
    waits: tuple[timedelta, ...]
    erased: tuple[str, ...] = ()

    @property
    def table(self) -> Table:
        return db.table(self.model)

    @property
    def is_open(self) -> ColumnElement[bool]:
        """Neither done nor parked."""
        return and_(self.table.c[self.done].is_(None), self.table.c.parked_at.is_(None))

    def claim(
        self, *conditions: ColumnElement[bool], at: datetime, limit: int = 1, abandoned: bool = False
    ) -> Sequence[Row[Any]]:
        """Lease up to `limit` rows due at `at` (UTC): fresh ones, or those whose lease ran out (`abandoned`)."""
        c = self.table.c
        free = c.leased_until <= at if abandoned else c.leased_until.is_(None)
        chosen = (
            select(c.id)
            .where(self.is_open, c[self.due] <= at, free, *conditions)
            .order_by(c[self.due], c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
            .cte("chosen")
        )
        claimed = db.session().execute(
            update(self.table)
            .where(c.id.in_(select(chosen.c.id)))
            .values(leased_until=at + self.lease, attempts=c.attempts + 1)
            .returning(*c)
        )
        return sorted(claimed, key=lambda row: (getattr(row, self.due), row.id))

    def finish(self, row: Row[Any], *, at: datetime) -> None:
        """Mark `row` done. What is done is done, even when the lease ran out meanwhile."""
        db.session().execute(self._finished, {"row": row.id, "now": at})

    @cached_property
    def _finished(self) -> Update:
        """Written once, as every piece of work says it."""
        c = self.table.c
        marks = {self.done: bindparam("now", type_=db.UTCDateTime), "leased_until": None, "parked_at": None}
        return (
            update(self.table)
            .where(c.id == bindparam("row"), c[self.done].is_(None))
            .values({**marks, "last_error": "", **self._nothing})
        )

    @property
    def _nothing(self) -> dict[str, None]:
        return dict.fromkeys(self.erased)

    def fail(self, row: Row[Any], error: str, *, at: datetime) -> bool:
        """Let `row` wait and be tried again, or park it when it has been tried enough. Tells whether it was parked."""
        if row.attempts > len(self.waits):
            self.park(row, error, at=at)
            return True
        self._settle(row, {self.due: at + self.waits[row.attempts - 1], "last_error": error[:LONGEST_ERROR]})
        return False

    def park(self, row: Row[Any], error: str, *, at: datetime) -> None:
        """Take `row` out of the queue for a person to look at."""
        self._settle(row, {"parked_at": at, "last_error": error[:LONGEST_ERROR], **self._nothing})

    def put_back(self, rows: Sequence[Row[Any]]) -> None:
        """Return rows that were claimed and not tried, as if they had never been claimed."""
        for row in rows:
            self._settle(row, {"attempts": row.attempts - 1})

    def was_tried_enough(self, row: Row[Any]) -> bool:
        """Whether this claim is one too many: the attempts before it ended a worker without a word."""
        return bool(row.attempts > len(self.waits) + 1)

    def _settle(self, row: Row[Any], values: dict[str, Any]) -> bool:
        c = self.table.c
        result = db.session().execute(
            update(self.table)
            .where(c.id == row.id, c.attempts == row.attempts, self.is_open)
            .values({"leased_until": None, **values})
        )
        return cast(CursorResult[Any], result).rowcount == 1
