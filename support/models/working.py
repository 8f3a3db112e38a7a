"""What advisors keep for their own work: canned replies of the whole desk, and views of the queue of one advisor."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from foundation import db


class CannedReply(db.Base):
    """A canned reply as the desk wrote it. One of the starter file stands here once somebody has changed it."""

    __tablename__ = "canned_reply"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    """Of the starter file, or a random one."""
    title: Mapped[str]
    body: Mapped[str]
    language: Mapped[str]
    changed_at: Mapped[datetime] = db.moment()
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    retired_at: Mapped[datetime | None] = db.moment(nullable=True)
    """From then on nobody is offered it."""
    version: Mapped[int] = mapped_column(default=1, server_default="1")


class SavedView(db.Base):
    """What one advisor asks the queue for again and again, under a name of their own."""

    __tablename__ = "saved_view"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=db.new_public_id)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    name: Mapped[str]
    asked: Mapped[dict[str, Any]]
    """Of the address: each name with its values."""
    saved_at: Mapped[datetime] = db.moment()

    __table_args__ = (Index("uq_saved_view_name", "account_id", "name", unique=True),)
