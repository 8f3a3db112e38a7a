"""Who an employee number is, and what a location's code is called."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import func, or_, select

from district.models import Person, PersonIdentifier, School
from district.queries import people_with_staff_id
from foundation import db

EMPLOYEE = "staff-id"
AT_ONCE = 1_000


def person_called(employee_id: str) -> Person | None:
    """The one person with this employee id; None where nobody has it, or sources mean different people by it."""
    found = people_with_staff_id(employee_id)
    return db.session().get_one(Person, found[0]) if len(found) == 1 else None


def place_names(codes: Collection[str]) -> dict[str, str]:
    """The names of schools by the codes that jobs have for their places, as far as they are known."""
    if not codes:
        return {}
    asked = select(School.identifier, School.source_key, School.name).where(
        or_(School.identifier.in_(codes), School.source_key.in_(codes))
    )
    named: dict[str, str] = {}
    for identifier, key, name in db.session().execute(asked):
        named.update({code: name for code in (key, identifier) if code in codes})
    return named


def employee_numbers(person_ids: Sequence[int]) -> dict[int, str]:
    """The employee numbers of these people; of several the first by its writing."""
    found: dict[int, str] = {}
    for start in range(0, len(person_ids), AT_ONCE):
        asked = (
            select(PersonIdentifier.person_id, func.min(PersonIdentifier.value))
            .where(
                PersonIdentifier.person_id.in_(person_ids[start : start + AT_ONCE]), PersonIdentifier.type == EMPLOYEE
            )
            .group_by(PersonIdentifier.person_id)
        )
        found.update({row[0]: row[1] for row in db.session().execute(asked)})
    return found
