"""A person settles which value of a relationship counts: the one the office has set, or the one a feed says now.

Whoever calls has taken on both people and the relationship with `holding.hold`. A question is settled once.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete

from district.actions.feed_questions import settle_once
from district.actions.ties import change_tie, end_tie
from district.events import TieChanged, TieQuestionSettled
from district.models import Relationship, TieEdit
from district.queries.tie_questions import TieQuestion
from district.rules.homes import Span
from district.rules.relationships import FLAGS, TieFault, Wanted
from district.rules.tie_questions import GONE, KEPT, TAKEN, Value, meant
from foundation import audit, clock, db
from foundation.audit import Actor

BESIDE_THE_FLAGS = ("emergency", "primary_contact")
"""What a feed says of a relationship and the office's form does not ask."""


def keep_office_value(question: TieQuestion, *, by: Actor, at: datetime, reason: str = "") -> None:
    """Let what the office has set stand, until the feed says something else again. Raises AlreadySettled."""
    _settle(question, KEPT, by=by, at=at, reason=reason)


def take_feed_value(question: TieQuestion, *, by: Actor, at: datetime, reason: str = "") -> TieFault | None:
    """Let what the feed says count, now and later; or say what is in the way. Raises AlreadySettled.

    A pair that the feed lists no more ends today, as it would have ended without the office's word.
    """
    fault = _take(question.tie, question.field, question.now, by=by, at=at, reason=reason)
    if fault is not None:
        return fault
    db.session().execute(
        delete(TieEdit).where(TieEdit.relationship_id == question.tie.id, TieEdit.field == question.field),
        execution_options={"synchronize_session": "fetch"},
    )
    _settle(question, TAKEN, by=by, at=at, reason=reason)
    return None


def _take(row: Relationship, field: str, said: str, *, by: Actor, at: datetime, reason: str) -> TieFault | None:
    today = clock.day_of(at)
    if said == GONE:
        is_over = row.ends is not None and row.ends <= today
        return None if is_over else end_tie(row, ends=max(today, row.starts), by=by, at=at, reason=reason)
    value = meant(field, said)
    if field in BESIDE_THE_FLAGS:
        before = getattr(row, field)
        setattr(row, field, value)
        told = TieChanged(row.student_id, (row.adult_id,), before={field: before}, after={field: value}, reason=reason)
        audit.record(told, by=by, at=at)
        return None
    return change_tie(row, _with(row, field, value), by=by, at=at, reason=reason)


def _with(row: Relationship, field: str, value: Value) -> Wanted:
    """What the relationship says, with another value of one field."""
    said = {each: getattr(row, each) for each in ("type", "ends", "emergency_priority", *FLAGS)} | {field: value}
    flags = {each: said[each] for each in FLAGS}
    return Wanted(said["type"], Span(row.starts, said["ends"]), flags, said["emergency_priority"])


def _settle(question: TieQuestion, how: str, *, by: Actor, at: datetime, reason: str) -> None:
    settle_once(question, how, by=by, at=at, reason=reason)
    told = TieQuestionSettled(
        question.tie.student_id,
        (question.tie.adult_id,),
        field=question.field,
        answer=how,
        source=question.asked.source,
        reason=reason,
    )
    audit.record(told, by=by, at=at)
