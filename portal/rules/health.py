"""Health conditions as families tell them to the district, and what they say is wrong of immunizations."""

from __future__ import annotations

from enum import StrEnum

LONGEST_TITLE, LONGEST_CARE, LONGEST_SAID, LONGEST_BECAUSE = 120, 1000, 1000, 300
MOST_CONDITIONS = 20
"""Of one student at a time."""
MOST_WAITING = 3
"""Corrections of one student that wait: what else is wrong goes into one of them."""


class Answer(StrEnum):
    """What the nurse did with a correction that a family asked for."""

    CORRECTED = "corrected"
    """In the system that immunizations come from; they show here with its next file."""
    DECLINED = "declined"


class HealthFault(StrEnum):
    """Why something is not kept."""

    NO_TITLE = "no-title"
    TOO_MANY = "too-many"
    SAME = "same"
    NOTHING_SAID = "nothing-said"
    TOO_MANY_WAIT = "too-many-wait"
    NO_ANSWER = "no-answer"
    NO_REASON = "no-reason"


def fault_of_condition(title: str, care: str, *, before: tuple[str, str] | None, held: int) -> HealthFault | None:
    """What is in the way of a condition: `before` as it stood (None: it is new), `held` how many the student has."""
    if not title:
        return HealthFault.NO_TITLE
    if before is None and held >= MOST_CONDITIONS:
        return HealthFault.TOO_MANY
    return HealthFault.SAME if before == (title, care) else None


def fault_of_correction(said: str, *, waiting: int) -> HealthFault | None:
    """What is in the way of asking the nurse."""
    if not said:
        return HealthFault.NOTHING_SAID
    return HealthFault.TOO_MANY_WAIT if waiting >= MOST_WAITING else None


def fault_of_answer(answer: str, because: str) -> HealthFault | None:
    """What is in the way of the nurse’s answer: a refusal says why."""
    if answer not in set(Answer):
        return HealthFault.NO_ANSWER
    return HealthFault.NO_REASON if answer == Answer.DECLINED and not because else None
