"""How many findings are open, by kind, in the district or at a school: as the rows tell it, and as the tally does."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import func, select

from foundation import db
from household.editor.models import CleanupFinding, CleanupPlace, CleanupTally

Kind = tuple[int | None, str]
"""School (None for the district) and code."""


def open_now() -> Counter[Kind]:
    """The true numbers, counted row by row once the places are right. Two statements over everything: for the night."""
    counted: Counter[Kind] = Counter()
    for code, number in db.session().execute(_IN_DISTRICT):
        counted[None, code] = number
    for school_id, code, number in db.session().execute(_AT_SCHOOLS):
        counted[school_id, code] = number
    return counted


def told() -> Counter[Kind]:
    """The numbers as the tally has them."""
    return Counter({(school_id, code): number for school_id, code, number in db.session().execute(_TOLD)})


_IN_DISTRICT = (
    select(CleanupFinding.code, func.count()).where(CleanupFinding.closed_at.is_(None)).group_by(CleanupFinding.code)
)
_AT_SCHOOLS = select(CleanupPlace.school_id, CleanupPlace.code, func.count()).group_by(
    CleanupPlace.school_id, CleanupPlace.code
)
_TOLD = select(CleanupTally.school_id, CleanupTally.code, func.sum(CleanupTally.change)).group_by(
    CleanupTally.school_id, CleanupTally.code
)
