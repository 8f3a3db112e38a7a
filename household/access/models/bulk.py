"""Reminders to a whole list, and who was in it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from foundation import db

_TO_WRITE = "fate = 'write' AND written_at IS NULL AND passed_at IS NULL"


class BulkReminder(db.Base):
    """A list of the review that is to be reminded: counted first, then written to by the worker."""

    __tablename__ = "access_bulk_reminder"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=db.new_public_id)
    key: Mapped[str] = mapped_column(unique=True)
    """Names the form that was sent: the same form sent twice makes one."""
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    area: Mapped[str]
    wanted: Mapped[dict[str, Any]]
    """The filter: `states`, `track`, `school_id`, `at_most_days` and `only`, as `queries.Wanted` has them."""
    state: Mapped[str]
    stopped_because: Mapped[str] = mapped_column(default="")
    counts: Mapped[dict[str, Any] | None]
    """How many by their fate, as the rehearsal found them."""
    given: Mapped[int] = mapped_column(default=0)
    """Reminders written so far."""
    passed_over: Mapped[int] = mapped_column(default=0)
    """People who needed none any more when their turn came."""
    asked_at: Mapped[datetime] = db.moment()
    counted_at: Mapped[datetime | None] = db.moment(nullable=True)
    run_at: Mapped[datetime | None] = db.moment(nullable=True)
    ended_at: Mapped[datetime | None] = db.moment(nullable=True)


class BulkReminded(db.Base):
    """One person of the list, and what became of them."""

    __tablename__ = "access_bulk_reminded"

    id: Mapped[int] = mapped_column(primary_key=True)
    bulk_id: Mapped[int] = mapped_column(ForeignKey("access_bulk_reminder.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    state: Mapped[str]
    """How the person stood when the list was counted."""
    fate: Mapped[str]
    """`write`, `unreached` or `lately`, by the rehearsal."""
    written_at: Mapped[datetime | None] = db.moment(nullable=True)
    passed_at: Mapped[datetime | None] = db.moment(nullable=True)
    """When it was found that no reminder was needed any more."""

    __table_args__ = (
        Index("uq_access_bulk_reminded", "bulk_id", "person_id", unique=True),
        Index(
            "ix_access_bulk_reminded_to_write",
            "bulk_id",
            "person_id",
            sqlite_where=text(_TO_WRITE),
            postgresql_where=text(_TO_WRITE),
        ),
        Index("ix_access_bulk_reminded_person_id", "person_id", "written_at"),
    )
