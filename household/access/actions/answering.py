"""A principal, or who stands in for one, answers a request; and a later answer corrects an earlier one.

A yes writes the approval, and access follows in the same transaction. Answers are never changed: the last one counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import CursorResult, update

from foundation import audit, db
from foundation.audit import Actor
from household.access.actions.approval_mails import tell_closed, tell_outcome
from household.access.actions.asking import close_request
from household.access.actions.decisions import record_approval, take_back_approval
from household.access.events import ApprovalAnswered
from household.access.models import Approval, ApprovalAnswer, ApprovalRequest
from household.access.queries.approvals import last_answer, names_of, newer_request
from household.access.queries.approvers import Circle
from household.access.queries.facts import facts_of
from household.access.queries.policies import Rulebook
from household.access.rules import facts as rules
from household.access.rules.approvals import Answerer, AnswerRefusal, ApprovalRules, Outcome
from household.access.rules.asking import has_borne_access, places_to_ask


@dataclass(frozen=True)
class Deed:
    """What an answer is given with: the rules, the day, the moment and who gives it."""

    book: Rulebook
    ours: ApprovalRules
    circle: Circle
    """Who may answer today, asked inside the transaction."""
    today: date
    by: Actor
    at: datetime


def answer(
    request: ApprovalRequest, answerer: Answerer, outcome: Outcome, *, reason: str, deed: Deed
) -> AnswerRefusal | None:
    """Answer an open request, held by the transaction, as somebody who may. None: done."""
    if request.closed_at is not None:
        return AnswerRefusal.CLOSED
    if not _is_needed(request, deed):
        close_request(request, Outcome.NOT_NEEDED, by=deed.by, at=deed.at)
        tell_closed(request, Outcome.NOT_NEEDED, on=deed.today, at=deed.at)
        return AnswerRefusal.NOT_NEEDED
    closed: CursorResult[tuple[()]] = db.session().execute(  # type: ignore[assignment]
        update(ApprovalRequest)
        .where(ApprovalRequest.id == request.id, ApprovalRequest.closed_at.is_(None))
        .values(closed_at=deed.at, outcome=outcome.value)
    )
    if closed.rowcount != 1:
        return AnswerRefusal.CLOSED

    approval_id = _approve(request, deed) if outcome is Outcome.YES else None
    _keep(request, answerer, outcome, reason, approval_id, deed, is_correction=False)
    return None


def correct(
    request: ApprovalRequest, answerer: Answerer, outcome: Outcome, *, reason: str, deed: Deed
) -> AnswerRefusal | None:
    """Let another answer count from now on. None: done, or it counts already."""
    before = last_answer(request.id)
    if request.closed_at is None or before is None or before.answer == outcome.value:
        return None if before is not None and before.answer == outcome.value else AnswerRefusal.CLOSED
    if newer_request(request):
        return AnswerRefusal.ASKED_AGAIN
    refused = _undo(request, before, deed) if outcome is Outcome.NO else _may_approve(request, deed)
    if refused is not None:
        return refused
    request.outcome = outcome.value

    approval_id = _approve(request, deed) if outcome is Outcome.YES else None
    _keep(request, answerer, outcome, reason, approval_id, deed, is_correction=True)
    return None


def _is_needed(request: ApprovalRequest, deed: Deed) -> bool:
    book = deed.book
    facts = facts_of(request.person_id, book)
    return request.location in places_to_ask(facts, book.policies, deed.today, year_starts=book.year_starts)


def _may_approve(request: ApprovalRequest, deed: Deed) -> AnswerRefusal | None:
    return None if _is_needed(request, deed) else AnswerRefusal.NOT_NEEDED


def _approve(request: ApprovalRequest, deed: Deed) -> int:
    return record_approval(
        request.person_id,
        location=request.location,
        approved_on=deed.today,
        book=deed.book,
        today=deed.today,
        by=deed.by,
        at=deed.at,
    )


def _undo(request: ApprovalRequest, before: ApprovalAnswer, deed: Deed) -> AnswerRefusal | None:
    """Take the approval back, unless access has begun by it."""
    approval = db.session().get_one(Approval, before.approval_id)
    if approval.withdrawn_on is not None:
        return None
    fact, book = rules.Approval(approval.location, approval.approved_on), deed.book
    facts = facts_of(request.person_id, book)
    if has_borne_access(facts, fact, book.policies, deed.today, year_starts=book.year_starts):
        return AnswerRefusal.ACCESS_BEGAN
    take_back_approval(
        approval.id,
        person_id=request.person_id,
        location=request.location,
        book=book,
        today=deed.today,
        by=deed.by,
        at=deed.at,
    )
    return None


def _keep(
    request: ApprovalRequest,
    answerer: Answerer,
    outcome: Outcome,
    reason: str,
    approval_id: int | None,
    deed: Deed,
    *,
    is_correction: bool,
) -> None:
    db.session().add(
        ApprovalAnswer(
            request_id=request.id,
            answer=outcome.value,
            reason=reason,
            capacity=answerer.capacity.value,
            answered_by_id=answerer.person_id,
            on_behalf_of_id=answerer.on_behalf_of,
            approval_id=approval_id,
            answered_at=deed.at,
        )
    )
    db.session().flush()

    told = ApprovalAnswered(
        request.person_id, request.id, outcome.value, answerer.capacity.value, answerer.on_behalf_of, is_correction
    )
    audit.record(told, by=deed.by, at=deed.at)
    standing = deed.book.standing(facts_of(request.person_id, deed.book), on=deed.today)
    tell_outcome(
        request,
        outcome,
        reason=reason,
        answered_by=_named([answerer.person_id]),
        last_day=standing.through if standing.has_access else None,
        is_correction=is_correction,
        on=deed.today,
        at=deed.at,
    )


def _named(person_ids: Sequence[int]) -> str:
    return ", ".join(names_of(person_ids).values())
