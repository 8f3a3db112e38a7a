"""What links are for, and how long each counts (spec "Forgot password"; NIST 63B-4 4.2.1.2)."""

from __future__ import annotations

from datetime import timedelta

RECOVERY_EMAIL = "recovery-email"
RESET_PASSWORD = "reset-password"  # noqa: S105 - the name of a purpose
UNDO_RECOVERY_EMAIL = "undo-recovery-email"
"""Mailed to the address before, when another is given, confirmed or none is left (T43)."""

NOT_ME = "not-me"
"""Goes with the notice that an account was made, to what is on file: its owner closes one that somebody else made."""

STAFF_INVITATION = "staff-invitation"
CONTACT_INVITATION = "contact-invitation"

INVITES = {"staff": STAFF_INVITATION, "contact": CONTACT_INVITATION}
"""Purposes of invitations, by the kind of account they make."""

LIFETIMES = {
    RECOVERY_EMAIL: timedelta(hours=24),
    RESET_PASSWORD: timedelta(minutes=60),
    UNDO_RECOVERY_EMAIL: timedelta(hours=72),
    NOT_ME: timedelta(days=14),
}
"""Of links to an account, mailed to its owner. An undo is for whoever did not look at their mail over a weekend; the
settings say how long it counts, since an address is sometimes changed because somebody else reads the old one. The way
out of an account made by another only closes it, and mail to a family is read late."""

ENDED_BY_A_PASSWORD = (RECOVERY_EMAIL, RESET_PASSWORD)
"""What a new password ends. Not the undo: who stole the account sets a password too."""

INVITATION_LASTS = timedelta(hours=72)
"""A weekend fits in, and little more: the link makes an account."""
