"""Who belongs to a colleague's own family: nobody of the staff acts on these, in whatever room they work.

Statements are built around the parameters `reader_id` and `on`, which whoever uses them fills.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CompoundSelect,
    Date,
    SQLColumnExpression,
    and_,
    bindparam,
    or_,
    select,
    union,
)
from sqlalchemy.orm import aliased

from district.models import HouseholdMember, Person, Relationship
from foundation import db

ON = bindparam("on", type_=Date)
READER = bindparam("reader_id", type_=BigInteger)


def own_family() -> CompoundSelect[*tuple[Any, ...]]:
    """The ids of the reader, the reader's children, their other parents, and whoever lives with one of these.

    Those who live with the other parent alone are none: theirs is another household.
    """
    mine, theirs = aliased(HouseholdMember), aliased(HouseholdMember)
    child, other = aliased(Relationship), aliased(Relationship)
    return union(
        select(Person.id).where(Person.id == READER),
        select(child.student_id).where(_is_own(child)),
        select(other.adult_id)
        .join(child, child.student_id == other.student_id)
        .where(_is_own(child), _is_parent(other), _current(other.starts, other.ends)),
        *(
            select(theirs.person_id)
            .join(mine, mine.household_id == theirs.household_id)
            .where(is_mine, _current(mine.starts, mine.ends), _current(theirs.starts, theirs.ends))
            for is_mine in _are_own(mine)
        ),
    )


def own_households() -> CompoundSelect[*tuple[Any, ...]]:
    """The ids of the households the reader belongs to, and of those that hold a child of the reader’s."""
    member = aliased(HouseholdMember)
    return union(
        *(
            select(member.household_id).where(is_mine, _current(member.starts, member.ends))
            for is_mine in _are_own(member)
        )
    )


def is_own_household(household_id: SQLColumnExpression[int]) -> ColumnElement[bool]:
    """Whether the reader belongs to a household, or it holds a child of the reader’s."""
    return household_id.in_(own_households())


def is_of_own_family(person_id: int, *, reader_id: int, on: date) -> bool:
    """Whether a person is the reader or belongs to the reader's own family on that day. One statement."""
    found = select(Person.id).where(Person.id == person_id, Person.id.in_(own_family()))
    return db.session().scalar(found, {"reader_id": reader_id, "on": on}) is not None


def _are_own(member: type[HouseholdMember]) -> tuple[ColumnElement[bool], ...]:
    """Whether a member is the reader, or a child of the reader’s: a condition each, so that each finds its index."""
    child = aliased(Relationship)
    return member.person_id == READER, member.person_id.in_(select(child.student_id).where(_is_own(child)))


def _is_own(child: type[Relationship]) -> ColumnElement[bool]:
    return and_(child.adult_id == READER, _is_parent(child), _current(child.starts, child.ends))


def _is_parent(tie: type[Relationship]) -> ColumnElement[bool]:
    """Not known to be no guardian, or living with the child; an aunt or a neighbour to call is neither."""
    return or_(tie.guardian.is_not(False), tie.lives_with.is_(True))


def _current(starts: SQLColumnExpression[Any], ends: SQLColumnExpression[Any]) -> ColumnElement[bool]:
    return and_(or_(starts.is_(None), starts <= ON), or_(ends.is_(None), ends > ON))
