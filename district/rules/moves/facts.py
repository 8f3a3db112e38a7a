"""What a move is decided from, and what it comes to: values alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from district.rules.homes import Span


class Kind(Enum):
    """What happened."""

    MOVE = "move"
    """They live elsewhere from a day on."""
    CORRECTION = "correction"
    """The address was never right."""
    TEMPORARY = "temporary"
    """They live elsewhere through a day (an emergency), and the home address stays."""


class Where(Enum):
    """Where a member lives afterwards."""

    HERE = "here"
    THERE = "there"
    HERE_FIRST = "here-first"
    """In both; this is the first home, the other one the second."""
    THERE_FIRST = "there-first"


class FaultKind(Enum):
    """Why a move cannot be as asked."""

    NOBODY = "nobody"
    """Nobody was said to live elsewhere."""
    NOBODY_STAYS = "nobody-stays"
    """A household does not split where everybody goes: it moves."""
    TOO_FAR = "too-far"
    ENDS_TOO_EARLY = "ends-too-early"
    CAME_LATER = "came-later"
    """A member came on that day or later: then they never lived here before it."""
    LEAVES_ALREADY = "leaves-already"
    """The end of a member's stay is on record already."""
    ADDRESS_IS_NEWER = "address-is-newer"
    """The present address began on that day or later."""
    ADDRESS_ENDS_ALREADY = "address-ends-already"
    """The next address, or the end of this one, is on record already."""
    NO_ADDRESS = "no-address"
    """There is no address that could have been wrong."""
    SAME_ADDRESS = "same-address"
    """It is the address on record."""
    THERE_LATER = "there-later"
    """The other household began later than that day."""
    LIVES_THERE_ALREADY = "lives-there-already"
    ONLY_CALLED = "only-called"
    """By the relationship on record the member is only called about the other, and lives elsewhere."""


@dataclass(frozen=True)
class Fault:
    """Why not, and the member, the other one and the day it is about, where there are such."""

    kind: FaultKind
    person_id: int | None = None
    day: date | None = None
    other_id: int | None = None


@dataclass(frozen=True)
class Member:
    """A person in a household for a time, and the students they answer for."""

    person_id: int
    stay_id: int
    is_student: bool
    is_secondary: bool
    span: Span
    guards: frozenset[int] = frozenset()
    """The students whose guardian they are, as far as nobody says they are not."""
    gets_mail_for: frozenset[int] = frozenset()
    only_called_for: frozenset[int] = frozenset()
    """The students about whom they are only called: by that they live elsewhere."""


@dataclass(frozen=True)
class Place:
    """An address of a household for a time."""

    place_id: int
    address_id: int
    is_primary: bool
    is_mailing: bool
    is_confidential: bool
    span: Span


@dataclass(frozen=True)
class Home:
    """A household with its members and addresses of today and to come."""

    household_id: int
    starts: date
    members: tuple[Member, ...]
    places: tuple[Place, ...]

    def members_on(self, day: date) -> tuple[Member, ...]:
        """Who lives there on that day."""
        return tuple(each for each in self.members if holds(each.span, day))

    def place_on(self, day: date) -> Place | None:
        """The primary address of that day."""
        return next((each for each in self.places if each.is_primary and holds(each.span, day)), None)


@dataclass(frozen=True)
class Asked:
    """What is asked: where each member lives from a day on. `into`: the household they come to; None: one of theirs."""

    kind: Kind
    day: date
    """The first day elsewhere. Of a correction the day it is entered: the days follow from what was wrong."""
    where: Mapping[int, Where]
    ends: date | None = None
    """Of what is temporary: the first day that it no longer is."""
    into: Home | None = None
    address_id: int | None = None
    """The new address, where it is on record."""
    is_confidential: bool = False


@dataclass(frozen=True)
class Ending:
    """A stay or an address (by its id) that no longer counts from a day on."""

    id: int
    ends: date
    was_never: bool = False
    person_id: int | None = field(default=None, compare=False)
    """Whose stay it is."""


@dataclass(frozen=True)
class NewStay:
    """A stay that begins, in this household or in the other one."""

    person_id: int
    is_there: bool
    is_secondary: bool
    span: Span


@dataclass(frozen=True)
class NewPlace:
    """The address that begins; `is_there`: the one of a new household."""

    is_there: bool
    is_primary: bool
    is_mailing: bool
    is_confidential: bool
    span: Span


class Concern(Enum):
    """What to look at before saving. It keeps nobody from it."""

    STUDENTS_ALONE = "students-alone"
    NO_GUARDIAN = "no-guardian"
    NO_MAIL = "no-mail"
    """No adult there gets the mail about the students."""


@dataclass(frozen=True)
class Warned:
    """A concern about this household, or about where they go."""

    concern: Concern
    is_there: bool


@dataclass(frozen=True)
class Plan:
    """Everything that is written, with its days."""

    kind: Kind
    day: date
    is_whole: bool
    """Whether the household as a whole has another address; else some live elsewhere."""
    moving: tuple[int, ...]
    """Who lives elsewhere, in both homes included."""
    staying: tuple[int, ...]
    ended_stays: tuple[Ending, ...] = ()
    new_stays: tuple[NewStay, ...] = ()
    ended_places: tuple[Ending, ...] = ()
    new_place: NewPlace | None = None
    closes_on: date | None = None
    """From when on nobody lives here any more."""
    ends: date | None = None
    """Of what is temporary: the first day that it no longer is."""
    warnings: tuple[Warned, ...] = ()


def holds(span: Span, day: date) -> bool:
    """Whether a day is one of these."""
    return span.starts <= day and (span.ends is None or day < span.ends)
