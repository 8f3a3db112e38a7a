"""How long a browser stays known to an account (security C7: the bypass of waits; ASVS 6.3.5: what is new)."""

from __future__ import annotations

from datetime import timedelta

KNOWN_DEVICE = "known-device"
"""What the token in a browser's lasting cookie is signed for."""

KNOWN_FOR = timedelta(days=400)
"""Since its latest sign-in there; no browser keeps a cookie longer."""
