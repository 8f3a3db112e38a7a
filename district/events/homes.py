"""What may be told of households: who lives where, and since when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from foundation.audit import Event, Subject, Values


@dataclass(frozen=True)
class HouseholdsProposed(Event):
    """Households were supposed from addresses and relationships; none was made."""

    proposed: int
    outdated: int


@dataclass(frozen=True)
class HouseholdConfirmed(Event):
    """A person confirmed a proposal, and the household was made."""

    proposal: str
    household: str
    members: int


@dataclass(frozen=True)
class HouseholdDeclined(Event):
    """A person declined a proposal."""

    proposal: str
    reason: str = ""


@dataclass(frozen=True)
class HouseholdTold(Event):
    """Base of what is told of a household: it stands in its history and in that of the people it is about.

    `before` and `after` hold what changed, by name; an address stands there by its id, never by its lines.
    """

    household_id: int
    people: tuple[int, ...] = ()
    before: Values = field(default_factory=dict)
    after: Values = field(default_factory=dict)
    reason: str = ""

    def about(self) -> Iterable[Subject]:
        yield ("household", self.household_id)
        for each in self.people:
            yield ("person", each)


@dataclass(frozen=True)
class HouseholdBegun(HouseholdTold):
    """A household was entered."""


@dataclass(frozen=True)
class HouseholdEnded(HouseholdTold):
    """A household in which nobody lives any more was closed."""


@dataclass(frozen=True)
class MemberJoined(HouseholdTold):
    """Somebody lives in a household from a day on."""


@dataclass(frozen=True)
class MemberLeft(HouseholdTold):
    """Somebody no longer lives in a household from a day on; before it began where it was entered by mistake."""


@dataclass(frozen=True)
class AddressBegun(HouseholdTold):
    """A household has an address from a day on."""


@dataclass(frozen=True)
class AddressEnded(HouseholdTold):
    """A household no longer has an address from a day on."""


@dataclass(frozen=True)
class HouseholdPhoneBegun(HouseholdTold):
    """A household is reached by a telephone."""


@dataclass(frozen=True)
class HouseholdPhoneEnded(HouseholdTold):
    """A household is no longer reached by a telephone."""


@dataclass(frozen=True)
class MemberHomeChanged(HouseholdTold):
    """A household is a member's first home, or a second one, from a day on."""


@dataclass(frozen=True)
class MemberNoted(HouseholdTold):
    """The office wrote something down of a member's stay."""


@dataclass(frozen=True)
class AddressCorrected(HouseholdTold):
    """An address of a household was written wrongly, or is used for something else than was said."""


@dataclass(frozen=True)
class ConfidentialitySet(HouseholdTold):
    """An address of a household is confidential from now on, or is so no more."""


@dataclass(frozen=True)
class HouseholdMoved(HouseholdTold):
    """A household, or some who lived in it, live elsewhere from a day on, or never lived where the record said."""


@dataclass(frozen=True)
class MoveTakenBack(HouseholdTold):
    """A move that was to come was taken back before its day."""


@dataclass(frozen=True)
class ResidenceProved(HouseholdTold):
    """Somebody saw a paper that proves where a household lives."""
