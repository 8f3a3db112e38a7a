"""Households: dated groups of people with one primary address, and how they are reached."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from foundation import db


class Household(db.Base):
    """A group of people who live together. What it is called comes from its members, never from a field."""

    __tablename__ = "household"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=db.new_public_id)
    starts: Mapped[date]
    ends: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    """Taken on by every change of the household: its members, addresses and phones included."""
    created_at: Mapped[datetime] = db.moment()


class HouseholdMember(db.Base):
    """A person in a household for a time; of several homes all but one are `secondary`. `ends` exclusive."""

    __tablename__ = "household_member"

    id: Mapped[int] = mapped_column(primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    is_secondary: Mapped[bool] = mapped_column(default=False)
    notes: Mapped[str] = mapped_column(default="")
    starts: Mapped[date]
    ends: Mapped[date | None]

    __table_args__ = (
        CheckConstraint("ends IS NULL OR ends >= starts", name="in_order"),
        Index(
            "uq_household_member_primary",
            "person_id",
            unique=True,
            sqlite_where=text("NOT is_secondary AND ends IS NULL"),
            postgresql_where=text("NOT is_secondary AND ends IS NULL"),
        ),
        Index(
            "uq_household_member_once",
            "household_id",
            "person_id",
            unique=True,
            sqlite_where=text("ends IS NULL"),
            postgresql_where=text("ends IS NULL"),
        ),
    )


class Address(db.Base):
    """A postal address; any number of households share one record."""

    __tablename__ = "address"

    id: Mapped[int] = mapped_column(primary_key=True)
    line_1: Mapped[str]
    line_2: Mapped[str] = mapped_column(default="")
    city: Mapped[str]
    state: Mapped[str]
    postal_code: Mapped[str]

    __table_args__ = (Index("ix_address_postal_code", "postal_code", "line_1"),)


class HouseholdAddress(db.Base):
    """Where a household lives or gets its mail, for a time. `ends` exclusive."""

    __tablename__ = "household_address"

    id: Mapped[int] = mapped_column(primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"), index=True)
    address_id: Mapped[int] = mapped_column(ForeignKey("address.id"), index=True)
    is_primary: Mapped[bool] = mapped_column(default=True)
    is_mailing: Mapped[bool] = mapped_column(default=True)
    is_physical: Mapped[bool] = mapped_column(default=True)
    is_confidential: Mapped[bool] = mapped_column(default=False)
    starts: Mapped[date]
    ends: Mapped[date | None]

    __table_args__ = (
        CheckConstraint("ends IS NULL OR ends >= starts", name="in_order"),
        Index(
            "uq_household_address_primary",
            "household_id",
            unique=True,
            sqlite_where=text("is_primary AND ends IS NULL"),
            postgresql_where=text("is_primary AND ends IS NULL"),
        ),
    )


class HouseholdPhone(db.Base):
    """A telephone of the household as a whole. `ends` exclusive."""

    __tablename__ = "household_phone"

    id: Mapped[int] = mapped_column(primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"), index=True)
    value: Mapped[str]
    """E.164 when it is valid, verbatim when it is not."""
    is_valid: Mapped[bool] = mapped_column(default=True)
    type: Mapped[str] = mapped_column(default="")
    starts: Mapped[date]
    ends: Mapped[date | None]

    __table_args__ = (Index("ix_household_phone_value", "value"),)
