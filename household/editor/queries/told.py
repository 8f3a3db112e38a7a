"""Which guardians with a portal account are told that an address on record changed, and how they are written to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, func, select

from accounts.models import Account
from district.models import Person
from district.queries.entitlement import entitled_among
from district.rules.guardianship import SightPolicy
from foundation import db

OTHERWISE = "en"


@dataclass(frozen=True)
class Told:
    """A guardian, and the students among those who moved whom they see on the portal."""

    person_id: int
    called: str
    address: str
    language: str
    student_ids: frozenset[int]


def guardians_to_tell(people: Collection[int], moved: Collection[int], *, on: date, policy: SightPolicy) -> list[Told]:
    """Of these people the guardians of somebody who moved whose account has a confirmed address. Three statements.

    Whoever sees no student who moved, by the rules of the portal, is told nothing: a court order is among these.
    """
    found = {
        each.person_id: frozenset(each.student_ids) & frozenset(moved)
        for each in entitled_among(people, "parent", on=on, policy=policy)
    }
    wanted = sorted(person_id for person_id, students in found.items() if students)
    if not wanted:
        return []
    return [
        Told(row.id, row.preferred_first_name or row.first_name, row.recovery_email, row.language, found[row.id])
        for row in db.session().execute(_REACHED, {"people": wanted})
    ]


def called(people: Collection[int]) -> dict[int, str]:
    """What each of these people is called. One statement."""
    asked = select(Person.id, Person.preferred_first_name, Person.first_name).where(Person.id.in_(sorted(people)))
    return {row.id: row.preferred_first_name or row.first_name for row in db.session().execute(asked)}


_REACHED = (
    select(
        Person.id,
        Person.first_name,
        Person.preferred_first_name,
        Account.recovery_email,
        func.coalesce(Account.language, Person.language, OTHERWISE).label("language"),
    )
    .join(Account, Account.person_id == Person.id)
    .where(
        Person.id.in_(bindparam("people", expanding=True)),
        Account.kind == "parent",
        Account.disabled_at.is_(None),
        Account.recovery_email_validated_at.is_not(None),
        Account.recovery_email.is_not(None),
    )
    .order_by(Person.id)
)
