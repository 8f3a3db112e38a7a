"""What is known of one person in one access area: plain facts with their own days, whenever they reached us.

All days are the district's. `ends` is the first day that no longer counts; None: no end is known. The order of the
facts never matters, and a fact told twice counts once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Job:
    """One assignment. It stands on the days from `starts` to the earlier of `ends` and `employed_until`."""

    starts: date
    ends: date | None = None
    category: str = ""
    """`school` or `central`; empty where the source does not say, which no track applies to."""
    job_role: str = ""
    team: str = ""
    location: str = ""
    """The code of the school or office."""
    employed_from: date | None = None
    """The day of hire of the employment this job belongs to, where known."""
    employed_until: date | None = None
    """The first day after that employment, where an end is known."""

    def stands_on(self, day: date) -> bool:
        """Whether it stands on the day."""
        return self.starts <= day and all(each is None or day < each for each in (self.ends, self.employed_until))


@dataclass(frozen=True, slots=True)
class Completion:
    """A course finished, or the recertification quiz passed."""

    course: str
    completed_on: date


@dataclass(frozen=True, slots=True)
class Approval:
    """A principal's yes for one location."""

    location: str
    approved_on: date


@dataclass(frozen=True, slots=True)
class Revocation:
    """Days on which a person took the right away. `ends`: the day it was given back."""

    starts: date
    ends: date | None = None
    resumes: date | None = None
    """The first day after a reinstatement that was given through a day only; known from `ends` on."""

    def holds(self, on: date) -> bool:
        """Whether the right is taken away on the day."""
        if self.resumes is not None and self.resumes <= on:
            return True
        return self.starts <= on and (self.ends is None or on < self.ends)


@dataclass(frozen=True, slots=True)
class Grant:
    """Days on which the right was given by hand, by two people, whatever courses say. A job must stand on them."""

    starts: date
    ends: date


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the decision may look at, of one person."""

    jobs: tuple[Job, ...] = ()
    completions: tuple[Completion, ...] = ()
    approvals: tuple[Approval, ...] = ()
    revocations: tuple[Revocation, ...] = ()
    grants: tuple[Grant, ...] = ()
