"""Reads of what families ask the office, and of the people who may be meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from accounts.models import Account
from district.models import Enrollment, Person, Relationship, School
from district.queries.search import Part, find
from district.queries.sight_facts import SCHOOL
from district.rules.guardianship import SightPolicy
from foundation import db
from portal.models import ActivationCode, OfficeRequest
from portal.queries.asking import Addressee, Candidate, who_is_meant
from portal.rules.asking import Asked, is_named_school
from portal.rules.codes import Delivery, Kind
from portal.rules.office import SHOWN_FOR, OfficeRefusal

PAGE = 50
NAMESAKES = 10


@dataclass(frozen=True)
class Listed:
    """One request in the list."""

    public_id: str
    ground: str
    name: str
    student: str
    school: str | None
    written_at: datetime
    settled_at: datetime | None
    settlement: str


@dataclass(frozen=True)
class Page:
    """Which page of the list this is, from 1, and which is the last."""

    number: int
    last: int


@dataclass(frozen=True)
class Queue:
    """One page of the list, how many there are, and since when the oldest of them waits."""

    listed: tuple[Listed, ...]
    how_many: int
    oldest: datetime | None
    page: Page


@dataclass(frozen=True)
class Seen:
    """One request with all that was said, and who settled it."""

    record: OfficeRequest
    school: str | None
    settled_by: str | None
    about: Person | None

    @property
    def asked(self) -> Asked | None:
        """As it was asked; None where no student was named."""
        told = self.record
        if told.student_birth_date is None:
            return None
        return Asked(
            told.first_name,
            told.last_name,
            told.student_first_name,
            told.student_last_name,
            told.student_birth_date,
            told.student_number,
            self.school or "",
        )


@dataclass(frozen=True)
class Likely:
    """Somebody on record who may be meant. `fits` when all that was typed does, and not the name alone."""

    person: Addressee
    kind: Kind
    fits: bool
    hindrance: OfficeRefusal | None = None
    """Why a code would be refused, where that has been looked at: of those whom all fits."""


@dataclass(frozen=True)
class Meant:
    """Who may be meant, those whom all fits first, and where the students of each go."""

    people: tuple[Likely, ...]
    schools: dict[int, tuple[str, ...]]
    """By person id: the schools of the students an adult is tied to, and of a student their own."""


def queue(*, is_open: bool, school: str, page: int) -> Queue:
    """One page of the requests: open ones by how long they wait, settled ones by how lately. Two statements."""
    chosen: list[ColumnElement[bool]] = [OfficeRequest.settled_at.is_(None) if is_open else _SETTLED]
    if school:
        chosen.append(School.public_id == school)
    counted = select(func.count(OfficeRequest.id), func.min(OfficeRequest.written_at))
    how_many, oldest = db.session().execute(_with_school(counted).where(*chosen)).one()
    last = max(1, -(-how_many // PAGE))
    page = max(1, min(page, last))
    order = OfficeRequest.written_at if is_open else OfficeRequest.settled_at.desc()
    rows = db.session().execute(
        _with_school(select(OfficeRequest, School.name))
        .where(*chosen)
        .order_by(order, OfficeRequest.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    return Queue(tuple(_listed(*row) for row in rows), how_many, oldest, Page(page, last))


def request_named(public_id: str) -> Seen | None:
    """One request, or None. One statement."""
    colleague = aliased(Person)
    row = (
        db.session()
        .execute(
            _with_school(select(OfficeRequest, School.name, colleague, Person))
            .outerjoin(colleague, colleague.id == OfficeRequest.settled_by_id)
            .outerjoin(Person, Person.id == OfficeRequest.person_id)
            .where(OfficeRequest.public_id == public_id)
        )
        .one_or_none()
    )
    if row is None:
        return None
    record, school, settled_by, about = row
    return Seen(record, school, settled_by.full_name if settled_by else None, about)


def people_meant(seen: Seen, *, on: date, policy: SightPolicy) -> Meant:
    """Whom the asker may be."""
    fitting = who_is_meant(seen.asked, on=on, policy=policy) if seen.asked else []
    likely = [Likely(each.person, each.kind, fits=True, hindrance=_hindrance(each)) for each in fitting]
    if seen.about is not None:
        likely += [Likely(_addressee(seen.about), kind, fits=True) for kind in _disowned_kinds(seen.about)]
    known = {each.person.person_id for each in likely}
    (found,) = find(f"{seen.record.first_name} {seen.record.last_name}", Part(limit=NAMESAKES))
    others = [each for each in found.hits if each.person_id not in known]
    enrolled = select(Enrollment.person_id).where(Enrollment.person_id.in_([each.person_id for each in others]))
    students = set(db.session().scalars(enrolled))
    likely += [
        Likely(
            Addressee(each.person_id, each.public_id, each.full_name, each.called, None),
            Kind.STUDENT if each.person_id in students else Kind.PARENT,
            fits=False,
        )
        for each in others
    ]
    return Meant(tuple(likely), _schools_of({each.person.person_id for each in likely}))


def person_named(public_id: str) -> Person | None:
    """Anybody on record."""
    return db.session().scalar(select(Person).where(Person.public_id == public_id))


def person_of(person_id: int) -> Person:
    """The person behind an account. Raises NoResultFound."""
    return db.session().scalars(select(Person).where(Person.id == person_id)).one()


def code_on_screen(code_hash: str, *, at: datetime) -> tuple[ActivationCode, Person] | None:
    """A code that the office issued within the hour and nobody has used, with its person."""
    found = (
        db.session()
        .execute(
            select(ActivationCode, Person)
            .join(Person, Person.id == ActivationCode.person_id)
            .where(
                ActivationCode.code_hash == code_hash,
                ActivationCode.delivery == Delivery.OFFICE.value,
                ActivationCode.issued_at > at - SHOWN_FOR,
                ActivationCode.used_at.is_(None),
                ActivationCode.superseded_at.is_(None),
            )
        )
        .one_or_none()
    )
    return None if found is None else (found[0], found[1])


def school_named(typed: str) -> int | None:
    """The id of the school that was chosen or typed, by its name or one of its ids."""
    columns = (School.id, School.public_id, School.name, School.identifier, School.source_key)
    for school_id, *names in db.session().execute(select(*columns).where(School.kind == SCHOOL)) if typed else ():
        if is_named_school(typed, names):
            return int(school_id)
    return None


_SETTLED = OfficeRequest.settled_at.is_not(None)


def _with_school(chosen: Any) -> Any:
    return chosen.select_from(OfficeRequest).outerjoin(School, School.id == OfficeRequest.school_id)


def _listed(record: OfficeRequest, school: str | None) -> Listed:
    return Listed(
        public_id=record.public_id,
        ground=record.reason,
        name=f"{record.first_name} {record.last_name}",
        student=f"{record.student_first_name} {record.student_last_name}".strip(),
        school=school,
        written_at=record.written_at,
        settled_at=record.settled_at,
        settlement=record.settlement,
    )


def _disowned_kinds(about: Person) -> list[Kind]:
    """The kinds of account that somebody else had made for the person a request is about."""
    found = select(Account.kind).where(Account.person_id == about.id, Account.disowned_at.is_not(None))
    return [Kind(each) for each in db.session().scalars(found.order_by(Account.kind))]


def _addressee(person: Person) -> Addressee:
    return Addressee(person.id, person.public_id, person.full_name, person.called, person.language)


def _hindrance(candidate: Candidate) -> OfficeRefusal | None:
    if candidate.has_account:
        return OfficeRefusal.HAS_ACCOUNT
    return None if candidate.is_entitled else OfficeRefusal.NOT_ENTITLED


def _schools_of(people: Iterable[int]) -> dict[int, tuple[str, ...]]:
    ids = list(people)
    tied = (
        select(Relationship.adult_id.label("person_id"), School.name)
        .join(Enrollment, Enrollment.person_id == Relationship.student_id)
        .join(School, School.id == Enrollment.school_id)
        .where(Relationship.adult_id.in_(ids), School.kind == SCHOOL)
    )
    own = (
        select(Enrollment.person_id, School.name)
        .join(School, School.id == Enrollment.school_id)
        .where(Enrollment.person_id.in_(ids), School.kind == SCHOOL)
    )
    found: dict[int, dict[str, None]] = {}
    for person_id, name in db.session().execute(tied.union(own).order_by("name")):
        found.setdefault(person_id, {})[name] = None
    return {person_id: tuple(names) for person_id, names in found.items()}
