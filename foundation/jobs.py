"""Queued work: rows in our own database, so that a job is queued in the transaction that causes it.

A worker leases a row, runs it and marks it; a lease that runs out is taken up by another. A slot names periodic work
("seal:2026-11-22T10:05"), so that two workers never do one slot twice. Work must be safe to run twice: a worker killed
after the deed and before the mark repeats it, and shorter than its lease: long work queues its pieces. Not for: work a
person waits for on the page.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from foundation import clock, db, leases

Handler = Callable[[dict[str, Any]], None]
Slot = Callable[[datetime], str]

handlers: dict[str, Handler] = {}
slots: dict[str, Slot] = {}
mail_writers: set[str] = set()


class Job(db.Base):
    """One piece of queued work."""

    __tablename__ = "job"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    payload: Mapped[dict[str, Any]]
    slot: Mapped[str | None] = mapped_column(unique=True)
    queued_at: Mapped[datetime] = db.moment()
    run_at: Mapped[datetime] = db.moment()
    leased_until: Mapped[datetime | None] = db.moment(nullable=True)
    attempts: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None] = db.moment(nullable=True)
    parked_at: Mapped[datetime | None] = db.moment(nullable=True)
    last_error: Mapped[str] = mapped_column(default="")

    __table_args__ = (
        Index(
            "ix_job_waiting",
            "run_at",
            sqlite_where=text("done_at IS NULL AND parked_at IS NULL"),
            postgresql_where=text("done_at IS NULL AND parked_at IS NULL"),
        ),
    )


QUEUE = leases.Queue(
    model=Job,
    due="run_at",
    done="done_at",
    lease=timedelta(minutes=15),
    waits=tuple(timedelta(minutes=each) for each in (1, 5, 15, 60, 240)),
)


def each_minute(at: datetime) -> str:
    """The slot of work done once a minute."""
    return at.strftime("%Y-%m-%dT%H:%MZ")


def each_quarter(at: datetime) -> str:
    """The slot of work done four times an hour: late by minutes at most, also after a pause."""
    return f"{at:%Y-%m-%dT%H}:{at.minute // 15}Z"


def each_day(at: datetime) -> str:
    """The slot of work done once a district day, soon after midnight."""
    return clock.day_of(at).isoformat()


def handler(kind: str, *, once: Slot | None = None, writes_mail: bool = False) -> Callable[[Handler], Handler]:
    """Name the function that does jobs of `kind`; `once` a slot also makes it periodic.

    `writes_mail`: the job is an answer by mail, and `flask mail send` does it before it delivers.

    The function is a door: it opens its own transactions and reads the clock. It is handed the payload.
    """

    def register(function: Handler) -> Handler:
        if kind in handlers:
            raise ValueError(f"Two handlers for jobs of kind {kind!r}; a kind has exactly one.")
        handlers[kind] = function
        if once is not None:
            slots[kind] = once
        if writes_mail:
            mail_writers.add(kind)
        return function

    return register


def queue(
    kind: str,
    payload: dict[str, Any] | None = None,
    *,
    at: datetime,
    run_at: datetime | None = None,
    slot: str | None = None,
) -> bool:
    """Queue a job in the open transaction, to run at once or from `run_at` (UTC) on.

    `payload` is JSON. A second job of one `slot` is not queued; tells whether this one was.
    """
    values = {"kind": kind, "payload": payload or {}, "queued_at": at, "run_at": run_at or at, "slot": slot}
    if slot is not None:
        return db.add_once(Job, by="slot", **values)
    db.session().add(Job(**values))
    return True


def queue_periodic(*, at: datetime, queued: dict[str, str]) -> None:
    """Queue what is due once a slot. `queued` remembers each kind's last slot, so that most calls write nothing."""
    due = {kind: slot(at) for kind, slot in slots.items() if queued.get(kind) != slot(at)}
    if not due:
        return
    with db.transaction():
        for kind, slot in due.items():
            queue(kind, at=at, slot=f"{kind}:{slot}")
    queued.update(due)
