"""Who may be what to whom: types fit both ends, nobody is their own relative, no two share a place to be called.

A flag of a relationship is yes, no, or None: not known, which is never taken for a no. Birth dates decide only where
they are known; what nobody knows stands in nobody's way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from district.rules.guardianship import ELIGIBLE_AGE, turns
from district.rules.homes import Span

FLAGS = ("guardian", "mailing", "portal", "messenger", "may_pick_up", "lives_with")
"""What the office says of a relationship beside its type, its days and the order to call."""
Flags = Mapping[str, bool | None]
LAST_PLACE = 20
"""In the order to call."""


class TieFault(Enum):
    """Why two people cannot be tied as asked."""

    ONESELF = "oneself"
    UNKNOWN_TYPE = "unknown-type"
    OTHER_WAY_ROUND = "other-way-round"
    """The one who would be the elder is tied to the other as the younger already."""
    NOT_OLDER = "not-older"
    """By the birth dates the adult end is not old enough to be this to the child."""
    NOT_OF_AGE = "not-of-age"
    ENDS_BEFORE_IT_BEGINS = "ends-before-it-begins"
    LIVES_ELSEWHERE = "lives-elsewhere"
    """Somebody who is only called cannot live with the child (Columbus: a non-household relationship)."""
    LIVES_HERE = "lives-here"
    """The same, of somebody who is a member of the child's household."""
    PLACE_TAKEN = "place-taken"
    """Another adult of the child has that place in the order to call."""
    NO_SUCH_PLACE = "no-such-place"
    ENDED = "ended"
    """The relationship is over already."""


@dataclass(frozen=True)
class TieType:
    """What an adult may be to a student, and who fits which end."""

    name: str
    inverse: str
    says: str
    """Which sentence tells it from both ends."""
    older_by: int | None = None
    of_age: bool = False
    elsewhere: bool = False


@dataclass(frozen=True)
class End:
    """One of the two people."""

    person_id: int
    birth_date: date | None = None


@dataclass(frozen=True)
class Wanted:
    """A relationship as somebody wants it."""

    type: str
    span: Span
    flags: Flags = field(default_factory=dict)
    emergency_priority: int | None = None


def refusal_to_tie(
    wanted: Wanted,
    adult: End,
    student: End,
    *,
    types: Mapping[str, TieType],
    as_elder_of_adult: Iterable[str] = (),
    places_taken: Iterable[int] = (),
    share_a_home: bool = False,
) -> TieFault | None:
    """What keeps these two from being tied so; None: nothing.

    `as_elder_of_adult`: the types by which the student end is an adult of the adult end already. `places_taken`: the
    places in the order to call that other adults of the student have.
    """
    kind = types.get(wanted.type)
    if adult.person_id == student.person_id:
        return TieFault.ONESELF
    if kind is None:
        return TieFault.UNKNOWN_TYPE
    if wanted.span.ends is not None and wanted.span.ends < wanted.span.starts:
        return TieFault.ENDS_BEFORE_IT_BEGINS
    elders = [types[each] for each in as_elder_of_adult if each in types]
    return (
        _refusal_by_ends(kind, adult, student, on=wanted.span.starts, elders=elders)
        or _refusal_by_home(kind, wanted, share_a_home)
        or refusal_to_call(wanted.emergency_priority, places_taken)
    )


def _refusal_by_ends(
    kind: TieType, adult: End, student: End, *, on: date, elders: Iterable[TieType]
) -> TieFault | None:
    if kind.older_by is not None and any(each.older_by is not None for each in elders):
        return TieFault.OTHER_WAY_ROUND
    if kind.older_by is not None and not _is_older(adult, student, by=kind.older_by):
        return TieFault.NOT_OLDER
    if kind.of_age and adult.birth_date is not None and turns(adult.birth_date, ELIGIBLE_AGE) > on:
        return TieFault.NOT_OF_AGE
    return None


def _refusal_by_home(kind: TieType, wanted: Wanted, share_a_home: bool) -> TieFault | None:
    if not kind.elsewhere:
        return None
    if wanted.flags.get("lives_with") is True:
        return TieFault.LIVES_ELSEWHERE
    return TieFault.LIVES_HERE if share_a_home else None


def _is_older(adult: End, student: End, *, by: int) -> bool:
    """Whether one end is so many years older than the other, or nobody knows."""
    if adult.birth_date is None or student.birth_date is None:
        return True
    return turns(adult.birth_date, by) <= student.birth_date


def refusal_to_call(place: int | None, taken: Iterable[int]) -> TieFault | None:
    """What keeps an adult from this place in the order to call; no place is always free."""
    if place is None:
        return None
    if not 1 <= place <= LAST_PLACE:
        return TieFault.NO_SUCH_PLACE
    return TieFault.PLACE_TAKEN if place in set(taken) else None


def in_order(places: Mapping[int, int | None]) -> Mapping[int, int | None] | TieFault:
    """The order to call, by adult: the places as typed, made 1, 2, 3 without gaps; or why they are no order.

    Nobody changes before or after another but those whose numbers say so.
    """
    called = sorted((place, adult) for adult, place in places.items() if place is not None)
    numbers = [place for place, _ in called]
    if any(not 1 <= each <= LAST_PLACE for each in numbers):
        return TieFault.NO_SUCH_PLACE
    if len(set(numbers)) < len(numbers):
        return TieFault.PLACE_TAKEN
    counted = {adult: number for number, (_, adult) in enumerate(called, start=1)}
    return {adult: counted.get(adult) for adult in places}


@dataclass(frozen=True)
class Held:
    """A relationship on record, as far as it says whether the two may share a home."""

    adult_id: int
    student_id: int
    type: str
    guardian: bool | None = None
    lives_with: bool | None = None
    is_called: bool = False

    def is_only_called(self, known: Mapping[str, TieType]) -> bool:
        """Whether the adult lives elsewhere by it, and is only called (Columbus: a non-household relationship)."""
        if self.type in known and known[self.type].elsewhere:
            return True
        return self.is_called and self.guardian is False and self.lives_with is False


def only_called(held: Iterable[Held], known: Mapping[str, TieType]) -> frozenset[tuple[int, int]]:
    """The adult and the student of each pair that nothing on record lets share a home: never members of one household.

    Where one source says more of a pair than another, they may.
    """
    said: dict[tuple[int, int], bool] = {}
    for each in held:
        pair = each.adult_id, each.student_id
        said[pair] = said.get(pair, True) and each.is_only_called(known)
    return frozenset(pair for pair, is_only in said.items() if is_only)
