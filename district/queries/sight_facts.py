"""The facts that decide who sees a student, gathered in one statement for one adult or for many.

Rows repeat where a student has several enrollments, orders or grounds (a handful at most); they fold by their ids.
Nothing is filtered by day here: the rule decides, and its reason must be true.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, and_, select

from district.models import EligibleStudentBasis, Enrollment, Person, Relationship, Restriction, School
from district.rules.guardianship import Basis, Facts, Link, Period, Reason, SightPolicy, presence, presence_by

SCHOOL = "school"
"""The kind of an organization that is a school; a district or department says nothing of where a child goes."""


@dataclass(frozen=True)
class Attendance:
    """One enrollment with its place: the school's name and public id, both None where only the district is known."""

    id: int
    period: Period
    grade: str
    is_primary: bool
    school_id: int
    school_public_id: str | None
    school: str | None


@dataclass
class Gathered:
    """What one statement found about one student, and about the adult's ties to that student."""

    person_id: int
    public_id: str
    called: str
    last_name: str
    birth_date: date | None
    links: dict[int, Link] = field(default_factory=dict)
    enrollments: dict[int, Attendance] = field(default_factory=dict)
    restrictions: dict[int, Period] = field(default_factory=dict)
    bases: dict[int, Basis] = field(default_factory=dict)

    @property
    def facts(self) -> Facts:
        return Facts(
            links=tuple(self.links.values()),
            enrollments=self.periods,
            birth_date=self.birth_date,
            restrictions=tuple(self.restrictions.values()),
            bases=tuple(self.bases.values()),
        )

    @property
    def periods(self) -> tuple[Period, ...]:
        return tuple(each.period for each in self.enrollments.values())

    def standing(self, *, on: date, policy: SightPolicy) -> tuple[Reason, list[Attendance]]:
        """The student's time here on that day, and the enrollments that say so: the one to show comes first."""
        here = presence(self.periods, on=on, policy=policy)
        saying = [each for each in self.enrollments.values() if presence_by(each.period, on=on, policy=policy) is here]
        saying.sort(
            key=lambda each: (each.school is not None, each.is_primary, each.period.starts or date.min, each.id)
        )
        return here, saying[::-1]


STUDENT_COLUMNS = (
    Person.id.label("student_id"),
    Person.public_id,
    Person.first_name,
    Person.preferred_first_name,
    Person.last_name,
    Person.preferred_last_name,
    Person.birth_date,
    Enrollment.id.label("enrollment_id"),
    Enrollment.starts.label("enrollment_starts"),
    Enrollment.ends.label("enrollment_ends"),
    Enrollment.grade,
    Enrollment.is_primary,
    School.id.label("school_id"),
    School.public_id.label("school_public_id"),
    School.name.label("school_name"),
    School.kind.label("school_kind"),
)


def with_grounds(found: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Beside each tie the orders that close the records, and what lets the adult see them past 18."""
    return found.outerjoin(
        Restriction,
        and_(
            Restriction.adult_id == Relationship.adult_id,
            Restriction.student_id == Relationship.student_id,
            Restriction.records.is_(True),
        ),
    ).outerjoin(
        EligibleStudentBasis,
        and_(
            EligibleStudentBasis.adult_id == Relationship.adult_id,
            EligibleStudentBasis.student_id == Relationship.student_id,
        ),
    )


FACTS = with_grounds(
    select(
        Relationship.adult_id,
        Relationship.id.label("link_id"),
        Relationship.starts.label("link_starts"),
        Relationship.ends.label("link_ends"),
        Relationship.guardian,
        Relationship.portal,
        *STUDENT_COLUMNS,
        Restriction.id.label("restriction_id"),
        Restriction.starts.label("restriction_starts"),
        Restriction.ends.label("restriction_ends"),
        EligibleStudentBasis.id.label("basis_id"),
        EligibleStudentBasis.kind.label("basis_kind"),
        EligibleStudentBasis.starts.label("basis_starts"),
        EligibleStudentBasis.ends.label("basis_ends"),
    )
    .select_from(Relationship)
    .join(Person, Person.id == Relationship.student_id)
    .outerjoin(Enrollment, Enrollment.person_id == Person.id)
    .outerjoin(School, School.id == Enrollment.school_id)
)

OWN_FACTS = (
    select(*STUDENT_COLUMNS)
    .join(Enrollment, Enrollment.person_id == Person.id)
    .join(School, School.id == Enrollment.school_id)
)


def by_adult(rows: Iterable[Row[*tuple[Any, ...]]]) -> dict[int, dict[int, Gathered]]:
    """Rows of FACTS as adult id → student id → what was found."""
    found: dict[int, dict[int, Gathered]] = defaultdict(dict)
    for row in rows:
        students = found[row.adult_id]
        student = students.get(row.student_id) or students.setdefault(row.student_id, _student(row))
        _fold_enrollment(student, row)
        student.links[row.link_id] = Link(Period(row.link_starts, row.link_ends), row.guardian, row.portal)
        if row.restriction_id is not None:
            student.restrictions[row.restriction_id] = Period(row.restriction_starts, row.restriction_ends)
        if row.basis_id is not None:
            student.bases[row.basis_id] = Basis(row.basis_kind, Period(row.basis_starts, row.basis_ends))
    return found


def by_student(rows: Iterable[Row[*tuple[Any, ...]]]) -> dict[int, Gathered]:
    """Rows of OWN_FACTS as student id → what was found."""
    found: dict[int, Gathered] = {}
    for row in rows:
        _fold_enrollment(found.get(row.student_id) or found.setdefault(row.student_id, _student(row)), row)
    return found


def _student(row: Row[*tuple[Any, ...]]) -> Gathered:
    return Gathered(
        person_id=row.student_id,
        public_id=row.public_id,
        called=row.preferred_first_name or row.first_name,
        last_name=row.preferred_last_name or row.last_name,
        birth_date=row.birth_date,
    )


def _fold_enrollment(student: Gathered, row: Row[*tuple[Any, ...]]) -> None:
    if row.enrollment_id is None or row.enrollment_id in student.enrollments:
        return
    is_school = row.school_kind == SCHOOL
    student.enrollments[row.enrollment_id] = Attendance(
        id=row.enrollment_id,
        period=Period(row.enrollment_starts, row.enrollment_ends),
        grade=row.grade,
        is_primary=row.is_primary,
        school_id=row.school_id,
        school_public_id=row.school_public_id if is_school else None,
        school=row.school_name if is_school else None,
    )
