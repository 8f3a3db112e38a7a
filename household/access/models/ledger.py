"""The ledger of what was in force, the reviews that counted it, and the reminders that were written."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from foundation import db


class AccessEvent(db.Base):
    """One line of the ledger: what changed, from which day it was in force, and why. Never updated, never deleted."""

    __tablename__ = "access_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    area: Mapped[str]
    kind: Mapped[str]
    """`granted`, `renewed`, `lapsed`, `ended`, `revoked`, `reinstated` or `changed-track`."""
    effective_on: Mapped[date]
    """The first day it was in force: the day foreseen, or the day a late fact arrived."""
    track: Mapped[str]
    since: Mapped[date | None]
    access_ends: Mapped[date | None]
    """The first day without access, as known then."""
    policy_version: Mapped[int | None]
    facts: Mapped[dict[str, Any]]
    """Why: codes with their plain values."""
    actor_kind: Mapped[str]
    actor_label: Mapped[str] = mapped_column(default="")
    actor_person_id: Mapped[int | None]
    recorded_at: Mapped[datetime] = db.moment()

    __table_args__ = (
        Index("ix_access_event_person_id_area", "person_id", "area", "id"),
        Index("ix_access_event_area_effective_on", "area", "effective_on"),
    )


class Review(db.Base):
    """A review that found lines in the ledger which no review before it had counted, its own and those of imports."""

    __tablename__ = "access_review"

    id: Mapped[int] = mapped_column(primary_key=True)
    area: Mapped[str]
    day: Mapped[date]
    reviewed_at: Mapped[datetime] = db.moment()
    last_event_id: Mapped[int] = mapped_column(ForeignKey("access_event.id"))
    """The last line it counted."""

    __table_args__ = (Index("ix_access_review_area_last_event_id", "area", "last_event_id"),)


class Reminder(db.Base):
    """A reminder that access ends was written; one for a person, an ending and a number of days before it."""

    __tablename__ = "access_reminder"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    area: Mapped[str]
    access_ends: Mapped[date]
    days_before: Mapped[int]
    """Days from the reminder to the last day of access; 0 on the last day itself."""
    has_address: Mapped[bool]
    """Whether there was a working address to write to."""
    written_at: Mapped[datetime] = db.moment()

    __table_args__ = (Index("uq_access_reminder", "person_id", "area", "access_ends", "days_before", unique=True),)
