"""Moves of households as they were entered, what each wrote, and the proofs of residence somebody has seen."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from foundation import db


class Move(db.Base):
    """One move, correction or split. It changes nothing by itself: the stays and addresses it wrote do."""

    __tablename__ = "household_move"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=db.new_public_id)
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"), index=True)
    other_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"), index=True)
    """The household they came to; null where the household moved as a whole."""
    kind: Mapped[str]
    """`district.rules.moves.Kind`."""
    starts: Mapped[date]
    """The first day elsewhere."""
    ends: Mapped[date | None]
    """Of what is temporary: the first day that it no longer is."""
    place_id: Mapped[int | None] = mapped_column(ForeignKey("household_address.id"), index=True)
    """The address that a proof of residence is about."""
    proof_due_on: Mapped[date | None]
    """Until when a proof was to be brought, where there was none yet."""
    made_at: Mapped[datetime] = db.moment()
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    taken_back_at: Mapped[datetime | None] = db.moment(nullable=True)

    __table_args__ = (
        Index(
            "ix_household_move_proof_due_on",
            "proof_due_on",
            sqlite_where=text("proof_due_on IS NOT NULL AND taken_back_at IS NULL"),
            postgresql_where=text("proof_due_on IS NOT NULL AND taken_back_at IS NULL"),
        ),
    )


class MovePart(db.Base):
    """One record that a move wrote or ended, as it was before: what taking the move back needs."""

    __tablename__ = "household_move_part"

    id: Mapped[int] = mapped_column(primary_key=True)
    move_id: Mapped[int] = mapped_column(ForeignKey("household_move.id"), index=True)
    kind: Mapped[str]
    """`stay`, `place` or `household`."""
    record_id: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Whose stay it is."""
    is_begun: Mapped[bool]
    """Whether the move began it; else it ended it."""
    ended_before: Mapped[date | None]
    """Its end before the move, of what the move ended."""


class ProofOfResidence(db.Base):
    """A paper that somebody of the office has seen. The paper itself is not kept."""

    __tablename__ = "proof_of_residence"

    id: Mapped[int] = mapped_column(primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"), index=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("household_address.id"), index=True)
    """The address of the household that it proves."""
    kind: Mapped[str]
    """In the district's English words at the time (setting `ADDRESS_PROOFS`)."""
    dated: Mapped[date]
    """The day on the paper."""
    seen_at: Mapped[datetime] = db.moment()
    seen_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
