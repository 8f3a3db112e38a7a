"""What follows from the facts, kept for lists and counts, and what it was weighed by."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from foundation import db

_ON_THE_WAY = "state IN ('in-progress', 'awaiting-approval')"


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
        Index(
            "ix_access_standing_on_the_way",
            "area",
            "state",
            "holds",
            "starts",
            "person_id",
            sqlite_where=text(_ON_THE_WAY),
            postgresql_where=text(_ON_THE_WAY),
        ),
    )


class Tally(db.Base):
    """By how many the standings of a state, who is stuck or at risk, or the endings of access rise or fall on a day.

    The sum up to a day is the number on that day: a count reads a few hundred rows, however many people there are.
    Every change of standings adds its own rows, so that no two writers wait for each other; the nightly run sums up.
    """

    __tablename__ = "access_tally"

    id: Mapped[int] = mapped_column(primary_key=True)
    area: Mapped[str]
    kind: Mapped[str]
    """`standing`: from `day` on so many more stand in `state`. `watched`: so many more are stuck or at risk, as `state`
    then says (`rules/watching.py`). `ending`: so many more lose access on `day`."""
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
        Index("ix_access_evaluation_area_evaluated_at", "area", "evaluated_at"),
    )
