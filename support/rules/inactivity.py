"""When a contact who does not use the desk is told, and when a person has to decide (S0: 180 consecutive days).

Day 0 is the day of the last signed-in use of the desk or of anything done on a case; of somebody who has never come,
the day of the appointment; of somebody who was flagged and kept, the day of that decision, where it is the latest.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

FLAGGED_AFTER = 180
TOLD_AFTER = (150, 170)
LONGEST_BEFORE = min(TOLD_AFTER)


@dataclass(frozen=True)
class Use:
    """What is known of one contact’s use of the desk."""

    starts: date
    last_active_on: date | None
    kept_on: date | None
    told_days: int = 0
    flagged_on: date | None = None

    @property
    def day_zero(self) -> date:
        """The day that idle days are counted from."""
        return max(each for each in (self.starts, self.last_active_on, self.kept_on) if each is not None)

    @property
    def flag_day(self) -> date:
        """The day on which the contact is flagged unless they come before."""
        return self.day_zero + timedelta(days=FLAGGED_AFTER)

    def idle_days(self, on: date) -> int:
        """How many days have passed without use; never less than none."""
        return max(0, (on - self.day_zero).days)

    @property
    def has_come_back(self) -> bool:
        """Whether a flagged contact has used the desk since: it does not take the flag away, a person does."""
        return (
            self.flagged_on is not None and self.last_active_on is not None and self.last_active_on >= self.flagged_on
        )


@dataclass(frozen=True)
class Due:
    """What the night has to do about one contact: tell them at `days`, or flag them as of `flagged_on`."""

    days: int
    flagged_on: date | None = None


def due(use: Use, on: date) -> Due | None:
    """What is due on a day, once: a night that was missed is made up for by the latest of what it left undone.

    Who is flagged already is left to the person who decides.
    """
    if use.flagged_on is not None:
        return None
    idle = use.idle_days(on)
    if idle >= FLAGGED_AFTER:
        return Due(FLAGGED_AFTER, use.flag_day)
    reached = [each for each in TOLD_AFTER if each <= idle]
    return Due(reached[-1]) if reached and reached[-1] > use.told_days else None
