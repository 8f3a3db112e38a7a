"""Relationships as the office sees them: both people, every flag, the order to call, and the orders that restrict."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, BindParameter, Row, Select, and_, bindparam, case, or_, select
from sqlalchemy.orm import aliased

from district.models import Person, Relationship, Restriction
from foundation import db
from household.editor.queries.briefs import PersonSeen, line_about, seen
from household.editor.queries.reach import ON, Column, Reader, current

FLAGS = ("guardian", "mailing", "portal", "messenger", "may_pick_up", "lives_with")
MOST_TIES = 60
"""Relationships of one person on a page; of more it is said that there are more."""
MOST_IN_MATRIX = 240


@dataclass(frozen=True)
class Order:
    """A restriction in force, or to come: what it takes, and nothing of its paper."""

    records: bool
    contact: bool
    pick_up: bool
    starts: date
    ends: date | None
    binds: bool
    """Whether it is in force today."""


@dataclass(frozen=True)
class Tie:
    """One source's word that an adult belongs to a student."""

    id: int
    adult_id: int
    student_id: int
    type: str
    flags: dict[str, bool | None]
    """By the names in FLAGS; None is not known."""
    emergency_priority: int | None
    is_called: bool
    """In an emergency, whether in a place of the order or in none."""
    starts: date
    ends: date | None
    source: str
    is_current: bool
    other: PersonSeen
    """Who stands at the other end: of the person asked about, or the adult."""
    orders: tuple[Order, ...] = ()

    @property
    def is_kept_from_contact(self) -> bool:
        """Whether an order in force forbids contact: then the adult is not called, whatever the place."""
        return any(each.binds and each.contact for each in self.orders)

    @property
    def is_kept_from_pick_up(self) -> bool:
        """Whether an order in force forbids to pick the student up, whatever the flag says."""
        return any(each.binds and each.pick_up for each in self.orders)


def ties_of(person_id: int, reader: Reader) -> tuple[list[Tie], bool]:
    """Everybody one person is or was tied to, those of today first; and whether there are more. One statement."""
    ties = _folded(db.session().execute(_OF_ONE, reader.given | {"person_id": person_id}))
    return ties[:MOST_TIES], len(ties) > MOST_TIES


def adults_of(students: Iterable[int], reader: Reader) -> list[Tie]:
    """The relationships of today to any of these students, by the order to call. One statement."""
    return _folded(db.session().execute(_OF_STUDENTS, reader.given | {"students": sorted(students)}))


def rows_between(adult_id: int, student_id: int, *, on: date) -> list[Relationship]:
    """The relationships of two people, those of today first, as records to change. One statement."""
    found = select(Relationship).where(Relationship.adult_id == adult_id, Relationship.student_id == student_id)
    is_over = Relationship.ends.is_not(None) & (Relationship.ends <= on)
    return list(db.session().scalars(found.order_by(is_over, Relationship.id)))


_TOLD = ("records", "contact", "pick_up", "starts", "ends")
_other = aliased(Person)


def _ties(other_id: Column[int]) -> Select[*tuple[Any, ...]]:
    is_current = current(Relationship.starts, Relationship.ends)
    return (
        select(
            Relationship.id.label("tie_id"),
            Relationship.adult_id,
            Relationship.student_id,
            Relationship.type,
            *(getattr(Relationship, flag) for flag in FLAGS),
            Relationship.emergency_priority,
            Relationship.emergency,
            Relationship.starts.label("tie_starts"),
            Relationship.ends.label("tie_ends"),
            Relationship.source,
            is_current.label("is_current"),
            Restriction.id.label("order_id"),
            *(getattr(Restriction, name).label(f"order_{name}") for name in _TOLD),
            (Restriction.starts <= ON).label("order_binds"),
            *line_about(_other),
        )
        .join(_other, _other.id == other_id)
        .outerjoin(
            Restriction,
            and_(
                Restriction.adult_id == Relationship.adult_id,
                Restriction.student_id == Relationship.student_id,
                or_(Restriction.ends.is_(None), Restriction.ends > ON),
            ),
        )
        .order_by(
            is_current.desc(),
            Relationship.emergency_priority.is_(None),
            Relationship.emergency_priority,
            Relationship.guardian.is_not(True),
            Relationship.id,
        )
    )


_PERSON = bindparam("person_id", type_=BigInteger)
_STUDENTS: BindParameter[int] = bindparam("students", expanding=True)

_OF_ONE = (
    _ties(case((Relationship.adult_id == _PERSON, Relationship.student_id), else_=Relationship.adult_id))
    .where(or_(Relationship.adult_id == _PERSON, Relationship.student_id == _PERSON))
    .limit(MOST_TIES * 2)
)
_OF_STUDENTS = (
    _ties(Relationship.adult_id)
    .where(Relationship.student_id.in_(_STUDENTS), current(Relationship.starts, Relationship.ends))
    .limit(MOST_IN_MATRIX)
)


def _folded(rows: Iterable[Row[*tuple[Any, ...]]]) -> list[Tie]:
    """One tie for the rows of several orders."""
    ties: dict[int, Tie] = {}
    for row in rows:
        tie = ties.get(row.tie_id) or _tie(row)
        if row.order_id is not None:
            order = Order(**{name: getattr(row, f"order_{name}") for name in (*_TOLD, "binds")})
            tie = replace(tie, orders=(*tie.orders, order))
        ties[row.tie_id] = tie
    return list(ties.values())


def _tie(row: Row[*tuple[Any, ...]]) -> Tie:
    return Tie(
        id=row.tie_id,
        adult_id=row.adult_id,
        student_id=row.student_id,
        type=row.type,
        flags={flag: getattr(row, flag) for flag in FLAGS},
        emergency_priority=row.emergency_priority,
        is_called=row.emergency is True or row.emergency_priority is not None,
        starts=row.tie_starts,
        ends=row.tie_ends,
        source=row.source,
        is_current=row.is_current,
        other=seen(row),
    )
