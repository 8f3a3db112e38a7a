"""Who looks after a finding: taken by one, given to another, left until a day with a reason, and brought back.

Whoever acts saw a version; where it is another by now nothing is done. What is so already is done already.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, update

from foundation import audit, db
from foundation.audit import Actor, Event
from household.editor.events import FindingGiven, FindingLeft, FindingTaken
from household.editor.models import CleanupFinding
from household.editor.queries.queue import FindingSeen
from household.editor.rules.findings import Refusal

LONGEST_LEAVE = timedelta(days=180)


def take(found: FindingSeen, person_id: int, *, by: Actor, at: datetime) -> Refusal | None:
    """Look after it from now on; refused where a colleague does."""
    if found.closed_on is not None:
        return Refusal.SETTLED
    if found.owner_id is not None:
        return None if found.owner_id == person_id else Refusal.TAKEN
    told = FindingTaken(found.public_id, found.code.value, person_id)
    return _change(found, found.version, told, by=by, at=at, owner_id=person_id, owned_at=at)


def give(found: FindingSeen, to: int | None, *, seen: int, by: Actor, at: datetime) -> Refusal | None:
    """Have a colleague look after it, who reaches it as the door has found out; or nobody."""
    if found.closed_on is not None:
        return Refusal.SETTLED
    if found.owner_id == to:
        return None
    told = FindingGiven(found.public_id, found.code.value, to)
    return _change(found, seen, told, by=by, at=at, owner_id=to, owned_at=None if to is None else at)


def leave(
    found: FindingSeen, until: date, because: str, *, seen: int, on: date, by: Actor, at: datetime
) -> Refusal | None:
    """Keep it out of the list until a day, for a reason. Whoever leaves it looks after it, where nobody did."""
    if found.closed_on is not None:
        return Refusal.SETTLED
    if until <= on:
        return Refusal.DAY_PASSED
    if until > on + LONGEST_LEAVE:
        return Refusal.DAY_TOO_FAR
    if (found.left_until, found.left_because) == (until, because):
        return None
    told = FindingLeft(found.public_id, found.code.value, until, because)
    owner = {} if found.owner_id is not None else {"owner_id": by.person_id, "owned_at": at}
    return _change(found, seen, told, by=by, at=at, left_until=until, left_because=because, **owner)


def bring_back(found: FindingSeen, *, seen: int, by: Actor, at: datetime) -> Refusal | None:
    """Put into the list again what was left until a day."""
    if found.closed_on is not None:
        return Refusal.SETTLED
    if found.left_until is None:
        return None
    told = FindingLeft(found.public_id, found.code.value, None, "")
    return _change(found, seen, told, by=by, at=at, left_until=None, left_because="")


def _change(found: FindingSeen, seen: int, told: Event, *, by: Actor, at: datetime, **values: Any) -> Refusal | None:
    written: CursorResult[Any] = db.session().execute(  # type: ignore[assignment]
        update(CleanupFinding)
        .where(CleanupFinding.id == found.id, CleanupFinding.version == seen, CleanupFinding.closed_at.is_(None))
        .values(version=CleanupFinding.version + 1, **values),
        execution_options={"synchronize_session": False},
    )
    if written.rowcount != 1:
        return Refusal.CHANGED
    audit.record(told, by=by, at=at)
    return None
