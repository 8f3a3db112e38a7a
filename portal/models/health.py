"""What families tell of a student's health, version by version, and what they say is wrong of immunizations.

Confidential: guardians who see the student, the nurse and the office of the school read it. No mail, list, file or log
carries a word of it, and the audit tells that something was written, not what.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from foundation import db


class HealthCondition(db.Base):
    """One version of one condition. The highest number counts; earlier ones stay as they were."""

    __tablename__ = "health_condition"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str]
    """Of the condition: the same in each of its versions."""
    version: Mapped[int]
    """From 1."""
    student_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    title: Mapped[str]
    care: Mapped[str]
    """What the school should know or do."""
    is_ended: Mapped[bool]
    """Whether the family says that it is one no more."""
    written_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = db.moment()

    __table_args__ = (Index("uq_health_condition_version", "public_id", "version", unique=True),)


class ImmunizationCorrection(db.Base):
    """What a family says is wrong of the immunizations on record, and the nurse's answer."""

    __tablename__ = "immunization_correction"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=db.new_public_id)
    student_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    asker_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    said: Mapped[str]
    asked_at: Mapped[datetime] = db.moment()
    answer: Mapped[str | None]
    """`portal.rules.health.Answer`; null while it waits."""
    because: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None] = db.moment(nullable=True)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    __table_args__ = (
        Index("ix_immunization_correction_asker_id", "asker_id", "answered_at"),
        Index(
            "ix_immunization_correction_waiting",
            "asked_at",
            sqlite_where=text("answer IS NULL"),
            postgresql_where=text("answer IS NULL"),
        ),
    )
