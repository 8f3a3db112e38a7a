"""What people decided about the access of others."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from foundation import db


class Approval(db.Base):
    """A principal's yes for one person at one location."""

    __tablename__ = "access_approval"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    area: Mapped[str]
    location: Mapped[str]
    """The code of the place, as the person's job has it."""
    approved_on: Mapped[date]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = db.moment()
    withdrawn_on: Mapped[date | None]
    """The day it was taken back before any access had begun by it; it counts no more, and never did."""


class Revocation(db.Base):
    """A person took access away, with a reason. `ends` is the day it was given back, null while it holds."""

    __table_args__ = (
        Index(
            "uq_access_revocation_holds",
            "person_id",
            "area",
            unique=True,
            sqlite_where=text("ends IS NULL"),
            postgresql_where=text("ends IS NULL"),
        ),
    )

    __tablename__ = "access_revocation"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    area: Mapped[str]
    starts: Mapped[date]
    ends: Mapped[date | None]
    resumes: Mapped[date | None]
    """The first day after a reinstatement that was given through a day only; null where it was lifted for good."""
    reason: Mapped[str]
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = db.moment()


class Proposal(db.Base):
    """What one administrator asks another to confirm: access by hand, or to give back what was taken away."""

    __tablename__ = "access_proposal"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=db.new_public_id)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    area: Mapped[str]
    kind: Mapped[str]
    """`grant` or `reinstatement`."""
    last_day: Mapped[date | None]
    """Of the access asked for (inclusive); null: a reinstatement for good."""
    reason: Mapped[str]
    state: Mapped[str]
    """`open`, `confirmed`, `withdrawn` or `expired`; an open one is expired too once its days are over."""
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    proposed_on: Mapped[date]
    """The district day, from which its days are counted."""
    proposed_at: Mapped[datetime] = db.moment()
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    settled_at: Mapped[datetime | None] = db.moment(nullable=True)

    __table_args__ = (
        Index(
            "uq_access_proposal_open",
            "person_id",
            "area",
            "kind",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_access_proposal_person_id", "person_id", "area"),
        Index("ix_access_proposal_state", "area", "state", "proposed_on"),
    )


class Grant(db.Base):
    """Access given by hand, proposed by one person and confirmed by another. `ends`: the first day without."""

    __tablename__ = "access_grant"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    area: Mapped[str]
    starts: Mapped[date]
    ends: Mapped[date]
    reason: Mapped[str]
    proposal_id: Mapped[int] = mapped_column(ForeignKey("access_proposal.id"), unique=True)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    confirmed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = db.moment()
