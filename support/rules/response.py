"""How soon a case is answered first (S1): so many office hours by priority; an outage at all hours."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from support.rules.office_hours import Sum, at_all_hours, count


class Priority(StrEnum):
    """How badly a case hinders, the worst first, in S1's words."""

    CRITICAL = "critical"
    """The software is not operational."""
    HIGH = "high"
    """A time-sensitive task cannot be done."""
    MEDIUM = "medium"
    """Usable, but some function is affected."""
    LOW = "low"
    """A question, or advice."""


BUSINESS_DAY = timedelta(hours=12)
TARGETS = {
    Priority.CRITICAL: timedelta(hours=1),
    Priority.HIGH: timedelta(hours=4),
    Priority.MEDIUM: BUSINESS_DAY,
    Priority.LOW: 2 * BUSINESS_DAY,
}
"""Office time until the first reply of an advisor."""


@dataclass(frozen=True)
class Counted:
    """By what a due time was counted, and its sum."""

    priority: Priority
    is_outage: bool
    sum: Sum

    @property
    def target(self) -> timedelta:
        """How much was added up."""
        return TARGETS[Priority.CRITICAL if self.is_outage else self.priority]


def answer_due(submitted: datetime, priority: Priority, *, is_outage: bool = False) -> Sum:
    """When the first reply is due to a case submitted at that moment (aware), with its sum.

    An outage of a hosted system is answered at all hours, holidays too, within the time of a critical case.
    """
    if is_outage:
        return at_all_hours(submitted, TARGETS[Priority.CRITICAL])
    return count(submitted, TARGETS[priority])


def counted_by(submitted: datetime, due: datetime, *, likely: Priority, is_outage: bool) -> Counted | None:
    """By what a due time was counted that is kept since; None where no promise of today leads to it.

    A case changes after its first answer, and its due time does not. What is likely is tried before all else: no two
    priorities are due at one moment, but an outage and a critical case may be.
    """
    others = [(likely, not is_outage), *((each, False) for each in Priority)]
    for priority, outage in [(likely, is_outage), *others]:
        counted = answer_due(submitted, priority, is_outage=outage)
        if counted.due == due:
            return Counted(priority, outage, counted)
    return None


def priority_then(now: Priority, answered: datetime | None, changes: Iterable[tuple[datetime, str]]) -> Priority:
    """The priority of a case when it was answered first; what it is now while nobody has. `changes`: when it changed,
    and from which."""
    later = [(at, was) for at, was in changes if answered is not None and at > answered]
    return Priority(min(later)[1]) if later else now
