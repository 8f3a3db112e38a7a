"""Queued work: rows in our own database, so that a job is queued in the transaction that causes it.

A worker leases a row, runs it and marks it; a lease that runs out is taken up by another. A slot names periodic work
("seal:2026-11-22T10:05"), so that two workers never do one slot twice. Work must be safe to run twice: a worker killed
after the deed and before the mark repeats it. Not for: work a person waits for on the page.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from foundation import db


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
    leased_by: Mapped[str] = mapped_column(default="")
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
