"""How people are reached from the record: where a letter goes, and the e-mail on file."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, Row, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from district.models import (
    Address,
    ContactPoint,
    HouseholdAddress,
    HouseholdMember,
    Person,
    PersonAddress,
    ReturnedLetter,
)
from foundation import db


@dataclass(frozen=True)
class MailingAddress:
    """Where a letter goes."""

    line_1: str
    line_2: str
    city: str
    state: str
    postal_code: str


@dataclass(frozen=True)
class Letters:
    """How it stands with letters to one person. `digest` names the address they go to; empty where they go nowhere."""

    digest: str
    returned_at: datetime | None = None
    """When one from there was marked as come back, and the address was not confirmed since."""


def email_on_file(person_id: int, *, on: date) -> str | None:
    """The e-mail address the district has on file for one person on that day, a verified one before others."""
    return reached_by_post_and_mail((person_id,), on=on)[person_id][2]


_REACH = (
    select(
        Person.id,
        Person.public_id,
        Person.first_name,
        Person.last_name,
        Person.preferred_first_name,
        Person.preferred_last_name,
        Person.language,
        PersonAddress.line_1,
        PersonAddress.line_2,
        PersonAddress.city,
        PersonAddress.state,
        PersonAddress.postal_code,
        ContactPoint.value.label("email"),
        ContactPoint.verified_at,
        select(func.aggregate_strings(ReturnedLetter.address_digest, ","))
        .where(ReturnedLetter.person_id == Person.id, ReturnedLetter.confirmed_at.is_(None))
        .correlate(Person)
        .scalar_subquery()
        .label("returned"),
    )
    .outerjoin(
        PersonAddress,
        and_(
            PersonAddress.person_id == Person.id,
            PersonAddress.starts <= bindparam("on", type_=Date),
            or_(PersonAddress.ends.is_(None), PersonAddress.ends > bindparam("on", type_=Date)),
        ),
    )
    .outerjoin(
        ContactPoint,
        and_(
            ContactPoint.person_id == Person.id,
            ContactPoint.kind == "email",
            ContactPoint.is_valid.is_(True),
            ContactPoint.starts <= bindparam("on", type_=Date),
            or_(ContactPoint.ends.is_(None), ContactPoint.ends > bindparam("on", type_=Date)),
        ),
    )
    .where(Person.id.in_(bindparam("people", expanding=True)))
    .order_by(
        Person.id,
        PersonAddress.starts.desc(),
        PersonAddress.id.desc(),
        ContactPoint.verified_at.is_(None),
        ContactPoint.starts.desc(),
        ContactPoint.id.desc(),
    )
)


_Found = tuple[Row[*tuple[Any, ...]], MailingAddress | None]


def reached_by_post_and_mail(
    people: Collection[int], *, on: date
) -> dict[int, tuple[Row[*tuple[Any, ...]], MailingAddress | None, str | None]]:
    """How each of `people` is reached on that day: where their household gets mail, else the latest address of a feed,
    and an e-mail, a verified one before others. Two statements.

    Nothing is mailed to whoever has a confidential address: letters pass through many hands (F12); and nothing to an
    address from which a letter came back, until it is confirmed.
    """
    return {
        person_id: (row, None if _came_back(row, address) else address, row.email)
        for person_id, (row, address) in _found(people, on=on).items()
    }


def letters_to(person_id: int, *, on: date) -> Letters:
    """How it stands with letters to one person. Two statements, three where one came back."""
    row, address = _found((person_id,), on=on)[person_id]
    digest = digest_of(address) if address else ""
    if not _came_back(row, address):
        return Letters(digest)
    returned = select(ReturnedLetter.returned_at).where(
        ReturnedLetter.person_id == person_id,
        ReturnedLetter.address_digest == digest,
        ReturnedLetter.confirmed_at.is_(None),
    )
    return Letters(digest, db.session().scalar(returned))


def letter_came_back(person_id: ColumnElement[int] | InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Whether a letter to that person came back from some address that nobody has confirmed, for a statement that asks
    more than that: `letters_to` says whether it is the one they have now."""
    return exists().where(ReturnedLetter.person_id == person_id, ReturnedLetter.confirmed_at.is_(None))


def digest_of(address: MailingAddress) -> str:
    """By which an address is known again, and cannot be read."""
    lines = (address.line_1, address.line_2, address.city, address.state, address.postal_code)
    plain = "|".join(" ".join((each or "").casefold().split()) for each in lines)
    return hashlib.sha256(plain.encode()).hexdigest()


def _came_back(row: Row[*tuple[Any, ...]], address: MailingAddress | None) -> bool:
    return bool(address and row.returned) and digest_of(address) in row.returned.split(",")  # type: ignore[arg-type]


def _found(people: Collection[int], *, on: date) -> dict[int, _Found]:
    homes = _homes(people, on=on)
    found: dict[int, _Found] = {}
    for row in db.session().execute(_REACH, {"people": sorted(people), "on": on}) if people else ():
        if row.id not in found:
            address = (
                MailingAddress(row.line_1, row.line_2, row.city, row.state, row.postal_code)
                if row.line_1 is not None
                else None
            )
            found[row.id] = (row, homes.get(row.id, address))
    return found


_HOMES = (
    select(
        HouseholdMember.person_id,
        HouseholdAddress.is_mailing,
        HouseholdAddress.is_confidential,
        Address.line_1,
        Address.line_2,
        Address.city,
        Address.state,
        Address.postal_code,
    )
    .join(HouseholdAddress, HouseholdAddress.household_id == HouseholdMember.household_id)
    .join(Address, Address.id == HouseholdAddress.address_id)
    .where(
        HouseholdMember.person_id.in_(bindparam("people", expanding=True)),
        *(
            condition
            for each in (HouseholdMember, HouseholdAddress)
            for condition in (
                each.starts <= bindparam("on", type_=Date),
                or_(each.ends.is_(None), each.ends > bindparam("on", type_=Date)),
            )
        ),
    )
    .order_by(
        HouseholdMember.person_id,
        HouseholdMember.is_secondary,
        HouseholdAddress.is_primary.desc(),
        HouseholdAddress.starts.desc(),
        HouseholdAddress.id.desc(),
    )
)


def _homes(people: Collection[int], *, on: date) -> dict[int, MailingAddress | None]:
    """Where the household of each gets its mail on that day, of several the first home; None where an address of theirs
    is confidential. Whoever is in no household that says is left out."""
    homes: dict[int, MailingAddress | None] = {}
    hidden: set[int] = set()
    for row in db.session().execute(_HOMES, {"people": sorted(people), "on": on}) if people else ():
        if row.is_confidential:
            hidden.add(row.person_id)
        elif row.is_mailing and row.person_id not in homes:
            homes[row.person_id] = MailingAddress(row.line_1, row.line_2, row.city, row.state, row.postal_code)
    return homes | dict.fromkeys(hidden)
