"""What a feed says otherwise than is on record: how it is asked, and what came of it."""

from __future__ import annotations

from sqlalchemy import select

from demo.cast import Someone
from district.models import FeedRun, QueuedRow
from foundation import clock, db
from household.editor.models import CleanupFinding
from household.editor.rules.findings import Code

FEED = "Infinite Campus"


def said_otherwise(about: Someone, key: str, field: str, *, office: str = "", before: str, now: str) -> None:
    """In the open transaction: the feed has said another value of what is on record of them, under that key."""
    session, at = db.session(), clock.now()
    run = FeedRun(source=FEED, format="t", digest="", started_at=at, applied_at=at, counts={}, warnings=0)
    session.add(run)
    session.flush()
    session.add(
        QueuedRow(
            source=FEED,
            code="office-edit",
            file="users.csv",
            line=3,
            source_key=key,
            person_id=about.id,
            data={"field": field, "office": office, "feed_before": before, "feed_now": now},
            first_run_id=run.id,
            last_run_id=run.id,
        )
    )
    session.flush()


def queued() -> list[tuple[str, str]]:
    """How each question was settled, and why."""
    db.close()
    return [(each.settled_as, each.settled_why) for each in db.session().scalars(select(QueuedRow))]


def found(about: Someone, code: Code) -> list[str]:
    """What the clean-up queue says of them with that code."""
    db.close()
    asked = select(CleanupFinding.code).where(
        CleanupFinding.person_id == about.id, CleanupFinding.code == code.value, CleanupFinding.closed_at.is_(None)
    )
    return list(db.session().scalars(asked))
