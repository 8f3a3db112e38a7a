"""What every deed on a case is made of: a line on its timeline, a move in the one table, and mails to those involved.

A line is written once and never changed. Whoever calls has loaded the case inside the transaction of the deed, through
what its reader may see, and keeps others from it meanwhile (`support.queries.cases.case_held`).
"""

from __future__ import annotations

from datetime import datetime

from foundation import audit, clock, db, jobs, outbox
from foundation.audit import Actor
from support.events.cases import CaseEntered, CaseMoved
from support.models import Case, CaseEntry, CaseInvolved
from support.queries.involved import Reached, account_reached, contacts_involved
from support.rules.kinds import CaseType, EntryKind
from support.rules.response import Priority, answer_due
from support.rules.statuses import Doing, Side, Status, moved

SURVEY = "case-survey"
"""The job that asks how it went, once for a case."""
STILL_A_CONTACT = "still-a-contact"
"""The check that a mail about a case leaves only while its reader is a contact."""
ANSWERS = (EntryKind.REPLY, EntryKind.RESOLUTION, EntryKind.PERMISSION_ASKED)
"""What an advisor writes to the contact: the first of them stops the response clock."""
SAYS = (
    EntryKind.SUBMITTED,
    EntryKind.COMMENT,
    EntryKind.PERMISSION_GIVEN,
    EntryKind.PERMISSION_REFUSED,
    EntryKind.REOPENED,
)
"""What a contact says: the desk has the next word then."""


def begin_case(case: Case, *, side: Side, by: Actor, at: datetime, body: str = "", became: str = "") -> CaseEntry:
    """Begin a case that says what it is about, for whom and by whom: its clock runs from now. Gives its first line."""
    is_outage = case.type == CaseType.OUTAGE.value
    case.status = Status.NEW.value
    case.submitted_at = case.said_at = at
    case.answer_due_at = answer_due(at, Priority(case.priority), is_outage=is_outage).due
    case.version = 0
    db.session().add(case)
    db.session().flush()
    return write_entry(case, EntryKind.SUBMITTED, side=side, by=by, at=at, body=body, became=became)


def write_entry(
    case: Case,
    kind: EntryKind,
    *,
    side: Side,
    by: Actor,
    at: datetime,
    body: str = "",
    was: str = "",
    became: str = "",
    has_student_data: bool = False,
    about_id: int | None = None,
) -> CaseEntry:
    """Write a line on a case, and move its version on, so that whoever saw an older one is told."""
    line = CaseEntry(
        case_id=case.id,
        kind=kind.value,
        side=side.value,
        author_id=by.person_id,
        at=at,
        body=body,
        was=was,
        became=became,
        has_student_data=has_student_data,
        about_id=about_id,
    )
    db.session().add(line)
    case.said_at = at
    case.version += 1
    if side is Side.DESK and kind in ANSWERS:
        case.answered_at = case.answered_at or at
        case.waits_for_desk = False
    if side is Side.CONTACT and kind in SAYS:
        case.waits_for_desk = True
    db.session().flush()

    audit.record(CaseEntered(case.id, line.id, kind.value, side.value, has_student_data), by=by, at=at)
    return line


def move_case(case: Case, wanted: Status, doing: Doing, *, side: Side, by: Actor, at: datetime) -> None:
    """Bring a case to another status, as a line of its timeline. Raises MoveRefused."""
    was = Status(case.status)
    became = moved(was, wanted, doing, side)
    case.status = became.value
    write_entry(case, EntryKind.STATUS, side=side, by=by, at=at, was=was.value, became=became.value)
    if became is Status.CLOSED:
        jobs.queue(SURVEY, {"case": case.id}, at=at, slot=f"{SURVEY}:{case.id}")

    audit.record(CaseMoved(case.id, was.value, became.value), by=by, at=at)


def involve(case: Case, contact_id: int, *, at: datetime) -> None:
    """Let mails about a case go to a contact, too."""
    known = db.session().get(CaseInvolved, (case.id, contact_id))
    if known is None:
        db.session().add(CaseInvolved(case_id=case.id, contact_id=contact_id, since=at))
        db.session().flush()


def tell_involved(case: Case, what: EntryKind, *, entry_id: int, but_not: int | None, at: datetime) -> None:
    """Mail to the contacts involved that something was said or done; not to the account that did it.

    The mail carries no word of what was said: it may be about a student, and stands on the case.
    """
    for each in contacts_involved(case.id, on=clock.day_of(at)):
        if each.account_id != but_not:
            _post(case, what, each, entry_id=entry_id, at=at)


def tell_owner(case: Case, what: EntryKind, *, entry_id: int, at: datetime) -> None:
    """Mail to the advisor who owns a case that a contact said something; nobody where nobody owns it."""
    owner = account_reached(case.owner_id, on=clock.day_of(at)) if case.owner_id is not None else None
    if owner is not None:
        _post(case, what, owner, entry_id=entry_id, at=at)


def _post(case: Case, what: EntryKind, to: Reached, *, entry_id: int, at: datetime) -> None:
    if to.address is None:
        return
    still: dict[str, str | int] | None = None
    if to.contact_id is not None:
        still = {"check": STILL_A_CONTACT, "contact": to.contact_id}
    outbox.post(
        "support-case",
        to=to.address,
        language=to.language,
        at=at,
        once=f"support-case:{entry_id}:{to.account_id}",
        only_while=still,
        person_id=to.person_id,
        name=to.called,
        number=str(case.number),
        what=what.value,
    )
