"""Who turns 18 soon, and on which grounds guardians see a student of 18."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Date, Select, bindparam, exists, select

from district.models import EligibleStudentBasis, Enrollment, Person
from district.rules.eligibility import SOON, born_between, is_near, turns_18
from foundation import db
from household.editor.queries.briefs import PersonSeen, line_about, seen
from household.editor.queries.reach import ON, Reader, is_in_reach

MOST_NEAR = 200


@dataclass(frozen=True)
class Near:
    """A student who turns 18 soon, and how many grounds stand on record."""

    person: PersonSeen
    turns_on: date
    has_ground: bool


def turning_18(reader: Reader) -> tuple[list[Near], bool]:
    """The students in reach who turn 18 within 60 days, the next first; and whether there are more. One statement."""
    first, last = born_between(reader.on, SOON)
    rows = db.session().execute(_NEAR, reader.given | {"first": first, "last": last}).all()
    near = [
        Near(seen(row), turns_18(row.birth_date), row.has_ground)
        for row in rows[:MOST_NEAR]
        if is_near(row.birth_date, reader.on, SOON)
    ]
    return sorted((each for each in near if each.person.is_open), key=lambda each: each.turns_on), len(rows) > MOST_NEAR


def bases_of(student_id: int) -> list[EligibleStudentBasis]:
    """Every ground on record for one student, the newest first. One statement."""
    found = select(EligibleStudentBasis).where(EligibleStudentBasis.student_id == student_id)
    return list(db.session().scalars(found.order_by(EligibleStudentBasis.id.desc())))


def _near() -> Select[*tuple[Any, ...]]:
    basis = EligibleStudentBasis
    has_ground = exists().where(basis.student_id == Person.id, basis.ends.is_(None) | (basis.ends > ON))
    return (
        select(*line_about(Person), Person.birth_date, has_ground.label("has_ground"))
        .where(
            Person.birth_date.between(bindparam("first", type_=Date), bindparam("last", type_=Date)),
            exists().where(Enrollment.person_id == Person.id, Enrollment.ends.is_(None) | (Enrollment.ends > ON)),
            is_in_reach(Person.id),
        )
        .order_by(Person.birth_date, Person.id)
        .limit(MOST_NEAR + 1)
    )


_NEAR = _near()
