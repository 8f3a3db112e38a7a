"""What the help desk does with its figures: a list leaves as a file, and a new counting is asked for."""

from __future__ import annotations

from datetime import datetime

from foundation import audit, jobs
from foundation.audit import Actor
from portal.events import CountingAsked, FunnelListExported
from portal.queries.funnel import Narrowed
from portal.rules.funnel import Step

COUNT = "count-ways-in"
ASKED_EVERY_MINUTES = 5


def note_export(step: Step, asked: Narrowed, *, kind: str, people: int, reason: str, by: Actor, at: datetime) -> None:
    """Before the file leaves: `people` are in it, and `kind` is `csv` or `xlsx`."""
    told = FunnelListExported(step.value, kind, people, asked.school_id, asked.language, asked.kind, reason)
    audit.record(told, by=by, at=at)


def ask_for_counting(*, by: Actor, at: datetime) -> bool:
    """Queue a counting; False, and nothing done, where one was asked for in the same five minutes already."""
    slot = at.replace(minute=at.minute - at.minute % ASKED_EVERY_MINUTES, second=0, microsecond=0)
    if not jobs.queue(COUNT, at=at, slot=f"{COUNT}:{slot.isoformat()}"):
        return False
    audit.record(CountingAsked(), by=by, at=at)
    return True
