"""How people are reached from the record: where a letter goes, and the e-mail on file."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Date, Row, and_, bindparam, or_, select

from district.models import Address, ContactPoint, HouseholdAddress, HouseholdMember, Person, PersonAddress
from foundation import db


@dataclass(frozen=True)
class MailingAddress:
    """Where a letter goes."""

    line_1: str
    line_2: str
    city: str
    state: str
    postal_code: str


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


def reached_by_post_and_mail(
    people: Collection[int], *, on: date
) -> dict[int, tuple[Row[*tuple[Any, ...]], MailingAddress | None, str | None]]:
    """How each of `people` is reached on that day: where their household gets mail, else the latest address of a feed,
    and an e-mail, a verified one before others. Two statements.

    Nothing is mailed to whoever has a confidential address: letters pass through many hands (F12).
    """
    homes = _homes(people, on=on)
    reached: dict[int, tuple[Row[*tuple[Any, ...]], MailingAddress | None, str | None]] = {}
    for row in db.session().execute(_REACH, {"people": sorted(people), "on": on}) if people else ():
        if row.id not in reached:
            address = (
                MailingAddress(row.line_1, row.line_2, row.city, row.state, row.postal_code)
                if row.line_1 is not None
                else None
            )
            reached[row.id] = (row, homes.get(row.id, address), row.email)
    return reached


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
