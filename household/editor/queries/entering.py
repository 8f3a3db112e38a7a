"""What a household that is being entered stands on: the people on record in it, and where they live already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, Select, and_, bindparam, not_, select

from district.models import Address, Household, HouseholdAddress, HouseholdMember, Person
from district.relationship_types import relationship_types
from district.rules.homes import Span, Stay
from district.rules.relationships import Held, only_called
from foundation import db
from household.editor.queries.briefs import PersonSeen, line_about, seen
from household.editor.queries.facts import line_of, town_of
from household.editor.queries.reach import (
    Reader,
    current,
    is_household_in_reach,
    is_kept_from_reader,
    is_student_in_reach,
)
from household.editor.queries.ties import Tie, adults_of
from household.editor.rules.plan import Plan, Standing


@dataclass(frozen=True)
class HomeSeen:
    """A household somebody of the plan belongs to."""

    household_id: int
    public_id: str
    address: str
    """Empty where none is on record, or it is confidential, or the household is out of reach."""
    starts: date
    is_in_reach: bool


@dataclass(frozen=True)
class OnRecord:
    """The people of a plan who are on record, by their ids."""

    people: Mapping[int, PersonSeen]
    born: Mapping[int, date | None]
    homes: Mapping[int, Mapping[int, HomeSeen]]
    """By person, then by household."""
    ties: tuple[Tie, ...]
    """Of the children among them, those of today."""
    standing: Standing

    @property
    def has_own(self) -> bool:
        """Whether one of them belongs to the reader’s own family."""
        return any(each.is_own for each in self.people.values())


def on_record(plan: Plan, reader: Reader) -> OnRecord:
    """What is on record of the people of a plan. Two statements at most."""
    ids = plan.on_record
    if not ids:
        return OnRecord({}, {}, {}, (), Standing())
    rows = db.session().execute(_PEOPLE, reader.given | {"people": ids}).all()
    people = {row.person_id: seen(row) for row in rows}
    homes: dict[int, dict[int, HomeSeen]] = defaultdict(dict)
    stays: dict[int, list[Stay]] = defaultdict(list)
    for row in rows:
        if row.household_id is not None:
            span = Span(row.member_starts, row.member_ends)
            stays[row.person_id].append(Stay(row.household_id, row.is_secondary, span))
            homes[row.person_id][row.household_id] = HomeSeen(
                row.household_id,
                row.household_public_id,
                (row.address or "") if row.household_in_reach else "",
                row.member_starts,
                row.household_in_reach,
            )
    children = [each.person_id for each in plan.children if each.person_id is not None]
    ties = tuple(adults_of(children, reader)) if children else ()
    standing = Standing(
        stays=stays,
        in_reach=frozenset(each.person_id for each in people.values() if each.is_open),
        students_in_reach=frozenset(row.person_id for row in rows if row.is_student_in_reach),
        guarded=frozenset(each.student_id for each in ties if each.flags["guardian"]),
        called=frozenset(each.student_id for each in ties if each.emergency_priority is not None),
        reached=frozenset(each.person_id for each in people.values() if each.phone),
        only_called=only_called((_held(each) for each in ties), relationship_types()),
    )
    return OnRecord(people, {row.person_id: row.birth_date for row in rows}, homes, ties, standing)


def _held(tie: Tie) -> Held:
    return Held(tie.adult_id, tie.student_id, tie.type, tie.flags["guardian"], tie.flags["lives_with"], tie.is_called)


_IDS: BindParameter[int] = bindparam("people", expanding=True)


def _people() -> Select[*tuple[Any, ...]]:
    """The people, each once for every household they were ever in."""
    member, place = HouseholdMember, HouseholdAddress
    is_there = and_(
        place.household_id == member.household_id,
        place.is_primary.is_(True),
        not_(is_kept_from_reader(place.is_confidential)),
        current(place.starts, place.ends),
    )
    return (
        select(
            *line_about(Person),
            Person.birth_date,
            is_student_in_reach(Person.id).label("is_student_in_reach"),
            member.household_id,
            member.is_secondary,
            member.starts.label("member_starts"),
            member.ends.label("member_ends"),
            Household.public_id.label("household_public_id"),
            is_household_in_reach(Household.id).label("household_in_reach"),
            (line_of(Address) + ", " + town_of(Address)).label("address"),
        )
        .outerjoin(member, member.person_id == Person.id)
        .outerjoin(Household, Household.id == member.household_id)
        .outerjoin(place, is_there)
        .outerjoin(Address, Address.id == place.address_id)
        .where(Person.id.in_(_IDS))
        .order_by(Person.id, member.starts, member.id)
    )


_PEOPLE = _people()
