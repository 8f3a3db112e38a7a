"""The record of what the help desk did, and why. A button pressed twice does its deed once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from accounts.events import RepairMade
from accounts.models import Repair
from foundation import audit, db
from foundation.audit import Actor


@dataclass(frozen=True)
class Wish:
    """What somebody at the help desk asks for: `once` names the button as it stood on the page, `because` is why."""

    once: str
    because: str


def was_repaired(once: str) -> bool:
    """Whether the deed of this button is done already. Records no event: it only looks."""
    return db.session().scalar(select(Repair.id).where(Repair.once == once)) is not None


def note_repair(
    wish: Wish, repair: str, *, person_id: int, account_id: int | None = None, by: Actor, at: datetime
) -> bool:
    """Keep what is being done; False where another request did it with the same button a moment ago."""
    is_first = db.add_once(
        Repair,
        by="once",
        once=wish.once,
        person_id=person_id,
        account_id=account_id,
        repair=repair,
        because=wish.because,
        done_at=at,
        done_by_id=by.person_id,
    )
    if is_first:
        audit.record(RepairMade(person_id, account_id, repair, wish.because), by=by, at=at)
    return is_first
