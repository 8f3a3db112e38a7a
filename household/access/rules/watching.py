"""Whom DoTS looks after: who has been on the way for long, and who may lose access soon.

- **Stuck**: all but something is there and nothing has happened for long: courses begun and no other requirement met
  for 30 days, or only the approval missing for 14. It ends by itself with whatever is met.
- **At risk**: the window is open and the term not renewed, or access ends within 30 days.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from household.access.rules.answers import Segment, State
from household.access.rules.terms import DAY

STUCK, AT_RISK = "stuck", "at-risk"

STUCK_AFTER = {State.IN_PROGRESS: timedelta(days=30), State.AWAITING_APPROVAL: timedelta(days=14)}
"""How many days somebody has stood so before it is long."""
AT_RISK_DAYS = 30
"""Days left, at most, of an access whose window is not open. These numbers are in the tally that is kept
(`actions/weighing.py`): whoever changes one counts it anew."""


class Watched(NamedTuple):
    """The days of a stretch on which somebody is stuck or at risk: from `starts` to the day before `ends` (None: for
    ever)."""

    code: str
    starts: date
    ends: date | None


def stuck_since(state: State, on: date) -> date:
    """The last day on which the state may have begun, for somebody who is stuck in it on the day."""
    return on - STUCK_AFTER[state]


def watched_in(segment: Segment) -> Watched | None:
    """On which of its days somebody is to be looked after; None on none."""
    found = None
    if segment.state in STUCK_AFTER:
        found = Watched(STUCK, segment.starts + STUCK_AFTER[segment.state], segment.ends)
    elif segment.state is State.RECERTIFY:
        found = Watched(AT_RISK, segment.starts, segment.ends)
    elif segment.state is State.ACTIVE and segment.access_ends is not None:
        soon = segment.access_ends - (AT_RISK_DAYS + 1) * DAY
        found = Watched(AT_RISK, max(segment.starts, soon), segment.ends)
    return found if found is not None and (found.ends is None or found.starts < found.ends) else None
