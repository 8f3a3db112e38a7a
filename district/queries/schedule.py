"""What is on students' schedules: their classes on one day, with the teachers. One statement for any number of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, Row, and_, bindparam, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from district.models import ClassEnrollment, Course, Person, Section
from foundation import hot


@dataclass(frozen=True)
class ClassSeen:
    """One class on a schedule. What the feed does not say is empty."""

    section_id: int
    title: str
    course: str
    period: str
    location: str
    teachers: tuple[str, ...]
    """Full names, the primary teacher first."""


def classes_of(student_person_ids: Collection[int], *, on: date) -> dict[int, tuple[ClassSeen, ...]]:
    """The classes of each of these students on that day, in the order of the periods. One statement, or none."""
    found: dict[int, dict[int, ClassSeen]] = {each: {} for each in student_person_ids}
    if not found:
        return {}
    for row in hot.rows(_CLASSES, {"students": sorted(found), "on": on}):
        classes = found[row.student_id]
        before = classes.get(row.section_id) or _class(row)
        teacher = _teacher(row)
        if teacher and teacher not in before.teachers:
            before = replace(before, teachers=(*before.teachers, teacher))
        classes[row.section_id] = before
    return {student: tuple(sorted(classes.values(), key=_place)) for student, classes in found.items()}


def _class(row: Row[*tuple[Any, ...]]) -> ClassSeen:
    return ClassSeen(row.section_id, row.title, row.course or "", row.period, row.location, ())


def _teacher(row: Row[*tuple[Any, ...]]) -> str:
    first = row.preferred_first_name or row.first_name
    return f"{first} {row.preferred_last_name or row.last_name}" if first else ""


def _place(each: ClassSeen) -> tuple[bool, int, str, str]:
    """Numbered periods by number, then the others by name; a class without a period comes last."""
    number = each.period.partition(",")[0].strip()
    return (not each.period, int(number) if number.isdecimal() else 1000, each.period, each.title)


def _on_that_day(
    starts: InstrumentedAttribute[date | None], ends: InstrumentedAttribute[date | None]
) -> ColumnElement[bool]:
    on = bindparam("on", type_=Date)
    return and_(or_(starts.is_(None), starts <= on), or_(ends.is_(None), ends > on))


_taught = aliased(ClassEnrollment)

_CLASSES = hot.statement(
    select(
        ClassEnrollment.person_id.label("student_id"),
        Section.id.label("section_id"),
        Section.title,
        Section.period,
        Section.location,
        Course.title.label("course"),
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
        and_(_taught.section_id == Section.id, _taught.role == "teacher", _on_that_day(_taught.starts, _taught.ends)),
    )
    .outerjoin(Person, Person.id == _taught.person_id)
    .where(
        ClassEnrollment.person_id.in_(bindparam("students", expanding=True)),
        ClassEnrollment.role == "student",
        _on_that_day(ClassEnrollment.starts, ClassEnrollment.ends),
        Section.is_current.is_(True),
        _on_that_day(Section.starts, Section.ends),
    )
    .order_by(_taught.is_primary.desc(), Person.last_name, Person.first_name, Person.id)
)
