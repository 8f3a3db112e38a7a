"""Sums up: the tally of days that are over, so that counting stays short, and which lines a review has counted.

Records no event: the sums say what the rows said.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

from sqlalchemy import delete, func, insert, select

from foundation import db
from household.access.models import Review, Tally
from household.access.rules.terms import DAY

FEW = 500
"""Rows of days that are over, below which nothing is summed up."""


def close_review(last_event_id: int, *, area: str, today: date, at: datetime) -> None:
    """Remember through which line of the ledger a review has counted."""
    db.session().add(Review(area=area, day=today, reviewed_at=at, last_event_id=last_event_id))


def sum_up(*, area: str, today: date, at_least: int = FEW) -> None:
    """Replace the rows of days before today by one for each kind, state and track. Only what is deleted is summed."""
    session = db.session()
    over = (Tally.area == area, Tally.kind.in_(("standing", "watched")), Tally.day < today)
    if (session.scalar(select(func.count()).where(*over)) or 0) < at_least:
        return
    gone = session.execute(
        delete(Tally).where(*over).returning(Tally.kind, Tally.state, Tally.track, Tally.change),
        execution_options={"synchronize_session": False},
    )
    sums: Counter[tuple[str, str, str]] = Counter()
    for kind, state, track, change in gone:
        sums[kind, state, track] += change
    kept = [
        {"area": area, "kind": kind, "day": today - DAY, "state": state, "track": track, "change": change}
        for (kind, state, track), change in sums.items()
        if change
    ]
    if kept:
        session.execute(insert(Tally), kept)
