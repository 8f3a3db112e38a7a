"""Who is meant by somebody at the door who asks for a new code, by what was typed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, func, select

from accounts.models import Account
from district import queries as district
from district.models import Enrollment, FormerName, Person, PersonIdentifier, Relationship, School
from district.queries.found_by import NUMBERS
from district.rules.guardianship import SightPolicy
from foundation import db
from foundation.outbox import Mail
from foundation.providers import RETURNED
from portal.models import ActivationCode
from portal.rules import codes
from portal.rules.asking import Asked, is_called, is_named_school, is_numbered
from portal.rules.codes import Kind


@dataclass(frozen=True)
class Addressee:
    """A person a code can be sent to."""

    person_id: int
    public_id: str
    full_name: str
    called: str
    language: str | None


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be meant, as a guardian or as the student."""

    person: Addressee
    kind: Kind
    has_account: bool
    is_disowned: bool
    """Somebody else had made the account: only the office gives the owner a code."""
    is_entitled: bool


def who_is_meant(asked: Asked, *, on: date, policy: SightPolicy) -> list[Candidate]:
    """Everybody whom all that was typed fits: the student by name, birth date and number or school, and the asker by
    name among the adults on record for that student, or as that student. A handful of statements."""
    students = [
        each
        for each in _born_on(asked.student_birth_date)
        if is_called(asked.student_first_name, asked.student_last_name, each.names)
    ]
    ids = [each.person.person_id for each in students]
    by_number = _numbered(ids, asked.student_number) if asked.student_number else set()
    by_school = _at_school(ids, asked.school) if asked.school else set()
    sure = [each for each in students if each.person.person_id in by_number | by_school]
    adults = _adults_of([each.person.person_id for each in sure])
    meant = [(each.person, Kind.PARENT) for each in adults if _is_asker(asked, each)]
    meant += [(each.person, Kind.STUDENT) for each in sure if _is_asker(asked, each)]
    return [_candidate(person, kind, on=on, policy=policy) for person, kind in meant]


def addresses_that_failed(person_id: int) -> frozenset[str]:
    """E-mail addresses and numbers at which the newest code for this person was refused for good. One statement."""
    sent = (
        select(Mail.to_address, Mail.parked_at, Mail.last_error)
        .join(ActivationCode, Mail.once == codes.OCCASION + ActivationCode.code_hash)
        .where(ActivationCode.person_id == person_id)
        .order_by(ActivationCode.issued_at.desc(), ActivationCode.id.desc())
    )
    newest: dict[str, bool] = {}
    for to, parked_at, error in db.session().execute(sent):
        newest.setdefault(to, parked_at is not None and RETURNED.match(error) is not None)
    return frozenset(to for to, has_failed in newest.items() if has_failed)


@dataclass(frozen=True)
class _Named:
    person: Addressee
    names: tuple[tuple[str, str], ...]
    """Every pair of first and last name the person has or had."""


def _is_asker(asked: Asked, person: _Named) -> bool:
    return is_called(asked.first_name, asked.last_name, person.names)


def _candidate(person: Addressee, kind: Kind, *, on: date, policy: SightPolicy) -> Candidate:
    account = select(Account).where(Account.person_id == person.person_id, Account.kind == kind.value)
    found = db.session().scalar(account)
    return Candidate(
        person=person,
        kind=kind,
        has_account=found is not None and found.disowned_at is None,
        is_disowned=found is not None and found.disowned_at is not None,
        is_entitled=district.is_entitled(person.person_id, kind, on=on, policy=policy),
    )


_NAMED = select(
    Person.id,
    Person.public_id,
    Person.first_name,
    Person.last_name,
    Person.preferred_first_name,
    Person.preferred_last_name,
    Person.language,
)


def _born_on(day: date) -> list[_Named]:
    return _with_former_names(db.session().execute(_NAMED.where(Person.birth_date == day)).all())


def _adults_of(students: list[int]) -> list[_Named]:
    adults = select(Relationship.adult_id).where(Relationship.student_id.in_(students))
    return _with_former_names(db.session().execute(_NAMED.where(Person.id.in_(adults)).order_by(Person.id)).all())


def _with_former_names(rows: Iterable[Row[*tuple[Any, ...]]]) -> list[_Named]:
    people = list(rows)
    former: dict[int, list[tuple[str, str]]] = {}
    had = select(FormerName.person_id, FormerName.first_name, FormerName.last_name)
    for row in db.session().execute(had.where(FormerName.person_id.in_([each.id for each in people]))):
        former.setdefault(row.person_id, []).append((row.first_name, row.last_name))
    return [_named(each, former.get(each.id, [])) for each in people]


def _named(row: Row[*tuple[Any, ...]], former: list[tuple[str, str]]) -> _Named:
    called = row.preferred_first_name or row.first_name
    last = row.preferred_last_name or row.last_name
    person = Addressee(row.id, row.public_id, f"{called} {last}", called, row.language)
    own = [(first, name) for first in (row.first_name, called) for name in (row.last_name, last)]
    return _Named(person, tuple(dict.fromkeys((*own, *former))))


def _numbered(students: list[int], typed: str) -> set[int]:
    """Those of the students who have the number, under any type that people know and type."""
    found = db.session().execute(
        select(PersonIdentifier.person_id, PersonIdentifier.value).where(
            PersonIdentifier.person_id.in_(students), func.lower(PersonIdentifier.type).in_(NUMBERS)
        )
    )
    return {row.person_id for row in found if is_numbered(typed, row.value)}


def _at_school(students: list[int], typed: str) -> set[int]:
    """Those of the students with an enrollment at the school, of whatever time: entitlement looks at the days."""
    found = db.session().execute(
        select(Enrollment.person_id, School.name, School.public_id, School.identifier, School.source_key)
        .join(School, School.id == Enrollment.school_id)
        .where(Enrollment.person_id.in_(students))
    )
    return {person_id for person_id, *names in found if is_named_school(typed, names)}
