"""A family writes to a teacher or an office of its child, and is answered. Each line is told to the other side by a
mail that says only that it is there."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import update

from district.queries.mailing import email_on_file
from foundation import audit, db, outbox
from foundation.audit import Actor
from foundation.outbox import Channel as Way
from portal import events
from portal.actions.message_digests import ARE_STILL_FOR
from portal.actions.message_mails import LATE_AFTER
from portal.models import Conversation, ConversationLine
from portal.queries.messages.conversations import TEACHES, Correspondent, Talk
from portal.rules.messages.leaving import leaves_at
from portal.rules.messages.writing import Kind
from portal.rules.preferences import Channel


def begin_conversation(
    to: Correspondent,
    *,
    family_id: int,
    subject: str,
    body: str,
    on_message: int | None,
    by: Actor,
    at: datetime,
) -> str:
    """Let a family write to a teacher or an office; gives the public id of the conversation."""
    is_teacher = to.what == TEACHES
    made = Conversation(
        public_id=db.new_public_id(),
        student_id=to.student_id,
        family_id=family_id,
        staff_id=to.id if is_teacher else None,
        school_id=None if is_teacher else to.id,
        message_id=on_message,
        subject=subject,
        said_at=at,
        family_said_at=at,
        family_read_at=at,
    )
    db.session().add(made)
    db.session().flush()
    line = _say(made.id, family_id, by_family=True, body=body, at=at)

    audit.record(events.FamilyWrote(to.student_id, made.public_id), by=by, at=at)
    _tell_staff(made.staff_id, made.public_id, line, at=at)
    return made.public_id


def add_line_of_family(talk: Talk, *, body: str, by: Actor, at: datetime) -> None:
    """A family says more in a conversation."""
    line = _say(talk.id, talk.family_id, by_family=True, body=body, at=at)
    values = {"said_at": at, "family_said_at": at, "family_read_at": at, "staff_read_at": None}
    db.session().execute(update(Conversation).where(Conversation.id == talk.id).values(values))

    audit.record(events.FamilyWrote(talk.student_id, talk.public_id), by=by, at=at)
    _tell_staff(talk.staff_id, talk.public_id, line, at=at)


def answer_family(
    talk: Talk,
    *,
    author_id: int,
    body: str,
    channels: tuple[Channel, ...],
    language: str,
    sender: str,
    zone: ZoneInfo,
    by: Actor,
    at: datetime,
) -> None:
    """A teacher or an office answers; the family is told by its channels, but not at night."""
    line = _say(talk.id, author_id, by_family=False, body=body, at=at)
    values = {"said_at": at, "staff_said_at": at, "staff_read_at": at, "family_read_at": None}
    db.session().execute(update(Conversation).where(Conversation.id == talk.id).values(values))

    audit.record(events.FamilyAnswered(talk.student_id, talk.public_id), by=by, at=at)
    leaves = leaves_at(at, kind=Kind.TEACHER, zone=zone)
    for channel in channels:
        outbox.post(
            "school-answered",
            to=channel.to,
            channel=Way(channel.by.value),
            language=language,
            at=leaves,
            once=f"conversation:{line}:{channel.by.value}:{channel.to}",
            expires_at=leaves + LATE_AFTER,
            only_while={"check": ARE_STILL_FOR, "person": talk.family_id, "students": str(talk.student_id)},
            person_id=talk.family_id,
            sender=sender,
            conversation=talk.public_id,
        )


def note_conversation_read(talk: Talk, *, by_family: bool, at: datetime) -> None:
    """Keep that one side has read so far."""
    values = {"family_read_at" if by_family else "staff_read_at": at}
    db.session().execute(update(Conversation).where(Conversation.id == talk.id).values(values))


def _say(conversation_id: int, author_id: int, *, by_family: bool, body: str, at: datetime) -> int:
    line = ConversationLine(
        conversation_id=conversation_id, author_id=author_id, by_family=by_family, body=body, said_at=at
    )
    db.session().add(line)
    db.session().flush()
    return line.id


def _tell_staff(staff_id: int | None, conversation: str, line: int, *, at: datetime) -> None:
    """A teacher by mail; an office looks into its list."""
    to = email_on_file(staff_id, on=at.date()) if staff_id is not None else None
    if to is not None:
        outbox.post(
            "family-wrote",
            to=to,
            language="en",
            at=at,
            once=f"family-wrote:{line}",
            person_id=staff_id,
            conversation=conversation,
        )
