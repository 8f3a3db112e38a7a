"""How soon a case is answered first (S1): so many office hours by priority; an outage at all hours."""

from __future__ import annotations

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


def answer_due(submitted: datetime, priority: Priority, *, is_outage: bool = False) -> Sum:
    """When the first reply is due to a case submitted at that moment (aware), with its sum.

    An outage of a hosted system is answered at all hours, holidays too, within the time of a critical case.
    """
    if is_outage:
        return at_all_hours(submitted, TARGETS[Priority.CRITICAL])
    return count(submitted, TARGETS[priority])
