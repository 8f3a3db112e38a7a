"""The values the decision hands out, and every code a sentence is made of; `household/access/words.py` says them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class State(StrEnum):
    """How a person stands on a day. When several fit, the first of these holds."""

    REVOKED = "revoked"
    RECERTIFY = "recertify"
    ACTIVE = "active"
    ENDED = "ended"
    LAPSED = "lapsed"
    AWAITING_APPROVAL = "awaiting-approval"
    IN_PROGRESS = "in-progress"
    NONE = "none"


WITH_ACCESS = frozenset({State.ACTIVE, State.RECERTIFY})


class EndsBy(StrEnum):
    """What ends an access. Where term and job end together it is the job: renewing would not help."""

    TERM = "term"
    JOB = "job"
    PERSON = "person"


class Segment(NamedTuple):
    """Days on which one answer holds: from `starts` to the day before `ends` (None: for ever).

    It follows from facts dated no later than `starts`, and from ends of jobs and terms as far as they are known.
    A named tuple, not a dataclass: a hundred thousand people have half a million of them.
    """

    starts: date
    ends: date | None
    state: State
    track: str
    """The code of the track that gives, or last gave, access; else of the one that applies; empty: none does."""
    since: date | None
    """The first day of this or, where there is none, of the last unbroken access."""
    access_ends: date | None
    """The first day without it: the earlier of the term's end and the known end of the job."""
    ends_by: EndsBy | None
    policy_version: int | None
    """Of the policy that governs, or last governed, the term; None where there never was one."""
    term_ends: date | None
    """The first day after the term, whatever the job does. It moves when access is renewed."""

    @property
    def has_access(self) -> bool:
        """Whether the household tool is open on these days."""
        return self.state in WITH_ACCESS


class ReasonCode(StrEnum):
    """Why the answer is what it is. Each names which fields of its `Reason` are filled."""

    REQUIREMENTS_MET = "requirements-met"
    """`day` the last requirement was met."""
    RENEWED = "renewed"
    """`day` of the last renewal."""
    JOB_ENDS_FIRST = "job-ends-first"
    """`day`: the last of the job, before the term's."""
    WINDOW_OPEN = "window-open"
    """`day` it opened; `last_day` to renew."""
    NOT_RENEWED = "not-renewed"
    """`last_day` of the term."""
    EMPLOYMENT_ENDED = "employment-ended"
    """`last_day` of the employment."""
    JOB_ENDED = "job-ended"
    """`last_day` of the job; no other carries the access on."""
    POLICY_CHANGED = "policy-changed"
    """`day` from which the rules no longer give access to the job."""
    JOB_CHANGED = "job-changed"
    """`day` the job that stands now began; `job_role`, `location`, `track` (may be empty) are its."""
    CHANGE_ENDS_ACCESS = "change-ends-access"
    """The same, where policy says that such a change ends access."""
    RETURNED = "returned"
    """`day` of the return after a departure."""
    REVOKED = "revoked"
    """`day` it was taken away."""
    GIVEN_BY_HAND = "given-by-hand"
    """`day` two people gave it; `last_day` of what they gave."""
    GIVEN_IS_OVER = "given-is-over"
    """`last_day` of what was given by hand."""
    REINSTATED_THROUGH = "reinstated-through"
    """`day` it was given back; `last_day`, after which it is taken away again."""
    NO_JOB = "no-job"
    """No job stands on the day."""
    NO_TRACK = "no-track"
    """`job_role`, `team` and `location` of a job that no track applies to."""
    NOT_TAKEN = "not-taken"
    """`course`."""
    TOO_OLD = "too-old"
    """`course`, finished on `day`; it must be of `not_before` or later, or gave a term that is over (None)."""
    BEFORE_PREREQUISITE = "before-prerequisite"
    """`course`, finished on `day`, before `after`, or without it."""
    BEFORE_LAPSE = "before-lapse"
    """`course`, finished on `day`; access lapsed on `not_before`."""
    BEFORE_RETURN = "before-return"
    """`course`, finished on `day`, before the return on `not_before`."""
    BEFORE_END = "before-end"
    """`course`, finished on `day`; the earlier access ended, its last day the one before `not_before`."""
    APPROVAL_MISSING = "approval-missing"
    """`location`."""
    APPROVAL_OTHER_SCHOOL = "approval-other-school"
    """`location`; the approval on record, of `day`, is for `other_location`."""
    APPROVAL_AGAIN = "approval-again"
    """`location`, approved on `day`; it is asked again from `not_before` on."""


class StepCode(StrEnum):
    """What the person can do next."""

    TAKE_COURSE = "take-course"
    RETAKE_COURSE = "retake-course"
    ASK_APPROVAL = "ask-approval"
    """`location`."""
    TAKE_QUIZ = "take-quiz"
    """`last_day` to pass it; None where there is no hurry."""
    WAIT_FOR_WINDOW = "wait-for-window"
    """`day` the quiz opens: nothing to do until then."""
    ASK_DOTS = "ask-dots"
    """Nothing of one's own changes it; DoTS knows more."""


class LineCode(StrEnum):
    """One line of how the last day is counted."""

    LAST_REQUIREMENT = "last-requirement"
    """`day` it was met, or would be."""
    FIRST_YEAR = "first-year"
    """`school_year` `through` its last day."""
    NEXT_YEAR = "next-year"
    """A further school year, its number `count`."""
    RENEWED_YEAR = "renewed-year"
    """A school year the renewal on `day` added."""
    JOB_ENDS = "job-ends"
    """The job ends earlier: `through` its last day."""
    BY_HAND = "by-hand"
    """Two people set `through` as its last day."""
    LAST_DAY = "last-day"
    """`through`: the outcome."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, with the plain values its sentence names; unused ones stay empty."""

    code: ReasonCode
    day: date | None = None
    last_day: date | None = None
    not_before: date | None = None
    course: str = ""
    after: str = ""
    track: str = ""
    job_role: str = ""
    team: str = ""
    location: str = ""
    other_location: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do next."""

    code: StepCode
    course: str = ""
    location: str = ""
    day: date | None = None
    last_day: date | None = None


class RequirementKind(StrEnum):
    """What a requirement asks for."""

    JOB = "job"
    COURSE = "course"
    APPROVAL = "approval"
    RECERTIFICATION = "recertification"


@dataclass(frozen=True, slots=True)
class Requirement:
    """One line of the checklist: met, with the day of its evidence, or not, with why."""

    kind: RequirementKind
    course: str = ""
    """For a course, and for recertification the quiz."""
    location: str = ""
    """For a job and for an approval."""
    job_role: str = ""
    day: date | None = None
    """Of the evidence: the job's first day, the completion, the approval."""
    missing: Reason | None = None
    """None: it is met."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of how the last day is counted."""

    code: LineCode
    day: date | None = None
    school_year: str = ""
    through: date | None = None
    """A last day, inclusive."""
    count: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """How a person stands on a day, and why. `since` and `through` are the first and the last day, inclusive."""

    state: State
    since: date | None
    through: date | None
    track: str
    policy_version: int | None
    reasons: tuple[Reason, ...]
    next_steps: tuple[Step, ...]
    requirements: tuple[Requirement, ...]
    counted: tuple[Line, ...]
    """How `through` is counted; without access, how `through_if_met` is."""
    through_if_met: date | None
    """Without access: the last day it would have if all that is missing were met on the day asked about."""
    window_opens: date | None
    """The first day this term can be renewed; None without a running term."""

    @property
    def has_access(self) -> bool:
        """Whether the household tool is open on the day."""
        return self.state in WITH_ACCESS
