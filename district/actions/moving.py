"""A household moves, some of it does, or one becomes two: written as planned, with what each deed of it was before.

Whoever calls has taken on the households and the people with `holding.hold`, and works on what is true inside the open
transaction. What cannot be written raises NotMoved: nothing of the move may stay.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from district.actions import homes
from district.actions.homes import Lines, Use
from district.actions.search_terms import refresh_terms
from district.events import HouseholdMoved, MoveTakenBack, ResidenceProved
from district.models import Household, HouseholdAddress, HouseholdMember, Move, MovePart, ProofOfResidence
from district.queries.moves import homes_as_they_are, parts_of
from district.rules.homes import Refused
from district.rules.moves import Ending, Home, Plan
from foundation import audit, clock, db
from foundation.audit import Actor, Values


class NotMoved(Exception):
    """A stay or an address of the move cannot be as planned."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.fault.value)
        self.refused = refused


class ChangedSince(Exception):
    """What a move wrote was changed afterwards, or its day has come: it is no longer taken back, but moved again."""


@dataclass(frozen=True)
class Proof:
    """A paper, and the day on it."""

    kind: str
    dated: date


@dataclass(frozen=True)
class Given:
    """What the new home is told to have. `into`: the household they come to, where there is one."""

    lines: Lines
    into: Home | None = None
    phone: str = ""
    proof: Proof | None = None
    proof_due_on: date | None = None


def move(home: Home, plan: Plan, given: Given, *, by: Actor, at: datetime) -> Move:
    """Write what was planned. Raises NotMoved."""
    today = clock.day_of(at)
    household = db.session().get_one(Household, home.household_id)
    parts = _end(plan, by=by, at=at)
    there = household if plan.is_whole else _other(plan, given, parts, by=by, at=at)
    parts += _begin_stays(plan, household, there, by=by, at=at)
    place_id = _begin_place(plan, there, given, parts, by=by, at=at)
    parts += _close(plan, household, there, by=by, at=at)
    made = Move(
        household_id=household.id,
        other_id=None if plan.is_whole else there.id,
        kind=plan.kind.value,
        starts=plan.day,
        ends=plan.ends,
        place_id=place_id,
        proof_due_on=given.proof_due_on,
        made_at=at,
        made_by_id=by.person_id,
    )
    db.session().add(made)
    db.session().flush()
    for each in parts:
        each.move_id = made.id
    db.session().add_all(parts)
    if given.proof is not None and place_id is not None:
        see_proof(db.session().get_one(HouseholdAddress, place_id), given.proof, by=by, at=at)
    refresh_terms({each.person_id for each in home.members} | set(plan.moving), on=today)

    told = {"kind": plan.kind.value, "starts": plan.day, "whole": plan.is_whole, "to": made.other_id}
    audit.record(HouseholdMoved(household.id, plan.moving, after=told), by=by, at=at)
    return made


def take_back(made: Move, *, by: Actor, at: datetime) -> None:
    """Undo a move before its day: what it began never was, what it ended goes on. Raises ChangedSince."""
    today = clock.day_of(at)
    if made.taken_back_at is not None or made.starts <= today:
        raise ChangedSince
    people = {each for each in (made.household_id, made.other_id) if each is not None}
    members = {one.person_id for home in homes_as_they_are(people, on=today).values() for one in home.members}
    parts = parts_of(made)
    for part in sorted(parts, key=lambda each: (each.is_begun and each.kind == "household", not each.is_begun)):
        _undo(part, made)
        db.session().flush()
    made.taken_back_at = at
    moved = tuple(dict.fromkeys(each.person_id for each in parts if each.person_id is not None))
    refresh_terms(members, on=today)

    told = MoveTakenBack(made.household_id, moved, before={"starts": made.starts}, after={"starts": None})
    audit.record(told, by=by, at=at)


def see_proof(place: HouseholdAddress, proof: Proof, *, by: Actor, at: datetime) -> ProofOfResidence:
    """Keep that somebody has seen a paper which proves this address of a household."""
    seen = ProofOfResidence(
        household_id=place.household_id,
        place_id=place.id,
        kind=proof.kind,
        dated=proof.dated,
        seen_at=at,
        seen_by_id=by.person_id,
    )
    db.session().add(seen)
    db.session().flush()

    after: Values = {"kind": proof.kind, "dated": proof.dated, "place_id": place.id}
    audit.record(ResidenceProved(place.household_id, after=after), by=by, at=at)
    return seen


def _end(plan: Plan, *, by: Actor, at: datetime) -> list[MovePart]:
    parts = []
    for ending in plan.ended_stays:
        stay = db.session().get_one(HouseholdMember, ending.id)
        parts.append(_ended("stay", ending, stay.ends, stay.person_id))
        _must(homes.leave(stay, ends=ending.ends, by=by, at=at))
    for ending in plan.ended_places:
        place = db.session().get_one(HouseholdAddress, ending.id)
        parts.append(_ended("place", ending, place.ends))
        _must(homes.stop_living_at(place, ends=ending.ends, by=by, at=at))
    return parts


def _other(plan: Plan, given: Given, parts: list[MovePart], *, by: Actor, at: datetime) -> Household:
    """The household they come to; a new one where there is none yet."""
    if given.into is not None:
        return db.session().get_one(Household, given.into.household_id)
    made = homes.begin_household(starts=plan.day, by=by, at=at)
    parts.append(MovePart(kind="household", record_id=made.id, is_begun=True))
    if given.phone:
        homes.add_phone(made, given.phone, type="home", starts=plan.day, by=by, at=at)
    return made


def _begin_stays(plan: Plan, here: Household, there: Household, *, by: Actor, at: datetime) -> list[MovePart]:
    parts = []
    for stay in plan.new_stays:
        member = _must(
            homes.join(
                there if stay.is_there else here,
                stay.person_id,
                starts=stay.span.starts,
                ends=stay.span.ends,
                is_secondary=stay.is_secondary,
                by=by,
                at=at,
            )
        )
        parts.append(MovePart(kind="stay", record_id=member.id, person_id=stay.person_id, is_begun=True))
    return parts


def _begin_place(
    plan: Plan, there: Household, given: Given, parts: list[MovePart], *, by: Actor, at: datetime
) -> int | None:
    """The address that begins; of a household that is there already the one it has. Answers which."""
    new = plan.new_place
    if new is None:
        present = given.into.place_on(max(plan.day, given.into.starts)) if given.into else None
        return present.place_id if present else None
    place = _must(
        homes.live_at(
            there,
            homes.address_for(given.lines),
            starts=new.span.starts,
            ends=new.span.ends,
            use=Use(
                is_primary=new.is_primary,
                is_mailing=new.is_mailing,
                is_physical=True,
                is_confidential=new.is_confidential,
            ),
            by=by,
            at=at,
        )
    )
    parts.append(MovePart(kind="place", record_id=place.id, is_begun=True))
    return place.id


def _close(plan: Plan, here: Household, there: Household, *, by: Actor, at: datetime) -> list[MovePart]:
    """Close the household that everybody has left, and the one that is there for a time alone."""
    is_for_a_time = plan.ends is not None and plan.new_place is not None and plan.new_place.is_there
    ends = {here: plan.closes_on, there: plan.ends if is_for_a_time else None}
    parts = []
    for household, day in ends.items():
        if day is not None:
            is_new = household is there
            parts += [] if is_new else [MovePart(kind="household", record_id=household.id, is_begun=False)]
            refused = homes.end_household(household, ends=day, by=by, at=at, reason="")
            if refused is not None:
                raise NotMoved(refused)
    return parts


def _ended(kind: str, ending: Ending, ended_before: date | None, person_id: int | None = None) -> MovePart:
    return MovePart(kind=kind, record_id=ending.id, person_id=person_id, is_begun=False, ended_before=ended_before)


_MODELS: dict[str, type[db.Base]] = {"household": Household, "stay": HouseholdMember, "place": HouseholdAddress}


def _undo(part: MovePart, made: Move) -> None:
    """Take back one part, if it is as the move wrote it."""
    record: Any = db.session().get_one(_MODELS[part.kind], part.record_id)
    lives_on = isinstance(record, Household) and part.is_begun and _has_members(record)
    if lives_on or record.ends != (made.ends if part.is_begun else made.starts):
        raise ChangedSince
    record.ends = record.starts if part.is_begun else part.ended_before


def _has_members(household: Household) -> bool:
    found = homes_as_they_are([household.id], on=household.starts)[household.id]
    return bool(found.members)


T = TypeVar("T")


def _must(done: T | Refused) -> T:
    if isinstance(done, Refused):
        raise NotMoved(done)
    return done
