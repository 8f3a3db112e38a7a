"""The family is told that an address on record changed: that it did, from when on and of whom, never which it is.

Records no event: the move that is told of does.
"""

from __future__ import annotations

from datetime import datetime

from district.models import Move
from district.rules.guardianship import SightPolicy
from district.rules.moves import Home, Plan
from foundation import clock, outbox
from household.editor.queries.told import called, guardians_to_tell


def tell_family(made: Move, plan: Plan, home: Home, into: Home | None, *, policy: SightPolicy, at: datetime) -> int:
    """Write to the guardians who live at the new address; where none does, to those of this household who stay.

    The other household is told nothing, and of a confidential address nobody is (F12). Answers how many were written
    to.
    """
    if _is_confidential(plan, home, into):
        return 0
    today = clock.day_of(at)
    there = set(plan.moving) | {each.person_id for each in (into.members if into else ())}
    told = guardians_to_tell(there, plan.moving, on=today, policy=policy)
    told = told or guardians_to_tell(plan.staying, plan.moving, on=today, policy=policy)
    names = called(plan.moving) if told else {}
    for each in told:
        about = [who for who in plan.moving if who in each.student_ids or who == each.person_id]
        outbox.post(
            "address-changed",
            to=each.address,
            language=each.language,
            at=at,
            name=each.called,
            names=[names[who] for who in about],
            first_day=made.starts.isoformat(),
            is_to_come=made.starts > today,
        )
    return len(told)


def _is_confidential(plan: Plan, home: Home, into: Home | None) -> bool:
    hidden = [each for one in (home, into) if one is not None for each in one.places if each.is_confidential]
    return bool(hidden) or (plan.new_place is not None and plan.new_place.is_confidential)
