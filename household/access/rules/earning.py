"""How a term is earned and renewed.

- **A term is counted as if the job had always been held.** Someone who finished the courses before taking the job has
  the term that began on the day of the last requirement, and access from the first day of the job. Of several such
  terms it is the earliest that still runs.
- **The version in force on the day of the last requirement governs the term.** Where only a later version finds the
  facts enough, the term begins on the first day of that version.
- **What made a term does not renew it**: the window opens no sooner than the day after the term began.
- **The version in force on the day of the renewal governs the added years only.**
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from household.access.rules.answers import ReasonCode
from household.access.rules.facts import Approval
from household.access.rules.jobs import Post
from household.access.rules.policy import AfterLapse, Policy, Track, policy_in_force
from household.access.rules.requirements import CountsFrom, Met, Taken, approved_on, met_by, newest_in_order
from household.access.rules.terms import DAY, first_term_ends, renewed_term_ends, window_opens_on


class Renewal(NamedTuple):
    """A term went on: the day it was renewed, and from which end to which."""

    on: date
    ends_before: date
    ends: date


class Term(NamedTuple):
    """School years for which the requirements are met, whether or not a job carries it."""

    track: Track
    """Of the job that earned it."""
    met: Met
    ends: date
    opens: date
    """The first day on which it can be renewed."""
    policy: Policy
    """The version that governs it."""
    renewals: tuple[Renewal, ...] = ()
    turns_on: date | None = None
    """The first of the years that `coming` governs, added by a renewal under another version."""
    coming: Policy | None = None


class Record(NamedTuple):
    """What a person has done and been granted, and by which rules it is judged."""

    taken: Taken
    approvals: Sequence[Approval]
    policies: Sequence[Policy]
    year_starts: str


def earned(record: Record, post: Post, policy: Policy, day: date, counts_from: CountsFrom | None) -> Term | None:
    """The earliest term the requirements of a job give, by the facts of `day`, that still runs on it."""
    track = post.track_under(policy)
    if track is None:
        return None
    approval = None
    if track.approval:
        approval = approved_on(record.approvals, post.job.location, counts_from)
        if approval is None or approval > day:
            return None
    for courses in _ways(track, policy, counts_from):
        days = record.taken.get(courses[-1], ())
        for on in days if approval is None else sorted({*days, approval}):
            if on > day:
                break
            if counts_from is not None and on < counts_from.day:
                continue
            met = met_by(on, record.taken, courses, approval, counts_from, policy, record.year_starts)
            if met is not None and met.on == on:
                term = _term(record, post, track, courses, met, policy, counts_from)
                if term is not None and term.ends > day:
                    return term
    return None


def _ways(track: Track, policy: Policy, counts_from: CountsFrom | None) -> tuple[tuple[str, ...], ...]:
    """What earns a term: all courses of the track, or after a lapse the quiz where policy says so."""
    if policy.after_lapse is AfterLapse.QUIZ and counts_from is not None and counts_from.why is ReasonCode.BEFORE_LAPSE:
        return (track.courses, (policy.quiz_course,))
    return (track.courses,)


def _term(
    record: Record,
    post: Post,
    track: Track,
    courses: tuple[str, ...],
    met: Met,
    policy: Policy,
    counts_from: CountsFrom | None,
) -> Term | None:
    """The term that begins where the requirements of `policy` were met, or on its first day where no version before
    found them enough."""
    governing = policy
    if met.on < policy.starts:
        governing = policy_in_force(record.policies, met.on)
        if governing is not policy and not _was_enough(record, post, met.on, governing, counts_from):
            governing = policy
            late = met_by(
                policy.starts,
                record.taken,
                courses,
                met.approved_on,
                counts_from,
                policy,
                record.year_starts,
                policy.starts,
            )
            if late is None:
                return None
            met = late
    ends = first_term_ends(met.on, governing.term_school_years, record.year_starts)
    opens = window_opens_on(ends, governing.window_opens, record.year_starts)
    return Term(track, met, ends, max(opens, met.on + DAY), governing)


def _was_enough(record: Record, post: Post, on: date, policy: Policy, counts_from: CountsFrom | None) -> bool:
    track = policy.track_for(post.job.category, post.job.job_role, post.job.team)
    if track is None:
        return False
    approval = approved_on(record.approvals, post.job.location, counts_from) if track.approval else None
    if track.approval and approval is None:
        return False
    return met_by(on, record.taken, track.courses, approval, counts_from, policy, record.year_starts) is not None


def renewed(record: Record, term: Term, learned: Sequence[date], track: str, day: date) -> Term:
    """The term with the years that a quiz or courses of its window add, dated by `day` (each of the days `learned`).

    Of courses all that `track`, the one shown, asks for must be finished inside the window, in order.
    """
    while term.opens <= day:
        inside = learned[bisect_left(learned, term.opens) : bisect_left(learned, day + DAY)]
        on = next((each for each in inside if _renews(record, track, term.opens, each)), None)
        if on is None:
            break
        policy = policy_in_force(record.policies, on)
        ends = renewed_term_ends(term.ends, policy.term_school_years, record.year_starts)
        other = policy is not term.policy
        term = term._replace(
            ends=ends,
            opens=window_opens_on(ends, policy.window_opens, record.year_starts),
            renewals=(*term.renewals, Renewal(on, term.ends, ends)),
            turns_on=term.ends if other else None,
            coming=policy if other else None,
        )
    return term


def _renews(record: Record, track: str, since: date, on: date) -> bool:
    """Whether the quiz was passed on the day `on`, or the last of all courses finished, the first no sooner than
    `since`."""
    policy = policy_in_force(record.policies, on)
    if on in record.taken.get(policy.quiz_course, ()):
        return True
    asked = policy.track(track)
    retaken = newest_in_order(record.taken, asked.courses, on) if asked is not None else None
    return retaken is not None and retaken[0][1] >= since
