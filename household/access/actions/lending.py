"""A principal lets a colleague answer in their place for some days, and ends it; DoTS names who answers one request."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CursorResult, select, update

from district.models import Person
from district.rules.business_days import DAY
from foundation import audit, db
from foundation.audit import Actor
from household.access.actions.approval_mails import tell_delegate, write_to_approvers
from household.access.events import ApprovalDelegated, ApproverNamed, DelegationEnded
from household.access.models import ApprovalDelegation, ApprovalRequest
from household.access.queries.approvals import names_of
from household.access.queries.approvers import circle_for, codes_of_work, led_by, schools_coded
from household.access.rules.approvals import ApprovalRules, LendingRefusal


def delegate(
    principal_id: int,
    delegate_id: int | None,
    *,
    location: str,
    starts: date,
    ends: date,
    ours: ApprovalRules,
    today: date,
    by: Actor,
    at: datetime,
) -> ApprovalDelegation | LendingRefusal:
    """Let `delegate_id` answer at `location` from `starts` to the day before `ends`, while both work there."""
    db.session().execute(select(Person.id).where(Person.id == principal_id).with_for_update())
    if location not in led_by(principal_id, ours=ours, on=today):
        return LendingRefusal.NOT_LEADING
    codes = {location}.union(*schools_coded([location]).values())
    if delegate_id is None or delegate_id == principal_id or not codes & codes_of_work(delegate_id, on=today):
        return LendingRefusal.NOT_THERE
    if _overlaps(principal_id, delegate_id, location, starts, ends):
        return LendingRefusal.OVERLAPS

    made = ApprovalDelegation(
        principal_id=principal_id,
        delegate_id=delegate_id,
        location=location,
        starts=starts,
        ends=ends,
        created_at=at,
    )
    db.session().add(made)
    db.session().flush()
    audit.record(ApprovalDelegated(delegate_id, principal_id, location, starts, ends), by=by, at=at)
    tell_delegate(
        delegate_id,
        principal=names_of([principal_id])[principal_id],
        location=location,
        starts=starts,
        last_day=ends - DAY,
        on=today,
        at=at,
    )
    return made


def end_delegation(public_id: str, *, principal_id: int, by: Actor, at: datetime) -> bool:
    """End a delegation of one's own at once; False where there is none that holds. What was answered stays answered."""
    ended = db.session().scalar(
        update(ApprovalDelegation)
        .where(
            ApprovalDelegation.public_id == public_id,
            ApprovalDelegation.principal_id == principal_id,
            ApprovalDelegation.ended_at.is_(None),
        )
        .values(ended_at=at)
        .returning(ApprovalDelegation)
    )
    if ended is None:
        return False

    audit.record(DelegationEnded(ended.delegate_id, principal_id, ended.location), by=by, at=at)
    return True


def name_approver(
    request: ApprovalRequest, named_id: int, *, ours: ApprovalRules, today: date, by: Actor, at: datetime
) -> bool:
    """Let this person answer an open request that had nobody, and write to them. False where it was closed meanwhile,
    or where the person may not answer it: it is their own, or they do not work here today."""
    named: CursorResult[tuple[()]] = db.session().execute(  # type: ignore[assignment]
        update(ApprovalRequest)
        .where(
            ApprovalRequest.id == request.id,
            ApprovalRequest.closed_at.is_(None),
            ApprovalRequest.person_id != named_id,
        )
        .values(named_id=named_id)
    )
    if named.rowcount != 1:
        return False

    db.session().refresh(request)
    circle = circle_for([request], ours=ours, on=today)
    write_to_approvers([request], circle, ours=ours, on=today, at=at)
    audit.record(ApproverNamed(request.person_id, request.id, named_id), by=by, at=at)
    return True


def _overlaps(principal_id: int, delegate_id: int, location: str, starts: date, ends: date) -> bool:
    standing = select(ApprovalDelegation.id).where(
        ApprovalDelegation.principal_id == principal_id,
        ApprovalDelegation.delegate_id == delegate_id,
        ApprovalDelegation.location == location,
        ApprovalDelegation.ended_at.is_(None),
        ApprovalDelegation.starts < ends,
        ApprovalDelegation.ends > starts,
    )
    return db.session().scalar(standing.limit(1)) is not None
