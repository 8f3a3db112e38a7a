"""Attempts at the quiz, each with the questions it drew."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from foundation import db


class Attempt(db.Base):
    """One attempt of one person. Open until it is sent, or until its window is over."""

    __tablename__ = "quiz_attempt"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=db.new_public_id)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime] = db.moment()
    opened_on: Mapped[date]
    """The district day it is counted to."""
    slot: Mapped[int]
    """Its number on that day, from 1: two that begin at one moment want the same, and one of them gets it."""
    pass_percent: Mapped[int]
    """As the setting was when it was opened."""
    questions: Mapped[int]
    closed_at: Mapped[datetime | None] = db.moment(nullable=True)
    closed_on: Mapped[date | None]
    """The district day of the moment it was sent."""
    outcome: Mapped[str] = mapped_column(default="")
    """`passed`, `failed`, `refused` or `left`; empty while it is open."""
    refusal: Mapped[str] = mapped_column(default="")
    """Of one refused: why the quiz was not open any more."""
    right_answers: Mapped[int | None]

    __table_args__ = (
        Index("uq_quiz_attempt_slot", "person_id", "opened_on", "slot", unique=True),
        Index(
            "uq_quiz_attempt_open",
            "person_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index("ix_quiz_attempt_closed_on", "closed_on"),
    )

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class DrawnQuestion(db.Base):
    """One question of an attempt, in the version it drew, with the answer as it was given last."""

    __tablename__ = "quiz_drawn_question"

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("quiz_attempt.id"))
    place: Mapped[int]
    """In the attempt, from 1."""
    version_id: Mapped[int] = mapped_column(ForeignKey("quiz_question_version.id"), index=True)
    shown: Mapped[list[int]] = mapped_column(JSON)
    """The places of its options in the bank, from 0, in the order in which this attempt shows them."""
    chosen: Mapped[list[int] | None] = mapped_column(JSON(none_as_null=True))
    """The places of the options chosen, from 0; null while there is no answer."""
    answered_at: Mapped[datetime | None] = db.moment(nullable=True)
    is_right: Mapped[bool | None]
    """Null until the attempt is scored."""

    __table_args__ = (Index("uq_quiz_drawn_question", "attempt_id", "place", unique=True),)
