"""Who of the staff looked at whose record: written by the staff's room, shown to the family."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from foundation import db


class RecordRead(db.Base):
    """A member of staff saw a person's record; one row for a reader, a person and a quarter of an hour."""

    __tablename__ = "record_read"

    id: Mapped[int] = mapped_column(primary_key=True)
    reader_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    """Whose record it was."""
    page: Mapped[str]
    """Where it was seen first: `person`, `household`, …; `confidential-address` where one was shown, first or later."""
    office: Mapped[str] = mapped_column(default="")
    """The reader's job and place on that day, as words of the source: what a family is told instead of a name."""
    quarter: Mapped[datetime] = db.moment()
    """The quarter of an hour, by its first moment (UTC)."""
    at: Mapped[datetime] = db.moment()

    __table_args__ = (
        Index("uq_record_read", "reader_id", "person_id", "quarter", unique=True),
        Index("ix_record_read_person_id_at", "person_id", "at"),
    )
