"""The addresses of calendars: those of an account, and whose one is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, func, or_, select

from accounts.models import Account
from district.models import ClassEnrollment, Course, LineItem, Person, Section
from foundation import db
from portal.models import CalendarLink


@dataclass(frozen=True)
class Reader:
    """Whose address was read, and of which student."""

    link_id: int
    link_public_id: str
    person_id: int
    account_kind: str
    language: str | None
    student: str
    """The student's public id."""
    is_over: bool
    """Whether the address was ended, or its account no longer counts."""
    shows_work: bool


def links_of(account_id: int, student_id: int) -> list[CalendarLink]:
    """The addresses in use, the latest first. One statement."""
    asked = select(CalendarLink).where(
        CalendarLink.account_id == account_id, CalendarLink.student_id == student_id, CalendarLink.ended_at.is_(None)
    )
    return list(db.session().scalars(asked.order_by(CalendarLink.id.desc())))


def reader_behind(token_hash: str) -> Reader | None:
    """Who reads with this secret; None where it never was one. One statement."""
    row = (
        db.session()
        .execute(
            select(
                CalendarLink.id,
                CalendarLink.public_id,
                CalendarLink.ended_at,
                CalendarLink.shows_work,
                Account.person_id,
                Account.kind,
                Account.language,
                Account.disabled_at,
                Account.disowned_at,
                Person.public_id.label("student"),
            )
            .join(Account, Account.id == CalendarLink.account_id)
            .join(Person, Person.id == CalendarLink.student_id)
            .where(CalendarLink.token_hash == token_hash)
        )
        .one_or_none()
    )
    if row is None:
        return None
    is_over = any(each is not None for each in (row.ended_at, row.disabled_at, row.disowned_at))
    return Reader(
        row.id, row.public_id, row.person_id or 0, row.kind, row.language, row.student, is_over, row.shows_work
    )


@dataclass(frozen=True)
class WorkDue:
    """One assignment of a class on a student's schedule, and its day."""

    id: int
    title: str
    course: str
    due_on: date


def work_due_of(student_id: int, *, starts: date, ends: date) -> list[WorkDue]:
    """What is due from `starts` to before `ends` in the student's classes, whatever has become of it. One statement."""
    mine = ClassEnrollment
    rows: Any = db.session().execute(
        select(LineItem.id, LineItem.title, func.coalesce(Course.title, Section.title), LineItem.due_on)
        .join(Section, Section.id == LineItem.section_id)
        .join(mine, and_(mine.section_id == Section.id, mine.person_id == student_id, mine.role == "student"))
        .outerjoin(Course, Course.id == Section.course_id)
        .where(
            LineItem.is_current,
            LineItem.due_on >= starts,
            LineItem.due_on < ends,
            or_(mine.starts.is_(None), mine.starts <= LineItem.due_on),
            or_(mine.ends.is_(None), mine.ends > LineItem.due_on),
        )
        .distinct()
        .order_by(LineItem.due_on, LineItem.id)
    )
    return [WorkDue(*row) for row in rows]
