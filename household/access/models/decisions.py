"""What people decided about the access of others."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from foundation import db


class Approval(db.Base):
    """A principal's yes for one person at one location."""

    __tablename__ = "access_approval"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    area: Mapped[str]
    location: Mapped[str]
    """The code of the place, as the person's job has it."""
    approved_on: Mapped[date]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = db.moment()


class Revocation(db.Base):
    """A person took access away, with a reason. `ends` is the day it was given back, null while it holds."""

    __tablename__ = "access_revocation"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    area: Mapped[str]
    starts: Mapped[date]
    ends: Mapped[date | None]
    reason: Mapped[str]
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = db.moment()
