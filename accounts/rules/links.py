"""What mailed links are for, and how long each counts (spec "Forgot password"; NIST 63B-4 4.2.1.2)."""

from __future__ import annotations

from datetime import timedelta

RECOVERY_EMAIL = "recovery-email"
RESET_PASSWORD = "reset-password"  # noqa: S105 - the name of a purpose

LIFETIMES = {RECOVERY_EMAIL: timedelta(hours=24), RESET_PASSWORD: timedelta(minutes=60)}
