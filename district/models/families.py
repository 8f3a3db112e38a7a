"""Who is whose: relationships with their flags, and the orders that restrict them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from foundation import db


class Relationship(db.Base):
    """A dated, directed link from an adult to a student. Each flag is true, false, or unknown (null), never assumed."""

    __tablename__ = "relationship"

    id: Mapped[int] = mapped_column(primary_key=True)
    adult_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    student_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    type: Mapped[str]
    guardian: Mapped[bool | None]
    portal: Mapped[bool | None]
    mailing: Mapped[bool | None]
    messenger: Mapped[bool | None]
    may_pick_up: Mapped[bool | None]
    lives_with: Mapped[bool | None]
    emergency: Mapped[bool | None]
    """Whether to be called in an emergency, which a source may say without an order."""
    emergency_priority: Mapped[int | None]
    primary_contact: Mapped[bool | None]
    """Whether to be called first on any day."""
    starts: Mapped[date]
    ends: Mapped[date | None]
    source: Mapped[str]
    said: Mapped[str] = mapped_column(default="")
    """The feed's own last word: `parent until 2027-06-01`, empty when it no longer lists this tie or never did."""
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    """Taken on by every change."""

    __table_args__ = (
        Index("uq_relationship_source", "source", "adult_id", "student_id", unique=True),
        Index("ix_relationship_adult_id", "adult_id"),
        CheckConstraint("adult_id <> student_id", name="two_people"),
    )


class TieEdit(db.Base):
    """A field of a feed's relationship that the office has set over what the feed says.

    It stands until the feed's own value changes; then the two meet in the queue (`office-edit`).
    """

    __tablename__ = "tie_edit"

    id: Mapped[int] = mapped_column(primary_key=True)
    relationship_id: Mapped[int] = mapped_column(ForeignKey("relationship.id"))
    field: Mapped[str]
    """The name of a column of the relationship."""
    edited_by_id: Mapped[int | None]
    edited_at: Mapped[datetime] = db.moment()

    __table_args__ = (Index("uq_tie_edit_field", "relationship_id", "field", unique=True),)


class Restriction(db.Base):
    """A court order or other legally binding document that takes rights from one adult for one student (34 CFR 99.4).

    `starts` is the effective day, `ends` the first day it no longer binds (exclusive), null when it has no end.
    """

    __tablename__ = "restriction"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=db.new_public_id)
    adult_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    student_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    instrument: Mapped[str]
    number: Mapped[str]
    court: Mapped[str]
    records: Mapped[bool]
    contact: Mapped[bool]
    pick_up: Mapped[bool]
    starts: Mapped[date]
    ends: Mapped[date | None]
    verified_by_id: Mapped[int | None]
    """Who read the paper."""
    verified_at: Mapped[datetime | None] = db.moment(nullable=True)
    paper: Mapped[str] = mapped_column(default="", server_default="")
    """Where the scanned copy is kept."""
    because: Mapped[str] = mapped_column(default="", server_default="")
    """Why it was recorded. Not for the family, and not for staff who do not handle restrictions."""
    recorded_by_id: Mapped[int | None]
    recorded_at: Mapped[datetime] = db.moment()
    source: Mapped[str] = mapped_column(default="")
    """The feed that said so, when nobody has read the paper yet; empty for one the office recorded."""
    said: Mapped[str] = mapped_column(default="")
    """The feed's own words. They may name a court, a person or a danger: for those who handle restrictions alone."""

    __table_args__ = (Index("ix_restriction_adult_student", "adult_id", "student_id"),)


class RestrictionLift(db.Base):
    """What one person asks a second one to confirm: that an order binds no longer."""

    __tablename__ = "restriction_lift"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=db.new_public_id)
    restriction_id: Mapped[int] = mapped_column(ForeignKey("restriction.id"))
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
            "uq_restriction_lift_open",
            "restriction_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_restriction_lift_restriction_id", "restriction_id"),
        Index("ix_restriction_lift_state", "state", "proposed_on"),
    )


class EligibleStudentBasis(db.Base):
    """Why a guardian may still see a student of 18: evidence of dependency, or the student's consent (34 CFR 99.5)."""

    __tablename__ = "eligible_student_basis"

    id: Mapped[int] = mapped_column(primary_key=True)
    adult_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    student_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str]
    """`dependent` or `consent`."""
    note: Mapped[str]
    starts: Mapped[date]
    ends: Mapped[date | None]
    recorded_by_id: Mapped[int | None]
    recorded_at: Mapped[datetime] = db.moment()

    __table_args__ = (Index("ix_eligible_student_basis_adult_student", "adult_id", "student_id"),)


class ComingOfAge(db.Base):
    """Somebody who was told, before the day, that rights pass to a student at 18: once for each birthday."""

    __tablename__ = "coming_of_age"

    id: Mapped[int] = mapped_column(primary_key=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    """The student, or a guardian."""
    turns_on: Mapped[date]
    told_at: Mapped[datetime] = db.moment()

    __table_args__ = (UniqueConstraint("student_id", "person_id", "turns_on", name="uq_coming_of_age_told"),)
