"""Who belongs together, for campaigns that go to households.

A household of the record counts as it is kept: a child of two homes belongs to both, and each home speaks for itself.
Whoever is in none is taken with everyone reached over relationships (parent, child, the child's other parent,
siblings), as one household.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable


def without_account(
    links: Iterable[tuple[int, int]], *, homes: Iterable[tuple[int, int]] = (), activated: Iterable[int]
) -> frozenset[int]:
    """People of `links` (adult, student) in whose household nobody is `activated`. Person ids throughout.

    `homes` are (person, household) of the record. Of several households of one person, one where nobody is will do.
    """
    leads: dict[int, int] = {}
    for adult, student in links:
        one, other = _head(leads, adult), _head(leads, student)
        leads[max(one, other)] = min(one, other)
    active = frozenset(activated)
    living: dict[int, set[int]] = defaultdict(set)
    for person, household in homes:
        living[person].add(household)
    let_in = {household for person in active & living.keys() for household in living[person]}
    reached = {_head(leads, each) for each in active if each in leads}
    return frozenset(
        each for each in list(leads) if (living[each] - let_in if each in living else _head(leads, each) not in reached)
    )


def _head(leads: dict[int, int], person: int) -> int:
    """The smallest id of the household `person` is known to be in; paths are halved on the way (union-find)."""
    leads.setdefault(person, person)
    while leads[person] != person:
        leads[person] = leads[leads[person]]
        person = leads[person]
    return person
