"""Whom the support desk serves, and who may ask it: organizations, their authorized contacts, and building coaches."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from foundation import db

NOT_ENDED = "ends IS NULL"


class Organization(db.Base):
    """A district, a school or a department that the desk serves through its authorized contacts."""

    __tablename__ = "support_organization"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=db.new_public_id)
    name: Mapped[str]
    kind: Mapped[str]
    """`district`, `school` or `department`."""
    school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"), index=True)
    """What the feed calls it: the school, or this district itself; a department names the one it belongs to. Null: an
    organization of another district."""
    hosting: Mapped[str]
    """Where its software stands: `cloud`, `cloud-choice` (it says when it is updated) or `on-site`."""
    created_at: Mapped[datetime] = db.moment()


class SupportContact(db.Base):
    """An authorized contact: the appointment of one account by one organization. `ends` exclusive."""

    __tablename__ = "support_contact"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=db.new_public_id)
    organization_id: Mapped[int] = mapped_column(ForeignKey("support_organization.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    """Of kind `contact`, or `staff`."""
    kind: Mapped[str]
    """`support` or `technical`."""
    starts: Mapped[date]
    ends: Mapped[date | None]
    """The first day that no longer counts; null until somebody ends it."""
    appointed_at: Mapped[datetime] = db.moment()
    appointed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Null where a command did."""
    ended_at: Mapped[datetime | None] = db.moment(nullable=True)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_because: Mapped[str] = mapped_column(default="")
    last_active_on: Mapped[date | None]
    """The last day of signed-in use of the desk or of anything done on a case; null: not since the appointment."""
    told_days: Mapped[int] = mapped_column(default=0, server_default="0")
    """The number of idle days that the last notice told of (150 or 170); 0: none since the last use."""
    flagged_on: Mapped[date | None]
    """The 180th day without use. A person decides then; null again once one has."""
    kept_on: Mapped[date | None]
    """The day somebody decided to keep a flagged contact: idle days are counted anew from it."""
    kept_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    kept_because: Mapped[str] = mapped_column(default="")

    __table_args__ = (
        Index(
            "uq_support_contact_technical",
            "organization_id",
            unique=True,
            sqlite_where=text(f"kind = 'technical' AND {NOT_ENDED}"),
            postgresql_where=text(f"kind = 'technical' AND {NOT_ENDED}"),
        ),
        Index(
            "uq_support_contact_current",
            "account_id",
            "organization_id",
            unique=True,
            sqlite_where=text(NOT_ENDED),
            postgresql_where=text(NOT_ENDED),
        ),
        Index("ix_support_contact_organization_id", "organization_id", "ends"),
        Index("ix_support_contact_account_id", "account_id", "ends"),
    )


class BuildingCoach(db.Base):
    """Somebody who helps their colleagues at one school before an authorized contact is asked. `ends` exclusive."""

    __tablename__ = "building_coach"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=db.new_public_id)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    starts: Mapped[date]
    ends: Mapped[date | None]
    named_at: Mapped[datetime] = db.moment()
    named_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    __table_args__ = (
        Index(
            "uq_building_coach_current",
            "school_id",
            "person_id",
            unique=True,
            sqlite_where=text(NOT_ENDED),
            postgresql_where=text(NOT_ENDED),
        ),
        Index("ix_building_coach_person_id", "person_id"),
    )
