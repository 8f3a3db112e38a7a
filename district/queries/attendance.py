"""A student's attendance as the sources tell it now, with the terms it is counted by and when it was read last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from district.models import AcademicSession, AttendanceEvent, Enrollment, FeedRun, School, Section
from district.rules.attendance import Category, Mark, Term
from foundation import db

KINDS = ("term", "semester", "gradingPeriod", "schoolYear")
"""Sessions a year is counted by, the first of which there are any."""


@dataclass(frozen=True)
class EventSeen:
    """One event. What the source does not say is None or empty."""

    mark: Mark
    reason: str
    comment: str
    said: str
    """The source's own word for the category."""
    section: str
    """Title of the class, or empty."""
    period: str
    school: str


@dataclass(frozen=True)
class Reading:
    """What is known of a student's attendance as a whole."""

    first_day: date | None
    """The earliest day anything is told of; None where nothing is."""
    read_at: datetime | None
    """When one of its sources was last read with something new in it."""


def attendance_of(student_id: int, *, starts: date, ends: date) -> list[EventSeen]:
    """What the sources say of the days from `starts` to before `ends`, the latest day first. One statement."""
    rows = db.session().execute(
        select(
            AttendanceEvent.day,
            AttendanceEvent.category,
            AttendanceEvent.excused,
            AttendanceEvent.section_id,
            AttendanceEvent.period,
            AttendanceEvent.reason,
            AttendanceEvent.comment,
            AttendanceEvent.said,
            Section.title,
            School.name,
        )
        .outerjoin(Section, Section.id == AttendanceEvent.section_id)
        .outerjoin(School, School.id == AttendanceEvent.school_id)
        .where(
            AttendanceEvent.person_id == student_id,
            AttendanceEvent.is_current,
            AttendanceEvent.day >= starts,
            AttendanceEvent.day < ends,
        )
        .order_by(AttendanceEvent.day.desc(), AttendanceEvent.section_id.is_not(None), AttendanceEvent.id)
    )
    return [
        EventSeen(
            mark=Mark(row.day, Category(row.category), row.excused, is_class=bool(row.section_id or row.period)),
            reason=row.reason,
            comment=row.comment,
            said=row.said,
            section=row.title or "",
            period=row.period,
            school=row.name or "",
        )
        for row in rows
    ]


def terms_of(student_id: int, *, starts: date, ends: date) -> list[Term]:
    """The terms of the student's sources that meet these days, in order; of one kind, each once. One statement."""
    sources = select(Enrollment.source).where(Enrollment.person_id == student_id)
    rows = (
        db.session()
        .execute(
            select(AcademicSession.kind, AcademicSession.title, AcademicSession.starts, AcademicSession.ends)
            .where(
                AcademicSession.source.in_(sources),
                AcademicSession.is_current,
                AcademicSession.starts < ends,
                AcademicSession.ends > starts,
                AcademicSession.kind.in_(KINDS),
            )
            .distinct()
            .order_by(AcademicSession.starts, AcademicSession.ends, AcademicSession.title)
        )
        .all()
    )
    kind = next((each for each in KINDS if any(row.kind == each for row in rows)), "")
    return [Term(row.title, row.starts, row.ends) for row in rows if row.kind == kind]


def reading_of(student_id: int) -> Reading:
    """Since when anything is told, and when it was read last. One statement."""
    ours = select(AttendanceEvent.source).where(AttendanceEvent.person_id == student_id).distinct()
    first = select(func.min(AttendanceEvent.day)).where(
        AttendanceEvent.person_id == student_id, AttendanceEvent.is_current
    )
    read = select(func.max(FeedRun.applied_at)).where(FeedRun.source.in_(ours))
    row = db.session().execute(select(first.scalar_subquery(), read.scalar_subquery())).one()
    return Reading(row[0], row[1])
