"""Access by hand, and giving back what was taken away: one administrator proposes, another one confirms.

Each step is one conditional write, so that a form sent twice or two people at once do it once. What is confirmed is a
fact like any other; who stands how follows in the same transaction.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CursorResult, insert, update
from sqlalchemy.dialects import postgresql, sqlite

from foundation import audit, db
from foundation.audit import Actor
from household.access.actions.decisions import reinstate
from household.access.actions.refreshing import refresh
from household.access.events import (
    AccessGivenByHand,
    AccessProposalConfirmed,
    AccessProposalWithdrawn,
    AccessProposed,
)
from household.access.models import Grant, Proposal
from household.access.queries.facts import facts_of
from household.access.queries.policies import Rulebook
from household.access.rules.policy import policy_in_force
from household.access.rules.proposals import (
    GOOD_FOR,
    Course,
    Kind,
    Refusal,
    Wish,
    course_on,
    last_day_at_most,
    refusal_of,
    refusal_to_settle,
)
from household.access.rules.terms import DAY


def propose(
    person_id: int, wish: Wish, *, reason: str, book: Rulebook, today: date, by: Actor, at: datetime
) -> Refusal | None:
    """Ask a second person to confirm; None: it waits for them. What was asked before and has expired is closed."""
    if by.person_id is None or by.person_id == person_id:
        return Refusal.ONESELF
    if (refused := _refused(person_id, wish, book, today)) is not None:
        return refused
    expired = (
        Proposal.person_id == person_id,
        Proposal.area == book.area,
        Proposal.kind == wish.kind.value,
        Proposal.proposed_on < today - GOOD_FOR,
    )
    _move(*expired, to=Course.EXPIRED, settled_at=at)
    writing = sqlite.insert if db.is_sqlite() else postgresql.insert
    public_id = db.new_public_id()
    once = writing(Proposal).values(
        public_id=public_id,
        person_id=person_id,
        area=book.area,
        kind=wish.kind.value,
        last_day=wish.last_day,
        reason=reason,
        state=Course.OPEN.value,
        proposed_by_id=by.person_id,
        proposed_on=today,
        proposed_at=at,
    )
    if db.session().execute(once.on_conflict_do_nothing().returning(Proposal.id)).one_or_none() is None:
        return Refusal.ASKED_ALREADY
    audit.record(AccessProposed(person_id, public_id, wish.kind.value, wish.last_day, reason), by=by, at=at)
    return None


def confirm(proposal: Proposal, *, book: Rulebook, today: date, by: Actor, at: datetime) -> Refusal | None:
    """Do what was proposed, once; None: it is done. The facts are looked at again: days have passed."""
    course = course_on(proposal.state, proposal.proposed_on, today)
    refused = refusal_to_settle(
        course, about=proposal.person_id, proposed_by=proposal.proposed_by_id, by=by.person_id
    ) or _refused(proposal.person_id, wish_of(proposal), book, today)
    if refused is not None:
        return refused
    if not _move(Proposal.id == proposal.id, to=Course.CONFIRMED, settled_by_id=by.person_id, settled_at=at):
        return Refusal.SETTLED

    told = AccessProposalConfirmed(proposal.person_id, proposal.public_id, proposal.kind, proposal.proposed_by_id)
    audit.record(told, by=by, at=at)
    if wish_of(proposal).kind is Kind.REINSTATEMENT:
        given = {"reason": proposal.reason, "last_day": proposal.last_day}
        reinstate(proposal.person_id, book=book, today=today, by=by, at=at, **given)  # type: ignore[arg-type]
    else:
        _grant(proposal, book=book, today=today, by=by, at=at)
    return None


def withdraw(proposal: Proposal, *, today: date, by: Actor, at: datetime) -> bool:
    """Close a proposal undone, by whoever made it or any colleague; False where it is settled already."""
    if course_on(proposal.state, proposal.proposed_on, today) is not Course.OPEN:
        return False
    if not _move(Proposal.id == proposal.id, to=Course.WITHDRAWN, settled_by_id=by.person_id, settled_at=at):
        return False
    audit.record(AccessProposalWithdrawn(proposal.person_id, proposal.public_id), by=by, at=at)
    return True


def wish_of(proposal: Proposal) -> Wish:
    """What a proposal asks for."""
    return Wish(Kind(proposal.kind), proposal.last_day)


def _grant(proposal: Proposal, *, book: Rulebook, today: date, by: Actor, at: datetime) -> None:
    if proposal.last_day is None or by.person_id is None:
        raise ValueError("A grant by hand has a last day, and a person confirms it.")
    row = {
        "person_id": proposal.person_id,
        "area": book.area,
        "starts": today,
        "ends": proposal.last_day + DAY,
        "reason": proposal.reason,
        "proposal_id": proposal.id,
        "proposed_by_id": proposal.proposed_by_id,
        "confirmed_by_id": by.person_id,
        "recorded_at": at,
    }
    db.session().execute(insert(Grant).values(row))
    refresh([proposal.person_id], book=book, at=at, today=today, by=by)
    audit.record(AccessGivenByHand(proposal.person_id, proposal.last_day, proposal.reason), by=by, at=at)


def _refused(person_id: int, wish: Wish, book: Rulebook, today: date) -> Refusal | None:
    facts = facts_of(person_id, book)
    at_most = last_day_at_most(policy_in_force(book.policies, today), today, year_starts=book.year_starts)
    return refusal_of(wish, facts, book.standing(facts, on=today), at_most=at_most, on=today)


def _move(*which: Any, to: Course, **values: Any) -> bool:
    """Close what is open, once."""
    moved: CursorResult[tuple[()]] = db.session().execute(  # type: ignore[assignment]
        update(Proposal).where(*which, Proposal.state == Course.OPEN.value).values(state=to.value, **values),
        execution_options={"synchronize_session": False},
    )
    return bool(moved.rowcount)
