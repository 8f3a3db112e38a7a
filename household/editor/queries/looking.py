"""What a search shows: whom the reader reaches with what they are, the others masked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, func, select
from sqlalchemy.orm import aliased

from district.models import Household, HouseholdMember, Person, Relationship
from district.models import School as SchoolRecord
from district.queries.search import Found, Hit, Part, find
from district.rules.searching import REACHED_BY, Ground
from foundation import db
from household.editor.queries.briefs import PersonSeen, line_about, seen
from household.editor.queries.reach import PEOPLE_AT_SCHOOL, Reader, current, is_in_reach, people_in_reach

A_PAGE = 50
MOST_MASKED = 20
MOST_CHILDREN_NAMED = 3


@dataclass(frozen=True)
class Line:
    """One line of what was found."""

    person: PersonSeen
    grounds: tuple[Ground, ...]
    children: tuple[str, ...]
    """Names of students in reach whom the person is tied to."""
    household: str
    """The public id of today's household; empty where there is none."""


@dataclass(frozen=True)
class Results:
    """One page of what was found, and those out of reach."""

    lines: tuple[Line, ...]
    masked: tuple[Line, ...]
    total: int
    number: int
    last: int
    """This page and the last one, from 1."""
    has_more: bool
    """Whether there were more candidates than are ranked."""
    has_more_masked: bool
    is_reached_elsewhere: bool
    """Whether all that was typed is a phone, an email or an address of somebody out of reach."""


def look_for(typed: str, reader: Reader, *, school_id: int | None, page: int) -> Results:
    """Whom `typed` finds (at one school alone if that is asked), the given page of them, from 1.

    On the first page also those out of reach, so that nobody is entered twice. A name with a phone, an email or an
    address finds nobody there, and one of these alone finds nobody by name: either would tell whose it is.
    """
    reach = people_in_reach(reader)
    near = Part(within=reach if school_id is None else PEOPLE_AT_SCHOOL)
    far = () if reach is None or page > 1 else (Part(without=reach, limit=MOST_MASKED),)
    found, *rest = find(typed, near, *far, given=reader.given | {"at_school_ids": [school_id]})
    others = rest[0] if rest else Found()
    last = max(1, -(-len(found.hits) // A_PAGE))
    page = min(page, last)
    hits = found.hits[(page - 1) * A_PAGE : page * A_PAGE]
    named = [each for each in others.hits if REACHED_BY.isdisjoint(each.grounds)]
    lines = _lines([*hits, *named], reader)
    return Results(
        lines=tuple(lines[: len(hits)]),
        masked=tuple(lines[len(hits) :]),
        total=len(found.hits),
        number=page,
        last=last,
        has_more=found.has_more,
        has_more_masked=others.has_more and bool(named),
        is_reached_elsewhere=any(REACHED_BY.issuperset(each.grounds) for each in others.hits),
    )


@dataclass(frozen=True)
class School:
    """A school a search may be narrowed to."""

    id: int
    public_id: str
    name: str


def schools_of(reader: Reader) -> list[School]:
    """The schools a search may be narrowed to, by name; none where there is but one. One statement, or none."""
    if not reader.everywhere and len(reader.school_ids) < 2:
        return []
    chosen = select(SchoolRecord.id, SchoolRecord.public_id, SchoolRecord.name).where(
        SchoolRecord.kind == "school", SchoolRecord.is_open.is_(True)
    )
    if not reader.everywhere:
        chosen = chosen.where(SchoolRecord.id.in_(sorted(reader.school_ids)))
    return [School(*row) for row in db.session().execute(chosen.order_by(SchoolRecord.name, SchoolRecord.id))]


def _lines(hits: Sequence[Hit], reader: Reader) -> list[Line]:
    """Each hit with what it is, in the same order. Two statements, or none."""
    if not hits:
        return []
    ids = [hit.person_id for hit in hits]
    rows = {row.person_id: row for row in db.session().execute(_LINES, reader.given | {"people": ids})}
    children: dict[int, list[str]] = defaultdict(list)
    for child in db.session().execute(_CHILDREN, reader.given | {"people": ids}):
        children[child.adult_id].append(f"{child.called} {child.last_name}")
    return [
        Line(seen(rows[each.person_id]), each.grounds, tuple(children[each.person_id]), rows[each.person_id].household)
        for each in hits
        if each.person_id in rows
    ]


_PEOPLE: BindParameter[int] = bindparam("people", expanding=True)


def _people() -> Select[*tuple[Any, ...]]:
    home = (
        select(Household.public_id)
        .join(HouseholdMember, HouseholdMember.household_id == Household.id)
        .where(
            HouseholdMember.person_id == Person.id,
            current(HouseholdMember.starts, HouseholdMember.ends),
        )
        .order_by(HouseholdMember.is_secondary, HouseholdMember.id)
        .limit(1)
    )
    household = func.coalesce(home.scalar_subquery(), "").label("household")
    return select(*line_about(Person), household).where(Person.id.in_(_PEOPLE))


def _children() -> Select[*tuple[Any, ...]]:
    """The first few students in reach of each adult, the eldest first."""
    child = aliased(Person)
    place = func.row_number().over(
        partition_by=Relationship.adult_id, order_by=(child.birth_date.is_(None), child.birth_date, child.id)
    )
    ranked = (
        select(
            Relationship.adult_id,
            func.coalesce(func.nullif(child.preferred_first_name, ""), child.first_name).label("called"),
            func.coalesce(func.nullif(child.preferred_last_name, ""), child.last_name).label("last_name"),
            place.label("place"),
        )
        .join(child, child.id == Relationship.student_id)
        .where(
            Relationship.adult_id.in_(_PEOPLE),
            current(Relationship.starts, Relationship.ends),
            is_in_reach(child.id),
        )
        .subquery()
    )
    return select(ranked).where(ranked.c.place <= MOST_CHILDREN_NAMED).order_by(ranked.c.adult_id, ranked.c.place)


_LINES = _people()
_CHILDREN = _children()
