"""What a person decides about another's access: approved, revoked, given back. Each is a fact like any other.

The right itself is never written: it follows from the facts at once, in the same transaction.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from foundation import audit, db
from foundation.audit import Actor
from household.access.actions.refreshing import refresh
from household.access.events import AccessReinstated, AccessRevoked, ApprovalGiven, ApprovalWithdrawn
from household.access.models import Approval, Revocation
from household.access.queries.policies import Rulebook
from household.access.rules.terms import DAY


def record_approval(
    person_id: int, *, location: str, approved_on: date, book: Rulebook, today: date, by: Actor, at: datetime
) -> int:
    """A principal's yes for one person at one location (its code, as the person's job has it). Answers its id."""
    written = insert(Approval).values(
        person_id=person_id,
        area=book.area,
        location=location,
        approved_on=approved_on,
        approved_by_id=by.person_id,
        recorded_at=at,
    )
    approval_id = db.session().execute(written.returning(Approval.id)).scalar_one()

    refresh([person_id], book=book, at=at, today=today, by=by)
    audit.record(ApprovalGiven(person_id, location, approved_on), by=by, at=at)
    return approval_id


def take_back_approval(
    approval_id: int, *, person_id: int, location: str, book: Rulebook, today: date, by: Actor, at: datetime
) -> None:
    """The yes counts no more, and never did. Only before any access has begun by it; whoever calls has made sure."""
    db.session().execute(
        update(Approval).where(Approval.id == approval_id, Approval.withdrawn_on.is_(None)).values(withdrawn_on=today)
    )

    refresh([person_id], book=book, at=at, today=today, by=by)
    audit.record(ApprovalWithdrawn(person_id, location), by=by, at=at)


def revoke(person_id: int, *, reason: str, book: Rulebook, today: date, by: Actor, at: datetime) -> bool:
    """Take the right away from this day on, whatever else the facts say. False where it is taken away already."""
    writing = sqlite.insert if db.is_sqlite() else postgresql.insert
    once = writing(Revocation).values(
        person_id=person_id,
        area=book.area,
        starts=today,
        reason=reason,
        revoked_by_id=by.person_id,
        recorded_at=at,
    )
    if _resumed(person_id, area=book.area, today=today):
        return False
    if db.session().execute(once.on_conflict_do_nothing().returning(Revocation.id)).one_or_none() is None:
        return False

    refresh([person_id], book=book, at=at, today=today, by=by)
    audit.record(AccessRevoked(person_id, reason), by=by, at=at)
    return True


def reinstate(
    person_id: int,
    *,
    reason: str,
    book: Rulebook,
    today: date,
    by: Actor,
    at: datetime,
    last_day: date | None = None,
) -> bool:
    """Lift what takes the right away from this day on, through `last_day` or for good: the facts decide again.

    Whoever has it back for a while already is given it for longer. False where nothing takes it away or will.
    """
    resumes = None if last_day is None else last_day + DAY
    theirs = (Revocation.person_id == person_id, Revocation.area == book.area)
    will_hold = select(Revocation.id).where(*theirs, Revocation.resumes > today).with_for_update()
    pending = list(db.session().scalars(will_hold))
    lifted = _change(*theirs, Revocation.ends.is_(None), ends=today, resumes=resumes)
    lifted += _split(person_id, book.area, resumes, today=today, at=at)
    if not lifted + len(pending):
        return False
    _change(Revocation.id.in_(pending), resumes=None if lifted else resumes)

    refresh([person_id], book=book, at=at, today=today, by=by)
    audit.record(AccessReinstated(person_id, reason, last_day), by=by, at=at)
    return True


def _change(*which: ColumnElement[bool], **values: date | None) -> int:
    changed: CursorResult[tuple[()]] = db.session().execute(  # type: ignore[assignment]
        update(Revocation).where(*which).values(values), execution_options={"synchronize_session": False}
    )
    return changed.rowcount


def _split(person_id: int, area: str, resumes: date | None, *, today: date, at: datetime) -> int:
    """Lift a revocation that had resumed: the days it held since then become a row of their own, for they stay true."""
    asked = select(Revocation).where(
        Revocation.person_id == person_id, Revocation.area == area, Revocation.resumes <= today
    )
    found = list(db.session().scalars(asked.with_for_update()))
    for each in found:
        again: dict[str, Any] = {"starts": each.resumes, "ends": today, "resumes": resumes, "reason": each.reason}
        again |= {"person_id": person_id, "area": area, "revoked_by_id": each.revoked_by_id, "recorded_at": at}
        db.session().execute(insert(Revocation).values(again))
        each.resumes = None
    db.session().flush()
    return len(found)


def _resumed(person_id: int, *, area: str, today: date) -> bool:
    """Whether a revocation that was lifted for a while holds again."""
    asked = select(Revocation.id).where(
        Revocation.person_id == person_id, Revocation.area == area, Revocation.resumes <= today
    )
    return db.session().scalar(asked.limit(1)) is not None
