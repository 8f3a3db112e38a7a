"""Keeps where findings are in step with the record: for whom a deed or a feed touched at once, for everybody by night.

Records no event: where a finding is follows from what is told where it was changed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, exists, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from district.models import HouseholdMember
from foundation import db
from household.editor.models import CleanupFinding, CleanupPlace
from household.editor.queries.amiss import touched_by
from household.editor.queries.places import COLUMNS, places_gone, places_of
from household.editor.queries.staged import ASTRAY, given_on

A_HANDFUL = 500
"""Students of a feed at a time: with their families few enough to be bound to one statement."""


def place(people: Collection[int], households: Collection[int], *, entering_days: int, on: date) -> None:
    """Write anew where the open findings about these people and households are. Two statements."""
    given = {"people": sorted(people), "households": sorted(households)}
    _place(_ABOUT, given | given_on(on, entering_days=entering_days))


def place_some(first: int, last: int, *, entering_days: int, on: date) -> None:
    """Write anew where the findings are that a check saw to be astray, from row to row of its list."""
    of = select(ASTRAY.c.id).where(ASTRAY.c.row.between(first, last))
    _place(CleanupFinding.id.in_(of), given_on(on, entering_days=entering_days), of=of)


def forget_places(ids: Collection[int]) -> None:
    """Of findings that were settled."""
    db.session().connection().execute(delete(CleanupPlace).where(CleanupPlace.finding_id.in_(ids)))


def follow_students(person_ids: Sequence[int], *, entering_days: int, today: date) -> None:
    """Whose enrollments changed: what concerns their families goes to their schools, and from those they left."""
    if not db.session().scalar(_ANY):
        return
    for begin in range(0, len(person_ids), A_HANDFUL):
        students = person_ids[begin : begin + A_HANDFUL]
        homes = db.session().scalars(_HOMES, {"people": students}).all()
        near, all_homes = touched_by(students, homes)
        place(near, all_homes, entering_days=entering_days, on=today)


def _place(among: ColumnElement[bool], given: dict[str, Any], *, of: Any = None) -> None:
    named = select(CleanupFinding.id).where(CleanupFinding.closed_at.is_(None), among) if of is None else of
    into = (sqlite if db.is_sqlite() else postgresql).insert(CleanupPlace)
    connection = db.session().connection()
    connection.execute(places_gone(named, among), given)
    connection.execute(into.from_select(COLUMNS, places_of(among)).on_conflict_do_nothing(), given)


_PEOPLE: Any = bindparam("people", expanding=True)
_ABOUT = or_(
    CleanupFinding.person_id.in_(_PEOPLE),
    CleanupFinding.other_id.in_(_PEOPLE),
    CleanupFinding.household_id.in_(bindparam("households", expanding=True)),
)
_HOMES = select(HouseholdMember.household_id).where(HouseholdMember.person_id.in_(_PEOPLE)).distinct()
_ANY = select(exists().where(CleanupFinding.closed_at.is_(None)))
