"""Sums up: the tally of days that are over, so that counting stays short, and which lines a review has counted.

Records no event: the sums say what the rows said.
"""

from __future__ import annotations

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
    """Replace the rows of days before today by one for each state and track. Rows that arrive meanwhile stay."""
    session = db.session()
    old = select(Tally.id).where(Tally.area == area, Tally.kind == "standing", Tally.day < today)
    ids = list(session.scalars(old.with_for_update()))
    if len(ids) < at_least:
        return
    newest = max(ids)
    mine = (Tally.area == area, Tally.kind == "standing", Tally.day < today, Tally.id <= newest)
    summed = session.execute(
        select(Tally.state, Tally.track, func.sum(Tally.change)).where(*mine).group_by(Tally.state, Tally.track)
    ).all()
    session.execute(delete(Tally).where(*mine), execution_options={"synchronize_session": False})
    kept = [
        {"area": area, "kind": "standing", "day": today - DAY, "state": state, "track": track, "change": int(change)}
        for state, track, change in summed
        if change
    ]
    if kept:
        session.execute(insert(Tally), kept)
