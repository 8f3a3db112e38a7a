"""Tells DoTS by mail what needs a look: broken promises, and what human resources changed. Each is told once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Update, and_, or_, update

from foundation import audit, db, outbox
from foundation.audit import Actor
from household.access.events import DotsInformed
from household.access.models import JobChangeNoted, Promise

LANGUAGE = "en"
"""Of the office's mailbox."""


@dataclass(frozen=True)
class Told:
    """How many a summary counts for the first time."""

    broken: int
    changes: int


def tell_dots(*, to: str, area: str, by: Actor, at: datetime) -> Told:
    """Mail how many promises are broken, and how many changes of jobs were noticed, that no mail has counted yet.

    Whoever marks them first tells them: run twice, or twice at once, they are told once.
    """
    is_late = or_(Promise.arrived_at > Promise.due_at, Promise.ended_at.is_(None))
    broken = and_(Promise.area == area, Promise.told_at.is_(None), Promise.due_at < at, is_late)
    new = and_(JobChangeNoted.area == area, JobChangeNoted.told_at.is_(None))
    told = Told(
        broken=_mark(update(Promise).where(broken).values(told_at=at)),
        changes=_mark(update(JobChangeNoted).where(new).values(told_at=at)),
    )

    if told.broken or told.changes:
        outbox.post("access-summary", to=to, language=LANGUAGE, at=at, broken=told.broken, changed=told.changes)
        audit.record(DotsInformed(broken=told.broken, changes=told.changes), by=by, at=at)
    return told


def _mark(marking: Update) -> int:
    done: Any = db.session().execute(marking, execution_options={"synchronize_session": False})
    return int(done.rowcount)
