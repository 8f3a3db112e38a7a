"""What a new word of human resources changed of a person's jobs, and what became of access by it.

Two readings of the jobs are compared, the one before and the one after. A job is known by what it is, where, and since
when; one that ends where another begins, or that another took the place of, is one change and not two.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from household.access.rules.answers import Segment
from household.access.rules.facts import Job
from household.access.rules.jobs import FOREVER, Departure, Post, departures_of, posts_of
from household.access.rules.terms import DAY


class JobChangeKind(StrEnum):
    """One thing that changed."""

    MOVES = "moves"
    """The same job at another place, from `day` on."""
    CHANGES = "changes"
    """Another job instead, from `day` on."""
    BEGINS = "begins"
    RETURNS = "returns"
    """A job begins after a departure."""
    ENDS = "ends"
    """`day`: the last one."""
    GOES_ON = "goes-on"
    """A last day that was known is known no more."""
    LEAVES = "leaves"
    """`day`: the last one of the employment."""
    STAYS = "stays"
    """A departure was taken back; `day` would have been the last one."""
    WITHDRAWN = "withdrawn"
    """The job, said to have begun on `day`, never was."""
    CORRECTED = "corrected"
    """Days that are over read otherwise now; `day` is the job's first."""


class Effect(StrEnum):
    """What became of access on the day the change was noticed."""

    SAME = "same"
    EARLIER = "earlier"
    LATER = "later"
    OVER = "over"
    AGAIN = "again"
    NONE = "none"
    """There was none and there is none."""


@dataclass(frozen=True, slots=True)
class JobChange:
    """One change of a job, with the plain values its sentence names."""

    kind: JobChangeKind
    day: date
    job_role: str = ""
    team: str = ""
    location: str = ""
    other_role: str = ""
    other_location: str = ""


OLD_DAYS = frozenset({JobChangeKind.CORRECTED, JobChangeKind.WITHDRAWN})
"""Changes that are no news where access stays as it was."""

_FIRST_YEAR = 1901
"""A job whose source does not say when it began stands since before it."""

Known = tuple[tuple[str, str, str], str, date]
"""What a job is, where, and since when."""


def changes_of(before: Sequence[Job], after: Sequence[Job], *, today: date) -> tuple[JobChange, ...]:
    """What changed, in the order of days."""
    return tuple(sorted(_Comparison(before, after, today).told(), key=lambda each: (each.day, each.kind)))


def effect_of(before: Segment, now: Segment) -> Effect:
    """What became of access, by the answers of the day without and with the change."""
    if not now.has_access:
        return Effect.OVER if before.has_access else Effect.NONE
    if not before.has_access:
        return Effect.AGAIN
    was, ends = before.access_ends or FOREVER, now.access_ends or FOREVER
    return Effect.SAME if was == ends else Effect.EARLIER if ends < was else Effect.LATER


def concerns(before: Segment, now: Segment) -> bool:
    """Whether a change of jobs matters for access: whoever has it, or ever had it."""
    return before.policy_version is not None or now.policy_version is not None


class _Comparison:
    """The jobs of one person before and after."""

    def __init__(self, before: Sequence[Job], after: Sequence[Job], today: date) -> None:
        old_posts, self.posts = posts_of(before), posts_of(after)
        self.today = today
        old, new = _by_name(old_posts), _by_name(self.posts)
        self.gone = [post for name, post in old.items() if name not in new]
        self.come = [post for name, post in new.items() if name not in old]
        both = [(old[name], post) for name, post in new.items() if name in old]
        self.other_end = [(was, post) for was, post in both if was.ends != post.ends]
        left, right = departures_of(old_posts), departures_of(self.posts)
        self.leaves = [each.on for each in right if each.on not in {other.on for other in left}]
        self.stays = [each.on for each in left if each.on not in {other.on for other in right}]
        self.back = _returns(right) - _returns(left)
        self.followed: set[int] = set()

    def told(self) -> Iterator[JobChange]:
        yield from self._new_jobs()
        yield from self._other_ends()
        for post in self.gone:
            yield _change(JobChangeKind.WITHDRAWN, post, post.starts)
        for day in self.leaves:
            yield JobChange(JobChangeKind.LEAVES, day - DAY)
        if not self.leaves:
            yield from (JobChange(JobChangeKind.STAYS, day - DAY) for day in self.stays)

    def _new_jobs(self) -> Iterator[JobChange]:
        for post in self.come:
            moved = next((each for each in self.gone if (each.kind, each.job.location) == _what(post)), None)
            if moved is not None:
                self.gone.remove(moved)
                yield _change(JobChangeKind.CORRECTED, post, post.starts)
            elif post.ends <= self.today:
                yield _change(JobChangeKind.CORRECTED, post, post.starts)
            elif (former := self._taken_over_by(post)) is not None:
                yield from self._in_place_of(former, post)
            else:
                is_back = post.starts in self.back
                day = self.today if post.starts.year < _FIRST_YEAR else post.starts
                yield _change(JobChangeKind.RETURNS if is_back else JobChangeKind.BEGINS, post, day)

    def _taken_over_by(self, post: Post) -> Post | None:
        """The job that ends where this one begins, or ended now though this one is older."""
        ended = [each for _, each in self.other_end if post.starts <= each.ends < post.ends]
        meets = [each for each in self.posts if each.ends == post.starts]
        found = [*ended, *meets]
        same = [each for each in found if (each.kind == post.kind) or each.job.location == post.job.location]
        return next(iter([*same, *found]), None)

    def _in_place_of(self, former: Post, post: Post) -> Iterator[JobChange]:
        self.followed.add(id(former))
        if _what(former) == _what(post):
            yield _change(JobChangeKind.GOES_ON, post, max(post.starts, former.ends))
            return
        kind = JobChangeKind.MOVES if former.kind == post.kind else JobChangeKind.CHANGES
        day = max(post.starts, former.ends)
        yield _change(kind, post, day, other_role=former.job.job_role, other_location=former.job.location)

    def _other_ends(self) -> Iterator[JobChange]:
        for before, post in self.other_end:
            if id(post) in self.followed or post.ends in self.leaves:
                continue
            if post.ends == FOREVER:
                if before.ends not in self.stays:
                    yield _change(JobChangeKind.GOES_ON, post, before.ends)
            else:
                yield _change(JobChangeKind.ENDS, post, post.ends - DAY)


def _by_name(posts: Sequence[Post]) -> dict[Known, Post]:
    return {(post.kind, post.job.location, post.starts): post for post in posts}


def _what(post: Post) -> tuple[tuple[str, str, str], str]:
    return post.kind, post.job.location


def _returns(departures: Sequence[Departure]) -> set[date]:
    return {each.back_on for each in departures if each.back_on != FOREVER}


def _change(kind: JobChangeKind, post: Post, day: date, **other: str) -> JobChange:
    return JobChange(kind, day, post.job.job_role, post.job.team, post.job.location, **other)
