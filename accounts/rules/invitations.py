"""What became of an invitation, by its moments."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum


class InvitationState(StrEnum):
    """One invitation is in exactly one of these."""

    OPEN = "open"
    USED = "used"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


def state_of(
    *,
    used_at: datetime | None,
    superseded_at: datetime | None,
    withdrawn_at: datetime | None,
    expires_at: datetime,
    at: datetime,
) -> InvitationState:
    """What it is at `at` (UTC). What was done to it goes before what time does."""
    if used_at is not None:
        return InvitationState.USED
    if withdrawn_at is not None:
        return InvitationState.WITHDRAWN
    if superseded_at is not None:
        return InvitationState.SUPERSEDED
    return InvitationState.EXPIRED if at >= expires_at else InvitationState.OPEN
