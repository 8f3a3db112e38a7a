"""Somebody asks for the approval of the place where they work, and may withdraw what they asked.

One request is open for a person, an access area and a place, whatever is pressed twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import CursorResult, func, select, update

from district.models import Person
from foundation import audit, db
from foundation.audit import Actor
from household.access.actions.approval_mails import tell_dots, write_to_approvers
from household.access.events import ApprovalAsked, ApprovalEscalated, ApprovalRequestClosed
from household.access.models import ApprovalRequest
from household.access.queries.approvals import open_requests_of
from household.access.queries.approvers import circle_for
from household.access.queries.facts import facts_of
from household.access.queries.policies import Rulebook
from household.access.rules.approvals import MOST_A_DAY, ApprovalRules, AskRefusal, Outcome
from household.access.rules.asking import places_to_ask


@dataclass(frozen=True)
class Requested:
    """What stands open after the asking."""

    request: ApprovalRequest
    is_new: bool
    """False where the same was asked before: nothing was done."""


def ask(
    person_id: int,
    *,
    location: str,
    reason: str,
    book: Rulebook,
    ours: ApprovalRules,
    today: date,
    by: Actor,
    at: datetime,
) -> Requested | AskRefusal:
    """Ask whoever leads the school at `location`, a code of one's own job today, and write to them."""
    db.session().execute(select(Person.id).where(Person.id == person_id).with_for_update())
    for each in open_requests_of(person_id, area=book.area):
        if each.location == location:
            return Requested(each, is_new=False)
    if location not in places_to_ask(facts_of(person_id, book), book.policies, today, year_starts=book.year_starts):
        return AskRefusal.NOT_NEEDED
    if _asked_on(person_id, today) >= MOST_A_DAY:
        return AskRefusal.TOO_OFTEN

    asked = ApprovalRequest(
        person_id=person_id, area=book.area, location=location, reason=reason, asked_on=today, asked_at=at
    )
    db.session().add(asked)
    db.session().flush()

    written = _tell(asked, ours=ours, today=today, by=by, at=at)
    audit.record(ApprovalAsked(person_id, asked.id, location, written), by=by, at=at)
    return Requested(asked, is_new=True)


def withdraw_request(request: ApprovalRequest, *, by: Actor, at: datetime) -> bool:
    """Take back what one asked; False where it was answered meanwhile."""
    return close_request(request, Outcome.WITHDRAWN, by=by, at=at)


def close_request(request: ApprovalRequest, outcome: Outcome, *, by: Actor, at: datetime) -> bool:
    """End an open request without an answer. Of two at once one is told True."""
    closed: CursorResult[tuple[()]] = db.session().execute(  # type: ignore[assignment]
        update(ApprovalRequest)
        .where(ApprovalRequest.id == request.id, ApprovalRequest.closed_at.is_(None))
        .values(closed_at=at, outcome=outcome.value)
    )
    if closed.rowcount != 1:
        return False

    audit.record(ApprovalRequestClosed(request.person_id, request.id, outcome.value), by=by, at=at)
    return True


def _asked_on(person_id: int, today: date) -> int:
    asked = select(func.count()).where(ApprovalRequest.person_id == person_id, ApprovalRequest.asked_on == today)
    return db.session().execute(asked).scalar_one()


def _tell(asked: ApprovalRequest, *, ours: ApprovalRules, today: date, by: Actor, at: datetime) -> int:
    """Write to who may answer; where nobody can, to DoTS. The person reads it on the page that comes."""
    circle = circle_for([asked], ours=ours, on=today)
    written = write_to_approvers([asked], circle, ours=ours, on=today, at=at)
    snag = circle.snag(asked)
    if snag is not None:
        asked.dots_told_at, asked.snag = at, snag.value
        tell_dots([(asked, snag)], asked.location, on=today, at=at)
        audit.record(ApprovalEscalated(asked.person_id, asked.id, snag.value), by=by, at=at)
    return written
