"""Policy in versions, what people decided, what follows from the facts, and the ledger of what was in force."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from foundation import db


class PolicyVersion(db.Base):
    """The district's rules of access as published; a version governs what is met from its day on."""

    __tablename__ = "access_policy"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    starts: Mapped[date] = mapped_column(index=True)
    """The first district day on which it is in force."""
    rules: Mapped[dict[str, Any]]
    """As `household/access/starter.toml` has them."""
    reason: Mapped[str]
    published_at: Mapped[datetime] = db.moment()
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


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


class Revocation(db.Base):
    """A person took access away, with a reason. `ends` is the day it was given back, null while it holds."""

    __tablename__ = "access_revocation"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    area: Mapped[str]
    starts: Mapped[date]
    ends: Mapped[date | None]
    reason: Mapped[str]
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = db.moment()


class Standing(db.Base):
    """What follows from a person's facts for the days from `starts` to the day before `ends` (null: for ever).

    Written with the fact it follows from, days to come included, so that a list asks only which row holds today.
    """

    __tablename__ = "access_standing"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    area: Mapped[str]
    starts: Mapped[date]
    ends: Mapped[date | None]
    state: Mapped[str]
    track: Mapped[str] = mapped_column(default="")
    since: Mapped[date | None]
    """The first day of this, or of the last, unbroken access."""
    access_ends: Mapped[date | None]
    """The first day without this, or the last, access: where the term or the job ends, whichever is first."""
    ends_by: Mapped[str] = mapped_column(default="")
    """What ends it: `term`, `job` or `person`."""
    policy_version: Mapped[int | None]
    term_ends: Mapped[date | None]
    """The first day after the term, whatever the job does."""
    holds: Mapped[bool]
    """Whether it held the day through which the ledger was told last: where lists begin to read."""

    __table_args__ = (
        Index("uq_access_standing", "person_id", "area", "starts", unique=True),
        Index("ix_access_standing_listed", "area", "state", "holds", "access_ends", "person_id"),
    )


class Tally(db.Base):
    """By how many the standings of a state, or the endings of access, rise or fall on a day.

    The sum up to a day is the number on that day: a count reads a few hundred rows, however many people there are.
    Every change of standings adds its own rows, so that no two writers wait for each other; the nightly run sums up.
    """

    __tablename__ = "access_tally"

    id: Mapped[int] = mapped_column(primary_key=True)
    area: Mapped[str]
    kind: Mapped[str]
    """`standing`: from `day` on so many more stand in `state`. `ending`: so many more lose access on `day`."""
    day: Mapped[date]
    state: Mapped[str] = mapped_column(default="")
    track: Mapped[str] = mapped_column(default="")
    ends_by: Mapped[str] = mapped_column(default="")
    change: Mapped[int]

    __table_args__ = (Index("ix_access_tally_area_kind_day", "area", "kind", "day"),)


class Evaluation(db.Base):
    """When a person's facts were last weighed, and through which day the ledger tells what followed."""

    __tablename__ = "access_evaluation"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    area: Mapped[str]
    facts: Mapped[str]
    """As they were weighed, in the text of `queries/facts.py`."""
    mark: Mapped[str]
    """Of the policy and the edition of the rules they were weighed by; empty before the first weighing."""
    told_through: Mapped[date]
    """The last day whose changes stand in the ledger (inclusive)."""
    next_on: Mapped[date | None]
    """The first day after it on which the stored standing changes by itself; null where it never will."""
    evaluated_at: Mapped[datetime] = db.moment()

    __table_args__ = (
        Index("uq_access_evaluation", "person_id", "area", unique=True),
        Index("ix_access_evaluation_area_next_on", "area", "next_on"),
        Index("ix_access_evaluation_area_told_through", "area", "told_through"),
    )


class AccessEvent(db.Base):
    """One line of the ledger: what changed, from which day it was in force, and why. Never updated, never deleted."""

    __tablename__ = "access_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    area: Mapped[str]
    kind: Mapped[str]
    """`granted`, `renewed`, `lapsed`, `ended`, `revoked`, `reinstated` or `changed-track`."""
    effective_on: Mapped[date]
    """The first day it was in force: the day foreseen, or the day a late fact arrived."""
    track: Mapped[str]
    since: Mapped[date | None]
    access_ends: Mapped[date | None]
    """The first day without access, as known then."""
    policy_version: Mapped[int | None]
    facts: Mapped[dict[str, Any]]
    """Why: codes with their plain values."""
    actor_kind: Mapped[str]
    actor_label: Mapped[str] = mapped_column(default="")
    actor_person_id: Mapped[int | None]
    recorded_at: Mapped[datetime] = db.moment()

    __table_args__ = (
        Index("ix_access_event_person_id_area", "person_id", "area", "id"),
        Index("ix_access_event_area_effective_on", "area", "effective_on"),
    )


class Review(db.Base):
    """A review that found lines in the ledger which no review before it had counted, its own and those of imports."""

    __tablename__ = "access_review"

    id: Mapped[int] = mapped_column(primary_key=True)
    area: Mapped[str]
    day: Mapped[date]
    reviewed_at: Mapped[datetime] = db.moment()
    last_event_id: Mapped[int] = mapped_column(ForeignKey("access_event.id"))
    """The last line it counted."""

    __table_args__ = (Index("ix_access_review_area_last_event_id", "area", "last_event_id"),)


class Reminder(db.Base):
    """A reminder that access ends was written; one for a person, an ending and a number of days before it."""

    __tablename__ = "access_reminder"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    area: Mapped[str]
    access_ends: Mapped[date]
    days_before: Mapped[int]
    """Days from the reminder to the last day of access; 0 on the last day itself."""
    has_address: Mapped[bool]
    """Whether there was a working address to write to."""
    written_at: Mapped[datetime] = db.moment()

    __table_args__ = (Index("uq_access_reminder", "person_id", "area", "access_ends", "days_before", unique=True),)
