"""What the decision decided, said in whole sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from flask_babel import get_locale
from flask_babel import gettext as _

from foundation.web.formats import short_day
from household.access.rules.answers import (
    Line,
    LineCode,
    Reason,
    ReasonCode,
    Requirement,
    RequirementKind,
    Step,
    StepCode,
)
from household.access.rules.policy import Policy
from household.access.rules.policy_reading import HOUSEHOLD
from household.access.rules.quiz import QuizRefusal, QuizWindow


@dataclass(frozen=True)
class Voice:
    """Says what the decision decided: with the titles of the policy, and the names of places where they are known."""

    policies: tuple[Policy, ...]
    places: Mapping[str, str] = field(default_factory=dict)
    """Code of a location → name of the school."""
    area: str = HOUSEHOLD
    """The access area it speaks of."""

    def course(self, code: str) -> str:
        """The title of a course in the reader's language, from the newest policy that names it; else its code."""
        for each in reversed(self.policies):
            if (found := each.course(code)) is not None:
                return found.title(_language())
            if code == each.quiz_course:
                return str(_("the recertification quiz"))
        return code

    def track(self, code: str) -> str:
        """The title of a track; nothing for none."""
        for each in reversed(self.policies):
            if (found := each.track(code)) is not None:
                return found.title(_language())
        return code

    def place(self, code: str) -> str:
        """The name of a location, else its code."""
        return self.places.get(code) or code or str(_("no place on record"))

    def reason(self, reason: Reason) -> str:
        """Why the answer is what it is."""
        return _REASONS[reason.code](self, reason)

    def step(self, step: Step) -> str:
        """What to do next."""
        return _STEPS[step.code](self, step)

    def refusal(self, window: QuizWindow) -> str:
        """Why the recertification quiz stays shut."""
        return "" if window.refusal is None else _REFUSALS[window.refusal](window)

    def line(self, line: Line) -> str:
        """One line of how the last day is counted."""
        return _LINES[line.code](self, line)

    def requirement(self, asked: Requirement) -> str:
        """What a line of the checklist asks for."""
        return _REQUIREMENTS[asked.kind](self, asked)

    def evidence(self, asked: Requirement) -> str:
        """The day that meets a requirement, or what is missing."""
        if asked.missing is not None:
            return self.reason(asked.missing)
        return _EVIDENCE[asked.kind](asked) if asked.day is not None else _("Met")


def _language() -> str:
    spoken = get_locale()
    return str(spoken.language) if spoken else "en"


def _on(value: date | None) -> str:
    return short_day(value) if value is not None else _("a day not on record")


Say = Callable[[Voice, Reason], str]

_REASONS: dict[ReasonCode, Say] = {
    ReasonCode.REQUIREMENTS_MET: lambda voice, told: _(
        "All requirements were met on %(day)s.",
        day=_on(told.day),
    ),
    ReasonCode.RENEWED: lambda voice, told: _("It was renewed on %(day)s.", day=_on(told.day)),
    ReasonCode.JOB_ENDS_FIRST: lambda voice, told: _(
        "The job ends before the term does: its last day is %(day)s.", day=_on(told.day)
    ),
    ReasonCode.WINDOW_OPEN: lambda voice, told: _(
        "It can be renewed since %(day)s, and must be by %(last)s.", day=_on(told.day), last=_on(told.last_day)
    ),
    ReasonCode.NOT_RENEWED: lambda voice, told: _(
        "It was not renewed by the last day of its term, %(day)s.", day=_on(told.last_day)
    ),
    ReasonCode.EMPLOYMENT_ENDED: lambda voice, told: _(
        "The employment ended; its last day was %(day)s.", day=_on(told.last_day)
    ),
    ReasonCode.JOB_ENDED: lambda voice, told: _(
        "The last day of the job was %(day)s; no other job carries the access on.", day=_on(told.last_day)
    ),
    ReasonCode.POLICY_CHANGED: lambda voice, told: _(
        "Since %(day)s the rules give no access to that job any more.", day=_on(told.day)
    ),
    ReasonCode.JOB_CHANGED: lambda voice, told: _(
        "The job changed on %(day)s, to %(job)s at %(place)s, and what that job asks for is not met.",
        day=_on(told.day),
        job=told.job_role,
        place=voice.place(told.location),
    ),
    ReasonCode.CHANGE_ENDS_ACCESS: lambda voice, told: _(
        "The job changed on %(day)s, to %(job)s at %(place)s. Such a change ends access.",
        day=_on(told.day),
        job=told.job_role,
        place=voice.place(told.location),
    ),
    ReasonCode.RETURNED: lambda voice, told: _(
        "After a time away the work here began again on %(day)s; what was done before does not count.",
        day=_on(told.day),
    ),
    ReasonCode.REVOKED: lambda voice, told: _("It was taken away on %(day)s.", day=_on(told.day)),
    ReasonCode.GIVEN_BY_HAND: lambda voice, told: _(
        "DoTS gave it by hand, two people together, from %(day)s through %(last)s.",
        day=_on(told.day),
        last=_on(told.last_day),
    ),
    ReasonCode.GIVEN_IS_OVER: lambda voice, told: _(
        "What was given by hand is over; its last day was %(day)s.", day=_on(told.last_day)
    ),
    ReasonCode.REINSTATED_THROUGH: lambda voice, told: _(
        "It was given back on %(day)s, through %(last)s.", day=_on(told.day), last=_on(told.last_day)
    ),
    ReasonCode.NO_JOB: lambda voice, told: _("No current job is on record."),
    ReasonCode.NO_TRACK: lambda voice, told: (
        _("The job %(job)s has no way to household access.", job=_job(told))
        if voice.area == HOUSEHOLD
        else _("The job %(job)s has no way to %(area)s access.", job=_job(told), area=voice.area)
    ),
    ReasonCode.NOT_TAKEN: lambda voice, told: _("%(course)s is not on record.", course=voice.course(told.course)),
    ReasonCode.TOO_OLD: lambda voice, told: _too_old(voice, told),
    ReasonCode.BEFORE_PREREQUISITE: lambda voice, told: _(
        "%(course)s was finished on %(day)s, before %(after)s. It must be taken after it.",
        course=voice.course(told.course),
        day=_on(told.day),
        after=voice.course(told.after),
    ),
    ReasonCode.BEFORE_LAPSE: lambda voice, told: _(
        "%(course)s was finished on %(day)s, before access lapsed on %(since)s, so it does not count any more.",
        course=voice.course(told.course),
        day=_on(told.day),
        since=_on(told.not_before),
    ),
    ReasonCode.BEFORE_RETURN: lambda voice, told: _(
        "%(course)s was finished on %(day)s, before the return on %(since)s, so it does not count any more.",
        course=voice.course(told.course),
        day=_on(told.day),
        since=_on(told.not_before),
    ),
    ReasonCode.BEFORE_END: lambda voice, told: _(
        "%(course)s was finished on %(day)s, before the earlier access was over on %(since)s, so it does not count "
        "any more.",
        course=voice.course(told.course),
        day=_on(told.day),
        since=_on(told.not_before),
    ),
    ReasonCode.APPROVAL_MISSING: lambda voice, told: _(
        "The principal of %(place)s has not approved it.", place=voice.place(told.location)
    ),
    ReasonCode.APPROVAL_OTHER_SCHOOL: lambda voice, told: _(
        "The approval of %(day)s is for %(other)s; one for %(place)s is missing.",
        day=_on(told.day),
        other=voice.place(told.other_location),
        place=voice.place(told.location),
    ),
    ReasonCode.APPROVAL_AGAIN: lambda voice, told: _(
        "The principal of %(place)s approved it on %(day)s; from %(since)s on it is asked for again.",
        place=voice.place(told.location),
        day=_on(told.day),
        since=_on(told.not_before),
    ),
}


def _too_old(voice: Voice, told: Reason) -> str:
    course, day = voice.course(told.course), _on(told.day)
    if told.not_before is None:
        return str(_("%(course)s of %(day)s gave a term that is over.", course=course, day=day))
    since = _on(told.not_before)
    sentence = _(
        "%(course)s was finished on %(day)s, too long ago: it must be of %(since)s or later.",
        course=course,
        day=day,
        since=since,
    )
    return str(sentence)


def _job(told: Reason) -> str:
    return ", ".join(each for each in (told.job_role, told.team) if each) or _("without a role on record")


_STEPS: dict[StepCode, Callable[[Voice, Step], str]] = {
    StepCode.TAKE_COURSE: lambda voice, told: _("Take %(course)s.", course=voice.course(told.course)),
    StepCode.RETAKE_COURSE: lambda voice, told: _("Take %(course)s again.", course=voice.course(told.course)),
    StepCode.ASK_APPROVAL: lambda voice, told: _(
        "Ask the principal of %(place)s to approve it.", place=voice.place(told.location)
    ),
    StepCode.TAKE_QUIZ: lambda voice, told: (
        _("Pass the recertification quiz by %(day)s.", day=_on(told.last_day))
        if told.last_day is not None
        else _("Pass the recertification quiz.")
    ),
    StepCode.WAIT_FOR_WINDOW: lambda voice, told: _(
        "Nothing to do now. You can renew from %(day)s on.", day=_on(told.day)
    ),
    StepCode.ASK_DOTS: lambda voice, told: _("Ask DoTS; they know more."),
}

_LINES: dict[LineCode, Callable[[Voice, Line], str]] = {
    LineCode.LAST_REQUIREMENT: lambda voice, told: _("Last requirement met on %(day)s", day=_on(told.day)),
    LineCode.FIRST_YEAR: lambda voice, told: _(
        "That school year, %(year)s, counts as the first: through %(day)s",
        year=told.school_year,
        day=_on(told.through),
    ),
    LineCode.NEXT_YEAR: lambda voice, told: _(
        "School year %(number)s, %(year)s: through %(day)s",
        number=told.count,
        year=told.school_year,
        day=_on(told.through),
    ),
    LineCode.RENEWED_YEAR: lambda voice, told: _(
        "Added by the renewal on %(day)s: school year %(year)s, through %(last)s",
        day=_on(told.day),
        year=told.school_year,
        last=_on(told.through),
    ),
    LineCode.JOB_ENDS: lambda voice, told: _("The job ends earlier, on %(day)s", day=_on(told.through)),
    LineCode.BY_HAND: lambda voice, told: _(
        "Set by hand, by two people of DoTS: through %(day)s", day=_on(told.through)
    ),
    LineCode.LAST_DAY: lambda voice, told: _("Last day of access: %(day)s", day=_on(told.through)),
}

_REQUIREMENTS: dict[RequirementKind, Callable[[Voice, Requirement], str]] = {
    RequirementKind.JOB: lambda voice, asked: (
        _("A job: %(job)s at %(place)s", job=asked.job_role, place=voice.place(asked.location))
        if asked.job_role
        else _("A job that household access is for")
        if voice.area == HOUSEHOLD
        else _("A job that %(area)s access is for", area=voice.area)
    ),
    RequirementKind.COURSE: lambda voice, asked: voice.course(asked.course),
    RequirementKind.APPROVAL: lambda voice, asked: _(
        "The approval of the principal of %(place)s", place=voice.place(asked.location)
    ),
    RequirementKind.RECERTIFICATION: lambda voice, asked: _("The recertification quiz, or all courses again"),
}

_EVIDENCE: dict[RequirementKind, Callable[[Requirement], str]] = {
    RequirementKind.JOB: lambda asked: _("since %(day)s", day=_on(asked.day)),
    RequirementKind.COURSE: lambda asked: _("finished on %(day)s", day=_on(asked.day)),
    RequirementKind.APPROVAL: lambda asked: _("given on %(day)s", day=_on(asked.day)),
    RequirementKind.RECERTIFICATION: lambda asked: _("done on %(day)s", day=_on(asked.day)),
}

_REFUSALS: dict[QuizRefusal, Callable[[QuizWindow], str]] = {
    QuizRefusal.OPENS_ON: lambda window: _("The quiz opens %(day)s.", day=_on(window.opens)),
    QuizRefusal.ALREADY_RENEWED: lambda window: _(
        "You have renewed already. The quiz opens again %(day)s.", day=_on(window.opens)
    ),
    QuizRefusal.LAPSED: lambda window: _(
        "Your access lapsed, and the quiz closed with it. All courses are needed again."
    ),
    QuizRefusal.NO_ACCESS: lambda window: _("The quiz renews access, and you have none."),
}
