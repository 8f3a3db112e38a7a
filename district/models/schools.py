"""Schools, sessions, courses, sections, and the students and teachers in them.

Rows that a feed brings carry `source`, `source_key` (the feed's own id) and `digest` (of what the feed said last), so
that a replay is told apart from a change without reading either.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from foundation import db


class FromFeed:
    """What a row remembers of the feed it came from."""

    source: Mapped[str]
    source_key: Mapped[str]
    digest: Mapped[str] = mapped_column(default="")

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Index, ...]:
        return (Index(f"uq_{cls.__tablename__}_source_key", "source", "source_key", unique=True),)  # type: ignore[attr-defined]


class School(FromFeed, db.Base):
    """An organization of the feed: a school, or the district itself (`kind`)."""

    __tablename__ = "school"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=db.new_public_id)
    name: Mapped[str]
    kind: Mapped[str]
    identifier: Mapped[str] = mapped_column(default="")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"))
    is_open: Mapped[bool] = mapped_column(default=True)


class AcademicSession(FromFeed, db.Base):
    """A school year, semester, term or grading period. `ends` is exclusive."""

    __tablename__ = "academic_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    kind: Mapped[str]
    starts: Mapped[date]
    ends: Mapped[date]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("academic_session.id"))
    school_year: Mapped[int]
    is_current: Mapped[bool] = mapped_column(default=True)


class Course(FromFeed, db.Base):
    """What is taught."""

    __tablename__ = "course"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    code: Mapped[str] = mapped_column(default="")
    school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"))
    is_current: Mapped[bool] = mapped_column(default=True)


class Section(FromFeed, db.Base):
    """One class of a course in one session: the thing on a schedule. Days come from its sessions; `ends` exclusive."""

    __tablename__ = "section"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    code: Mapped[str] = mapped_column(default="")
    kind: Mapped[str] = mapped_column(default="scheduled")
    location: Mapped[str] = mapped_column(default="")
    period: Mapped[str] = mapped_column(default="")
    course_id: Mapped[int | None] = mapped_column(ForeignKey("course.id"))
    school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"))
    starts: Mapped[date | None]
    ends: Mapped[date | None]
    is_current: Mapped[bool] = mapped_column(default=True)


class Enrollment(FromFeed, db.Base):
    """A student role at a school or, where the feed names no school, at the district. `ends` exclusive."""

    __tablename__ = "enrollment"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), index=True)
    grade: Mapped[str] = mapped_column(default="")
    """CEDS code (`KG`, `01` … `12`), empty when the feed does not say."""
    is_primary: Mapped[bool] = mapped_column(default=True)
    starts: Mapped[date | None]
    """Null: since before Hearth knew of it."""
    ends: Mapped[date | None]


class ClassEnrollment(FromFeed, db.Base):
    """A person in a section, as student or teacher: the schedule. `ends` exclusive."""

    __tablename__ = "class_enrollment"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    section_id: Mapped[int] = mapped_column(ForeignKey("section.id"))
    role: Mapped[str]
    is_primary: Mapped[bool] = mapped_column(default=False)
    starts: Mapped[date | None]
    ends: Mapped[date | None]


Index("ix_class_enrollment_section_id_role", ClassEnrollment.section_id, ClassEnrollment.role)
"""With the role, so that a section's teachers are found without reading its students."""
