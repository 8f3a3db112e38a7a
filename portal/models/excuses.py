"""What families ask to have excused, and what the office answered. The school's record stands apart, unchanged."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from foundation import db


class ExcuseRequest(db.Base):
    """One asking: of a guardian or a student of 18, for some days of one student at one school."""

    __tablename__ = "excuse_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=db.new_public_id)
    student_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"))
    """Whose office answers: the school of the absence, else the one the student is at; null where neither is known."""
    asker_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str]
    """`portal.rules.excuses.Reason`."""
    said: Mapped[str]
    """In the asker's words; shown to the asker and the office alone."""
    asked_at: Mapped[datetime] = db.moment()
    settled_at: Mapped[datetime | None] = db.moment(nullable=True)
    """When no day of it waited any more."""
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        Index("ix_excuse_request_settled_at", "settled_at", "asked_at"),
        Index("ix_excuse_request_school_id", "school_id", "settled_at"),
        Index("ix_excuse_request_asker_id", "asker_id", "settled_at"),
    )


class ExcuseDay(db.Base):
    """One day of an asking, and its answer. While a day waits it is asked about once."""

    __tablename__ = "excuse_day"

    request_id: Mapped[int] = mapped_column(ForeignKey("excuse_request.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    answer: Mapped[str | None]
    """`portal.rules.excuses.Answer`; null while it waits."""
    because: Mapped[str] = mapped_column(default="")
    """What the office tells the family; a reason where it declines."""
    record_then: Mapped[str | None]
    """`portal.rules.excuses.Record`: what the school's record said when it was answered."""
    answered_at: Mapped[datetime | None] = db.moment(nullable=True)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    __table_args__ = (
        Index(
            "uq_excuse_day_waiting",
            "student_id",
            "day",
            unique=True,
            sqlite_where=text("answer IS NULL"),
            postgresql_where=text("answer IS NULL"),
        ),
        Index("ix_excuse_day_student_id", "student_id", "day"),
        Index("ix_excuse_day_answered_at", "answered_at"),
    )
