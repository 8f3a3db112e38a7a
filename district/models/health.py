"""Health records that schools keep: immunizations and exemptions from them. Nobody sees them by seeing the person."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from district.models.schools import FromFeed
from foundation import db


class Immunization(FromFeed, db.Base):
    """One dose of a vaccine, one that is required and of which no day is known, or one exemption."""

    __tablename__ = "immunization"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    vaccine: Mapped[str]
    """The source's code (`MMR`, `DTaP`) or name; empty for an exemption from all of them."""
    is_required: Mapped[bool]
    given_on: Mapped[date | None]
    """The day of the dose; null where the source gives none: that is not known, neither given nor missing."""
    exemption: Mapped[str]
    """`medical`, `non-medical`, or empty."""
    reason: Mapped[str]
    """Of the exemption, in the source's words."""
    exempt_on: Mapped[date | None]
    is_current: Mapped[bool]
    """Whether the source still says so."""

    __table_args__ = (
        Index("uq_immunization_source_key", "source", "source_key", unique=True),
        Index("ix_immunization_person_id", "person_id", "vaccine"),
    )
