"""Activation codes: how a family gets its accounts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from foundation import db


class ActivationCode(db.Base):
    """A single-use secret in GUID form that lets one person create one account. Only its SHA-256 is kept (D4)."""

    __tablename__ = "activation_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str]
    """`parent` or `student`: the kind of account it makes."""
    delivery: Mapped[str]
    """`letter`, `email` or `office`."""
    issued_at: Mapped[datetime] = db.moment()
    expires_at: Mapped[datetime] = db.moment()
    used_at: Mapped[datetime | None] = db.moment(nullable=True)
    superseded_at: Mapped[datetime | None] = db.moment(nullable=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    __table_args__ = (
        Index(
            "uq_activation_code_live",
            "person_id",
            "kind",
            unique=True,
            sqlite_where=text("used_at IS NULL AND superseded_at IS NULL"),
            postgresql_where=text("used_at IS NULL AND superseded_at IS NULL"),
        ),
    )
