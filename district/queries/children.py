"""The students someone sees: a guardian's children, a student's own record. One statement each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam

from district.models import Person, Relationship
from district.queries.sight_facts import FACTS, OWN_FACTS, Gathered, by_adult, by_student
from district.rules.guardianship import Reason, Sight, SightPolicy, own_sight, sight
from foundation import hot


@dataclass(frozen=True)
class Child:
    """A student as shown to someone who may see them. What is not known is None or empty, never guessed."""

    person_id: int
    public_id: str
    called: str
    full_name: str
    grade: str
    """CEDS code, or empty."""
    school: str | None
    """None where the feed names only the district."""
    school_public_id: str | None
    presence: Reason
    """`ENROLLED`, `ENTERS_SOON` or `LEFT_RECENTLY`."""
    starts: date | None
    """First day of the enrollment shown; None when it began before anyone recorded it."""
    ends: date | None
    """First day no longer enrolled (exclusive)."""
    reason: Reason
    """Why the student is seen: the presence, or the basis on which a guardian sees a student of 18."""


@dataclass(frozen=True)
class Tied:
    """A student whom the record ties to an adult, and whether that adult sees them. Not everybody may hear the name."""

    public_id: str
    called: str
    answer: Sight


_OF_ADULT = FACTS.where(Relationship.adult_id == bindparam("adult_id"))
_ONE_OF_ADULT = _OF_ADULT.where(Person.public_id == bindparam("student"))
_OWN = OWN_FACTS.where(Person.id == bindparam("person_id"))


def children_seen_by(person_id: int, *, on: date, policy: SightPolicy) -> list[Child]:
    """Every student this adult sees on that day, the oldest first. One statement."""
    rows = hot.rows(_OF_ADULT, {"adult_id": person_id})
    return _seen(by_adult(rows).get(person_id, {}), on=on, policy=policy)


def children_tied_to(person_id: int, *, on: date, policy: SightPolicy) -> list[Tied]:
    """Every student the record ties to this adult on any day, the oldest first, each with the answer. One statement."""
    students = by_adult(hot.rows(_OF_ADULT, {"adult_id": person_id})).get(person_id, {})
    return [
        Tied(each.public_id, each.called, sight(each.facts, on=on, policy=policy)) for each in _oldest_first(students)
    ]


def student_visible_to(person_id: int, student: str, *, on: date, policy: SightPolicy) -> Child | None:
    """The student with that public id, where this adult sees them on that day. One statement."""
    rows = hot.rows(_ONE_OF_ADULT, {"adult_id": person_id, "student": student})
    return next(iter(_seen(by_adult(rows).get(person_id, {}), on=on, policy=policy)), None)


def own_record(person_id: int, *, on: date, policy: SightPolicy) -> Child | None:
    """A student's own record, as long as it is shown to anyone. One statement."""
    found = by_student(hot.rows(_OWN, {"person_id": person_id})).get(person_id)
    if found is None:
        return None
    answer = own_sight(found.periods, on=on, policy=policy)
    return _child(found, answer, on=on, policy=policy) if answer.allowed else None


def _seen(students: dict[int, Gathered], *, on: date, policy: SightPolicy) -> list[Child]:
    seen = []
    for found in _oldest_first(students):
        answer = sight(found.facts, on=on, policy=policy)
        if answer.allowed:
            seen.append(_child(found, answer, on=on, policy=policy))
    return seen


def _oldest_first(students: dict[int, Gathered]) -> list[Gathered]:
    return sorted(students.values(), key=lambda each: (each.birth_date or date.max, each.called, each.person_id))


def _child(found: Gathered, answer: Sight, *, on: date, policy: SightPolicy) -> Child:
    presence, enrollments = found.standing(on=on, policy=policy)
    shown = enrollments[0]
    return Child(
        person_id=found.person_id,
        public_id=found.public_id,
        called=found.called,
        full_name=f"{found.called} {found.last_name}",
        grade=next((each.grade for each in enrollments if each.grade), ""),
        school=shown.school,
        school_public_id=shown.school_public_id,
        presence=presence,
        starts=shown.period.starts,
        ends=shown.period.ends,
        reason=answer.reason,
    )
