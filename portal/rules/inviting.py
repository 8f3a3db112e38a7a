"""Why an invitation is not made, not sent again or not taken back."""

from __future__ import annotations

from enum import StrEnum


class InvitingRefusal(StrEnum):
    """Nothing was changed then."""

    NOBODY = "nobody"
    SEVERAL = "several"
    NO_JOB = "no-job"
    HAS_ACCOUNT = "has-account"
    NO_EMAIL = "no-email"
    NO_RIGHT = "no-right"
    OWN_FAMILY = "own-family"
    NOT_OPEN = "not-open"
    NO_CONTACT = "no-contact"
    KNOWN_CONTACT = "known-contact"
