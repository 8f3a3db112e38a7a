"""What training systems told: statements as they were kept, rows that wait for their person or course, and the choices
people made for those."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from foundation import db


class TrainingStatement(db.Base):
    """One xAPI statement as received, for ever. Completions follow from all of them that nobody voided."""

    __tablename__ = "training_statement"

    id: Mapped[int] = mapped_column(primary_key=True)
    statement_id: Mapped[str] = mapped_column(unique=True)
    """Its UUID in small letters."""
    source: Mapped[str]
    digest: Mapped[str]
    """SHA-256 of what it says: the same id with another one is a conflict."""
    body: Mapped[str]
    """As JSON, without `stored` and `authority`, which only the receiver may set."""
    stored_at: Mapped[datetime] = db.moment()
    said_on: Mapped[date]
    """The district's day of its timestamp; of `stored_at` where it has none."""
    verb: Mapped[str]
    """A word of `rules.xapi.Verb`."""
    counts: Mapped[bool]
    """Whether it may count as having done a course."""
    who: Mapped[str]
    """The actor's identifier as it is matched; empty where it is not about one person."""
    who_by: Mapped[str]
    activity: Mapped[str]
    """The address of what it was done to."""
    score: Mapped[float | None]
    reason: Mapped[str]
    """Why a course was waived."""
    registration: Mapped[str]
    voids: Mapped[str]
    """The id of the statement it undoes, whether that has come or not."""
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Null while nobody is known by `who`."""
    course: Mapped[str | None]
    """The code of our course; null while none is known by `activity`."""

    __table_args__ = (
        Index("ix_training_statement_voids", "voids"),
        Index("ix_training_statement_person_id_course", "person_id", "course"),
        Index("ix_training_statement_source_who", "source", "who"),
        Index("ix_training_statement_source_activity", "source", "activity"),
    )


class WaitingCompletion(db.Base):
    """A finished course in a file whose person or course nobody knows yet. It becomes a completion by itself."""

    __tablename__ = "waiting_completion"

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]
    who: Mapped[str]
    who_by: Mapped[str]
    """`employee`, `email` or `lms`."""
    course: Mapped[str]
    """As the file has it."""
    completed_on: Mapped[date]
    score: Mapped[float | None]
    status: Mapped[str]
    line: Mapped[int]
    received_at: Mapped[datetime] = db.moment()
    placed_at: Mapped[datetime | None] = db.moment(nullable=True)
    """When it was put on record as a completion."""

    __table_args__ = (
        Index(
            "uq_waiting_completion",
            "source",
            "who",
            "course",
            "completed_on",
            unique=True,
        ),
        Index("ix_waiting_completion_source_course", "source", "course"),
        Index("ix_waiting_completion_placed_at", "placed_at"),
    )


class TrainingMatch(db.Base):
    """Whom or which course a training system means by a key of its own, as a person said; remembered for its source."""

    __tablename__ = "training_match"

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]
    kind: Mapped[str]
    """`person` or `course`."""
    key: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    course: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime] = db.moment()
    made_by_id: Mapped[int | None]
    is_remembered: Mapped[bool] = mapped_column(default=True)
    """Whether it is asked of what comes later, too; else it was for what waited then."""

    __table_args__ = (Index("uq_training_match", "source", "kind", "key", unique=True),)


class TrainingRule(db.Base):
    """The rule of a course, from a day on: which statements make a completion."""

    __tablename__ = "training_rule"

    id: Mapped[int] = mapped_column(primary_key=True)
    course: Mapped[str]
    starts: Mapped[date]
    rule: Mapped[str]
    set_at: Mapped[datetime] = db.moment()
    set_by_id: Mapped[int | None]

    __table_args__ = (Index("uq_training_rule", "course", "starts", unique=True),)
