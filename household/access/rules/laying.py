"""What people decided, laid over the story: revocations and grants by hand. Neither stops a clock: beneath them terms
run out, are renewed and begin.

- **Whoever is revoked stays revoked**, whatever was given by hand.
- **A grant holds on its days while a job stands**, whether or not a track applies to the job. It needs no course, earns
  no term and renews none. A departure ends it for good: a return does not revive it.
- **A term beside a grant goes on being what it is**; the last day is the later of the two.
- **A reinstatement through a day** is known when it is given: the day before the revocation resumes bounds the access.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from household.access.rules.answers import EndsBy, Segment, State
from household.access.rules.facts import Grant, Revocation
from household.access.rules.jobs import Departure, Post
from household.access.rules.policy import policy_in_force
from household.access.rules.story import Story


class Given(NamedTuple):
    """Days on which a grant does give access: a job stands on them. `ends`: the first day without."""

    starts: date
    ends: date
    ends_by: EndsBy
    grant: Grant


def told(story: Story) -> tuple[Segment, ...]:
    """The segments of a story that was played, with what people decided laid over them."""
    if not story.revocations and not story.grants:
        return tuple(story.segments)
    given = given_by_hand(story)
    laid: list[Segment] = []
    since: date | None = None
    lost: date | None = None
    had = False
    for segment in _pieces(story.segments, _cuts(story.revocations, given)):
        now = _piece(segment, story, given)
        has = now.has_access
        if has and not had:
            since = now.starts
        elif had and not has:
            lost = now.starts
        had = has
        now = now._replace(since=since, access_ends=now.access_ends if has else lost)
        if laid and laid[-1][2:] == now[2:]:
            laid[-1] = laid[-1]._replace(ends=now.ends)
        else:
            laid.append(now)
    return tuple(laid)


def given_by_hand(story: Story) -> list[Given]:
    """The days on which grants give access, as far as the jobs carry them."""
    return [each for grant in story.grants for each in _given(grant, story.posts, story.departures)]


def given_on(story: Story, on: date) -> Given | None:
    """The grant that gives access on the day; of several the one that does so longest."""
    return _longest(given_by_hand(story), on)


def _given(grant: Grant, posts: Sequence[Post], departures: Sequence[Departure]) -> Iterator[Given]:
    if any(each.on <= grant.starts < each.back_on for each in departures):
        return
    gone = min((each.on for each in departures if each.on > grant.starts), default=date.max)
    for starts, ends in _worked(posts):
        first, last = max(starts, grant.starts), min(ends, grant.ends, gone)
        if first < last:
            yield Given(first, last, EndsBy.PERSON if last == grant.ends else EndsBy.JOB, grant)


def _worked(posts: Sequence[Post]) -> list[tuple[date, date]]:
    """The days on which any job stands, as few stretches as can be. `posts` are in the order of their first days."""
    stretches: list[tuple[date, date]] = []
    for post in posts:
        if stretches and post.starts <= stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], max(stretches[-1][1], post.ends))
        else:
            stretches.append((post.starts, post.ends))
    return stretches


def _longest(given: Sequence[Given], on: date) -> Given | None:
    standing = (each for each in given if each.starts <= on < each.ends)
    return max(standing, key=lambda each: (each.ends, each.grant.starts, each.grant.ends), default=None)


def _piece(segment: Segment, story: Story, given: Sequence[Given]) -> Segment:
    """What holds on these days once people's decisions are looked at; on none of them does a decision change."""
    on = segment.starts
    if any(each.holds(on) for each in story.revocations):
        return segment._replace(state=State.REVOKED, ends_by=EndsBy.PERSON)
    now = segment
    lent = _longest(given, on)
    if lent is not None:
        now = _lent(segment, lent, story)
    resumes = min((each.resumes for each in story.revocations if _is_lifted(each, on) and each.resumes), default=None)
    if resumes is not None and now.has_access and now.access_ends is not None and resumes < now.access_ends:
        now = now._replace(access_ends=resumes, ends_by=EndsBy.PERSON)
    return now


def _lent(segment: Segment, lent: Given, story: Story) -> Segment:
    """A segment on whose days a grant gives access."""
    if segment.has_access:
        if segment.access_ends is None or lent.ends <= segment.access_ends:
            return segment
        return segment._replace(access_ends=lent.ends, ends_by=lent.ends_by)
    return segment._replace(
        state=State.ACTIVE,
        access_ends=lent.ends,
        ends_by=lent.ends_by,
        policy_version=policy_in_force(story.record.policies, lent.grant.starts).number,
    )


def _is_lifted(revocation: Revocation, on: date) -> bool:
    return revocation.ends is not None and revocation.ends <= on


def _cuts(revocations: Sequence[Revocation], given: Sequence[Given]) -> list[date]:
    """The days on which what people decided begins or ends."""
    days = {day for each in revocations for day in (each.starts, each.ends, each.resumes) if day is not None}
    return sorted(days.union(day for each in given for day in (each.starts, each.ends)))


def _pieces(segments: Sequence[Segment], cuts: Sequence[date]) -> Iterator[Segment]:
    """The segments cut on those days."""
    for segment in segments:
        starts = segment.starts
        for cut in cuts:
            if starts < cut and (segment.ends is None or cut < segment.ends):
                yield segment._replace(starts=starts, ends=cut)
                starts = cut
        yield segment._replace(starts=starts)
