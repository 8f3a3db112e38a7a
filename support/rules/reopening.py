"""Whether a closed case may be opened again (S1), and until when.

The day of the closing is day 0: on day 60 a contact may, on day 61 not any more. Days are the district's: the contact's
own. What is solved is not opened again by a contact: a new case is linked to it instead. The desk may always.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from support.rules.statuses import Side

WITHIN_DAYS = 60


class ReopenProblem(StrEnum):
    """Why a case is not opened again."""

    STILL_OPEN = "still-open"
    SOLVED = "solved"
    TOO_LATE = "too-late"
    DUPLICATE = "duplicate"
    """It was closed as the same as another case: that one goes on."""


@dataclass(frozen=True)
class Reopening:
    """The answer, and the last day on which a contact may."""

    problem: ReopenProblem | None
    last_day: date | None


def reopening(closed_on: date | None, *, is_solved: bool, is_duplicate: bool, by: Side, today: date) -> Reopening:
    """Whether that side may open a case again that was closed on `closed_on` (None: it is open)."""
    if closed_on is None:
        return Reopening(ReopenProblem.STILL_OPEN, None)
    last_day = closed_on + timedelta(days=WITHIN_DAYS)
    if by is Side.DESK:
        return Reopening(None, last_day)
    if is_duplicate:
        return Reopening(ReopenProblem.DUPLICATE, last_day)
    if is_solved:
        return Reopening(ReopenProblem.SOLVED, last_day)
    return Reopening(ReopenProblem.TOO_LATE if today > last_day else None, last_day)
