"""Secret addresses under which a calendar program reads a student's schedule."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, false
from sqlalchemy.orm import Mapped, mapped_column

from foundation import db


class CalendarLink(db.Base):
    """One address, of one account and one student. Only a hash of its secret is kept."""

    __tablename__ = "calendar_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=db.new_public_id)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    student_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    token_hash: Mapped[str] = mapped_column(unique=True)
    shows_work: Mapped[bool] = mapped_column(server_default=false(), default=False)
    """Whether it also shows when assignments are due: as whoever made it chose."""
    made_at: Mapped[datetime] = db.moment()
    ended_at: Mapped[datetime | None] = db.moment(nullable=True)

    __table_args__ = (Index("ix_calendar_link_account_id_student_id", "account_id", "student_id"),)
