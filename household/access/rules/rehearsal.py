"""What a draft would change for one person: their days of access under the rules as they are, and with the draft."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from household.access.rules.answers import EndsBy, Segment
from household.access.rules.facts import Facts, Job
from household.access.rules.jobs import posts_of
from household.access.rules.policy import Policy
from household.access.rules.terms import DAY


class Effect(StrEnum):
    """What becomes of a person's access."""

    LOSES = "loses"
    """Has access today or would get it, and does not have it from the day on."""
    SHORTER = "shorter"
    """Has it, and it ends earlier."""
    GAINS = "gains"
    """Has none, and gets it on the day."""
    LONGER = "longer"
    """Has it, and it runs on past its last day."""
    NOT_RENEWABLE = "not-renewable"
    """Keeps it to the last day of the term; the rules then know no way for this job to renew it."""


@dataclass(frozen=True, slots=True)
class Affected:
    """What a draft does to one person's access. Ends are first days without it; None: none is known, or no access."""

    effect: Effect
    day: date
    """The first day that differs; for `not-renewable` the first day without access."""
    was_ends: date | None
    ends: date | None


Days = list[tuple[date, date | None]]


def affected(
    before: Sequence[Segment], after: Sequence[Segment], *, facts: Facts, current: Policy, draft: Policy
) -> Affected | None:
    """What becomes of a person's access from the draft's first day in force; None: nothing.

    `before` and `after` are the person's history by the rules as they are, and by them and the draft; `current` is the
    version that the draft takes over from.
    """
    first = draft.starts
    was, now = _days(before, first), _days(after, first)
    for day in sorted({day for days in (was, now) for stretch in days for day in stretch if day is not None}):
        had, has = _holding(was, day), _holding(now, day)
        if (had is None) is (has is None):
            continue
        if has is None:
            runs = _holding(now, day - DAY)
            return Affected(Effect.SHORTER if runs else Effect.LOSES, day, _end(had), _end(runs))
        ran = _holding(was, day - DAY)
        return Affected(Effect.LONGER if ran else Effect.GAINS, day, _end(ran), _end(has))
    return _not_renewable(after, first, facts, current, draft)


def _not_renewable(
    after: Sequence[Segment], first: date, facts: Facts, current: Policy, draft: Policy
) -> Affected | None:
    """Whoever has access on the first day to the end of a term, with a job that has a track now and none any more."""
    holds = next((each for each in after if each.starts <= first and (each.ends is None or first < each.ends)), None)
    if holds is None or not holds.has_access or holds.ends_by is not EndsBy.TERM or holds.access_ends is None:
        return None
    ends = holds.access_ends
    standing = [each.job for each in posts_of(facts.jobs) if each.starts < ends <= each.ends]
    if not any(_has_track(each, current) for each in standing) or any(_has_track(each, draft) for each in standing):
        return None
    return Affected(Effect.NOT_RENEWABLE, ends, ends, ends)


def _has_track(job: Job, policy: Policy) -> bool:
    return policy.track_for(job.category, job.job_role, job.team) is not None


def _days(segments: Sequence[Segment], first: date) -> Days:
    """The stretches of unbroken access from the day on; one that began earlier begins on it."""
    days: Days = []
    for starts, ends in _with_access(segments, first):
        if days and days[-1][1] == starts:
            days[-1] = (days[-1][0], ends)
        else:
            days.append((starts, ends))
    return days


def _with_access(segments: Sequence[Segment], first: date) -> Iterator[tuple[date, date | None]]:
    for each in segments:
        if each.has_access and (each.ends is None or each.ends > first):
            yield max(each.starts, first), each.ends


def _holding(days: Days, day: date) -> tuple[date, date | None] | None:
    return next((each for each in days if each[0] <= day and (each[1] is None or day < each[1])), None)


def _end(stretch: tuple[date, date | None] | None) -> date | None:
    return None if stretch is None else stretch[1]
