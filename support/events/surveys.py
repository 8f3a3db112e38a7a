"""What may be told of surveys. What somebody answered is kept with the survey, not here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from foundation.audit import Event, Subject


@dataclass(frozen=True)
class SurveyDecided(Event):
    """A case was closed, and its survey mailed or not: `outcome` says why."""

    person_id: int | None
    case_id: int
    outcome: str

    def about(self) -> Iterable[Subject]:
        return (("case", self.case_id),)


@dataclass(frozen=True)
class SurveyAnswered(Event):
    """The survey of a case was answered, by whoever held its link."""

    person_id: int | None
    case_id: int

    def about(self) -> Iterable[Subject]:
        return (("case", self.case_id),)


@dataclass(frozen=True)
class SurveysRefused(Event):
    """Somebody wants no surveys any more; `by_link` without signing in."""

    person_id: int
    by_link: bool


@dataclass(frozen=True)
class SurveysWanted(Event):
    """Somebody who had wanted none wants surveys again."""

    person_id: int


@dataclass(frozen=True)
class NumbersPublished(Event):
    """An administrator let everybody see a page of numbers."""

    page: str


@dataclass(frozen=True)
class NumbersWithdrawn(Event):
    """A page of numbers is shown to everybody no more."""

    page: str
