"""Courses a student has finished, and the averages a source gives: what an unofficial transcript is made of."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from district.models.schools import FromFeed
from foundation import db


class CourseTaken(FromFeed, db.Base):
    """One course of one student in one term, at whatever school. What is not said is empty or null, never guessed."""

    __tablename__ = "course_taken"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    school_year: Mapped[int]
    """The calendar year it ends in."""
    term: Mapped[str]
    school: Mapped[str]
    """As the source calls it; it may be none of this district."""
    grade: Mapped[str]
    """CEDS code."""
    course_code: Mapped[str]
    title: Mapped[str]
    mark: Mapped[str]
    """Empty while the course goes on."""
    credits_attempted: Mapped[float | None]
    credits_earned: Mapped[float | None]
    is_current: Mapped[bool]
    """Whether the source still says so."""

    __table_args__ = (
        Index("uq_course_taken_source_key", "source", "source_key", unique=True),
        Index("ix_course_taken_person_id", "person_id", "school_year"),
    )


class GradeAverage(FromFeed, db.Base):
    """A grade point average as the source tells it."""

    __tablename__ = "grade_average"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    title: Mapped[str]
    """What the source calls it: `Cumulative, unweighted`."""
    value: Mapped[float]
    scale: Mapped[float | None]
    """The best one possible; null where the source does not say."""
    as_of: Mapped[date | None]
    is_current: Mapped[bool]
    """Whether the source still says so."""
