"""Letters that came back: to that address none is sent until somebody has confirmed it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from foundation import db


class ReturnedLetter(db.Base):
    """That a letter to one person came back from the address it went to. Another address is another matter."""

    __tablename__ = "returned_letter"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    address_digest: Mapped[str]
    """Of the address (`district.queries.mailing.digest_of`): nothing of it stands here."""
    returned_at: Mapped[datetime] = db.moment()
    """When it was marked."""
    confirmed_at: Mapped[datetime | None] = db.moment(nullable=True)
    """When the office said that the address is right."""
    found_right_at: Mapped[datetime | None] = db.moment(nullable=True)
    """When the family last said so: the office reads it, and confirms or does not."""

    __table_args__ = (
        Index(
            "uq_returned_letter_open",
            "person_id",
            "address_digest",
            unique=True,
            sqlite_where=text("confirmed_at IS NULL"),
            postgresql_where=text("confirmed_at IS NULL"),
        ),
    )
