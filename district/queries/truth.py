"""What is true now of what a request is about: read whenever somebody looks, kept nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, Row, bindparam, select

from district.models import Address, ContactPoint, HouseholdAddress, HouseholdMember, Person, PersonAddress
from district.queries.emergency import Contact, current, emergency_contacts
from district.queries.requests import RequestSeen
from district.rules.requests import FIELDS, NAMES_OF_NEW, Kind, is_same
from foundation import db

Truth = dict[str, str | None]
"""What is true now, by field; None where what it is about is gone."""

LIVED_AT = ("", "home", "physical")
"""Kinds of address at which people live; the empty one is of a source that tells no kinds."""


def truth(
    kind: Kind,
    *,
    asker_id: int,
    about_id: int,
    student_id: int,
    contact_id: int | None = None,
    asked: Mapping[str, str] | None = None,
    on: date,
) -> Truth:
    """What is true now of each field of such a request. One statement, or none."""
    if kind is Kind.NAME:
        return _names(about_id)
    if kind is Kind.REACH:
        return _reached(about_id, on=on)
    if kind is Kind.ADDRESS:
        return {"address": _lives_at(asker_id, on=on)}
    if kind is Kind.WRONG:
        return {"text": ""}
    contacts = emergency_contacts(student_id, on=on)
    if kind is Kind.CONTACT_NEW:
        return _of_new(contacts, asked or {})
    found = next((each for each in contacts if each.person_id == contact_id), None)
    if kind is Kind.CONTACT_END:
        return {"contact": found.name if found else ""}
    return {"relation": found.relation, "phone": found.phone} if found else dict.fromkeys(FIELDS[kind])


def truth_of(request: RequestSeen, *, on: date) -> Truth:
    """What is true now of each field of a request there is. One statement, or none."""
    return truth(
        request.kind,
        asker_id=request.asker_id,
        about_id=request.about_id,
        student_id=request.student_id,
        contact_id=request.contact_id,
        asked={each.field: each.asks for each in request.fields},
        on=on,
    )


def points_of(person_id: int, field: str, *, on: date) -> list[ContactPoint]:
    """The contact points behind a field of a child’s, the latest first. One statement."""
    found = db.session().scalars(_POINTS, {"person_id": person_id, "on": on})
    return [each for each in found if _field_of(each) == field]


def _field_of(point: ContactPoint) -> str:
    return "email" if point.kind == "email" else "sms" if point.type == "sms" else "phone"


def _names(person_id: int) -> Truth:
    columns = [getattr(Person, field) for field in FIELDS[Kind.NAME]]
    row = db.session().execute(select(*columns).where(Person.id == person_id)).one()
    return dict(zip(FIELDS[Kind.NAME], row, strict=True))


def _reached(person_id: int, *, on: date) -> Truth:
    """The contact points of a child, the latest of each field."""
    found: Truth = dict.fromkeys(FIELDS[Kind.REACH], "")
    for point in db.session().scalars(_POINTS, {"person_id": person_id, "on": on}):
        found[_field_of(point)] = found[_field_of(point)] or point.value
    return found


def _lives_at(person_id: int, *, on: date) -> str:
    """The address of the household one lives in, else the one a source gives; nothing where it is confidential."""
    given = {"person_id": person_id, "on": on}
    row = db.session().execute(_HOME, given).first()
    if row is not None:
        return "" if row.is_confidential else _lines(row)
    row = db.session().execute(_OWN_ADDRESS, given).first()
    return _lines(row) if row is not None else ""


def _lines(row: Row[*tuple[Any, ...]]) -> str:
    return "\n".join(each for each in (row.line_1, row.line_2, f"{row.city}, {row.state} {row.postal_code}") if each)


def _of_new(contacts: Iterable[Contact], asked: Mapping[str, str]) -> Truth:
    """Whether such a contact is on record by now: known by the name."""
    name = tuple(asked.get(each, "") for each in NAMES_OF_NEW)
    for each in contacts:
        if all(
            is_same(field, mine, theirs)
            for field, mine, theirs in zip(NAMES_OF_NEW, (each.first_name, each.last_name), name, strict=True)
        ):
            values = (each.first_name, each.last_name, each.relation, each.phone)
            return dict(zip(FIELDS[Kind.CONTACT_NEW], values, strict=True))
    return dict.fromkeys(FIELDS[Kind.CONTACT_NEW], "")


_PERSON = bindparam("person_id", type_=BigInteger)
_POINTS = (
    select(ContactPoint)
    .where(ContactPoint.person_id == _PERSON, current(ContactPoint))
    .order_by(ContactPoint.starts.desc(), ContactPoint.id.desc())
)
_PLACE = ("line_1", "line_2", "city", "state", "postal_code")
_HOME = (
    select(*(getattr(Address, each) for each in _PLACE), HouseholdAddress.is_confidential)
    .join(HouseholdAddress, HouseholdAddress.address_id == Address.id)
    .join(HouseholdMember, HouseholdMember.household_id == HouseholdAddress.household_id)
    .where(
        HouseholdMember.person_id == _PERSON,
        current(HouseholdMember),
        HouseholdAddress.is_primary.is_(True),
        current(HouseholdAddress),
    )
    .order_by(HouseholdMember.is_secondary, HouseholdMember.id)
)
_OWN_ADDRESS = (
    select(*(getattr(PersonAddress, each) for each in _PLACE))
    .where(PersonAddress.person_id == _PERSON, PersonAddress.kind.in_(LIVED_AT), current(PersonAddress))
    .order_by(PersonAddress.is_main.desc(), PersonAddress.id)
)
