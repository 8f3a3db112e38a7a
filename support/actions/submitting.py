"""A contact submits a case, names whom it is about, and attaches files to it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from foundation import audit, db, files
from foundation.audit import Actor
from foundation.file_kinds import Upload
from support.actions.casework import begin_case, involve, write_entry
from support.events.cases import CaseFileAdded, CaseFileRemoved, CasePersonNamed, CaseSubmitted
from support.models import Case, CaseAttachment, CaseEntry, CasePerson
from support.queries.contacts import Appointment
from support.queries.people import people_with_ids
from support.rules.kinds import CaseType, EntryKind, Module
from support.rules.response import Priority
from support.rules.statuses import Side

MOST_ON_A_CASE = 40
MOST_BYTES_ON_A_CASE = 100 * 1024 * 1024


class CaseIsFull(Exception):
    """A case holds no more files."""


@dataclass(frozen=True)
class NewCase:
    """What a contact submits. `incident_id`: the posted incident that it is the same as; `follows_id`: the closed case
    that it goes on with."""

    subject: str
    details: str
    did: str
    expected: str
    steps: str
    type: CaseType
    module: Module
    priority: Priority
    due_on: date | None
    people: tuple[str, ...]
    has_student_data: bool
    incident_id: int | None = None
    follows_id: int | None = None


def submit(new: NewCase, uploads: Collection[Upload], *, as_contact: Appointment, by: Actor, at: datetime) -> Case:
    """Open a case: its clock runs from now. Whoever submits it is involved."""
    case = Case(
        organization_id=as_contact.organization_id,
        contact_id=as_contact.contact_id,
        opened_by_id=by.person_id,
        priority=new.priority.value,
        type=new.type.value,
        module=new.module.value,
        subject=new.subject,
        details=new.details,
        did=new.did,
        expected=new.expected,
        steps=new.steps,
        has_student_data=new.has_student_data,
        due_on=new.due_on,
        incident_id=new.incident_id,
        follows_id=new.follows_id,
    )
    line = begin_case(case, side=Side.CONTACT, by=by, at=at)
    involve(case, as_contact.contact_id, at=at)
    name_people(case, new.people, by=by, at=at)
    attach(case, line, uploads, has_student_data=new.has_student_data, about_id=None, by=by, at=at)

    audit.record(
        CaseSubmitted(
            case.id,
            case.organization_id,
            type=case.type,
            module=case.module,
            priority=case.priority,
            has_student_data=new.has_student_data,
        ),
        by=by,
        at=at,
    )
    return case


def name_people(case: Case, ids: Sequence[str], *, by: Actor, at: datetime) -> None:
    """Name those with these ids on a case, each once; an id that nobody on record has is kept as it was typed."""
    known = set(db.session().scalars(select(CasePerson.written).where(CasePerson.case_id == case.id)))
    found = people_with_ids([each for each in ids if each not in known])
    for written in ids:
        if written in known:
            continue
        person_id = found.get(written)
        db.session().add(
            CasePerson(case_id=case.id, written=written, person_id=person_id, added_at=at, added_by_id=by.person_id)
        )
        audit.record(CasePersonNamed(case.id, person_id), by=by, at=at)
    db.session().flush()


def attach(
    case: Case,
    line: CaseEntry,
    uploads: Collection[Upload],
    *,
    has_student_data: bool,
    about_id: int | None,
    by: Actor,
    at: datetime,
) -> None:
    """Hang files on a line of a case. Raises CaseIsFull."""
    if not uploads:
        return
    held = (
        select(func.count(), func.coalesce(func.sum(files.StoredFile.size), 0))
        .select_from(CaseAttachment)
        .join(files.StoredFile, files.StoredFile.id == CaseAttachment.file_id)
    )
    number, size = (
        db.session().execute(held.where(CaseAttachment.case_id == case.id, CaseAttachment.removed_at.is_(None))).one()
    )
    if number + len(uploads) > MOST_ON_A_CASE or size + sum(each.size for each in uploads) > MOST_BYTES_ON_A_CASE:
        raise CaseIsFull
    for stored in files.keep(uploads, at=at):
        made = CaseAttachment(
            case_id=case.id,
            entry_id=line.id,
            file_id=stored.id,
            has_student_data=has_student_data,
            about_id=about_id,
        )
        db.session().add(made)
        db.session().flush()
        audit.record(CaseFileAdded(case.id, made.id, has_student_data), by=by, at=at)


def remove_file(case: Case, attachment: CaseAttachment, *, side: Side, by: Actor, at: datetime) -> None:
    """Take a file off a case: its content is let go, and its old address opens nothing."""
    attachment.removed_at, attachment.removed_by_id = at, by.person_id
    files.let_go([attachment.file_id], at=at)
    write_entry(case, EntryKind.REMOVED, side=side, by=by, at=at)

    audit.record(CaseFileRemoved(case.id, attachment.id), by=by, at=at)
