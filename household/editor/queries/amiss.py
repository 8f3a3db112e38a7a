"""What is amiss with some people and households right now: the rules asked of few, in two statements."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, or_, select, union, union_all
from sqlalchemy.orm import aliased

from district.models import ContactPoint, HouseholdMember, Person, Relationship
from foundation import db
from household.editor.queries.broken import parts
from household.editor.queries.reach import Column, current
from household.editor.queries.staged import given_on
from household.editor.rules.checking import Someone, likely_duplicates, name_key
from household.editor.rules.findings import Code, Finding

_PEOPLE: BindParameter[int] = bindparam("people", expanding=True)
_HOUSEHOLDS: BindParameter[int] = bindparam("households", expanding=True)


def touched_by(people: Collection[int], households: Collection[int]) -> tuple[frozenset[int], frozenset[int]]:
    """These people and households with everybody whose findings follow from theirs: two statements.

    The members of the households, now and before; those tied to one of all these; and the households of both.
    """
    given: dict[str, Any] = {"people": sorted(people), "households": sorted(households)}
    near = frozenset(people) | frozenset(db.session().scalars(_NEAR, given))
    homes = db.session().scalars(_HOMES, {"people": sorted(near)})
    return near, frozenset(households) | frozenset(homes)


def amiss(people: Collection[int], households: Collection[int], *, on: date, entering_days: int) -> frozenset[Finding]:
    """Every finding that is about one of these people or households; of a likely duplicate also as the older record."""
    given = given_on(on, entering_days=entering_days) | {"people": sorted(people), "households": sorted(households)}
    found = {
        Finding(Code(row.code), row.person_id, row.household_id, row.other_id)
        for row in db.session().execute(_AMONG, given)
    }
    return frozenset(found) | _duplicates(people, on=on)


def _duplicates(people: Collection[int], *, on: date) -> frozenset[Finding]:
    """Of whoever shares a birth date or a phone with one of `people`, who may be on record twice with one of them."""
    marks: dict[int, Someone] = {}
    for row in db.session().execute(_LIKE, {"people": sorted(people), "on": on}):
        before = marks.get(row.id) or Someone(row.id, name_key(row.first_name, row.last_name), row.birth_date)
        phones = before.phones | ({row.phone} if row.phone else frozenset())
        marks[row.id] = Someone(before.id, before.name, before.born, phones)
    names = {marks[each].name for each in people if each in marks}
    found = likely_duplicates(each for each in marks.values() if each.name in names)
    return frozenset(each for each in found if each.person_id in people or each.other_id in people)


def _among(parameter: BindParameter[int]) -> Any:
    def is_one(column: Column[int]) -> ColumnElement[bool]:
        return column.in_(parameter)

    return is_one


_AMONG = union_all(*(select(each.subquery()) for each in parts(_among(_PEOPLE), _among(_HOUSEHOLDS))))


def _near() -> Any:
    member, tie = aliased(HouseholdMember), aliased(Relationship)
    living = select(member.person_id).where(member.household_id.in_(_HOUSEHOLDS))
    some = or_(tie.student_id.in_(_PEOPLE), tie.student_id.in_(living))
    others = or_(tie.adult_id.in_(_PEOPLE), tie.adult_id.in_(living))
    return union(living, select(tie.adult_id).where(some), select(tie.student_id).where(others))


def _like() -> Select[*tuple[Any, ...]]:
    """Everybody who shares a birth date or a phone with one of the people, with every phone in use."""
    one, born = aliased(Person), aliased(Person)
    point, theirs, phone = aliased(ContactPoint), aliased(ContactPoint), aliased(ContactPoint)
    same_day = select(Person.birth_date).where(Person.id.in_(_PEOPLE), Person.birth_date.is_not(None))
    dialled = select(point.value).where(
        point.person_id.in_(_PEOPLE), point.kind == "phone", current(point.starts, point.ends)
    )
    ids = union(
        select(Person.id).where(Person.id.in_(_PEOPLE)),
        select(born.id).where(born.birth_date.in_(same_day)),
        select(theirs.person_id).where(theirs.value.in_(dialled), theirs.kind == "phone"),
    )
    return (
        select(one.id, one.first_name, one.last_name, one.birth_date, phone.value.label("phone"))
        .outerjoin(phone, (phone.person_id == one.id) & (phone.kind == "phone") & current(phone.starts, phone.ends))
        .where(one.id.in_(ids))
    )


_NEAR = _near()
_HOMES = select(HouseholdMember.household_id).where(HouseholdMember.person_id.in_(_PEOPLE)).distinct()
_LIKE = _like()
