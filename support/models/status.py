"""Status notices, and everything that was said in each."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from foundation import db


class StatusNotice(db.Base):
    """An incident of one system, or maintenance planned for it, told in both languages until it is closed."""

    __tablename__ = "status_notice"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=db.new_public_id)
    key: Mapped[str] = mapped_column(unique=True)
    """Names the form that was sent: the same form sent twice posts one notice."""
    kind: Mapped[str]
    """`incident` or `maintenance` (`support.rules.status.NoticeKind`)."""
    system: Mapped[str]
    """`support.rules.status.System`."""
    title: Mapped[dict[str, Any]]
    """By language."""
    starts_at: Mapped[datetime | None] = db.moment(nullable=True)
    """When maintenance was announced to begin; null for an incident."""
    until_at: Mapped[datetime | None] = db.moment(nullable=True)
    """When it was announced to be over, exclusive."""
    posted_at: Mapped[datetime] = db.moment()
    closed_at: Mapped[datetime | None] = db.moment(nullable=True)
    updates: Mapped[int] = mapped_column(default=1, server_default="1")
    """How many updates stand in it: pages know by it that there is a new one."""

    __table_args__ = (
        Index(
            "ix_status_notice_open",
            "posted_at",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index("ix_status_notice_closed_at", "closed_at", "id"),
    )


class StatusUpdate(db.Base):
    """One thing said in a notice: when it was posted, meanwhile, or when it was closed. Never changed afterwards."""

    __tablename__ = "status_update"

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("status_notice.id"))
    key: Mapped[str] = mapped_column(unique=True)
    """Names the form that was sent."""
    texts: Mapped[dict[str, Any]]
    """By language."""
    closes: Mapped[bool] = mapped_column(default=False)
    said_at: Mapped[datetime] = db.moment()
    said_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Null where a command did."""

    __table_args__ = (Index("ix_status_update_notice_id", "notice_id", "id"),)


class IncidentRefusal(db.Base):
    """That a contact wants no mails about incidents; taken away again when they do."""

    __tablename__ = "incident_refusal"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, autoincrement=False)
    refused_at: Mapped[datetime] = db.moment()
