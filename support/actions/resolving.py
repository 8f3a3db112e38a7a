"""A case comes to its end: a resolution that waits for the contact, a closing with its reason, and a reopening."""

from __future__ import annotations

from datetime import date, datetime

from accounts.queries import SignedIn
from foundation import audit, clock
from foundation.audit import Actor
from support.actions.casework import involve, move_case, tell_involved, write_entry
from support.actions.working import DESK, assign
from support.events.cases import CaseClosed, CaseReopened
from support.events.desk import CaseMarkedDuplicate
from support.models import Case
from support.rules.closing import ClosingRefusal, not_same
from support.rules.emergencies import holds_up_closing
from support.rules.followups import office_day
from support.rules.kinds import ClosedBecause, EntryKind
from support.rules.reopening import ReopenProblem, reopening
from support.rules.statuses import Doing, Status, back_at_work


def resolve(case: Case, words: str, *, by: SignedIn, at: datetime) -> ClosingRefusal | None:
    """Write the resolution: the contact says whether it holds, and three follow-ups ask within ten business days.

    An emergency that no contact has would wait for nobody, and be closed by the night.
    """
    if _is_held_up(case):
        return ClosingRefusal.NOT_HANDED_OVER
    if case.owner_id is None:
        assign(case, by.account_id, by.full_name, by=by, at=at)
    line = write_entry(case, EntryKind.RESOLUTION, side=DESK, by=by, at=at, body=words)
    case.resolution += 1
    case.resolved_on, case.scheduled_on = office_day(at), None
    move_case(case, Status.VERIFICATION, Doing.RESOLVE, side=DESK, by=by, at=at)
    tell_involved(case, EntryKind.RESOLUTION, entry_id=line.id, but_not=by.account_id, at=at)
    return None


def close_by_desk(case: Case, reason: str, *, is_solved: bool, by: SignedIn, at: datetime) -> ClosingRefusal | None:
    """Close a case with a reason that the contacts read; None where it is done."""
    if _is_held_up(case):
        return ClosingRefusal.NOT_HANDED_OVER
    _close(case, reason, because=ClosedBecause.DESK, is_solved=is_solved, by=by, at=at)
    return None


def close_as_duplicate(
    case: Case, other: Case | None, reason: str, *, by: SignedIn, at: datetime
) -> ClosingRefusal | None:
    """Close a case as the same as another of its organization, which goes on; its contacts are involved there, too."""
    if other is None:
        return ClosingRefusal.NO_SUCH_CASE
    shares = other.organization_id == case.organization_id
    refused = not_same(is_itself=other.id == case.id, shares_organization=shares, is_closed=bool(other.closed_at))
    if refused or _is_held_up(case):
        return refused or ClosingRefusal.NOT_HANDED_OVER
    case.duplicate_of_id = other.id
    write_entry(case, EntryKind.SAME_AS, side=DESK, by=by, at=at, became=str(other.number))
    if case.contact_id is not None:
        involve(other, case.contact_id, at=at)
    _close(case, reason, because=ClosedBecause.DUPLICATE, is_solved=False, by=by, at=at)
    audit.record(CaseMarkedDuplicate(case.id, other.id), by=by, at=at)
    return None


def reopen_by_desk(case: Case, reason: str, *, today: date, by: SignedIn, at: datetime) -> ReopenProblem | None:
    """Open a closed case again, with a reason; None where it is done. `today` is the district’s day."""
    closed_on = clock.day_of(case.closed_at) if case.closed_at else None
    is_solved, is_duplicate = bool(case.is_solved), case.duplicate_of_id is not None
    answer = reopening(closed_on, is_solved=is_solved, is_duplicate=is_duplicate, by=DESK, today=today)
    if answer.problem:
        return answer.problem
    move_case(case, back_at_work(is_owned=case.owner_id is not None), Doing.REOPEN, side=DESK, by=by, at=at)
    case.closed_at, case.closed_because, case.is_solved = None, "", None
    case.resolved_on = case.duplicate_of_id = None
    line = write_entry(case, EntryKind.REOPENED, side=DESK, by=by, at=at, body=reason)
    tell_involved(case, EntryKind.REOPENED, entry_id=line.id, but_not=by.account_id, at=at)
    audit.record(CaseReopened(case.id, DESK.value), by=by, at=at)
    return None


def _is_held_up(case: Case) -> bool:
    return holds_up_closing(is_emergency=case.is_emergency, is_handed=case.contact_id is not None)


def _close(case: Case, reason: str, *, because: ClosedBecause, is_solved: bool, by: Actor, at: datetime) -> None:
    move_case(case, Status.CLOSED, Doing.CLOSE, side=DESK, by=by, at=at)
    case.closed_at, case.closed_because, case.is_solved = at, because.value, is_solved
    case.scheduled_on = None
    case.waits_for_desk = False
    line = write_entry(case, EntryKind.CLOSED, side=DESK, by=by, at=at, body=reason, became=because.value)
    tell_involved(case, EntryKind.CLOSED, entry_id=line.id, but_not=by.account_id, at=at)
    audit.record(CaseClosed(case.id, because.value, is_solved), by=by, at=at)
