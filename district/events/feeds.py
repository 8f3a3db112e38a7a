"""What may be told of feeds: what was applied, stored and settled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from foundation.audit import Event


@dataclass(frozen=True)
class FeedApplied(Event):
    """A feed was applied. The run's change rows have the detail; `digest` is the SHA-256 of what was read."""

    run_id: str
    source: str
    format: str
    digest: str
    created: int
    updated: int
    unchanged: int
    deactivated: int
    skipped: int


@dataclass(frozen=True)
class RosterApplied(FeedApplied):
    """A roster package was applied."""


@dataclass(frozen=True)
class StaffApplied(FeedApplied):
    """A file of staff assignments was applied."""


@dataclass(frozen=True)
class TrainingApplied(FeedApplied):
    """A file of course completions was applied."""


@dataclass(frozen=True)
class AttendanceApplied(FeedApplied):
    """A file of attendance was applied."""


@dataclass(frozen=True)
class StudentsFileApplied(FeedApplied):
    """A file about students was applied: `format` says whether fees, courses, averages or report cards."""


@dataclass(frozen=True)
class StatementsStored(Event):
    """New xAPI statements were stored; completions were created, updated or ended (voided) by them."""

    run_id: str
    source: str
    digest: str
    statements: int
    created: int
    updated: int
    ended: int


@dataclass(frozen=True)
class TrainingQuestionSettled(Event):
    """What a training system left open was `placed` (whose or which course it is) or `set-aside` by a person."""

    question_id: int
    source: str
    code: str
    settled_as: str
    person_id: int | None = None
    course: str = ""
    is_remembered: bool = True
    reason: str = ""


@dataclass(frozen=True)
class CourseRuleSet(Event):
    """Which statements make a completion of a course, from a day on."""

    course: str
    rule: str
    starts: date


@dataclass(frozen=True)
class AccountNamesSet(Event):
    """Whether the account names of a home page are ids of the training system's own, never employee numbers."""

    source: str
    home_page: str
    are_own: bool
