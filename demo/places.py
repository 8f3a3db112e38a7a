"""Plain keyword builders of schools, classes and jobs, and of who belongs to them. See `demo/people.py`."""

from __future__ import annotations

from datetime import date

from demo.cast import HR, LONG_AGO, SOURCE, Place, Someone, keep, write
from district.models import ClassEnrollment, Course, Enrollment, School, Section, StaffAssignment
from foundation import db


def a_school(name: str, *, kind: str = "school", parent: Place | None = None, identifier: str = "") -> Place:
    """A school; with `kind="district"`, the district itself."""
    made = write(
        School(
            name=name,
            kind=kind,
            identifier=identifier,
            parent_id=parent.id if parent else None,
            source=SOURCE,
            source_key=db.new_public_id(),
        )
    )
    return Place(made.id, made.public_id, name, identifier)


def an_enrollment(
    student: Someone,
    school: Place,
    *,
    grade: str = "",
    starts: date | None = None,
    ends: date | None = None,
    is_primary: bool = True,
) -> None:
    """A student role at a school. `ends` is exclusive."""
    keep(
        Enrollment(
            person_id=student.id,
            school_id=school.id,
            grade=grade,
            is_primary=is_primary,
            starts=starts,
            ends=ends,
            source=SOURCE,
            source_key=db.new_public_id(),
        )
    )


def a_course(title: str, *, school: Place, code: str = "") -> int:
    """A course; gives its id."""
    return write(Course(title=title, code=code, school_id=school.id, source=SOURCE, source_key=db.new_public_id())).id


def a_section(
    title: str,
    *,
    school: Place,
    course: int | None = None,
    period: str = "",
    location: str = "",
    starts: date | None = None,
    ends: date | None = None,
) -> int:
    """A class of a course; gives its id."""
    return write(
        Section(
            title=title,
            school_id=school.id,
            course_id=course,
            period=period,
            location=location,
            starts=starts,
            ends=ends,
            source=SOURCE,
            source_key=db.new_public_id(),
        )
    ).id


def takes(student: Someone, section: int, *, starts: date | None = None, ends: date | None = None) -> None:
    """Put a student in a section."""
    _join(student, section, role="student", is_primary=False, starts=starts, ends=ends)


def teaches(
    teacher: Someone, section: int, *, is_primary: bool = True, starts: date | None = None, ends: date | None = None
) -> None:
    """Make someone a teacher of a section."""
    _join(teacher, section, role="teacher", is_primary=is_primary, starts=starts, ends=ends)


def a_job(
    person: Someone,
    school: Place,
    *,
    job_role: str,
    category: str = "school",
    team: str = "",
    starts: date = LONG_AGO,
    ends: date | None = None,
    employment: int | None = None,
) -> None:
    """A job at a school, or with `category="central"` one in the district's offices. `ends` is exclusive."""
    keep(
        StaffAssignment(
            person_id=person.id,
            school_id=school.id,
            employment_id=employment,
            category=category,
            job_role=job_role,
            job_title=f"{team} Specialist" if team else job_role,
            team=team,
            location=school.code,
            starts=starts,
            ends=ends,
            source=HR,
            source_key=db.new_public_id(),
        )
    )


def _join(
    person: Someone, section: int, *, role: str, is_primary: bool, starts: date | None, ends: date | None
) -> None:
    keep(
        ClassEnrollment(
            person_id=person.id,
            section_id=section,
            role=role,
            is_primary=is_primary,
            starts=starts,
            ends=ends,
            source=SOURCE,
            source_key=db.new_public_id(),
        )
    )
