"""Whose families somebody on staff may write to on a day, asked of facts each time and stored nowhere."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, bindparam, literal, or_, select, union_all

from accounts.models import Account
from district.models import ClassEnrollment, Enrollment, Person, School, Section, StaffAssignment, StaffEmployment
from district.queries.employment import holds_a_job, jobs_at_schools
from district.queries.sight_facts import SCHOOL
from foundation import db
from portal.rules.messages.writing import Reach, Target

TEACHER = "teacher"
_account = db.table(Account)
OFFICE_JOBS = (
    jobs_at_schools(_account.c.person_id, bindparam("today", type_=Date))
    .where(_account.c.kind == "staff")
    .correlate(_account)
    .scalar_subquery()
)
"""What decides whether somebody works in the office of a school. It goes along in the statement that says who is signed
in (`accounts.queries.know_also`): the beam of every page of the staff's rooms asks for it."""
FOUND_AT_ONCE = 50


@dataclass(frozen=True)
class Class:
    """One class to write to."""

    id: int
    title: str
    period: str
    school: str


def reach_of_staff(person_id: int, *, everywhere: bool, job_roles: Collection[str], on: date) -> Reach:
    """The classes somebody teaches and the schools whose office they work in. One statement.

    `everywhere` is what a given role says; without a job on that day nothing is within reach.
    """
    teaching = (
        select(literal("section").label("what"), Section.id.label("id"))
        .join(ClassEnrollment, ClassEnrollment.section_id == Section.id)
        .where(ClassEnrollment.person_id == person_id, ClassEnrollment.role == TEACHER, *lives(ClassEnrollment, on))
        .where(*in_session(on), holds_a_job(literal(person_id), literal(on)))
    )
    office = (
        select(literal("school"), StaffAssignment.school_id)
        .outerjoin(StaffEmployment, StaffEmployment.id == StaffAssignment.employment_id)
        .where(StaffAssignment.person_id == person_id, StaffAssignment.category == "school")
        .where(
            db.lowered(StaffAssignment.job_role).in_([each.lower() for each in job_roles]),
            StaffAssignment.school_id.is_not(None),
        )
        .where(*lives(StaffAssignment, on), or_(StaffEmployment.ends.is_(None), StaffEmployment.ends > on))
    )
    found: dict[str, set[int]] = {"section": set(), "school": set()}
    rows: Any = db.session().execute(union_all(teaching, office))
    for what, each in rows:
        found[what].add(each)
    return Reach(frozenset(found["section"]), frozenset(found["school"]), everywhere)


def has_open_account(account_id: int) -> bool:
    """Whether an account still signs in. For what it asked for earlier."""
    found = select(Account.id).where(Account.id == account_id, Account.disabled_at.is_(None))
    return db.session().scalar(found) is not None


def classes_within(reach: Reach) -> list[Class]:
    """The classes one teaches, by period. One statement, or none."""
    if not reach.sections:
        return []
    rows = db.session().execute(
        select(Section.id, Section.title, Section.period, School.name)
        .outerjoin(School, School.id == Section.school_id)
        .where(Section.id.in_(reach.sections))
        .order_by(School.name, Section.period, Section.title, Section.id)
    )
    return [Class(id_, title, period, school or "") for id_, title, period, school in rows]


def schools_within(reach: Reach) -> list[tuple[str, str]]:
    """Public id and name of the schools one may write to as a whole, by name. One statement, or none."""
    if not reach.is_office:
        return []
    found = select(School.public_id, School.name).where(School.kind == SCHOOL, School.is_open.is_(True))
    if not reach.everywhere:
        found = found.where(School.id.in_(reach.schools))
    return [(row.public_id, row.name) for row in db.session().execute(found.order_by(School.name, School.id))]


def school_target(public_id: str) -> Target | None:
    """A whole school as a target."""
    found = db.session().scalar(select(School.id).where(School.public_id == public_id, School.kind == SCHOOL))
    return None if found is None else Target(school_id=found)


def section_target(section_id: int) -> Target | None:
    """One class as a target, with its school."""
    found = db.session().execute(select(Section.id, Section.school_id).where(Section.id == section_id)).one_or_none()
    return None if found is None else Target(section_id=found.id, section_school_id=found.school_id)


def student_within(public_id: str, reach: Reach, *, on: date) -> Person | None:
    """The student of that public id, where their family is within reach on that day. One statement."""
    found = select(Person).where(Person.public_id == public_id, Person.id.in_(_students_of(reach, on)))
    return db.session().scalars(found).one_or_none()


def students_found(typed: str, reach: Reach, *, on: date) -> list[Person]:
    """Students within reach whose name has a part that begins with what was typed; all where it is empty, but so many
    at most. One statement."""
    found = select(Person).where(Person.id.in_(_students_of(reach, on)))
    for word in typed.split()[:5]:
        begins = f"{_escaped(word)}%"
        names = (Person.first_name, Person.last_name, Person.preferred_first_name, Person.preferred_last_name)
        found = found.where(or_(*(each.ilike(begins, escape="\\") for each in names)))
    ordered = found.order_by(Person.last_name, Person.first_name, Person.id).limit(FOUND_AT_ONCE)
    return list(db.session().scalars(ordered))


def name_of(person_id: int) -> str:
    """What somebody is called. One statement."""
    return db.session().get_one(Person, person_id).full_name


def school_name_of(student_id: int, *, on: date) -> str:
    """The school a student attends on that day, the primary one first; empty where none is told. One statement."""
    found = (
        select(School.name)
        .join(Enrollment, Enrollment.school_id == School.id)
        .where(Enrollment.person_id == student_id, School.kind == SCHOOL, *lives(Enrollment, on))
        .order_by(Enrollment.is_primary.desc(), Enrollment.id.desc())
    )
    return db.session().scalars(found).first() or ""


def is_within(reach: Reach, target: Target, *, on: date) -> bool:
    """Whether one student's family is within reach on that day. One statement; for other targets the rule decides."""
    found = select(Person.id).where(Person.id == target.student_id, Person.id.in_(_students_of(reach, on)))
    return db.session().scalar(found) is not None


def students_at(school_id: int | None, *, grade: str, on: date) -> Select[int]:
    """Those enrolled on that day: at one school, or at any."""
    found = select(Enrollment.person_id).where(*lives(Enrollment, on))
    if school_id is not None:
        found = found.where(Enrollment.school_id == school_id)
    return found.where(Enrollment.grade == grade) if grade else found


def students_in(sections: Collection[int], *, on: date) -> Select[int]:
    """Those who take one of these classes on that day."""
    return (
        select(ClassEnrollment.person_id)
        .join(Section, Section.id == ClassEnrollment.section_id)
        .where(ClassEnrollment.section_id.in_(sections), ClassEnrollment.role == "student")
        .where(*lives(ClassEnrollment, on), *in_session(on))
    )


def in_session(on: date) -> tuple[ColumnElement[bool], ...]:
    """That a class is held on that day."""
    return (Section.is_current.is_(True), *lives(Section, on))


def _students_of(reach: Reach, on: date) -> Select[int]:
    if reach.everywhere:
        return students_at(None, grade="", on=on)
    at_schools = students_at(None, grade="", on=on).where(Enrollment.school_id.in_(reach.schools))
    taught = students_in(reach.sections, on=on)
    return union_all(at_schools, taught).subquery().select()


def lives(
    model: type[ClassEnrollment | Enrollment | Section | StaffAssignment], on: date
) -> tuple[ColumnElement[bool], ...]:
    return (
        or_(model.starts.is_(None), model.starts <= on),
        or_(model.ends.is_(None), model.ends > on),
    )


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
