"""What a student's family owes. Whoever asks has been let see the student, by the door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import BigInteger, bindparam, select

from district.models import Fee, School
from district.rules.fees import FeeStanding, Sums, fee_standing, owed, sums
from foundation import db

MOST_FEES = 300
"""Shown on one page; what is still owed comes first."""


@dataclass(frozen=True)
class FeeSeen:
    """One fee as it stands today. Amounts are cents."""

    title: str
    note: str
    school: str
    """Empty where it is not known which school asks for it."""
    amount: int
    currency: str
    assessed_on: date | None
    due_on: date | None
    """The last day that is in time."""
    paid: int
    paid_on: date | None
    owed: int
    standing: FeeStanding


@dataclass(frozen=True)
class FeesSeen:
    """All fees of a student: those still owed, what is due first before; then the others, the latest first."""

    open: tuple[FeeSeen, ...]
    settled: tuple[FeeSeen, ...]
    sums: Sums


def fees_of(person_id: int, *, on: date) -> FeesSeen:
    """What the sources say of a student today. One statement."""
    rows = db.session().execute(_OF_PERSON, {"person_id": person_id}).all()
    seen = [
        FeeSeen(
            title=row.title,
            note=row.note,
            school=row.name or "",
            amount=row.amount,
            currency=row.currency,
            assessed_on=row.assessed_on,
            due_on=row.due_on,
            paid=row.paid,
            paid_on=row.paid_on,
            owed=owed(row.amount, row.paid, is_waived=row.is_waived),
            standing=fee_standing(row.amount, row.paid, is_waived=row.is_waived, due_on=row.due_on, on=on),
        )
        for row in rows
    ]
    still = sorted((each for each in seen if each.owed), key=lambda each: (each.due_on or date.max, each.title))
    settled = sorted(
        (each for each in seen if not each.owed),
        key=lambda each: each.paid_on or each.due_on or each.assessed_on or date.min,
        reverse=True,
    )
    return FeesSeen(tuple(still), tuple(settled), sums((row.amount, row.paid, row.is_waived) for row in rows))


_OF_PERSON = (
    select(
        Fee.title,
        Fee.note,
        School.name,
        Fee.amount,
        Fee.currency,
        Fee.assessed_on,
        Fee.due_on,
        Fee.paid,
        Fee.paid_on,
        Fee.is_waived,
    )
    .outerjoin(School, School.id == Fee.school_id)
    .where(Fee.person_id == bindparam("person_id", type_=BigInteger), Fee.is_current)
    .order_by(Fee.is_waived, (Fee.paid >= Fee.amount), Fee.due_on, Fee.id)
    .limit(MOST_FEES)
)
