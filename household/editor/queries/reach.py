"""Whose records a member of the staff reaches: the one place that decides it for search, pages and lists.

School staff reach the students of their schools (here today, or entering soon), the adults who have a relationship to
one, and the members of a household that holds one. Central staff reach everybody. Nobody reaches their own family as
staff.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    SQLColumnExpression,
    and_,
    exists,
    false,
    or_,
    select,
    true,
    union,
)
from sqlalchemy.orm import aliased

from district.models import Enrollment, HouseholdMember, Person, Relationship

Column = SQLColumnExpression
"""A column of a table, or what is computed from some."""


@dataclass(frozen=True)
class Reader:
    """Who of the staff is asking, on which day, and over which schools."""

    person_id: int
    everywhere: bool
    school_ids: frozenset[int]
    on: date
    at: datetime
    entering_days: int
    """How long before the first day a student already counts as the school’s."""

    def narrowed_to(self, school_id: int | None) -> Reader:
        """The same, over one of the schools alone."""
        if school_id is None:
            return self
        return replace(self, everywhere=False, school_ids=frozenset({school_id}))


def current(starts: Column[Any], ends: Column[Any], on: date) -> ColumnElement[bool]:
    """Whether a period holds the day."""
    return and_(or_(starts.is_(None), starts <= on), or_(ends.is_(None), ends > on))


def people_in_reach(reader: Reader) -> CompoundSelect[*tuple[Any, ...]] | None:
    """The ids of everybody in reach; None where that is everybody."""
    return None if reader.everywhere else union(*(branch for branch, _ in _branches(reader)))


def is_in_reach(person_id: Column[int], reader: Reader) -> ColumnElement[bool]:
    """The same asked of one person, who is found by a few lookups."""
    if reader.everywhere:
        return true()
    return or_(false(), *(exists(branch.where(named == person_id)) for branch, named in _branches(reader)))


def is_household_in_reach(household_id: Column[int], reader: Reader) -> ColumnElement[bool]:
    """Whether a household holds a student of the reader’s schools today."""
    if reader.everywhere:
        return true()
    member, held = aliased(HouseholdMember), aliased(Enrollment)
    return exists(
        select(member.id)
        .join(held, held.person_id == member.person_id)
        .where(
            member.household_id == household_id,
            current(member.starts, member.ends, reader.on),
            _is_here(held, reader),
        )
    )


def _is_here(held: type[Enrollment], reader: Reader) -> ColumnElement[bool]:
    soon = reader.on + timedelta(days=reader.entering_days)
    return and_(
        held.school_id.in_(sorted(reader.school_ids)),
        or_(held.starts.is_(None), held.starts <= soon),
        or_(held.ends.is_(None), held.ends > reader.on),
    )


def _branches(reader: Reader) -> tuple[tuple[Select[int], Column[int]], ...]:
    """Students, their adults, their households' members: each with the column that names the person."""
    held, tie, member, mate = (
        aliased(Enrollment),
        aliased(Relationship),
        aliased(HouseholdMember),
        aliased(HouseholdMember),
    )
    is_here, on = _is_here(held, reader), reader.on
    students = select(held.person_id).where(is_here)
    adults = (
        select(tie.adult_id)
        .join(held, held.person_id == tie.student_id)
        .where(is_here, current(tie.starts, tie.ends, on))
    )
    members = (
        select(mate.person_id)
        .join(member, member.household_id == mate.household_id)
        .join(held, held.person_id == member.person_id)
        .where(is_here, current(member.starts, member.ends, on), current(mate.starts, mate.ends, on))
    )
    return (students, held.person_id), (adults, tie.adult_id), (members, mate.person_id)


def own_family(reader: Reader) -> CompoundSelect[*tuple[Any, ...]]:
    """The ids of the reader, the reader's children, their other parents, and whoever lives with one of these.

    Those who live with the other parent alone are none: theirs is another household.
    """
    on, me = reader.on, reader.person_id
    mine, theirs = aliased(HouseholdMember), aliased(HouseholdMember)
    child, other = aliased(Relationship), aliased(Relationship)
    return union(
        select(Person.id).where(Person.id == me),
        select(child.student_id).where(_is_own(child, me, on)),
        select(other.adult_id)
        .join(child, child.student_id == other.student_id)
        .where(_is_own(child, me, on), _is_parent(other), current(other.starts, other.ends, on)),
        select(theirs.person_id)
        .join(mine, mine.household_id == theirs.household_id)
        .where(
            or_(mine.person_id == me, mine.person_id.in_(select(child.student_id).where(_is_own(child, me, on)))),
            current(mine.starts, mine.ends, on),
            current(theirs.starts, theirs.ends, on),
        ),
    )


def is_own_household(household_id: Column[int], reader: Reader) -> ColumnElement[bool]:
    """Whether the reader belongs to a household, or it holds a child of the reader’s."""
    member, child = aliased(HouseholdMember), aliased(Relationship)
    children = select(child.student_id).where(_is_own(child, reader.person_id, reader.on))
    return exists(
        select(member.id).where(
            member.household_id == household_id,
            current(member.starts, member.ends, reader.on),
            or_(member.person_id == reader.person_id, member.person_id.in_(children)),
        )
    )


def _is_own(child: type[Relationship], me: int, on: date) -> ColumnElement[bool]:
    return and_(child.adult_id == me, _is_parent(child), current(child.starts, child.ends, on))


def _is_parent(tie: type[Relationship]) -> ColumnElement[bool]:
    """Not known to be no guardian, or living with the child; an aunt or a neighbour to call is neither."""
    return or_(tie.guardian.is_not(False), tie.lives_with.is_(True))
