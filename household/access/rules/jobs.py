"""The days on which jobs stand, when a person left the district and came back, and what a change of job means.

A departure is an end of employment after which, for a day at least, no job stands and no other employment is known to
go on; the return is the next hire or job. A job of no known category says nothing about employment.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from household.access.rules.facts import Job
from household.access.rules.policy import OnChange, Policy, Track

FOREVER = date.max
_STRICTNESS = (OnChange.KEEP, OnChange.REASSESS, OnChange.END)


class Post:
    """A job with the days it stands on; `ends` is the far future where no end is known. Equal only to itself."""

    __slots__ = ("_policy", "_track", "ends", "job", "starts")

    def __init__(self, job: Job, starts: date, ends: date) -> None:
        self.job = job
        self.starts = starts
        self.ends = ends
        self._policy: Policy | None = None
        self._track: Track | None = None

    def track_under(self, policy: Policy) -> Track | None:
        """The track that applies to the job; asked often, looked up once."""
        if self._policy is not policy:
            self._policy = policy
            self._track = policy.track_for(self.job.category, self.job.job_role, self.job.team)
        return self._track

    @property
    def kind(self) -> tuple[str, str, str]:
        """What makes it another job where it changes."""
        return self.job.category, self.job.job_role, self.job.team


class Departure(NamedTuple):
    """The first day without employment, and the day of the return, in the far future where none is known."""

    on: date
    back_on: date


def posts_of(jobs: Sequence[Job]) -> list[Post]:
    """The jobs that stand on any day at all, in the order of their first days."""
    posts = []
    for job in jobs:
        ends = FOREVER if job.ends is None else job.ends
        if job.employed_until is not None and job.employed_until < ends:
            ends = job.employed_until
        if job.starts < ends:
            posts.append(Post(job, job.starts, ends))
    if len(posts) > 1:
        posts.sort(key=lambda post: (post.starts, post.ends, post.kind, post.job.location))
    return posts


def departures_of(posts: Sequence[Post]) -> list[Departure]:
    """When the person left the district, in order."""
    departures: set[Departure] = set()
    for post in posts:
        gone = post.job.employed_until
        if gone is not None and post.job.category:
            others = [_employment(other, post) for other in posts if other.job.category]
            if not any(starts <= gone < ends for starts, ends in others):
                departures.add(Departure(gone, min((starts for starts, _ in others if starts > gone), default=FOREVER)))
    return sorted(departures) if departures else []


def _employment(post: Post, after: Post) -> tuple[date, date]:
    """The days on which `post` shows its person employed. Human resources may keep the first day of hire through a
    departure: one that is not after the first day of the job `after` says nothing of a new employment."""
    hired = post.job.employed_from
    starts = hired if hired is not None and after.starts < hired < post.starts else post.starts
    return starts, post.ends if post.job.employed_until is None else max(post.ends, post.job.employed_until)


def change_to(post: Post, before: Iterable[Post], policy: Policy) -> OnChange:
    """What policy says of a job that stands where those of `before` carried the term last.

    `keep`: it carries the term on, being like them or because policy says so. Only a job begun later than they is a
    change; where both job and place changed, the stricter answer holds.
    """
    if not post.job.category or any(post.starts <= each.starts for each in before):
        return OnChange.REASSESS
    said = [OnChange.KEEP]
    if all(each.kind != post.kind for each in before):
        said.append(policy.on_job_change)
    if all(each.job.location != post.job.location for each in before):
        said.append(policy.on_location_change)
    return max(said, key=_STRICTNESS.index)
