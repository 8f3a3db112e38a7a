"""What a household is called: the last names of its adults, each once, since no field names it."""

from __future__ import annotations

from collections.abc import Sequence

MOST_NAMED = 3


def last_names(adults: Sequence[str], children: Sequence[str]) -> tuple[str, ...]:
    """The names a household is called by: those of its adults, else of its children; the first few."""
    return tuple(dict.fromkeys(adults or children))[:MOST_NAMED]
