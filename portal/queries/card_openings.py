"""Who of the families has opened report cards, for the school that sends them: files, and those made of final marks."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, literal, or_, select
from sqlalchemy.orm import aliased

from district.models import (
    AcademicSession,
    Enrollment,
    Person,
    ReportCard,
    ReportCardOpening,
    School,
    TermCardOpening,
    TermGrade,
)
from foundation import db
from portal.queries.messages.within import lives

MOST_SHOWN = 500


@dataclass(frozen=True)
class Sent:
    """The report cards of one term at one school: for so many students, opened by somebody for so many."""

    school_public_id: str
    school: str
    school_year: int
    term: str
    session_id: int | None
    """Of a term whose cards are made of marks; None of files."""
    ends: date | None
    students: int
    opened: int


@dataclass(frozen=True)
class OpenedBy:
    """One student's card: who has opened it first and when, as a guardian or as the student."""

    student: str
    grade: str
    account_kind: str
    """Empty where nobody has."""
    first_at: datetime | None
    readers: int


def sent_at(schools: Collection[int], *, on: date) -> list[Sent]:
    """What present students of these schools were sent, the latest first. Two statements, or none."""
    if not schools:
        return []
    files: Any = db.session().execute(_files(schools, on))
    terms: Any = db.session().execute(_terms(schools, on))
    found = [
        *(Sent(row[0], row[1], row[2], row[3], None, None, row[4], row[5]) for row in files),
        *(Sent(row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7]) for row in terms),
    ]
    return sorted(found, key=lambda each: (-each.school_year, each.school, each.term, each.session_id or 0))


def opened_file(schools: Collection[int], school: str, year: int, term: str, *, on: date) -> list[OpenedBy]:
    """Each student's file of that term at one of these schools, those that nobody opened first. One statement."""
    card = aliased(ReportCard)
    opened = (
        select(
            card.person_id.label("student_id"),
            func.min(ReportCardOpening.first_at).label("first_at"),
            func.min(ReportCardOpening.account_kind).label("account_kind"),
            func.count(ReportCardOpening.reader_id.distinct()).label("readers"),
        )
        .outerjoin(ReportCardOpening, ReportCardOpening.report_card_id == card.id)
        .where(card.school_year == year, card.term == term, card.is_current, _may_be_opened(card.available_on, on))
        .group_by(card.person_id)
        .subquery()
    )
    return _listed(opened, schools, school, on)


def opened_term(schools: Collection[int], school: str, session_id: int, *, on: date) -> list[OpenedBy]:
    """Each student's card of final marks of that term, those that nobody opened first. One statement."""
    having = select(TermGrade.person_id).where(
        TermGrade.session_id == session_id, TermGrade.is_current, TermGrade.is_final
    )
    opened = (
        select(
            Person.id.label("student_id"),
            func.min(TermCardOpening.first_at).label("first_at"),
            func.min(TermCardOpening.account_kind).label("account_kind"),
            func.count(TermCardOpening.reader_id.distinct()).label("readers"),
        )
        .outerjoin(
            TermCardOpening,
            (TermCardOpening.student_id == Person.id) & (TermCardOpening.session_id == session_id),
        )
        .where(Person.id.in_(having))
        .group_by(Person.id)
        .subquery()
    )
    return _listed(opened, schools, school, on)


def _files(schools: Collection[int], on: date) -> Any:
    was_opened = exists().where(ReportCardOpening.report_card_id == ReportCard.id)
    return (
        select(
            School.public_id,
            School.name,
            ReportCard.school_year,
            ReportCard.term,
            func.count(ReportCard.person_id.distinct()),
            func.count(ReportCard.person_id.distinct()).filter(was_opened),
        )
        .select_from(ReportCard)
        .join(Enrollment, Enrollment.person_id == ReportCard.person_id)
        .join(School, School.id == Enrollment.school_id)
        .where(ReportCard.is_current, _may_be_opened(ReportCard.available_on, on), *_here(schools, on))
        .group_by(School.public_id, School.name, ReportCard.school_year, ReportCard.term)
    )


def _terms(schools: Collection[int], on: date) -> Any:
    was_opened = exists().where(
        TermCardOpening.student_id == TermGrade.person_id, TermCardOpening.session_id == AcademicSession.id
    )
    return (
        select(
            School.public_id,
            School.name,
            AcademicSession.school_year,
            AcademicSession.title,
            AcademicSession.id,
            AcademicSession.ends,
            func.count(TermGrade.person_id.distinct()),
            func.count(TermGrade.person_id.distinct()).filter(was_opened),
        )
        .select_from(TermGrade)
        .join(AcademicSession, AcademicSession.id == TermGrade.session_id)
        .join(Enrollment, Enrollment.person_id == TermGrade.person_id)
        .join(School, School.id == Enrollment.school_id)
        .where(TermGrade.is_current, TermGrade.is_final, *_here(schools, on))
        .group_by(School.public_id, School.name, AcademicSession.id)
    )


def _listed(opened: Any, schools: Collection[int], school: str, on: date) -> list[OpenedBy]:
    rows: Any = db.session().execute(
        select(Person, Enrollment.grade, opened.c.account_kind, opened.c.first_at, opened.c.readers)
        .join(opened, opened.c.student_id == Person.id)
        .join(Enrollment, Enrollment.person_id == Person.id)
        .join(School, School.id == Enrollment.school_id)
        .where(School.public_id == school, *_here(schools, on))
        .order_by(opened.c.readers > literal(0), Person.last_name, Person.first_name, Person.id)
        .limit(MOST_SHOWN + 1)
    )
    return [OpenedBy(person.full_name, grade, kind or "", at, readers) for person, grade, kind, at, readers in rows]


def _may_be_opened(day: Any, on: date) -> ColumnElement[bool]:
    return or_(day.is_(None), day <= on)


def _here(schools: Collection[int], on: date) -> tuple[ColumnElement[bool], ...]:
    return (Enrollment.school_id.in_(sorted(schools)), *lives(Enrollment, on))
