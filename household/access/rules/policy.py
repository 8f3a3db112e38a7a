"""The district's policy of one access area, as a value. `policy_reading.py` makes it of a document.

Versions follow one another: the one with the latest `starts` on or before a day is in force on it, of two that start
on the same day the higher number. Version 1 has been in force since ever, whatever its `starts` says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache

CATEGORIES = ("school", "central")


class OnChange(StrEnum):
    """What a change of job, or of place, does to a running term."""

    REASSESS = "reassess"
    """It goes on where the new job's track is met."""
    KEEP = "keep"
    """It goes on."""
    END = "end"
    """It is over; all requirements again."""


class AfterLapse(StrEnum):
    """The way back after a lapse."""

    FULL_COURSES = "full-courses"
    QUIZ = "quiz"
    """The quiz alone will do, as well."""


class AfterReturn(StrEnum):
    """What a return after a departure finds."""

    FULL_COURSES = "full-courses"
    KEEP_COMPLETIONS = "keep-completions"


@dataclass(frozen=True, slots=True)
class Course:
    """A training course, by its code in the training system."""

    code: str
    title_en: str
    title_es: str
    link: str = ""
    """Where it is taken; empty: not known."""

    def title(self, language: str) -> str:
        """In the reader's language, English where it has no other."""
        return self.title_es if language == "es" and self.title_es else self.title_en


@dataclass(frozen=True, slots=True)
class Track:
    """What a kind of job needs. It applies to jobs of `category`: in a school those in `job_roles` (empty: any), at
    the central office those of the policy's central teams. Capitals and hyphens make no difference."""

    code: str
    category: str
    courses: tuple[str, ...]
    """Codes in prerequisite order, never empty."""
    approval: bool = False
    """Whether the principal of the job's school must approve."""
    job_roles: tuple[str, ...] = ()
    title_en: str = ""
    title_es: str = ""

    def title(self, language: str) -> str:
        """In the reader's language, English where it has no other."""
        return self.title_es if language == "es" and self.title_es else self.title_en


@dataclass(frozen=True, slots=True)
class Policy:
    """One version of the rules of one access area. Years are school years; `window_opens` is `MM-DD`."""

    number: int
    starts: date
    """The first day it is in force."""
    tracks: tuple[Track, ...]
    """In order: the first that applies to a job is its track."""
    courses: tuple[Course, ...]
    """In prerequisite order."""
    central_teams: tuple[str, ...]
    term_school_years: int
    window_opens: str
    course_fresh_school_years: int
    quiz_course: str
    on_job_change: OnChange = OnChange.REASSESS
    on_location_change: OnChange = OnChange.REASSESS
    after_lapse: AfterLapse = AfterLapse.FULL_COURSES
    after_return: AfterReturn = AfterReturn.FULL_COURSES
    reminder_days: tuple[int, ...] = (60, 30, 14, 7, 1, 0)
    """Days before the last day of access, most first; 0 is the last day itself."""
    assumptions: tuple[str, ...] = ()
    """What is ours, not the district's: `courses`, `approvals`, `central_teams`."""
    relevant: frozenset[str] = field(init=False, repr=False, compare=False)
    """The codes of every course that can change an answer."""

    def __post_init__(self) -> None:
        courses = {code for track in self.tracks for code in track.courses}
        object.__setattr__(self, "relevant", frozenset({*courses, self.quiz_course}))

    def track_for(self, category: str, job_role: str, team: str) -> Track | None:
        """The track that applies to such a job, or None."""
        for track in self.tracks:
            if track.category != category:
                continue
            if category == "central":
                if _named(team, self.central_teams):
                    return track
            elif not track.job_roles or _named(job_role, track.job_roles):
                return track
        return None

    def course(self, code: str) -> Course | None:
        """The course called `code`, or None."""
        return next((each for each in self.courses if each.code == code), None)

    def track(self, code: str) -> Track | None:
        """The track called `code`, or None."""
        return next((each for each in self.tracks if each.code == code), None)


def policy_in_force(policies: Sequence[Policy], on: date) -> Policy:
    """The version in force on the day; the first one before any has started. `policies` is never empty."""
    if len(policies) == 1:
        return policies[0]
    begun = [each for each in policies if each.starts <= on]
    if not begun:
        return min(policies, key=lambda each: each.number)
    return max(begun, key=lambda each: (each.starts, each.number))


@lru_cache(maxsize=4096)
def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("-", " ").split())


def _named(name: str, names: tuple[str, ...]) -> bool:
    return bool(name) and _plain(name) in _all_plain(names)


@lru_cache(maxsize=256)
def _all_plain(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(_plain(each) for each in names)
