"""Everything dated that is on record of one person, in one statement, so much of each kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, and_, bindparam, case, exists, func, not_, or_, select
from sqlalchemy.orm import aliased

from district.models import (
    Address,
    ContactPoint,
    Enrollment,
    FormerName,
    Household,
    HouseholdAddress,
    HouseholdMember,
    PersonAddress,
    PersonIdentifier,
    School,
    StaffAssignment,
)
from district.queries.found_by import NUMBERS
from household.editor.models import CleanupFinding
from household.editor.queries.changes import entry_facts, feed_facts
from household.editor.queries.facts import (
    Facts,
    asked,
    confirmations,
    fact_row,
    finding_facts,
    gathered,
    line_of,
    looks,
    town_of,
)
from household.editor.queries.reach import SEES_CONFIDENTIAL, Column, Reader, current, is_kept_from_reader


def facts_about(person_id: int, events: Sequence[str], reader: Reader) -> Facts:
    """What is on record of a person, who has looked, and the latest changes, told by these events. One statement."""
    given = {"person_id": person_id, "subject_id": person_id, "people": [person_id], "fed": [person_id]}
    return gathered(_ABOUT, events=list(events), **given, **reader.given)


def hides_address(person_id: Column[int]) -> ColumnElement[bool]:
    """Whether a household of the person has a confidential address."""
    member, place = aliased(HouseholdMember), aliased(HouseholdAddress)
    return exists(
        select(member.id)
        .join(place, place.household_id == member.household_id)
        .where(
            member.person_id == person_id,
            current(member.starts, member.ends),
            place.is_confidential.is_(True),
            current(place.starts, place.ends),
        )
    )


def has_hidden_address(person_id: Column[int]) -> ColumnElement[bool]:
    """Whether a household of the person has or had a confidential address: a feed may tell one that has ended."""
    member, place = aliased(HouseholdMember), aliased(HouseholdAddress)
    return exists(
        select(member.id)
        .join(place, place.household_id == member.household_id)
        .where(member.person_id == person_id, place.is_confidential.is_(True))
    )


_PERSON = bindparam("person_id", type_=BigInteger)


def _of_person(kind: str, *texts: Any, model: Any, **given: Any) -> Select[Any]:
    return fact_row(kind, *texts, model=model, **given).where(model.person_id == _PERSON)


def _names() -> Select[Any]:
    name = FormerName.first_name + " " + FormerName.middle_name + " " + FormerName.last_name
    return _of_person("former-name", func.replace(name, "  ", " "), FormerName.source, model=FormerName).order_by(
        FormerName.ends.desc(), FormerName.id
    )


def _numbers() -> Select[Any]:
    return (
        _of_person(
            "number",
            PersonIdentifier.type,
            PersonIdentifier.value,
            PersonIdentifier.source,
            model=PersonIdentifier,
        )
        .where(func.lower(PersonIdentifier.type).in_(NUMBERS))
        .order_by(PersonIdentifier.id)
    )


def _emails() -> Select[Any]:
    return _contacts("email")


def _phones() -> Select[Any]:
    return _contacts("phone")


def _contacts(kind: str) -> Select[Any]:
    point = ContactPoint
    sure = {"is_sure": point.is_valid, "at": point.verified_at}
    return (
        _of_person(kind, point.value, point.type, point.source, model=point, **sure)
        .where(point.kind == kind)
        .order_by(current(point.starts, point.ends).desc(), point.starts.desc(), point.id)
    )


def _addresses() -> Select[Any]:
    place = PersonAddress
    return (
        _of_person("address", line_of(place), town_of(place), place.source, model=place)
        .where(~and_(has_hidden_address(_PERSON), not_(SEES_CONFIDENTIAL)))
        .order_by(current(place.starts, place.ends).desc(), place.starts.desc(), place.id)
    )


def _enrollments() -> Select[Any]:
    held = Enrollment
    school = case((School.kind == "school", School.name), else_="")
    return (
        _of_person("enrollment", school, held.grade, held.source, model=held, is_sure=held.is_primary)
        .join(School, School.id == held.school_id)
        .order_by(current(held.starts, held.ends).desc(), held.starts.desc().nulls_last(), held.id)
    )


def _jobs() -> Select[Any]:
    job = StaffAssignment
    title = case((job.job_title != "", job.job_title), else_=job.job_role)
    return (
        _of_person("job", title, School.name, job.team, job.source, model=job, is_sure=job.is_primary)
        .outerjoin(School, School.id == job.school_id)
        .order_by(current(job.starts, job.ends).desc(), job.starts.desc().nulls_last(), job.id)
    )


def _households() -> Select[Any]:
    member, place = HouseholdMember, HouseholdAddress
    is_hidden = is_kept_from_reader(place.is_confidential)
    return (
        _of_person(
            "household",
            Household.public_id,
            case((is_hidden, ""), else_=line_of(Address)),
            case((is_hidden, ""), else_=town_of(Address)),
            case((place.is_confidential.is_(True), "confidential"), else_=""),
            model=member,
            is_sure=member.is_secondary.is_(False),
        )
        .join(Household, Household.id == member.household_id)
        .outerjoin(
            place,
            and_(
                place.household_id == member.household_id,
                place.is_primary.is_(True),
                current(place.starts, place.ends),
            ),
        )
        .outerjoin(Address, Address.id == place.address_id)
        .order_by(current(member.starts, member.ends).desc(), member.starts.desc(), member.id)
    )


def _findings() -> Select[Any]:
    found = CleanupFinding
    other = case((found.person_id == _PERSON, found.other_id), else_=found.person_id)
    return finding_facts(other).where(or_(found.person_id == _PERSON, found.other_id == _PERSON))


_ABOUT = asked(
    _names(),
    _numbers(),
    _emails(),
    _phones(),
    _addresses(),
    _enrollments(),
    _jobs(),
    _households(),
    looks(),
    confirmations(),
    _findings(),
    latest=(entry_facts("person"), feed_facts()),
)
