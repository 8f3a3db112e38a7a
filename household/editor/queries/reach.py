"""Whose records a member of the staff reaches: the one place that decides it for search, pages and lists.

School staff reach the students of their schools (here today, or entering soon), the adults who have a relationship to
one, and the members of a household that holds one. Central staff reach everybody. Nobody reaches their own family as
staff. Statements are built once, around the parameters that `Reader.given` fills.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BindParameter,
    Boolean,
    ColumnElement,
    CompoundSelect,
    Date,
    Select,
    SQLColumnExpression,
    and_,
    bindparam,
    not_,
    or_,
    select,
    union,
)
from sqlalchemy.orm import aliased

from district.models import Enrollment, HouseholdMember, Person, Relationship
from district.queries.own_family import ON as ON
from district.queries.own_family import READER as READER
from district.queries.own_family import own_family
from district.queries.reads import quarter_of
from foundation import db
from foundation.db import UTCDateTime

Column = SQLColumnExpression
"""A column of a table, or what is computed from some."""

QUARTER = bindparam("quarter", type_=UTCDateTime)
"""The quarter of an hour in which the reader asks."""
_EVERYWHERE = bindparam("everywhere", type_=Boolean)
SEES_CONFIDENTIAL = bindparam("sees_confidential", type_=Boolean)
_SCHOOLS: BindParameter[int] = bindparam("school_ids", expanding=True)
_SOON = bindparam("soon", type_=Date)


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
    sees_confidential: bool = False
    """Whether the lines of confidential addresses are shown, within the same reach."""

    @property
    def given(self) -> dict[str, Any]:
        """What fills the parameters of every statement of the editor."""
        return {
            "reader_id": self.person_id,
            "everywhere": self.everywhere,
            "school_ids": sorted(self.school_ids),
            "on": self.on,
            "soon": self.on + timedelta(days=self.entering_days),
            "quarter": quarter_of(self.at),
            "sees_confidential": self.sees_confidential,
        }


def current(starts: Column[Any], ends: Column[Any]) -> ColumnElement[bool]:
    """Whether a period holds the day."""
    return and_(or_(starts.is_(None), starts <= ON), or_(ends.is_(None), ends > ON))


def people_in_reach(reader: Reader) -> CompoundSelect[*tuple[Any, ...]] | None:
    """The ids of everybody in reach; None where that is everybody."""
    return None if reader.everywhere else _IN_REACH


def is_in_reach(person_id: Column[int]) -> ColumnElement[bool]:
    """The same asked of one person, who is found by a few lookups."""
    return or_(_EVERYWHERE, *(_is_any(branch.where(named == person_id)) for branch, named in _branches()))


def reached_among(person_ids: Collection[int], reader: Reader) -> frozenset[int]:
    """Those of these people whom the reader reaches, without the reader’s own family. One statement."""
    asked = select(Person.id).where(
        Person.id.in_(sorted(person_ids)), is_in_reach(Person.id), Person.id.not_in(own_family())
    )
    return frozenset(db.session().scalars(asked, reader.given))


def is_household_in_reach(household_id: Column[int]) -> ColumnElement[bool]:
    """Whether a household holds a student of the reader’s schools today."""
    member, held = aliased(HouseholdMember), aliased(Enrollment)
    holds = _is_any(
        select(member.id)
        .join(held, held.person_id == member.person_id)
        .where(member.household_id == household_id, current(member.starts, member.ends), _is_here(held))
    )
    return or_(_EVERYWHERE, holds)


def is_kept_from_reader(is_confidential: Column[bool]) -> ColumnElement[bool]:
    """Whether an address is confidential, and the reader has no right to see it (F12)."""
    return and_(is_confidential.is_(True), not_(SEES_CONFIDENTIAL))


def students_here() -> Select[*tuple[Any, ...]]:
    """The ids of the students of the reader’s schools, today or soon."""
    held = aliased(Enrollment)
    return select(held.person_id).where(_is_here(held))


def is_student_in_reach(person_id: Column[int]) -> ColumnElement[bool]:
    """Whether somebody is a student of the reader’s schools, today or soon."""
    held = aliased(Enrollment)
    is_here = or_(_EVERYWHERE, held.school_id.in_(_SCHOOLS))
    return _is_any(select(held.id).where(held.person_id == person_id, is_here, _is_now(held)))


def _is_any(rows: Select[int]) -> ColumnElement[bool]:
    """Whether there is a row, looked up for each that asks. Of an EXISTS PostgreSQL may rather list whom all schools
    reach, which reads the whole district for a page of fifty."""
    return rows.limit(1).scalar_subquery().is_not(None)


def _is_here(held: type[Enrollment], schools: BindParameter[int] = _SCHOOLS) -> ColumnElement[bool]:
    return and_(held.school_id.in_(schools), _is_now(held))


def _is_now(held: type[Enrollment]) -> ColumnElement[bool]:
    return and_(or_(held.starts.is_(None), held.starts <= _SOON), or_(held.ends.is_(None), held.ends > ON))


def _branches(schools: BindParameter[int] = _SCHOOLS) -> tuple[tuple[Select[int], Column[int]], ...]:
    """Students, their adults, their households' members: each with the column that names the person."""
    held, tie = aliased(Enrollment), aliased(Relationship)
    member, mate = aliased(HouseholdMember), aliased(HouseholdMember)
    students = select(held.person_id).where(_is_here(held, schools))
    adults = (
        select(tie.adult_id)
        .join(held, held.person_id == tie.student_id)
        .where(_is_here(held, schools), current(tie.starts, tie.ends))
    )
    members = (
        select(mate.person_id)
        .join(member, member.household_id == mate.household_id)
        .join(held, held.person_id == member.person_id)
        .where(_is_here(held, schools), current(member.starts, member.ends), current(mate.starts, mate.ends))
    )
    return (students, held.person_id), (adults, tie.adult_id), (members, mate.person_id)


_IN_REACH = union(*(branch for branch, _ in _branches()))

_AT_SCHOOL: BindParameter[int] = bindparam("at_school_ids", expanding=True)

PEOPLE_AT_SCHOOL: CompoundSelect[*tuple[Any, ...]] = union(*(branch for branch, _ in _branches(_AT_SCHOOL)))
"""The ids of those whom staff of the schools `at_school_ids` alone would reach."""
