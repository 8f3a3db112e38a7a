"""Whom the help desk is looking for: everybody on record by name or number; by a phone, an email or an address only who
may have an account or has one; anybody by their username.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, func, or_, select

from accounts.models import Account
from accounts.rules import usernames
from district.models import Enrollment, Person, Relationship, School, StaffAssignment
from district.queries.entitlement import may_have_account
from district.queries.search import Hit, Part, find
from district.rules.guardianship import SightPolicy
from district.rules.searching import REACHED_BY, Ground
from foundation import db

MOST = 30


@dataclass(frozen=True)
class PersonFound:
    """One line: who, which accounts, what they are here, and why they were found."""

    person_id: int
    public_id: str
    full_name: str
    accounts: tuple[str, ...]
    """Kinds."""
    school: str
    """Of a student’s present enrollment."""
    is_guardian: bool
    has_job: bool
    grounds: tuple[Ground, ...]
    """Empty where it was the username."""


@dataclass(frozen=True)
class Looked:
    """The best first; `has_more` where more fit than are shown."""

    people: tuple[PersonFound, ...]
    has_more: bool


def look_for(typed: str, *, on: date, policy: SightPolicy) -> Looked:
    """Everybody whom `typed` fits and the desk may find by it, who has that username first. Five statements at most."""
    [found] = find(typed, Part())
    grounds = {each.person_id: each.grounds for each in found.hits[:MOST]}
    told = _whose_it_is_told(found.hits[:MOST], on=on, policy=policy)
    named = db.session().scalar(
        select(Account.person_id).where(Account.username_key == usernames.key_of(typed.strip()))
    )
    order = [*([named] if named is not None else []), *(each for each in grounds if each != named)]
    lines = _lines(order, on=on)
    shown = (_found(lines[each], grounds.get(each, ())) for each in order if each in lines)
    people = tuple(each for each in shown if each.person_id in told or each.accounts or each.has_job)
    return Looked(people[:MOST], found.has_more or len(found.hits) > MOST)


def _whose_it_is_told(hits: tuple[Hit, ...], *, on: date, policy: SightPolicy) -> frozenset[int]:
    """Who is found without an account: by name or number alone anybody, otherwise who may have one.

    A contact to be called is nobody the desk helps: whose number it is stays with the families and their schools.
    """
    by_name = {each.person_id for each in hits if REACHED_BY.isdisjoint(each.grounds)}
    others = [each.person_id for each in hits if each.person_id not in by_name]
    return frozenset(by_name) | may_have_account(others, on=on, policy=policy)


_Line = tuple[int, str, str, str | None, str | None, bool, bool]


def _lines(people: list[int], *, on: date) -> dict[int, _Line]:
    """Built of small lookups: for lists that are bounded."""
    kinds = select(func.aggregate_strings(Account.kind, ",")).where(Account.person_id == Person.id).scalar_subquery()
    in_force = or_(Enrollment.ends.is_(None), Enrollment.ends > on)
    school = (
        select(School.name)
        .join(Enrollment, Enrollment.school_id == School.id)
        .where(Enrollment.person_id == Person.id, in_force, School.kind == "school")
        .order_by(Enrollment.is_primary.desc(), Enrollment.id)
        .limit(1)
        .correlate(Person)
        .scalar_subquery()
    )
    called = func.coalesce(func.nullif(Person.preferred_first_name, ""), Person.first_name)
    last = func.coalesce(func.nullif(Person.preferred_last_name, ""), Person.last_name)
    has_job = exists().where(
        StaffAssignment.person_id == Person.id, or_(StaffAssignment.ends.is_(None), StaffAssignment.ends > on)
    )
    rows = db.session().execute(
        select(
            Person.id,
            Person.public_id,
            called + " " + last,
            kinds,
            school,
            exists().where(Relationship.adult_id == Person.id),
            has_job,
        ).where(Person.id.in_(people))
    )
    return {row[0]: tuple(row) for row in rows} if people else {}


def _found(line: _Line, grounds: tuple[Ground, ...]) -> PersonFound:
    person_id, public_id, name, kinds, school, is_guardian, has_job = line
    held = tuple(sorted(filter(None, (kinds or "").split(","))))
    return PersonFound(person_id, public_id, name, held, school or "", bool(is_guardian), bool(has_job), grounds)
