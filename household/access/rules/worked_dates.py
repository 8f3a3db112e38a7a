"""Worked dates: example facts of this school year played through a policy, so that whoever edits it sees its dates.

The examples are those of the contract, with this year's days: the same person, who took all courses on a day in autumn,
does this or that at the end of the term. Each is answered by the one decision that answers for everybody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from district.rules.calendar import year_of
from household.access.rules.answers import Answer
from household.access.rules.facts import Approval, Completion, Facts, Job
from household.access.rules.policy import Policy, Track
from household.access.rules.quiz import QuizWindow, quiz_window
from household.access.rules.standing import standing_on
from household.access.rules.terms import DAY

AUTUMN = timedelta(days=105)
"""From the first day of the school year: October 14, where it begins on July 1."""
LATER = timedelta(days=41)
"""From the last day of a term: August 10, where it ends on June 30."""
EARLIER, A_FORTNIGHT = timedelta(days=20), timedelta(days=14)
HIRED = date(1990, 1, 1)
ROLES = ("Teacher", "Counselor", "Paraprofessional", "Custodian", "")
PLACE = "A"


class Tale(StrEnum):
    """What the person of an example does."""

    LAST_COURSE = "last-course"
    LAST_DAY_OF_YEAR = "last-day-of-year"
    FIRST_DAY_OF_YEAR = "first-day-of-year"
    QUIZ_TOO_EARLY = "quiz-too-early"
    QUIZ_AT_ONCE = "quiz-at-once"
    QUIZ_ON_LAST_DAY = "quiz-on-last-day"
    COURSES_INSTEAD = "courses-instead"
    NOTHING_DONE = "nothing-done"
    COURSES_AFTER_LAPSE = "courses-after-lapse"
    ONE_COURSE_TOO_EARLY = "one-course-too-early"
    """Only where a track asks for more than one course."""
    RULES_CHANGE = "rules-change"
    """Trained on the day before other rules begin, and asked about on their first day."""


class Doing(StrEnum):
    """What one line of an example says was done."""

    COURSES = "courses"
    """All courses, the last of them on the day."""
    COURSE = "course"
    APPROVAL = "approval"
    QUIZ = "quiz"
    QUIZ_TRIED = "quiz-tried"


@dataclass(frozen=True, slots=True)
class Deed:
    """One line of an example."""

    doing: Doing
    on: date
    course: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a policy answers to an example on the day `on`."""

    track: str
    deeds: tuple[Deed, ...]
    on: date
    answer: Answer
    quiz: QuizWindow | None = None
    """Whether the quiz can be opened, where the example tries to."""


Outcomes = Mapping[Tale, Outcome]


def comes_out_otherwise(one: Outcome | None, other: Outcome | None) -> bool:
    """Whether two policies tell an example apart: in its days, its answer, how that is counted, or at the quiz."""
    return _told(one) != _told(other)


def _told(outcome: Outcome | None) -> tuple[object, ...] | None:
    if outcome is None:
        return None
    answer, quiz = outcome.answer, outcome.quiz
    door = None if quiz is None else (quiz.refusal, quiz.opens)
    return outcome.deeds, outcome.on, answer.state, answer.through, answer.counted, door


def worked(policy: Policy, *, today: date, year_starts: str) -> Outcomes:
    """Every example of the school year of `today`, answered by `policy` alone; nothing where it has no track."""
    person = _Person.under(policy, year_starts)
    if person is None:
        return {}
    year = year_of(today, starts=year_starts)
    first = person.trained(year.starts + AUTUMN)
    start = first.asked(year.starts + AUTUMN)
    told = {
        Tale.LAST_COURSE: start,
        Tale.LAST_DAY_OF_YEAR: person.trained(year.last_day).asked(year.last_day),
        Tale.FIRST_DAY_OF_YEAR: person.trained(year.ends).asked(year.ends),
    }
    opens, through = start.answer.window_opens, start.answer.through
    return told if opens is None or through is None else {**told, **_ends_of(first, opens, through)}


def worked_change(before: Policy, after: Policy, *, year_starts: str) -> Outcome | None:
    """Trained on the day before `after` begins, asked about on its first day: the term keeps the rules it was given
    under."""
    person = _Person.under(before, year_starts)
    if person is None:
        return None
    return person.by(before, after).trained(after.starts - DAY).asked(after.starts)


def _ends_of(first: _Person, opens: date, through: date) -> Outcomes:
    """What can become of the term of someone trained in autumn."""
    lapse = through + DAY
    retaken = min(opens + A_FORTNIGHT, through)
    told = {
        Tale.QUIZ_TOO_EARLY: first.tries_quiz(opens - DAY),
        Tale.QUIZ_AT_ONCE: first.passes_quiz(opens).asked(opens),
        Tale.QUIZ_ON_LAST_DAY: first.passes_quiz(through).asked(through),
        Tale.COURSES_INSTEAD: first.trained(retaken).asked(retaken),
        Tale.NOTHING_DONE: first.tries_quiz(lapse),
        Tale.COURSES_AFTER_LAPSE: first.trained(through + LATER).asked(through + LATER),
    }
    if len(first.track.courses) > 1:
        halves = first.finishes(first.track.courses[0], through - EARLIER)
        for each in first.track.courses[1:]:
            halves = halves.finishes(each, through + LATER)
        told[Tale.ONE_COURSE_TOO_EARLY] = halves.asked(through + LATER)
    return told


@dataclass(frozen=True, slots=True)
class _Person:
    """Someone whose job the track is for, and what they did so far."""

    policies: tuple[Policy, ...]
    track: Track
    job: Job
    year_starts: str
    deeds: tuple[Deed, ...] = ()

    @classmethod
    def under(cls, policy: Policy, year_starts: str) -> _Person | None:
        """Of the first track that needs no approval, else of the first; None where no job comes to any."""
        reached = [(track, job) for track in policy.tracks if (job := _job_of(track, policy)) is not None]
        best = next((each for each in reached if not each[0].approval), reached[0] if reached else None)
        return None if best is None else cls((policy,), *best, year_starts)

    def by(self, *policies: Policy) -> _Person:
        return _Person(policies, self.track, self.job, self.year_starts, self.deeds)

    def _did(self, *deeds: Deed) -> _Person:
        return _Person(self.policies, self.track, self.job, self.year_starts, (*self.deeds, *deeds))

    def trained(self, on: date) -> _Person:
        """All courses, and where the track asks for it the approval, on the day."""
        trained = self._did(Deed(Doing.COURSES, on))
        return trained._did(Deed(Doing.APPROVAL, on)) if self.track.approval else trained

    def finishes(self, course: str, on: date) -> _Person:
        return self._did(Deed(Doing.COURSE, on, course))

    def passes_quiz(self, on: date) -> _Person:
        return self._did(Deed(Doing.QUIZ, on))

    def tries_quiz(self, on: date) -> Outcome:
        """Opens the quiz on the day and does not get to answer it."""
        window = quiz_window(self._facts(), self.policies, on, year_starts=self.year_starts)
        return self._did(Deed(Doing.QUIZ_TRIED, on)).asked(on, window)

    def asked(self, on: date, window: QuizWindow | None = None) -> Outcome:
        answer = standing_on(self._facts(), self.policies, on, year_starts=self.year_starts)
        return Outcome(self.track.code, self.deeds, on, answer, window)

    def _facts(self) -> Facts:
        done = [(course, each.on) for each in self.deeds for course in self._courses_of(each)]
        return Facts(
            jobs=(self.job,),
            completions=tuple(Completion(course, on) for course, on in done),
            approvals=tuple(Approval(PLACE, each.on) for each in self.deeds if each.doing is Doing.APPROVAL),
        )

    def _courses_of(self, deed: Deed) -> Sequence[str]:
        if deed.doing is Doing.COURSES:
            return self.track.courses
        if deed.doing is Doing.QUIZ:
            return (self.policies[-1].quiz_course,)
        return (deed.course,) if deed.doing is Doing.COURSE else ()


def _job_of(track: Track, policy: Policy) -> Job | None:
    """A job that comes to the track, held for long; None where an earlier track takes every such job."""
    teams = policy.central_teams if track.category == "central" else ("",)
    for role in (*track.job_roles, *ROLES):
        for team in teams[:1]:
            if policy.track_for(track.category, role, team) is track:
                return Job(HIRED, category=track.category, job_role=role, team=team, location=PLACE)
    return None
