"""How families want to be reached: what they ticked for each kind of message and each address or number."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from foundation import db


class ContactPreference(db.Base):
    """That somebody has chosen at all, and which version of their choices stands."""

    __tablename__ = "contact_preference"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    version: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[datetime] = db.moment()


class ContactChoice(db.Base):
    """One box of the grid, as it was left. What has no row was never shown, and goes by the district’s default."""

    __tablename__ = "contact_choice"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str]
    """Code of a kind in `portal/starter/message_kinds.toml`."""
    channel: Mapped[str]
    """`portal.rules.preferences.By`."""
    to_address: Mapped[str]
    """The address or number as it stands on record: a choice outlives the source that names it."""
    is_wanted: Mapped[bool]

    __table_args__ = (Index("uq_contact_choice", "person_id", "kind", "channel", "to_address", unique=True),)
