"""The district’s rules of access in versions, the drafts of versions to come, and what a draft would change."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from foundation import db


class PolicyVersion(db.Base):
    """The district's rules of access as published; a version governs what is met from its day on. Never changed."""

    __tablename__ = "access_policy"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    starts: Mapped[date] = mapped_column(index=True)
    """The first district day on which it is in force."""
    rules: Mapped[dict[str, Any]]
    """As `household/access/starter.toml` has them; an area it leaves out stays as it was."""
    reason: Mapped[str]
    draft_area: Mapped[str | None]
    """Of the draft it was published from, with its revision; null where it came from a file."""
    draft_revision: Mapped[int | None]
    published_at: Mapped[datetime] = db.moment()
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    __table_args__ = (Index("uq_access_policy_draft", "draft_area", "draft_revision", unique=True),)


class PolicyDraft(db.Base):
    """One save of the draft of an area. The one with the highest revision is the draft; none is ever changed."""

    __tablename__ = "access_policy_draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    area: Mapped[str]
    revision: Mapped[int]
    """Counted from 1. Who saves names the revision they began from, so that two never overwrite each other."""
    based_on: Mapped[int | None]
    """The newest version that named the area when the draft was begun; null where none did."""
    starts: Mapped[date]
    """The first district day on which it is to be in force."""
    rules: Mapped[dict[str, Any]]
    """The table of the area, as a version has it under `areas`."""
    saved_at: Mapped[datetime] = db.moment()
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    __table_args__ = (Index("uq_access_policy_draft_revision", "area", "revision", unique=True),)


class Rehearsal(db.Base):
    """One look at who would gain or lose access by a draft; people are decided portion by portion by a job."""

    __tablename__ = "access_rehearsal"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    area: Mapped[str]
    revision: Mapped[int]
    """Of the draft."""
    newest_version: Mapped[int]
    """Of all versions there were when it was asked for."""
    people: Mapped[int]
    """How many are to be decided."""
    people_done: Mapped[int] = mapped_column(default=0)
    after_person_id: Mapped[int] = mapped_column(default=0)
    """The last person decided: people are taken in the order of ids."""
    counts: Mapped[dict[str, Any]]
    """So far, how many of each effect."""
    asked_at: Mapped[datetime] = db.moment()
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    done_at: Mapped[datetime | None] = db.moment(nullable=True)

    __table_args__ = (Index("ix_access_rehearsal_area", "area", "id"),)


class RehearsedPerson(db.Base):
    """Somebody whose access a draft would change. Worked out, not a fact: a later rehearsal of the area replaces it."""

    __tablename__ = "access_rehearsed_person"

    id: Mapped[int] = mapped_column(primary_key=True)
    rehearsal_id: Mapped[int] = mapped_column(ForeignKey("access_rehearsal.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    effect: Mapped[str]
    day: Mapped[date]
    """The first day that differs."""
    was_ends: Mapped[date | None]
    """The first day without access as things are; null: no access, or no end is known."""
    ends: Mapped[date | None]
    """The same with the draft."""
    reasons: Mapped[dict[str, Any]]
    """Why, under `reasons`: codes with their plain values, as the ledger has them."""

    __table_args__ = (Index("ix_access_rehearsed_person_listed", "rehearsal_id", "effect", "day", "id"),)
