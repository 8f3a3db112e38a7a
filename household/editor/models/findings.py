"""The clean-up queue: what is wrong, since when and who looks after it; and how much was wrong on which day."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from foundation import db

_OPEN = text("closed_at IS NULL")


def _open_index(name: str, *columns: str, unique: bool = False) -> Index:
    return Index(name, *columns, unique=unique, sqlite_where=_OPEN, postgresql_where=_OPEN)


class CleanupFinding(db.Base):
    """A rule that a record breaks, from the day it was seen until a check no longer finds it.

    Found again after that it is a new row: an old one keeps its own days.
    """

    __tablename__ = "cleanup_finding"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=db.new_public_id)
    key: Mapped[str]
    """Code, person, household and other person as one text; 0 for none."""
    code: Mapped[str]
    severity: Mapped[int]
    """0 is worst. It is kept as it was when found, so that lists read their index in order."""
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    household_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"))
    other_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    first_seen: Mapped[date]
    opened_at: Mapped[datetime] = db.moment()
    closed_at: Mapped[datetime | None] = db.moment(nullable=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    owned_at: Mapped[datetime | None] = db.moment(nullable=True)
    left_until: Mapped[date | None]
    """The day on which it comes back into the list."""
    left_because: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    """Taken on by whoever takes, gives or leaves it."""

    __table_args__ = (
        _open_index("uq_cleanup_finding_open", "key", unique=True),
        _open_index("ix_cleanup_finding_listed", "severity", "first_seen", "id"),
        _open_index("ix_cleanup_finding_code", "code", "first_seen", "id"),
        _open_index("ix_cleanup_finding_person_id", "person_id"),
        _open_index("ix_cleanup_finding_household_id", "household_id"),
        _open_index("ix_cleanup_finding_other_id", "other_id"),
        Index(
            "ix_cleanup_finding_owner_id",
            "owner_id",
            "severity",
            "first_seen",
            sqlite_where=text("closed_at IS NULL AND owner_id IS NOT NULL"),
            postgresql_where=text("closed_at IS NULL AND owner_id IS NOT NULL"),
        ),
        Index(
            "ix_cleanup_finding_left_until",
            "left_until",
            sqlite_where=text("closed_at IS NULL AND left_until IS NOT NULL"),
            postgresql_where=text("closed_at IS NULL AND left_until IS NOT NULL"),
        ),
        Index(
            "ix_cleanup_finding_closed_at",
            "closed_at",
            sqlite_where=text("closed_at IS NOT NULL"),
            postgresql_where=text("closed_at IS NOT NULL"),
        ),
    )


class CleanupPlace(db.Base):
    """A school whose staff reach an open finding, so that a school's list is read in its order from one index.

    It follows from enrollments, relationships and memberships: deeds and feeds write it anew for whom they touch, the
    night for all. It opens nothing by itself: who reads a finding reaches it by the record of that moment.
    """

    __tablename__ = "cleanup_place"

    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), primary_key=True)
    severity: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    first_seen: Mapped[date] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("cleanup_finding.id"), primary_key=True)
    code: Mapped[str]
    """As the finding has it, like severity and day: none of them ever changes."""

    __table_args__ = (Index("ix_cleanup_place_finding_id", "finding_id"),)


class CleanupTally(db.Base):
    """By how many the open findings of a kind rise or fall on a day, in the district or at one school.

    The sum through a day is the number on that day. A finding about two schools counts at each, once in the district.
    """

    __tablename__ = "cleanup_tally"

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date]
    school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"))
    """None for the whole district."""
    code: Mapped[str]
    change: Mapped[int]

    __table_args__ = (Index("ix_cleanup_tally_school_id_day", "school_id", "day"),)
