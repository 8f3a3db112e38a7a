"""Which completions and approvals count, on which day they were enough, and what is missing.

A course counts when it was finished on or after `counts_from` (the day access was lost, or the person came back), no
longer before the last requirement than policy lets it be, and not before the course it builds on: by date, the same
day is in order. Of several completions the newest that fit are the evidence. An approval counts for its own location,
from `counts_from` on; it does not go stale.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from household.access.rules.answers import ReasonCode
from household.access.rules.facts import Approval, Completion
from household.access.rules.policy import Policy
from household.access.rules.terms import fresh_from

Taken = Mapping[str, Sequence[date]]
"""The days each course was finished, in order."""


class CountsFrom(NamedTuple):
    """The first day from which facts count, and the code that says why an earlier one does not."""

    day: date
    why: ReasonCode
    """`before-lapse`, `before-return` or `before-end`."""


class Met(NamedTuple):
    """That requirements are met: the day the last one was, and the evidence."""

    on: date
    courses: tuple[tuple[str, date], ...]
    """Each course with the completion that counts, in prerequisite order."""
    approved_on: date | None


def taken_by(completions: Sequence[Completion], relevant: frozenset[str]) -> dict[str, list[date]]:
    """The completions of `relevant` courses: for each course its days, in order."""
    taken: dict[str, list[date]] = {}
    for each in completions:
        if each.course in relevant:
            taken.setdefault(each.course, []).append(each.completed_on)
    for days in taken.values():
        days.sort()
    return taken


def newest_in_order(taken: Taken, courses: Sequence[str], by: date) -> tuple[tuple[str, date], ...] | None:
    """The newest completions by the day `by` of all the courses, none before the one it builds on, or None.

    Chosen from the last course back, each the newest no later than the one that builds on it: if any choice is in
    order, this one is, and none is fresher.
    """
    chosen: list[tuple[str, date]] = []
    for course in reversed(courses):
        days = taken.get(course)
        place = bisect_right(days, by) if days else 0
        if not days or not place:
            return None
        by = days[place - 1]
        chosen.append((course, by))
    return tuple(reversed(chosen))


def approved_on(approvals: Sequence[Approval], location: str, counts_from: CountsFrom | None) -> date | None:
    """The first day that counts on which the job at `location` was approved."""
    first = None
    for each in approvals:
        if each.location == location and (counts_from is None or each.approved_on >= counts_from.day):
            first = each.approved_on if first is None else min(first, each.approved_on)
    return first


def met_by(
    day: date,
    taken: Taken,
    courses: Sequence[str],
    approval: date | None,
    counts_from: CountsFrom | None,
    policy: Policy,
    year_starts: str,
    not_before: date | None = None,
) -> Met | None:
    """How the requirements were met by `day`, or None. `approval`: the day it was given, None where none is needed.

    A term would begin on the day of the last of them, or on `not_before` where that is later; freshness is counted back
    from there.
    """
    chosen = newest_in_order(taken, courses, day)
    if chosen is None or (approval is not None and approval > day):
        return None
    on = chosen[-1][1]
    if approval is not None and approval > on:
        on = approval
    if not_before is not None and not_before > on:
        on = not_before
    oldest = chosen[0][1]
    if counts_from is not None and oldest < counts_from.day:
        return None
    if oldest < fresh_from(on, policy.course_fresh_school_years, year_starts):
        return None
    return Met(on, chosen, approval)
