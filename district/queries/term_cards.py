"""Report cards made of the final marks of a term, and who of the family has opened them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from district.models import AcademicSession, Course, Section, TermCardOpening, TermGrade
from district.queries.report_cards import Opening
from foundation import db


@dataclass(frozen=True)
class TermCard:
    """A term in which a student has final marks."""

    session_id: int
    title: str
    school_year: int
    """The calendar year it ends in."""
    starts: date
    ends: date
    """Exclusive."""
    final: int
    """So many final marks."""


@dataclass(frozen=True)
class FinalMark:
    """One final mark of a class."""

    course: str
    title: str
    mark: str
    percent: float | None
    comment: str


def term_cards_of(student_id: int) -> list[TermCard]:
    """Every term with final marks of a student, the latest first. One statement."""
    rows = db.session().execute(
        select(
            AcademicSession.id,
            AcademicSession.title,
            AcademicSession.school_year,
            AcademicSession.starts,
            AcademicSession.ends,
            func.count(),
        )
        .join(TermGrade, TermGrade.session_id == AcademicSession.id)
        .where(TermGrade.person_id == student_id, TermGrade.is_current, TermGrade.is_final)
        .group_by(AcademicSession.id)
        .order_by(AcademicSession.ends.desc(), AcademicSession.starts.desc(), AcademicSession.id)
    )
    return [TermCard(*row) for row in rows]


def final_marks_of(student_id: int, session_id: int) -> list[FinalMark]:
    """The final marks of a student in a term, by course. One statement."""
    course = func.coalesce(Course.title, Section.title)
    rows = db.session().execute(
        select(course, TermGrade.title, TermGrade.mark, TermGrade.percent, TermGrade.comment)
        .join(Section, Section.id == TermGrade.section_id)
        .outerjoin(Course, Course.id == Section.course_id)
        .where(
            TermGrade.person_id == student_id,
            TermGrade.session_id == session_id,
            TermGrade.is_current,
            TermGrade.is_final,
        )
        .order_by(course, TermGrade.title, TermGrade.id)
    )
    return [FinalMark(*row) for row in rows]


def term_openings_of(student_id: int) -> dict[int, list[Opening]]:
    """Who opened the card of each term of a student, the earliest first. One statement."""
    found: dict[int, list[Opening]] = {}
    rows = db.session().scalars(
        select(TermCardOpening)
        .where(TermCardOpening.student_id == student_id)
        .order_by(TermCardOpening.first_at, TermCardOpening.id)
    )
    for each in rows:
        opening = Opening(each.session_id, each.reader_id, each.account_kind, each.first_at, each.last_at)
        found.setdefault(each.session_id, []).append(opening)
    return found
