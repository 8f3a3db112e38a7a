"""What human resources changed of the jobs of people who have household access, or had it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from foundation import db


class JobChangeNoted(db.Base):
    """What one import changed of one person's jobs, and what became of access by it. Only `told_at` comes later."""

    __tablename__ = "access_job_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    area: Mapped[str]
    noticed_on: Mapped[date]
    """The district's day on which it reached us; days of the jobs themselves may lie before or after it."""
    noticed_at: Mapped[datetime] = db.moment()
    effect: Mapped[str]
    """What became of access on that day: a code of `rules/job_changes.py`."""
    access_ended: Mapped[date | None]
    """The first day without access as it was known before; null where there was none."""
    access_ends: Mapped[date | None]
    """The same now; without access the first day without."""
    facts: Mapped[dict[str, Any]]
    """What changed, why access is as it is now, and what to do next: lists of codes with their plain values."""
    is_mailed: Mapped[bool]
    """Whether a mail to the person told it."""
    told_at: Mapped[datetime | None] = db.moment(nullable=True)
    """When DoTS’s summary counted it."""

    __table_args__ = (
        Index("ix_access_job_change_person_id_area", "person_id", "area", "id"),
        Index("ix_access_job_change_area", "area", "id"),
        Index("ix_access_job_change_area_told_at", "area", "told_at"),
    )
