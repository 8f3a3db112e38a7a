"""What the family’s home tells of: what needs somebody, and what today brings. Each topic stands here in one line.

A new topic gives its select (`portal.queries.home_lines`) a name here, and its sentence the same one in
`portal/words/needs.py`. However many there are, they are read in one statement.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, String, and_, case, cast, exists, func, literal, or_, select

from district.models import AttendanceEvent, ChangeRequest, Fee, Immunization, Person
from district.queries.health import DAY
from district.rules.attendance import Category
from district.rules.requests import Status
from portal.models import (
    Conversation,
    ExcuseDay,
    ExcuseRequest,
    ImmunizationCorrection,
    LimitReached,
    MessageRecipient,
)
from portal.queries.grade_lines import DUE_TODAY, MISSING_WORK
from portal.queries.home_lines import ON, READER, SINCE, SINCE_DAY, STUDENTS, Topic, line
from portal.rules.excuses import Answer, Record
from portal.rules.limits import What
from portal.rules.sections import Section

_ANSWERED = select(*line(None, ChangeRequest.kind, ref=ChangeRequest.public_id)).where(
    ChangeRequest.asker_id == READER,
    ChangeRequest.settled_at >= SINCE,
    ChangeRequest.status_now != Status.WITHDRAWN.value,
    or_(ChangeRequest.about_id == READER, ChangeRequest.about_id.in_(STUDENTS)),
)

_FEE_DUE = (
    select(*line(Fee.person_id, Fee.title, day=Fee.due_on, amount=Fee.amount - Fee.paid, ref=Person.public_id))
    .join(Person, Person.id == Fee.person_id)
    .where(
        Fee.person_id.in_(STUDENTS),
        Fee.is_current,
        Fee.is_waived.is_(False),
        Fee.paid < Fee.amount,
        or_(Fee.assessed_on.is_(None), Fee.assessed_on <= ON),
    )
)
_IS_CLASS = case((or_(AttendanceEvent.section_id.is_not(None), AttendanceEvent.period != ""), 1), else_=0)
_FOUND_ABSENT = (
    select(
        AttendanceEvent.person_id,
        AttendanceEvent.day,
        func.min(_IS_CLASS).label("is_class"),
        func.max(case((AttendanceEvent.excused.is_(False), 1), else_=0)).label("is_unexcused"),
        func.count().label("missed"),
    )
    .where(
        AttendanceEvent.person_id.in_(STUDENTS),
        AttendanceEvent.is_current,
        AttendanceEvent.category == Category.ABSENT.value,
        AttendanceEvent.excused.is_not(True),
        AttendanceEvent.day >= SINCE_DAY,
        AttendanceEvent.day <= ON,
    )
    .group_by(AttendanceEvent.person_id, AttendanceEvent.day)
    .subquery()
)
_RECORDED = case((_FOUND_ABSENT.c.is_unexcused == 1, Record.UNEXCUSED.value), else_=Record.UNKNOWN.value)
_IN_HAND = exists().where(
    ExcuseDay.student_id == _FOUND_ABSENT.c.person_id,
    ExcuseDay.day == _FOUND_ABSENT.c.day,
    or_(
        ExcuseDay.answer.is_(None),
        and_(ExcuseDay.answer == Answer.ACCEPTED.value, ExcuseDay.record_then == _RECORDED),
    ),
)
"""Somebody asked, and the office has not answered, or accepted what the record still says."""
_ABSENT = select(
    *line(
        _FOUND_ABSENT.c.person_id,
        case((_FOUND_ABSENT.c.is_class == 0, literal("day", String)), else_=literal("class", String)),
        day=_FOUND_ABSENT.c.day,
        amount=_FOUND_ABSENT.c.missed,
    )
).where(~_IN_HAND)
"""A line a day: `what` is the whole `day`, or `class` with how many were missed."""
_EXCUSE_ANSWERED = (
    select(*line(ExcuseRequest.student_id, "", amount=func.count()))
    .where(
        ExcuseRequest.asker_id == READER,
        ExcuseRequest.student_id.in_(STUDENTS),
        ExcuseRequest.settled_at >= SINCE,
    )
    .group_by(ExcuseRequest.student_id)
)
_NURSE_ANSWERED = (
    select(*line(ImmunizationCorrection.student_id, "", amount=func.count()))
    .where(
        ImmunizationCorrection.asker_id == READER,
        ImmunizationCorrection.student_id.in_(STUDENTS),
        ImmunizationCorrection.answered_at >= SINCE,
    )
    .group_by(ImmunizationCorrection.student_id)
)
_UNREAD = (
    select(*line(None, "", amount=func.count(MessageRecipient.message_id.distinct())))
    .where(
        MessageRecipient.person_id == READER,
        MessageRecipient.student_id.in_(STUDENTS),
        MessageRecipient.read_at.is_(None),
    )
    .having(func.count() > 0)
)
_ANSWERS = select(*line(None, Conversation.subject, ref=Conversation.public_id)).where(
    Conversation.family_id == READER,
    Conversation.student_id.in_(STUDENTS),
    Conversation.staff_said_at.is_not(None),
    Conversation.family_read_at.is_(None),
)


def _limits(what: What) -> Select[Any]:
    """What reached a limit of the reader lately, and is so still."""
    reached = LimitReached
    return (
        select(*line(reached.student_id, reached.title, amount=func.count(), detail=what.value))
        .where(
            reached.person_id == READER,
            reached.student_id.in_(STUDENTS),
            reached.what == what.value,
            reached.over_at.is_(None),
            reached.reached_at >= SINCE,
        )
        .group_by(reached.student_id, reached.title)
    )


NEEDS: dict[str, Topic] = {
    "messages-unread": Topic(_UNREAD),
    "message-answered": Topic(_ANSWERS),
    "request-answered": Topic(_ANSWERED),
    "missing-work": MISSING_WORK,
    "fee-due": Topic(_FEE_DUE, Section.FEES),
    "absent": Topic(_ABSENT, Section.ATTENDANCE),
    "limit-mark": Topic(_limits(What.MARK), Section.GRADES),
    "limit-absences": Topic(_limits(What.ABSENCES), Section.ATTENDANCE),
    "nurse-answered": Topic(_NURSE_ANSWERED, Section.IMMUNIZATIONS),
    "excuse-answered": Topic(_EXCUSE_ANSWERED, Section.ATTENDANCE),
}
WORKED_OUT = {"immunization-missing": Section.IMMUNIZATIONS}
"""What a rule works out of other lines, and no select: the section each belongs to. `amount` says how many."""
SHOTS = select(
    *line(
        Immunization.person_id,
        Immunization.vaccine,
        detail=Immunization.exemption,
        day=DAY,
        ref=func.coalesce(cast(Person.birth_date, String), ""),
    )
).where(Immunization.person_id.in_(STUDENTS), Immunization.is_current, Person.id == Immunization.person_id)
"""The lines of the record that say which immunizations lack; `ref` is the birth date, or empty."""
TODAY: dict[str, Topic] = {
    "due-today": DUE_TODAY,
}
