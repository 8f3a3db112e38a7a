"""Report cards made of the final marks of a term: from which day on a family may open one."""

from __future__ import annotations

from datetime import date, timedelta


def available_on(ends: date, *, days: int) -> date:
    """The first day on which the card of a term may be opened: so many days after its last day. `ends` is exclusive."""
    return ends - timedelta(days=1) + timedelta(days=days)


def is_available(ends: date, *, days: int, on: date) -> bool:
    """Whether the card of a term may be opened on the day `on`. Never while the term is under way."""
    return ends <= on and available_on(ends, days=days) <= on
