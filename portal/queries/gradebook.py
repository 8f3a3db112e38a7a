"""One student's gradebook: the terms there are, and for one of them each class with its work, marks and standards.

Four statements, however much there is. Classes are those on the schedule in the term, and those with something in it:
a source may send results and no schedule.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, BindParameter, Date, Row, and_, bindparam, or_, select, union
from sqlalchemy.orm import aliased

from district.models import (
    AcademicSession,
    ClassEnrollment,
    Course,
    GradeCategory,
    LineItem,
    Person,
    Result,
    Section,
    TermGrade,
)
from foundation import db
from portal.rules.grading import Category, Shown, State, Work, added_up, shown, state_of
from portal.rules.terms import Term, chosen_among, with_parts

STANDARD, OF_TERMS = "standard", "term"


@dataclass(frozen=True)
class WorkSeen:
    """One assignment with what the student has in it: what counts, and what a family reads beside it."""

    work: Work
    description: str
    due_on: date | None
    comment: str
    text: str
    """The score in words or letters, where the source gives one."""
    is_late: bool
    is_incomplete: bool


@dataclass(frozen=True)
class Standard:
    """One line of a progress report."""

    title: str
    level: str
    """`3`, `Meets`; empty while nothing is said."""
    comment: str


@dataclass(frozen=True)
class Mark:
    """A mark the source gives."""

    title: str
    term: str
    mark: str
    percent: Decimal | None
    is_final: bool
    comment: str
    is_own: bool
    """Whether it is of the term shown itself, or of no term; else of a part of it."""


@dataclass(frozen=True)
class ClassSeen:
    """One class in the term. Names of teachers, the primary one first."""

    section_id: int
    title: str
    period: str
    teachers: tuple[str, ...]
    works: tuple[WorkSeen, ...] = ()
    """The latest due first; without a day, last."""
    standards: tuple[Standard, ...] = ()
    marks: tuple[Mark, ...] = ()
    """Those of the chosen term first, then those of its parts."""

    @property
    def mark(self) -> Shown:
        """The source’s mark of the term chosen where it gives one; those of its parts are shown beside."""
        added = added_up(each.work for each in self.works)
        told = next((each for each in self.marks if each.is_own), None)
        if told is None:
            return shown(added)
        return shown(added, letter=told.mark, percent=told.percent, is_final=told.is_final)

    @property
    def missing(self) -> tuple[WorkSeen, ...]:
        return tuple(each for each in self.works if each.work.state is State.MISSING)


@dataclass(frozen=True)
class Gradebook:
    """What there is to see. `term` is None where no source tells of terms: then everything is shown."""

    terms: tuple[Term, ...]
    term: Term | None
    classes: tuple[ClassSeen, ...]
    updated_at: datetime | None
    """When a feed last changed anything of this."""

    @property
    def missing(self) -> int:
        return sum(len(each.missing) for each in self.classes)


def gradebook_of(person_id: int, *, term_id: int | None, on: date) -> Gradebook:
    """The gradebook of a student in the term asked for, else in the one of the district day `on`. Four statements."""
    terms = [
        Term(row.id, row.title, row.kind, row.starts, row.ends, row.parent_id, row.has_work)
        for row in db.session().execute(_TERMS, {"person": person_id})
    ]
    term = chosen_among(terms, asked=term_id, on=on)
    within = {
        "person": person_id,
        "terms": sorted(with_parts(term, terms)),
        "starts": term.starts if term else date.min,
        "ends": term.ends if term else date.max,
    }
    works = db.session().execute(_WORKS, within).all()
    marks = db.session().execute(_MARKS, within).all()
    classes = _classes(db.session().execute(_SECTIONS, within), works, marks, term=term, on=on)
    updated = [row.updated_at for row in marks]
    updated += [each for row in works for each in (row.item_updated_at, row.result_updated_at) if each is not None]
    ordered = tuple(sorted(terms, key=lambda each: (each.starts, each.ends), reverse=True))
    return Gradebook(ordered, term, classes, max(updated, default=None))


def _classes(
    sections: Iterable[Any], works: Sequence[Any], marks: Sequence[Any], *, term: Term | None, on: date
) -> tuple[ClassSeen, ...]:
    by_section: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in works:
        by_section[row.section_id].append(row)
    marked: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in marks:
        marked[row.section_id].append(row)
    taught: dict[int, tuple[Row[Any], list[str]]] = {}
    for row in sections:
        _, teachers = taught.setdefault(row.section_id, (row, []))
        if row.first_name:
            name = f"{row.preferred_first_name or row.first_name} {row.preferred_last_name or row.last_name}"
            teachers += [name] if name not in teachers else []
    seen = [
        ClassSeen(
            section_id,
            row.course or row.title,
            row.period,
            tuple(teachers),
            tuple(_work(each, on=on) for each in by_section[section_id] if each.purpose not in (STANDARD, OF_TERMS)),
            tuple(_standard(each) for each in by_section[section_id] if each.purpose == STANDARD),
            tuple(_mark(each, term) for each in _own_term_first(marked[section_id], term)),
        )
        for section_id, (row, teachers) in taught.items()
        if by_section[section_id] or marked[section_id] or (row.is_on_schedule and row.kind != "homeroom")
    ]
    return tuple(sorted(seen, key=_place))


def _work(row: Row[Any], *, on: date) -> WorkSeen:
    state = state_of(
        status=row.status or "",
        score=row.score,
        is_missing=row.is_missing,
        in_progress=row.in_progress,
        due_on=row.due_on,
        on=on,
    )
    category = Category(row.category, _exactly(row.weight)) if row.category is not None else None
    return WorkSeen(
        Work(str(row.item_id), row.title, category, state, _exactly(row.score), _exactly(row.points)),
        description=row.description,
        due_on=row.due_on,
        comment=row.comment or "",
        text=row.text_score or "",
        is_late=bool(row.is_late),
        is_incomplete=bool(row.is_incomplete),
    )


def _standard(row: Row[Any]) -> Standard:
    number = _exactly(row.score)
    return Standard(row.title, row.text_score or (f"{number:f}" if number is not None else ""), row.comment or "")


def _mark(row: Row[Any], term: Term | None) -> Mark:
    is_own = term is None or row.session_id in (None, term.session_id)
    return Mark(row.title, row.term or "", row.mark, _exactly(row.percent), row.is_final, row.comment, is_own)


def _own_term_first(rows: Iterable[Row[Any]], term: Term | None) -> list[Row[Any]]:
    """The marks of the term chosen before those of its parts; what is final first, then the latest."""
    own = term.session_id if term else None
    return sorted(rows, key=lambda row: (row.session_id != own, not row.is_final, -row.id))


def _exactly(number: float | None) -> Decimal | None:
    """The number as it was written, without what a binary fraction adds; `90`, not `90.0`."""
    if number is None:
        return None
    return Decimal(int(number)) if number == int(number) else Decimal(repr(number))


def _place(each: ClassSeen) -> tuple[bool, int, str, str]:
    """Numbered periods by number, then the others by name; a class without a period comes last."""
    number = each.period.partition(",")[0].strip()
    return (not each.period, int(number) if number.isdecimal() else 1000, each.period, each.title)


_person: BindParameter[int] = bindparam("person", type_=BigInteger)
_first, _last = bindparam("starts", type_=Date), bindparam("ends", type_=Date)
_among: BindParameter[Any] = bindparam("terms", expanding=True)

_SCHEDULED = select(ClassEnrollment.section_id).where(
    ClassEnrollment.person_id == _person, ClassEnrollment.role == "student"
)
_MINE = union(
    _SCHEDULED,
    select(LineItem.section_id)
    .join(Result, Result.line_item_id == LineItem.id)
    .where(Result.person_id == _person, Result.is_current),
    select(TermGrade.section_id).where(TermGrade.person_id == _person, TermGrade.is_current),
)
"""Every class the student ever had."""

_WITH_WORK = select(LineItem.session_id).where(LineItem.section_id.in_(_MINE), LineItem.is_current)
_TERMS = select(
    AcademicSession.id,
    AcademicSession.title,
    AcademicSession.kind,
    AcademicSession.starts,
    AcademicSession.ends,
    AcademicSession.parent_id,
    AcademicSession.id.in_(_WITH_WORK).label("has_work"),
).where(
    or_(
        AcademicSession.id.in_(_WITH_WORK),
        AcademicSession.id.in_(
            select(TermGrade.session_id).where(TermGrade.person_id == _person, TermGrade.is_current)
        ),
    )
)

_WORKS = (
    select(
        LineItem.id.label("item_id"),
        LineItem.section_id,
        LineItem.title,
        LineItem.description,
        LineItem.due_on,
        LineItem.points,
        LineItem.updated_at.label("item_updated_at"),
        GradeCategory.title.label("category"),
        GradeCategory.weight,
        GradeCategory.purpose,
        Result.status,
        Result.score,
        Result.text_score,
        Result.comment,
        Result.is_late,
        Result.is_missing,
        Result.is_incomplete,
        Result.in_progress,
        Result.updated_at.label("result_updated_at"),
    )
    .outerjoin(GradeCategory, GradeCategory.id == LineItem.category_id)
    .outerjoin(
        Result, and_(Result.line_item_id == LineItem.id, Result.person_id == _person, Result.is_current.is_(True))
    )
    .where(
        LineItem.section_id.in_(_MINE),
        LineItem.is_current,
        or_(
            LineItem.session_id.in_(_among),
            and_(
                LineItem.session_id.is_(None),
                or_(LineItem.due_on.is_(None), and_(LineItem.due_on >= _first, LineItem.due_on < _last)),
            ),
        ),
    )
    .order_by(LineItem.due_on.is_(None), LineItem.due_on.desc(), LineItem.id.desc())
)

_MARKS = (
    select(
        TermGrade.id,
        TermGrade.section_id,
        TermGrade.session_id,
        TermGrade.title,
        TermGrade.mark,
        TermGrade.percent,
        TermGrade.is_final,
        TermGrade.comment,
        TermGrade.updated_at,
        AcademicSession.title.label("term"),
    )
    .outerjoin(AcademicSession, AcademicSession.id == TermGrade.session_id)
    .where(
        TermGrade.person_id == _person,
        TermGrade.is_current,
        or_(TermGrade.session_id.in_(_among), TermGrade.session_id.is_(None)),
    )
)

_SECTIONS = (
    select(
        Section.id.label("section_id"),
        Section.title,
        Section.kind,
        Section.period,
        Course.title.label("course"),
        Section.id.in_(
            _SCHEDULED.where(
                or_(ClassEnrollment.starts.is_(None), ClassEnrollment.starts < _last),
                or_(ClassEnrollment.ends.is_(None), ClassEnrollment.ends > _first),
                or_(Section.starts.is_(None), Section.starts < _last),
                or_(Section.ends.is_(None), Section.ends > _first),
            ).correlate(Section)
        ).label("is_on_schedule"),
        Person.first_name,
        Person.preferred_first_name,
        Person.last_name,
        Person.preferred_last_name,
    )
    .outerjoin(Course, Course.id == Section.course_id)
    .outerjoin(_taught := aliased(ClassEnrollment), and_(_taught.section_id == Section.id, _taught.role == "teacher"))
    .outerjoin(Person, Person.id == _taught.person_id)
    .where(Section.id.in_(_MINE))
    .order_by(_taught.is_primary.desc(), Person.last_name, Person.first_name, Person.id)
)
