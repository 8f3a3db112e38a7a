"""What the feeds brought, run by run, and what waits for a person to settle."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from foundation import db


class FeedRun(db.Base):
    """One applied run of one feed, with its counts."""

    __tablename__ = "feed_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=db.new_public_id)
    source: Mapped[str] = mapped_column(index=True)
    format: Mapped[str]
    digest: Mapped[str]
    """SHA-256 of the package as read."""
    started_at: Mapped[datetime] = db.moment()
    applied_at: Mapped[datetime] = db.moment()
    counts: Mapped[dict[str, Any]]
    warnings: Mapped[int]


class PersonSource(db.Base):
    """What one source says of one person: its key, its roles, and its own last word on each field.

    The fields are kept as the source said them, whatever the office or another source made of them since: only a
    source that changes its own word changes the person (`district/feeds/apply.py`).
    """

    __tablename__ = "person_source"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    source: Mapped[str]
    source_key: Mapped[str]
    digest: Mapped[str] = mapped_column(default="")
    is_active: Mapped[bool] = mapped_column(default=True)
    """Whether the source still lists the person, as someone who takes part (`enabledUser`)."""
    roles: Mapped[str] = mapped_column(default="")
    """Role words of the feed with their organization, comma-joined and sorted: `parent@100,student@101`."""
    agents: Mapped[str] = mapped_column(default="")
    """Keys of the people this one is tied to, comma-joined and sorted, as the feed lists them on this person."""
    first_name: Mapped[str] = mapped_column(default="")
    middle_name: Mapped[str] = mapped_column(default="")
    last_name: Mapped[str] = mapped_column(default="")
    preferred_first_name: Mapped[str] = mapped_column(default="")
    preferred_last_name: Mapped[str] = mapped_column(default="")
    birth_date: Mapped[date | None]
    language: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    sms: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    """Five lines: street, second line, city, state, postal code; empty where the source gives none."""

    __table_args__ = (Index("uq_person_source_key", "source", "source_key", unique=True),)


class FeedChange(db.Base):
    """One row changed by one run: the detail behind the run's single audit entry."""

    __tablename__ = "feed_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("feed_run.id"), index=True)
    kind: Mapped[str]
    """`created`, `updated` or `ended`."""
    record: Mapped[str]
    """Table name."""
    source_key: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(index=True)
    data: Mapped[dict[str, Any]]


class QueuedRow(db.Base):
    """What a feed said and a person must settle: a bad row, a doubtful match, a meeting with an office edit."""

    __tablename__ = "queued_row"

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]
    code: Mapped[str]
    """`unknown-person`, `doubtful-match`, `office-edit`, …: a sentence each in `district/words.py`."""
    file: Mapped[str]
    line: Mapped[int]
    source_key: Mapped[str]
    person_id: Mapped[int | None]
    data: Mapped[dict[str, Any]]
    first_run_id: Mapped[int] = mapped_column(ForeignKey("feed_run.id"))
    last_run_id: Mapped[int] = mapped_column(ForeignKey("feed_run.id"))
    settled_at: Mapped[datetime | None] = db.moment(nullable=True)
    settled_by_id: Mapped[int | None]
    settled_as: Mapped[str] = mapped_column(default="")
    """`answered` by a later file, `placed` or `set-aside` by a person; empty while it waits."""
    settled_why: Mapped[str] = mapped_column(default="")
    """What the person said who set it aside."""

    __table_args__ = (
        Index("uq_queued_row", "source", "code", "file", "source_key", unique=True),
        Index("ix_queued_row_settled_at", "settled_at"),
    )
