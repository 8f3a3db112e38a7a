"""What a person decides about another's access: approved, revoked, given back. Each is a fact like any other.

The right itself is never written: it follows from the facts at once, in the same transaction.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CursorResult, insert, select, update

from foundation import audit, db
from foundation.audit import Actor
from household.access.actions.refreshing import refresh
from household.access.events import AccessReinstated, AccessRevoked, ApprovalGiven
from household.access.models import Approval, Revocation
from household.access.queries.policies import Rulebook


def record_approval(
    person_id: int, *, location: str, approved_on: date, book: Rulebook, today: date, by: Actor, at: datetime
) -> None:
    """A principal's yes for one person at one location (its code, as the person's job has it)."""
    db.session().execute(
        insert(Approval).values(
            person_id=person_id,
            area=book.area,
            location=location,
            approved_on=approved_on,
            approved_by_id=by.person_id,
            recorded_at=at,
        )
    )

    refresh([person_id], book=book, at=at, today=today, by=by)
    audit.record(ApprovalGiven(person_id, location, approved_on), by=by, at=at)


def revoke(person_id: int, *, reason: str, book: Rulebook, today: date, by: Actor, at: datetime) -> bool:
    """Take the right away from this day on, whatever else the facts say. False where it is taken away already."""
    standing = select(Revocation.id).where(
        Revocation.person_id == person_id, Revocation.area == book.area, Revocation.ends.is_(None)
    )
    if db.session().scalar(standing.limit(1)) is not None:
        return False
    db.session().execute(
        insert(Revocation).values(
            person_id=person_id,
            area=book.area,
            starts=today,
            reason=reason,
            revoked_by_id=by.person_id,
            recorded_at=at,
        )
    )

    refresh([person_id], book=book, at=at, today=today, by=by)
    audit.record(AccessRevoked(person_id, reason), by=by, at=at)
    return True


def reinstate(person_id: int, *, reason: str, book: Rulebook, today: date, by: Actor, at: datetime) -> bool:
    """Lift the revocation from this day on: the facts alone decide again. False where there is none."""
    lifted: CursorResult[tuple[()]] = db.session().execute(  # type: ignore[assignment]
        update(Revocation)
        .where(Revocation.person_id == person_id, Revocation.area == book.area, Revocation.ends.is_(None))
        .values(ends=today),
        execution_options={"synchronize_session": False},
    )
    if not lifted.rowcount:
        return False

    refresh([person_id], book=book, at=at, today=today, by=by)
    audit.record(AccessReinstated(person_id, reason), by=by, at=at)
    return True
