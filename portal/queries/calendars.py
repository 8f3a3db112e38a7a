"""The addresses of calendars: those of an account, and whose one is."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from accounts.models import Account
from district.models import Person
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
    return Reader(row.id, row.public_id, row.person_id or 0, row.kind, row.language, row.student, is_over)
