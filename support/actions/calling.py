"""Calls are logged on their case; and an emergency is opened with a caller who is no contact, and handed to one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from accounts.queries import SignedIn
from foundation import audit, db
from support.actions.casework import begin_case, involve, move_case, tell_involved, write_entry
from support.actions.working import DESK
from support.events.desk import CaseCallLogged, EmergencyHandedOver, EmergencyOpened
from support.models import CallLog, Case
from support.queries import Named
from support.rules.calls import CallRefusal, Check, may_log
from support.rules.emergencies import EmergencyRefusal, may_hand_over, may_open
from support.rules.kinds import CaseType, EntryKind, Module
from support.rules.response import Priority
from support.rules.statuses import Doing, Status


@dataclass(frozen=True)
class Call:
    """One call as the advisor tells it. `others` are those on the line who are no contacts; `contact` who spoke."""

    contact: Named | None
    names_contact: bool
    """Whether the advisor named somebody as the contact, whether or not they are one."""
    others: str
    checks: Collection[Check]
    note: str


@dataclass(frozen=True)
class Emergency:
    """What a caller who is no contact reports."""

    organization_id: int
    caller: str
    because: str
    subject: str
    details: str
    module: Module
    type: CaseType
    priority: Priority


def log_call(case: Case, call: Call, *, by: SignedIn, at: datetime) -> CallRefusal | None:
    """Log a call on its case. Whoever was spoken with has been answered: the first time stops the response clock."""
    contact = call.contact
    refused = may_log(
        call.checks,
        call.note,
        names_contact=call.names_contact,
        is_contact=contact is not None,
        others=call.others,
        is_unhanded=case.is_emergency and case.contact_id is None,
    )
    if refused:
        return refused
    verified_by = ",".join(each.value for each in Check if each in call.checks) if contact else ""
    caller = contact.full_name if contact else call.others
    line = write_entry(case, EntryKind.CALL, side=DESK, by=by, at=at, body=call.note, became=caller)
    case.answered_at = case.answered_at or at
    case.waits_for_desk = False
    logged = CallLog(
        case_id=case.id,
        entry_id=line.id,
        advisor_id=by.person_id,
        contact_id=contact.contact_id if contact else None,
        caller=caller,
        verified_by=verified_by,
        joined=call.others if contact else "",
        at=at,
    )
    db.session().add(logged)
    if contact:
        involve(case, contact.contact_id, at=at)
    db.session().flush()
    audit.record(CaseCallLogged(case.id, logged.id, logged.contact_id, verified_by), by=by, at=at)
    return None


def open_emergency(
    told: Emergency, contacts: Collection[Named], *, by: SignedIn, at: datetime
) -> Case | EmergencyRefusal:
    """Open and qualify a case with an unauthorized caller, marked so. The caller was answered: the clock is stopped."""
    refused = may_open(told.caller, told.because, contacts=tuple(each.full_name for each in contacts))
    if refused:
        return refused
    case = Case(
        organization_id=told.organization_id,
        opened_by_id=by.person_id,
        owner_id=by.account_id,
        priority=told.priority.value,
        type=told.type.value,
        module=told.module.value,
        subject=told.subject,
        details=told.details,
        answered_at=at,
        waits_for_desk=False,
        is_emergency=True,
        caller=told.caller,
        emergency_because=told.because,
    )
    begin_case(case, side=DESK, by=by, at=at, body=told.because, became=told.caller)
    move_case(case, Status.ASSIGNED, Doing.TAKE, side=DESK, by=by, at=at)
    audit.record(EmergencyOpened(case.id, told.organization_id), by=by, at=at)
    return case


def hand_over(case: Case, to: Named | None, note: str, *, by: SignedIn, at: datetime) -> EmergencyRefusal | None:
    """Hand the case of an emergency to a contact of its organization, who is told by mail; None where it is done."""
    is_contact = to is not None and to.organization_id == case.organization_id
    refused = may_hand_over(
        is_emergency=case.is_emergency, is_handed=case.contact_id is not None, is_contact=is_contact
    )
    if refused or to is None:
        return refused
    case.contact_id = to.contact_id
    involve(case, to.contact_id, at=at)
    line = write_entry(case, EntryKind.HANDED_OVER, side=DESK, by=by, at=at, body=note, became=to.full_name)
    tell_involved(case, EntryKind.HANDED_OVER, entry_id=line.id, but_not=by.account_id, at=at)
    audit.record(EmergencyHandedOver(case.id, to.contact_id), by=by, at=at)
    return None
