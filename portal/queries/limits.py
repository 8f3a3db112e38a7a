"""Limits that families set: what one person set for one student, what reached it, what is to be looked at or told."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import func, or_, select

from district.models import AttendanceEvent, FeedRun
from district.queries import Child
from district.queries.children import children_seen_by, own_record
from district.rules.attendance import Category
from district.rules.calendar import SchoolYear
from district.rules.grades import is_k_to_5
from district.rules.guardianship import SightPolicy
from foundation import db
from portal.models import FamilyLimit, LimitReached
from portal.queries.gradebook import gradebook_of
from portal.queries.sections import hidden_at
from portal.rules.limits import Basis, Standing, What, mark_stands
from portal.rules.sections import Section

SHOWN = 20
PORTION = 50
TOLD_AT_ONCE = 200


def limit_of(person_id: int, student_id: int) -> FamilyLimit | None:
    """What a person set for a student. One statement."""
    return db.session().scalar(
        select(FamilyLimit).where(FamilyLimit.person_id == person_id, FamilyLimit.student_id == student_id)
    )


def reached_of(person_id: int, student_id: int, *, hidden: Collection[What] = ()) -> Sequence[LimitReached]:
    """What reached a limit of a person for a student, the latest first; nothing of what the school hides. One
    statement."""
    found = (
        select(LimitReached)
        .where(LimitReached.person_id == person_id, LimitReached.student_id == student_id)
        .where(LimitReached.what.not_in([each.value for each in hidden]))
        .order_by(LimitReached.id.desc())
        .limit(SHOWN)
    )
    return db.session().scalars(found).all()


def open_of(person_id: int, student_id: int) -> Sequence[LimitReached]:
    """Crossings that were not seen to be over. One statement."""
    mine = LimitReached.person_id == person_id, LimitReached.student_id == student_id
    return db.session().scalars(select(LimitReached).where(*mine, LimitReached.over_at.is_(None))).all()


def limits_due(*, since: datetime, at: datetime) -> Sequence[FamilyLimit]:
    """Some of those that nobody compared since that moment, nor since a feed last brought something. One statement."""
    fed = select(func.max(FeedRun.applied_at)).where(FeedRun.applied_at <= at).scalar_subquery()
    due = or_(FamilyLimit.looked_at.is_(None), FamilyLimit.looked_at < since, FamilyLimit.looked_at < fed)
    return db.session().scalars(select(FamilyLimit).where(due).order_by(FamilyLimit.id).limit(PORTION)).all()


def people_to_tell(*, at: datetime) -> Sequence[int]:
    """Some of those whom a crossing is to be told now. One statement."""
    due = select(LimitReached.person_id).where(LimitReached.tell_at <= at)
    return db.session().scalars(due.distinct().order_by(LimitReached.person_id).limit(TOLD_AT_ONCE)).all()


def to_tell(person_id: int, *, at: datetime) -> Sequence[LimitReached]:
    """What is to be told to one of them, the oldest first. One statement."""
    due = select(LimitReached).where(LimitReached.person_id == person_id, LimitReached.tell_at <= at)
    return db.session().scalars(due.order_by(LimitReached.id)).all()


def seen_for(limit: FamilyLimit, *, on: date, policy: SightPolicy) -> Child | None:
    """The student a limit is about, where whoever set it sees them on that day. One statement."""
    if limit.person_id == limit.student_id:
        return own_record(limit.person_id, on=on, policy=policy)
    seen = children_seen_by(limit.person_id, on=on, policy=policy)
    return next((each for each in seen if each.person_id == limit.student_id), None)


def hidden_of(child: Child, *, on: date) -> tuple[What, ...]:
    """What the student’s school hides on that day, and so no limit tells of. Two statements."""
    sections = ((What.MARK, Section.GRADES), (What.ABSENCES, Section.ATTENDANCE))
    return tuple(what for what, section in sections if hidden_at(child.school_public_id, section, on=on) is not None)


def days_absent(students: Collection[int], *, year: SchoolYear) -> dict[int, tuple[int, datetime | None]]:
    """Days of absence of each of some students in a school year, as the attendance page counts them, and when any
    source of attendance was last read. One statement."""
    event = AttendanceEvent
    read = select(func.max(FeedRun.applied_at)).where(FeedRun.source == event.source).correlate(event).scalar_subquery()
    counted = (
        select(event.person_id, func.count(), func.max(read))
        .where(
            event.person_id.in_(sorted(students)),
            event.is_current,
            event.category == Category.ABSENT.value,
            event.section_id.is_(None),
            event.period == "",
            event.day >= year.starts,
            event.day < year.ends,
        )
        .group_by(event.person_id)
    )
    return {row[0]: (row[1], row[2]) for row in db.session().execute(counted)}


def absences_stand(found: tuple[int, datetime | None], year: SchoolYear) -> Standing:
    """The days of absence of a school year."""
    days, as_of = found
    return Standing(What.ABSENCES, 0, year.name, days, Basis.DAYS, "", year.name, as_of)


def marks_stand(child: Child, *, on: date) -> list[Standing]:
    """The marks of the term of that day, as the page about grades shows them. Four statements; none in the grades that
    have no percentages."""
    if is_k_to_5(child.grade):
        return []
    book = gradebook_of(child.person_id, term_id=None, on=on)
    found = []
    for each in book.classes:
        stands = mark_stands(each.mark)
        if stands is not None:
            value, basis = stands
            span, title = (str(book.term.session_id), book.term.title) if book.term else ("", "")
            found.append(Standing(What.MARK, each.section_id, span, value, basis, each.title, title, book.updated_at))
    return found
