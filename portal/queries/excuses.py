"""What was asked to have excused, for the family that asks and for the office that answers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select, true
from sqlalchemy.orm import aliased

from accounts.queries import SignedIn
from district.models import AttendanceEvent, Person, PersonIdentifier, School, Section
from district.queries.attendance import EventSeen
from district.rules.attendance import Category
from district.rules.guardianship import is_eligible_student
from foundation import db
from portal.models import ExcuseDay, ExcuseRequest
from portal.queries.office import Page
from portal.rules.codes import Kind
from portal.rules.excuses import Answer, Reason, Record, Standing, record_of, standing
from portal.rules.messages.writing import Reach

ON_A_PAGE = 50


@dataclass(frozen=True)
class DayAsked:
    """The latest asking about one day, and its answer."""

    day: date
    answer: Answer | None
    then: Record | None
    because: str
    answered_at: datetime | None
    asked_at: datetime
    asker_id: int

    def stands(self, events: Iterable[EventSeen]) -> Standing:
        """How it stands beside what the record says of that day now."""
        return standing(self.answer, then=self.then, now=record_of(each.mark for each in events))


@dataclass(frozen=True)
class Listed:
    """One asking as it stands in the office's list."""

    public_id: str
    student: str
    school: str
    asker: str
    reason: Reason
    asked_at: datetime
    settled_at: datetime | None
    first: date
    last: date
    days: int
    accepted: int


@dataclass(frozen=True)
class Queue:
    """One page of the list."""

    listed: tuple[Listed, ...]
    how_many: int
    page: Page


@dataclass(frozen=True)
class Asked:
    """One asking, whole, for the office."""

    id: int
    public_id: str
    student_id: int
    student: str
    asker_id: int
    asker: str
    school: str
    reason: Reason
    said: str
    asked_at: datetime
    settled_at: datetime | None
    version: int
    days: tuple[DayAsked, ...]


@dataclass(frozen=True)
class Decision:
    """One answered day as the source of attendance takes it: a line for each event of it."""

    student_number: str
    student: str
    day: date
    section: str
    period: str
    source: str
    source_id: str
    recorded: str
    answer: str
    reason: str
    answered_on: datetime
    answered_by: str


def may_ask(account: SignedIn, *, on: date) -> bool:
    """Whether whoever sees a student may ask: a guardian, or the student from 18 on. No statement, or one."""
    if account.account_kind != Kind.STUDENT:
        return True
    born = db.session().scalar(select(Person.birth_date).where(Person.id == account.person_id))
    return is_eligible_student(born, on=on)


def asked_of(student_id: int, *, starts: date, ends: date) -> dict[date, DayAsked]:
    """By day, what was asked last of the days from `starts` to before `ends`. One statement."""
    rows = db.session().execute(
        _DAYS.where(ExcuseDay.student_id == student_id, ExcuseDay.day >= starts, ExcuseDay.day < ends).order_by(
            ExcuseDay.request_id
        )
    )
    return {row.day: _day(row) for row in rows}


def schools_of_days(student_id: int, days: Collection[date], *, otherwise: str | None) -> dict[date, int | None]:
    """Whose office answers for each day: of the school the record names, else of the one the student is at. One or two
    statements."""
    rows = db.session().execute(
        select(AttendanceEvent.day, func.min(AttendanceEvent.school_id))
        .where(
            AttendanceEvent.person_id == student_id,
            AttendanceEvent.is_current,
            AttendanceEvent.category == Category.ABSENT.value,
            AttendanceEvent.day.in_(days),
        )
        .group_by(AttendanceEvent.day)
    )
    named = {row[0]: row[1] for row in rows}
    if all(named.get(each) is not None for each in days):
        return named
    at = db.session().scalar(select(School.id).where(School.public_id == otherwise)) if otherwise else None
    return {each: named.get(each) or at for each in days}


def queue(reach: Reach, *, is_open: bool, school: str, number: int) -> Queue:
    """A page of what waits, the longest first, or of what is settled, the latest first. Two statements."""
    mine = [_within(reach), ExcuseRequest.settled_at.is_(None) if is_open else ExcuseRequest.settled_at.is_not(None)]
    if school:
        mine.append(ExcuseRequest.school_id.in_(select(School.id).where(School.public_id == school)))
    how_many = db.session().scalar(select(func.count()).select_from(ExcuseRequest).where(*mine)) or 0
    page = Page(max(1, number), max(1, -(-how_many // ON_A_PAGE)))
    rows: Any = db.session().execute(_page_of(mine, is_open, page))
    return Queue(tuple(_listed(row) for row in rows), how_many, page)


def asked_named(public_id: str, reach: Reach) -> Asked | None:
    """One asking within reach. Two statements."""
    row: Any = (
        db.session()
        .execute(
            select(ExcuseRequest, _student, _asker, School.name)
            .join(_student, _student.id == ExcuseRequest.student_id)
            .join(_asker, _asker.id == ExcuseRequest.asker_id)
            .outerjoin(School, School.id == ExcuseRequest.school_id)
            .where(ExcuseRequest.public_id == public_id, _within(reach))
        )
        .one_or_none()
    )
    if row is None:
        return None
    found, student, asker, school = row
    days = db.session().execute(_DAYS.where(ExcuseDay.request_id == found.id).order_by(ExcuseDay.day))
    return Asked(
        id=found.id,
        public_id=found.public_id,
        student_id=found.student_id,
        student=student.full_name,
        asker_id=found.asker_id,
        asker=asker.full_name,
        school=school or "",
        reason=Reason(found.reason),
        said=found.said,
        asked_at=found.asked_at,
        settled_at=found.settled_at,
        version=found.version,
        days=tuple(_day(each) for each in days),
    )


def decisions(reach: Reach, *, since: datetime, until: datetime) -> list[Decision]:
    """What was answered from one moment to before another, by student and day. One statement."""
    number = (
        select(func.min(PersonIdentifier.value))
        .where(PersonIdentifier.person_id == ExcuseDay.student_id, PersonIdentifier.type == "student-number")
        .scalar_subquery()
    )
    event = AttendanceEvent
    of_day = and_(
        event.person_id == ExcuseDay.student_id,
        event.day == ExcuseDay.day,
        event.is_current,
        event.category == Category.ABSENT.value,
    )
    rows: Any = db.session().execute(
        select(number, _student, ExcuseDay, ExcuseRequest.reason, event, Section.title, _answerer)
        .join(ExcuseRequest, ExcuseRequest.id == ExcuseDay.request_id)
        .join(_student, _student.id == ExcuseDay.student_id)
        .outerjoin(event, of_day)
        .outerjoin(Section, Section.id == event.section_id)
        .outerjoin(_answerer, _answerer.id == ExcuseDay.answered_by_id)
        .where(ExcuseDay.answered_at >= since, ExcuseDay.answered_at < until, _within(reach))
        .order_by(_student.last_name, _student.first_name, _student.id, ExcuseDay.day, event.id)
    )
    return [_decision(row) for row in rows]


_student, _asker, _answerer = aliased(Person), aliased(Person), aliased(Person)

_DAYS = select(
    ExcuseDay.day,
    ExcuseDay.answer,
    ExcuseDay.record_then,
    ExcuseDay.because,
    ExcuseDay.answered_at,
    ExcuseRequest.asked_at,
    ExcuseRequest.asker_id,
).join(ExcuseRequest, ExcuseRequest.id == ExcuseDay.request_id)


def _within(reach: Reach) -> ColumnElement[bool]:
    return true() if reach.everywhere else ExcuseRequest.school_id.in_(reach.schools)


def _page_of(mine: Sequence[ColumnElement[bool]], is_open: bool, page: Page) -> Select[Any]:
    order = ExcuseRequest.asked_at.asc() if is_open else ExcuseRequest.settled_at.desc()
    chosen = select(ExcuseRequest.id).where(*mine).order_by(order, ExcuseRequest.id)
    chosen = chosen.limit(ON_A_PAGE).offset((page.number - 1) * ON_A_PAGE)
    days = (
        select(
            ExcuseDay.request_id,
            func.min(ExcuseDay.day).label("first"),
            func.max(ExcuseDay.day).label("last"),
            func.count().label("days"),
            func.count(ExcuseDay.day).filter(ExcuseDay.answer == Answer.ACCEPTED.value).label("accepted"),
        )
        .where(ExcuseDay.request_id.in_(chosen))
        .group_by(ExcuseDay.request_id)
        .subquery()
    )
    return (
        select(ExcuseRequest, _student, _asker, School.name, days.c.first, days.c.last, days.c.days, days.c.accepted)
        .join(days, days.c.request_id == ExcuseRequest.id)
        .join(_student, _student.id == ExcuseRequest.student_id)
        .join(_asker, _asker.id == ExcuseRequest.asker_id)
        .outerjoin(School, School.id == ExcuseRequest.school_id)
        .order_by(order, ExcuseRequest.id)
    )


def _listed(row: Any) -> Listed:
    found, student, asker, school, first, last, days, accepted = row
    return Listed(
        public_id=found.public_id,
        student=student.full_name,
        school=school or "",
        asker=asker.full_name,
        reason=Reason(found.reason),
        asked_at=found.asked_at,
        settled_at=found.settled_at,
        first=first,
        last=last,
        days=days,
        accepted=accepted,
    )


def _day(row: Any) -> DayAsked:
    return DayAsked(
        day=row.day,
        answer=Answer(row.answer) if row.answer else None,
        then=Record(row.record_then) if row.record_then else None,
        because=row.because,
        answered_at=row.answered_at,
        asked_at=row.asked_at,
        asker_id=row.asker_id,
    )


def _decision(row: Any) -> Decision:
    number, student, day, reason, event, section, answerer = row
    recorded = {True: "excused", False: "unexcused", None: "unknown"}[event.excused] if event is not None else ""
    return Decision(
        student_number=number or "",
        student=student.full_name,
        day=day.day,
        section=section or "",
        period=event.period if event is not None else "",
        source=event.source if event is not None else "",
        source_id=event.source_key if event is not None else "",
        recorded=recorded,
        answer=day.answer,
        reason=reason,
        answered_on=day.answered_at,
        answered_by=answerer.full_name if answerer is not None else "",
    )
