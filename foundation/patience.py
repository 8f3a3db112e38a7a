"""How long whoever is served here may wait for the database (T29).

A request sets a deadline, and every wait in it ends there (`postgres`, `db`). Commands and workers set none: an import
may take its time.
"""

from __future__ import annotations

import time
from contextvars import ContextVar

UNHURRIED_S = 60
"""How long work that nobody waits for at a page lets others write or hold a lock first: an import may take its time."""

_span: ContextVar[float | None] = ContextVar("hearth_span", default=None)
_deadline: ContextVar[float | None] = ContextVar("hearth_deadline", default=None)


def end_in(seconds: float) -> None:
    """From here on, give up on the database `seconds` from now."""
    _span.set(seconds)
    start_over()


def start_over() -> None:
    """Wait as long again as `end_in` said: for the next portion of a long list, which is no database that hangs."""
    span = _span.get()
    _deadline.set(None if span is None else time.monotonic() + span)


def end_never() -> None:
    """Wait as long as it takes again."""
    _span.set(None)
    _deadline.set(None)


def span() -> float:
    """How many seconds whatever is asked here may wait for others: as long as its page may take, or `UNHURRIED_S`."""
    return UNHURRIED_S if (given := _span.get()) is None else given


def seconds_left() -> float | None:
    """Until the deadline, at least 0; None without one."""
    deadline = _deadline.get()
    return None if deadline is None else max(0.0, deadline - time.monotonic())
