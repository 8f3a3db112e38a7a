"""Accounts, their roles, the sessions and devices they hold, what was typed too late, and the links that reach them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column, validates

from accounts.rules import addresses
from foundation import db


class Account(db.Base):
    """A way to sign in. One person may hold several kinds, one of each."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str]
    """`parent`, `student`, `staff` or `contact`."""
    username: Mapped[str]
    username_key: Mapped[str] = mapped_column(unique=True)
    """NFKC case-folded: what two look-alike names share (T45)."""
    password_hash: Mapped[str]
    password_changed_at: Mapped[datetime] = db.moment()
    language: Mapped[str | None]
    recovery_email: Mapped[str | None]
    """The address that counts, stored as typed; only ever set together with `recovery_email_validated_at`."""
    recovery_email_key: Mapped[str | None]
    """The same in lower case, for finding accounts by it; mail goes to the stored address alone (T45)."""
    recovery_email_validated_at: Mapped[datetime | None] = db.moment(nullable=True)
    pending_email: Mapped[str | None]
    """An address given and not yet confirmed by its link."""
    created_at: Mapped[datetime] = db.moment()
    disabled_at: Mapped[datetime | None] = db.moment(nullable=True)
    disowned_at: Mapped[datetime | None] = db.moment(nullable=True)
    """Its owner said that somebody else had made it. It is closed then; the owner's next one takes its place."""
    last_signed_in_at: Mapped[datetime | None] = db.moment(nullable=True)
    tries_in_a_row: Mapped[int] = mapped_column(default=0, server_default="0")
    """Passwords tried since the last right one, whoever tried; at `throttling.MOST_IN_A_ROW` none is tried any more."""

    __table_args__ = (
        Index("uq_account_person_kind", "person_id", "kind", unique=True),
        Index("ix_account_recovery_email_key", "recovery_email_key"),
    )

    @validates("recovery_email")
    def _keep_key(self, name: str, email: str | None) -> str | None:
        self.recovery_email_key = addresses.key_of(email) if email else None
        return email


class PreparedAccount(db.Base):
    """A user name kept for a student who may have an account and has not made it yet. It signs nobody in.

    It stays when the account is made: the name is given to nobody else, also where its owner takes another.
    """

    __tablename__ = "prepared_account"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    username: Mapped[str]
    username_key: Mapped[str] = mapped_column(unique=True)
    stem: Mapped[str]
    """What the district's pattern makes of the student; `number` tells those apart who share it."""
    number: Mapped[int]
    prepared_at: Mapped[datetime] = db.moment()

    __table_args__ = (Index("uq_prepared_account_stem_number", "stem", "number", unique=True),)


class SessionRecord(db.Base):
    """A sign-in on one device. The browser holds a random token; here lies only its hash (ASVS 7.2)."""

    __tablename__ = "session_record"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime] = db.moment()
    last_seen_at: Mapped[datetime] = db.moment()
    proved_at: Mapped[datetime | None] = db.moment(nullable=True)
    """When the password was given again since it began, to be let in where that is asked for."""
    ended_at: Mapped[datetime | None] = db.moment(nullable=True)
    ended_because: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    browser: Mapped[str] = mapped_column(default="")

    __table_args__ = (Index("ix_session_record_account_id", "account_id", "ended_at"),)


class KnownDevice(db.Base):
    """A browser that has signed in to this account before. Its cookie holds a signed token; here lies only its hash.

    One browser may be known to several accounts, each by a row of its own.
    """

    __tablename__ = "known_device"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    token_hash: Mapped[str]
    session_id: Mapped[int] = mapped_column(ForeignKey("session_record.id"))
    """Its latest sign-in: whoever ends that session forgets the device."""
    known_since: Mapped[datetime] = db.moment()
    forgotten_at: Mapped[datetime | None] = db.moment(nullable=True)

    __table_args__ = (
        Index("uq_known_device_account_id_token_hash", "account_id", "token_hash", unique=True),
        Index("ix_known_device_session_id", "session_id"),
    )


class Draft(db.Base):
    """What was typed into a form that was sent after its session had ended, sealed, for its account and its browser."""

    __tablename__ = "draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    page: Mapped[str]
    """The path of the page that shows the form."""
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    kept_at: Mapped[datetime] = db.moment()
    expires_at: Mapped[datetime] = db.moment()

    __table_args__ = (
        Index("ix_draft_account_id", "account_id"),
        Index("ix_draft_expires_at", "expires_at"),
    )


class MailedLink(db.Base):
    """The one-time record behind a mailed link. Used by one conditional UPDATE; a newer one supersedes it."""

    __tablename__ = "mailed_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[str]
    """`recovery-email`, `reset-password` or `undo-recovery-email`."""
    token_hash: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    address: Mapped[str]
    """The address the link was mailed to."""
    created_at: Mapped[datetime] = db.moment()
    expires_at: Mapped[datetime] = db.moment()
    used_at: Mapped[datetime | None] = db.moment(nullable=True)
    superseded_at: Mapped[datetime | None] = db.moment(nullable=True)

    __table_args__ = (
        Index(
            "ix_mailed_link_open",
            "account_id",
            "purpose",
            sqlite_where=text("used_at IS NULL AND superseded_at IS NULL"),
            postgresql_where=text("used_at IS NULL AND superseded_at IS NULL"),
        ),
    )


class AccountRole(db.Base):
    """A role given to an account beside the one of its kind, such as `dots-admin`, until `ended_at`."""

    __tablename__ = "account_role"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    role: Mapped[str]
    given_at: Mapped[datetime] = db.moment()
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    because: Mapped[str] = mapped_column(default="")
    """Why it was given, in the giver's words; empty for what a command gave."""
    ended_at: Mapped[datetime | None] = db.moment(nullable=True)
    ended_because: Mapped[str] = mapped_column(default="")

    __table_args__ = (
        Index(
            "uq_account_role_current",
            "account_id",
            "role",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )


class StaffInvitation(db.Base):
    """A one-time link by which a member of staff, or a contact, makes an account. A newer one supersedes it."""

    __tablename__ = "staff_invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    token_hash: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str] = mapped_column(default="staff")
    """The kind of account it makes: `staff` or `contact`."""
    roles: Mapped[str] = mapped_column(default="")
    """Roles the account gets, comma-joined and sorted."""
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = db.moment()
    expires_at: Mapped[datetime] = db.moment()
    used_at: Mapped[datetime | None] = db.moment(nullable=True)
    superseded_at: Mapped[datetime | None] = db.moment(nullable=True)
    withdrawn_at: Mapped[datetime | None] = db.moment(nullable=True)
    """Set together with `superseded_at`, where a person took the link back and no newer one took its place."""

    __table_args__ = (
        Index(
            "ix_staff_invitation_open",
            "person_id",
            sqlite_where=text("used_at IS NULL AND superseded_at IS NULL"),
            postgresql_where=text("used_at IS NULL AND superseded_at IS NULL"),
        ),
    )


class OutsideContact(db.Base):
    """Somebody of another organization who may ask for support, and so has an account of kind `contact`."""

    __tablename__ = "outside_contact"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    organization: Mapped[str]
    email: Mapped[str]
    """Where invitations go, as the help desk typed it."""
    email_key: Mapped[str] = mapped_column(index=True)
    added_at: Mapped[datetime] = db.moment()
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None] = db.moment(nullable=True)
    ended_because: Mapped[str] = mapped_column(default="")


class Repair(db.Base):
    """One thing the help desk did to an account or a person's way to one. `once` names the pressed button."""

    __tablename__ = "account_repair"

    id: Mapped[int] = mapped_column(primary_key=True)
    once: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    repair: Mapped[str]
    because: Mapped[str]
    """In the words of whoever did it."""
    done_at: Mapped[datetime] = db.moment()
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    __table_args__ = (Index("ix_account_repair_person_id_done_at", "person_id", "done_at"),)


class ProgramKey(db.Base):
    """What another program of the district shows to read answers here. It holds a random value; here lies its hash."""

    __tablename__ = "program_key"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    """Which program it is: `attendance system`. One key of a name is in use at a time."""
    right: Mapped[str]
    """What it opens, of `accounts/rules/programs.py`, and nothing else."""
    token_hash: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime] = db.moment()
    last_used_at: Mapped[datetime | None] = db.moment(nullable=True)
    ended_at: Mapped[datetime | None] = db.moment(nullable=True)

    __table_args__ = (
        Index(
            "uq_program_key_current",
            "name",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )
