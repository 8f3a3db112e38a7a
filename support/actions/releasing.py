"""A release that mends a defect reaches every linked case at once, and so does its confirmation.

In a few statements, however many cases there are; and once: the issue is marked fixed by one conditional UPDATE.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, insert, literal, select, update
from sqlalchemy.orm import InstrumentedAttribute

from accounts.queries import SignedIn
from foundation import audit, clock, db, outbox
from foundation.audit import Actor
from support.actions.casework import STILL_A_CONTACT
from support.events.desk import DefectFixed
from support.models import Case, CaseDefect, CaseEntry, CaseInvolved, DevelopmentIssue
from support.models.cases import FIRST_NUMBER
from support.queries.defects import DefectSeen
from support.queries.involved import contacts_reached
from support.rules.defects import DefectRefusal, may_release
from support.rules.kinds import EntryKind
from support.rules.statuses import TABLE, Doing, Side, Status

UNSYNCED = {"synchronize_session": False}
TO_DEVELOPMENT, TO_RELEASE = (
    frozenset(each.was.value for each in TABLE if each.doing is doing and Side.DESK in each.by)
    for doing in (Doing.SEND_TO_DEVELOPMENT, Doing.RELEASE)
)
"""The statuses from which the table lets a case go there."""


def release(found: DefectSeen, name: str, note: str, *, by: SignedIn, at: datetime) -> DefectRefusal | int:
    """Say that a release mends a defect: every linked case gets the note, every open one becomes available in release,
    and every contact involved a mail. All of it in a few statements, however many cases there are, and once.

    Gives the number of linked cases. Of closed ones only the status stays: their contacts want to know it, too.
    """
    issue_id = found.issue.id
    refused = may_release(name, note, known=found.stage)
    if refused:
        return refused
    told = {"fixed_in": name, "note": note, "fixed_at": at, "fixed_by_id": by.person_id}
    is_first = (
        update(DevelopmentIssue)
        .where(DevelopmentIssue.id == issue_id, DevelopmentIssue.fixed_at.is_(None))
        .values(version=DevelopmentIssue.version + 1, **told)
        .returning(DevelopmentIssue.id)
    )
    if db.session().execute(is_first, execution_options=UNSYNCED).one_or_none() is None:
        return DefectRefusal.FIXED_ALREADY
    cases = _hold_linked(issue_id)
    _note_on_linked(issue_id, name, note, by=by, at=at)
    _move_linked(issue_id, Status.RELEASE, of=TO_RELEASE, by=by, at=at)
    _mail_release(issue_id, but_not=by.account_id, at=at)
    audit.record(DefectFixed(issue_id, name, tuple(cases)), by=by, at=at)
    return len(cases)


def send_to_development(issue_id: int, *, by: SignedIn, at: datetime) -> None:
    """A defect is confirmed: every linked case that is at work waits for development from now on."""
    _hold_linked(issue_id)
    _move_linked(issue_id, Status.DEVELOPMENT, of=TO_DEVELOPMENT, by=by, at=at)


def _hold_linked(issue_id: int) -> list[int]:
    """The linked cases, which nobody else changes until this is done; always from the lowest on."""
    asked = select(Case.id).where(Case.id.in_(_linked(issue_id))).order_by(Case.id).with_for_update()
    return list(db.session().scalars(asked))


def _linked(issue_id: int) -> Select[int]:
    return select(CaseDefect.case_id).where(CaseDefect.issue_id == issue_id)


def _move_linked(issue_id: int, to: Status, *, of: Collection[str], by: Actor, at: datetime) -> None:
    """Bring the linked cases that stand in one of these statuses to another, each with its line."""
    moving = (Case.id.in_(_linked(issue_id)), Case.status.in_(of))
    _write_lines(EntryKind.STATUS, *moving, was=Case.status, became=to.value, by=by, at=at)
    db.session().execute(
        update(Case)
        .where(*moving)
        .values(status=to.value, scheduled_on=None, resolved_on=None, said_at=at, version=Case.version + 1),
        execution_options=UNSYNCED,
    )


def _note_on_linked(issue_id: int, name: str, note: str, *, by: Actor, at: datetime) -> None:
    here = Case.id.in_(_linked(issue_id))
    _write_lines(EntryKind.RELEASED, here, body=note, became=name, by=by, at=at)
    db.session().execute(
        update(Case).where(here).values(said_at=at, version=Case.version + 1), execution_options=UNSYNCED
    )


def _write_lines(
    kind: EntryKind,
    *where: ColumnElement[bool],
    by: Actor,
    at: datetime,
    became: str,
    body: str = "",
    was: Any = "",
) -> None:
    """A line on each case that is meant, in one statement."""
    entry = db.table(CaseEntry).c
    told = {
        entry.case_id: Case.id,
        entry.kind: kind.value,
        entry.side: Side.DESK.value,
        entry.author_id: by.person_id,
        entry.at: at,
        entry.body: body,
        entry.was: was,
        entry.became: became,
        entry.has_student_data: False,
    }
    values = [
        value if isinstance(value, ColumnElement | InstrumentedAttribute) else literal(value, column.type)
        for column, value in told.items()
    ]
    db.session().execute(insert(CaseEntry).from_select(list(told), select(*values).where(*where)))


def _mail_release(issue_id: int, *, but_not: int, at: datetime) -> None:
    """One mail for each contact involved in each case; all are written in one statement at the end."""
    linked = _linked(issue_id)
    pairs = select(CaseInvolved.contact_id, CaseInvolved.case_id).where(CaseInvolved.case_id.in_(linked))
    involved = select(CaseInvolved.contact_id).where(CaseInvolved.case_id.in_(linked))
    reached = {each.contact_id: each for each in contacts_reached(involved, on=clock.day_of(at))}
    for contact_id, case_id in db.session().execute(pairs.order_by(CaseInvolved.case_id, CaseInvolved.contact_id)):
        to = reached.get(contact_id)
        if to is None or to.address is None or to.account_id == but_not:
            continue
        outbox.post(
            "support-case",
            to=to.address,
            language=to.language,
            at=at,
            only_while={"check": STILL_A_CONTACT, "contact": contact_id},
            person_id=to.person_id,
            is_one_of_many=True,
            name=to.called,
            number=str(case_id + FIRST_NUMBER),
            what=EntryKind.RELEASED.value,
        )
