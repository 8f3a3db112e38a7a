"""Codes for many at once: what becomes of each entitled person, and how a campaign goes from one state to the next."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

LETTERS_IN_ONE_PART = 500
KEPT_FOR = timedelta(hours=24)
"""How long the letters of a campaign are there for whoever asked for them, and how long a rehearsal is good."""


class Fate(StrEnum):
    """What a campaign does with one entitled person, and why."""

    HAS_ACCOUNT = "has-account"
    HOUSEHOLD_HAS_ACCOUNT = "household-has-account"
    OWN_FAMILY = "own-family"
    CODE_WORKS = "code-works"
    UNREACHED = "unreached"
    GETS_CODE = "gets-code"


class State(StrEnum):
    """How far a campaign has come."""

    COUNTING = "counting"
    """The rehearsal is being counted."""
    COUNTED = "counted"
    """The counts are there; nothing was issued."""
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"


class Stop(StrEnum):
    """Why a campaign ended before its end."""

    BY_HAND = "by-hand"
    RIGHT_ENDED = "right-ended"
    NOT_RUN = "not-run"
    RESTORED = "restored"


class Whom(StrEnum):
    """Whom a campaign is for, of those without an account."""

    PEOPLE = "people"
    HOUSEHOLDS = "households"


WAITING = (State.COUNTING, State.QUEUED, State.RUNNING)
"""The states that a worker is about to change."""


def fate(
    *, has_account: bool, household_has_account: bool, is_own_family: bool, code_works: bool, is_reached: bool
) -> Fate:
    """What becomes of one person: the first ground that holds. `code_works` counts only where living codes are kept."""
    if has_account:
        return Fate.HAS_ACCOUNT
    if household_has_account:
        return Fate.HOUSEHOLD_HAS_ACCOUNT
    if is_own_family:
        return Fate.OWN_FAMILY
    if code_works:
        return Fate.CODE_WORKS
    return Fate.GETS_CODE if is_reached else Fate.UNREACHED


def is_kept(made_at: datetime, *, at: datetime) -> bool:
    """Whether letters made at a moment may still be taken at another."""
    return at < made_at + KEPT_FOR
