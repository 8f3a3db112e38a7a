"""Who lives at an address, so that nobody is entered twice: named in reach, masked beyond, the confidential never."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Select, and_, bindparam, exists, or_, select
from sqlalchemy.orm import aliased

from district.models import Address, Household, HouseholdAddress, HouseholdMember, Person
from district.queries.own_family import is_own_household
from district.rules.proposals import Address as Lines
from district.rules.proposals import codes_alike, folded
from foundation import db
from household.editor.queries.briefs import PersonSeen, line_about, seen
from household.editor.queries.reach import ON, Reader, current, is_household_in_reach

MOST_ROWS = 400
"""Lines of one street number in one town: a large house has many households."""
_NUMBER = re.compile(r"\d+|\w")


@dataclass(frozen=True)
class Neighbours:
    """A household that lives at an address today."""

    household_id: int
    public_id: str
    people: tuple[PersonSeen, ...]
    is_open: bool
    """Whether the reader may let somebody come to live there: in reach, and not of the reader's own family."""


@dataclass(frozen=True)
class AtAddress:
    """An address that is on record, and the households there."""

    address_id: int | None = None
    households: tuple[Neighbours, ...] = ()


def who_lives_at(lines: Lines, reader: Reader, *, without: int) -> AtAddress:
    """The households at an address written alike, but for one. One statement.

    A household that has any confidential address is not among them, whoever asks.
    """
    wanted = folded(lines)
    number = _NUMBER.match(wanted[0])
    first_code, last_code = codes_alike(wanted[4])
    given = {
        "first_code": first_code,
        "last_code": last_code,
        "city": wanted[2],
        "number": f"{number.group() if number else ''}%",
        "without": without,
        **reader.given,
    }
    address_id: int | None = None
    found: dict[int, Any] = {}
    people: dict[int, list[PersonSeen]] = {}
    for row in db.session().execute(_AT, given):
        if folded((row.line_1, row.line_2, row.city, row.state, row.postal_code)) != wanted:
            continue
        address_id = min(address_id or row.address_id, row.address_id)
        if row.household_id is not None:
            found[row.household_id] = row
            people.setdefault(row.household_id, []).append(seen(row))
    households = (
        Neighbours(key, row.household_public_id, tuple(people[key]), row.in_reach and not row.household_is_own)
        for key, row in found.items()
    )
    return AtAddress(address_id, tuple(households))


def _at() -> Select[*tuple[Any, ...]]:
    place, hidden, member, person = (
        aliased(HouseholdAddress),
        aliased(HouseholdAddress),
        aliased(HouseholdMember),
        aliased(Person),
    )
    is_hidden = exists().where(
        hidden.household_id == Household.id,
        hidden.is_confidential.is_(True),
        or_(hidden.ends.is_(None), hidden.ends > ON),
    )
    return (
        select(
            Address.id.label("address_id"),
            Address.line_1,
            Address.line_2,
            Address.city,
            Address.state,
            Address.postal_code,
            Household.id.label("household_id"),
            Household.public_id.label("household_public_id"),
            is_household_in_reach(Household.id).label("in_reach"),
            is_own_household(Household.id).label("household_is_own"),
            *line_about(person),
        )
        .outerjoin(place, and_(place.address_id == Address.id, current(place.starts, place.ends)))
        .outerjoin(
            Household,
            and_(
                Household.id == place.household_id,
                Household.id != bindparam("without", type_=BigInteger),
                ~is_hidden,
            ),
        )
        .outerjoin(member, and_(member.household_id == Household.id, current(member.starts, member.ends)))
        .outerjoin(person, person.id == member.person_id)
        .where(
            Address.postal_code.between(bindparam("first_code"), bindparam("last_code")),
            db.lowered(Address.city) == bindparam("city"),
            db.lowered(Address.line_1).like(bindparam("number")),
            or_(Household.id.is_(None), person.id.is_not(None)),
        )
        .order_by(Address.id, Household.id, person.birth_date.is_(None), person.birth_date, person.id)
        .limit(MOST_ROWS)
    )


_AT = _at()
