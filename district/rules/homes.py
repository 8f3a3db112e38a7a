"""Who lives where when: what a household, its members and its addresses may and may not be (domain 2.1, rules 1, 2).

Days are the district's; ends are exclusive. A stay or an address of no day at all, begun and ended on one day, is a
mistake taken back: it is kept, and stands in nobody's way.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum


class HomeFault(Enum):
    """Why somebody cannot live somewhere as asked."""

    ENDS_BEFORE_IT_BEGINS = "ends-before-it-begins"
    IS_MEMBER = "is-member"
    """Lives in that household already on one of these days."""
    HAS_FIRST_HOME = "has-first-home"
    """Another household is the first home on one of these days (NC DPI: one primary household per student)."""
    HAS_PRIMARY_ADDRESS = "has-primary-address"
    """The household has another primary address on one of these days (Columbus: exactly one)."""
    LIVES_THERE = "lives-there"
    """The household has that very address already on one of these days."""
    NOT_A_MEMBER = "not-a-member"
    NOT_THERE_YET = "not-there-yet"
    """An end before the beginning."""
    HOUSEHOLD_ENDED = "household-ended"
    ONLY_CALLED = "only-called"
    """By the relationship on record one of two lives elsewhere, and is only called about the other."""


@dataclass(frozen=True)
class Span:
    """Days from `starts` to the day before `ends`; no end: until further notice."""

    starts: date
    ends: date | None = None

    @property
    def is_in_order(self) -> bool:
        return self.ends is None or self.starts < self.ends

    def meets(self, other: Span) -> bool:
        """Whether the two share a day."""
        return (
            self.is_in_order
            and other.is_in_order
            and (other.ends is None or self.starts < other.ends)
            and (self.ends is None or other.starts < self.ends)
        )


@dataclass(frozen=True)
class Stay:
    """A person in a household for a time."""

    household_id: int
    is_secondary: bool
    span: Span


@dataclass(frozen=True)
class Lodging:
    """A household at an address for a time."""

    address_id: int
    is_primary: bool
    span: Span


@dataclass(frozen=True)
class Refused:
    """Why not, and the household, or the adult and the student of a relationship, that stand in the way."""

    fault: HomeFault
    household_id: int | None = None
    tie: tuple[int, int] | None = None


def refusal_to_stay(wanted: Stay, stays: Iterable[Stay]) -> Refused | None:
    """What keeps a person whose stays are these from one more; None: nothing."""
    if not wanted.span.is_in_order:
        return Refused(HomeFault.ENDS_BEFORE_IT_BEGINS)
    meeting = [each for each in stays if each.span.meets(wanted.span)]
    if any(each.household_id == wanted.household_id for each in meeting):
        return Refused(HomeFault.IS_MEMBER, wanted.household_id)
    if not wanted.is_secondary:
        first = next((each for each in meeting if not each.is_secondary), None)
        if first is not None:
            return Refused(HomeFault.HAS_FIRST_HOME, first.household_id)
    return None


def refusal_to_lodge(wanted: Lodging, lodgings: Iterable[Lodging]) -> Refused | None:
    """What keeps a household that lodges so from one more address; None: nothing."""
    if not wanted.span.is_in_order:
        return Refused(HomeFault.ENDS_BEFORE_IT_BEGINS)
    meeting = [each for each in lodgings if each.span.meets(wanted.span)]
    if any(each.address_id == wanted.address_id for each in meeting):
        return Refused(HomeFault.LIVES_THERE)
    if wanted.is_primary and any(each.is_primary for each in meeting):
        return Refused(HomeFault.HAS_PRIMARY_ADDRESS)
    return None
