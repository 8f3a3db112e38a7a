"""How people are reached from the record: where a letter goes, and the e-mail on file."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    Row,
    and_,
    bindparam,
    exists,
    false,
    literal,
    or_,
    select,
    true,
    union_all,
)
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
from district.rules.letters import Mark
from foundation import db

_LINES = ("line_1", "line_2", "city", "state", "postal_code")


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
    mark: Mark | None = None
    """That one from there came back, and the address was not confirmed since."""


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
        ContactPoint.value.label("email"),
        ContactPoint.verified_at,
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

    Nothing is mailed to whoever has a confidential address: letters pass through many hands (F12); and nothing to an
    address from which a letter came back, until it is confirmed.
    """
    mailed = _mailed(people, on=on)
    found: dict[int, tuple[Row[*tuple[Any, ...]], MailingAddress | None, str | None]] = {}
    for row in db.session().execute(_REACH, {"people": sorted(people), "on": on}) if people else ():
        if row.id not in found:
            address, letters = mailed.get(row.id, _NOWHERE)
            found[row.id] = (row, None if letters.mark else address, row.email)
    return found


def letters_to(person_id: int, *, on: date) -> Letters:
    """How it stands with letters to one person. One statement."""
    return letters_of((person_id,), on=on)[person_id]


def letters_of(people: Collection[int], *, on: date) -> dict[int, Letters]:
    """How it stands with letters to each of `people`. One statement."""
    mailed = _mailed(people, on=on)
    return {each: mailed.get(each, _NOWHERE)[1] for each in people}


def letter_came_back(person_id: ColumnElement[int] | InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Whether a letter to that person came back from some address that nobody has confirmed, for a statement that asks
    more than that: `letters_to` says whether it is the one they have now."""
    return exists().where(ReturnedLetter.person_id == person_id, ReturnedLetter.confirmed_at.is_(None))


def digest_of(address: MailingAddress) -> str:
    """By which an address is known again, and cannot be read."""
    lines = (address.line_1, address.line_2, address.city, address.state, address.postal_code)
    plain = "|".join(" ".join((each or "").casefold().split()) for each in lines)
    return hashlib.sha256(plain.encode()).hexdigest()


_NOWHERE: tuple[MailingAddress | None, Letters] = (None, Letters(""))


def _mailed(people: Collection[int], *, on: date) -> dict[int, tuple[MailingAddress | None, Letters]]:
    """Where letters to each go on that day, and how it stands there. Whoever has no address is left out. One statement.

    They go where the household gets its mail, of several the first home, else to the latest address of a feed; nowhere
    where an address of theirs is confidential.
    """
    found: dict[int, list[Row[*tuple[Any, ...]]]] = defaultdict(list)
    for row in db.session().execute(_PLACES, {"people": sorted(people), "on": on}) if people else ():
        found[row.person_id].append(row)
    return {person_id: _first_of(rows) for person_id, rows in found.items()}


def _first_of(rows: Sequence[Row[*tuple[Any, ...]]]) -> tuple[MailingAddress | None, Letters]:
    first = next((each for each in rows if each.is_mailing), None)
    if first is None or any(each.is_confidential for each in rows):
        return _NOWHERE
    address = MailingAddress(first.line_1, first.line_2, first.city, first.state, first.postal_code)
    marks = {each.address_digest: Mark(each.address_digest, each.returned_at, each.found_right_at) for each in rows}
    digest = digest_of(address)
    return address, Letters(digest, marks.get(digest))


_PEOPLE, _ON = bindparam("people", expanding=True, type_=BigInteger), bindparam("on", type_=Date)


def _counts(record: Any) -> ColumnElement[bool]:
    return and_(record.starts <= _ON, or_(record.ends.is_(None), record.ends > _ON))


_AT_HOME = (
    select(
        HouseholdMember.person_id,
        literal(1).label("rank"),
        HouseholdMember.is_secondary,
        HouseholdAddress.is_primary,
        HouseholdAddress.starts,
        HouseholdAddress.id,
        HouseholdAddress.is_mailing,
        HouseholdAddress.is_confidential,
        *(getattr(Address, each) for each in _LINES),
    )
    .join(HouseholdAddress, HouseholdAddress.household_id == HouseholdMember.household_id)
    .join(Address, Address.id == HouseholdAddress.address_id)
    .where(HouseholdMember.person_id.in_(_PEOPLE), _counts(HouseholdMember), _counts(HouseholdAddress))
)
_BY_A_FEED = select(
    PersonAddress.person_id,
    literal(2).label("rank"),
    false().label("is_secondary"),
    true().label("is_primary"),
    PersonAddress.starts,
    PersonAddress.id,
    true().label("is_mailing"),
    false().label("is_confidential"),
    *(getattr(PersonAddress, each) for each in _LINES),
).where(PersonAddress.person_id.in_(_PEOPLE), _counts(PersonAddress))
_place = union_all(_AT_HOME, _BY_A_FEED).subquery("place")
_PLACES = (
    select(_place, ReturnedLetter.address_digest, ReturnedLetter.returned_at, ReturnedLetter.found_right_at)
    .outerjoin(
        ReturnedLetter,
        and_(ReturnedLetter.person_id == _place.c.person_id, ReturnedLetter.confirmed_at.is_(None)),
    )
    .order_by(
        _place.c.person_id,
        _place.c.rank,
        _place.c.is_secondary,
        _place.c.is_primary.desc(),
        _place.c.starts.desc(),
        _place.c.id.desc(),
    )
)
