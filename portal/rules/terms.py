"""Which term of a gradebook is shown, and which terms are part of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Term:
    """A grading period, term, semester or school year something is recorded for. `ends` is exclusive."""

    session_id: int
    title: str
    kind: str
    starts: date
    ends: date
    parent_id: int | None
    has_work: bool
    """Whether assignments are recorded for it, and not marks alone."""


def chosen_among(terms: Sequence[Term], *, asked: int | None, on: date) -> Term | None:
    """The term asked for; else that of the day `on`, the shortest one with assignments; else the last to begin.

    None only where there are no terms. Before the first one begins, that one is shown.
    """
    for each in terms:
        if each.session_id == asked:
            return each
    now = [each for each in terms if each.starts <= on < each.ends]
    if now:
        return min(now, key=lambda each: (not each.has_work, each.ends - each.starts, each.session_id))
    begun = [each for each in terms if each.starts <= on]
    if begun:
        return max(begun, key=lambda each: (each.ends, each.has_work, each.starts, each.session_id))
    return min(terms, key=lambda each: (each.starts, each.ends, each.session_id), default=None)


def with_parts(term: Term | None, terms: Sequence[Term]) -> frozenset[int]:
    """The term and those within it: a semester shows what its quarters hold."""
    if term is None:
        return frozenset()
    found = {term.session_id}
    while more := {each.session_id for each in terms if each.parent_id in found} - found:
        found |= more
    return frozenset(found)
