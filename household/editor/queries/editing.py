"""The records that a deed of the editor changes, each asked for through the person or household it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from district.models import Address, ContactPoint, Household, HouseholdAddress, HouseholdMember, HouseholdPhone, Person
from district.queries.own_family import is_own_household
from foundation import db
from household.editor.queries.reach import ON, Reader, current, is_household_in_reach, is_kept_from_reader

LARGEST_ID = 2**63 - 1
"""A number in an address may be larger, and is nobody's then."""
MOST_SHARING = 400
"""Rows of members of households at one address."""


def person_by_id(person_id: int) -> Person:
    """The record of somebody whom visibility has let through. Raises where there is none."""
    return db.session().get_one(Person, person_id, populate_existing=True)


def contact_of(person_id: int, number: int) -> ContactPoint | None:
    """A contact point of this person, ended or not: what ended meanwhile is told on its page."""
    if number > LARGEST_ID:
        return None
    point = ContactPoint
    found = select(point).where(point.id == number, point.person_id == person_id)
    return db.session().scalars(found, execution_options={"populate_existing": True}).one_or_none()


def phone_of(household_id: int, number: int) -> HouseholdPhone | None:
    """A phone of this household, ended or not."""
    if number > LARGEST_ID:
        return None
    phone = HouseholdPhone
    found = select(phone).where(phone.id == number, phone.household_id == household_id)
    return db.session().scalars(found, execution_options={"populate_existing": True}).one_or_none()


def place_of(household_id: int, number: int, reader: Reader) -> HouseholdAddress | None:
    """An address of this household, ended or not; a confidential one for those alone who may see it."""
    if number > LARGEST_ID:
        return None
    place = HouseholdAddress
    found = select(place).where(place.id == number, place.household_id == household_id)
    if not reader.sees_confidential:
        found = found.where(place.is_confidential.is_(False))
    return db.session().scalars(found, execution_options={"populate_existing": True}).one_or_none()


def everyone_in(household_id: int, reader: Reader) -> list[int]:
    """The ids of those who live in a household, or will."""
    member = HouseholdMember
    found = select(member.person_id).where(
        member.household_id == household_id, or_(member.ends.is_(None), member.ends > reader.on)
    )
    return list(db.session().scalars(found.distinct()))


def household_by_id(household_id: int) -> Household:
    """A household that visibility has let through. Raises where there is none."""
    return db.session().get_one(Household, household_id, populate_existing=True)


def is_household_open(household_id: int, reader: Reader) -> bool:
    """Whether the reader may work with a household: in reach, and not their own."""
    asked = select(Household.id).where(
        Household.id == household_id, is_household_in_reach(Household.id), ~is_own_household(Household.id)
    )
    return db.session().scalar(asked, reader.given) is not None


def last_stay(household_id: int, person_id: int) -> HouseholdMember | None:
    """The newest stay of a person in a household, over or not."""
    member = HouseholdMember
    found = select(member).where(member.household_id == household_id, member.person_id == person_id)
    return db.session().scalars(found.order_by(member.starts.desc(), member.id.desc()).limit(1)).first()


@dataclass(frozen=True)
class Sharing:
    """Another household that has an address, too."""

    household_id: int
    public_id: str
    place_id: int
    names: tuple[str, ...]
    """Last names of those who live there."""
    is_open: bool


def sharing(place: HouseholdAddress, reader: Reader) -> list[Sharing]:
    """The other households at an address now or to come; none that keeps it from the reader. One statement."""
    asked = reader.given | {"address_id": place.address_id, "household_id": place.household_id}
    found: dict[int, Sharing] = {}
    for row in db.session().execute(_SHARING, asked):
        before = found.get(row.household_id)
        names = (*before.names, row.last_name) if before else (row.last_name,)
        kept = tuple(dict.fromkeys(each for each in names if each))
        found[row.household_id] = Sharing(row.household_id, row.public_id, row.place_id, kept, row.is_open)
    return list(found.values())


def _sharing() -> Select[*tuple[Any, ...]]:
    place, member = HouseholdAddress, aliased(HouseholdMember)
    last_name = func.coalesce(func.nullif(Person.preferred_last_name, ""), Person.last_name, "")
    return (
        select(
            Household.id.label("household_id"),
            Household.public_id,
            place.id.label("place_id"),
            last_name.label("last_name"),
            and_(is_household_in_reach(Household.id), ~is_own_household(Household.id)).label("is_open"),
        )
        .select_from(place)
        .join(Household, Household.id == place.household_id)
        .outerjoin(member, and_(member.household_id == Household.id, current(member.starts, member.ends)))
        .outerjoin(Person, Person.id == member.person_id)
        .where(
            place.address_id == bindparam("address_id", type_=BigInteger),
            place.household_id != bindparam("household_id", type_=BigInteger),
            or_(place.ends.is_(None), place.ends > ON),
            ~is_kept_from_reader(place.is_confidential),
        )
        .order_by(Household.id, member.id)
        .limit(MOST_SHARING)
    )


_SHARING = _sharing()


def address_by_id(address_id: int) -> Address:
    """The lines of an address that visibility has let through. Raises where there is none."""
    return db.session().get_one(Address, address_id)
