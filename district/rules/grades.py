"""Grade levels as the feeds write them: CEDS entry grade codes (OneRoster `grades`, data 2.3)."""

from __future__ import annotations

BEFORE_KINDERGARTEN = ("IT", "PR", "PK", "TK")
KINDERGARTEN_TO_FIVE = ("KG", "01", "02", "03", "04", "05")
SIX_TO_TWELVE = ("06", "07", "08", "09", "10", "11", "12")
AFTER_TWELVE = ("13", "PS")
UNGRADED = ("UG", "Other")

CODES = (*BEFORE_KINDERGARTEN, *KINDERGARTEN_TO_FIVE, *SIX_TO_TWELVE, *AFTER_TWELVE, *UNGRADED)
"""Every code, youngest first."""

_PLACE = {code: place for place, code in enumerate(CODES)}


def is_code(grade: str) -> bool:
    """Whether `grade` is a CEDS code. An empty grade is not one: it is unknown."""
    return grade in _PLACE


def is_k_to_5(grade: str) -> bool:
    """Kindergarten to grade 5. Preschool and transitional kindergarten are neither K-5 nor 6-12."""
    return grade in KINDERGARTEN_TO_FIVE


def is_6_to_12(grade: str) -> bool:
    """Grade 6 to 12."""
    return grade in SIX_TO_TWELVE


def place(grade: str) -> int:
    """Where `grade` stands when grades are sorted, youngest first; what is no code comes last."""
    return _PLACE.get(grade, len(CODES))


def graduates(grade: str, *, year_ends: int) -> int | None:
    """The year someone in `grade` graduates, a grade a year, when the school year ends in `year_ends`; None: not known.

    Of grades 1 to 12 alone: who is younger, ungraded or past them has no year yet.
    """
    years = [*KINDERGARTEN_TO_FIVE[1:], *SIX_TO_TWELVE]
    return year_ends + len(years) - 1 - years.index(grade) if grade in years else None
