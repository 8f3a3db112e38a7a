"""A student's classes over a span of days, with the hours the bell schedules of their schools give. Two statements."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from district.models import ClassEnrollment, Course, MeetingTime, Person, Section
from district.rules.schedules import Hours, Lesson, hours_of, in_order
from foundation import db

Bells = dict[int, dict[str, list[Hours]]]
"""Hours by school and name of the period."""
_taught = aliased(ClassEnrollment)


def lessons_of(student_id: int, *, starts: date, ends: date) -> list[Lesson]:
    """The classes that run on some day from `starts` to before `ends`, in the order of the day."""
    found: dict[int, Lesson] = {}
    schools: dict[int, int | None] = {}
    for row in db.session().execute(_classes(student_id, starts, ends)):
        first = row.preferred_first_name or row.first_name
        teacher = f"{first} {row.preferred_last_name or row.last_name}" if first else ""
        schools[row.id] = row.school_id
        known = found.get(row.id) or Lesson(
            section_id=row.id,
            title=row.title or row.course or "",
            period=row.period,
            location=row.location,
            teachers=(),
            hours=(),
            starts=max((each for each in (row.since, row.starts) if each), default=None),
            ends=min((each for each in (row.until, row.ends) if each), default=None),
        )
        if teacher and teacher not in known.teachers:
            known = replace(known, teachers=(*known.teachers, teacher))
        found[row.id] = known
    bells = _bells_of({each for each in schools.values() if each})
    return in_order(
        replace(each, hours=hours_of(each.period, bells.get(schools[each.section_id] or 0, {})))
        for each in found.values()
    )


def _bells_of(schools: set[int]) -> Bells:
    found: Bells = defaultdict(lambda: defaultdict(list))
    if not schools:
        return found
    rows = db.session().execute(
        select(MeetingTime.school_id, MeetingTime.period, MeetingTime.begins, MeetingTime.finishes)
        .where(MeetingTime.school_id.in_(schools), MeetingTime.is_current)
        .order_by(MeetingTime.begins)
    )
    for row in rows:
        found[row.school_id][row.period].append(Hours(row.begins, row.finishes))
    return found


def _meets(
    since: InstrumentedAttribute[date | None], until: InstrumentedAttribute[date | None], starts: date, ends: date
) -> ColumnElement[bool]:
    return and_(or_(since.is_(None), since < ends), or_(until.is_(None), until > starts))


def _classes(student_id: int, starts: date, ends: date) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Section.id,
            Section.title,
            Section.period,
            Section.location,
            Section.school_id,
            Section.starts,
            Section.ends,
            Course.title.label("course"),
            ClassEnrollment.starts.label("since"),
            ClassEnrollment.ends.label("until"),
            Person.first_name,
            Person.preferred_first_name,
            Person.last_name,
            Person.preferred_last_name,
        )
        .select_from(ClassEnrollment)
        .join(Section, Section.id == ClassEnrollment.section_id)
        .outerjoin(Course, Course.id == Section.course_id)
        .outerjoin(
            _taught,
            and_(
                _taught.section_id == Section.id,
                _taught.role == "teacher",
                _meets(_taught.starts, _taught.ends, starts, ends),
            ),
        )
        .outerjoin(Person, Person.id == _taught.person_id)
        .where(
            ClassEnrollment.person_id == student_id,
            ClassEnrollment.role == "student",
            _meets(ClassEnrollment.starts, ClassEnrollment.ends, starts, ends),
            Section.is_current.is_(True),
            _meets(Section.starts, Section.ends, starts, ends),
        )
        .order_by(_taught.is_primary.desc(), Person.last_name, Person.first_name, Person.id)
    )
