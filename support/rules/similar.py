"""How like two cases are, by the words of their subjects and by what they are about."""

from __future__ import annotations

from collections.abc import Iterable

SHORTEST_WORD = 4
ALIKE = 45
"""Of 100: from here on a case is shown as a similar one."""
SAME_MODULE = 10


def told_by(words: Iterable[str]) -> frozenset[str]:
    """The words that tell something, of folded ones: not “the”, not “of”."""
    return frozenset(each for each in words if len(each) >= SHORTEST_WORD or each.isdigit())


def likeness(one: frozenset[str], other: frozenset[str], *, same_module: bool) -> int:
    """How many of the words of the shorter subject stand in the other, of 90, and ten more for the same module."""
    shorter = min(len(one), len(other))
    if not shorter:
        return 0
    shared = sum(any(_same(each, word) for word in other) for each in one)
    return min(90, 90 * shared // shorter) + (SAME_MODULE if same_module and shared else 0)


def _same(one: str, other: str) -> bool:
    """The same word, or one with an ending: `grade` and `grades`."""
    shorter, longer = sorted((one, other), key=len)
    return longer.startswith(shorter) and len(longer) - len(shorter) <= 2
