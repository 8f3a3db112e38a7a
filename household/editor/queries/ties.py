"""Relationships as the office sees them: both people, every flag, the order to call, and the orders that restrict."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, and_, case, or_, select
from sqlalchemy.orm import aliased

from district.models import Person, Relationship, Restriction
from foundation import db
from household.editor.queries.briefs import PersonSeen, line_about, seen
from household.editor.queries.reach import Column, Reader, current

FLAGS = ("guardian", "mailing", "portal", "messenger", "may_pick_up", "lives_with")
MOST_TIES = 60
"""Relationships of one person on a page; of more it is said that there are more."""
MOST_IN_MATRIX = 240


@dataclass(frozen=True)
class Order:
    """A restriction in force, or to come."""

    instrument: str
    number: str
    court: str
    records: bool
    contact: bool
    pick_up: bool
    starts: date
    ends: date | None


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
    starts: date
    ends: date | None
    source: str
    is_current: bool
    other: PersonSeen
    """Who stands at the other end: of the person asked about, or the adult."""
    orders: tuple[Order, ...] = ()


def ties_of(person_id: int, reader: Reader) -> tuple[list[Tie], bool]:
    """Everybody one person is or was tied to, those of today first; and whether there are more. One statement."""
    other_id = case((Relationship.adult_id == person_id, Relationship.student_id), else_=Relationship.adult_id)
    chosen = _ties(other_id, reader).where(
        or_(Relationship.adult_id == person_id, Relationship.student_id == person_id)
    )
    ties = _folded(db.session().execute(chosen.limit(MOST_TIES * 2)))
    return ties[:MOST_TIES], len(ties) > MOST_TIES


def adults_of(students: Iterable[int], reader: Reader) -> list[Tie]:
    """The relationships of today to any of these students, by the order to call. One statement."""
    chosen = _ties(Relationship.adult_id, reader).where(
        Relationship.student_id.in_(sorted(students)), current(Relationship.starts, Relationship.ends, reader.on)
    )
    return _folded(db.session().execute(chosen.limit(MOST_IN_MATRIX)))


_order_columns = tuple(getattr(Restriction, name) for name in Order.__dataclass_fields__)
_other = aliased(Person)


def _ties(other_id: Column[int], reader: Reader) -> Select[*tuple[Any, ...]]:
    is_current = current(Relationship.starts, Relationship.ends, reader.on)
    return (
        select(
            Relationship.id.label("tie_id"),
            Relationship.adult_id,
            Relationship.student_id,
            Relationship.type,
            *(getattr(Relationship, flag) for flag in FLAGS),
            Relationship.emergency_priority,
            Relationship.starts.label("tie_starts"),
            Relationship.ends.label("tie_ends"),
            Relationship.source,
            is_current.label("is_current"),
            Restriction.id.label("order_id"),
            *(column.label(f"order_{column.key}") for column in _order_columns),
            *line_about(_other, reader),
        )
        .join(_other, _other.id == other_id)
        .outerjoin(
            Restriction,
            and_(
                Restriction.adult_id == Relationship.adult_id,
                Restriction.student_id == Relationship.student_id,
                or_(Restriction.ends.is_(None), Restriction.ends > reader.on),
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


def _folded(rows: Iterable[Row[*tuple[Any, ...]]]) -> list[Tie]:
    """One tie for the rows of several orders."""
    ties: dict[int, Tie] = {}
    for row in rows:
        tie = ties.get(row.tie_id) or _tie(row)
        if row.order_id is not None:
            order = Order(**{name: getattr(row, f"order_{name}") for name in Order.__dataclass_fields__})
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
        starts=row.tie_starts,
        ends=row.tie_ends,
        source=row.source,
        is_current=row.is_current,
        other=seen(row),
    )
