"""That families read a card and found it right."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from foundation import db


class CardConfirmed(db.Base):
    """That somebody read a card and said it is still right. Each is kept: the latest counts."""

    __tablename__ = "card_confirmed"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    """Whose card it is."""
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime] = db.moment()

    __table_args__ = (Index("ix_card_confirmed_person_id", "person_id", "confirmed_at"),)
