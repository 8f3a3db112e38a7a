"""Which reminder that access ends is due.

Each stands for a number of days before the last day of access (0: the last day itself). One whose day was missed, by an
outage or because the end became known late, is made good with the nearest only, and once: three at a time would say
less than one.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date


def reminder_due(access_ends: date, on: date, *, days: Sequence[int], sent: Collection[int]) -> int | None:
    """The one of `days` that is due on the day, or None.

    `access_ends` is the first day without access; `sent` are those of the same ending that were written before.
    """
    left = (access_ends - on).days - 1
    come = [each for each in days if each >= left]
    if left < 0 or not come:
        return None
    nearest = min(come)
    return None if any(each <= nearest for each in sent) else nearest
