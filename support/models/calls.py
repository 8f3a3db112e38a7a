"""Calls to the desk: each is logged on its case, with who was verified and how (S1)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from foundation import db


class CallLog(db.Base):
    """One call about one case. Never changed."""

    __tablename__ = "case_call"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("support_case.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("case_entry.id"), index=True)
    """Its line on the timeline."""
    advisor_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("support_contact.id"))
    """The contact who called; null where the caller is none."""
    caller: Mapped[str]
    """The name the caller gave."""
    verified_by: Mapped[str]
    """How the caller's identity was verified, as a code; empty where it was not."""
    joined: Mapped[str] = mapped_column(default="")
    """Who joined the call beside the contact, who was present."""
    at: Mapped[datetime] = db.moment()

    __table_args__ = (Index("ix_case_call_case_id", "case_id", "at"),)
