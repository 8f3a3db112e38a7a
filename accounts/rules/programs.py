"""What programs may read here, each with a key of its own. No key opens a page, or anything that changes a record."""

from __future__ import annotations

from datetime import datetime, timedelta

PURPOSE = "program-key"
"""What the token of a key is signed for."""

ANSWERS = "access.answers"

RIGHTS = {ANSWERS: "how staff stand in an access area and why; no family’s record"}
"""Every right a key may have, with what it reaches."""

NOTED_EVERY = timedelta(minutes=1)
"""How often the use of a key is written down at most."""


def is_noted_again(last_used_at: datetime | None, *, at: datetime) -> bool:
    """Whether the use of a key at a moment (UTC) is to be written down."""
    return last_used_at is None or at >= last_used_at + NOTED_EVERY
