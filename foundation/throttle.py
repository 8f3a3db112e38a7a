"""Failures counted in the database, so that every process on every machine sees the same count (T14, T15).

A counter is a scope ("sign-in", "code") and a key (an account, a source address, a canonical code), stored hashed.
Failures count, successes do not: on activation night forty families stand behind one school address.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from foundation import db


class Throttle(db.Base):
    """Failures of one key in one scope since the last success or quiet time."""

    __tablename__ = "throttle"

    scope: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    last_failed_at: Mapped[datetime] = db.moment(index=True)
    blocked_until: Mapped[datetime | None] = db.moment(nullable=True)
