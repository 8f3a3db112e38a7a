"""Who counts as one household, and which part of the day it is."""

from datetime import time

import pytest

from portal.rules import greetings, households
from portal.rules.greetings import PartOfDay

LINKS = [(1, 10), (2, 10), (2, 11), (3, 12), (4, 13), (5, 13), (5, 14), (6, 14)]
"""Parents 1 and 2 share child 10; 3 is alone with 12; 4, 5 and 6 are chained by 13 and 14."""


@pytest.mark.parametrize(
    ("activated", "left"),
    [
        ([], {1, 2, 10, 11, 3, 12, 4, 5, 6, 13, 14}),
        ([1], {3, 12, 4, 5, 6, 13, 14}),
        ([11], {3, 12, 4, 5, 6, 13, 14}),
        ([6], {1, 2, 10, 11, 3, 12}),
        ([3, 4], {1, 2, 10, 11}),
        ([99], {1, 2, 10, 11, 3, 12, 4, 5, 6, 13, 14}),
        ([2, 12, 14], set()),
    ],
)
def test_one_activated_member_speaks_for_the_household(activated: list[int], left: set[int]) -> None:
    assert households.without_account(LINKS, activated=activated) == left


HOMES = [(1, 100), (10, 100), (2, 200), (10, 200), (9, 200)]
"""1 and 2 are parted and share child 10, who has both homes; 9 is no parent, and lives with 2."""


@pytest.mark.parametrize(
    ("activated", "left"),
    [
        ([], {1, 2, 10, 11, 3, 12, 4, 5, 6, 13, 14}),
        ([1], {2, 10, 3, 12, 4, 5, 6, 13, 14}),
        ([2], {1, 10, 3, 12, 4, 5, 6, 13, 14}),
        ([9], {1, 10, 11, 3, 12, 4, 5, 6, 13, 14}),
        ([10], {3, 12, 4, 5, 6, 13, 14}),
        ([1, 2], {3, 12, 4, 5, 6, 13, 14}),
    ],
    ids=["nobody", "one home", "the other", "whoever lives there", "the child of both", "both"],
)
def test_each_home_of_the_record_speaks_for_itself(activated: list[int], left: set[int]) -> None:
    assert households.without_account(LINKS, homes=HOMES, activated=activated) == left


def test_a_long_chain_of_relatives_is_one_household() -> None:
    chain = [(number, number + 1) for number in range(0, 20_000, 1)]
    assert households.without_account(reversed(chain), activated=[0]) == frozenset()
    assert len(households.without_account(chain, activated=[])) == 20_001


@pytest.mark.parametrize(
    ("local", "part"),
    [
        (time(0), PartOfDay.MORNING),
        (time(11, 59), PartOfDay.MORNING),
        (time(12), PartOfDay.AFTERNOON),
        (time(17, 59), PartOfDay.AFTERNOON),
        (time(18), PartOfDay.EVENING),
        (time(23, 59), PartOfDay.EVENING),
    ],
)
def test_the_day_has_three_parts(local: time, part: PartOfDay) -> None:
    assert greetings.part_of(local) is part
