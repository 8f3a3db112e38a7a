"""Reminders to a whole list, asked for by hand: who gets one, and how a run goes from one state to the next.

A list is counted first and kept as it was then (the *rehearsal*); whoever is in it is written to once, portion by
portion. Whom the night or a colleague reminded lately is left out.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from household.access.rules.answers import WITH_ACCESS, State

KEPT_FOR = timedelta(hours=24)
"""How long a rehearsal may be run; after it whoever it is about may stand otherwise."""
LATELY = timedelta(days=7)
"""Whoever was reminded in so many days before is left out."""


class Fate(StrEnum):
    """What becomes of one person in the list."""

    WRITE = "write"
    UNREACHED = "unreached"
    """There is no working address."""
    LATELY = "lately"
    """Reminded a few days ago."""


class Progress(StrEnum):
    """How far a run has come."""

    COUNTING = "counting"
    COUNTED = "counted"
    """The counts are there; nothing was sent."""
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"


class Stop(StrEnum):
    """Why a run ended before its end."""

    BY_HAND = "by-hand"
    RIGHT_ENDED = "right-ended"
    NOT_RUN = "not-run"
    RESTORED = "restored"


class About(StrEnum):
    """What a reminder is about: access that ends, what is still missing, or the way back after a lapse."""

    ENDS = "ends"
    MISSING = "missing"
    LAPSED = "lapsed"


WAITING = (Progress.COUNTING, Progress.RUNNING)
"""The states that a worker is about to change."""
_ABOUT = {
    **dict.fromkeys(WITH_ACCESS, About.ENDS),
    State.IN_PROGRESS: About.MISSING,
    State.AWAITING_APPROVAL: About.MISSING,
    State.LAPSED: About.LAPSED,
}


def about(state: State) -> About | None:
    """What somebody in this state is reminded of; None: a mail would ask for nothing they can do."""
    return _ABOUT.get(state)


def fate(*, has_address: bool, reminded_at: datetime | None, at: datetime) -> Fate:
    """What becomes of one person: the first ground that holds."""
    if reminded_at is not None and reminded_at > at - LATELY:
        return Fate.LATELY
    return Fate.WRITE if has_address else Fate.UNREACHED
