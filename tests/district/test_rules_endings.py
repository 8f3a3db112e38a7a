"""When a feed would end too much."""

from __future__ import annotations

import pytest

from district.rules.endings import too_many


@pytest.mark.parametrize(
    ("ending", "held", "percent", "stops"),
    [
        (0, 0, 5, False),
        (0, 100, 5, False),
        (5, 100, 5, False),
        (6, 100, 5, True),
        (50, 1000, 5, False),
        (51, 1000, 5, True),
        (1, 19, 5, False),
        (2, 19, 5, True),
        (1, 2, 5, False),
        (1, 1, 5, True),
        (1, 19, 0, True),
        (19, 19, 100, False),
        (19, 19, 99, True),
    ],
)
def test_more_than_the_allowed_share_stops_but_one_alone_may_leave(
    ending: int, held: int, percent: float, stops: bool
) -> None:
    assert too_many(ending, held, percent=percent) is stops
