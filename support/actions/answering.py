"""What a contact says on a case: words, a written permission, that it is closed, that it is opened again.

Whoever calls holds the case, and has seen that the contact asks for its organization. Any of these deeds ends the three
follow-ups of a resolution. Raises MoveRefused where the table of statuses has no such move.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from accounts.queries import SignedIn
from foundation import audit, clock
from foundation.audit import Actor
from foundation.file_kinds import Upload
from support.actions.casework import involve, move_case, tell_involved, tell_owner, write_entry
from support.actions.submitting import attach, name_people
from support.events.cases import CaseClosed, CasePermissionAnswered, CaseReopened
from support.models import Case, CaseEntry, CasePermission
from support.rules.kinds import ClosedBecause, EntryKind
from support.rules.reopening import Reopening, ReopenProblem, reopening
from support.rules.statuses import Doing, Side, Status, answered, back_at_work

CONTACT = Side.CONTACT


@dataclass(frozen=True)
class Words:
    """What a contact writes, and whether it tells of students; `people` are named on the case with it."""

    body: str
    has_student_data: bool = False
    about_id: int | None = None
    people: tuple[str, ...] = ()
    still_happens: bool = False


def comment(
    case: Case, words: Words, uploads: Collection[Upload], *, contact_id: int, by: SignedIn, at: datetime
) -> None:
    """Say something. A case that waited for it goes back to its advisor. Raises CaseIsFull."""
    name_people(case, words.people, by=by, at=at)
    kind = EntryKind.COMMENT if words.body else EntryKind.ATTACHED
    line = write_entry(
        case,
        kind,
        side=CONTACT,
        by=by,
        at=at,
        body=words.body,
        has_student_data=words.has_student_data,
        about_id=words.about_id,
    )
    attach(
        case,
        line,
        uploads,
        has_student_data=words.has_student_data,
        about_id=words.about_id,
        by=by,
        at=at,
    )
    _back_to_work(case, still_happens=words.still_happens, by=by, at=at)
    case.waits_for_desk = True
    _tell(case, kind, line, contact_id=contact_id, by=by, at=at)


def answer_permission(
    case: Case,
    asked: CasePermission,
    *,
    is_given: bool,
    words: str,
    contact_id: int,
    by: SignedIn,
    at: datetime,
) -> bool:
    """Answer in writing what the desk asked to do; False, and nothing done, where it was answered or withdrawn."""
    if asked.answered_at is not None or asked.withdrawn_at is not None:
        return False
    asked.answered_at, asked.answered_by_id = at, by.person_id
    asked.is_given, asked.words = is_given, words
    kind = EntryKind.PERMISSION_GIVEN if is_given else EntryKind.PERMISSION_REFUSED
    body = f"{asked.what}\n\n{words}" if words else asked.what
    line = write_entry(case, kind, side=CONTACT, by=by, at=at, body=body)
    _back_to_work(case, still_happens=False, by=by, at=at)
    _tell(case, kind, line, contact_id=contact_id, by=by, at=at)

    audit.record(CasePermissionAnswered(case.id, asked.id, is_given), by=by, at=at)
    return True


def close_by_contact(case: Case, *, is_solved: bool, words: str, contact_id: int, by: SignedIn, at: datetime) -> None:
    """Close a case, solved or not: a contact may at any time."""
    move_case(case, Status.CLOSED, Doing.CLOSE, side=CONTACT, by=by, at=at)
    because = ClosedBecause.SOLVED if is_solved else ClosedBecause.UNSOLVED
    case.closed_at, case.closed_because, case.is_solved = at, because.value, is_solved
    case.scheduled_on, case.waits_for_desk = None, False
    line = write_entry(case, EntryKind.CLOSED, side=CONTACT, by=by, at=at, body=words, became=because.value)
    case.waits_for_desk = False
    _tell(case, EntryKind.CLOSED, line, contact_id=contact_id, by=by, at=at)

    audit.record(CaseClosed(case.id, because.value, is_solved), by=by, at=at)


def reopen_by_contact(
    case: Case, words: Words, *, contact_id: int, today: date, by: SignedIn, at: datetime
) -> ReopenProblem | None:
    """Open a closed case again, with what more there is to say; None where it is done. `today` is the district’s."""
    answer = standing_of(case, today=today)
    if answer.problem is not None:
        return answer.problem
    move_case(case, back_at_work(is_owned=case.owner_id is not None), Doing.REOPEN, side=CONTACT, by=by, at=at)
    case.closed_at, case.closed_because, case.is_solved = None, "", None
    case.resolved_on = None
    name_people(case, words.people, by=by, at=at)
    line = write_entry(
        case,
        EntryKind.REOPENED,
        side=CONTACT,
        by=by,
        at=at,
        body=words.body,
        has_student_data=words.has_student_data,
        about_id=words.about_id,
    )
    _tell(case, EntryKind.REOPENED, line, contact_id=contact_id, by=by, at=at)

    audit.record(CaseReopened(case.id, CONTACT.value), by=by, at=at)
    return None


def standing_of(case: Case, *, today: date) -> Reopening:
    """Whether a contact may open a case again, and through when."""
    closed_on = clock.day_of(case.closed_at) if case.closed_at else None
    is_duplicate = case.duplicate_of_id is not None
    return reopening(closed_on, is_solved=bool(case.is_solved), is_duplicate=is_duplicate, by=CONTACT, today=today)


def _back_to_work(case: Case, *, still_happens: bool, by: Actor, at: datetime) -> None:
    became = answered(Status(case.status), still_happens=still_happens)
    if became.value != case.status:
        move_case(case, became, Doing.ANSWER, side=CONTACT, by=by, at=at)
        case.resolved_on = None


def _tell(case: Case, kind: EntryKind, line: CaseEntry, *, contact_id: int, by: SignedIn, at: datetime) -> None:
    case.contact_id = case.contact_id or contact_id  # an emergency case is handed over to whoever takes it up
    involve(case, contact_id, at=at)
    tell_involved(case, kind, entry_id=line.id, but_not=by.account_id, at=at)
    tell_owner(case, kind, entry_id=line.id, at=at)
