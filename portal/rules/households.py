"""Who belongs together, for campaigns that go to households: people linked by a shared child.

Households of the office's making come with the household tool; until then, everyone reached from one person over
relationships (parent, child, the child's other parent, siblings) counts as one household.
"""

from __future__ import annotations

from collections.abc import Iterable


def without_account(links: Iterable[tuple[int, int]], *, activated: Iterable[int]) -> frozenset[int]:
    """People of `links` (adult, student) in whose household nobody is `activated`. Person ids throughout."""
    leads: dict[int, int] = {}
    for adult, student in links:
        one, other = _head(leads, adult), _head(leads, student)
        leads[max(one, other)] = min(one, other)
    reached = {_head(leads, each) for each in activated if each in leads}
    return frozenset(each for each in list(leads) if _head(leads, each) not in reached)


def _head(leads: dict[int, int], person: int) -> int:
    """The smallest id of the household `person` is known to be in; paths are halved on the way (union-find)."""
    leads.setdefault(person, person)
    while leads[person] != person:
        leads[person] = leads[leads[person]]
        person = leads[person]
    return person
