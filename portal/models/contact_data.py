"""That a family reads what is sent to an address or number it gave."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from foundation import db


class ContactCheck(db.Base):
    """A code that was sent to an address or number, to be typed by whoever says it is theirs."""

    __tablename__ = "contact_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    point_id: Mapped[int] = mapped_column(ForeignKey("contact_point.id"), unique=True)
    sealed_code: Mapped[bytes] = mapped_column(LargeBinary)
    sent_at: Mapped[datetime] = db.moment()
    expires_at: Mapped[datetime] = db.moment()
    tries_left: Mapped[int]
