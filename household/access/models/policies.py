"""The district’s rules of access in versions."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from foundation import db


class PolicyVersion(db.Base):
    """The district's rules of access as published; a version governs what is met from its day on."""

    __tablename__ = "access_policy"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    starts: Mapped[date] = mapped_column(index=True)
    """The first district day on which it is in force."""
    rules: Mapped[dict[str, Any]]
    """As `household/access/starter.toml` has them."""
    reason: Mapped[str]
    published_at: Mapped[datetime] = db.moment()
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
