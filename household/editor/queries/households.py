"""One household as the office sees it: its members, where it is and how it is reached, then and now."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, BindParameter, Select, String, bindparam, case, cast, exists, func, or_, select
from sqlalchemy.orm import aliased

from district.models import (
    Address,
    Household,
    HouseholdAddress,
    HouseholdMember,
    HouseholdPhone,
    Move,
    Person,
    ProofOfResidence,
)
from district.queries.moves import proof_is_missing, still
from district.queries.own_family import is_own_household
from foundation import db
from household.editor.models import CleanupFinding
from household.editor.queries.briefs import PersonSeen, line_about, seen
from household.editor.queries.changes import entry_facts, feed_facts
from household.editor.queries.facts import (
    Facts,
    asked,
    confirmations,
    fact_row,
    finding_facts,
    gathered,
    line_of,
    looks,
    name_of,
    town_of,
)
from household.editor.queries.reach import ON, Reader, current, is_household_in_reach, is_kept_from_reader

MOST_MEMBERS = 60


@dataclass(frozen=True)
class Member:
    """A person in the household, now or before."""

    id: int
    """Of the stay."""
    person: PersonSeen
    is_secondary: bool
    starts: date
    ends: date | None
    is_current: bool
    notes: str
    is_to_come: bool
    """Whether the stay begins after today."""

    @property
    def was_never(self) -> bool:
        """Whether it was a mistake, or taken back before its day: it stays in the history alone."""
        return self.ends == self.starts


@dataclass(frozen=True)
class HouseholdSeen:
    """A household with its members; those of today first."""

    id: int
    public_id: str
    version: int
    starts: date
    ends: date | None
    is_in_reach: bool
    is_own: bool
    keeps_address: bool
    """Whether an address of it is confidential, today or to come."""
    members: tuple[Member, ...]
    has_more: bool

    @property
    def is_open(self) -> bool:
        return self.is_in_reach and not self.is_own

    @property
    def people(self) -> list[PersonSeen]:
        """The members of today."""
        return [each.person for each in self.members if each.is_current]


def household(public_id: str, reader: Reader) -> HouseholdSeen | None:
    """The household with that public id, in reach or not. One statement."""
    rows = db.session().execute(_HOUSEHOLD, reader.given | {"public_id": public_id}).all()
    if not rows:
        return None
    first = rows[0]
    members = [
        Member(
            id=row.stay_id,
            person=seen(row),
            is_secondary=row.is_secondary,
            starts=row.member_starts,
            ends=row.member_ends,
            is_current=row.is_current,
            notes=row.notes,
            is_to_come=row.member_starts > reader.on,
        )
        for row in rows[:MOST_MEMBERS]
        if row.person_id is not None
    ]
    return HouseholdSeen(
        id=first.household_id,
        public_id=public_id,
        version=first.household_version,
        starts=first.household_starts,
        ends=first.household_ends,
        is_in_reach=first.household_in_reach,
        is_own=first.household_is_own,
        keeps_address=first.keeps_address,
        members=tuple(members),
        has_more=len(rows) > MOST_MEMBERS,
    )


def facts_about_household(
    household_id: int, people: Collection[int], members: Collection[int], events: Sequence[str], reader: Reader
) -> Facts:
    """Its addresses (no lines of confidential ones) and phones, who has looked at these `people`, and the latest
    changes, told by these events or made by feeds of these `members`. One statement."""
    given = {"household_id": household_id, "subject_id": household_id, "people": sorted(people), "fed": sorted(members)}
    return gathered(_ABOUT, events=list(events), **given, **reader.given)


def _household() -> Select[*tuple[Any, ...]]:
    person, place = aliased(Person), aliased(HouseholdAddress)
    is_current = current(HouseholdMember.starts, HouseholdMember.ends)
    keeps = exists().where(
        place.household_id == Household.id, place.is_confidential.is_(True), or_(place.ends.is_(None), place.ends > ON)
    )
    return (
        select(
            Household.id.label("household_id"),
            Household.version.label("household_version"),
            Household.starts.label("household_starts"),
            Household.ends.label("household_ends"),
            is_household_in_reach(Household.id).label("household_in_reach"),
            is_own_household(Household.id).label("household_is_own"),
            keeps.label("keeps_address"),
            HouseholdMember.id.label("stay_id"),
            HouseholdMember.is_secondary,
            HouseholdMember.notes,
            HouseholdMember.starts.label("member_starts"),
            HouseholdMember.ends.label("member_ends"),
            is_current.label("is_current"),
            *line_about(person),
        )
        .outerjoin(HouseholdMember, HouseholdMember.household_id == Household.id)
        .outerjoin(person, person.id == HouseholdMember.person_id)
        .where(Household.public_id == bindparam("public_id"))
        .order_by(is_current.desc(), person.birth_date.is_(None), person.birth_date, HouseholdMember.id)
        .limit(MOST_MEMBERS + 1)
    )


_OF = bindparam("household_id", type_=BigInteger)


def _addresses() -> Select[Any]:
    place = HouseholdAddress
    is_hidden = is_kept_from_reader(place.is_confidential)
    return (
        fact_row(
            "address",
            case((is_hidden, ""), else_=line_of(Address)),
            case((is_hidden, ""), else_=town_of(Address)),
            case((place.is_confidential.is_(True), "confidential"), else_=""),
            case((place.is_mailing.is_(True), "mailing"), else_=""),
            case((place.is_physical.is_(True), "physical"), else_=""),
            model=place,
            is_sure=place.is_primary,
        )
        .join(Address, Address.id == place.address_id)
        .where(place.household_id == _OF)
        .order_by(current(place.starts, place.ends).desc(), place.starts.desc(), place.id)
    )


def _phones() -> Select[Any]:
    phone = HouseholdPhone
    return (
        fact_row("phone", phone.value, phone.type, model=phone, is_sure=phone.is_valid)
        .where(phone.household_id == _OF)
        .order_by(current(phone.starts, phone.ends).desc(), phone.starts.desc(), phone.id)
    )


def _moves() -> Select[Any]:
    """The moves that are to come: `is_sure` where they leave this household, or it moves; the other one, if any."""
    return (
        fact_row(
            "move",
            Move.public_id,
            Move.kind,
            case((Move.other_id.is_not(None), "some"), else_=""),
            model=Move,
            is_sure=Move.household_id == _OF,
            at=Move.made_at,
        )
        .where(or_(Move.household_id == _OF, Move.other_id == _OF), Move.taken_back_at.is_(None), Move.starts > ON)
        .order_by(Move.starts, Move.id)
    )


def _proofs() -> Select[Any]:
    """The proofs of residence that somebody has seen, with the day on the paper and who saw it."""
    seer, address = aliased(Person), aliased(Address)
    is_hidden = is_kept_from_reader(HouseholdAddress.is_confidential)
    return (
        fact_row(
            "proof",
            ProofOfResidence.kind,
            cast(ProofOfResidence.dated, String),
            func.coalesce(name_of(seer), ""),
            case((is_hidden, ""), else_=line_of(address)),
            model=ProofOfResidence,
            at=ProofOfResidence.seen_at,
        )
        .join(HouseholdAddress, HouseholdAddress.id == ProofOfResidence.place_id)
        .join(address, address.id == HouseholdAddress.address_id)
        .outerjoin(seer, seer.id == ProofOfResidence.seen_by_id)
        .where(ProofOfResidence.household_id == _OF)
        .order_by(ProofOfResidence.seen_at.desc(), ProofOfResidence.id.desc())
    )


class _Due:
    """What is due: the row of a move, dated by the day of its proof."""

    id, starts = Move.id, Move.proof_due_on


def _unproved() -> Select[Any]:
    """The addresses whose proof is still to be brought."""
    place = HouseholdAddress
    return (
        fact_row("no-proof", Move.public_id, model=_Due)
        .join(place, place.id == Move.place_id)
        .where(place.household_id == _OF, proof_is_missing(), still(place.starts, place.ends))
        .order_by(Move.proof_due_on)
    )


def _findings() -> Select[Any]:
    """Of the household, and of its members in reach."""
    found = CleanupFinding
    members: BindParameter[int] = bindparam("fed", expanding=True)
    return finding_facts(found.person_id).where(or_(found.household_id == _OF, found.person_id.in_(members)))


_HOUSEHOLD = _household()
_ABOUT = asked(
    _addresses(),
    _phones(),
    _moves(),
    _proofs(),
    _unproved(),
    looks(),
    confirmations(),
    _findings(),
    latest=(entry_facts("household"), feed_facts()),
)
