"""Households that somebody of the staff has begun to enter and not saved yet."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from foundation import db


class HouseholdDraft(db.Base):
    """What one member of the staff typed into the wizard, sealed, for nobody else. Nothing follows from it."""

    __tablename__ = "household_draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=db.new_public_id)
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    """`household.editor.rules.plan.Plan` as JSON, sealed; empty once it is finished."""
    version: Mapped[int] = mapped_column(default=1)
    started_at: Mapped[datetime] = db.moment()
    saved_at: Mapped[datetime] = db.moment()
    finished_at: Mapped[datetime | None] = db.moment(nullable=True)
    household_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"))
    """The household that was made of it."""

    __table_args__ = (
        Index("ix_household_draft_owner_id_finished_at", "owner_id", "finished_at"),
        Index("ix_household_draft_saved_at", "saved_at"),
    )
