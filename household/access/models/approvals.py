"""What is asked of principals and what they answered: requests, the links to them, answers, and who stands in for whom.

The approval itself is a fact of its own (`Approval`): an answer of yes writes one, and access follows from it.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from foundation import db

OPEN = text("closed_at IS NULL")


class ApprovalRequest(db.Base):
    """Somebody asks for the principal's approval of household access at one location. Kept for ever."""

    __tablename__ = "approval_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=db.new_public_id)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    area: Mapped[str]
    location: Mapped[str]
    """The code of the place, as the person's job has it."""
    reason: Mapped[str]
    asked_on: Mapped[date]
    """The district's day; business days are counted from it."""
    asked_at: Mapped[datetime] = db.moment()
    reminded: Mapped[int] = mapped_column(default=0)
    """The last reminder written, by its number of business days; 0 where none is."""
    named_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Whom DoTS named to answer it."""
    dots_told_at: Mapped[datetime | None] = db.moment(nullable=True)
    """When DoTS was told that it does not get its answer by itself."""
    snag: Mapped[str] = mapped_column(default="")
    """Why (`household.access.rules.approvals.Snag`), as of that moment."""
    closed_at: Mapped[datetime | None] = db.moment(nullable=True)
    outcome: Mapped[str] = mapped_column(default="")
    """How it ended (`household.access.rules.approvals.Outcome`); after a correction, the answer that counts."""

    __table_args__ = (
        Index(
            "uq_approval_request_open",
            "person_id",
            "area",
            "location",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        Index("ix_approval_request_person_id", "person_id", "area", "asked_at"),
        Index("ix_approval_request_location", "location", "closed_at"),
        Index("ix_approval_request_named_id", "named_id"),
        Index("ix_approval_request_closed_at", "closed_at", "dots_told_at"),
    )


class ApprovalLink(db.Base):
    """That somebody who may answer a request was written to about it, and the link of that mail.

    The link opens the request to whoever may answer it at that moment, and to nobody else.
    """

    __tablename__ = "approval_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("approval_request.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    token_hash: Mapped[str] = mapped_column(unique=True)
    has_address: Mapped[bool]
    """Whether there was anywhere to send it to."""
    created_at: Mapped[datetime] = db.moment()
    expires_at: Mapped[datetime] = db.moment()

    __table_args__ = (Index("uq_approval_link_request_id", "request_id", "person_id", unique=True),)


class ApprovalAnswer(db.Base):
    """A yes or a no. A correction is one more; the last one counts, and none is ever changed."""

    __tablename__ = "approval_answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("approval_request.id"), index=True)
    answer: Mapped[str]
    """`yes` or `no`."""
    reason: Mapped[str] = mapped_column(default="")
    """Told to the person; a no and a correction have one."""
    capacity: Mapped[str]
    """By what right it was given (`household.access.rules.approvals.Capacity`)."""
    answered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    on_behalf_of_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """The principal a delegate stood in for."""
    approval_id: Mapped[int | None] = mapped_column(ForeignKey("access_approval.id"))
    """The fact a yes wrote."""
    answered_at: Mapped[datetime] = db.moment()


class ApprovalDelegation(db.Base):
    """A principal lets a colleague at the school answer in their place on some days. `ends` is the first day after."""

    __tablename__ = "approval_delegation"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=db.new_public_id)
    principal_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    delegate_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    location: Mapped[str] = mapped_column(index=True)
    """The code of the school, as the principal's job has it."""
    starts: Mapped[date]
    ends: Mapped[date]
    created_at: Mapped[datetime] = db.moment()
    ended_at: Mapped[datetime | None] = db.moment(nullable=True)
    """When the principal ended it before its last day."""
