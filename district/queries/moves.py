"""Households as a move finds them, the moves that are to come, and the addresses that lack a proof of residence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Date, Select, and_, bindparam, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from district.models import (
    Enrollment,
    Household,
    HouseholdAddress,
    HouseholdMember,
    Move,
    MovePart,
    ProofOfResidence,
    Relationship,
)
from district.relationship_types import relationship_types
from district.rules.homes import Span
from district.rules.moves import Home, Member, Place
from district.rules.relationships import Held, only_called
from foundation import db

_ON = bindparam("on", type_=Date)
_HOUSEHOLDS: BindParameter[int] = bindparam("households", expanding=True)


def homes_as_they_are(household_ids: Collection[int], *, on: date) -> dict[int, Home]:
    """These households with their members and addresses of that day and to come. Two statements."""
    given = {"households": sorted(household_ids), "on": on}
    rows = defaultdict[int, dict[int, Any]](dict)
    guards, mail = defaultdict[int, set[int]](set), defaultdict[int, set[int]](set)
    held: list[Held] = []
    starts: dict[int, date] = {}
    for row in db.session().execute(_MEMBERS, given):
        starts[row.household_id] = row.household_starts
        if row.stay_id is None:
            continue
        rows[row.household_id][row.stay_id] = row
        if row.student_id is not None:
            held.append(_held(row))
            for chosen, flag in ((guards, row.guardian), (mail, row.mailing)):
                if flag is not False:
                    chosen[row.person_id].add(row.student_id)
    apart = defaultdict[int, set[int]](set)
    for adult, student in only_called(held, relationship_types()):
        apart[adult].add(student)
    places = defaultdict[int, list[Place]](list)
    for place in db.session().scalars(_PLACES, given):
        places[place.household_id].append(_place(place))
    return {
        each: Home(
            household_id=each,
            starts=since,
            members=tuple(
                Member(
                    person_id=row.person_id,
                    stay_id=row.stay_id,
                    is_student=row.is_student,
                    is_secondary=row.is_secondary,
                    span=Span(row.starts, row.ends),
                    guards=frozenset(guards[row.person_id]),
                    gets_mail_for=frozenset(mail[row.person_id]),
                    only_called_for=frozenset(apart[row.person_id]),
                )
                for row in rows[each].values()
            ),
            places=tuple(places[each]),
        )
        for each, since in starts.items()
    }


def move_called(public_id: str, *, of: int) -> Move | None:
    """The move with that public id which was entered for this household or brought somebody to it. One statement."""
    asked = select(Move).where(Move.public_id == public_id, or_(Move.household_id == of, Move.other_id == of))
    return db.session().scalar(asked)


def parts_of(move: Move) -> list[MovePart]:
    """What a move wrote, in that order."""
    return list(db.session().scalars(select(MovePart).where(MovePart.move_id == move.id).order_by(MovePart.id)))


def place_to_prove(household_id: int, *, on: date) -> int | None:
    """The address of a household that lacks its proof, else the primary one of that day. One statement."""
    return db.session().scalar(_TO_PROVE, {"households": [household_id], "on": on})


@dataclass(frozen=True)
class Lacking:
    """An address whose proof of residence was to be brought and was not seen yet."""

    household_id: int
    public_id: str
    since: date
    due_on: date


def lacking_proof(*, on: date, household_ids: Collection[int] | None = None, after: int = 0) -> Iterator[Lacking]:
    """Every household whose move lacks a proof still, by its id from after the given one; or those among some.

    One statement. Each with the move whose proof was due first.
    """
    chosen = _LACKING if household_ids is None else _LACKING.where(Household.id.in_(sorted(household_ids)))
    last = after
    for row in db.session().execute(chosen, {"on": on, "after": after}):
        if row.id != last:
            yield Lacking(row.id, row.public_id, row.starts, row.proof_due_on)
        last = row.id


def still(starts: InstrumentedAttribute[date], ends: InstrumentedAttribute[date | None]) -> ColumnElement[bool]:
    """Whether a stay or an address counts on the day `on` or will; what was taken back never did."""
    return or_(ends.is_(None), and_(ends > _ON, ends > starts))


def proof_is_missing() -> ColumnElement[bool]:
    """Of a `Move`: whether its proof was to be brought, and nobody has seen one of that address."""
    return and_(
        Move.proof_due_on.is_not(None),
        Move.taken_back_at.is_(None),
        ~exists().where(ProofOfResidence.place_id == Move.place_id),
    )


def _place(place: HouseholdAddress) -> Place:
    return Place(
        place_id=place.id,
        address_id=place.address_id,
        is_primary=place.is_primary,
        is_mailing=place.is_mailing,
        is_confidential=place.is_confidential,
        span=Span(place.starts, place.ends),
    )


def _held(row: Any) -> Held:
    is_called = row.emergency is True or row.emergency_priority is not None
    return Held(row.person_id, row.student_id, row.type, row.guardian, row.lives_with, is_called)


def _members() -> Select[*tuple[Any, ...]]:
    member, tie, held = aliased(HouseholdMember), aliased(Relationship), aliased(Enrollment)
    is_student = exists().where(held.person_id == member.person_id, or_(held.ends.is_(None), held.ends > _ON))
    return (
        select(
            Household.id.label("household_id"),
            Household.starts.label("household_starts"),
            member.id.label("stay_id"),
            member.person_id,
            member.is_secondary,
            member.starts,
            member.ends,
            is_student.label("is_student"),
            tie.student_id,
            tie.guardian,
            tie.mailing,
            tie.type,
            tie.lives_with,
            tie.emergency,
            tie.emergency_priority,
        )
        .outerjoin(member, and_(member.household_id == Household.id, still(member.starts, member.ends)))
        .outerjoin(
            tie,
            and_(
                tie.adult_id == member.person_id,
                tie.starts <= _ON,
                or_(tie.ends.is_(None), tie.ends > _ON),
            ),
        )
        .where(Household.id.in_(_HOUSEHOLDS))
        .order_by(member.id)
    )


_MEMBERS = _members()
_PLACES = (
    select(HouseholdAddress)
    .where(HouseholdAddress.household_id.in_(_HOUSEHOLDS), still(HouseholdAddress.starts, HouseholdAddress.ends))
    .order_by(HouseholdAddress.id)
)
_LACKING = (
    select(Household.id, Household.public_id, Move.starts, Move.proof_due_on)
    .join(HouseholdAddress, HouseholdAddress.household_id == Household.id)
    .join(Move, Move.place_id == HouseholdAddress.id)
    .where(proof_is_missing(), still(HouseholdAddress.starts, HouseholdAddress.ends), Household.id > bindparam("after"))
    .order_by(Household.id, Move.proof_due_on, Move.id)
)
_TO_PROVE = (
    select(HouseholdAddress.id)
    .outerjoin(Move, and_(Move.place_id == HouseholdAddress.id, proof_is_missing()))
    .where(
        HouseholdAddress.household_id.in_(_HOUSEHOLDS),
        still(HouseholdAddress.starts, HouseholdAddress.ends),
        or_(Move.id.is_not(None), and_(HouseholdAddress.is_primary.is_(True), HouseholdAddress.starts <= _ON)),
    )
    .order_by(Move.id.is_(None), HouseholdAddress.id)
    .limit(1)
)
