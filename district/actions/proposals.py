"""Supposes households from addresses and ties, and makes one of a proposal that a person has confirmed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import blake2b

from sqlalchemy import insert, or_, select, update

from district.actions import homes
from district.actions.holding import hold
from district.events import HouseholdConfirmed, HouseholdDeclined, HouseholdsProposed
from district.models import (
    Enrollment,
    Household,
    HouseholdMember,
    HouseholdProposal,
    HouseholdProposalMember,
    PersonAddress,
    Relationship,
)
from district.relationship_types import relationship_types
from district.rules.homes import Refused, Span, Stay
from district.rules.proposals import Proposals, Proposed, Tie, folded, propose
from district.rules.relationships import Held
from foundation import audit, clock, db
from foundation.audit import Actor

LIVED_AT = ("", "home", "physical")
"""Kinds of address at which people live; the empty one is of a source that tells no kinds."""


class AlreadySettled(Exception):
    """Somebody was faster, or the proposal is out of date: look at it again."""


class NotConfirmed(Exception):
    """Somebody cannot live there as proposed."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.fault.value)
        self.refused = refused


@dataclass(frozen=True)
class Told:
    """What a run of proposing found, and how many of it nobody had proposed before."""

    found: Proposals
    new: int
    outdated: int


def find_proposals(*, today: date) -> Proposals:
    """Work out today's proposals; changes nothing."""
    housed = select(HouseholdMember.person_id).where(
        HouseholdMember.starts <= today, or_(HouseholdMember.ends.is_(None), HouseholdMember.ends > today)
    )
    students = db.session().scalars(
        select(Enrollment.person_id)
        .where(or_(Enrollment.ends.is_(None), Enrollment.ends > today), Enrollment.person_id.not_in(housed))
        .distinct()
    )
    lived_at: dict[int, list[tuple[str, str, str, str, str]]] = defaultdict(list)
    place = PersonAddress
    for person_id, *lines in db.session().execute(
        select(place.person_id, place.line_1, place.line_2, place.city, place.state, place.postal_code).where(
            place.ends.is_(None), place.kind.in_(LIVED_AT), place.line_1 != ""
        )
    ):
        street, second, city, state, postal_code = lines
        lived_at[person_id].append((street, second, city, state, postal_code))
    return propose(students, lived_at, _ties(today))


def _ties(today: date) -> list[Tie]:
    """One tie for each pair: of several sources the one that says where the adult lives; no goes before yes."""
    said: dict[tuple[int, int], bool | None] = {}
    tie, known = Relationship, relationship_types()
    for adult, student, type, guardian, lives_with, emergency, place in db.session().execute(
        select(
            tie.adult_id, tie.student_id, tie.type, tie.guardian, tie.lives_with, tie.emergency, tie.emergency_priority
        ).where(tie.starts <= today, or_(tie.ends.is_(None), tie.ends > today))
    ):
        is_called = emergency is True or place is not None
        is_elsewhere = Held(adult, student, type, guardian, lives_with, is_called).is_only_called(known)
        lives, before = False if is_elsewhere else lives_with, said.get((adult, student))
        said[adult, student] = lives if before is None else (before and lives is not False)
    return [Tie(adult, student, lives) for (adult, student), lives in said.items()]


def rehearse_proposals(*, today: date) -> Told:
    """What keeping today's proposals would find and change; changes nothing."""
    found = find_proposals(today=today)
    step = _step_to(found)
    return Told(found, len(step.fresh) + len(step.again), len(step.gone))


def keep_proposals(*, by: Actor, at: datetime) -> Told:
    """Keep today's proposals for a person to settle; those that no longer follow are outdated. Makes no household."""
    found = find_proposals(today=clock.day_of(at))
    step = _step_to(found)

    for digests, state in ((step.again, "open"), (step.gone, "outdated")):
        for digest in digests:
            db.session().execute(
                update(HouseholdProposal).where(HouseholdProposal.digest == digest).values(state_now=state)
            )
    for digest, proposed in step.fresh.items():
        _keep(proposed, digest, at)

    told = Told(found, len(step.fresh) + len(step.again), len(step.gone))
    if told.new or told.outdated:
        audit.record(HouseholdsProposed(proposed=told.new, outdated=told.outdated), by=by, at=at)
    return told


@dataclass(frozen=True)
class _Step:
    """From the proposals that are kept to those that follow today: new ones, and digests that hold again or no more."""

    fresh: dict[str, Proposed]
    again: list[str]
    gone: list[str]


def _step_to(found: Proposals) -> _Step:
    wanted = {_digest(each): each for each in found.households}
    asked = select(HouseholdProposal.digest, HouseholdProposal.state_now)
    held = {row.digest: row.state_now for row in db.session().execute(asked)}
    return _Step(
        fresh={digest: each for digest, each in wanted.items() if digest not in held},
        again=[digest for digest in wanted if held.get(digest) == "outdated"],
        gone=[digest for digest, state in held.items() if state == "open" and digest not in wanted],
    )


def _keep(proposed: Proposed, digest: str, at: datetime) -> None:
    line_1, line_2, city, state, postal_code = proposed.address
    kept = HouseholdProposal(
        digest=digest,
        line_1=line_1,
        line_2=line_2,
        city=city,
        state=state,
        postal_code=postal_code,
        proposed_at=at,
    )
    db.session().add(kept)
    db.session().flush()
    people = [(one, True) for one in proposed.students] + [(one, False) for one in proposed.adults]
    db.session().execute(
        insert(HouseholdProposalMember),
        [{"proposal_id": kept.id, "person_id": one, "is_student": is_student} for one, is_student in people],
    )


def confirm_proposal(proposal_id: int, *, by: Actor, at: datetime) -> Household:
    """Make the household a person has confirmed, from today. Raises AlreadySettled, also when a student has one by now.

    Must run inside the transaction of the door, and be undone with it where NotConfirmed is raised.
    """
    today = clock.day_of(at)
    proposal = _settle(proposal_id, "confirmed", at)
    members = (
        db.session()
        .scalars(select(HouseholdProposalMember).where(HouseholdProposalMember.proposal_id == proposal.id))
        .all()
    )
    hold(people=[each.person_id for each in members])
    stays = {each.person_id: _first_homes(each.person_id, on=today) for each in members}
    if any(stays[each.person_id] for each in members if each.is_student):
        raise AlreadySettled
    household = homes.begin_household(starts=today, by=by, at=at)
    lines = homes.Lines(proposal.line_1, proposal.line_2, proposal.city, proposal.state, proposal.postal_code)
    homes.live_at(household, homes.address_for(lines), starts=today, by=by, at=at)
    for each in members:
        is_secondary = bool(stays[each.person_id])
        joined = homes.join(household, each.person_id, starts=today, is_secondary=is_secondary, by=by, at=at)
        if isinstance(joined, Refused):
            raise NotConfirmed(joined)
    proposal.household_id = household.id
    db.session().flush()
    told = HouseholdConfirmed(proposal=proposal.public_id, household=household.public_id, members=len(members))
    audit.record(told, by=by, at=at)
    return household


def _first_homes(person_id: int, *, on: date) -> list[Stay]:
    """The stays of a person, on a day or to come, that are a first home."""
    counts = Span(on)
    return [each for each in homes.stays_of(person_id) if not each.is_secondary and each.span.meets(counts)]


def confirm_by_hand(public_id: str, household: Household, *, members: int, by: Actor, at: datetime) -> None:
    """Settle a proposal that somebody looked over and entered as this household. One that is settled stays as it is."""
    proposal_id = db.session().scalar(select(HouseholdProposal.id).where(HouseholdProposal.public_id == public_id))
    if proposal_id is None:
        return
    try:
        proposal = _settle(proposal_id, "confirmed", at)
    except AlreadySettled:
        return
    proposal.household_id = household.id
    told = HouseholdConfirmed(proposal=public_id, household=household.public_id, members=members)
    audit.record(told, by=by, at=at)


def decline_proposal(proposal_id: int, *, by: Actor, at: datetime, reason: str = "") -> None:
    """Take a proposal away for good: the same people at the same address are not proposed again."""
    proposal = _settle(proposal_id, "declined", at)
    audit.record(HouseholdDeclined(proposal=proposal.public_id, reason=reason), by=by, at=at)


def _settle(proposal_id: int, state: str, at: datetime) -> HouseholdProposal:
    settled = db.session().execute(
        update(HouseholdProposal)
        .where(HouseholdProposal.id == proposal_id, HouseholdProposal.state_now == "open")
        .values(state_now=state, settled_at=at)
    )
    if settled.rowcount != 1:  # type: ignore[attr-defined]
        raise AlreadySettled
    return db.session().get_one(HouseholdProposal, proposal_id, populate_existing=True)


def _digest(proposed: Proposed) -> str:
    people = ",".join(map(str, (*proposed.students, 0, *proposed.adults)))
    return blake2b("\x1f".join((*folded(proposed.address), people)).encode(), digest_size=16).hexdigest()
