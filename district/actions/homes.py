"""Households, who lives in them, where they are and how they are reached. Nothing is deleted: what is over ends.

Whoever calls has taken on the households and people with `holding.hold`, and works out what people are found by with
`refresh_terms` afterwards. An address stands in the audit by its id alone: its lines may be confidential (F12).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, or_, select

from district.events import (
    AddressBegun,
    AddressEnded,
    HouseholdBegun,
    HouseholdEnded,
    HouseholdPhoneBegun,
    HouseholdPhoneEnded,
    MemberJoined,
    MemberLeft,
)
from district.models import Address, Household, HouseholdAddress, HouseholdMember, HouseholdPhone, Relationship
from district.relationship_types import relationship_types
from district.rules.homes import HomeFault, Lodging, Refused, Span, Stay, refusal_to_lodge, refusal_to_stay
from district.rules.phones import as_dialled
from district.rules.proposals import codes_alike, folded
from district.rules.relationships import Held, only_called
from foundation import audit, clock, db
from foundation.audit import Actor, Values


@dataclass(frozen=True)
class Lines:
    """A postal address as it is written."""

    line_1: str
    line_2: str
    city: str
    state: str
    postal_code: str

    @property
    def all(self) -> tuple[str, str, str, str, str]:
        return self.line_1, self.line_2, self.city, self.state, self.postal_code


@dataclass(frozen=True)
class Use:
    """What an address is to a household."""

    is_primary: bool = True
    is_mailing: bool = True
    is_physical: bool = True
    is_confidential: bool = False


def begin_household(*, starts: date, by: Actor, at: datetime, reason: str = "") -> Household:
    """A household of nobody yet, from a day on."""
    household = Household(starts=starts, created_at=at)
    db.session().add(household)
    db.session().flush()

    audit.record(HouseholdBegun(household.id, after={"starts": starts}, reason=reason), by=by, at=at)
    return household


def end_household(household: Household, *, ends: date, by: Actor, at: datetime, reason: str) -> Refused | None:
    """Close a household in which nobody lives from that day on; None: it is done."""
    stay = select(HouseholdMember.person_id).where(HouseholdMember.household_id == household.id, _counts_after(ends))
    if ends < household.starts or db.session().scalars(stay.limit(1)).first() is not None:
        return Refused(HomeFault.IS_MEMBER if ends >= household.starts else HomeFault.NOT_THERE_YET, household.id)
    before = household.ends
    household.ends = ends

    told = HouseholdEnded(household.id, before={"ends": before}, after={"ends": ends}, reason=reason)
    audit.record(told, by=by, at=at)
    return None


def join(
    household: Household,
    person_id: int,
    *,
    starts: date,
    ends: date | None = None,
    is_secondary: bool = False,
    notes: str = "",
    by: Actor,
    at: datetime,
    reason: str = "",
) -> HouseholdMember | Refused:
    """Let a person live in a household from a day on (`ends` exclusive), or say what is in the way."""
    if household.ends is not None and household.ends <= starts:
        return Refused(HomeFault.HOUSEHOLD_ENDED, household.id)
    wanted = Stay(household.id, is_secondary, Span(starts, ends))
    if (refused := refusal_to_stay(wanted, stays_of(person_id))) is not None:
        return refused
    kept_apart = _only_called(household.id, person_id, wanted.span, today=clock.day_of(at))
    if kept_apart:
        return Refused(HomeFault.ONLY_CALLED, household.id, min(kept_apart))
    member = HouseholdMember(
        household_id=household.id,
        person_id=person_id,
        is_secondary=is_secondary,
        notes=notes,
        starts=starts,
        ends=ends,
    )
    db.session().add(member)
    db.session().flush()

    after = {"starts": starts, "ends": ends, "is_secondary": is_secondary}
    audit.record(MemberJoined(household.id, (person_id,), after=after, reason=reason), by=by, at=at)
    return member


def leave(member: HouseholdMember, *, ends: date, by: Actor, at: datetime, reason: str = "") -> Refused | None:
    """End a stay: `ends` is the first day the person no longer lives there. None: it is done.

    An end on the day it began says that it was a mistake.
    """
    if ends < member.starts:
        return Refused(HomeFault.NOT_THERE_YET, member.household_id)
    before = member.ends
    member.ends = ends
    db.session().flush()

    told = MemberLeft(
        member.household_id, (member.person_id,), before={"ends": before}, after={"ends": ends}, reason=reason
    )
    audit.record(told, by=by, at=at)
    return None


def stays_of(person_id: int) -> list[Stay]:
    """Every stay on record of one person. One statement."""
    found = db.session().execute(
        select(
            HouseholdMember.household_id, HouseholdMember.is_secondary, HouseholdMember.starts, HouseholdMember.ends
        ).where(HouseholdMember.person_id == person_id)
    )
    return [Stay(row.household_id, row.is_secondary, Span(row.starts, row.ends)) for row in found]


def stay_on(household_id: int, person_id: int, *, on: date) -> HouseholdMember | None:
    """The stay of a person in a household that holds a day or begins later; the earliest of several."""
    return (
        db.session()
        .scalars(
            select(HouseholdMember)
            .where(
                HouseholdMember.household_id == household_id,
                HouseholdMember.person_id == person_id,
                _counts_after(on),
            )
            .order_by(HouseholdMember.starts)
            .limit(1)
        )
        .first()
    )


def _only_called(household_id: int, person_id: int, span: Span, *, today: date) -> frozenset[tuple[int, int]]:
    """Of whom in the household the person is only called about, or who is only called about the person. One statement.

    A stay that is over is history: what is so today does not decide it.
    """
    on = max(span.starts, today)
    if span.ends is not None and span.ends <= on:
        return frozenset()
    here = select(HouseholdMember.person_id).where(HouseholdMember.household_id == household_id, _counts_after(on))
    tie = Relationship
    found = db.session().execute(
        select(
            tie.adult_id, tie.student_id, tie.type, tie.guardian, tie.lives_with, tie.emergency, tie.emergency_priority
        ).where(
            or_(
                and_(tie.adult_id == person_id, tie.student_id.in_(here)),
                and_(tie.student_id == person_id, tie.adult_id.in_(here)),
            ),
            tie.starts <= on,
            or_(tie.ends.is_(None), tie.ends > on),
        )
    )
    held = (Held(*row[:5], is_called=row.emergency is True or row.emergency_priority is not None) for row in found)
    return only_called(held, relationship_types())


def _counts_after(day: date) -> ColumnElement[bool]:
    """Of a stay: whether it holds that day or a later one. What was taken back holds none."""
    ends = HouseholdMember.ends
    return or_(ends.is_(None), and_(ends > day, ends > HouseholdMember.starts))


def address_for(lines: Lines) -> Address:
    """The address on record that is written alike, else a new one. Records no event: it is nobody's yet."""
    alike = db.session().scalars(
        select(Address).where(
            Address.postal_code.between(*codes_alike(lines.postal_code)),
            db.lowered(Address.city) == lines.city.lower(),
        )
    )
    wanted = folded(lines.all)
    for each in alike:
        if folded((each.line_1, each.line_2, each.city, each.state, each.postal_code)) == wanted:
            return each
    line_1, line_2, city, state, postal_code = lines.all
    made = Address(line_1=line_1, line_2=line_2, city=city, state=state, postal_code=postal_code)
    db.session().add(made)
    db.session().flush()
    return made


def live_at(
    household: Household,
    address: Address,
    *,
    starts: date,
    ends: date | None = None,
    use: Use = Use(),
    by: Actor,
    at: datetime,
    reason: str = "",
) -> HouseholdAddress | Refused:
    """Give a household an address from a day on (`ends` exclusive), or say what is in the way."""
    wanted = Lodging(address.id, use.is_primary, Span(starts, ends))
    if (refused := refusal_to_lodge(wanted, _lodgings_of(household.id))) is not None:
        return refused
    place = HouseholdAddress(
        household_id=household.id,
        address_id=address.id,
        is_primary=use.is_primary,
        is_mailing=use.is_mailing,
        is_physical=use.is_physical,
        is_confidential=use.is_confidential,
        starts=starts,
        ends=ends,
    )
    db.session().add(place)
    db.session().flush()

    audit.record(AddressBegun(household.id, after=_as_told(place), reason=reason), by=by, at=at)
    return place


def stop_living_at(place: HouseholdAddress, *, ends: date, by: Actor, at: datetime, reason: str = "") -> Refused | None:
    """End an address of a household: `ends` is the first day it no longer is one. None: it is done."""
    if ends < place.starts:
        return Refused(HomeFault.NOT_THERE_YET, place.household_id)
    before = _as_told(place)
    place.ends = ends
    db.session().flush()

    told = AddressEnded(place.household_id, before=before, after=_as_told(place), reason=reason)
    audit.record(told, by=by, at=at)
    return None


def add_phone(
    household: Household, typed: str, *, type: str, starts: date, by: Actor, at: datetime, reason: str = ""
) -> HouseholdPhone:
    """A telephone of the household as a whole; verbatim and marked where it is no valid number."""
    dialled = as_dialled(typed)
    phone = HouseholdPhone(
        household_id=household.id, value=dialled or typed, is_valid=bool(dialled), type=type, starts=starts
    )
    db.session().add(phone)
    db.session().flush()

    after: Values = {"phone": phone.value, "type": type, "starts": starts}
    audit.record(HouseholdPhoneBegun(household.id, after=after, reason=reason), by=by, at=at)
    return phone


def end_phone(phone: HouseholdPhone, *, ends: date, by: Actor, at: datetime, reason: str = "") -> None:
    """A telephone that the household no longer has from a day on."""
    before = {"phone": phone.value, "type": phone.type, "ends": phone.ends}
    phone.ends = max(ends, phone.starts)

    told = HouseholdPhoneEnded(phone.household_id, before=before, after={"ends": phone.ends}, reason=reason)
    audit.record(told, by=by, at=at)


def _lodgings_of(household_id: int) -> list[Lodging]:
    place = HouseholdAddress
    found = db.session().execute(
        select(place.address_id, place.is_primary, place.starts, place.ends).where(place.household_id == household_id)
    )
    return [Lodging(row.address_id, row.is_primary, Span(row.starts, row.ends)) for row in found]


def _as_told(place: HouseholdAddress) -> Values:
    names = ("address_id", "starts", "ends", "is_primary", "is_mailing", "is_physical", "is_confidential")
    return {name: getattr(place, name) for name in names}
