"""How a person stands on one day, with everything a page or a command says of it.

It follows from the facts dated by that day; what is known ahead are the ends of jobs and terms. The state and its days
are those of `history`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from district.rules.calendar import year_of
from household.access.rules import checklist
from household.access.rules.answers import (
    Answer,
    EndsBy,
    Line,
    LineCode,
    Reason,
    ReasonCode,
    Requirement,
    RequirementKind,
    Segment,
    State,
    Step,
    StepCode,
)
from household.access.rules.earning import Term
from household.access.rules.facts import Facts
from household.access.rules.history import holding
from household.access.rules.jobs import Post
from household.access.rules.laying import Given, given_on, told
from household.access.rules.policy import AfterLapse, Policy, policy_in_force
from household.access.rules.story import Story
from household.access.rules.terms import DAY, first_term_ends

_APPROVAL = {ReasonCode.APPROVAL_MISSING, ReasonCode.APPROVAL_OTHER_SCHOOL, ReasonCode.APPROVAL_AGAIN}
_NOBODYS = {ReasonCode.NO_JOB, ReasonCode.NO_TRACK}


def standing_on(facts: Facts, policies: Sequence[Policy], on: date, *, year_starts: str) -> Answer:
    """The answer of the day, with its reasons, what to do next, the checklist and how the last day is counted."""
    story = Story(facts, policies, year_starts=year_starts)
    story.play(through=on)
    story.policy = policy_in_force(policies, on)
    segment = holding(told(story), on)
    post = _nearest(story, on)
    lines = _checklist(story, post, on)
    missing = [each.missing for each in lines if each.missing and each.kind is not RequirementKind.RECERTIFICATION]
    if_met = None if segment.has_access or segment.state is State.REVOKED else _ends_if_met(story, post, on)
    ends = segment.access_ends if segment.has_access else if_met
    given = given_on(story, on) if segment.has_access else None
    return Answer(
        state=segment.state,
        since=segment.since,
        through=_last(segment.access_ends),
        track=segment.track,
        policy_version=segment.policy_version,
        reasons=(*_reasons(story, segment, facts, missing, on), *_by_hand(segment, facts, given, on)),
        next_steps=_next_steps(story, segment, missing),
        requirements=lines,
        counted=_counted_by_hand(story, segment, given)
        or _counted(story, ends, on, by_job=segment.has_access and segment.ends_by is EndsBy.JOB),
        through_if_met=_last(if_met),
        window_opens=None if story.term is None else story.term.opens,
    )


def _last(ends: date | None) -> date | None:
    return None if ends is None else ends - DAY


def _nearest(story: Story, on: date) -> Post | None:
    """The standing job to speak of: the one that carries the term, else the one that lacks least."""
    if story.carrying:
        return next(post for post, track in story.carrying.items() if track.code == story.track)
    return min(
        story.standing,
        key=lambda post: (
            post.track_under(story.policy if story.term is None else story.term.policy) is None,
            sum(each.missing is not None for each in _checklist(story, post, on)),
        ),
        default=None,
    )


def _checklist(story: Story, post: Post | None, on: date) -> tuple[Requirement, ...]:
    if post is None:
        return checklist.without_job()
    term = story.term
    policy = story.policy if term is None else term.policy
    track = story.carrying.get(post) or post.track_under(policy)
    if track is None:
        return checklist.without_track(post)
    if term is not None:
        return checklist.under_term(
            story.record, post, track, term, on, story.counts_from, carries=post in story.carrying
        )
    return checklist.towards_term(story.record, post, track, policy, on, story.counts_from)


def _ends_if_met(story: Story, post: Post | None, on: date) -> date | None:
    """The first day without the access that would begin if everything missing were met on the day."""
    term = story.term
    if post is None or post.track_under(story.policy if term is None else term.policy) is None:
        return None
    if term is not None:
        return min(term.ends, post.ends)
    return min(first_term_ends(on, story.policy.term_school_years, story.record.year_starts), post.ends)


def _reasons(story: Story, segment: Segment, facts: Facts, missing: list[Reason], on: date) -> tuple[Reason, ...]:
    if segment.state is State.REVOKED:
        begun = min(each.resumes or each.starts for each in facts.revocations if each.holds(on))
        return (Reason(ReasonCode.REVOKED, day=begun),)
    if segment.has_access:
        return _reasons_for_access(segment, story.term) if story.term is not None and story.carrying else ()
    reasons: list[Reason] = []
    was_over = story.counts_from if story.term is None and segment.since is not None else None
    if was_over is not None and was_over.why is ReasonCode.BEFORE_LAPSE:
        reasons.append(Reason(ReasonCode.NOT_RENEWED, last_day=_last(was_over.day)))
    if segment.state is State.ENDED:
        reasons.append(_why_ended(story, on))
        missing = [each for each in missing if each.code is not ReasonCode.NO_JOB]
    return (*reasons, *missing)


def _reasons_for_access(segment: Segment, term: Term) -> tuple[Reason, ...]:
    reasons = [Reason(ReasonCode.REQUIREMENTS_MET, day=term.met.on, track=segment.track)]
    if term.renewals:
        reasons.append(Reason(ReasonCode.RENEWED, day=term.renewals[-1].on))
    if segment.ends_by is EndsBy.JOB:
        reasons.append(Reason(ReasonCode.JOB_ENDS_FIRST, day=_last(segment.access_ends)))
    if segment.state is State.RECERTIFY:
        reasons.append(Reason(ReasonCode.WINDOW_OPEN, day=term.opens, last_day=_last(term.ends)))
    return tuple(reasons)


def _by_hand(segment: Segment, facts: Facts, given: Given | None, on: date) -> Iterator[Reason]:
    """What people decided, where the answer rests on it: given by hand, or given back through a day only."""
    if segment.state is State.REVOKED:
        return
    if given is not None:
        yield Reason(ReasonCode.GIVEN_BY_HAND, day=given.grant.starts, last_day=_last(given.grant.ends))
    elif not segment.has_access and (
        over := max((each.ends for each in facts.grants if each.ends <= on), default=None)
    ):
        yield Reason(ReasonCode.GIVEN_IS_OVER, last_day=_last(over))
    for each in facts.revocations:
        if each.ends is not None and each.ends <= on and each.resumes is not None and segment.has_access:
            yield Reason(ReasonCode.REINSTATED_THROUGH, day=each.ends, last_day=_last(each.resumes))


def _why_ended(story: Story, on: date) -> Reason:
    for departure in story.departures:
        if departure.on <= on < departure.back_on:
            return Reason(ReasonCode.EMPLOYMENT_ENDED, last_day=_last(departure.on))
    if not story.standing:
        return _job_ended(max(each.ends for each in story.posts if each.ends <= on))
    if story.counts_from is not None and story.counts_from.why is ReasonCode.BEFORE_RETURN:
        return Reason(ReasonCode.RETURNED, day=story.counts_from.day)
    newest = max(story.standing, key=lambda post: post.starts)
    if story.lost_on is not None and newest.starts < story.lost_on:
        over = any(each.ends == story.lost_on for each in story.posts)
        return _job_ended(story.lost_on) if over else Reason(ReasonCode.POLICY_CHANGED, day=story.lost_on)
    track = newest.track_under(story.policy if story.term is None else story.term.policy)
    return Reason(
        ReasonCode.CHANGE_ENDS_ACCESS if story.barred else ReasonCode.JOB_CHANGED,
        day=newest.starts,
        job_role=newest.job.job_role,
        location=newest.job.location,
        track="" if track is None else track.code,
    )


def _job_ended(ends: date) -> Reason:
    return Reason(ReasonCode.JOB_ENDED, last_day=_last(ends))


def _next_steps(story: Story, segment: Segment, missing: list[Reason]) -> tuple[Step, ...]:
    if segment.state is State.REVOKED:
        return (Step(StepCode.ASK_DOTS),)
    term = story.term
    if segment.has_access and term is not None and story.carrying:
        if segment.state is State.RECERTIFY:
            return (Step(StepCode.TAKE_QUIZ, course=term.policy.quiz_course, last_day=_last(term.ends)),)
        outlives = segment.access_ends is not None and term.opens < segment.access_ends
        return (Step(StepCode.WAIT_FOR_WINDOW, day=term.opens),) if outlives else ()
    steps = [_step_for(each) for each in missing]
    if segment.state is State.LAPSED and story.policy.after_lapse is AfterLapse.QUIZ:
        steps.insert(0, Step(StepCode.TAKE_QUIZ, course=story.policy.quiz_course))
    return tuple(steps)


def _step_for(missing: Reason) -> Step:
    if missing.code in _NOBODYS:
        return Step(StepCode.ASK_DOTS)
    if missing.code in _APPROVAL:
        return Step(StepCode.ASK_APPROVAL, location=missing.location)
    code = StepCode.TAKE_COURSE if missing.code is ReasonCode.NOT_TAKEN else StepCode.RETAKE_COURSE
    return Step(code, course=missing.course)


def _counted_by_hand(story: Story, segment: Segment, given: Given | None) -> tuple[Line, ...]:
    """The last day where people set it; nothing where term or job does."""
    if not segment.has_access or (segment.ends_by is not EndsBy.PERSON and (given is None or story.carrying)):
        return ()
    lines = []
    if given is not None and segment.access_ends == given.ends:
        lines.append(Line(LineCode.BY_HAND, day=given.grant.starts, through=_last(given.grant.ends)))
        if given.ends < given.grant.ends:
            lines.append(Line(LineCode.JOB_ENDS, through=_last(given.ends)))
    elif segment.ends_by is EndsBy.PERSON:
        lines.append(Line(LineCode.BY_HAND, through=_last(segment.access_ends)))
    return (*lines, Line(LineCode.LAST_DAY, through=_last(segment.access_ends)))


def _counted(story: Story, ends: date | None, on: date, *, by_job: bool) -> tuple[Line, ...]:
    """How the last day before `ends` is counted, from the last requirement; one met on the day, where no term runs."""
    if ends is None:
        return ()
    term, year_starts = story.term, story.record.year_starts
    met_on = on if term is None else term.met.on
    term_ends = term.ends if term is not None else first_term_ends(met_on, story.policy.term_school_years, year_starts)
    first_ends = term.renewals[0].ends_before if term is not None and term.renewals else term_ends
    lines = [Line(LineCode.LAST_REQUIREMENT, day=met_on)]
    lines += _years(LineCode.FIRST_YEAR, met_on, first_ends, year_starts)
    for renewal in term.renewals if term is not None else ():
        lines += _years(LineCode.RENEWED_YEAR, renewal.ends_before, renewal.ends, year_starts, day=renewal.on)
    if by_job or ends < term_ends:
        lines.append(Line(LineCode.JOB_ENDS, through=_last(ends)))
    return (*lines, Line(LineCode.LAST_DAY, through=_last(ends)))


def _years(code: LineCode, starts: date, ends: date, year_starts: str, day: date | None = None) -> list[Line]:
    """A line for each school year from the one of `starts` on that is over before `ends`."""
    lines: list[Line] = []
    while starts < ends:
        year = year_of(starts, starts=year_starts)
        this = LineCode.NEXT_YEAR if lines and code is LineCode.FIRST_YEAR else code
        lines.append(Line(this, day=day, school_year=year.name, through=year.last_day, count=len(lines) + 1))
        starts = year.ends
    return lines
