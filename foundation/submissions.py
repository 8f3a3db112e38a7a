"""A form sent twice has one effect, and the second answer is the first's (T28).

The page gives its form a key of its own. Whoever sends it enters the key in the transaction of the deed: of two that
come at once the second waits for the first, is told what became of it, and does nothing. The same key with something
else typed is no repetition, and is refused.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

from sqlalchemy import Index, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from foundation import db

KEPT_FOR = timedelta(days=7)
LONGEST_KEY = 64


class SentForm(db.Base):
    """A form that was sent, and the page that followed its deed."""

    __tablename__ = "sent_form"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    """Of the form and of whoever was signed in: the key of another's form is another key."""
    digest: Mapped[str]
    """Of what was typed."""
    answer: Mapped[str] = mapped_column(default="")
    """The path of the page that followed; empty where nothing was done."""
    sent_at: Mapped[datetime] = db.moment()

    __table_args__ = (Index("ix_sent_form_sent_at", "sent_at"),)


class AnotherForm(Exception):
    """The key of a form that was sent before came with something else typed."""


def enter(key: str, typed: Mapping[str, Any], *, account_id: int, at: datetime) -> str | None:
    """Enter a form into the open transaction; None where its deed is to be done, else the path that followed it.

    A form that was refused did nothing: it is entered again with whatever it says now. Raises AnotherForm where the
    deed is done and the form says something else.
    """
    named = _key(key, account_id)
    digest = blake2b(json.dumps(typed, sort_keys=True, default=str).encode(), digest_size=16).hexdigest()
    if db.add_once(SentForm, by="key", key=named, digest=digest, answer="", sent_at=at):
        return None
    first = db.session().scalars(select(SentForm).where(SentForm.key == named).with_for_update()).one()
    if not first.answer:
        first.digest, first.sent_at = digest, at
        return None
    if first.digest != digest:
        raise AnotherForm
    return first.answer


def answered(key: str, answer: str, *, account_id: int) -> None:
    """Keep the path that follows the deed, for whoever sends the form again. In the deed's own transaction."""
    db.session().execute(update(SentForm).where(SentForm.key == _key(key, account_id)).values(answer=answer))


def forget(*, before: datetime) -> None:
    """Forget the forms sent before a moment (UTC): nobody sends them again."""
    db.session().execute(delete(SentForm).where(SentForm.sent_at < before))


def _key(key: str, account_id: int) -> str:
    return f"{account_id}:{key[:LONGEST_KEY]}"
