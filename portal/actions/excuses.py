"""A family asks to have absences excused, and the office answers day by day.

The source's record is not touched: the answer stands beside it. The mail says only that there is an answer, since what
it is about concerns a child.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import case, exists, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from foundation import audit, db, outbox
from foundation.audit import Actor
from foundation.outbox import Channel as Way
from portal.actions.message_digests import ARE_STILL_FOR
from portal.actions.message_mails import LATE_AFTER
from portal.events import AbsenceExcuseAnswered, AbsenceExcuseAsked, ExcuseDecisionsDownloaded
from portal.models import ExcuseDay, ExcuseRequest
from portal.queries.excuses import Asked
from portal.rules.excuses import Answer, Reason, Record
from portal.rules.messages.leaving import leaves_at
from portal.rules.messages.writing import Kind
from portal.rules.preferences import Channel


@dataclass(frozen=True)
class Asking:
    """Who asks for which days of whom, and why. `schools` are those whose office answers for each day."""

    student_id: int
    asker_id: int
    schools: Mapping[date, int | None]
    reason: Reason
    said: str


@dataclass(frozen=True)
class Given:
    """The office's answer to one day, and what the record says of it at that moment."""

    answer: Answer
    because: str
    then: Record


@dataclass(frozen=True)
class Told:
    """How the asker is told."""

    channels: tuple[Channel, ...]
    language: str
    zone: ZoneInfo


def ask_to_excuse(asking: Asking, *, by: Actor, at: datetime) -> int:
    """Ask about these days, at each school by itself; how many. A day that waits already is asked about once."""
    by_school: dict[int | None, list[date]] = defaultdict(list)
    for day, school in sorted(asking.schools.items()):
        by_school[school].append(day)
    return sum(_ask_one(asking, school, days, by=by, at=at) for school, days in by_school.items())


def answer_excuse(
    asked: Asked, given: Mapping[date, Given], *, version: int, told: Told, by: Actor, at: datetime
) -> bool:
    """Keep the answers to some days and tell whoever asked; False, and nothing kept, where somebody was faster."""
    moved = (
        update(ExcuseRequest)
        .where(ExcuseRequest.id == asked.id, ExcuseRequest.version == version, ExcuseRequest.settled_at.is_(None))
        .values(version=ExcuseRequest.version + 1)
        .returning(ExcuseRequest.version)
    )
    reached = db.session().execute(moved).scalar_one_or_none()
    if reached is None:
        return False
    for day, each in given.items():
        _answer_day(asked.id, day, each, by=by, at=at)
    _settle(asked.id, at=at)

    answers = [each.answer for each in given.values()]
    event = AbsenceExcuseAnswered(
        asked.student_id, asked.public_id, answers.count(Answer.ACCEPTED), answers.count(Answer.DECLINED)
    )
    audit.record(event, by=by, at=at)
    _tell(asked, told, reached, at=at)
    return True


def note_decisions_taken(first: date, last: date, *, rows: int, reason: str, by: Actor, at: datetime) -> None:
    """That the answers of these days left as a file."""
    audit.record(ExcuseDecisionsDownloaded(first, last, rows, reason), by=by, at=at)


def _ask_one(asking: Asking, school: int | None, days: list[date], *, by: Actor, at: datetime) -> int:
    made = ExcuseRequest(
        public_id=db.new_public_id(),
        student_id=asking.student_id,
        school_id=school,
        asker_id=asking.asker_id,
        reason=asking.reason.value,
        said=asking.said,
        asked_at=at,
    )
    db.session().add(made)
    db.session().flush()
    insert = (sqlite.insert if db.is_sqlite() else postgresql.insert)(ExcuseDay)
    rows = [
        {"request_id": made.id, "day": each, "student_id": asking.student_id, "because": "", "answer": None}
        for each in days
    ]
    written = db.session().execute(insert.values(rows).on_conflict_do_nothing().returning(ExcuseDay.day)).all()
    if not written:
        db.session().delete(made)
        db.session().flush()
        return 0

    audit.record(AbsenceExcuseAsked(asking.student_id, made.public_id, len(written)), by=by, at=at)
    return len(written)


def _answer_day(request_id: int, day: date, given: Given, *, by: Actor, at: datetime) -> None:
    db.session().execute(
        update(ExcuseDay)
        .where(ExcuseDay.request_id == request_id, ExcuseDay.day == day, ExcuseDay.answer.is_(None))
        .values(
            answer=given.answer.value,
            because=given.because,
            record_then=given.then.value,
            answered_at=at,
            answered_by_id=by.person_id,
        )
    )


def _settle(request_id: int, *, at: datetime) -> None:
    """It is settled once no day waits."""
    waits = exists(select(ExcuseDay.day).where(ExcuseDay.request_id == request_id, ExcuseDay.answer.is_(None)))
    values = {"settled_at": case((waits, None), else_=func.coalesce(ExcuseRequest.settled_at, at))}
    db.session().execute(update(ExcuseRequest).where(ExcuseRequest.id == request_id).values(values))


def _tell(asked: Asked, told: Told, number: int, *, at: datetime) -> None:
    leaves = leaves_at(at, kind=Kind.ATTENDANCE, zone=told.zone)
    for channel in told.channels:
        outbox.post(
            "excuse-answered",
            to=channel.to,
            channel=Way(channel.by.value),
            language=told.language,
            at=leaves,
            once=f"excuse:{asked.id}:{number}:{channel.by.value}:{channel.to}",
            expires_at=leaves + LATE_AFTER,
            only_while={"check": ARE_STILL_FOR, "person": asked.asker_id, "students": str(asked.student_id)},
            person_id=asked.asker_id,
        )
