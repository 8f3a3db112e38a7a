"""How long a household that is being entered is kept, and how many of one person at a time."""

from __future__ import annotations

from datetime import timedelta

KEPT_FOR = timedelta(days=30)
"""Since it was saved last. What families told for a form nobody finished is not kept longer (C9)."""

MOST = 20
"""Open drafts of one member of the staff."""
