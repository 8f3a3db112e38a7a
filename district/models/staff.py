"""Staff: who works here, where and as what, and which trainings they have finished."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from district.models.schools import FromFeed
from foundation import db


class StaffEmployment(FromFeed, db.Base):
    """One employment of a person by the district, from hire to departure. `ends` is the first day after the last."""

    __tablename__ = "staff_employment"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    starts: Mapped[date | None]
    """The day of hire; null where the source does not say."""
    ends: Mapped[date | None]


class StaffAssignment(FromFeed, db.Base):
    """A job of one person at one place. `ends` exclusive."""

    __tablename__ = "staff_assignment"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"), index=True)
    """Null where no school is known yet by the code in `location`."""
    employment_id: Mapped[int | None] = mapped_column(ForeignKey("staff_employment.id"))
    """The employment that bounds the job; null where the source tells of none."""
    category: Mapped[str] = mapped_column(default="")
    """`school` or `central`; empty where the source does not say, which is never taken for either."""
    job_role: Mapped[str]
    job_title: Mapped[str] = mapped_column(default="")
    team: Mapped[str] = mapped_column(default="")
    location: Mapped[str] = mapped_column(default="")
    """The code of the place as the source writes it; it names a school by its identifier or its key."""
    is_primary: Mapped[bool] = mapped_column(default=True)
    starts: Mapped[date | None]
    ends: Mapped[date | None]

    __table_args__ = (
        Index("uq_staff_assignment_source_key", "source", "source_key", unique=True),
        Index("ix_staff_assignment_location", "location"),
    )


class Completion(FromFeed, db.Base):
    """That a person finished a training course on a day. Kept for ever; one that was voided counts no more."""

    __tablename__ = "completion"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course: Mapped[str]
    """The code of the course, such as `IC-HOUSEHOLD`."""
    completed_on: Mapped[date]
    """The district's day."""
    score: Mapped[float | None]
    status: Mapped[str]
    """`completed`, `passed`, `satisfied` or `waived`, as the training system said."""
    recorded_at: Mapped[datetime] = db.moment()
    """When it reached us."""
    voided_at: Mapped[datetime | None] = db.moment(nullable=True)

    __table_args__ = (
        Index("uq_completion_source_key", "source", "source_key", unique=True),
        Index("ix_completion_person_id_course", "person_id", "course", "completed_on", "voided_at"),
    )
