"""Whom a family may write to, and what was said. Both sides are asked of facts each time: a family sees a conversation
while it sees the student, a teacher while she teaches the student, an office while the student is at its school."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from district.models import ClassEnrollment, Enrollment, Person, School, Section
from district.queries.employment import holds_a_job
from district.queries.sight_facts import SCHOOL
from foundation import db
from portal.models import Conversation, ConversationLine
from portal.queries.messages.within import TEACHER, in_session, lives, students_in
from portal.rules.messages.writing import Reach

SHOWN = 30
TEACHES, OFFICE = "teacher", "office"


@dataclass(frozen=True)
class Correspondent:
    """A teacher or an office that a family may write to about one student."""

    what: str
    """`teacher` or `office`."""
    id: int
    public_id: str
    name: str
    student_id: int
    classes: str
    """Of a teacher."""


@dataclass(frozen=True)
class Talk:
    """A conversation as it stands in a list."""

    id: int
    public_id: str
    subject: str
    said_at: datetime
    student: str
    student_id: int
    family: str
    family_id: int
    with_whom: str
    """The teacher’s name, or the school’s."""
    staff_id: int | None
    has_news_for_family: bool
    has_news_for_staff: bool


@dataclass(frozen=True)
class Said:
    """One line of it."""

    author: str
    by_family: bool
    body: str
    said_at: datetime


def correspondents(students: Collection[int], *, on: date) -> list[Correspondent]:
    """The teachers of these students today, and the offices of their schools. One statement, or none."""
    if not students:
        return []
    taught = aliased(ClassEnrollment)
    teachers = (
        select(
            literal(TEACHES).label("what"),
            Person.id,
            Person.public_id,
            _full_name(Person).label("name"),
            taught.person_id.label("student_id"),
            func.aggregate_strings(Section.title, ", ").label("classes"),
        )
        .select_from(taught)
        .join(Section, Section.id == taught.section_id)
        .join(ClassEnrollment, and_(ClassEnrollment.section_id == Section.id, ClassEnrollment.role == TEACHER))
        .join(Person, Person.id == ClassEnrollment.person_id)
        .where(taught.person_id.in_(sorted(students)), taught.role == "student", *lives(taught, on))
        .where(*in_session(on), *lives(ClassEnrollment, on), holds_a_job(Person.__table__.c.id, literal(on)))
        .group_by(Person.id, taught.person_id)
    )
    offices = (
        select(literal(OFFICE), School.id, School.public_id, School.name, Enrollment.person_id, literal(""))
        .select_from(Enrollment)
        .join(School, School.id == Enrollment.school_id)
        .where(Enrollment.person_id.in_(sorted(students)), School.kind == SCHOOL, *lives(Enrollment, on))
        .distinct()
    )
    rows: Any = db.session().execute(union_all(teachers, offices))
    found = [Correspondent(*row) for row in rows]
    return sorted(found, key=lambda each: (each.student_id, each.what, each.name))


def talks_of_family(person_id: int, students: Collection[int]) -> list[Talk]:
    """The latest conversations of a guardian or student, about students they see. One statement."""
    return _talks(Conversation.family_id == person_id, Conversation.student_id.in_(sorted(students)))


def talk_of_family(person_id: int, students: Collection[int], public_id: str) -> Talk | None:
    """One of these. One statement."""
    mine = Conversation.family_id == person_id, Conversation.student_id.in_(sorted(students))
    return next(iter(_talks(*mine, Conversation.public_id == public_id)), None)


def talks_of_staff(person_id: int, reach: Reach, *, on: date) -> list[Talk]:
    """The latest conversations of a teacher about present students, and of the offices one works in. One statement."""
    return _talks(_of_staff(person_id, reach, on))


def talk_of_staff(person_id: int, reach: Reach, public_id: str, *, on: date) -> Talk | None:
    """One of these. One statement."""
    return next(iter(_talks(_of_staff(person_id, reach, on), Conversation.public_id == public_id)), None)


def lines_of(conversation_id: int) -> list[Said]:
    """What was said, the oldest first. One statement."""
    rows = db.session().execute(
        select(ConversationLine, Person)
        .join(Person, Person.id == ConversationLine.author_id)
        .where(ConversationLine.conversation_id == conversation_id)
        .order_by(ConversationLine.id)
    )
    return [Said(author.full_name, line.by_family, line.body, line.said_at) for line, author in rows]


def _of_staff(person_id: int, reach: Reach, on: date) -> ColumnElement[bool]:
    taught = students_in(reach.sections, on=on)
    here = select(Enrollment.id).where(
        Enrollment.person_id == Conversation.student_id, Enrollment.school_id == Conversation.school_id
    )
    return or_(
        and_(Conversation.staff_id == person_id, Conversation.student_id.in_(taught)) if reach.sections else false(),
        and_(
            Conversation.staff_id.is_(None),
            Conversation.school_id.in_(reach.schools),
            here.where(*lives(Enrollment, on)).exists(),
        )
        if reach.schools
        else false(),
    )


_student, _family, _staff = aliased(Person), aliased(Person), aliased(Person)


def _talks(*conditions: ColumnElement[bool]) -> list[Talk]:
    rows: Any = db.session().execute(
        select(Conversation, _student, _family, _staff, School.name)
        .join(_student, _student.id == Conversation.student_id)
        .join(_family, _family.id == Conversation.family_id)
        .outerjoin(_staff, _staff.id == Conversation.staff_id)
        .outerjoin(School, School.id == Conversation.school_id)
        .where(*conditions)
        .order_by(Conversation.said_at.desc(), Conversation.id.desc())
        .limit(SHOWN)
    )
    return [_talk(row) for row in rows]


def _talk(row: Any) -> Talk:
    talk, student, family, staff, school = row
    return Talk(
        id=talk.id,
        public_id=talk.public_id,
        subject=talk.subject,
        said_at=talk.said_at,
        student=student.full_name,
        student_id=talk.student_id,
        family=family.full_name,
        family_id=talk.family_id,
        with_whom=staff.full_name if staff is not None else school or "",
        staff_id=talk.staff_id,
        has_news_for_family=_is_news(talk.staff_said_at, talk.family_read_at),
        has_news_for_staff=_is_news(talk.family_said_at, talk.staff_read_at),
    )


def _is_news(said_at: datetime | None, read_at: datetime | None) -> bool:
    return said_at is not None and read_at is None


def _full_name(of: type[Person]) -> ColumnElement[str]:
    first = func.coalesce(func.nullif(of.preferred_first_name, ""), of.first_name)
    last = func.coalesce(func.nullif(of.preferred_last_name, ""), of.last_name)
    return first + " " + last
