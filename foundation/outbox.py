"""The outbox: a mail is a row, written in the transaction that causes it, so that none leaves for a change undone.

A text message and a voice call are such rows too, under the same promises: `channel` says how one travels. The postman
(`foundation/postman.py`) renders and sends later. Delivery is at least once with a stable Message-ID.
`once` names the occasion: the same occasion is posted once however often it is told (nightly work run twice).
What must not be read in the database (codes, tokens) goes into `secret`: it is encrypted at rest and erased on
sending. Not for: anything that must be known at once, or any answer to the person who asks.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from foundation import db, leases, sealing

ONLY_WHILE = "only_while"


class Channel(StrEnum):
    """How something leaves the house."""

    MAIL = "mail"
    TEXT = "text"
    VOICE = "voice"


class Mail(db.Base):
    """One e-mail, text message or voice call: waiting, sent or parked."""

    __tablename__ = "mail"

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(unique=True)
    template: Mapped[str]
    channel: Mapped[str] = mapped_column(default=Channel.MAIL.value)
    to_address: Mapped[str]
    """An e-mail address; of a text or a call the number, as E.164."""
    language: Mapped[str]
    context: Mapped[dict[str, Any]]
    secret: Mapped[bytes | None] = mapped_column(LargeBinary)
    once: Mapped[str | None] = mapped_column(unique=True)
    written_at: Mapped[datetime] = db.moment()
    expires_at: Mapped[datetime | None] = db.moment(nullable=True)
    next_try_at: Mapped[datetime] = db.moment()
    leased_until: Mapped[datetime | None] = db.moment(nullable=True)
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None] = db.moment(nullable=True)
    parked_at: Mapped[datetime | None] = db.moment(nullable=True)
    last_error: Mapped[str] = mapped_column(default="")
    person_id: Mapped[int | None]
    """To whom it is written, where that is one person on record: several may share an address."""
    returned_at: Mapped[datetime | None] = db.moment(nullable=True)
    """When the other end said for good that its address takes nothing: at once, or by a mail that came back."""

    __table_args__ = (
        Index("ix_mail_person_id_id", "person_id", "id"),
        Index(
            "ix_mail_waiting",
            "channel",
            "next_try_at",
            sqlite_where=text("sent_at IS NULL AND parked_at IS NULL"),
            postgresql_where=text("sent_at IS NULL AND parked_at IS NULL"),
        ),
    )


QUEUE = leases.Queue(
    model=Mail,
    due="next_try_at",
    done="sent_at",
    lease=timedelta(minutes=10),
    waits=tuple(timedelta(minutes=each) for each in (1, 5, 15, 30, 60, 120, 240, 480, 720)),
    erased=("secret",),
)


def post(
    template: str,
    *,
    to: str,
    language: str,
    at: datetime,
    channel: Channel = Channel.MAIL,
    once: str | None = None,
    secret: dict[str, str] | None = None,
    expires_at: datetime | None = None,
    only_while: Mapping[str, str | int] | None = None,
    person_id: int | None = None,
    is_one_of_many: bool = False,
    **context: Any,
) -> None:
    """Put a mail, or what goes by another `channel`, into the outbox of the open transaction.

    `context` is JSON (days and moments as ISO text); `secret` is kept encrypted until sent. A mail past `expires_at`
    (UTC) is parked instead of being sent late. A second post with the same `once` does nothing. What may be told only
    as long as something holds names a `check` of the postman's in `only_while`, with what that check has to know: it is
    asked when the mail is about to leave. `person_id` is whoever it is written to, so that they can be shown later what
    came to them: an address alone tells that of nobody. With `is_one_of_many` it is written when the transaction ends,
    together with the others, in one statement; such a mail has no `once`.
    """
    values = {
        "message_id": secrets.token_hex(16),
        "template": template,
        "channel": channel.value,
        "to_address": to,
        "language": language,
        "context": {**context, ONLY_WHILE: dict(only_while)} if only_while else context,
        "secret": sealing.seal(json.dumps(secret).encode()) if secret else None,
        "once": once,
        "written_at": at,
        "next_try_at": at,
        "expires_at": expires_at,
        "person_id": person_id,
    }
    if once is not None:
        db.add_once(Mail, by="once", **values)
    elif is_one_of_many:
        db.add_last(Mail, **values)
    else:
        db.session().add(Mail(**values))
