"""Cases: what a contact asks of the support desk, and everything that was said and done about it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column

from foundation import db

FIRST_NUMBER = 1_000_000
"""Added to a case's id: the seven digits that people read out on the telephone."""


class Case(db.Base):
    """One request for support. Every change takes on `version`: whoever saw an older one is told (409)."""

    __tablename__ = "support_case"

    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("support_organization.id"))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("support_contact.id"))
    """Whose case it is among the organization's contacts; null while an emergency case waits to be handed over."""
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    """The contact, or the advisor who wrote it down."""
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """The advisor who works it."""
    status: Mapped[str]
    """`support.rules.statuses.Status`."""
    priority: Mapped[str]
    type: Mapped[str]
    module: Mapped[str]
    subject: Mapped[str]
    did: Mapped[str] = mapped_column(default="")
    details: Mapped[str]
    """What happened."""
    expected: Mapped[str] = mapped_column(default="")
    steps: Mapped[str] = mapped_column(default="")
    has_student_data: Mapped[bool] = mapped_column(default=False)
    """Whether what was typed into `did`, `details`, `expected` and `steps` tells of its people (`CasePerson`)."""
    due_on: Mapped[date | None]
    """The last day that helps, where it is time-sensitive."""
    submitted_at: Mapped[datetime] = db.moment()
    answer_due_at: Mapped[datetime] = db.moment()
    answered_at: Mapped[datetime | None] = db.moment(nullable=True)
    """The first reply of an advisor: it stops the response clock, and nothing starts it anew."""
    said_at: Mapped[datetime] = db.moment()
    """When something was last said or done on it."""
    waits_for_desk: Mapped[bool] = mapped_column(default=True)
    """Whether a contact said something after the last reply of the desk."""
    scheduled_on: Mapped[date | None]
    team: Mapped[str] = mapped_column(default="")
    """To whom it was escalated; empty while it is not."""
    is_first_level: Mapped[bool] = mapped_column(default=True)
    """No escalation and no development: what is solved so counts as solved at the first level."""
    resolution: Mapped[int] = mapped_column(default=0)
    """How many resolutions were written: each begins its own three follow-ups."""
    resolved_on: Mapped[date | None]
    """The desk's day (America/Chicago) of the resolution that waits for its verification, or was closed with."""
    is_solved: Mapped[bool | None]
    """What whoever closed it said; null while it is open."""
    closed_at: Mapped[datetime | None] = db.moment(nullable=True)
    closed_because: Mapped[str] = mapped_column(default="")
    """`support.rules.kinds.ClosedBecause`; empty while it is open."""
    duplicate_of_id: Mapped[int | None] = mapped_column(ForeignKey("support_case.id"), index=True)
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("support_case.id"), index=True)
    """The closed case that this one goes on with."""
    incident_id: Mapped[int | None] = mapped_column(ForeignKey("status_notice.id"), index=True)
    """The posted incident that it is the same as: it is counted there and asks for no call."""
    is_emergency: Mapped[bool] = mapped_column(default=False)
    """Opened by an advisor with a caller who is no authorized contact."""
    caller: Mapped[str] = mapped_column(default="")
    emergency_because: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    __table_args__ = (
        Index("ix_support_case_organization_id", "organization_id", "said_at"),
        Index("ix_support_case_contact_id", "contact_id"),
        Index("ix_support_case_owner_id", "owner_id", "status"),
        Index("ix_support_case_status", "status", "answer_due_at"),
        Index("ix_support_case_submitted_at", "submitted_at"),
        Index("ix_support_case_closed_at", "closed_at"),
        Index(
            "ix_support_case_waits",
            "resolved_on",
            sqlite_where=text("status = 'pending-verification'"),
            postgresql_where=text("status = 'pending-verification'"),
        ),
    )

    @hybrid_property
    def number(self) -> int:
        """The seven digits it is known by. A number opens nothing by itself."""
        return self.id + FIRST_NUMBER


def id_of(number: int) -> int:
    """The id of the case with that number."""
    return number - FIRST_NUMBER


class CasePerson(db.Base):
    """Somebody whom a case is about, by the id that was typed. Whose it is, only those see who reach the record."""

    __tablename__ = "case_person"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("support_case.id"))
    written: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    """Null where nobody on record has that id."""
    added_at: Mapped[datetime] = db.moment()
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    __table_args__ = (Index("uq_case_person_written", "case_id", "written", unique=True),)


class CaseEntry(db.Base):
    """One line of a case's timeline. Never changed."""

    __tablename__ = "case_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("support_case.id"))
    kind: Mapped[str]
    """`support.rules.kinds.EntryKind`."""
    side: Mapped[str]
    """`support.rules.statuses.Side`: whose words or deed it is."""
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Null where the house did it by itself."""
    at: Mapped[datetime] = db.moment()
    body: Mapped[str] = mapped_column(default="")
    was: Mapped[str] = mapped_column(default="")
    """What a change changed, as its code: the status, the priority; of a follow-up nothing."""
    became: Mapped[str] = mapped_column(default="")
    """What it became; of a follow-up its number, of a call the code of who was verified, of an escalation the team."""
    has_student_data: Mapped[bool] = mapped_column(default=False)
    about_id: Mapped[int | None] = mapped_column(ForeignKey("case_person.id"))
    """Whose record the flagged words tell of; null: of everybody the case is about."""

    __table_args__ = (Index("ix_case_entry_case_id", "case_id", "at"),)


class CaseAttachment(db.Base):
    """That a kept file hangs on a case."""

    __tablename__ = "case_attachment"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("support_case.id"), index=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("case_entry.id"), index=True)
    """The line it came with, which says who added it."""
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), unique=True)
    has_student_data: Mapped[bool] = mapped_column(default=False)
    about_id: Mapped[int | None] = mapped_column(ForeignKey("case_person.id"))
    removed_at: Mapped[datetime | None] = db.moment(nullable=True)
    """Its content is let go from then on."""
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class CaseInvolved(db.Base):
    """A contact who has said something on a case, or was named on it: mails about it go to them."""

    __tablename__ = "case_involved"

    case_id: Mapped[int] = mapped_column(ForeignKey("support_case.id"), primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("support_contact.id"), primary_key=True, index=True)
    since: Mapped[datetime] = db.moment()


class CaseFollowUp(db.Base):
    """One of the three follow-ups of one resolution: mailed, or missed because its day passed without a night."""

    __tablename__ = "case_follow_up"

    case_id: Mapped[int] = mapped_column(ForeignKey("support_case.id"), primary_key=True)
    resolution: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    due_on: Mapped[date]
    sent_at: Mapped[datetime | None] = db.moment(nullable=True)
    """Null: missed."""


class CasePermission(db.Base):
    """That the desk asked in writing to change data or to test on a site, and a contact's written answer (S1)."""

    __tablename__ = "case_permission"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("support_case.id"), index=True)
    kind: Mapped[str]
    """`data-change` or `testing`."""
    what: Mapped[str]
    """What exactly would be changed or tested: the permission is for this and nothing else."""
    asked_at: Mapped[datetime] = db.moment()
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None] = db.moment(nullable=True)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    is_given: Mapped[bool | None]
    """Null while nobody has answered."""
    words: Mapped[str] = mapped_column(default="")
    """What the contact wrote with the answer."""
    withdrawn_at: Mapped[datetime | None] = db.moment(nullable=True)
    """When a contact took a permission back, or the desk a question."""
