"""At which schools open findings are: wherever staff of a school would reach whom or what a finding is about.

It is asked from the finding, by a few lookups each: so it costs the same of a district’s finding as of a village’s.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import CTE, ColumnElement, CompoundSelect, Select, and_, delete, or_, select, tuple_, union, union_all
from sqlalchemy.orm import aliased

from district.models import Enrollment, HouseholdMember, Relationship
from household.editor.models import CleanupFinding, CleanupPlace
from household.editor.queries.broken import SOON
from household.editor.queries.reach import ON, current

COLUMNS = ["school_id", "severity", "first_seen", "finding_id", "code"]


def schools_of(*among: ColumnElement[bool]) -> CompoundSelect[*tuple[Any, ...]]:
    """Each school, once, of the open findings for which all of `among` holds: pairs of finding and school."""
    people = _concerned(among).cte("concerned")
    held, tie, member, mate = (
        aliased(Enrollment),
        aliased(Relationship),
        aliased(HouseholdMember),
        aliased(HouseholdMember),
    )
    here = and_(or_(held.starts.is_(None), held.starts <= SOON), or_(held.ends.is_(None), held.ends > ON))
    return union(
        select(people.c.finding_id, held.school_id).join(held, held.person_id == people.c.person_id).where(here),
        select(people.c.finding_id, held.school_id)
        .join(tie, tie.adult_id == people.c.person_id)
        .join(held, held.person_id == tie.student_id)
        .where(here, current(tie.starts, tie.ends)),
        select(people.c.finding_id, held.school_id)
        .join(mate, mate.person_id == people.c.person_id)
        .join(member, member.household_id == mate.household_id)
        .join(held, held.person_id == member.person_id)
        .where(here, current(member.starts, member.ends), current(mate.starts, mate.ends)),
        select(CleanupFinding.id, held.school_id)
        .join(member, member.household_id == CleanupFinding.household_id)
        .join(held, held.person_id == member.person_id)
        .where(_OPEN, *among, here, current(member.starts, member.ends)),
    )


def places_of(*among: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """The rows of `CleanupPlace` that should be, in their order, of findings for which all of `among` holds."""
    placed = schools_of(*among).subquery()
    found = CleanupFinding
    columns = (placed.c.school_id, found.severity, found.first_seen, found.id, found.code)
    return select(*columns).join(placed, placed.c.finding_id == found.id).where(_OPEN).order_by(*columns[:4])


def places_gone(of: Any, *among: ColumnElement[bool]) -> Any:
    """A deletion of the rows of the findings `of` that should not be; `among` names the same findings."""
    wanted: CTE = schools_of(*among).cte("wanted")
    is_wanted = tuple_(CleanupPlace.finding_id, CleanupPlace.school_id).in_(
        select(wanted.c.finding_id, wanted.c.school_id)
    )
    return delete(CleanupPlace).where(CleanupPlace.finding_id.in_(of), ~is_wanted)


def _concerned(among: tuple[ColumnElement[bool], ...]) -> CompoundSelect[*tuple[Any, ...]]:
    found = CleanupFinding
    return union_all(
        select(found.id.label("finding_id"), found.person_id.label("person_id")).where(
            _OPEN, found.person_id.is_not(None), *among
        ),
        select(found.id, found.other_id).where(_OPEN, found.other_id.is_not(None), *among),
    )


_OPEN = CleanupFinding.closed_at.is_(None)
