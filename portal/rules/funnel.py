"""How far somebody entitled has come on the way in, and when everybody is to be counted anew.

Only what is known is counted: a letter is *delivered* once its code is used, for nobody sees it arrive.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

SEEN_WITHIN = timedelta(days=30)
SHORTEST_PAUSE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(days=1)
SETTLES_IN = timedelta(hours=1)
"""What follows from a code, such as its mail leaving, is mostly known by then."""
PAUSE_FOR_WORK = 20
"""A counting rests at least so many times as long as it worked, so that it never takes a machine over."""


class Step(StrEnum):
    """Where on the way in somebody is counted; one may be counted at several."""

    ENTITLED = "entitled"
    CODED = "coded"
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    ACTIVATED = "activated"
    VALIDATED = "validated"
    SEEN = "seen"
    WAITING = "waiting"


@dataclass(frozen=True)
class CodeSent:
    """One code of a person and what became of its mail, where it went by mail."""

    issued_at: datetime
    is_used: bool
    is_handed_over: bool
    was_mailed: bool = False
    was_refused: bool = False
    """No mail server took it, or none would carry it to that address."""


@dataclass(frozen=True)
class AccountHeld:
    """A person's account of the kind."""

    has_validated_email: bool
    last_signed_in_at: datetime | None


def steps_of(codes: Sequence[CodeSent], account: AccountHeld | None, *, at: datetime) -> frozenset[Step]:
    """Every step at which an entitled person with these codes and this account is counted at `at`."""
    steps = {Step.ENTITLED}
    if codes:
        steps.add(Step.CODED)
        latest = max(codes, key=lambda each: each.issued_at)
        if latest.was_mailed or latest.is_handed_over or any(each.is_used for each in codes):
            steps.add(Step.DELIVERED)
        elif latest.was_refused:
            steps.add(Step.BOUNCED)
    if account is None:
        return frozenset(steps | {Step.WAITING})
    steps.add(Step.ACTIVATED)
    steps.discard(Step.BOUNCED)
    if account.has_validated_email:
        steps.add(Step.VALIDATED)
    if account.last_signed_in_at is not None and at - account.last_signed_in_at < SEEN_WITHIN:
        steps.add(Step.SEEN)
    return frozenset(steps)


def is_due(
    *, began: datetime | None, ended: datetime | None, brought: datetime | None, used: datetime | None, at: datetime
) -> bool:
    """Whether everybody is to be counted anew at `at`.

    `began` and `ended` are of the last whole counting, `brought` is when a feed was last applied, `used` when a code
    or an account was last told of. Nothing new is counted once a day, since days change who is entitled.
    """
    if began is None or ended is None:
        return True
    if at - ended < max(SHORTEST_PAUSE, PAUSE_FOR_WORK * (ended - began)):
        return False
    changed = (brought is not None and brought >= began) or (used is not None and used + SETTLES_IN >= began)
    return changed or at - began >= LONGEST_PAUSE
