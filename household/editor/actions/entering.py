"""A household is entered whole, in the transaction of the door: its address, its people and what ties them.

Whoever calls has looked again at who is in reach and at who else may be the same. Records no event: the records it is
made of tell the audit, the household, each member, each new person and each relationship.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import text

from district.actions import homes, people
from district.actions.holding import hold
from district.actions.homes import Lines, Use
from district.actions.search_terms import refresh_terms
from district.actions.ties import NotTied, tie
from district.models import Household
from district.rules.homes import HomeFault, Refused
from district.rules.relationships import TieFault
from foundation import clock, db
from foundation.audit import Actor
from household.editor.rules.plan import Home, Plan, PlannedPerson, PlannedTie


@dataclass(frozen=True)
class Entered:
    """The household that stands now, and the ids of its people by their keys in the plan."""

    household: Household
    ids: Mapping[str, int]


class NotEntered(Exception):
    """Something is in the way that was not a moment ago. Nothing of the household may stay: roll back."""

    def __init__(self, fault: HomeFault | TieFault, key: str) -> None:
        super().__init__(fault.value)
        self.fault, self.key = fault, key


def wait_for_others() -> None:
    """Let whoever enters a household just now finish first, so that their people are found to be alike."""
    if not db.is_sqlite():
        db.session().execute(text("SELECT pg_advisory_xact_lock(hashtext('hearth household entering'))"))


def enter_household(plan: Plan, *, by: Actor, at: datetime) -> Entered:
    """Make the household of a plan without faults. Raises NotEntered."""
    starts = plan.place.starts
    if starts is None:
        raise ValueError("A plan without its first day has a fault, and is not entered.")
    hold(people=plan.on_record)
    household = homes.begin_household(starts=starts, by=by, at=at, reason=plan.place.although)
    _live_there(household, plan, starts=starts, by=by, at=at)
    ids = {each.key: each.person_id or _added(each, starts=starts, by=by, at=at) for each in plan.people}
    for each in plan.people:
        if each.is_member:
            _join(household, each, ids[each.key], starts=starts, by=by, at=at)
    for each_tie in plan.ties:
        _tie(plan, each_tie, ids, starts=starts, by=by, at=at)
    refresh_terms(ids.values(), on=clock.day_of(at))
    return Entered(household, ids)


def _live_there(household: Household, plan: Plan, *, starts: date, by: Actor, at: datetime) -> None:
    place = plan.place
    address = homes.address_for(Lines(*place.lines))
    use = Use(is_mailing=place.is_mailing, is_confidential=place.is_confidential)
    homes.live_at(household, address, starts=starts, use=use, by=by, at=at)
    if place.phone:
        homes.add_phone(household, place.phone, type="home", starts=starts, by=by, at=at)


def _added(person: PlannedPerson, *, starts: date, by: Actor, at: datetime) -> int:
    names = people.Names(
        person.first_name,
        person.last_name,
        middle_name=person.middle_name,
        preferred_first_name=person.preferred_first_name,
    )
    made = people.add_person(
        names,
        birth_date=person.birth_date,
        language=person.language or None,
        by=by,
        at=at,
        reason=person.although,
    )
    since = _since(person, starts)
    for kind, typed in (("phone", person.phone), ("email", person.email)):
        if typed:
            people.add_contact(made.id, typed, kind=kind, type=kind, starts=since, by=by, at=at)
    return made.id


def _join(
    household: Household, person: PlannedPerson, person_id: int, *, starts: date, by: Actor, at: datetime
) -> None:
    joined = homes.join(
        household,
        person_id,
        starts=_since(person, starts),
        is_secondary=person.home is Home.SECOND,
        by=by,
        at=at,
    )
    if isinstance(joined, Refused):
        raise NotEntered(joined.fault, person.key)


def _tie(plan: Plan, planned: PlannedTie, ids: Mapping[str, int], *, starts: date, by: Actor, at: datetime) -> None:
    """Who lives with whom follows from the household: whoever lives elsewhere is a non-household relationship."""
    adult, student = plan.person(planned.adult), plan.person(planned.student)
    if adult is None or student is None:
        raise ValueError("A relationship of somebody who is not in the plan.")
    tied = tie(
        ids[adult.key],
        ids[student.key],
        type=planned.type,
        flags={**planned.flags, "lives_with": adult.is_member},
        emergency_priority=planned.place,
        starts=_since(student, starts),
        by=by,
        at=at,
    )
    if isinstance(tied, NotTied):
        raise NotEntered(tied.fault, adult.key)


def _since(person: PlannedPerson, starts: date) -> date:
    """Nobody lives anywhere before they are born."""
    return max(starts, person.birth_date or starts)
