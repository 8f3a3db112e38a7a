"""An advisor works a case: takes it, says what it is about, replies, asks, sets a day. `casework` writes the lines.

Whoever calls holds the case, at the version that was seen. Raises MoveRefused where the table has no such move.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from accounts.queries import SignedIn
from foundation import audit
from foundation.audit import Actor
from support.actions.casework import move_case, tell_involved, write_entry
from support.events.desk import CaseAssigned, CaseTriaged
from support.models import Case
from support.rules.kinds import CaseType, EntryKind, Module
from support.rules.response import Priority, answer_due
from support.rules.statuses import Doing, Side, Status, back_at_work

DESK = Side.DESK


class Then(StrEnum):
    """Where a reply leaves a case."""

    STAY = "stay"
    INPUT = "input"
    """The contact is asked for something."""
    SCHEDULE = "schedule"
    """The desk goes on with it on a day."""


def assign(case: Case, account_id: int, name: str, *, by: Actor, at: datetime) -> None:
    """Give a case to an advisor, called so; a new one is taken with that."""
    was = case.owner_id
    case.owner_id = account_id
    write_entry(case, EntryKind.OWNER, side=DESK, by=by, at=at, became=name)
    if case.status == Status.NEW.value:
        move_case(case, Status.ASSIGNED, Doing.TAKE, side=DESK, by=by, at=at)
    audit.record(CaseAssigned(case.id, was, account_id), by=by, at=at)


def triage(case: Case, *, module: Module, type_: CaseType, priority: Priority, by: Actor, at: datetime) -> bool:
    """Say what a case is about and how bad it is; False, and nothing done, where it says so already.

    By when it is answered first is counted anew from its submission, while nobody has answered; afterwards the clock
    has stopped, and stays as it was.
    """
    was = {"module": case.module, "type": case.type, "priority": case.priority}
    became = {"module": module.value, "type": type_.value, "priority": priority.value}
    if was == became:
        return False
    case.module, case.type, case.priority = module.value, type_.value, priority.value
    if case.answered_at is None:
        case.answer_due_at = answer_due(case.submitted_at, priority, is_outage=type_ is CaseType.OUTAGE).due
    if was["priority"] != priority.value:
        before, after = was["priority"], priority.value
        line = write_entry(case, EntryKind.PRIORITY, side=DESK, by=by, at=at, was=before, became=after)
        tell_involved(case, EntryKind.PRIORITY, entry_id=line.id, but_not=None, at=at)
    else:
        case.version += 1
    audit.record(CaseTriaged(case.id, was, became), by=by, at=at)
    return True


def reply(case: Case, words: str, *, then: Then, on: date | None, by: SignedIn, at: datetime) -> None:
    """Write to the contact. The first reply stops the response clock; whoever replies to what nobody has takes it.

    `on`: the day of `Then.SCHEDULE`.
    """
    if case.owner_id is None:
        assign(case, by.account_id, by.full_name, by=by, at=at)
    line = write_entry(case, EntryKind.REPLY, side=DESK, by=by, at=at, body=words)
    if then is Then.INPUT and case.status != Status.INPUT.value:
        move_case(case, Status.INPUT, Doing.ASK_INPUT, side=DESK, by=by, at=at)
    if then is Then.SCHEDULE:
        case.scheduled_on = on
        if case.status != Status.SCHEDULED.value:
            move_case(case, Status.SCHEDULED, Doing.SCHEDULE, side=DESK, by=by, at=at)
    elif case.status != Status.SCHEDULED.value:
        case.scheduled_on = None
    tell_involved(case, EntryKind.REPLY, entry_id=line.id, but_not=by.account_id, at=at)


def note(case: Case, words: str, *, asks_assist: bool, by: SignedIn, at: datetime) -> None:
    """Write among advisors; with `asks_assist` a colleague is asked to look at it too."""
    if asks_assist:
        move_case(case, Status.ASSIST, Doing.ASK_ASSIST, side=DESK, by=by, at=at)
    write_entry(case, EntryKind.NOTE, side=DESK, by=by, at=at, body=words)


def go_on(case: Case, *, by: Actor, at: datetime) -> None:
    """Bring a case that waited back to its advisor’s work; a resolution that waited is taken back with that."""
    waits_for_contact = case.status == Status.VERIFICATION.value
    doing = Doing.TAKE_BACK if waits_for_contact else Doing.RESUME
    case.scheduled_on = case.resolved_on = None
    move_case(case, back_at_work(is_owned=True), doing, side=DESK, by=by, at=at)
