"""What the audit tells of the quiz. Which answers somebody gave is kept with the attempt, not here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from foundation.audit import Event


@dataclass(frozen=True)
class QuizOpened(Event):
    """An attempt began; `attempt` is its public id."""

    person_id: int
    attempt: str
    questions: int


@dataclass(frozen=True)
class QuizScored(Event):
    """An attempt was sent and scored, by the district day of the moment it was sent."""

    person_id: int
    attempt: str
    on: date
    outcome: str
    right_answers: int
    questions: int


@dataclass(frozen=True)
class QuizRefused(Event):
    """An attempt was sent when the quiz was not open to the person any more."""

    person_id: int
    attempt: str
    refusal: str


@dataclass(frozen=True)
class QuestionVersionAdded(Event):
    """A question of the bank says something new from now on; its first version begins it."""

    question: str
    version: int


@dataclass(frozen=True)
class QuestionMoved(Event):
    """A question went from one state to another."""

    question: str
    state_before: str
    state: str


@dataclass(frozen=True)
class QuestionConfirmed(Event):
    """Somebody confirmed for the district what a version says."""

    question: str
    version: int


@dataclass(frozen=True)
class QuestionsLoaded(Event):
    """Questions came from a file: so many new ones, so many in another version."""

    source: str
    new: int
    changed: int
