"""Whom to call about a student in an emergency, for the office, and for a guardian.

A family is shown an emergency contact of their child only where that tells nothing of another home: not the other
guardian, nobody who lives there, and nobody at all where the child has another home that is kept confidential (T33).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Date, Row, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from district.models import ContactPoint, HouseholdAddress, HouseholdMember, Person, Relationship
from foundation import db


@dataclass(frozen=True)
class Contact:
    """Whom to call about a student in an emergency, beside the guardians."""

    person_id: int
    public_id: str
    first_name: str
    last_name: str
    relation: str
    """As a source words it."""
    phone: str

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"


def contacts_shown_to(asker_id: int, student_id: int, *, on: date) -> list[Contact]:
    """The emergency contacts of a student that this guardian may see. One statement."""
    return contacts_shown_of(asker_id, [student_id], on=on).get(student_id, [])


def contacts_shown_of(asker_id: int, student_ids: Collection[int], *, on: date) -> dict[int, list[Contact]]:
    """The emergency contacts of each of these students that this guardian may see. One statement."""
    rows = db.session().execute(_SHOWN, {"asker_id": asker_id, "student_ids": sorted(student_ids), "on": on})
    found: dict[int, dict[int, Contact]] = defaultdict(dict)
    for row in rows:
        found[row.student_id][row.person_id] = _contact(row)
    return {student_id: list(each.values()) for student_id, each in found.items()}


def emergency_contacts(student_id: int, *, on: date) -> list[Contact]:
    """All of them, for the office. One statement."""
    rows = db.session().execute(_CONTACTS, {"student_ids": [student_id], "on": on})
    return list({row.person_id: _contact(row) for row in rows}.values())


def has_confidential_home(person_id: int, *, on: date) -> bool:
    """Whether an address where this person lives is kept confidential. One statement."""
    return bool(db.session().scalar(select(_HIDDEN), {"person_id": person_id, "on": on}))


def _contact(row: Row[*tuple[Any, ...]]) -> Contact:
    return Contact(row.person_id, row.public_id, row.first_name, row.last_name, row.type, row.phone)


_ON, _ASKER = bindparam("on", type_=Date), bindparam("asker_id", type_=BigInteger)
_STUDENTS = bindparam("student_ids", type_=BigInteger, expanding=True)
_STUDENT, _PERSON = Relationship.student_id, bindparam("person_id", type_=BigInteger)


def current(record: Any) -> ColumnElement[bool]:
    """Whether a dated record holds on the day `on`."""
    return and_(or_(record.starts.is_(None), record.starts <= _ON), or_(record.ends.is_(None), record.ends > _ON))


def _contacts() -> Select[*tuple[Any, ...]]:
    point = aliased(ContactPoint)
    phone = (
        select(point.value)
        .where(point.person_id == Person.id, point.kind == "phone", current(point))
        .order_by(point.starts.desc(), point.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(
            Relationship.student_id,
            Person.id.label("person_id"),
            Person.public_id,
            Person.first_name,
            Person.last_name,
            Relationship.type,
            func.coalesce(phone, "").label("phone"),
        )
        .join(Person, Person.id == Relationship.adult_id)
        .where(
            Relationship.student_id.in_(_STUDENTS),
            Relationship.guardian.is_not(True),
            or_(Relationship.emergency.is_(True), Relationship.emergency_priority.is_not(None)),
            current(Relationship),
        )
        .order_by(Relationship.emergency_priority.is_(None), Relationship.emergency_priority, Relationship.id)
    )


def _lives_in(person_id: Any, household_id: Any) -> ColumnElement[bool]:
    member = aliased(HouseholdMember)
    return exists().where(member.household_id == household_id, member.person_id == person_id, current(member))


def _tells_of_another_home() -> ColumnElement[bool]:
    """Whether a contact lives where the asker does not: with the child, or where the address is confidential; or the
    child has such a home."""
    theirs, the_child_s = aliased(HouseholdMember), aliased(HouseholdMember)
    return or_(
        exists().where(
            theirs.person_id == Person.id,
            current(theirs),
            ~_lives_in(_ASKER, theirs.household_id),
            or_(_lives_in(_STUDENT, theirs.household_id), _is_confidential(theirs.household_id)),
        ),
        exists().where(
            the_child_s.person_id == _STUDENT,
            current(the_child_s),
            ~_lives_in(_ASKER, the_child_s.household_id),
            _is_confidential(the_child_s.household_id),
        ),
        and_(Relationship.lives_with.is_(True), ~_share_a_household()),
    )


def _share_a_household() -> ColumnElement[bool]:
    theirs = aliased(HouseholdMember)
    return exists().where(theirs.person_id == Person.id, current(theirs), _lives_in(_ASKER, theirs.household_id))


def _is_confidential(household_id: Any) -> ColumnElement[bool]:
    place = aliased(HouseholdAddress)
    return exists().where(place.household_id == household_id, place.is_confidential.is_(True), current(place))


def _hidden() -> ColumnElement[bool]:
    member = aliased(HouseholdMember)
    return exists().where(member.person_id == _PERSON, current(member), _is_confidential(member.household_id))


_CONTACTS = _contacts()
_SHOWN = _CONTACTS.where(Person.id != _ASKER, ~_tells_of_another_home())
_HIDDEN = _hidden()
