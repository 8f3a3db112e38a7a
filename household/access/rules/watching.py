"""Whom DoTS looks after: who has been on the way for long, and who may lose access soon.

- **Stuck**: all but something is there and nothing has happened for long: courses begun and no other requirement met
  for 30 days, or only the approval missing for 14. It ends by itself with whatever is met.
- **At risk**: the window is open and the term not renewed, or access ends within 30 days.
"""

from __future__ import annotations

from datetime import date, timedelta

from household.access.rules.answers import State

STUCK_AFTER = {State.IN_PROGRESS: timedelta(days=30), State.AWAITING_APPROVAL: timedelta(days=14)}
"""How many days somebody has stood so before it is long."""
AT_RISK_DAYS = 30
"""Days left, at most, of an access whose window is not open."""


def stuck_since(state: State, on: date) -> date:
    """The last day on which the state may have begun, for somebody who is stuck in it on the day."""
    return on - STUCK_AFTER[state]
