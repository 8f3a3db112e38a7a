"""What an address is to a household, once it has it: written rightly, used for this and that, confidential or not.

Whoever calls has taken on the households with `holding.hold`, and works out what people are found by with
`refresh_terms` afterwards. An address stands in the audit by its id alone: its lines may be confidential (F12).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from district.actions.homes import Lines, Use
from district.events import AddressCorrected, ConfidentialitySet
from district.models import Address, HouseholdAddress
from district.rules.homes import Lodging, Refused, Span, refusal_to_lodge
from foundation import audit, db
from foundation.audit import Actor, Values


def address_as_written(lines: Lines) -> Address:
    """The address on record that is written just so, else a new one. Records no event: it is nobody's yet."""
    line_1, line_2, city, state, postal_code = lines.all
    written = {"line_1": line_1, "line_2": line_2, "city": city, "state": state, "postal_code": postal_code}
    found = db.session().scalars(select(Address).filter_by(**written).order_by(Address.id).limit(1)).first()
    if found is None:
        found = Address(**written)
        db.session().add(found)
        db.session().flush()
    return found


def correct_place(
    place: HouseholdAddress, address: Address, *, use: Use, by: Actor, at: datetime, reason: str = ""
) -> Refused | bool:
    """Say where the place was from the beginning, and what it is used for; True where that is something else.

    The record that was wrong stays: other households may share it. Whether it is confidential is not changed here.
    """
    wanted = Lodging(address.id, use.is_primary, Span(place.starts, place.ends))
    if (refused := refusal_to_lodge(wanted, _others_of(place))) is not None:
        return refused
    before = _as_told(place)
    place.address_id = address.id
    place.is_primary, place.is_mailing, place.is_physical = use.is_primary, use.is_mailing, use.is_physical
    after = _as_told(place)
    if after == before:
        return False
    db.session().flush()

    changed = {name for name, value in after.items() if before[name] != value} | {"address_id"}
    told = AddressCorrected(
        place.household_id,
        before={name: before[name] for name in before if name in changed},
        after={name: after[name] for name in after if name in changed},
        reason=reason,
    )
    audit.record(told, by=by, at=at)
    return True


def set_confidential(place: HouseholdAddress, is_confidential: bool, *, by: Actor, at: datetime, reason: str) -> bool:
    """Keep an address from everybody without the right to see it, or no longer; False where it is so already."""
    if place.is_confidential is is_confidential:
        return False
    place.is_confidential = is_confidential
    db.session().flush()

    told = ConfidentialitySet(
        place.household_id,
        before={"address_id": place.address_id, "is_confidential": not is_confidential},
        after={"address_id": place.address_id, "is_confidential": is_confidential},
        reason=reason,
    )
    audit.record(told, by=by, at=at)
    return True


def _others_of(place: HouseholdAddress) -> list[Lodging]:
    other = HouseholdAddress
    found = db.session().execute(
        select(other.address_id, other.is_primary, other.starts, other.ends).where(
            other.household_id == place.household_id, other.id != place.id
        )
    )
    return [Lodging(row.address_id, row.is_primary, Span(row.starts, row.ends)) for row in found]


def _as_told(place: HouseholdAddress) -> Values:
    names = ("address_id", "is_primary", "is_mailing", "is_physical")
    return {name: getattr(place, name) for name in names}
