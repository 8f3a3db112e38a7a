"""A case goes to a named team, or the desk asks for written permission and says what it did under one."""

from __future__ import annotations

from datetime import datetime

from accounts.queries import SignedIn
from foundation import audit, db
from support.actions.casework import tell_involved, write_entry
from support.actions.working import DESK
from support.events.desk import CaseEscalated, CasePermissionAsked, CaseStepRecorded
from support.models import Case, CasePermission
from support.rules.escalation import EscalationRefusal, Team, may_escalate
from support.rules.kinds import EntryKind
from support.rules.permissions import PermissionKind, StepRefusal, may_ask, may_do
from support.rules.statuses import Status


def escalate(case: Case, to: Team, note: str, *, by: SignedIn, at: datetime) -> EscalationRefusal | None:
    """Hand a case to a team, with a note that its contacts read; None where it is done."""
    now_with = Team(case.team) if case.team else None
    refused = may_escalate(to, note, is_closed=case.status == Status.CLOSED.value, now_with=now_with)
    if refused:
        return refused
    case.team, case.is_first_level = to.value, False
    line = write_entry(case, EntryKind.ESCALATION, side=DESK, by=by, at=at, body=note, became=to.value)
    tell_involved(case, EntryKind.ESCALATION, entry_id=line.id, but_not=by.account_id, at=at)
    audit.record(CaseEscalated(case.id, to.value), by=by, at=at)
    return None


def ask_permission(case: Case, kind: PermissionKind, what: str, *, by: SignedIn, at: datetime) -> StepRefusal | None:
    """Ask the contacts in writing; nothing is changed or tested before one of them has answered yes."""
    refused = may_ask(what, is_closed=case.status == Status.CLOSED.value)
    if refused:
        return refused
    asked = CasePermission(case_id=case.id, kind=kind.value, what=what, asked_at=at, asked_by_id=by.person_id)
    db.session().add(asked)
    line = write_entry(case, EntryKind.PERMISSION_ASKED, side=DESK, by=by, at=at, body=what)
    tell_involved(case, EntryKind.PERMISSION_ASKED, entry_id=line.id, but_not=by.account_id, at=at)
    audit.record(CasePermissionAsked(case.id, asked.id, kind.value), by=by, at=at)
    return None


def record_step(
    case: Case, permission: CasePermission | None, done: str, *, by: SignedIn, at: datetime
) -> StepRefusal | None:
    """Say on the case what was changed or tested, under a permission that stands; None where it is done."""
    refused = may_do(
        done,
        is_closed=case.status == Status.CLOSED.value,
        is_asked=permission is not None,
        is_given=permission.is_given if permission else None,
        is_withdrawn=bool(permission and permission.withdrawn_at),
    )
    if refused or permission is None:
        return refused
    line = write_entry(case, EntryKind.STEP, side=DESK, by=by, at=at, body=done, became=permission.what)
    tell_involved(case, EntryKind.STEP, entry_id=line.id, but_not=by.account_id, at=at)
    audit.record(CaseStepRecorded(case.id, permission.id), by=by, at=at)
    return None
