"""Programs show a key instead of signing in."""

from __future__ import annotations

from accounts import actions, queries
from foundation import clock, db
from foundation.audit import Actor


def program_with(token: str, right: str) -> Actor | None:
    """Which program shows this key, if it is in use and opens that right."""
    key = queries.key_shown(token, right=right)
    if key is None:
        return None
    with db.transaction(is_lasting=False):
        actions.note_program_use(key, at=clock.now())
    return Actor("program", label=key.name)
