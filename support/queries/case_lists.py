"""Lists of cases: all of a contact’s organizations, narrowed and paged; and those like one that is to be submitted."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, select

from district.models import Person
from district.rules.folding import words_of
from foundation import db
from support.models import Case, Organization, id_of
from support.queries.cases import SEVEN_DIGITS, Viewer, is_seen_by
from support.rules.similar import ALIKE, likeness, told_by
from support.rules.statuses import Status

PER_PAGE = 25
LOOKED_AT = 300
MOST_ALIKE = 5


@dataclass(frozen=True)
class Wanted:
    """How a list is narrowed; empty is not narrowed. `status` may be `open`."""

    text: str = ""
    status: str = "open"
    priority: str = ""
    module: str = ""
    organization: str = ""
    """Its public id."""
    mine: bool = False


@dataclass(frozen=True)
class CaseLine:
    """One line of a list."""

    number: int
    subject: str
    organization: str
    opened_by: str
    status: str
    priority: str
    module: str
    submitted_at: datetime
    said_at: datetime
    answered_at: datetime | None
    answer_due_at: datetime
    resolved_on: date | None
    is_emergency: bool


@dataclass(frozen=True)
class Page:
    """One page of a list."""

    lines: tuple[CaseLine, ...]
    count: int
    number: int

    @property
    def last(self) -> int:
        return max(1, -(-self.count // PER_PAGE))


def cases_listed(viewer: Viewer, wanted: Wanted, *, number: int) -> Page:
    """Those the viewer sees, what was said last first. Two statements."""
    where = [is_seen_by(viewer), *_narrowed(viewer, wanted)]
    joined = select(func.count()).select_from(Case).join(Organization, Organization.id == Case.organization_id)
    count = db.session().scalar(joined.where(*where)) or 0
    last = max(1, -(-count // PER_PAGE))
    shown = min(max(1, number), last)
    asked = (
        select(Case, Organization.name, Person.preferred_first_name, Person.first_name, Person.last_name)
        .join(Organization, Organization.id == Case.organization_id)
        .join(Person, Person.id == Case.opened_by_id)
        .where(*where)
        .order_by(Case.said_at.desc(), Case.id.desc())
        .limit(PER_PAGE)
        .offset((shown - 1) * PER_PAGE)
    )
    return Page(
        tuple(
            _line(case, name, f"{preferred or first} {last_name}")
            for case, name, preferred, first, last_name in db.session().execute(asked)
        ),
        count,
        shown,
    )


def counts_by_status(viewer: Viewer) -> dict[str, int]:
    """How many of the viewer’s cases stand where. One statement."""
    asked = select(Case.status, func.count()).where(is_seen_by(viewer)).group_by(Case.status)
    return {row[0]: row[1] for row in db.session().execute(asked)}


def cases_alike(organization_ids: Collection[int], subject: str, *, module: str = "") -> list[CaseLine]:
    """Open cases of these organizations with a subject like that one, the likest first. One statement."""
    sought = told_by(words_of(subject))
    if not sought:
        return []
    asked = (
        select(Case, Organization.name, Person.preferred_first_name, Person.first_name, Person.last_name)
        .join(Organization, Organization.id == Case.organization_id)
        .join(Person, Person.id == Case.opened_by_id)
        .where(Case.organization_id.in_(organization_ids), Case.status != Status.CLOSED.value)
        .order_by(Case.said_at.desc(), Case.id.desc())
        .limit(LOOKED_AT)
    )
    found = []
    for case, name, preferred, first, last in db.session().execute(asked):
        like = likeness(sought, told_by(words_of(case.subject)), same_module=bool(module) and case.module == module)
        if like >= ALIKE:
            found.append((like, _line(case, name, f"{preferred or first} {last}")))
    return [line for _, line in sorted(found, key=lambda each: -each[0])[:MOST_ALIKE]]


def _narrowed(viewer: Viewer, wanted: Wanted) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    if wanted.status == "open":
        where.append(Case.status != Status.CLOSED.value)
    elif wanted.status:
        where.append(Case.status == wanted.status)
    if wanted.priority:
        where.append(Case.priority == wanted.priority)
    if wanted.module:
        where.append(Case.module == wanted.module)
    if wanted.organization:
        where.append(Organization.public_id == wanted.organization)
    if wanted.mine:
        where.append(Case.opened_by_id == viewer.person_id)
    if wanted.text:
        where.append(_told(wanted.text))
    return where


def _told(text: str) -> ColumnElement[bool]:
    """A number, or words of the subject."""
    if text.isascii() and text.isdecimal() and len(text) < 10 and int(text) in SEVEN_DIGITS:
        return Case.id == id_of(int(text))
    words, subject = text.split()[:8], db.table(Case).c.subject
    return and_(*(db.lowered(subject).contains(each.lower(), autoescape=True) for each in words))


def _line(case: Case, organization: str, opened_by: str) -> CaseLine:
    return CaseLine(
        number=case.number,
        subject=case.subject,
        organization=organization,
        opened_by=opened_by,
        status=case.status,
        priority=case.priority,
        module=case.module,
        submitted_at=case.submitted_at,
        said_at=case.said_at,
        answered_at=case.answered_at,
        answer_due_at=case.answer_due_at,
        resolved_on=case.resolved_on,
        is_emergency=case.is_emergency,
    )
