"""Rights pass to a student at 18 (34 CFR 99.3, 99.5, F3): on which ground a guardian still sees, who is told before.

Which ground counts is the district's policy (`ELIGIBLE_STUDENT_POLICY`); `guardianship.sight` weighs it each time.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import Enum

from district.rules.guardianship import ELIGIBLE_AGE, turns

SOON = timedelta(days=60)
"""Who turns 18 within these days stands in the staff's list."""


class Ground(Enum):
    """Why a guardian still sees a student of 18."""

    DEPENDENT = "dependent"
    """Evidence that the student is a dependent for taxes was seen (34 CFR 99.31(a)(8))."""
    CONSENT = "consent"
    """The student has agreed, signed and dated (34 CFR 99.30)."""


class BasisFault(Enum):
    """Why a ground cannot be recorded."""

    NO_GROUND = "no-ground"
    NO_NOTE = "no-note"
    """What was seen has to be noted: the paper, or where the signed consent is kept."""
    NOT_GUARDIAN = "not-guardian"
    ON_RECORD = "on-record"
    """The same ground stands for this guardian already."""
    TO_COME = "to-come"
    """Nobody can have seen it on a day that is still to come."""


def turns_18(birth_date: date) -> date:
    """The day on which rights pass: born on 29 February, on 1 March of a common year."""
    return turns(birth_date, ELIGIBLE_AGE)


def is_near(birth_date: date | None, on: date, within: timedelta) -> bool:
    """Whether somebody turns 18 after that day and no later than so many days on."""
    return birth_date is not None and on < turns_18(birth_date) <= on + within


def born_between(on: date, within: timedelta) -> tuple[date, date]:
    """The first and last birth date that may turn 18 within so many days: a day wider on either end than the rule."""
    day = timedelta(days=1)
    first, last = on - day, on + within + day
    return _years_before(first), _years_before(last)


def _years_before(day: date) -> date:
    try:
        return day.replace(year=day.year - ELIGIBLE_AGE)
    except ValueError:
        return date(day.year - ELIGIBLE_AGE, 2, 28)


def refusal_to_record(
    kind: str, note: str, starts: date, *, on: date, is_guardian: bool, held: frozenset[str]
) -> BasisFault | None:
    """What keeps a ground from being recorded; None: nothing. `held` are the kinds that stand for this guardian."""
    if kind not in {each.value for each in Ground}:
        return BasisFault.NO_GROUND
    if not is_guardian:
        return BasisFault.NOT_GUARDIAN
    if kind in held:
        return BasisFault.ON_RECORD
    if not note:
        return BasisFault.NO_NOTE
    return BasisFault.TO_COME if starts > on else None
