"""Report cards as files, and who has opened them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from district.models.schools import FromFeed
from foundation import db


class ReportCard(FromFeed, db.Base):
    """One report card of one student: a PDF under a name that tells nothing."""

    __tablename__ = "report_card"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=db.new_public_id)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    school_year: Mapped[int]
    """The calendar year it ends in."""
    term: Mapped[str]
    title: Mapped[str]
    available_on: Mapped[date | None]
    """The first day on which the family may open it; null: as soon as it is here."""
    stored_as: Mapped[str]
    """Its name in the store."""
    size: Mapped[int]
    """Bytes."""
    sha256: Mapped[str]
    is_current: Mapped[bool]
    """Whether the source still says so."""

    __table_args__ = (
        Index("uq_report_card_source_key", "source", "source_key", unique=True),
        Index("ix_report_card_person_id", "person_id", "school_year"),
    )


class ReportCardOpening(db.Base):
    """That somebody of the family has opened a report card: the first time and the last."""

    __tablename__ = "report_card_opening"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_card_id: Mapped[int] = mapped_column(ForeignKey("report_card.id"))
    reader_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    account_kind: Mapped[str]
    """`parent` or `student`: by which account."""
    first_at: Mapped[datetime] = db.moment()
    last_at: Mapped[datetime] = db.moment()

    __table_args__ = (Index("uq_report_card_opening", "report_card_id", "reader_id", "account_kind", unique=True),)


class TermCardOpening(db.Base):
    """That somebody of the family has opened the card of a term’s final marks: the first time and the last."""

    __tablename__ = "term_card_opening"

    id: Mapped[int] = mapped_column(primary_key=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    session_id: Mapped[int] = mapped_column(ForeignKey("academic_session.id"))
    reader_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    account_kind: Mapped[str]
    """`parent` or `student`: by which account."""
    first_at: Mapped[datetime] = db.moment()
    last_at: Mapped[datetime] = db.moment()

    __table_args__ = (
        Index("uq_term_card_opening", "student_id", "session_id", "reader_id", "account_kind", unique=True),
    )
