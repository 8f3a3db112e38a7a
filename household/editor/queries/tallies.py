"""How many findings are open, by kind, in the district or at a school: as the rows tell it, and as the tally does."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, func, or_, select, union
from sqlalchemy.orm import aliased

from district.models import Enrollment, HouseholdMember, Relationship
from foundation import db
from household.editor.models import CleanupFinding, CleanupTally
from household.editor.queries.broken import SOON
from household.editor.queries.reach import ON, current

Kind = tuple[int | None, str]
"""School (None for the district) and code."""


def open_now(*, on: date, soon: date) -> Counter[Kind]:
    """The true numbers, counted row by row. Two statements over everything: for the night."""
    counted: Counter[Kind] = Counter()
    for code, number in db.session().execute(_IN_DISTRICT):
        counted[None, code] = number
    for school_id, code, number in db.session().execute(_AT_SCHOOLS, {"on": on, "soon": soon}):
        counted[school_id, code] = number
    return counted


def told() -> Counter[Kind]:
    """The numbers as the tally has them."""
    return Counter({(school_id, code): number for school_id, code, number in db.session().execute(_TOLD)})


def _at_schools() -> Select[Any]:
    """Each school with the open findings of its students, of their adults, and of the households of both."""
    held, tie, member, mate = (
        aliased(Enrollment),
        aliased(Relationship),
        aliased(HouseholdMember),
        aliased(HouseholdMember),
    )
    here = and_(or_(held.starts.is_(None), held.starts <= SOON), or_(held.ends.is_(None), held.ends > ON))
    lives = and_(current(member.starts, member.ends), current(mate.starts, mate.ends))
    people = union(
        select(held.person_id.label("person_id"), held.school_id.label("school_id")).where(here),
        select(tie.adult_id, held.school_id)
        .join(held, held.person_id == tie.student_id)
        .where(here, current(tie.starts, tie.ends)),
        select(mate.person_id, held.school_id)
        .join(member, member.household_id == mate.household_id)
        .join(held, held.person_id == member.person_id)
        .where(here, lives),
    ).cte("people_at_school")
    homes = (
        select(member.household_id.label("household_id"), held.school_id.label("school_id"))
        .join(held, held.person_id == member.person_id)
        .where(here, current(member.starts, member.ends))
        .distinct()
        .cte("homes_at_school")
    )
    found, is_open = CleanupFinding, CleanupFinding.closed_at.is_(None)
    each = union(
        select(people.c.school_id, found.id, found.code)
        .join(found, found.person_id == people.c.person_id)
        .where(is_open),
        select(people.c.school_id, found.id, found.code)
        .join(found, found.other_id == people.c.person_id)
        .where(is_open),
        select(homes.c.school_id, found.id, found.code)
        .join(found, found.household_id == homes.c.household_id)
        .where(is_open),
    ).subquery()
    return select(each.c.school_id, each.c.code, func.count()).group_by(each.c.school_id, each.c.code)


_IN_DISTRICT = (
    select(CleanupFinding.code, func.count()).where(CleanupFinding.closed_at.is_(None)).group_by(CleanupFinding.code)
)
_AT_SCHOOLS = _at_schools()
_TOLD = select(CleanupTally.school_id, CleanupTally.code, func.sum(CleanupTally.change)).group_by(
    CleanupTally.school_id, CleanupTally.code
)
