"""Records that one deed changes together are taken on in one order, so that no two deeds wait for each other.

Households come first, then people, then relationships, each from the lowest id up. Records no event: the deed does.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from district.models import Household, Person, Relationship
from foundation import versions


def hold(
    *,
    households: Mapping[int, int | None] | Collection[int] = (),
    people: Mapping[int, int | None] | Collection[int] = (),
    ties: Mapping[int, int | None] | Collection[int] = (),
) -> bool:
    """Take these records to their next version, in the open transaction, and keep others' changes waiting.

    A mapping names the version that was seen of each; None, or no mapping: whichever it is. False where one of them
    was changed meanwhile: then the deed must not be done, and what was taken so far is taken back with it.
    """
    return _take(Household, households) and _take(Person, people) and _take(Relationship, ties)


def _take(
    model: type[Household] | type[Person] | type[Relationship], records: Mapping[int, int | None] | Collection[int]
) -> bool:
    seen = records if isinstance(records, Mapping) else dict.fromkeys(records)
    for each in sorted(seen):
        version = seen[each]
        if version is None:
            versions.touch(model, each)
        elif not versions.move_on(model, each, seen=version):
            return False
    return True
