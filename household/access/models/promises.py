"""What people report of courses they finished, and by when they are promised that the completion has arrived."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from foundation import db

_OPEN = text("ended_at IS NULL")


class Promise(db.Base):
    """One report "I finished this course on …", which grants nothing, and the promise it began.

    It ends when a completion of the course arrives, whatever day it bears, or when the person names another day.
    """

    __tablename__ = "access_promise"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    """Whoever reported, always of themselves."""
    area: Mapped[str]
    course: Mapped[str]
    finished_on: Mapped[date]
    """As the person says."""
    reported_at: Mapped[datetime] = db.moment()
    last_day: Mapped[date]
    """The second business day, as it was counted when the promise was made."""
    due_at: Mapped[datetime] = db.moment()
    """Close of business on it."""
    arrived_at: Mapped[datetime | None] = db.moment(nullable=True)
    """When the completion reached us."""
    ended_at: Mapped[datetime | None] = db.moment(nullable=True)
    """Null while it is open; without `arrived_at`: another report took its place."""
    told_at: Mapped[datetime | None] = db.moment(nullable=True)
    """When DoTS was told that it was broken."""

    __table_args__ = (
        Index(
            "uq_access_promise_open",
            "person_id",
            "area",
            "course",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_access_promise_person_id_area", "person_id", "area", "id"),
        Index("ix_access_promise_area_due_at", "area", "due_at", "id"),
    )
