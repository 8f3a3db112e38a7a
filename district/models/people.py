"""People, the names they had, what sources call them, and how they are reached."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from foundation import db


class Person(db.Base):
    """Any human on record: student, guardian, contact and staff at once, but one row."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=db.new_public_id)
    first_name: Mapped[str]
    middle_name: Mapped[str] = mapped_column(default="")
    last_name: Mapped[str]
    preferred_first_name: Mapped[str] = mapped_column(default="")
    preferred_last_name: Mapped[str] = mapped_column(default="")
    birth_date: Mapped[date | None]
    language: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    """Taken on by every change the office makes of the person, contact points, relationships and orders included."""
    created_at: Mapped[datetime] = db.moment()

    __table_args__ = (
        Index("ix_person_last_name_first_name", "last_name", "first_name"),
        Index("ix_person_birth_date", "birth_date"),
    )

    @property
    def called(self) -> str:
        """The first name to say to the person."""
        return self.preferred_first_name or self.first_name

    @property
    def full_name(self) -> str:
        """The name in use: preferred names where there are some."""
        return f"{self.called} {self.preferred_last_name or self.last_name}"

    @property
    def guarded_name(self) -> str:
        """First name and initial: all that a page shows before someone has proved who they are."""
        return f"{self.called} {(self.preferred_last_name or self.last_name)[:1].upper()}."


class FormerName(db.Base):
    """A name a person had until `ends`; kept so that people are still found by it."""

    __tablename__ = "former_name"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    first_name: Mapped[str]
    middle_name: Mapped[str] = mapped_column(default="")
    last_name: Mapped[str]
    ends: Mapped[date]
    source: Mapped[str]


class PersonIdentifier(db.Base):
    """What a source calls a person: student number, staff id, user name, any `{type:id}` of the feed."""

    __tablename__ = "person_identifier"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    source: Mapped[str]
    type: Mapped[str]
    value: Mapped[str]

    __table_args__ = (
        Index("uq_person_identifier", "person_id", "source", "type", "value", unique=True),
        Index("ix_person_identifier_value", "value", "type"),
    )


class ContactPoint(db.Base):
    """An e-mail address or a phone number of one person. Ends are exclusive; no end means it is in use."""

    __tablename__ = "contact_point"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str]
    """`email` or `phone`."""
    type: Mapped[str] = mapped_column(default="")
    """What the source calls it: `sms`, `phone`, `work`."""
    label: Mapped[str] = mapped_column(default="")
    """The kind a source gives to the one it uses first: `home`, `work`, `emergency-1`; empty where it gives none."""
    value: Mapped[str]
    """E-mail as given; a phone in E.164 when it is valid, verbatim when it is not."""
    is_valid: Mapped[bool] = mapped_column(default=True)
    verified_at: Mapped[datetime | None] = db.moment(nullable=True)
    source: Mapped[str]
    starts: Mapped[date]
    ends: Mapped[date | None]

    __table_args__ = (
        Index("ix_contact_point_value", "value", "kind"),
        Index(
            "uq_contact_point_current",
            "person_id",
            "source",
            "kind",
            "type",
            unique=True,
            sqlite_where=text("ends IS NULL"),
            postgresql_where=text("ends IS NULL"),
        ),
    )


class PersonAddress(db.Base):
    """A postal address a source gives for one person. Households are proposed from those where people live."""

    __tablename__ = "person_address"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    line_1: Mapped[str]
    line_2: Mapped[str] = mapped_column(default="")
    city: Mapped[str]
    state: Mapped[str]
    postal_code: Mapped[str]
    kind: Mapped[str] = mapped_column(default="")
    """`home`, `physical`, `mailing`, `work`, … as `starter/descriptors.toml` words it; empty where not said."""
    is_main: Mapped[bool] = mapped_column(default=True)
    """The one of this source that is used first."""
    source: Mapped[str]
    starts: Mapped[date]
    ends: Mapped[date | None]

    __table_args__ = (
        Index(
            "uq_person_address_current",
            "person_id",
            "source",
            "kind",
            unique=True,
            sqlite_where=text("ends IS NULL"),
            postgresql_where=text("ends IS NULL"),
        ),
    )


class OfficeEdit(db.Base):
    """A value the office set over what a feed says. It stands until the feed's own value changes."""

    __tablename__ = "office_edit"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    field: Mapped[str]
    value: Mapped[str]
    edited_by_id: Mapped[int | None]
    edited_at: Mapped[datetime] = db.moment()

    __table_args__ = (Index("uq_office_edit", "person_id", "field", unique=True),)
