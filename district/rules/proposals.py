"""Which people seem to be one household, from the addresses and ties that feeds tell. A proposal, never a fact.

A household is proposed where a student lives at an address together with an adult who is tied to her and of whom the
feed does not say that he lives elsewhere. A student without an address of her own lives where the adults live who live
with her, when that is one place. Whoever has several addresses to live at is left to a person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

Address = tuple[str, str, str, str, str]
"""Street, second line, city, state, postal code."""


@dataclass(frozen=True)
class Tie:
    """An adult's current relationship to a student; `lives_with` is true, false, or None: not known."""

    adult_id: int
    student_id: int
    lives_with: bool | None


@dataclass(frozen=True)
class Proposed:
    """One address with the people who seem to live there."""

    address: Address
    students: tuple[int, ...]
    adults: tuple[int, ...]


@dataclass(frozen=True)
class Proposals:
    """What can be proposed, and the students for whom nothing can, by the reason."""

    households: tuple[Proposed, ...]
    without_address: tuple[int, ...]
    several_addresses: tuple[int, ...]
    alone: tuple[int, ...]
    """No adult on record lives at the student's address."""


def folded(address: Address) -> Address:
    """An address as it is compared: capitals, spaces, full stops and the last four of a ZIP make no difference."""
    street, second, city, state, postal_code = (" ".join(line.casefold().replace(".", "").split()) for line in address)
    return street, second, city, state, postal_code[:5]


def codes_alike(postal_code: str) -> tuple[str, str]:
    """The first and the last postal code, both included, that begin with the same five digits: an index has them."""
    first = postal_code[:5]
    return first, f"{first}-9999"


def propose(students: Iterable[int], homes: Mapping[int, Collection[Address]], ties: Iterable[Tie]) -> Proposals:
    """Propose households of `students`, who have none; `homes` has the addresses at which each person may live."""
    tied: dict[int, list[Tie]] = defaultdict(list)
    for tie in ties:
        tied[tie.student_id].append(tie)
    at: dict[Address, list[int]] = defaultdict(list)
    written: dict[Address, Address] = {}
    nowhere: list[int] = []
    several: list[int] = []
    for student in sorted(set(students)):
        found = _homes(student, homes, tied[student])
        if len(found) == 1:
            (place, address) = next(iter(found.items()))
            written.setdefault(place, address)
            at[place].append(student)
        else:
            (several if found else nowhere).append(student)
    households, alone = [], []
    for place, together in at.items():
        adults = sorted(
            {
                tie.adult_id
                for student in together
                for tie in tied[student]
                if tie.lives_with is not False and set(_places(homes.get(tie.adult_id, ()))) == {place}
            }
        )
        if adults:
            households.append(Proposed(written[place], tuple(together), tuple(adults)))
        else:
            alone += together
    return Proposals(tuple(households), tuple(nowhere), tuple(several), tuple(sorted(alone)))


def _homes(student: int, homes: Mapping[int, Collection[Address]], ties: list[Tie]) -> dict[Address, Address]:
    if own := homes.get(student, ()):
        return _places(own)
    return _places(each for tie in ties if tie.lives_with for each in homes.get(tie.adult_id, ()))


def _places(addresses: Iterable[Address]) -> dict[Address, Address]:
    return {folded(each): each for each in addresses}
