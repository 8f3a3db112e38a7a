"""The survey after a case: to whom a mail about it went when, and what was answered."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from foundation import db


class SurveyReader(db.Base):
    """Somebody whose cases were closed: when a survey was last mailed to them, and whether they want none."""

    __tablename__ = "survey_reader"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, autoincrement=False)
    last_mailed_on: Mapped[date | None]
    opted_out_at: Mapped[datetime | None] = db.moment(nullable=True)


class Survey(db.Base):
    """What became of the survey of one closed case: each has one row. Of its links only the hashes are kept."""

    __tablename__ = "case_survey"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("support_case.id"), unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    """Whose case it was; null where nobody could be mailed."""
    outcome: Mapped[str]
    """`support.rules.surveys.Outcome`."""
    decided_at: Mapped[datetime] = db.moment()
    answer_hash: Mapped[str | None] = mapped_column(unique=True)
    answer_until: Mapped[datetime | None] = db.moment(nullable=True)
    answered_at: Mapped[datetime | None] = db.moment(nullable=True)
    courtesy: Mapped[int | None]
    knowledge: Mapped[int | None]
    timeliness: Mapped[int | None]
    quality: Mapped[int | None]
    overall: Mapped[int | None]
    opt_out_hash: Mapped[str | None] = mapped_column(unique=True)
    opt_out_until: Mapped[datetime | None] = db.moment(nullable=True)
    opted_out_at: Mapped[datetime | None] = db.moment(nullable=True)

    __table_args__ = (
        Index("ix_case_survey_decided_at", "decided_at"),
        Index("ix_case_survey_answered_at", "answered_at"),
    )


class PublishedNumbers(db.Base):
    """That an administrator let everybody see how satisfied contacts are, until `ended_at`."""

    __tablename__ = "published_numbers"

    id: Mapped[int] = mapped_column(primary_key=True)
    page: Mapped[str]
    """`satisfaction`."""
    began_at: Mapped[datetime] = db.moment()
    began_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None] = db.moment(nullable=True)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    __table_args__ = (
        Index(
            "uq_published_numbers_current",
            "page",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )
