"""A message to families, deed by deed: write, send or schedule, take back, and leave portion by portion.

Each step is one conditional UPDATE of the state, so that a form sent twice, two workers or a worker killed in the
middle do it once. Whom it comes to is decided in the transaction that tells them; what is told by mail, text or call is
looked at once more when it leaves the house (`only_while`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from sqlalchemy import CursorResult, func, insert, select, update

from foundation import audit, db, jobs
from foundation.audit import Actor
from portal import events
from portal.actions.message_files import discard_files
from portal.actions.message_mails import Leaving, tell
from portal.models import Message, MessagePart, MessageRecipient
from portal.queries.messages.addressed import Addressee, Weighed
from portal.rules.messages.leaving import State, Stop, digest_at, goes_at_once, leaves_at
from portal.rules.messages.writing import Audience, Kind, Target

BEGIN, PART = "message-begin", "message-part"
STUDENTS_IN_A_PART = 250


@dataclass(frozen=True)
class Draft:
    """What was filled in. `texts` are subject and body by language, of those that were written."""

    kind: Kind
    audience: Audience
    target: Target
    texts: Mapping[str, tuple[str, str]]
    wanted_at: datetime | None = None


def write_message(draft: Draft, *, account_id: int, author_id: int, by: Actor, at: datetime) -> str:
    """Keep a new message as a draft; gives its public id. Nothing leaves."""
    public_id = db.new_public_id()
    db.session().add(
        Message(
            public_id=public_id,
            account_id=account_id,
            author_id=author_id,
            state=State.DRAFT.value,
            written_at=at,
            **_columns(draft),
        )
    )
    audit.record(events.MessageDrafted(public_id, draft.kind.value, _said(draft.target)), by=by, at=at)
    return public_id


def rewrite_message(message: Message, draft: Draft, *, seen: int, by: Actor, at: datetime) -> bool:
    """Keep a draft as it is now written; False where it was changed since, or told to leave."""
    values = {**_columns(draft), "version": seen + 1, "written_at": at}
    if not _updated(message.id, State.DRAFT, values, Message.version == seen):
        return False
    audit.record(events.MessageDrafted(message.public_id, draft.kind.value, _said(draft.target)), by=by, at=at)
    return True


def send_message(message: Message, *, zone: ZoneInfo, by: Actor, at: datetime) -> datetime | None:
    """Let a draft leave, now or at the moment its author wants, but not in the quiet hours. Gives the moment; None
    where it is no draft any more."""
    goes_at = leaves_at(max(message.wanted_at or at, at), kind=Kind(message.kind), zone=zone)
    if not _moved(message.id, State.DRAFT, State.SCHEDULED, goes_at=goes_at):
        return None
    _queue_beginning(message.id, goes_at, at=at)
    audit.record(events.MessageScheduled(message.public_id, goes_at), by=by, at=at)
    return goes_at


def cancel_message(message: Message, *, by: Actor, at: datetime) -> bool:
    """Take a message back before it leaves; False where it has begun to, or was taken back."""
    gone = _moved(message.id, State.SCHEDULED, State.CANCELLED) or _moved(message.id, State.DRAFT, State.CANCELLED)
    if gone:
        discard_files(message.id)
        audit.record(events.MessageCancelled(message.public_id), by=by, at=at)
    return gone


def put_off(message: Message, goes_at: datetime, *, by: Actor, at: datetime) -> bool:
    """Let a message wait until a later moment: it was to leave, and by now it is night."""
    if not _updated(message.id, State.SCHEDULED, {"goes_at": goes_at}, Message.goes_at < goes_at):
        return False
    _queue_beginning(message.id, goes_at, at=at)
    audit.record(events.MessageScheduled(message.public_id, goes_at), by=by, at=at)
    return True


def begin_message(message: Message, students: Sequence[int], *, by: Actor, at: datetime) -> None:
    """Divide the students whose families are meant into portions, and queue the first."""
    if not _moved(message.id, State.SCHEDULED, State.SENDING, total=len(students)):
        return
    starts = range(0, len(students), STUDENTS_IN_A_PART)
    parts = [
        {"message_id": message.id, "number": number, "students": {"ids": students[start : start + STUDENTS_IN_A_PART]}}
        for number, start in enumerate(starts, 1)
    ]
    if not parts:
        _end(message, by=by, at=at)
        return
    db.session().execute(insert(MessagePart), parts)
    _queue_part(message.id, 1, at=at)


def keep_part(message: Message, number: int, found: Weighed, leaving: Leaving, *, of: int, by: Actor) -> None:
    """Enter and tell whom one portion of `of` students comes to, and queue the next. Nothing where that was done."""
    at = leaving.at
    claimed = db.session().execute(
        update(MessagePart)
        .where(MessagePart.message_id == message.id, MessagePart.number == number, MessagePart.done_at.is_(None))
        .values(done_at=at)
    )
    if cast(CursorResult[Any], claimed).rowcount != 1:
        return
    new = _enter(message, found.addressees, leaving)
    tell(message, new, leaving)
    db.session().execute(update(Message).where(Message.id == message.id).values(done=Message.done + of))
    last = select(func.max(MessagePart.number)).where(MessagePart.message_id == message.id)
    if number < db.session().execute(last).scalar_one():
        _queue_part(message.id, number + 1, at=at)
    else:
        _end(message, by=by, at=at)


def stop_message(message: Message, why: Stop, *, by: Actor, at: datetime) -> None:
    """End a message before its end; whoever has it keeps it."""
    values = {"stopped_because": why.value}
    if _moved(message.id, State.SCHEDULED, State.STOPPED, **values) or _moved(
        message.id, State.SENDING, State.STOPPED, **values
    ):
        audit.record(events.MessageStopped(message.public_id, why.value), by=by, at=at)


def note_recipients_taken(message: Message, *, lines: int, reason: str, by: Actor, at: datetime) -> None:
    """That the list of recipients left as a file."""
    audit.record(events.MessageRecipientsDownloaded(message.public_id, lines, reason), by=by, at=at)


def _enter(message: Message, found: Collection[Addressee], leaving: Leaving) -> list[Addressee]:
    """All of them in one statement; whoever stands there already is left as they are. Gives those who are new: a person
    with children in two portions is entered for both, and told by the first."""
    known = set(
        db.session().scalars(
            select(MessageRecipient.person_id).where(
                MessageRecipient.message_id == message.id,
                MessageRecipient.person_id.in_({each.person_id for each in found}),
            )
        )
    )
    digest = (
        None if goes_at_once(Kind(message.kind)) else digest_at(leaving.at, digest=leaving.digest, zone=leaving.zone)
    )
    rows = {
        (each.person_id, each.student_id): {
            "message_id": message.id,
            "person_id": each.person_id,
            "student_id": each.student_id,
            "language": each.language,
            "reached": each.reached,
            "digest_at": digest if each.channels else None,
            "read_at": None,
        }
        for each in found
    }
    if rows:
        db.session().execute(insert(db.table(MessageRecipient)), list(rows.values()))
    return [each for each in found if each.person_id not in known]


def _end(message: Message, *, by: Actor, at: datetime) -> None:
    if not _moved(message.id, State.SENDING, State.SENT, sent_at=at):
        return
    counted = select(
        func.count(MessageRecipient.person_id.distinct()), func.count(MessageRecipient.student_id.distinct())
    ).where(MessageRecipient.message_id == message.id)
    people, students = db.session().execute(counted).one()
    audit.record(events.MessageSent(message.public_id, people, students), by=by, at=at)


def _queue_beginning(message_id: int, goes_at: datetime, *, at: datetime) -> None:
    slot = f"{BEGIN}:{message_id}:{goes_at:%Y%m%dT%H%M%S}"
    jobs.queue(BEGIN, {"message": message_id}, at=at, run_at=goes_at, slot=slot)


def _queue_part(message_id: int, number: int, *, at: datetime) -> None:
    jobs.queue(PART, {"message": message_id, "number": number}, at=at, slot=f"{PART}:{message_id}:{number}")


def _columns(draft: Draft) -> dict[str, Any]:
    return {
        "kind": draft.kind.value,
        "audience": draft.audience.value,
        "section_id": draft.target.section_id,
        "school_id": draft.target.school_id,
        "student_id": draft.target.student_id,
        "grade": draft.target.grade,
        "language": draft.target.language,
        "texts": {language: list(words) for language, words in draft.texts.items()},
        "wanted_at": draft.wanted_at,
    }


def _said(target: Target) -> str:
    """`section 7`, `school 3 grade 09`: for the audit."""
    named = (("section", target.section_id), ("school", target.school_id), ("student", target.student_id))
    words = [f"{name} {value}" for name, value in named if value is not None]
    words += [f"{name} {value}" for name, value in (("grade", target.grade), ("language", target.language)) if value]
    return " ".join(words) or "everybody"


def _moved(message_id: int, before: State, after: State, **values: Any) -> bool:
    return _updated(message_id, before, {"state": after.value, **values})


def _updated(message_id: int, state: State, values: dict[str, Any], *conditions: Any) -> bool:
    changed = db.session().execute(
        update(Message).where(Message.id == message_id, Message.state == state.value, *conditions).values(values)
    )
    return cast(CursorResult[Any], changed).rowcount == 1
