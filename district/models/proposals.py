"""Households that feeds let us suppose, until a person confirms or declines them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from foundation import db


class HouseholdProposal(db.Base):
    """An address with the people who seem to live there. It is not a household, and nothing follows from it."""

    __tablename__ = "household_proposal"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=db.new_public_id)
    digest: Mapped[str] = mapped_column(unique=True)
    """Of the address and the people: what was declined once is not proposed again until one of them changes."""
    line_1: Mapped[str]
    line_2: Mapped[str]
    city: Mapped[str]
    state: Mapped[str]
    postal_code: Mapped[str]
    state_now: Mapped[str] = mapped_column(default="open")
    """`open`, `confirmed`, `declined`, or `outdated` where the feeds say something else by now."""
    proposed_at: Mapped[datetime] = db.moment()
    settled_at: Mapped[datetime | None] = db.moment(nullable=True)
    household_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"))

    __table_args__ = (Index("ix_household_proposal_state_now", "state_now", "id"),)


class HouseholdProposalMember(db.Base):
    """Someone who seems to live there."""

    __tablename__ = "household_proposal_member"

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("household_proposal.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    is_student: Mapped[bool]
