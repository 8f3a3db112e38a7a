"""People entered by hand, and how they are reached.

Whoever calls works out what they are found by with `refresh_terms` afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from district.actions.office_edits import OFFICE
from district.events import ContactPointBegun, ContactPointEnded, PersonAdded
from district.models import ContactPoint, Person
from district.rules.phones import as_dialled
from foundation import audit, db
from foundation.audit import Actor, Values


@dataclass(frozen=True)
class Names:
    """What somebody is called by law, and wants to be called."""

    first_name: str
    last_name: str
    middle_name: str = ""
    preferred_first_name: str = ""
    preferred_last_name: str = ""


def add_person(
    names: Names,
    *,
    birth_date: date | None = None,
    language: str | None = None,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> Person:
    """A person nobody had on record. Whoever calls has looked for those who may be the same (domain 2.2)."""
    person = Person(
        first_name=names.first_name,
        middle_name=names.middle_name,
        last_name=names.last_name,
        preferred_first_name=names.preferred_first_name,
        preferred_last_name=names.preferred_last_name,
        birth_date=birth_date,
        language=language,
        created_at=at,
    )
    db.session().add(person)
    db.session().flush()

    after = {"name": person.full_name, "birth_date": birth_date, "language": language}
    audit.record(PersonAdded(person.id, after=after, reason=reason), by=by, at=at)
    return person


def add_contact(
    person_id: int,
    typed: str,
    *,
    kind: str,
    type: str,
    starts: date,
    source: str = OFFICE,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> ContactPoint:
    """An `email` or `phone` of a person; a phone verbatim and marked where it is no valid number.

    Of one `type` the office, and the family (`source`), keep one at a time: the one before ends on that day.
    """
    for each in open_contacts(person_id, kind=kind, type=type, source=source):
        end_contact(each, ends=starts, by=by, at=at, reason=reason)
    dialled = as_dialled(typed) if kind == "phone" else typed
    point = ContactPoint(
        person_id=person_id,
        kind=kind,
        type=type,
        value=dialled or typed,
        is_valid=bool(dialled),
        source=source,
        starts=starts,
    )
    db.session().add(point)
    db.session().flush()

    after: Values = {"kind": kind, "type": type, "value": point.value, "starts": starts}
    audit.record(ContactPointBegun(person_id, after=after, reason=reason), by=by, at=at)
    return point


def end_contact(point: ContactPoint, *, ends: date, by: Actor, at: datetime, reason: str = "") -> None:
    """A contact point that is of no use from a day on. Its feed may name it again, as another one."""
    point.ends = max(ends, point.starts)
    db.session().flush()

    before = {"kind": point.kind, "type": point.type, "value": point.value}
    audit.record(
        ContactPointEnded(point.person_id, before=before, after={"ends": point.ends}, reason=reason), by=by, at=at
    )


def open_contacts(person_id: int, *, kind: str, type: str, source: str) -> list[ContactPoint]:
    """What one source says of one sort, and has not ended."""
    found = select(ContactPoint).where(
        ContactPoint.person_id == person_id,
        ContactPoint.kind == kind,
        ContactPoint.type == type,
        ContactPoint.source == source,
        ContactPoint.ends.is_(None),
    )
    return list(db.session().scalars(found))
