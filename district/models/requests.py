"""What families ask to have changed on the record, field by field, and what became of it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from foundation import db
from foundation.files import StoredFile


class ChangeRequest(db.Base):
    """One request of a guardian, or of a student of 18. It changes nothing until somebody has answered."""

    __tablename__ = "change_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=db.new_public_id)
    kind: Mapped[str]
    """`district.rules.requests.Kind`."""
    asker_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    about_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    """Whose record it is about: the asker’s own, or that of a student they may see."""
    student_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    """The student whose school’s office answers; the same as `about_id` unless it is about the asker."""
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """The emergency contact it is about, where they are on record."""
    asked_key: Mapped[str]
    """The same person asking the same is one request while it waits."""
    filed_at: Mapped[datetime] = db.moment()
    due_on: Mapped[date]
    """The last business day on which it is answered in time."""
    status_now: Mapped[str]
    """`district.rules.requests.Status`, as it follows from the answers to the fields."""
    settled_at: Mapped[datetime | None] = db.moment(nullable=True)
    """When nothing of it waited any more."""
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        Index(
            "uq_change_request_waiting",
            "asked_key",
            unique=True,
            sqlite_where=text("settled_at IS NULL"),
            postgresql_where=text("settled_at IS NULL"),
        ),
        Index("ix_change_request_asker_id_filed_at", "asker_id", "filed_at"),
        Index("ix_change_request_settled_at_due_on", "settled_at", "due_on"),
    )


class RequestField(db.Base):
    """One field of a request: what the family saw, what they ask, and the answer to it."""

    __tablename__ = "change_request_field"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("change_request.id"))
    field: Mapped[str]
    """One of `district.rules.requests.FIELDS`."""
    saw: Mapped[str]
    asks: Mapped[str]
    answer: Mapped[str | None]
    """`district.rules.requests.Answer`; null while it waits."""
    reason: Mapped[str] = mapped_column(default="")
    was: Mapped[str | None]
    """What was true when it was answered."""
    answered_at: Mapped[datetime | None] = db.moment(nullable=True)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    __table_args__ = (Index("uq_change_request_field", "request_id", "field", unique=True),)


class RequestPaper(db.Base):
    """A file that a family attached to a request, such as a proof of where it lives."""

    __tablename__ = "change_request_paper"

    file_id: Mapped[int] = mapped_column(ForeignKey(StoredFile.id), primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("change_request.id"), index=True)
