"""To whom outside the district a student's record was disclosed, and on which ground (34 CFR 99.32)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from foundation import db


class Disclosure(db.Base):
    """One entry of the list. It is never changed and never deleted: a later entry corrects it."""

    __tablename__ = "disclosure"

    id: Mapped[int] = mapped_column(primary_key=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recipient: Mapped[str]
    basis: Mapped[str]
    """`district.rules.disclosures.Basis`."""
    interest: Mapped[str]
    """The legitimate interest; in an emergency the threat that was met."""
    what: Mapped[str]
    disclosed_on: Mapped[date]
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("disclosure.id"), unique=True)
    """The entry that this one sets right."""
    is_void: Mapped[bool] = mapped_column(default=False)
    """Of a correction: what it corrects never happened."""
    because: Mapped[str] = mapped_column(default="")
    """Of a correction: why."""
    office: Mapped[str]
    """Job and place of whoever recorded it, as words of the source."""
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = db.moment()

    __table_args__ = (Index("ix_disclosure_student_id", "student_id", "disclosed_on"),)
