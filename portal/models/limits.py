"""Limits that families set for their children, and each time one was reached."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from foundation import db


class FamilyLimit(db.Base):
    """What one person wants to be told of one student (`portal.rules.limits`)."""

    __tablename__ = "family_limit"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    student_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    mark_below: Mapped[int | None]
    """Percent."""
    absences: Mapped[int | None]
    """Days of a school year."""
    version: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[datetime] = db.moment()
    looked_at: Mapped[datetime | None] = db.moment(nullable=True, index=True)
    """When the record was last compared with it; null: not yet as it stands."""

    __table_args__ = (Index("uq_family_limit", "person_id", "student_id", unique=True),)


class LimitReached(db.Base):
    """One crossing: what stood how when it was seen, and how the number came about. It is told once."""

    __tablename__ = "limit_reached"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    student_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    what: Mapped[str]
    subject: Mapped[int]
    """The class; 0 of absences."""
    span: Mapped[str]
    value: Mapped[int]
    """Tenths of a percent, or days."""
    limit_was: Mapped[int]
    """Percent, or days."""
    basis: Mapped[str]
    title: Mapped[str]
    span_title: Mapped[str]
    as_of: Mapped[datetime | None] = db.moment(nullable=True)
    reached_at: Mapped[datetime] = db.moment()
    over_at: Mapped[datetime | None] = db.moment(nullable=True)
    """When it was seen to be so no longer."""
    tell_at: Mapped[datetime | None] = db.moment(nullable=True)
    """From when on the family is told; null where it has been, or nothing is left to tell."""

    __table_args__ = (
        Index(
            "uq_limit_reached_open",
            *("person_id", "student_id", "what", "subject", "span"),
            unique=True,
            sqlite_where=text("over_at IS NULL"),
            postgresql_where=text("over_at IS NULL"),
        ),
        Index("ix_limit_reached_person_id_student_id", "person_id", "student_id", "id"),
        Index(
            "ix_limit_reached_tell_at",
            "tell_at",
            sqlite_where=text("tell_at IS NOT NULL"),
            postgresql_where=text("tell_at IS NOT NULL"),
        ),
    )
