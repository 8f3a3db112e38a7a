"""A question between a feed and the office is settled once.

Records no event: what was settled is told where it is known of whom (`person_questions`, `tie_questions`).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CursorResult, update

from district.models import QueuedRow
from district.queries.feed_questions import FeedQuestion
from foundation import db
from foundation.audit import Actor


class AlreadySettled(Exception):
    """Somebody was faster."""


def settle_once(question: FeedQuestion, how: str, *, by: Actor, at: datetime, reason: str) -> None:
    """Close the question. Raises AlreadySettled."""
    settled: CursorResult[tuple[()]] = db.session().execute(  # type: ignore[assignment]
        update(QueuedRow)
        .where(QueuedRow.id == question.id, QueuedRow.settled_at.is_(None))
        .values(settled_at=at, settled_by_id=by.account_id, settled_as=how, settled_why=reason),
        execution_options={"synchronize_session": False},
    )
    if settled.rowcount != 1:
        raise AlreadySettled
