"""A family tells a condition of a student's health, and asks the nurse to correct immunizations; she answers.

No mail and no entry of the audit carries a word of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import CursorResult, update
from sqlalchemy.exc import IntegrityError

from foundation import audit, db, outbox
from foundation.audit import Actor
from foundation.outbox import Channel as Way
from portal.actions.message_digests import ARE_STILL_FOR
from portal.actions.message_mails import LATE_AFTER
from portal.events import HealthConditionNoted, ImmunizationCorrectionAnswered, ImmunizationCorrectionAsked
from portal.models import HealthCondition, ImmunizationCorrection
from portal.queries.health import Condition, Correction, conditions_of, how_many_wait
from portal.rules.health import Answer, HealthFault, fault_of_condition, fault_of_correction
from portal.rules.messages.leaving import leaves_at
from portal.rules.messages.writing import Kind
from portal.rules.preferences import Channel


class Overtaken(Exception):
    """Somebody else has changed it meanwhile: nothing is kept."""


@dataclass(frozen=True)
class ToldBack:
    """How whoever asked is told of an answer."""

    channels: tuple[Channel, ...]
    language: str
    zone: ZoneInfo


def tell_condition(
    student_id: int, title: str, care: str, *, writer_id: int, by: Actor, at: datetime
) -> HealthFault | None:
    """Keep a new condition; what is in the way, where something is."""
    held = sum(not each.now.is_ended for each in conditions_of(student_id))
    fault = fault_of_condition(title, care, before=None, held=held)
    if fault is None:
        _write(student_id, db.new_public_id(), 1, title, care, writer_id=writer_id, by=by, at=at)
    return fault


def change_condition(
    student_id: int, was: Condition, title: str, care: str, *, seen: int, writer_id: int, by: Actor, at: datetime
) -> HealthFault | None:
    """Keep another version of a condition. Raises Overtaken."""
    fault = fault_of_condition(title, care, before=(was.now.title, was.now.care), held=0)
    if fault is None or (fault is HealthFault.SAME and was.now.is_ended):
        _only_after(was, seen)
        _write(student_id, was.public_id, seen + 1, title, care, writer_id=writer_id, by=by, at=at)
        return None
    return fault


def end_condition(student_id: int, was: Condition, *, seen: int, writer_id: int, by: Actor, at: datetime) -> None:
    """Say that a condition has ended; its versions stay. Raises Overtaken."""
    _only_after(was, seen)
    now = was.now
    _write(student_id, was.public_id, seen + 1, now.title, now.care, is_ended=True, writer_id=writer_id, by=by, at=at)


def ask_correction(student_id: int, asker_id: int, said: str, *, by: Actor, at: datetime) -> HealthFault | None:
    """Ask the nurse to correct what is on record of immunizations; what is in the way, where something is."""
    fault = fault_of_correction(said, waiting=how_many_wait(student_id))
    if fault is not None:
        return fault
    made = ImmunizationCorrection(
        public_id=db.new_public_id(), student_id=student_id, asker_id=asker_id, said=said, asked_at=at
    )
    db.session().add(made)

    audit.record(ImmunizationCorrectionAsked(student_id, made.public_id), by=by, at=at)
    return None


def answer_correction(
    asked: Correction, answer: Answer, because: str, *, told: ToldBack, by: Actor, at: datetime
) -> bool:
    """Answer it once, and tell whoever asked that there is an answer; False where a colleague was faster."""
    kept: CursorResult[tuple[()]] = db.session().execute(  # type: ignore[assignment]
        update(ImmunizationCorrection)
        .where(ImmunizationCorrection.id == asked.id, ImmunizationCorrection.answer.is_(None))
        .values(answer=answer.value, because=because, answered_at=at, answered_by_id=by.person_id)
    )
    if kept.rowcount != 1:
        return False

    audit.record(ImmunizationCorrectionAnswered(asked.student_id, asked.public_id, answer.value), by=by, at=at)
    leaves = leaves_at(at, kind=Kind.GENERAL, zone=told.zone)
    for channel in told.channels:
        outbox.post(
            "question-answered",
            to=channel.to,
            channel=Way(channel.by.value),
            language=told.language,
            at=leaves,
            once=f"correction:{asked.id}:{channel.by.value}:{channel.to}",
            expires_at=leaves + LATE_AFTER,
            only_while={"check": ARE_STILL_FOR, "person": asked.asker_id, "students": str(asked.student_id)},
            person_id=asked.asker_id,
        )
    return True


def _only_after(was: Condition, seen: int) -> None:
    if was.now.number != seen:
        raise Overtaken


def _write(
    student_id: int,
    public_id: str,
    version: int,
    title: str,
    care: str,
    *,
    is_ended: bool = False,
    writer_id: int,
    by: Actor,
    at: datetime,
) -> None:
    made = HealthCondition(
        public_id=public_id,
        version=version,
        student_id=student_id,
        title=title,
        care=care,
        is_ended=is_ended,
        written_by_id=writer_id,
        written_at=at,
    )
    try:
        with db.session().begin_nested():
            db.session().add(made)
    except IntegrityError as rival:
        raise Overtaken from rival

    audit.record(HealthConditionNoted(student_id, public_id, version, is_ended), by=by, at=at)
