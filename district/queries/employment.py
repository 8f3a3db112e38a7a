"""Who works here: by the employee's id, and whether a person has a job on a day, or one to come."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from district.models import PersonIdentifier, StaffAssignment, StaffEmployment
from foundation import db


def holds_a_job(person_id: ColumnElement[int], on: ColumnElement[date]) -> ColumnElement[bool]:
    """The condition that a person has a job on that day, for a statement that reads the person anyway.

    The end of the employment ends the job too, whatever the job's own dates say.
    """
    begun = or_(StaffAssignment.starts.is_(None), StaffAssignment.starts <= on)
    return _jobs().where(StaffAssignment.person_id == person_id, begun, _not_over(on)).exists()


def people_with_staff_id(employee_id: str) -> list[int]:
    """Everybody whom a source calls by that employee id; two where sources disagree about who it is."""
    called = PersonIdentifier.type == "staff-id", PersonIdentifier.value == employee_id.strip()
    return list(db.session().scalars(select(PersonIdentifier.person_id).where(*called).distinct().limit(2)))


def has_job_now_or_later(person_id: int, *, on: date) -> bool:
    """Whether a person has a job on that day or one that begins after it."""
    found = _jobs().where(StaffAssignment.person_id == person_id, _not_over(on)).limit(1)
    return db.session().scalar(found) is not None


def current_schools_of(person_id: int, *, on: date) -> frozenset[int]:
    """The ids of the schools where a person has a job on that day."""
    begun = or_(StaffAssignment.starts.is_(None), StaffAssignment.starts <= on)
    found = _jobs().with_only_columns(StaffAssignment.school_id).where(begun, _not_over(on))
    known = found.where(StaffAssignment.person_id == person_id, StaffAssignment.school_id.is_not(None))
    return frozenset(db.session().scalars(known))


def job_stands(on: date | ColumnElement[date]) -> ColumnElement[bool]:
    """The condition that a `StaffAssignment` of a statement stands on that day, bounded by its employment."""
    left = exists().where(StaffEmployment.id == StaffAssignment.employment_id, StaffEmployment.ends <= on)
    return and_(
        or_(StaffAssignment.starts.is_(None), StaffAssignment.starts <= on),
        or_(StaffAssignment.ends.is_(None), StaffAssignment.ends > on),
        ~left,
    )


def jobs_at_schools(person_id: ColumnElement[int], on: ColumnElement[date]) -> Select[str]:
    """The job roles a person holds on that day at schools that are on record, one a line; null where there is none.

    For a statement that reads the person anyway.
    """
    return select(func.aggregate_strings(StaffAssignment.job_role, "\n")).where(
        StaffAssignment.person_id == person_id,
        StaffAssignment.category == "school",
        StaffAssignment.school_id.is_not(None),
        job_stands(on),
    )


def _jobs() -> Select[int]:
    bounded_by = StaffEmployment.id == StaffAssignment.employment_id
    return select(StaffAssignment.id).outerjoin(StaffEmployment, bounded_by)


def _not_over(on: ColumnElement[date] | date) -> ColumnElement[bool]:
    return and_(
        or_(StaffAssignment.ends.is_(None), StaffAssignment.ends > on),
        or_(StaffEmployment.ends.is_(None), StaffEmployment.ends > on),
    )
