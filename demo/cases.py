"""Plain keyword builders of cases and the lines on them. See `demo/people.py`.

They write the records alone: no mail goes out and nothing is told, as of a case that came with an older system. What
stands on a case is given by whoever builds it; what follows from the rest is reckoned here.
"""

from __future__ import annotations

from datetime import date, datetime

from demo.cast import Someone, keep, write
from support.models import Case, CaseEntry, CaseInvolved, CasePerson
from support.rules.followups import office_day
from support.rules.kinds import CaseType, ClosedBecause, EntryKind, Module
from support.rules.response import Priority, answer_due
from support.rules.statuses import Side, Status


def a_case(
    organization: int,
    subject: str,
    *,
    contact: int | None,
    opened_by: Someone,
    at: datetime,
    status: Status = Status.NEW,
    priority: Priority = Priority.MEDIUM,
    type: CaseType = CaseType.PROBLEM,
    module: Module = Module.OTHER,
    details: str = "",
    steps: str = "",
    owner: int | None = None,
    answered: datetime | None = None,
    resolved: datetime | None = None,
    closed: datetime | None = None,
    because: ClosedBecause | None = None,
    has_student_data: bool = False,
    **more: object,
) -> Case:
    """A case that was submitted at a moment, with its first line. `contact` is the id of an appointment, `owner` of an
    advisor’s account; one with `because` was closed at `closed`."""
    made = write(
        Case(
            organization_id=organization,
            contact_id=contact,
            opened_by_id=opened_by.id,
            owner_id=owner,
            status=status.value,
            priority=priority.value,
            type=type.value,
            module=module.value,
            subject=subject,
            details=details or subject,
            steps=steps,
            has_student_data=has_student_data,
            submitted_at=at,
            answer_due_at=answer_due(at, priority, is_outage=type is CaseType.OUTAGE).due,
            answered_at=answered or resolved,
            said_at=closed or resolved or answered or at,
            waits_for_desk=answered is None and resolved is None,
            resolution=1 if resolved else 0,
            resolved_on=office_day(resolved) if resolved else None,
            is_solved=because is ClosedBecause.SOLVED if because else None,
            closed_at=closed,
            closed_because=because.value if because else "",
            **more,
        )
    )
    side = Side.DESK if contact is None else Side.CONTACT
    a_line(made, EntryKind.SUBMITTED, side=side, by=opened_by, at=at)
    if contact is not None:
        keep(CaseInvolved(case_id=made.id, contact_id=contact, since=at))
    return made


def a_line(
    case: Case,
    kind: EntryKind,
    *,
    side: Side,
    by: Someone | None,
    at: datetime,
    body: str = "",
    was: str = "",
    became: str = "",
    has_student_data: bool = False,
    about: int | None = None,
) -> int:
    """One line on a case; gives its id."""
    return write(
        CaseEntry(
            case_id=case.id,
            kind=kind.value,
            side=side.value,
            author_id=by.id if by else None,
            at=at,
            body=body,
            was=was,
            became=became,
            has_student_data=has_student_data,
            about_id=about,
        )
    ).id


def named_on(case: Case, written: str, *, person: Someone | None, by: Someone, at: datetime) -> int:
    """Somebody whom a case is about, by an id; gives the id of the record."""
    made = CasePerson(
        case_id=case.id,
        written=written,
        person_id=person.id if person else None,
        added_at=at,
        added_by_id=by.id,
    )
    return write(made).id


def days_before(moment: datetime, number: int, *, hour: int = 10, minute: int = 0) -> datetime:
    """A time of day so many calendar days before a moment, in its own zone."""
    day = date.fromordinal(moment.date().toordinal() - number)
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=moment.tzinfo)
