"""The gradebook as feeds bring it: categories, line items (assignments), their results, and grades of a term.

What a source does not say is unknown here: null or empty, never zero and never false.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from district.models.schools import FromFeed
from foundation import db


class GradeCategory(FromFeed, db.Base):
    """A part of what a mark is made of: tests, homework. A source has it once for all of its classes."""

    __tablename__ = "grade_category"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    weight: Mapped[float | None]
    """Share of the mark, in whatever unit the source uses: only their proportions count. Null: not said."""
    purpose: Mapped[str]
    """`term`: its line items are grades of a term, told as `TermGrade`; `standard`: lines of a progress report;
    empty for all others. By the category’s title, with the words of `district/starter/gradebook.toml`."""
    is_current: Mapped[bool]
    """Whether the source still says so."""


class LineItem(FromFeed, db.Base):
    """One assignment of one class, or one standard of a progress report."""

    __tablename__ = "line_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    section_id: Mapped[int] = mapped_column(ForeignKey("section.id"))
    category_id: Mapped[int | None] = mapped_column(ForeignKey("grade_category.id"))
    session_id: Mapped[int | None] = mapped_column(ForeignKey("academic_session.id"))
    """The grading period it counts for."""
    title: Mapped[str]
    description: Mapped[str]
    assigned_on: Mapped[date | None]
    due_on: Mapped[date | None]
    """The last day that is in time."""
    points: Mapped[float | None]
    """Points possible; null where the source does not say."""
    updated_at: Mapped[datetime] = db.moment()
    """When a feed last brought it or a change of it."""
    is_current: Mapped[bool]

    __table_args__ = (
        Index("uq_line_item_source_key", "source", "source_key", unique=True),
        Index("ix_line_item_section_id_due_on", "section_id", "due_on"),
    )


class Result(FromFeed, db.Base):
    """What one student has in one line item."""

    __tablename__ = "result"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    line_item_id: Mapped[int] = mapped_column(ForeignKey("line_item.id"))
    status: Mapped[str]
    """`graded`, `partly-graded`, `submitted`, `not-submitted`, `exempt`, or empty where the source does not say."""
    score: Mapped[float | None]
    """Points earned; or the source’s number for the work, where points possible are not known."""
    text_score: Mapped[str]
    comment: Mapped[str]
    """The teacher’s words."""
    scored_on: Mapped[date | None]
    is_late: Mapped[bool | None]
    is_missing: Mapped[bool | None]
    is_incomplete: Mapped[bool | None]
    in_progress: Mapped[bool | None]
    updated_at: Mapped[datetime] = db.moment()
    """When a feed last brought it or a change of it."""
    is_current: Mapped[bool]

    __table_args__ = (
        Index("uq_result_source_key", "source", "source_key", unique=True),
        Index("ix_result_person_id_line_item_id", "person_id", "line_item_id"),
    )


class TermGrade(FromFeed, db.Base):
    """The mark the source itself gives a student for a class in a term. It is the mark, whatever scores add up to."""

    __tablename__ = "term_grade"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    section_id: Mapped[int] = mapped_column(ForeignKey("section.id"))
    session_id: Mapped[int | None] = mapped_column(ForeignKey("academic_session.id"))
    title: Mapped[str]
    """What the source calls it: `Quarter grade`, `Final`."""
    mark: Mapped[str]
    """Letter or word: `B+`, `Meets`; empty where the source gives a number alone."""
    percent: Mapped[float | None]
    is_final: Mapped[bool]
    """Whether it will not change: false for a mark in progress, and where the source does not say that it is done."""
    comment: Mapped[str]
    earned_on: Mapped[date | None]
    updated_at: Mapped[datetime] = db.moment()
    """When a feed last brought it or a change of it."""
    is_current: Mapped[bool]

    __table_args__ = (
        Index("uq_term_grade_source_key", "source", "source_key", unique=True),
        Index("ix_term_grade_person_id", "person_id", "section_id"),
    )
