"""What a stay in a household is: a first home or a second one, and what the office wrote down of it.

Whoever calls has taken on the households and people with `holding.hold`.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from district.actions.homes import stays_of
from district.events import MemberHomeChanged, MemberNoted
from district.models import HouseholdMember
from district.rules.homes import HomeFault, Refused, Span, Stay, refusal_to_stay
from foundation import audit, db
from foundation.audit import Actor


def change_home(
    member: HouseholdMember, *, is_secondary: bool, starts: date, by: Actor, at: datetime, reason: str = ""
) -> HouseholdMember | Refused:
    """Let a stay count as a second home, or as the first one, from a day on; or say what is in the way.

    The stay until then ends and keeps what it was; the one from then on is another.
    """
    if starts < member.starts:
        return Refused(HomeFault.NOT_THERE_YET, member.household_id)
    own = Stay(member.household_id, member.is_secondary, Span(member.starts, member.ends))
    wanted = Stay(member.household_id, is_secondary, Span(starts, member.ends))
    refused = refusal_to_stay(wanted, [each for each in stays_of(member.person_id) if each != own])
    if refused is not None:
        return refused
    member.ends, ends = starts, member.ends
    db.session().flush()
    after = HouseholdMember(
        household_id=member.household_id,
        person_id=member.person_id,
        is_secondary=is_secondary,
        notes=member.notes,
        starts=starts,
        ends=ends,
    )
    db.session().add(after)
    db.session().flush()

    told = MemberHomeChanged(
        member.household_id,
        (member.person_id,),
        before={"is_secondary": member.is_secondary},
        after={"is_secondary": is_secondary, "starts": starts},
        reason=reason,
    )
    audit.record(told, by=by, at=at)
    return after


def note_stay(member: HouseholdMember, notes: str, *, by: Actor, at: datetime) -> bool:
    """Write down what the office should know of a stay; False where it says so already."""
    if notes == member.notes:
        return False
    before, member.notes = member.notes, notes

    told = MemberNoted(member.household_id, (member.person_id,), before={"notes": before}, after={"notes": notes})
    audit.record(told, by=by, at=at)
    return True


def first_home_of(person_id: int, *, on: date) -> HouseholdMember | None:
    """The stay that is the first home of a person on a day, or the next one that will be."""
    return (
        db.session()
        .scalars(
            select(HouseholdMember)
            .where(
                HouseholdMember.person_id == person_id,
                HouseholdMember.is_secondary.is_(False),
                (HouseholdMember.ends.is_(None)) | (HouseholdMember.ends > on),
            )
            .order_by(HouseholdMember.starts)
            .limit(1)
        )
        .first()
    )
