"""Attendance as the sources tell it, and the hours at which periods meet. Nothing of the portal is written here."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from district.models.schools import FromFeed
from foundation import db


class AttendanceEvent(FromFeed, db.Base):
    """What one source says of one student on one day: of the whole day, or of one class or period of it."""

    __tablename__ = "attendance_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"))
    """Null where neither the source nor the class says which school."""
    section_id: Mapped[int | None] = mapped_column(ForeignKey("section.id"))
    """The class; null where it is about the day, or about a period of which only the name is told."""
    period: Mapped[str]
    """As the source calls it; empty where it names none."""
    day: Mapped[date]
    """The district's day."""
    category: Mapped[str]
    """A word of `rules.attendance.Category`."""
    excused: Mapped[bool | None]
    """Null: the source does not say."""
    reason: Mapped[str]
    """In the source's words."""
    comment: Mapped[str]
    """In the source's words."""
    said: Mapped[str]
    """What the source calls the category: shown where we have no word for it."""
    is_current: Mapped[bool]
    """Whether the source still says so."""

    __table_args__ = (
        Index("uq_attendance_event_source_key", "source", "source_key", unique=True),
        Index("ix_attendance_event_person_id_day", "person_id", "day"),
        Index("ix_attendance_event_source_day", "source", "day"),
    )


class MeetingTime(FromFeed, db.Base):
    """When a period of a school meets, as its bell schedule says. A period may have several."""

    __tablename__ = "meeting_time"

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    period: Mapped[str]
    """As the classes of the school name it (`Section.period`)."""
    begins: Mapped[str]
    """Hour of the district's day, `08:35`."""
    finishes: Mapped[str]
    is_current: Mapped[bool]

    __table_args__ = (
        Index("uq_meeting_time_source_key", "source", "source_key", unique=True),
        Index("ix_meeting_time_school_id_period", "school_id", "period"),
    )
