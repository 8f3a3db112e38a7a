"""What families ask, as the office sees it: the queue of the students in reach, and one request with its people.

Nobody is shown a request of their own family in the queue: a colleague answers it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Row,
    Select,
    Subquery,
    and_,
    bindparam,
    case,
    exists,
    false,
    func,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from accounts.models import Account
from district.actions.answering_requests import Told
from district.models import (
    ChangeRequest,
    ContactPoint,
    Enrollment,
    HouseholdMember,
    Person,
    Relationship,
    School,
)
from district.models import Household as HouseholdRecord
from district.queries.own_family import own_family
from district.queries.requests import RequestSeen, name_of, seen_in, with_fields
from district.queries.search import Part, find
from district.rules.requests import NAMES_OF_NEW, Kind, Status
from foundation import db
from household.editor.queries.briefs import PersonSeen, line_about, seen
from household.editor.queries.person_facts import hides_address
from household.editor.queries.reach import ON, Reader, current, is_in_reach, people_in_reach

A_PAGE = 50
MOST_ALIKE = 5
OTHERWISE = "en"


@dataclass(frozen=True)
class Listed:
    """One request in the list."""

    public_id: str
    kind: Kind
    status: Status
    asker: str
    about: str
    school: str
    filed_at: datetime
    due_on: date
    settled_at: datetime | None


@dataclass(frozen=True)
class Backlog:
    """What waits at one school."""

    school: str
    """Empty where no school is told yet."""
    waiting: int
    late: int
    oldest: datetime

    @property
    def in_time(self) -> int:
        return self.waiting - self.late


@dataclass(frozen=True)
class Page:
    """Which page of the list this is, from 1, and which is the last."""

    number: int
    last: int


@dataclass(frozen=True)
class Queue:
    """One page of the list, how many there are, and what waits by school, the longest backlog first."""

    listed: tuple[Listed, ...]
    how_many: int
    backlog: tuple[Backlog, ...]
    page: Page

    @property
    def waiting(self) -> int:
        return sum(each.waiting for each in self.backlog)

    @property
    def late(self) -> int:
        return sum(each.late for each in self.backlog)


@dataclass(frozen=True)
class AtOffice:
    """One request with the people it is about, as the reader reaches them."""

    request: RequestSeen
    people: dict[int, PersonSeen]
    hides_address: bool
    """Whether an address of theirs is confidential: then nothing of one is shown."""
    alike: tuple[PersonSeen, ...] = ()
    """Who on record a new contact may be."""
    is_known_elsewhere: bool = False
    """Whether the contact has an account, or is tied to other students: a change of theirs is felt there too."""

    @property
    def asker(self) -> PersonSeen:
        return self.people[self.request.asker_id]

    @property
    def student(self) -> PersonSeen:
        return self.people[self.request.student_id]

    @property
    def family(self) -> list[PersonSeen]:
        """Everybody whose record the page shows something of."""
        ids = (self.request.asker_id, self.request.about_id, self.request.student_id, self.request.contact_id)
        return [self.people[each] for each in dict.fromkeys(filter(None, ids))]

    @property
    def is_own(self) -> bool:
        """Whether one of them belongs to the reader’s own family."""
        return any(each.is_own for each in self.family)

    def name(self, person_id: int | None) -> str:
        """A colleague who answered."""
        found = self.people.get(person_id or 0)
        return f"{found.called} {found.last_name}" if found else ""


def queue(reader: Reader, *, is_open: bool, is_late: bool, school: str, page: int) -> Queue:
    """One page of the requests in reach: open ones by their due day, settled ones by how lately. Two statements,
    three of settled ones."""
    backlog = tuple(Backlog(row.school, row.waiting, row.late, row.oldest) for row in _rows(_BACKLOG, reader))
    given = {"school": school, "only_late": is_late}
    if is_open:
        chosen = [each for each in backlog if not school or each.school == school]
        how_many = sum(each.late if is_late else each.waiting for each in chosen)
    else:
        how_many = db.session().scalar(_SETTLED_COUNT, reader.given | given) or 0
    last = max(1, -(-how_many // A_PAGE))
    page = max(1, min(page, last))
    rows = _rows(_OPEN if is_open else _SETTLED, reader, **given, skipped=(page - 1) * A_PAGE)
    return Queue(tuple(_listed(row) for row in rows), how_many, backlog, Page(page, last))


def request_at_office(public_id: str, reader: Reader) -> AtOffice | None:
    """The request with that public id and its people, in reach or not. Two or three statements."""
    found = next(iter(seen_in(db.session().execute(_ONE, {"public_id": public_id}))), None)
    if found is None:
        return None
    alike = _alike(found, reader)
    ids = {found.asker_id, found.about_id, found.student_id, found.contact_id or found.asker_id}
    ids |= {each.answered_by_id for each in found.fields if each.answered_by_id}
    asked = {"people": sorted({*ids, *alike}), "student_id": found.student_id}
    rows = db.session().execute(_PEOPLE, reader.given | asked).all()
    people = {row.person_id: seen(row) for row in rows}
    hidden = {row.person_id for row in rows if row.hides_address}
    return AtOffice(
        request=found,
        people=people,
        hides_address=bool(hidden & {found.asker_id, found.about_id}),
        alike=tuple(people[each] for each in alike if people[each].is_open),
        is_known_elsewhere=any(row.is_elsewhere for row in rows if row.person_id == found.contact_id),
    )


def how_to_tell(person_id: int) -> Told:
    """How somebody of a family is written to: the confirmed address of their account, else the one on file."""
    row = db.session().execute(_REACHED, {"person_id": person_id}).first()
    if row is None:
        raise LookupError(f"There is no person {person_id}.")
    address = row.recovery_email if row.recovery_email_validated_at else None
    return Told(row.called, row.chosen or row.on_file or OTHERWISE, address or row.value)


def household_of(person_id: int, reader: Reader) -> str:
    """The public id of the household somebody lives in today; empty where there is none. One statement."""
    return db.session().scalar(_HOUSEHOLD, reader.given | {"person_id": person_id}) or ""


def _rows(statement: Select[Any], reader: Reader, **given: object) -> Iterable[Row[Any]]:
    return db.session().execute(statement, reader.given | given)


def _listed(row: Row[Any]) -> Listed:
    return Listed(
        row.public_id,
        Kind(row.kind),
        Status(row.status_now),
        row.asker,
        row.about,
        row.school,
        row.filed_at,
        row.due_on,
        row.settled_at,
    )


def _alike(request: RequestSeen, reader: Reader) -> list[int]:
    """Who within reach has the name of a contact that is asked for."""
    if request.kind is not Kind.CONTACT_NEW or not request.is_open:
        return []
    asked = {each.field: each.asks for each in request.fields}
    typed = " ".join(asked.get(each, "") for each in NAMES_OF_NEW)
    [found] = find(typed, Part(within=people_in_reach(reader), limit=MOST_ALIKE), given=reader.given)
    return [each.person_id for each in found.hits]


def _school_of(student_id: ColumnElement[int] | Any) -> ColumnElement[str]:
    """The name of the school of a student’s enrollment today, or of the next one; empty where none is told."""
    held, place = aliased(Enrollment), aliased(School)
    found = (
        select(place.name)
        .join(held, held.school_id == place.id)
        .where(held.person_id == student_id, place.kind == "school", or_(held.ends.is_(None), held.ends > ON))
        .order_by(and_(held.starts.is_not(None), held.starts > ON), held.is_primary.desc(), held.starts.desc(), held.id)
        .limit(1)
    )
    return func.coalesce(found.scalar_subquery(), "")


def _mine(*, is_open: bool) -> Subquery:
    """The requests in reach, none of the reader’s own family, with what a line says."""
    asker, about = aliased(Person), aliased(Person)
    is_settled = ChangeRequest.settled_at.is_not(None)
    return (
        select(
            ChangeRequest.id,
            ChangeRequest.public_id,
            ChangeRequest.kind,
            ChangeRequest.status_now,
            ChangeRequest.filed_at,
            ChangeRequest.due_on,
            ChangeRequest.settled_at,
            name_of(asker).label("asker"),
            name_of(about).label("about"),
            _school_of(ChangeRequest.student_id).label("school"),
        )
        .join(asker, asker.id == ChangeRequest.asker_id)
        .join(about, about.id == ChangeRequest.about_id)
        .where(
            ~is_settled if is_open else is_settled,
            is_in_reach(ChangeRequest.student_id),
            ChangeRequest.asker_id.not_in(own_family()),
            ChangeRequest.student_id.not_in(own_family()),
        )
        .subquery()
    )


def _backlog() -> Select[Any]:
    mine = _mine(is_open=True)
    late = func.sum(case((mine.c.due_on < ON, 1), else_=0))
    return (
        select(
            mine.c.school,
            func.count().label("waiting"),
            late.label("late"),
            func.min(mine.c.filed_at).label("oldest"),
        )
        .group_by(mine.c.school)
        .order_by(func.count().desc(), mine.c.school)
    )


_SCHOOL: BindParameter[str] = bindparam("school")


def _page(mine: Subquery, *order: Any, is_open: bool) -> Select[Any]:
    only_late = or_(bindparam("only_late").is_(false()), mine.c.due_on < ON)
    chosen = select(mine).where(or_(_SCHOOL == "", mine.c.school == _SCHOOL))
    if is_open:
        chosen = chosen.where(only_late)
    return chosen.order_by(*order).limit(A_PAGE).offset(bindparam("skipped"))


_WAITING, _DONE = _mine(is_open=True), _mine(is_open=False)
_BACKLOG = _backlog()
_OPEN = _page(_WAITING, _WAITING.c.due_on, _WAITING.c.filed_at, _WAITING.c.id, is_open=True)
_SETTLED = _page(_DONE, _DONE.c.settled_at.desc(), _DONE.c.id.desc(), is_open=False)
_SETTLED_COUNT = select(func.count()).select_from(_DONE).where(or_(_SCHOOL == "", _DONE.c.school == _SCHOOL))
_ONE = with_fields().where(ChangeRequest.public_id == bindparam("public_id"))


def _people() -> Select[Any]:
    ids: BindParameter[Collection[int]] = bindparam("people", expanding=True)
    hidden = hides_address(Person.id).label("hides_address")
    return select(*line_about(Person), hidden, _is_elsewhere()).where(Person.id.in_(ids))


def _is_elsewhere() -> ColumnElement[bool]:
    """Whether somebody has an account, or is tied to other students than the one a request is about."""
    student = bindparam("student_id", type_=BigInteger)
    found = or_(
        exists().where(Account.person_id == Person.id, Account.disabled_at.is_(None)),
        exists().where(
            Relationship.adult_id == Person.id, Relationship.student_id != student, Relationship.ends.is_(None)
        ),
    )
    return found.label("is_elsewhere")


_PEOPLE = _people()
_REACHED = (
    select(
        func.coalesce(func.nullif(Person.preferred_first_name, ""), Person.first_name).label("called"),
        Account.language.label("chosen"),
        Person.language.label("on_file"),
        Account.recovery_email,
        Account.recovery_email_validated_at,
        ContactPoint.value,
    )
    .outerjoin(
        Account,
        and_(Account.person_id == Person.id, Account.kind.in_(("parent", "student")), Account.disabled_at.is_(None)),
    )
    .outerjoin(
        ContactPoint,
        and_(
            ContactPoint.person_id == Person.id,
            ContactPoint.kind == "email",
            ContactPoint.is_valid.is_(True),
            ContactPoint.ends.is_(None),
        ),
    )
    .where(Person.id == bindparam("person_id", type_=BigInteger))
    .order_by(Account.kind, ContactPoint.starts.desc(), ContactPoint.id.desc())
    .limit(1)
)
_HOUSEHOLD = (
    select(HouseholdRecord.public_id)
    .join(HouseholdMember, HouseholdMember.household_id == HouseholdRecord.id)
    .where(
        HouseholdMember.person_id == bindparam("person_id", type_=BigInteger),
        current(HouseholdMember.starts, HouseholdMember.ends),
    )
    .order_by(HouseholdMember.is_secondary, HouseholdMember.id)
    .limit(1)
)
