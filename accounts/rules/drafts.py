"""How long what was typed too late is kept, and how much of it (C9, spec "typed text survives")."""

from __future__ import annotations

from datetime import timedelta

KEPT_FOR = timedelta(hours=1)
"""Long enough to find a password; after that it is thrown away."""

MOST = 5
"""Of one account at a time: as many forms as anybody has open. The oldest makes room."""

SINCE_SIGN_IN = timedelta(hours=24)
"""A session that began longer ago keeps nothing any more: its browser cannot be the one somebody has just typed at."""
