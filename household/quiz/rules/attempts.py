"""Who may try, how often on one district day, and what becomes of an attempt.

An attempt is one of the day on which it was opened, whether or not it is ever sent: nobody opens one after another to
read the questions. It may be gone on with for as long as the window stands in which it was opened, and it counts by the
moment it is sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Outcome(StrEnum):
    """What became of an attempt that is closed."""

    PASSED = "passed"
    FAILED = "failed"
    REFUSED = "refused"
    """It was sent when the quiz was not open to the person any more; it is not scored."""
    LEFT = "left"
    """It was never sent, and its window is over."""


class OpenRefusal(StrEnum):
    """Why no attempt begins though the window is open."""

    NO_MORE_TODAY = "no-more-today"
    BANK_TOO_SMALL = "bank-too-small"


OVER = frozenset({"lapsed", "already-renewed"})
"""The gate's reasons for which a window that was open will not open again. Access that was taken away may come back."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The district's settings of the quiz."""

    questions: int
    pass_percent: int
    attempts_a_day: int


def belongs_to_window(opened_on: date, window_opens: date | None) -> bool:
    """Whether an attempt opened on that day may be gone on with in the window that is open now."""
    return window_opens is None or opened_on >= window_opens


def refusal_to_open(*, opened_today: int, ready: int, limits: Limits) -> OpenRefusal | None:
    """Why no further attempt begins, or None. `ready` counts the questions that can be drawn."""
    if opened_today >= limits.attempts_a_day:
        return OpenRefusal.NO_MORE_TODAY
    if ready < limits.questions:
        return OpenRefusal.BANK_TOO_SMALL
    return None
