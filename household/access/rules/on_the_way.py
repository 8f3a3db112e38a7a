"""How someone stands who never had access: nothing done, something done, or all but the approval.

A completion counts as something done even where it no longer counts for anything else. All but the approval is there
while an approval given today would begin a term; courses go stale in waiting, on a day that is told ahead.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from household.access.rules.answers import State
from household.access.rules.earning import Record
from household.access.rules.jobs import FOREVER, Post
from household.access.rules.policy import Policy, Track
from household.access.rules.requirements import CountsFrom, met_by
from household.access.rules.terms import stale_on

NONE, IN_PROGRESS, AWAITING_APPROVAL = State.NONE, State.IN_PROGRESS, State.AWAITING_APPROVAL
_WAY = (NONE, IN_PROGRESS, AWAITING_APPROVAL)


def on_the_way(
    record: Record, standing: Sequence[Post], policy: Policy, day: date, counts_from: CountsFrom | None
) -> tuple[State, str, date]:
    """The state on the day by the job that is furthest, its track, and the day on which that may change unasked."""
    best, code, changes_on = NONE, "", FOREVER
    for post in standing:
        track = post.track_under(policy)
        if track is not None:
            state, stale = _under(track, record, policy, day, counts_from)
            if stale < changes_on:
                changes_on = stale
            if not code or _WAY.index(state) > _WAY.index(best):
                best, code = state, track.code
    return best, code, changes_on


def _under(
    track: Track, record: Record, policy: Policy, day: date, counts_from: CountsFrom | None
) -> tuple[State, date]:
    """Which part of what a track needs is there, on a day on which not all of it is."""
    taken = record.taken
    for course in track.courses:
        days = taken.get(course)
        if days and days[0] <= day:
            break
    else:
        return NONE, FOREVER
    if not track.approval:
        return IN_PROGRESS, FOREVER
    met = met_by(day, taken, track.courses, None, counts_from, policy, record.year_starts, day)
    if met is None:
        return IN_PROGRESS, FOREVER
    oldest = met.courses[0][1]
    return AWAITING_APPROVAL, stale_on(oldest, policy.course_fresh_school_years, record.year_starts)
