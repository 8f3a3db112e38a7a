"""Whom to call about a student beside the guardians: the office adds one, changes one, ends one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func, or_, select

from district.actions.holding import hold
from district.actions.office_edits import OFFICE, correct_person
from district.actions.people import Names, add_person
from district.actions.search_terms import refresh_terms
from district.actions.ties import note_edits
from district.events import EmergencyContactAdded, EmergencyContactChanged, EmergencyContactEnded
from district.models import ContactPoint, Person, Relationship
from foundation import audit, clock, db
from foundation.audit import Actor, Values

RIGHTS = ("guardian", "portal", "mailing", "messenger", "may_pick_up", "lives_with")
"""What a tie may carry beside being called: with one of these it goes on."""
CALLED = ("emergency", "emergency_priority")
"""What the office sets over a feed by it."""


def add_emergency_contact(
    student_id: int,
    *,
    first_name: str,
    last_name: str,
    relation: str,
    phone: str,
    person_id: int | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """Have somebody called after those who are called already; gives the person's id.

    `person_id` is somebody on record; without one a person is made. Of somebody on record the phones stay as they are:
    a number is added only where there is none.
    """
    today = clock.day_of(at)
    names = Names(first_name, last_name)
    contact = db.session().get_one(Person, person_id) if person_id else add_person(names, by=by, at=at)
    if phone and not (person_id and _has_phone(contact.id, on=today)):
        correct_person(contact, field="phone", value=phone, by=by, at=at)
    place = _last_place(student_id, on=today) + 1
    tie = _tie(contact.id, student_id, relation=relation, place=place, today=today)
    note_edits(tie, CALLED, by=by, at=at)
    refresh_terms((contact.id,), on=today)
    hold(people=(contact.id, student_id))

    after: Values = {"relation": relation, "place": place}
    audit.record(EmergencyContactAdded(student_id, (contact.id,), after=after), by=by, at=at)
    return contact.id


def change_emergency_contact(
    contact_id: int, student_id: int, *, relation: str | None = None, phone: str | None = None, by: Actor, at: datetime
) -> None:
    """Set what a contact is to the student, or how they are called; None leaves it as it is."""
    if phone is not None:
        correct_person(db.session().get_one(Person, contact_id), field="phone", value=phone, by=by, at=at)
    hold(people=(contact_id, student_id))
    if relation is None:
        return
    ties = _ties(contact_id, student_id, on=clock.day_of(at))
    before: Values = {"relation": ties[0].type if ties else ""}
    for tie in ties:
        tie.type = relation
        note_edits(tie, ("type",), by=by, at=at)

    told = EmergencyContactChanged(student_id, (contact_id,), before=before, after={"relation": relation})
    audit.record(told, by=by, at=at)


def end_emergency_contact(contact_id: int, student_id: int, *, by: Actor, at: datetime) -> None:
    """Call somebody no longer. A tie of the office's own that carries nothing else ends with it; others go on."""
    today = clock.day_of(at)
    ties = _ties(contact_id, student_id, on=today)
    for tie in ties:
        tie.emergency, tie.emergency_priority = False, None
        note_edits(tie, CALLED, by=by, at=at)
    bare = [each for each in ties if each.source == OFFICE and not any(getattr(each, right) for right in RIGHTS)]
    for tie in bare:
        tie.ends = today
    db.session().flush()
    hold(people=(contact_id, student_id))

    told = EmergencyContactEnded(student_id, (contact_id,), after={"tie_ended": bool(bare) and len(bare) == len(ties)})
    audit.record(told, by=by, at=at)


def _tie(contact_id: int, student_id: int, *, relation: str, place: int, today: date) -> Relationship:
    """A tie of today gets the place; else one of the office's own begins, anew where it had ended."""
    ties = _ties(contact_id, student_id, on=today)
    own = select(Relationship).where(
        Relationship.adult_id == contact_id, Relationship.student_id == student_id, Relationship.source == OFFICE
    )
    tie = ties[0] if ties else db.session().scalar(own)
    if tie is None:
        tie = Relationship(adult_id=contact_id, student_id=student_id, source=OFFICE, guardian=False, portal=False)
        db.session().add(tie)
    if not ties:
        tie.type, tie.starts, tie.ends = relation, today, None
    tie.emergency, tie.emergency_priority = True, place
    db.session().flush()
    return tie


def _ties(contact_id: int, student_id: int, *, on: date) -> Sequence[Relationship]:
    return (
        db.session()
        .scalars(
            select(Relationship)
            .where(
                Relationship.adult_id == contact_id,
                Relationship.student_id == student_id,
                Relationship.starts <= on,
                or_(Relationship.ends.is_(None), Relationship.ends > on),
            )
            .order_by(Relationship.id)
        )
        .all()
    )


def _last_place(student_id: int, *, on: date) -> int:
    last = select(func.max(Relationship.emergency_priority)).where(
        Relationship.student_id == student_id, or_(Relationship.ends.is_(None), Relationship.ends > on)
    )
    return db.session().scalar(last) or 0


def _has_phone(person_id: int, *, on: date) -> bool:
    found = select(ContactPoint.id).where(
        ContactPoint.person_id == person_id,
        ContactPoint.kind == "phone",
        ContactPoint.starts <= on,
        or_(ContactPoint.ends.is_(None), ContactPoint.ends > on),
    )
    return db.session().scalar(found.limit(1)) is not None
