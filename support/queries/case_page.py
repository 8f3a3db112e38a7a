"""One case as a page shows it: everything said and done, narrowed to what its viewer may see of students."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased

from accounts.models import Account
from district.models import Person
from foundation import db
from foundation.files import StoredFile
from support.models import Case, CaseAttachment, CaseEntry, CasePermission, CasePerson, Organization
from support.queries.cases import Viewer
from support.rules.kinds import AMONG_ADVISORS, EntryKind
from support.rules.sight import sees

Reach = Callable[[Collection[int]], frozenset[int]]
"""Those of some people whose record the viewer reaches today."""


@dataclass(frozen=True)
class FileSeen:
    """A file on a line. `is_shown`: its viewer may fetch it."""

    public_id: str
    name: str
    size: int
    is_shown: bool
    is_gone: bool


@dataclass(frozen=True)
class LineSeen:
    """One line of the timeline. What it says is empty where `is_kept_back`."""

    id: int
    kind: str
    side: str
    author_id: int | None
    author: str
    at: datetime
    body: str
    was: str
    became: str
    has_student_data: bool
    is_kept_back: bool
    files: tuple[FileSeen, ...] = ()


@dataclass(frozen=True)
class NamedSeen:
    """Somebody whom the case is about. `name` is empty for who does not reach the record."""

    id: int
    written: str
    person_id: int | None
    name: str = ""


@dataclass(frozen=True)
class CaseSeen:
    """A case and all that hangs on it."""

    case: Case
    organization: str
    hosting: str
    owner: str
    """The advisor’s name; empty while nobody owns it."""
    lines: tuple[LineSeen, ...]
    people: tuple[NamedSeen, ...]
    is_kept_back: bool
    """Whether what was submitted is kept from the viewer."""
    permissions: tuple[CasePermission, ...] = ()
    read: frozenset[int] = field(default=frozenset())
    """The people whose records this page shows something of."""


def case_seen(case: Case, viewer: Viewer, reach: Reach) -> CaseSeen:
    """The case as the viewer sees it, who may see it at all. Seven statements at the most."""
    organization, hosting, owner = _frame(case)
    people = _people(case)
    lines = _lines(case, with_notes=viewer.is_advisor)
    attached = _files(case)
    flagged = case.has_student_data or any(line.has_student_data for line, _ in lines)
    flagged = flagged or any(each.has_student_data for each, _ in attached)
    ids = {each.person_id for each, _, _ in people if each.person_id is not None}
    reached = reach(ids) if ids and (flagged or people) else frozenset[int]()
    named = {each.id: each.person_id for each, _, _ in people}

    def shows(has_student_data: bool, about_id: int | None, author_id: int | None) -> bool:
        return sees(
            has_student_data=has_student_data,
            about_id=about_id,
            author_id=author_id,
            viewer_id=viewer.person_id,
            people=named,
            reached=reached,
        )

    shown = tuple(_line(line, author, attached, shows) for line, author in lines)
    is_kept_back = not shows(case.has_student_data, None, case.opened_by_id)
    tells = flagged and not (is_kept_back and all(each.is_kept_back for each in shown if each.has_student_data))
    asked = any(line.kind == EntryKind.PERMISSION_ASKED.value for line, _ in lines)
    return CaseSeen(
        case=case,
        organization=organization,
        hosting=hosting,
        owner=owner,
        lines=shown,
        people=tuple(
            NamedSeen(each.id, each.written, each.person_id, f"{first} {last}" if each.person_id in reached else "")
            for each, first, last in people
        ),
        is_kept_back=is_kept_back,
        permissions=_permissions(case) if asked else (),
        read=reached if tells or reached else frozenset(),
    )


def file_on(case: Case, public_id: str) -> tuple[CaseAttachment, StoredFile, int | None] | None:
    """A file that hangs on a case, by its address, and who added it; none that was removed. One statement."""
    asked = (
        select(CaseAttachment, StoredFile, CaseEntry.author_id)
        .join(StoredFile, StoredFile.id == CaseAttachment.file_id)
        .join(CaseEntry, CaseEntry.id == CaseAttachment.entry_id)
        .where(
            CaseAttachment.case_id == case.id,
            StoredFile.public_id == public_id,
            CaseAttachment.removed_at.is_(None),
        )
    )
    row = db.session().execute(asked).one_or_none()
    return (row[0], row[1], row[2]) if row is not None else None


def named_on(case: Case) -> dict[int, int | None]:
    """Of each named on a case the person on record. One statement."""
    asked = select(CasePerson.id, CasePerson.person_id).where(CasePerson.case_id == case.id)
    return {row[0]: row[1] for row in db.session().execute(asked)}


def permission_asked(case: Case, permission_id: int) -> CasePermission | None:
    """One of the permissions that the desk asked for on a case."""
    asked = select(CasePermission).where(CasePermission.case_id == case.id, CasePermission.id == permission_id)
    return db.session().scalars(asked).one_or_none()


def _frame(case: Case) -> tuple[str, str, str]:
    owner = aliased(Person)
    asked = (
        select(Organization.name, Organization.hosting, owner.preferred_first_name, owner.first_name, owner.last_name)
        .select_from(Organization)
        .outerjoin(Account, Account.id == (case.owner_id or 0))
        .outerjoin(owner, owner.id == Account.person_id)
        .where(Organization.id == case.organization_id)
    )
    name, hosting, preferred, first, last = db.session().execute(asked).one()
    return name, hosting, f"{preferred or first} {last}" if last else ""


def _people(case: Case) -> list[tuple[CasePerson, str | None, str | None]]:
    asked = (
        select(CasePerson, Person.first_name, Person.last_name)
        .outerjoin(Person, Person.id == CasePerson.person_id)
        .where(CasePerson.case_id == case.id)
        .order_by(CasePerson.id)
    )
    return [(row[0], row[1], row[2]) for row in db.session().execute(asked)]


def _lines(case: Case, *, with_notes: bool) -> list[tuple[CaseEntry, str]]:
    asked = (
        select(CaseEntry, Person.preferred_first_name, Person.first_name, Person.last_name)
        .outerjoin(Person, Person.id == CaseEntry.author_id)
        .where(CaseEntry.case_id == case.id)
        .order_by(CaseEntry.at.desc(), CaseEntry.id.desc())
    )
    if not with_notes:
        asked = asked.where(CaseEntry.kind.not_in([each.value for each in AMONG_ADVISORS]))
    return [
        (line, f"{preferred or first} {last}" if last else "")
        for line, preferred, first, last in db.session().execute(asked)
    ]


def _files(case: Case) -> list[tuple[CaseAttachment, StoredFile]]:
    asked = (
        select(CaseAttachment, StoredFile)
        .join(StoredFile, StoredFile.id == CaseAttachment.file_id)
        .where(CaseAttachment.case_id == case.id)
        .order_by(CaseAttachment.id)
    )
    return [(row[0], row[1]) for row in db.session().execute(asked)]


def _permissions(case: Case) -> tuple[CasePermission, ...]:
    asked = select(CasePermission).where(CasePermission.case_id == case.id).order_by(CasePermission.id)
    return tuple(db.session().scalars(asked))


def _line(
    line: CaseEntry,
    author: str,
    attached: list[tuple[CaseAttachment, StoredFile]],
    shows: Callable[[bool, int | None, int | None], bool],
) -> LineSeen:
    is_shown = shows(line.has_student_data, line.about_id, line.author_id)
    files = tuple(
        FileSeen(
            stored.public_id,
            stored.name,
            stored.size,
            is_shown=shows(each.has_student_data, each.about_id, line.author_id),
            is_gone=each.removed_at is not None,
        )
        for each, stored in attached
        if each.entry_id == line.id
    )
    return LineSeen(
        id=line.id,
        kind=line.kind,
        side=line.side,
        author_id=line.author_id,
        author=author,
        at=line.at,
        body=line.body if is_shown else "",
        was=line.was,
        became=line.became,
        has_student_data=line.has_student_data,
        is_kept_back=not is_shown,
        files=files,
    )
