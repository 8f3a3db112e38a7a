"""Activation codes, what families ask the office, and the figures of how far everybody has come."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from foundation import db

_ORDER = ("run_id", "school_id", "kind", "language", "person_id")
"""The order of every list behind a figure of the funnel."""


class ActivationCode(db.Base):
    """A single-use secret in GUID form that lets one person create one account. Only its SHA-256 is kept (D4)."""

    __tablename__ = "activation_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str]
    """`parent` or `student`: the kind of account it makes."""
    delivery: Mapped[str]
    """`letter`, `email`, `text`, `voice` or `office`."""
    issued_at: Mapped[datetime] = db.moment()
    expires_at: Mapped[datetime] = db.moment()
    used_at: Mapped[datetime | None] = db.moment(nullable=True)
    superseded_at: Mapped[datetime | None] = db.moment(nullable=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    __table_args__ = (
        Index(
            "uq_activation_code_live",
            "person_id",
            "kind",
            unique=True,
            sqlite_where=text("used_at IS NULL AND superseded_at IS NULL"),
            postgresql_where=text("used_at IS NULL AND superseded_at IS NULL"),
        ),
        Index("ix_activation_code_person_id", "person_id", "kind", "issued_at"),
    )


class FunnelRun(db.Base):
    """One counting of everybody who may have an account. It is looked at once it has ended, and never changed then."""

    __tablename__ = "funnel_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    began_at: Mapped[datetime] = db.moment()
    """The moment the figures are of."""
    ended_at: Mapped[datetime | None] = db.moment(nullable=True)


class FunnelPerson(db.Base):
    """Where one entitled person was counted: once for each of their schools, and once for the district (school 0)."""

    __tablename__ = "funnel_person"

    run_id: Mapped[int] = mapped_column(ForeignKey("funnel_run.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    """`parent` or `student`."""
    school_id: Mapped[int] = mapped_column(primary_key=True)
    language: Mapped[str]
    """The language on file without its country, such as `es`; empty where none is."""
    coded: Mapped[bool]
    delivered: Mapped[bool]
    bounced: Mapped[bool]
    activated: Mapped[bool]
    validated: Mapped[bool]
    seen: Mapped[bool]
    waiting: Mapped[bool]

    __table_args__ = (
        Index("ix_funnel_person_entitled", *_ORDER),
        *(
            Index(
                f"ix_funnel_person_{step}",
                *_ORDER,
                sqlite_where=text(f"{step} IS 1"),
                postgresql_where=text(f"{step} IS TRUE"),
            )
            for step in ("coded", "delivered", "bounced", "activated", "validated", "seen", "waiting")
        ),
    )


class FunnelSum(db.Base):
    """How many of a school (0: the district), a kind and a language were counted at each step."""

    __tablename__ = "funnel_sum"

    run_id: Mapped[int] = mapped_column(ForeignKey("funnel_run.id"), primary_key=True)
    school_id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    entitled: Mapped[int]
    coded: Mapped[int]
    delivered: Mapped[int]
    bounced: Mapped[int]
    activated: Mapped[int]
    validated: Mapped[int]
    seen: Mapped[int]
    waiting: Mapped[int]


class OfficeRequest(db.Base):
    """What somebody asks of the help desk: none of the ways on file reaches them, or an account was not theirs.

    Told in their own words, and never proof of who they are: the office looks at a photo ID before it does anything.
    """

    __tablename__ = "office_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=db.new_public_id)
    reason: Mapped[str]
    """`portal.rules.office.Ground`."""
    asked_key: Mapped[str]
    """A hash of what was asked, folded: the same question asked twice is one request while it is open."""
    first_name: Mapped[str]
    last_name: Mapped[str]
    student_first_name: Mapped[str] = mapped_column(default="")
    student_last_name: Mapped[str] = mapped_column(default="")
    student_birth_date: Mapped[date | None]
    student_number: Mapped[str] = mapped_column(default="")
    school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"))
    message: Mapped[str] = mapped_column(default="")
    language: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Whom it was about: known from the start where an account was not theirs, and of whoever reports a missing child;
    else once the office has said."""
    written_at: Mapped[datetime] = db.moment()
    settled_at: Mapped[datetime | None] = db.moment(nullable=True)
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    settlement: Mapped[str] = mapped_column(default="")
    """How it ended (`portal.rules.office.Settlement`), empty while it is open."""
    id_kind: Mapped[str] = mapped_column(default="")
    """What photo ID was seen, where a code was issued; its number is kept nowhere."""
    note: Mapped[str] = mapped_column(default="")

    __table_args__ = (
        Index(
            "uq_office_request_open",
            "asked_key",
            unique=True,
            sqlite_where=text("settled_at IS NULL"),
            postgresql_where=text("settled_at IS NULL"),
        ),
        Index("ix_office_request_settled_at_written_at", "settled_at", "written_at"),
        Index("ix_office_request_person_id", "person_id"),
    )


class Campaign(db.Base):
    """Codes for many at once, asked for by one account of the help desk: rehearsed first, then run by the worker."""

    __tablename__ = "campaign"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=db.new_public_id)
    key: Mapped[str] = mapped_column(unique=True)
    """Names the form that was sent: the same form sent twice makes one campaign."""
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    kind: Mapped[str]
    """`parent` or `student`."""
    school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"))
    """Null: every school."""
    whom: Mapped[str]
    """`people` without an account, or of `households` where nobody has one."""
    delivery: Mapped[str]
    """`letter` or `email`."""
    reissue: Mapped[bool]
    """Whether those whose code still works get a new one too."""
    state: Mapped[str]
    stopped_because: Mapped[str] = mapped_column(default="")
    counts: Mapped[dict[str, Any] | None]
    """What the rehearsal counted: `all`, `by_school` and `by_language`."""
    total: Mapped[int] = mapped_column(default=0)
    """People of the run; 0 until it has begun."""
    given: Mapped[int] = mapped_column(default=0)
    """Codes issued so far."""
    passed_over: Mapped[int] = mapped_column(default=0)
    """People of the run who needed no code any more when their turn came."""
    asked_at: Mapped[datetime] = db.moment()
    counted_at: Mapped[datetime | None] = db.moment(nullable=True)
    run_at: Mapped[datetime | None] = db.moment(nullable=True)
    """When it was told to run."""
    ended_at: Mapped[datetime | None] = db.moment(nullable=True)


class CampaignPart(db.Base):
    """At most 500 people of a campaign: their codes and their letters come to be in one transaction."""

    __tablename__ = "campaign_part"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    number: Mapped[int]
    """From 1."""
    people: Mapped[dict[str, Any]]
    """`ids` of the people, and `fell_back`: public ids of those whose letter lost a character that no font has."""
    letters: Mapped[int | None]
    """How many codes it gave; null until it is made."""
    sealed: Mapped[bytes | None]
    """The PDF, encrypted, for a day: it carries codes that work."""
    made_at: Mapped[datetime | None] = db.moment(nullable=True)
    erased_at: Mapped[datetime | None] = db.moment(nullable=True)

    __table_args__ = (
        Index("uq_campaign_part_number", "campaign_id", "number", unique=True),
        Index(
            "ix_campaign_part_kept",
            "made_at",
            sqlite_where=text("sealed IS NOT NULL"),
            postgresql_where=text("sealed IS NOT NULL"),
        ),
    )
