"""The order of the desk’s queue, said in SQL as `support.rules.next_due` says it in Python; a test asks both."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, DateTime, String, and_, case, func, literal
from sqlalchemy import cast as sql_cast

from foundation import db
from support.models import Case
from support.rules.next_due import REPLY_WITHIN, WAITS
from support.rules.response import Priority
from support.rules.statuses import Status

FAR = datetime(9999, 1, 1, tzinfo=UTC)
UNOWED = (Status.VERIFICATION.value, Status.RELEASE.value)
"""Statuses in which a day that the contact named is past its use."""
WAITING = (*(each.value for each in WAITS), Status.VERIFICATION.value)


def order() -> tuple[ColumnElement[int], ColumnElement[Any]]:
    """Whose turn it is, and the place in the queue, as `next_of` decides them."""
    far = literal(FAR, Case.submitted_at.type)
    owed = _least(
        case((and_(Case.is_emergency.is_(True), Case.contact_id.is_(None)), Case.submitted_at), else_=far),
        case(
            (Case.answered_at.is_(None), Case.answer_due_at),
            (Case.waits_for_desk.is_(True), _reply_by()),
            else_=far,
        ),
        case((Case.status == Status.SCHEDULED.value, func.coalesce(_noon(Case.scheduled_on), far)), else_=far),
        case((Case.status.in_(UNOWED), far), else_=func.coalesce(_midnight(Case.due_on), far)),
    )
    turn = case((owed < far, 0), (Case.status.in_(WAITING), 1), else_=0)
    waits = case((Case.status == Status.VERIFICATION.value, func.coalesce(_noon(Case.resolved_on), far)), else_=far)
    return turn, case((owed < far, owed), else_=waits)


def rank() -> ColumnElement[int]:
    """How bad, the worst first."""
    return case({each.value: place for place, each in enumerate(Priority)}, value=Case.priority, else_=len(Priority))


def _least(*moments: ColumnElement[Any]) -> ColumnElement[Any]:
    return (func.min if db.is_sqlite() else func.least)(*moments, type_=Case.submitted_at.type)


def _noon(day: Any) -> ColumnElement[Any]:
    if db.is_sqlite():
        return cast(ColumnElement[Any], day.cast(String).concat(" 12:00:00.000000"))
    return _utc(sql_cast(day, DateTime) + literal(timedelta(hours=12)))


def _midnight(day: Any) -> ColumnElement[Any]:
    """The one at which that day ends."""
    if db.is_sqlite():
        return cast(ColumnElement[Any], func.date(day, "+1 day", type_=String()).concat(" 00:00:00.000000"))
    return _utc(sql_cast(day, DateTime) + literal(timedelta(days=1)))


def _reply_by() -> ColumnElement[Any]:
    if db.is_sqlite():
        wait = case(
            {each.value: f"+{wait // timedelta(hours=1)} hours" for each, wait in REPLY_WITHIN.items()},
            value=Case.priority,
        )
        moment = func.strftime("%Y-%m-%d %H:%M:%f", Case.said_at, wait, type_=String())
        return cast(ColumnElement[Any], moment.concat("000"))
    waits = case({each.value: literal(wait) for each, wait in REPLY_WITHIN.items()}, value=Case.priority)
    return cast(ColumnElement[Any], Case.said_at + waits)


def _utc(moment: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.timezone("UTC", moment, type_=Case.submitted_at.type)
