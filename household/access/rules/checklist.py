"""What a job needs, line by line: met, with the day of the evidence, or missing, with why.

While a term runs its courses are met whatever their age; what may be missing is a job that fits, or its approval.
Without one, each line is judged as if the last requirement were met on the day asked about.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from household.access.rules.answers import Reason, ReasonCode, Requirement, RequirementKind
from household.access.rules.earning import Record, Term
from household.access.rules.facts import Approval
from household.access.rules.jobs import Post
from household.access.rules.policy import Policy, Track
from household.access.rules.requirements import CountsFrom, Taken, newest_in_order
from household.access.rules.terms import fresh_from

Lines = tuple[Requirement, ...]


def without_job() -> Lines:
    """The list of someone without a job: what else is needed depends on it."""
    return (Requirement(RequirementKind.JOB, missing=Reason(ReasonCode.NO_JOB)),)


def without_track(post: Post) -> Lines:
    """The list for a job that no track applies to."""
    job = post.job
    why = Reason(ReasonCode.NO_TRACK, job_role=job.job_role, team=job.team, location=job.location)
    return (
        Requirement(RequirementKind.JOB, location=job.location, job_role=job.job_role, day=post.starts, missing=why),
    )


def under_term(
    record: Record, post: Post, track: Track, term: Term, on: date, counts_from: CountsFrom | None, *, carries: bool
) -> Lines:
    """What `track` needs of someone whose term runs on the day; `carries`: the job does carry it, so nothing of the
    job is missing, even where policy carried the term on without an approval."""
    evidence = dict(term.met.courses)
    quiz = term.policy.quiz_course
    lines = [_job_line(post)]
    if quiz in evidence:
        lines.append(Requirement(RequirementKind.RECERTIFICATION, course=quiz, day=evidence[quiz]))
    else:
        lines += [Requirement(RequirementKind.COURSE, course=each, day=evidence.get(each)) for each in track.courses]
    if track.approval:
        approval = _approval_line(record.approvals, post.job.location, on, counts_from)
        if approval.missing is None or not carries:
            lines.append(approval)
    if term.opens <= on:
        missing = Reason(ReasonCode.NOT_TAKEN, course=quiz)
        lines.append(Requirement(RequirementKind.RECERTIFICATION, course=quiz, missing=missing))
    elif term.renewals:
        lines.append(Requirement(RequirementKind.RECERTIFICATION, course=quiz, day=term.renewals[-1].on))
    return tuple(lines)


def towards_term(
    record: Record, post: Post, track: Track, policy: Policy, on: date, counts_from: CountsFrom | None
) -> Lines:
    """What `track` needs for a term that would begin on the day."""
    fresh = fresh_from(on, policy.course_fresh_school_years, record.year_starts)
    courses = _course_lines(record.taken, track.courses, fresh, on, counts_from)
    approval = [_approval_line(record.approvals, post.job.location, on, counts_from)] if track.approval else []
    if all(each.missing is None for each in (*courses, *approval)):
        last = courses[-1]
        spent = Reason(ReasonCode.TOO_OLD, course=last.course, day=last.day)
        courses[-1] = Requirement(RequirementKind.COURSE, course=last.course, missing=spent)
    return (_job_line(post), *courses, *approval)


def _job_line(post: Post) -> Requirement:
    return Requirement(RequirementKind.JOB, location=post.job.location, job_role=post.job.job_role, day=post.starts)


def _course_lines(
    taken: Taken, courses: Sequence[str], fresh: date, on: date, counts_from: CountsFrom | None
) -> list[Requirement]:
    """Each course with its earliest completion in order, or what is wrong with its newest; all with their newest where
    nothing is missing."""
    lines: list[Requirement] = []
    before: date | None = date.min
    prerequisite = ""
    for course in courses:
        days = [each for each in taken.get(course, ()) if each <= on]
        missing = _wrong_with(course, days, fresh, counts_from)
        if missing is None:
            in_order = [each for each in days if before is not None and each >= max(before, _first(fresh, counts_from))]
            if not in_order:
                missing = Reason(ReasonCode.BEFORE_PREREQUISITE, course=course, day=days[-1], after=prerequisite)
        before, prerequisite = None if missing else in_order[0], course
        lines.append(Requirement(RequirementKind.COURSE, course=course, day=before, missing=missing))
    chosen = newest_in_order(taken, courses, on)
    if chosen is None or any(each.missing for each in lines):
        return lines
    return [Requirement(RequirementKind.COURSE, course=course, day=day) for course, day in chosen]


def _first(fresh: date, counts_from: CountsFrom | None) -> date:
    return fresh if counts_from is None else max(fresh, counts_from.day)


def _wrong_with(course: str, days: Sequence[date], fresh: date, counts_from: CountsFrom | None) -> Reason | None:
    """Why none of the days on which a course was finished counts, whatever the other courses."""
    if not days:
        return Reason(ReasonCode.NOT_TAKEN, course=course)
    newest = days[-1]
    if counts_from is not None and newest < counts_from.day:
        return Reason(counts_from.why, course=course, day=newest, not_before=counts_from.day)
    if newest < fresh:
        return Reason(ReasonCode.TOO_OLD, course=course, day=newest, not_before=fresh)
    return None


def _approval_line(
    approvals: Sequence[Approval], location: str, on: date, counts_from: CountsFrom | None
) -> Requirement:
    known = sorted((each.approved_on, each.location) for each in approvals if each.approved_on <= on)
    here = [day for day, place in known if place == location]
    first = next((day for day in here if counts_from is None or day >= counts_from.day), None)
    if first is not None:
        return Requirement(RequirementKind.APPROVAL, location=location, day=first)
    if here and counts_from is not None:
        why = Reason(ReasonCode.APPROVAL_AGAIN, location=location, day=here[-1], not_before=counts_from.day)
    elif known:
        day, place = known[-1]
        why = Reason(ReasonCode.APPROVAL_OTHER_SCHOOL, location=location, day=day, other_location=place)
    else:
        why = Reason(ReasonCode.APPROVAL_MISSING, location=location)
    return Requirement(RequirementKind.APPROVAL, location=location, missing=why)
