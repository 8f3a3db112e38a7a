"""The courses a student has finished, and averages. Whoever asks has been let see the student, by the door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import BigInteger, bindparam, select

from district.models import CourseTaken, GradeAverage
from foundation import db


@dataclass(frozen=True)
class CourseSeen:
    """One course in one term."""

    school_year: int
    """The calendar year it ends in."""
    term: str
    school: str
    grade: str
    code: str
    title: str
    mark: str
    attempted: float | None
    earned: float | None


@dataclass(frozen=True)
class AverageSeen:
    """An average as its source tells it."""

    title: str
    value: float
    scale: float | None
    as_of: date | None
    source: str


def courses_taken_by(person_id: int) -> list[CourseSeen]:
    """Every course on record, the latest year first. One statement."""
    rows = db.session().execute(_COURSES, {"person_id": person_id})
    return [CourseSeen(*row) for row in rows]


def averages_of(person_id: int) -> list[AverageSeen]:
    """Every average the sources tell. One statement."""
    rows = db.session().execute(_AVERAGES, {"person_id": person_id})
    return [AverageSeen(*row) for row in rows]


_COURSES = (
    select(
        CourseTaken.school_year,
        CourseTaken.term,
        CourseTaken.school,
        CourseTaken.grade,
        CourseTaken.course_code,
        CourseTaken.title,
        CourseTaken.mark,
        CourseTaken.credits_attempted,
        CourseTaken.credits_earned,
    )
    .where(CourseTaken.person_id == bindparam("person_id", type_=BigInteger), CourseTaken.is_current)
    .order_by(CourseTaken.school_year.desc(), CourseTaken.term, CourseTaken.title, CourseTaken.id)
)
_AVERAGES = (
    select(GradeAverage.title, GradeAverage.value, GradeAverage.scale, GradeAverage.as_of, GradeAverage.source)
    .where(GradeAverage.person_id == bindparam("person_id", type_=BigInteger), GradeAverage.is_current)
    .order_by(GradeAverage.title, GradeAverage.id)
)
