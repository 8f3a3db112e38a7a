"""What a student's family owes a school: for what, how much, until when, and what of it is paid."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from district.models.schools import FromFeed
from foundation import db


class Fee(FromFeed, db.Base):
    """One fee of one student. Amounts are cents."""

    __tablename__ = "fee"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=db.new_public_id)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"))
    """Which school asks for it; null where the source does not say, or names one we do not know."""
    title: Mapped[str]
    note: Mapped[str]
    amount: Mapped[int]
    currency: Mapped[str]
    assessed_on: Mapped[date | None]
    due_on: Mapped[date | None]
    """The last day that is in time; null where the source names none."""
    paid: Mapped[int]
    paid_on: Mapped[date | None]
    """The day of the last payment the source knows of."""
    is_waived: Mapped[bool]
    """Nobody has to pay it."""
    is_current: Mapped[bool]
    """Whether the source still says so."""

    __table_args__ = (
        Index("uq_fee_source_key", "source", "source_key", unique=True),
        Index("ix_fee_person_id_due_on", "person_id", "due_on"),
    )
