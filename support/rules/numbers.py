"""The desk's numbers (S1): office time between two moments, ages, and what is not told because few are behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from support.rules.office_hours import CLOSES, DAY, MINUTE, OFFICE, OPENS, why_closed

FEWEST = 5
"""Cases: what is told by module and type is told of so many at least. Fewer might be one person’s."""
AGES = (1, 5, 10, 30)
"""Days: an open case is at most so old, or older than the last."""


class Period(IntEnum):
    """So many days back from now."""

    MONTH = 30
    QUARTER = 90
    YEAR = 365

    def since(self, at: datetime) -> datetime:
        """When it began, for whoever looks at a moment."""
        return at - timedelta(days=self.value)


@dataclass(frozen=True)
class Asked:
    """How many cases of one type were about one module."""

    module: str
    type: str
    cases: int


def office_minutes(start: datetime, end: datetime) -> int:
    """The minutes of the desk's hours between two moments (aware): what `office_hours.count` adds up. None before."""
    begun, ended = (each.astimezone(OFFICE).replace(second=0, microsecond=0) for each in (start, end))
    total, day = timedelta(0), begun.date()
    while day <= ended.date():
        if not why_closed(day):
            opens, closes = (datetime.combine(day, each, OFFICE) for each in (OPENS, CLOSES))
            total += max(timedelta(0), min(closes, ended) - max(opens, begun))
        day += DAY
    return total // MINUTE


def plain_minutes(start: datetime, end: datetime) -> int:
    """The minutes between two moments by any clock: of an outage, which is answered at all hours."""
    return max(timedelta(0), end - start) // MINUTE


def average(minutes: Sequence[int]) -> int | None:
    """The whole minutes in the middle; None of none."""
    return sum(minutes) // len(minutes) if minutes else None


def share(part: int, whole: int) -> int | None:
    """Percent, rounded down, so that a goal is reached or not; None of nothing."""
    return part * 100 // whole if whole else None


def tellable(asked: Sequence[Asked]) -> tuple[list[Asked], int]:
    """What may be told by module and type, the most first; and how many cases stand in rows that may not."""
    told = sorted(
        (each for each in asked if each.cases >= FEWEST), key=lambda each: (-each.cases, each.module, each.type)
    )
    return told, sum(each.cases for each in asked if each.cases < FEWEST)
