"""What links are for, and how long each counts (spec "Forgot password"; NIST 63B-4 4.2.1.2)."""

from __future__ import annotations

from datetime import timedelta

RECOVERY_EMAIL = "recovery-email"
RESET_PASSWORD = "reset-password"  # noqa: S105 - the name of a purpose

STAFF_INVITATION = "staff-invitation"

LIFETIMES = {RECOVERY_EMAIL: timedelta(hours=24), RESET_PASSWORD: timedelta(minutes=60)}
"""Of links to an account, mailed to its owner."""

INVITATION_LASTS = timedelta(hours=72)
"""A weekend fits in, and little more: the link makes an account."""
