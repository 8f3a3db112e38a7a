"""Which courses a person may report as finished, and why a report is refused. A report never grants anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from household.access.rules.answers import Answer, Reason, ReasonCode, RequirementKind, State, StepCode
from household.access.rules.facts import Completion, Facts
from household.access.rules.jobs import posts_of
from household.access.rules.policy import Policy

TOO_EARLY = frozenset({ReasonCode.BEFORE_LAPSE, ReasonCode.BEFORE_RETURN, ReasonCode.BEFORE_END, ReasonCode.TOO_OLD})
"""Reasons for which a course finished on such a day would not count, whatever else arrives."""
RENEWS = frozenset({StepCode.TAKE_QUIZ})


class ReportProblem(StrEnum):
    """Why a report is refused."""

    NOT_ASKED_FOR = "not-asked-for"
    """The job asks for no such course now."""
    TO_COME = "to-come"
    """The day is still to come."""
    BEFORE_HIRE = "before-hire"
    """`day` of the hire."""
    ON_RECORD = "on-record"
    """The completion has arrived already."""
    DOES_NOT_COUNT = "does-not-count"
    """`reason` says why."""
    TOO_MANY = "too-many"
    """So many reports in one day."""


@dataclass(frozen=True, slots=True)
class ReportRefused:
    """A refusal with the plain values its sentence names."""

    problem: ReportProblem
    day: date | None = None
    reason: Reason | None = None


def reportable(answer: Answer, policy: Policy) -> tuple[str, ...]:
    """The codes of the courses that can be reported now, in their order: what the job asks for and is not on record;
    while it can be renewed by it the quiz first, and then every course again."""
    missing = {
        each.course
        for each in answer.requirements
        if each.kind is RequirementKind.COURSE and each.missing is not None and each.course
    }
    renewable = answer.state is State.RECERTIFY or any(each.code in RENEWS for each in answer.next_steps)
    track = policy.track(answer.track)
    asked = track.courses if track is not None else ()
    if renewable:
        return (policy.quiz_course, *asked)
    in_order = [each for each in asked if each in missing]
    return (*in_order, *sorted(missing.difference(in_order)))


def hired_on(facts: Facts, on: date) -> date | None:
    """The first day of the employment that holds on the day, or of the oldest job that does; None without a job."""
    now = [each for each in posts_of(facts.jobs) if each.starts <= on < each.ends]
    return min((each.job.employed_from or each.starts for each in now), default=None)


def refused(
    facts: Facts, course: str, finished_on: date, *, on: date, asked: Sequence[str], as_if: Answer
) -> ReportRefused | None:
    """Why somebody cannot report a course of the `asked` as finished on that day; None: they can.

    `as_if` is the answer for the facts with such a completion among them (`with_report`).
    """
    if course not in asked:
        return ReportRefused(ReportProblem.NOT_ASKED_FOR)
    if finished_on > on:
        return ReportRefused(ReportProblem.TO_COME)
    hired = hired_on(facts, on)
    if hired is not None and finished_on < hired:
        return ReportRefused(ReportProblem.BEFORE_HIRE, day=hired)
    if Completion(course, finished_on) in facts.completions:
        return ReportRefused(ReportProblem.ON_RECORD, day=finished_on)
    for each in as_if.requirements:
        why = each.missing
        if each.course == course and why is not None and why.day == finished_on and why.code in TOO_EARLY:
            return ReportRefused(ReportProblem.DOES_NOT_COUNT, day=finished_on, reason=why)
    return None


def with_report(facts: Facts, course: str, finished_on: date) -> Facts:
    """The facts as they would be if the completion had arrived."""
    return replace(facts, completions=(*facts.completions, Completion(course, finished_on)))
