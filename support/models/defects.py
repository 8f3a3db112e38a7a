"""Defects: development issues, in which environments each was replicated, and the cases that wait for one (S1)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from foundation import db


class DevelopmentIssue(db.Base):
    """One issue of the developers', as the desk knows it."""

    __tablename__ = "development_issue"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    """What the developers call it."""
    title: Mapped[str]
    module: Mapped[str]
    opened_at: Mapped[datetime] = db.moment()
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    fixed_at: Mapped[datetime | None] = db.moment(nullable=True)
    fixed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    fixed_in: Mapped[str] = mapped_column(default="")
    """The release; empty while it is not fixed."""
    note: Mapped[str] = mapped_column(default="")
    """What the contacts of every linked case are told with the fix."""
    version: Mapped[int] = mapped_column(default=1, server_default="1")


class DefectReplication(db.Base):
    """That somebody tried the defect in one environment, and whether it showed."""

    __tablename__ = "defect_replication"

    id: Mapped[int] = mapped_column(primary_key=True)
    issue_id: Mapped[int] = mapped_column(ForeignKey("development_issue.id"))
    environment: Mapped[str]
    was_seen: Mapped[bool]
    note: Mapped[str] = mapped_column(default="")
    tried_at: Mapped[datetime] = db.moment()
    tried_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    __table_args__ = (Index("ix_defect_replication_issue_id", "issue_id", "tried_at"),)


class CaseDefect(db.Base):
    """That a case is one of a development issue."""

    __tablename__ = "case_defect"

    case_id: Mapped[int] = mapped_column(ForeignKey("support_case.id"), primary_key=True)
    issue_id: Mapped[int] = mapped_column(ForeignKey("development_issue.id"), primary_key=True, index=True)
    linked_at: Mapped[datetime] = db.moment()
    linked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
