"""What families told of health, and what they ask the nurse to correct. Whoever asks has been let in by the door."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import aliased

from district.models import Enrollment, Person, School, StaffAssignment
from district.queries.employment import job_stands
from foundation import db
from portal.models import HealthCondition, ImmunizationCorrection
from portal.queries.messages.within import lives
from portal.rules.health import Answer
from portal.rules.messages.writing import Reach

MOST_SHOWN = 200


@dataclass(frozen=True)
class Version:
    """A condition as it was told at one moment."""

    number: int
    title: str
    care: str
    is_ended: bool
    written_by_id: int
    written_by: str
    written_at: datetime


@dataclass(frozen=True)
class Condition:
    """A condition with its versions, the latest first."""

    public_id: str
    versions: tuple[Version, ...]

    @property
    def now(self) -> Version:
        return self.versions[0]


@dataclass(frozen=True)
class Correction:
    """What somebody asked the nurse to correct."""

    id: int
    public_id: str
    student_id: int
    student_public_id: str
    student: str
    asker_id: int
    asker: str
    said: str
    asked_at: datetime
    answer: Answer | None
    because: str
    answered_at: datetime | None


@dataclass(frozen=True)
class WithConditions:
    """A student within reach of whom something is told: never what."""

    public_id: str
    name: str
    school: str
    grade: str
    conditions: int


def reach_of_nurse(person_id: int, *, on: date) -> Reach:
    """The schools where somebody has a job on that day; from a central office every school. One statement."""
    rows = db.session().execute(
        select(StaffAssignment.school_id, StaffAssignment.category).where(
            StaffAssignment.person_id == person_id, job_stands(on)
        )
    )
    found = list(rows)
    schools = frozenset(row.school_id for row in found if row.school_id is not None)
    return Reach(schools=schools, everywhere=any(row.category == "central" for row in found))


def conditions_of(student_id: int) -> list[Condition]:
    """What is told of a student's health, those that have ended last. One statement."""
    rows: Any = db.session().execute(
        select(HealthCondition, Person)
        .join(Person, Person.id == HealthCondition.written_by_id)
        .where(HealthCondition.student_id == student_id)
        .order_by(HealthCondition.version.desc(), HealthCondition.id.desc())
    )
    found: dict[str, list[Version]] = defaultdict(list)
    for each, writer in rows:
        found[each.public_id].append(
            Version(each.version, each.title, each.care, each.is_ended, writer.id, writer.full_name, each.written_at)
        )
    conditions = [Condition(public_id, tuple(versions)) for public_id, versions in found.items()]
    return sorted(conditions, key=lambda each: (each.now.is_ended, each.now.title.casefold(), each.public_id))


def students_with_conditions(reach: Reach, *, on: date) -> list[WithConditions]:
    """Present students within reach of whom a condition is told, by name; one more than is shown. One statement."""
    latest = (
        select(HealthCondition.public_id, func.max(HealthCondition.version).label("version"))
        .group_by(HealthCondition.public_id)
        .subquery()
    )
    told = (
        select(HealthCondition.student_id, func.count().label("conditions"))
        .join(
            latest,
            (latest.c.public_id == HealthCondition.public_id) & (latest.c.version == HealthCondition.version),
        )
        .where(HealthCondition.is_ended.is_(False))
        .group_by(HealthCondition.student_id)
        .subquery()
    )
    rows: Any = db.session().execute(
        select(Person, School.name, Enrollment.grade, told.c.conditions)
        .join(told, told.c.student_id == Person.id)
        .join(Enrollment, Enrollment.person_id == Person.id)
        .outerjoin(School, School.id == Enrollment.school_id)
        .where(*lives(Enrollment, on), _at(reach))
        .order_by(Person.last_name, Person.first_name, Person.id, Enrollment.id)
        .limit(MOST_SHOWN + 1)
    )
    return [
        WithConditions(person.public_id, person.full_name, school or "", grade, conditions)
        for person, school, grade, conditions in rows
    ]


def student_within(public_id: str, reach: Reach, *, on: date) -> Person | None:
    """A present student within reach. One statement."""
    mine = select(Enrollment.person_id).where(*lives(Enrollment, on), _at(reach))
    return db.session().scalars(select(Person).where(Person.public_id == public_id, Person.id.in_(mine))).one_or_none()


def corrections_of(student_id: int, asker_id: int) -> list[Correction]:
    """What one guardian or student asked the nurse about a student, the latest first. One statement."""
    mine = ImmunizationCorrection.student_id == student_id, ImmunizationCorrection.asker_id == asker_id
    return _corrections(*mine, latest_first=True)


def how_many_wait(student_id: int) -> int:
    """Corrections of a student that the nurse has not answered. One statement."""
    waits = select(func.count()).select_from(ImmunizationCorrection)
    waits = waits.where(ImmunizationCorrection.student_id == student_id, ImmunizationCorrection.answer.is_(None))
    return db.session().scalar(waits) or 0


def queue(reach: Reach, *, is_open: bool, on: date) -> list[Correction]:
    """What waits for the nurse, the longest first, or what is answered, the latest first. One statement."""
    state = ImmunizationCorrection.answer.is_(None) if is_open else ImmunizationCorrection.answer.is_not(None)
    return _corrections(state, _of_present(reach, on), latest_first=not is_open)


def correction_named(public_id: str, reach: Reach, *, on: date) -> Correction | None:
    """One correction within reach. One statement."""
    found = _corrections(ImmunizationCorrection.public_id == public_id, _of_present(reach, on), latest_first=True)
    return next(iter(found), None)


_student, _asker = aliased(Person), aliased(Person)


def _corrections(*conditions: ColumnElement[bool], latest_first: bool) -> list[Correction]:
    order = ImmunizationCorrection.asked_at.desc() if latest_first else ImmunizationCorrection.asked_at.asc()
    rows: Any = db.session().execute(
        select(ImmunizationCorrection, _student, _asker)
        .join(_student, _student.id == ImmunizationCorrection.student_id)
        .join(_asker, _asker.id == ImmunizationCorrection.asker_id)
        .where(*conditions)
        .order_by(order, ImmunizationCorrection.id)
        .limit(MOST_SHOWN)
    )
    return [
        Correction(
            id=each.id,
            public_id=each.public_id,
            student_id=each.student_id,
            student_public_id=student.public_id,
            student=student.full_name,
            asker_id=each.asker_id,
            asker=asker.full_name,
            said=each.said,
            asked_at=each.asked_at,
            answer=Answer(each.answer) if each.answer else None,
            because=each.because,
            answered_at=each.answered_at,
        )
        for each, student, asker in rows
    ]


def _of_present(reach: Reach, on: date) -> ColumnElement[bool]:
    return ImmunizationCorrection.student_id.in_(select(Enrollment.person_id).where(*lives(Enrollment, on), _at(reach)))


def _at(reach: Reach) -> ColumnElement[bool]:
    return true() if reach.everywhere else Enrollment.school_id.in_(sorted(reach.schools))
