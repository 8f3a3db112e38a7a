"""The survey after a case (S1): who is mailed one, what it asks, and what its answers say.

Every closed case is eligible; nobody gets more than one mail in 30 days, and nobody who opted out gets any.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

BETWEEN = timedelta(days=30)
"""From one mail to the next of the same person: on day 29 not yet, on day 30 again."""
ANSWER_LASTS, OPT_OUT_LASTS = timedelta(days=30), timedelta(days=365)
GOAL_PERCENT = 95
"""Of answers that are satisfied."""
SATISFIED = 4
"""On the scale of `LOWEST` to `HIGHEST`, overall: this much or more is satisfied."""
LOWEST, HIGHEST = 1, 5
FEWEST = 5
"""So many answers at least before anything is said of them: fewer might tell whose they are."""


class Area(StrEnum):
    """What is rated, in S1's order."""

    COURTESY = "courtesy"
    KNOWLEDGE = "knowledge"
    TIMELINESS = "timeliness"
    QUALITY = "quality"
    OVERALL = "overall"


class Outcome(StrEnum):
    """What became of a closed case's survey."""

    MAILED = "mailed"
    TOO_SOON = "too-soon"
    """Its contact was mailed one in the last 30 days."""
    OPTED_OUT = "opted-out"
    NOT_REACHED = "not-reached"
    """Nobody's case, a contact who is none any more, or one without an address."""


def outcome(last_mailed_on: date | None, *, opted_out: bool, is_reached: bool, on: date) -> Outcome:
    """Whether a mail goes out that day, and why not."""
    if not is_reached:
        return Outcome.NOT_REACHED
    if opted_out:
        return Outcome.OPTED_OUT
    if last_mailed_on is not None and on < last_mailed_on + BETWEEN:
        return Outcome.TOO_SOON
    return Outcome.MAILED


@dataclass(frozen=True)
class Satisfaction:
    """What answers say together. Sums by area; nothing may be told of fewer than `FEWEST`."""

    answers: int
    satisfied: int
    sums: dict[Area, int]

    @property
    def is_told(self) -> bool:
        """Whether there are enough to tell of without telling whose they are."""
        return self.answers >= FEWEST

    @property
    def percent(self) -> int | None:
        """Of all answers those that are satisfied, rounded down: 94.9 does not reach 95. None where it is not told."""
        return self.satisfied * 100 // self.answers if self.is_told else None

    @property
    def reaches_goal(self) -> bool:
        """Whether the share is the goal or more."""
        return self.percent is not None and self.percent >= GOAL_PERCENT

    def average(self, area: Area) -> float | None:
        """Of one area, to a tenth; None where it is not told."""
        return round(self.sums[area] / self.answers, 1) if self.is_told else None


def together(parts: Sequence[Satisfaction]) -> Satisfaction:
    """Several as one."""
    return Satisfaction(
        answers=sum(each.answers for each in parts),
        satisfied=sum(each.satisfied for each in parts),
        sums={area: sum(each.sums[area] for each in parts) for area in Area},
    )
