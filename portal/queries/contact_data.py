"""What is on record of how a family is reached: its own card, the homes it lives in, and a card for each child.

Of a child’s homes only those are told that the asker lives in too: another home’s address is nobody’s to read (T33).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Date, Row, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from district.models import (
    Address,
    CardConfirmed,
    ContactPoint,
    HouseholdAddress,
    HouseholdMember,
    Person,
)
from district.queries import Child
from district.queries.emergency import Contact, contacts_shown_of, current
from district.queries.mailing import MailingAddress, digest_of, letter_came_back, letters_of
from district.rules.letters import Mark, mark_spoken_of
from foundation import db
from portal.queries.changes import Asker


@dataclass(frozen=True)
class Held:
    """One address or number on record."""

    id: int
    kind: str
    type: str
    value: str
    is_valid: bool
    source: str
    verified_at: datetime | None


@dataclass(frozen=True)
class Card:
    """One person’s contact data, as far as the asker may read them."""

    person_id: int
    public_id: str
    name: str
    called: str
    language: str | None
    version: int
    points: tuple[Held, ...]
    homes: tuple[tuple[str, ...], ...]
    """Of each home shared with the asker the lines of its address; nothing in it where the address is confidential."""
    contacts: tuple[Contact, ...]
    confirmed_at: datetime | None
    """When a family last said that the card is right."""
    mark: Mark | None
    """That a letter came back from where letters to them go, if the card shows that home."""


def cards_of(asker: Asker, *, on: date) -> tuple[Card, ...]:
    """The asker’s own card, then one for each student they may ask about. Four statements, five while a letter came
    back."""
    others: Sequence[Child] = [each for each in asker.students if each.person_id != asker.person_id]
    ids = [asker.person_id, *(each.person_id for each in others)]
    people = _people(ids, on)
    homes = _homes(asker.person_id, ids, on)
    contacts = contacts_shown_of(asker.person_id, ids[1:], on=on)
    confirmed = _confirmed(ids)
    marked = [each for each in ids if confirmed[each].came_back]
    letters = letters_of(marked, on=on) if marked else {}
    return tuple(
        Card(
            person_id=person_id,
            public_id=rows[0].public_id,
            name=f"{rows[0].called} {rows[0].preferred_last_name or rows[0].last_name}",
            called=rows[0].called,
            language=rows[0].language,
            version=rows[0].version,
            points=tuple(_held(row) for row in rows if row.id is not None),
            homes=tuple(dict.fromkeys(each.lines for each in homes[person_id])),
            contacts=tuple(contacts.get(person_id, ())),
            confirmed_at=confirmed[person_id].at,
            mark=mark_spoken_of(letters[person_id].mark, {each.digest for each in homes[person_id]})
            if person_id in letters
            else None,
        )
        for person_id, rows in ((each, people[each]) for each in ids)
    )


def point_of(person_id: int, number: int, *, on: date) -> ContactPoint | None:
    """One of the addresses and numbers of a person that count. One statement."""
    found = select(ContactPoint).where(
        ContactPoint.id == number, ContactPoint.person_id == person_id, _counts(ContactPoint, on)
    )
    return db.session().scalar(found)


def points_on(person_id: int, *, on: date) -> list[ContactPoint]:
    """All of them. One statement."""
    found = select(ContactPoint).where(ContactPoint.person_id == person_id, _counts(ContactPoint, on))
    return list(db.session().scalars(found.order_by(ContactPoint.kind, ContactPoint.id)))


def _people(ids: Sequence[int], on: date) -> Mapping[int, list[Row[Any]]]:
    point = ContactPoint
    rows = db.session().execute(
        select(
            Person.id.label("person_id"),
            Person.public_id,
            func.coalesce(func.nullif(Person.preferred_first_name, ""), Person.first_name).label("called"),
            Person.preferred_last_name,
            Person.last_name,
            Person.language,
            Person.version,
            *(getattr(point, name) for name in ("id", "kind", "type", "value", "is_valid", "source", "verified_at")),
        )
        .outerjoin(point, and_(point.person_id == Person.id, _counts(point, on)))
        .where(Person.id.in_(ids))
        .order_by(Person.id, point.kind, point.type, point.id)
    )
    found: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        found[row.person_id].append(row)
    return found


def _counts(record: Any, on: date) -> Any:
    return and_(record.starts <= on, or_(record.ends.is_(None), record.ends > on))


def _held(row: Row[Any]) -> Held:
    return Held(row.id, row.kind, row.type, row.value, row.is_valid, row.source, row.verified_at)


@dataclass(frozen=True)
class _Home:
    """The lines of a home as a card shows them; `digest` names it to letters, and is empty where it is confidential."""

    lines: tuple[str, ...]
    digest: str


def _homes(asker_id: int, ids: Sequence[int], on: date) -> Mapping[int, list[_Home]]:
    found: dict[int, list[_Home]] = defaultdict(list)
    for row in db.session().execute(_SHARED, {"asker_id": asker_id, "ids": list(ids), "on": on}):
        found[row.person_id].append(_HIDDEN if row.is_confidential else _home(row))
    return found


_HIDDEN = _Home((), "")


def _home(row: Row[*tuple[Any, ...]]) -> _Home:
    lines = (row.line_1, row.line_2, f"{row.city}, {row.state} {row.postal_code}")
    address = MailingAddress(row.line_1, row.line_2, row.city, row.state, row.postal_code)
    return _Home(tuple(each for each in lines if each), digest_of(address))


def _confirmed(ids: Sequence[int]) -> dict[int, Row[*tuple[Any, ...]]]:
    """When a family last found each card right, and whether a letter came back from some address of theirs."""
    latest = select(func.max(CardConfirmed.confirmed_at)).where(CardConfirmed.person_id == Person.id)
    rows = db.session().execute(
        select(Person.id, latest.scalar_subquery().label("at"), letter_came_back(Person.id).label("came_back")).where(
            Person.id.in_(ids)
        )
    )
    return {row.id: row for row in rows}


_ASKER, _ON = bindparam("asker_id", type_=BigInteger), bindparam("on", type_=Date)
_mine, _theirs = aliased(HouseholdMember), aliased(HouseholdMember)
_SHARED = (
    select(
        _theirs.person_id,
        Address.line_1,
        Address.line_2,
        Address.city,
        Address.state,
        Address.postal_code,
        HouseholdAddress.is_confidential,
    )
    .join(_mine, _mine.household_id == _theirs.household_id)
    .join(HouseholdAddress, HouseholdAddress.household_id == _theirs.household_id)
    .join(Address, Address.id == HouseholdAddress.address_id)
    .where(
        _mine.person_id == _ASKER,
        _theirs.person_id.in_(bindparam("ids", type_=BigInteger, expanding=True)),
        current(_mine),
        current(_theirs),
        current(HouseholdAddress),
        HouseholdAddress.is_primary.is_(True),
    )
    .order_by(_theirs.person_id, _theirs.is_secondary, _theirs.id)
)
