"""What may stand in a name that the office types: whatever people are called, and no sign that tells of something else.

Quotes and parentheses are how nicknames and remarks come into names, where no letter and no search expects them
(domain 2.1). Apostrophes, hyphens, accents and every script are names.
"""

from __future__ import annotations

LONGEST_NAME = 100
NO_PART_OF_A_NAME = frozenset('"“”„«»()[]{}<>')


def may_stand_in_a_name(text: str) -> bool:
    """Whether every sign of it may."""
    return text.isprintable() and not NO_PART_OF_A_NAME & set(text)
