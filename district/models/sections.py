"""Pages of students that a school does not show to families for some days."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from foundation import db


class HiddenSection(db.Base):
    """One section that a school hides from `starts` until `ends` (exclusive), null until it is shown again by hand.

    At most one of a school and a section is kept open: what is over is ended before the next one is written.
    """

    __tablename__ = "hidden_section"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=db.new_public_id)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    section: Mapped[str]
    """`portal.rules.sections.Section`."""
    starts: Mapped[date]
    ends: Mapped[date | None]
    reason: Mapped[str]
    """In the words of whoever hid it; families read it."""
    hidden_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    hidden_by_title: Mapped[str]
    """The job as families read it: `Principal`."""
    hidden_at: Mapped[datetime] = db.moment()
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who showed it again before its days were over; null where they simply passed."""
    ended_at: Mapped[datetime | None] = db.moment(nullable=True)
    version: Mapped[int] = mapped_column(default=1)
    """Taken on by every change."""

    __table_args__ = (
        Index(
            "uq_hidden_section_open",
            "school_id",
            "section",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_hidden_section_school_id", "school_id", "hidden_at"),
    )
