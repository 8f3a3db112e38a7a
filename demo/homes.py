"""Keyword builders of households, and those of the named cast: one home, two homes of one child, a confidential one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from demo.cast import LONG_AGO, LONG_AGO_AT, Someone, keep, write
from district.models import Address, Household, HouseholdAddress, HouseholdMember, HouseholdPhone


@dataclass(frozen=True)
class Home:
    """A household, and who belongs to it today."""

    id: int
    public_id: str
    members: tuple[Someone, ...]


def a_household(
    *members: Someone,
    street: str,
    second_home_of: Collection[Someone] = (),
    is_confidential: bool = False,
    phone: str = "",
    starts: date = LONG_AGO,
) -> Home:
    """A household at `street` in town; `second_home_of` names members whose first home is another one."""
    made = write(Household(starts=starts, created_at=LONG_AGO_AT))
    for each in members:
        is_secondary = each in second_home_of
        since = max(starts, each.born or starts)
        keep(HouseholdMember(household_id=made.id, person_id=each.id, is_secondary=is_secondary, starts=since))
    an_address(made.id, street, starts=starts, is_confidential=is_confidential)
    if phone:
        keep(HouseholdPhone(household_id=made.id, value=phone, type="home", starts=starts))
    return Home(made.id, made.public_id, members)


def an_address(
    household_id: int,
    street: str,
    *,
    starts: date = LONG_AGO,
    ends: date | None = None,
    is_primary: bool = True,
    is_confidential: bool = False,
) -> None:
    """Where a household lives and gets its mail. `ends` is exclusive."""
    place = write(Address(line_1=street, city="Juniper Valley", state="CO", postal_code="80999"))
    keep(
        HouseholdAddress(
            household_id=household_id,
            address_id=place.id,
            is_primary=is_primary,
            is_confidential=is_confidential,
            starts=starts,
            ends=ends,
        )
    )


def homes_of(people: Mapping[str, Someone], today: date) -> dict[str, Home]:
    """The households of the cast, by the name of an adult who lives there. The other families have none yet."""

    def at(street: str, *names: str, second: str = "", is_confidential: bool = False, phone: str = "") -> Home:
        members = [people[name] for name in names]
        elsewhere = [people[second]] if second else []
        return a_household(
            *members, *elsewhere, street=street, second_home_of=elsewhere, is_confidential=is_confidential, phone=phone
        )

    homes = {
        "marisol": at("12 Sandpiper Lane", "marisol", "lucia", "mateo", phone="+13035550124"),
        "patrick": at("12 Grebe Lane", "patrick", "siobhan", "nora"),
        "joanna": at("9 Osprey Hollow", "joanna", "eli", is_confidential=True),
        "victor": at("31 Osprey Court", "victor"),
        "ruth": at("12 Harrier Lane", "ruth", "isaiah"),
        "anke": at("12 Lark Lane", "anke", "maya"),
        "robert": at("4 Lark Terrace", "robert", "lena", second="maya"),
        "dana": at("12 Lapwing Lane", "dana", "owen"),
    }
    an_address(homes["patrick"].id, "80 Grebe Road", ends=today - timedelta(days=400), is_primary=False)
    return homes
