"""Messages from the school: what was written, for whom, how far each has come, and who has read it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from foundation import db
from foundation.files import StoredFile


class Message(db.Base):
    """One message of one author to the families of some students. Which students, the columns from `section_id` to
    `language` say (`portal.rules.messages.writing.Target`); whom it reaches is decided when it leaves."""

    __tablename__ = "message"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=db.new_public_id)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    """Whose account wrote it. Whether it may still write is looked at again when the message leaves."""
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str]
    audience: Mapped[str]
    """`families`, `students` or `both`."""
    section_id: Mapped[int | None] = mapped_column(ForeignKey("section.id"))
    school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"))
    student_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    grade: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="")
    texts: Mapped[dict[str, Any]]
    """By language: `{"en": ["subject", "body"]}`."""
    state: Mapped[str]
    stopped_because: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    """Taken on by every change while it is a draft."""
    written_at: Mapped[datetime] = db.moment()
    wanted_at: Mapped[datetime | None] = db.moment(nullable=True)
    """When the author wants it to leave; null: as soon as it may."""
    goes_at: Mapped[datetime | None] = db.moment(nullable=True)
    """When it does: the moment wanted, or the end of the quiet hours after it."""
    sent_at: Mapped[datetime | None] = db.moment(nullable=True)
    total: Mapped[int] = mapped_column(default=0)
    """So many students whose families it is for, once it has begun to leave."""
    done: Mapped[int] = mapped_column(default=0)
    """So many of them have been looked at."""

    __table_args__ = (Index("ix_message_author_id", "author_id", "id"),)


class MessageTemplate(db.Base):
    """Words that are written again and again: somebody’s own, or the district’s."""

    __tablename__ = "message_template"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=db.new_public_id)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    """Whose it is; null: the district’s, for all who write."""
    name: Mapped[str]
    texts: Mapped[dict[str, Any]]
    """By language: `{"en": ["subject", "body"]}`, with placeholders (`portal.rules.messages.placeholders`)."""
    version: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[datetime] = db.moment()
    ended_at: Mapped[datetime | None] = db.moment(nullable=True)


class MessageFile(db.Base):
    """A file that goes with a message. It stands in the portal; a mail tells that it is there."""

    __tablename__ = "message_file"

    file_id: Mapped[int] = mapped_column(ForeignKey(StoredFile.id), primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"), index=True)


class MessagePart(db.Base):
    """A portion of the students of one message, whose families are written to in one transaction."""

    __tablename__ = "message_part"

    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """From 1."""
    students: Mapped[dict[str, Any]]
    """`{"ids": [...]}`"""
    done_at: Mapped[datetime | None] = db.moment(nullable=True)


class MessageRecipient(db.Base):
    """That a message is for a person, because of one student; shown only as long as the person sees the student."""

    __tablename__ = "message_recipient"

    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    """The student themselves where it is for them."""
    language: Mapped[str]
    """In which it is written to the person."""
    reached: Mapped[str] = mapped_column(default="")
    """Comma-joined: `mail`, `text`, `voice`, and `portal` where the person has an account. Empty: not reached."""
    digest_at: Mapped[datetime | None] = db.moment(nullable=True)
    """From when on the digest tells of it; null where it was told by itself, or the digest has told."""
    read_at: Mapped[datetime | None] = db.moment(nullable=True)

    __table_args__ = (
        Index("ix_message_recipient_person_id", "person_id", "message_id"),
        Index(
            "ix_message_recipient_digest_at",
            "digest_at",
            sqlite_where=text("digest_at IS NOT NULL"),
            postgresql_where=text("digest_at IS NOT NULL"),
        ),
    )


class Conversation(db.Base):
    """What a guardian or student and a teacher, or the office of a school, write to each other about a student."""

    __tablename__ = "conversation"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=db.new_public_id)
    student_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    family_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    """The guardian, or the student."""
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """The teacher; null where it is the office of `school_id`."""
    school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"))
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"))
    """The message that was answered; null where the family began."""
    subject: Mapped[str]
    said_at: Mapped[datetime] = db.moment()
    """When the last line was written."""
    family_said_at: Mapped[datetime] = db.moment()
    staff_said_at: Mapped[datetime | None] = db.moment(nullable=True)
    family_read_at: Mapped[datetime | None] = db.moment(nullable=True)
    """When that side read the last line of the other; null until it has."""
    staff_read_at: Mapped[datetime | None] = db.moment(nullable=True)

    __table_args__ = (
        Index("ix_conversation_family_id", "family_id", "said_at"),
        Index("ix_conversation_staff_id", "staff_id", "said_at"),
        Index("ix_conversation_school_id", "school_id", "said_at"),
    )


class ConversationLine(db.Base):
    """One thing said in a conversation. Never changed."""

    __tablename__ = "conversation_line"

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    by_family: Mapped[bool]
    body: Mapped[str]
    said_at: Mapped[datetime] = db.moment()
